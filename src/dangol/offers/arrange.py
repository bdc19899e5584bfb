"""What is shown to a person, in which order: one list of offers and products with the deal that is best for this person. Pure.

Whatever a rule forbids is left out first (``offers.eligible``); the owner's pins come before everything else; the rest follows by worth,
``wanted * (1 + 2 * saved share of the price)``, so that of two likely things the one that saves this person more comes first (4 for whoever
said that they look for what is cheap, 0.5 for whoever said that they do not). Each
further thing of a category that was shown already counts 0.7 of the one before (a greedy form of MMR, Carbonell and Goldstein 1998),
and nothing is shown beside what it may never stand with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.offers.book import Entry
from dangol.offers.conditions import Customer
from dangol.offers.eligible import objection
from dangol.offers.offer import NO_FLOOR, Floor, Offer
from dangol.offers.saving import Deal, best_deal, own_price
from dangol.offers.shelf import Product
from dangol.offers.wanted import Wanted

_SAVED: Mapping[str, float] = {"": 2.0, "thrifty": 4.0, "usual": 2.0, "generous": 0.5}  # by how they said that they look at prices
_SAME_AGAIN = 0.7
_NOTHING = Wanted(score=0.0, source="none", ko="", en="")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing to show.

    Attributes:
        id: of the offer, or ``product/<id>`` for a product that no offer is about. offer: None for such a one.
        product: what it is about most for this person; None for an offer without any (content, a gift for any order).
        deal: what they would pay for that product, with ``deal.offers`` used; None without a price.
        worth: what it was sorted by. wanted: why it may be wanted.
    """

    id: str
    offer: Offer | None
    product: Product | None
    deal: Deal | None
    worth: float
    wanted: Wanted


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What everything is judged by: the brand's offers, products and margin floor, the person, what they want, and now.

    ``price_word``: how the person said that they look at prices (``people.dna.VALUES``), empty when they said nothing.
    """

    book: Mapping[str, Entry]
    shelf: Mapping[str, Product]
    customer: Customer
    wanted: Mapping[str, Wanted]
    at: datetime
    floor: Floor = NO_FLOOR
    price_word: str = ""

    def eligible(self) -> list[Offer]:
        """The offers that may be made to this person now, in the file's order."""
        return [entry.offer for entry in self.book.values() if objection(entry, self.customer, self.shelf, self.at) is None]


def items(scene: Scene, *, products: bool = True) -> list[Item]:
    """Everything that may be shown, best first, before diversity.

    Args:
        products: also the products that can be had and that no offer of its own price is about.
    """
    offers = scene.eligible()
    coupons = [one for one in offers if one.kind == "coupon"]
    found = [item for one in offers if (item := _of_offer(scene, one, coupons))]
    named = {item.product.id for item in found if item.product and item.offer and item.offer.kind == "product"}
    if products:
        found += [_of_product(scene, one, coupons) for one in scene.shelf.values() if one.there and one.id not in named]
    return sorted(found, key=lambda item: (not (item.offer and item.offer.pinned), -item.worth, item.id))


def arranged(found: Sequence[Item], limit: int, beside: Sequence[Item] = ()) -> list[Item]:
    """At most ``limit`` of them, diverse and lawful beside each other and beside what is shown already; pinned ones first."""
    shown: list[Item] = []
    left = list(found)
    times: dict[str, int] = {}
    while left and len(shown) < limit:
        best = max(left, key=lambda item: (_pinned(item), item.worth * _SAME_AGAIN ** times.get(_category(item), 0)))
        left.remove(best)
        if any(_apart(best, other) for other in (*beside, *shown)):
            continue
        shown.append(best)
        times[_category(best)] = times.get(_category(best), 0) + 1
    return shown


def _of_offer(scene: Scene, offer: Offer, coupons: Sequence[Offer]) -> Item | None:
    """An offer with the product for which it is worth most to this person; None when there is no such product left to speak of."""
    ways = list(_ways(scene, offer, coupons))
    if ways:
        return max(ways, key=lambda item: (item.worth, item.deal.saving if item.deal else 0))
    if offer.things or offer.kind == "coupon":
        return None
    return Item(id=offer.id, offer=offer, product=None, deal=None, worth=_average(scene), wanted=_NOTHING)


def _ways(scene: Scene, offer: Offer, coupons: Sequence[Offer]) -> Iterator[Item]:
    if not offer.things and offer.kind in {"gift", "content"}:
        return
    for product in scene.shelf.values():
        if not offer.about(product.id, product.category) or not (product.there or offer.kind in {"refurbished", "content"}):
            continue
        own = offer if offer.price is not None else None
        deal = _deal(scene, product, own, coupons)
        if offer.kind == "coupon" and (deal is None or offer.id not in deal.offers):
            continue  # it saves nothing on this one
        if own and (product.price is None or own_price(product.price, own, scene.floor) is None):
            continue  # its price is not lower, or below a floor
        yield _item(offer.id, offer, product, deal, scene)


def _of_product(scene: Scene, product: Product, coupons: Sequence[Offer]) -> Item:
    return _item(f"product/{product.id}", None, product, _deal(scene, product, None, coupons), scene)


def _item(name: str, offer: Offer | None, product: Product, deal: Deal | None, scene: Scene) -> Item:
    wish = scene.wanted.get(product.id, _NOTHING)
    saved = deal.saving / deal.price if deal and deal.price else 0.0
    return Item(id=name, offer=offer, product=product, deal=deal, worth=wish.score * (1 + _SAVED[scene.price_word] * saved), wanted=wish)


def _deal(scene: Scene, product: Product, own: Offer | None, coupons: Sequence[Offer]) -> Deal | None:
    if product.price is None:
        return None
    usable = [one for one in coupons if one.about(product.id, product.category)]
    return best_deal(product.price, own, usable, scene.floor)


def _average(scene: Scene) -> float:
    return sum(one.score for one in scene.wanted.values()) / max(1, len(scene.wanted))


def _pinned(item: Item) -> bool:
    return bool(item.offer and item.offer.pinned)


def _category(item: Item) -> str:
    return item.product.category if item.product else f"offer/{item.id}"


def _apart(one: Item, other: Item) -> bool:
    """Whether a rule of the owner keeps them apart, or they say the same: a product twice, unless it is a coupon's."""
    coupon = any(item.offer and item.offer.kind == "coupon" for item in (one, other))
    if one.product and other.product and one.product.id == other.product.id and not coupon:
        return True
    return bool(_never(one) & _names(other) or _never(other) & _names(one))


def _never(item: Item) -> frozenset[str]:
    return item.offer.never_with if item.offer else frozenset()


def _names(item: Item) -> set[str]:
    about = {item.product.id, item.product.category, f"category:{item.product.category}"} if item.product else set()
    return {item.id, *about} - {""}
