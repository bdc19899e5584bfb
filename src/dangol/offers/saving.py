"""What one person would really pay for one piece, and by which offers: the largest saving that they may have. Pure.

Each benefit is worked out on the list price (or the offer's own price, where the piece has one), and benefits that combine add up.
What would leave less than a margin floor, the brand's or that of any offer in it, is no combination at all: it is left out, never cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dangol.offers.offer import NO_FLOOR, Floor, Offer

_MOST = 8  # coupons of which all combinations are tried (256); of more, the eight that save most by themselves


@dataclass(frozen=True, kw_only=True, slots=True)
class Deal:
    """``pays`` won for a piece that costs ``price`` by the list, by using ``offers`` (ids)."""

    price: int
    pays: int
    offers: tuple[str, ...] = ()

    @property
    def saving(self) -> int:
        return self.price - self.pays


def best_deal(price: int, own: Offer | None, coupons: Sequence[Offer], floor: Floor = NO_FLOOR) -> Deal:
    """The cheapest lawful way to one piece; of equal ones that with fewest offers, then by their ids.

    Args:
        price: by the list. own: an offer with a price of its own (a product or a refurbished piece), which may be refused by a floor.
        coupons: those that this person may use on it. floor: the brand's own.
    """
    starts = [Deal(price=price, pays=price)]
    if own and (lower := own_price(price, own, floor)) is not None:
        starts.append(Deal(price=price, pays=lower, offers=(own.id,)))
    usable = sorted((one for one in coupons if one.benefit and price >= one.minimum), key=lambda one: (-_off(one, price), one.id))[:_MOST]
    found = [deal for start in starts for deal in _combined(start, own, usable, floor)]
    return min([*starts, *found], key=lambda deal: (deal.pays, len(deal.offers), deal.offers))


def own_price(price: int, own: Offer, floor: Floor = NO_FLOOR) -> int | None:
    """The price of an offer that has one, where it is lower than the list price and not below a floor; else None."""
    if own.price is None or own.price >= price or own.price < _least(price, floor, (own,)):
        return None
    return own.price


def _combined(start: Deal, own: Offer | None, coupons: Sequence[Offer], floor: Floor) -> Iterator[Deal]:
    base = (own,) if own and start.offers else ()
    for chosen in _cliques(base, coupons):
        added = chosen[len(base) :]
        pays = max(0, start.pays - sum(_off(one, start.pays) for one in added))
        if pays >= _least(start.price, floor, chosen):
            yield Deal(price=start.price, pays=pays, offers=(*start.offers, *sorted(one.id for one in added)))


def _cliques(base: tuple[Offer, ...], coupons: Sequence[Offer], at: int = 0) -> Iterator[tuple[Offer, ...]]:
    """Every set of coupons that all combine with each other; a piece with a price of its own combines as a coupon does."""
    for place in range(at, len(coupons)):
        if all(coupons[place].combines(other) for other in base):
            chosen = (*base, coupons[place])
            yield chosen
            yield from _cliques(chosen, coupons, place + 1)


def _off(coupon: Offer, price: int) -> int:
    return coupon.benefit.of(price) if coupon.benefit else 0


def _least(price: int, floor: Floor, offers: Sequence[Offer]) -> int:
    return max(floor.of(price), *(one.floor.of(price) for one in offers))
