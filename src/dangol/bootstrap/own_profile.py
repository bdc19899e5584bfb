"""What a person sees and says of what was worked out about them: their DNA, corrected or switched off, and their needs, dismissed.

They proved one identity; what is certain goes with it. Their word holds whatever happens after: see ``people.dna_words``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap.character import dna_of
from dangol.bootstrap.house import House
from dangol.bootstrap.wanting import keep_up
from dangol.events.event import Event
from dangol.kit.errors import BadInput
from dangol.people import dna_words
from dangol.people.dna import FACETS, Facet, FacetName
from dangol.people.identities import find
from dangol.people.need_state import needs_among
from dangol.people.needs import Need, NeedKind
from dangol.people.proven import proven

DISMISSED = "need.dismissed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What was worked out: facets by name, those switched off, needs (the strongest first), and guesses from people alike.

    ``categories``: the brand's own, from which interests can be chosen.
    """

    facets: tuple[Facet, ...] = ()
    off: tuple[FacetName, ...] = ()
    needs: tuple[Need, ...] = ()
    guesses: tuple[Need, ...] = ()
    categories: tuple[str, ...] = ()


def profile_of(house: House, who: str, at: datetime) -> Profile:
    """Of somebody of whom nothing is known, nothing."""
    keep_up(house)
    snapshot = house.knowledge.snapshot()
    with house.store.read() as connection:
        ids = [one.id for one in proven(connection, who)]
        if not ids:
            return Profile()
        facets = tuple(dna_of(house, connection, snapshot, who, at))
        words = dna_words.words_of(connection, who)
        needs = tuple(needs_among(connection, ids, at))
    return Profile(
        facets=facets,
        off=tuple(name for name in FACETS if name in words and words[name].off),
        needs=needs,
        guesses=house.scenes.of(house, ids, at, patience=0.0).latent,
        categories=tuple(dict.fromkeys(text for one in snapshot.products.values() if (text := one.text("category")))),
    )


def say_dna(house: House, who: str, act: str, facet: str, values: Sequence[str], at: datetime) -> None:
    """``correct`` puts ``values`` in the place of a facet, ``off`` has it forgotten (all of them without ``facet``), ``back`` undoes both.

    Raises:
        BadInput: ``me.unknown_act``, ``dna.unknown_facet``, ``dna.bad_value``. NotFound: ``people.no_identity``.
    """
    with house.store.write() as connection:
        match act:
            case "correct":
                dna_words.correct(connection, who, facet, tuple(dict.fromkeys(values)), at)
            case "off":
                dna_words.switch_off(connection, who, at, facet or None)
            case "back":
                dna_words.take_back(connection, who, at, facet or None)
            case _:
                raise BadInput(
                    "me.unknown_act", ko="그런 일은 없어요. 화면을 새로 고쳐 주세요.", en="There is no such action. Reload the page."
                )


def dismiss(house: House, who: str, kind: str, subjects: Sequence[str], at: datetime) -> None:
    """They do not want this (any more): what spoke for the need until now does not count. What they do later begins anew.

    Raises:
        BadInput: ``me.no_need``, they have no such need.
    """
    keep_up(house)
    with house.store.read() as connection:
        ids = [one.id for one in proven(connection, who)]
        mine = {(need.kind, need.subjects) for need in needs_among(connection, ids, at)}
    named = next((one for one in mine if one == (kind, tuple(subjects))), None)
    if named is None:
        raise BadInput("me.no_need", ko="이미 없는 것이에요. 화면을 새로 고쳐 주세요.", en="It is gone already. Reload the page.")
    with house.store.write() as connection:
        inbox = find(connection, who).inbox
        house.journal.append(connection, [_dismissed(who, inbox, one, subject, at) for one, subject in _ended(*named)])
    keep_up(house)


def _ended(kind: NeedKind, subjects: Sequence[str]) -> list[tuple[NeedKind, str]]:
    """Comparing is seen in wanting to know of each, so it ends with that."""
    if kind == "compare":
        return [(one, subject) for subject in subjects for one in ("know", "compare")]
    return [(kind, subjects[0] if subjects else "")]


def _dismissed(who: str, inbox: str, kind: NeedKind, subject: str, at: datetime) -> Event:
    said = {"kind": kind, **({"subject": subject} if subject else {})}
    key = f"{DISMISSED}/{who}/{kind}/{subject}/{at.isoformat()}"
    return Event(type=DISMISSED, inbox=inbox, identity=who, occurred_at=at, received_at=at, dedupe_key=key, payload=said)
