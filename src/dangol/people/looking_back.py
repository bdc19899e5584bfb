"""The consent to have one's own past used in an answer: kept as a trait, of those who have proved who they are, and of nobody else.

Like any trait it is seen, corrected, exported and erased by its person. The newest word of any of their proven identities counts.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from dangol.events.journal import Journal
from dangol.language.past_orders import Word
from dangol.people.identities import Identity
from dangol.people.proven import proven
from dangol.people.traits import set_trait, traits_of

CONSENT = "past_orders"
_BY_WORD = "chat/"  # how the source of a word begins
_PROOFS = frozenset({"login", "email", "phone"})
_VISITS = 200  # looked at, the newest first


def has_proved(identities: Sequence[Identity]) -> bool:
    """Whether somebody has proved a login, an e-mail address or a phone number."""
    return any(one.kind in _PROOFS for one in identities)


def agreed(connection: Connection, identities: Sequence[Identity]) -> bool:
    """Whether the person behind these proven identities lets their past be used: by their own word in a chat, never by a site's claim."""
    said = traits_of(connection, [one.id for one in identities]).get(CONSENT)
    return said is not None and said.value == "given" and said.source.startswith(_BY_WORD)


def write_word(connection: Connection, identity: str, word: Word, inbox: str, at: datetime) -> bool:
    """Writes a word about it down; False, and nothing is written, where the one who says it has proved nothing."""
    if not has_proved(proven(connection, identity)):
        return False
    set_trait(connection, identity, CONSENT, word, f"{_BY_WORD}{inbox}", at)
    return True


def usual_place(connection: Connection, journal: Journal, identities: Sequence[Identity]) -> str:
    """The id of the place that these identities visited most, the later one among equals; "" where they visited none."""
    visits = journal.latest(connection, identities=[one.id for one in identities], types={"place.visited"}, limit=_VISITS)
    counted = Counter(str(event.payload["place_id"]) for event in visits if event.payload.get("place_id"))
    return counted.most_common(1)[0][0] if counted else ""
