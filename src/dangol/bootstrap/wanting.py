"""What a person of this house wants now: needs from what they did and said, and guesses from people alike."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from dangol.people.need_state import catch_up, needs_of
from dangol.people.needs import HALF_LIFE_HOURS, Need, NeedKind
from dangol.people.sensitive import sensitive
from dangol.people.signs import Hear, Heard

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.knowledge.facts import Snapshot
    from dangol.language.reading import Reading
    from dangol.offers.rank import Ranked

_OUTRIGHT = 0.8  # weight of what is said in words
_ASKED = 0.6
_GUESSED = 0.05  # a guess that is less likely than this is not worth saying
_FROM_OTHERS = ("alike", "after", "together")  # reasons of the ranking that rest on what others chose besides
_MOST_GUESSES = 2
_A_ROUND = 1_000  # events that a page or a round of the worker waits for: about a second when all are messages


def hearing(house: "House") -> Hear:
    """Reads a text with the brand's names. What it means beyond signals and questions is the language room's to say."""

    def hear(text: str) -> Heard | None:
        answerer = house.knowledge.answerer()
        assert answerer is not None  # without patience it waits
        reading = answerer.ground.read(text)
        kind, weight = _kind(reading)
        return Heard(kind=kind, subject=_subject(reading), weight=weight) if kind else None

    return hear


def keep_up(house: "House") -> int:
    """Reads some more of the journal into needs; answers how many events there were. Cheap when nothing has happened."""
    return catch_up(house.store, house.journal, hearing(house), house.clock(), _A_ROUND)


def needs_now(house: "House", person: str, at: datetime) -> list[Need]:
    """A person's needs at ``at``, strongest first, once the journal has been read to its end."""
    catch_up(house.store, house.journal, hearing(house), house.clock())
    with house.store.read() as connection:
        return needs_of(connection, person, at)


def latent(ranked: "Iterable[Ranked]", snapshot: "Snapshot", at: datetime, never: Collection[str] = ()) -> list[Need]:
    """Latent needs: products that people alike came to choose and this person never did, as the ranking sees it.

    They are marked ``latent``, carry no evidence, and are forgotten after a day: a guess is never more than that. Nothing is guessed of
    what may tell of health, faith or sex life (``people.sensitive``).

    Args:
        never: categories of which the owner wants no guess either.
    """
    found = (one for one in ranked if one.times == 0 and one.reason in _FROM_OTHERS and one.score >= _GUESSED)
    likely = islice((one for one in found if _may_be_guessed(one.id, snapshot, never)), _MOST_GUESSES)
    return [
        Need(
            kind="buy",
            subjects=(f"product/{one.id}",),
            strength=one.score,
            half_life=HALF_LIFE_HOURS["buy"],
            evidence=(),
            ways=(),
            since=at,
            expires=at + timedelta(days=1),
            latent=True,
        )
        for one in likely
    ]


def _may_be_guessed(product: str, snapshot: "Snapshot", never: Collection[str]) -> bool:
    known = snapshot.products.get(product)
    if known is None:
        return False
    category = known.text("category") or ""
    return category not in never and not sensitive(f"{known.name} {category}")


def _kind(reading: "Reading") -> tuple[NeedKind | None, float]:
    signals = reading.signals
    if signals.harm or signals.asks_person:
        return "help", _OUTRIGHT
    if signals.upset or signals.complaint:
        return "complain", _OUTRIGHT
    if signals.praise:
        return "praise", _OUTRIGHT
    if any(clause.asks for clause in reading.clauses):
        return "know", _ASKED
    return None, 0.0


def _subject(reading: "Reading") -> str:
    """The first thing of the brand that is named beyond doubt."""
    return next((mention.keys[0] for clause in reading.clauses for mention in clause.mentions if len(mention.keys) == 1), "")
