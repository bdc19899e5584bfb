"""A person's DNA out of the journal and the catalogue, with the person's own word above it, and in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from dangol.events.event import Event
from dangol.people.dna import Choice, Facet, FacetName, dna
from dangol.people.dna_words import words_of
from dangol.people.identities import members
from dangol.people.tables import need_signs
from dangol.store.among import among

if TYPE_CHECKING:
    from dangol.bootstrap.house import House
    from dangol.knowledge.facts import Snapshot, Subject

_MOST = 20_000  # events; see bootstrap.habits
FACET_NAMES: Mapping[FacetName, tuple[str, str]] = {
    "interests": ("관심", "interests"),
    "price": ("가격", "prices"),
    "novelty": ("새것", "novelty"),
    "hours": ("시간", "time of day"),
    "service": ("도움", "help"),
}
_VALUES = {
    "thrifty": ("알뜰하게 고름", "chooses what costs less than usual"),
    "usual": ("보통 값", "chooses at the usual price"),
    "generous": ("값나가는 것을 고름", "chooses what costs more than usual"),
    "loyal": ("사던 것을 삼", "keeps to what was bought before"),
    "mixed": ("반반", "half and half"),
    "curious": ("새로운 것을 삼", "likes what is new"),
    "morning": ("아침", "morning"),
    "day": ("낮", "day"),
    "evening": ("저녁", "evening"),
    "night": ("밤", "night"),
    "self": ("스스로 함", "seldom asks"),
    "sometimes": ("가끔 물어봄", "sometimes asks"),
    "often": ("자주 물어봄", "often asks"),
}


def dna_of(house: "House", connection: Connection, snapshot: "Snapshot", person: str, at: datetime) -> list[Facet]:
    """The profile of a person as known before ``at``; empty for somebody unknown or who switched it off."""
    ids = [identity.id for identity in members(connection, person)]
    if not ids:
        return []
    zone = ZoneInfo(snapshot.brand.timezone)
    usual = _usual_prices(snapshot)
    orders = house.journal.read(connection, limit=_MOST, identities=ids, types=("order.completed",))
    choices = [choice for event in orders for choice in _choices(event, snapshot, usual, zone)]
    helped = among(connection, need_signs.c.identity, ids) & need_signs.c.kind.in_(("help", "complain")) & (need_signs.c.at <= at)
    asked = connection.execute(select(need_signs.c.event).where(helped, need_signs.c.ends.is_(False)).distinct()).scalars().all()
    return dna(choices, asked, at.astimezone(zone).replace(tzinfo=None), words_of(connection, person))


def facet_words(facet: Facet) -> tuple[str, str]:
    """A facet in one line, Korean and English: what, and how sure or by whose word."""
    (ko_name, en_name), (ko, en) = FACET_NAMES[facet.name], values_in_words(facet.name, facet.values)
    sure = round(100 * facet.confidence)
    why_ko, why_en = ("본인이 알려 줌", "said so") if facet.said else (f"{sure}% 확신", f"{sure}% sure")
    return f"{ko_name}: {ko} ({why_ko})", f"{en_name}: {en} ({why_en})"


def values_in_words(name: FacetName, values: Sequence[str]) -> tuple[str, str]:
    """What a facet says, Korean and English; interests are names of categories already."""
    pairs = [_VALUES.get(value, (value, value)) if name != "interests" else (value, value) for value in values]
    return " · ".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs)


def _choices(event: Event, snapshot: "Snapshot", usual: Mapping[str, float], zone: ZoneInfo) -> Iterator[Choice]:
    for line in event.payload.get("products") or ():
        known = snapshot.products.get(str(line["product_id"]))
        category = _cell(known, "category")
        price = line.get("price")
        yield Choice(
            at=event.occurred_at.astimezone(zone).replace(tzinfo=None),
            product=str(line["product_id"]),
            category=category,
            price=price if price is not None else _number(_cell(known, "price")),
            usual=usual.get(category or ""),
            event=event.position or 0,
        )


def _usual_prices(snapshot: "Snapshot") -> dict[str, float]:
    """The median price of each category of the catalogue."""
    prices: dict[str, list[float]] = {}
    for product in snapshot.products.values():
        category, price = _cell(product, "category"), _number(_cell(product, "price"))
        if category and price:
            prices.setdefault(category, []).append(price)
    return {category: median(found) for category, found in prices.items()}


def _cell(product: "Subject | None", column: str) -> str | None:
    found = product.facts.get(column) if product else None
    return found.value if found else None


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
