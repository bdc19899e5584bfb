"""A person's home: sections of cards, each with what they would pay and one sentence why it is there. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.offers.arrange import Item, Scene, arranged, items
from dangol.offers.coupons import Coupon

_EACH = 8  # cards of a section
_EVENT = "event"


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One thing shown.

    Attributes:
        id: the offer's, or ``product/<id>``. kind: of the offer, or ``product``.
        product, name, category: what it is about, empty when of none in particular.
        price, pays: won, by the list and for this person; None where there is no price. uses: titles of what makes the difference.
        ends: when it is over; flash: within two days of its beginning. left: how many there are, where few.
        code: of the person's coupon, once they have taken it.
        ko, en: why it is here, one sentence.
    """

    id: str
    kind: str
    title: str
    product: str
    name: str
    category: str
    price: int | None
    pays: int | None
    uses: tuple[str, ...]
    ends: datetime | None
    flash: bool
    left: int | None
    url: str
    code: str
    ko: str
    en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Cards under one heading; ``id`` is event, coupons, for_you or read."""

    id: str
    ko: str
    en: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """All of it. ``personal``: it rests on what this person did; else ``ko`` and ``en`` say why it does not."""

    sections: tuple[Section, ...]
    personal: bool
    ko: str = ""
    en: str = ""


def home(scene: Scene, coupons: Mapping[str, Coupon], *, personal: bool, note: tuple[str, str] = ("", "")) -> Home:
    """The home of a person; sections without anything to show are left out.

    Args:
        coupons: those that were given to them, by offer.
    """
    found = items(scene)
    shown: list[Item] = []
    sections: list[Section] = []
    for name, ko, en, part in _parts(found):
        cards = arranged(part, _EACH, beside=shown)
        shown += cards
        if cards:
            sections.append(Section(id=name, ko=ko, en=en, cards=tuple(_card(scene, one, coupons) for one in cards)))
    return Home(sections=tuple(sections), personal=personal, ko=note[0], en=note[1])


def _parts(found: Sequence[Item]) -> Iterator[tuple[str, str, str, list[Item]]]:
    named = dict.fromkeys(item.offer.section for item in found if item.offer and item.offer.section)
    for name in named:
        yield _EVENT, name, name, [item for item in found if item.offer and item.offer.section == name]
    plain = [item for item in found if not (item.offer and item.offer.section)]
    for name, ko, en, kinds in (
        ("coupons", "받을 수 있는 혜택", "For you to use", ("coupon", "gift")),
        ("for_you", "지금 고르시기 좋은 것", "What may fit you now", ("product", "refurbished")),
        ("read", "읽을거리", "To read", ("content",)),
    ):
        yield name, ko, en, [item for item in plain if _kind(item) in kinds]


def _kind(item: Item) -> str:
    return item.offer.kind if item.offer else "product"


def _card(scene: Scene, item: Item, coupons: Mapping[str, Coupon]) -> Card:
    offer, product, deal = item.offer, item.product, item.deal
    mine = coupons.get(item.id)
    ko, en = _because(item)
    return Card(
        id=item.id,
        kind=_kind(item),
        title=offer.title if offer else product.name if product else "",
        product=product.id if product else "",
        name=product.name if product else "",
        category=product.category if product else "",
        price=deal.price if deal else None,
        pays=deal.pays if deal else None,
        uses=tuple(scene.book[one].offer.title for one in deal.offers) if deal else (),
        ends=offer.ends if offer else None,
        flash=offer.flash if offer else False,
        left=scene.book[offer.id].left
        if offer
        else product.stock
        if product and product.stock is not None and product.stock <= 5
        else None,
        url=(offer.url if offer else "") or (product.url if product else ""),
        code=mine.code if mine and mine.redeemed_at is None and mine.expires_at > scene.at else "",
        ko=ko,
        en=en,
    )


def _because(item: Item) -> tuple[str, str]:
    """Why it is shown, and what it saves; one sentence each."""
    why = item.wanted
    saving = item.deal.saving if item.deal else 0
    if item.offer and item.offer.kind in {"gift", "content"} and not why.ko:
        return "지금 받으실 수 있어 알려 드려요.", "You can have it now."
    ko, en = why.ko or "지금 고르실 수 있어", why.en or "you can have it now"
    if saving:
        return f"{ko} 보여 드려요, {saving:,}원 아끼실 수 있어요.", f"{_begun(en)}, and you save {saving:,} won."
    return f"{ko} 보여 드려요.", f"{_begun(en)}."


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
