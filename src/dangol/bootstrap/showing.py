"""What would be shown to a person now, and which rule keeps the rest back: the home as it is made, looked at without showing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.bootstrap.scenes import Gathered
    from dangol.offers.home import Home

_FOR_A_PAGE = 0.5  # seconds that a page waits for the ranking to be learned


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An offer that is not shown, and the rule: an ``Objection``, ``no_saving`` or ``crowded``; ``detail``: the condition that fails."""

    title: str
    rule: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Showing:
    """The home, how likely each thing of it is wanted (0…1, by card), what is kept back, and what all of it was made of."""

    home: "Home"
    scores: dict[str, float]
    kept: tuple[Kept, ...]
    gathered: "Gathered"


def showing(house: "House", ids: Sequence[str], at: datetime) -> Showing:
    """Nothing is written: to look is not to show.

    Args:
        ids: proven identities of one person.
    """
    from dangol.offers.arrange import items
    from dangol.offers.eligible import objection
    from dangol.offers.home import home

    found = house.scenes.of(house, ids, at, patience=_FOR_A_PAGE)
    scene = found.scene
    made = home(scene, found.coupons, personal=found.personal)
    cards = {card.id for section in made.sections for card in section.cards}
    listed = {item.id: item.wanted.score for item in items(scene)}
    kept: list[Kept] = []
    for name, entry in scene.book.items():
        if name in cards:
            continue
        rule: str = objection(entry, scene.customer, scene.shelf, at) or ("crowded" if name in listed else "no_saving")
        unmet = (one.text for one in entry.offer.conditions if not one.holds(scene.customer, at))
        kept.append(Kept(title=entry.offer.title, rule=rule, detail=next(unmet, "") if rule == "condition" else ""))
    return Showing(home=made, scores={name: listed.get(name, 0.0) for name in cards}, kept=tuple(kept), gathered=found)
