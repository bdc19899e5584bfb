"""What those people did in three months: each habit has its rhythm of days and hours, with a drift and gaps of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from dangol.sample.people import Shopper

DAYS = 90
_ZONE = ZoneInfo("Asia/Seoul")
_SEARCHES = (
    "2인 텐트",
    "가벼운 랜턴",
    "디카페인",
    "캠핑 의자",
    "드립백 선물",
    "겨울 침낭",
    "화로대",
    "그리들",
    "핸드밀",
    "콜드브루",
    "방수 타프",
)
_REVIEWS: Mapping[int, tuple[str, ...]] = {
    5: (
        "기대한 그대로예요. 정말 만족해요.", "주변에도 권했어요.", "받자마자 마음에 들었어요.",
        "선물했더니 아주 좋아하네요!", "벌써 두 번째 사요.",
    ),
    4: ("좋은데 포장이 조금 컸어요.", "만족해요. 배송도 빨랐어요.", "가성비 좋아요. 사진과 조금 달라 보이긴 해요."),
    3: ("무난해요.", "기대보다는 평범했어요.", "쓸 만한데 특별하지는 않아요."),
    2: ("생각한 것과 달랐어요.", "가격에 비해 아쉬워요."),
    1: ("저한테는 안 맞네요.",),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """One event before it has an id: who, what, when (aware UTC), and the event's data."""

    who: str
    type: str
    at: datetime
    data: dict[str, Any]


def deeds(random: Random, people: list[Shopper], prices: Mapping[str, int], until: datetime) -> list[Deed]:
    """Everything that ``people`` did in the ``DAYS`` before ``until``, in order of time."""
    last = until.astimezone(_ZONE).date()
    days = [last - timedelta(days=back) for back in range(DAYS, -1, -1)]
    made = [deed for person in people for deed in _life(random, person, days, prices)]
    return sorted((deed for deed in made if deed.at <= until), key=lambda deed: deed.at)


def _life(random: Random, person: Shopper, days: list[date], prices: Mapping[str, int]) -> Iterator[Deed]:
    match person.habit:
        case "camper":
            yield from _camper(random, person, days, prices)
        case "morning":
            yield from _morning(random, person, days, prices)
        case "monthly":
            yield from _monthly(random, person, days, prices)
        case "weekend":
            yield from _weekend(random, person, days, prices)
        case _:
            for _ in range(1 if person.habit == "once" else random.randint(1, 3)):
                yield from _errand(random, person, random.choice(days), prices, buys=0.5)


def _camper(random: Random, person: Shopper, days: list[date], prices: Mapping[str, int]) -> Iterator[Deed]:
    """Looks around on Thursday nights, drops by on Saturdays; every third weekend something is bought."""
    for day in days:
        if day.weekday() == 3 and random.random() < 0.75:
            yield from _look(random, person, day, 21, random.randint(1, 3))
            if random.random() < 0.3 / person.pace:
                yield from _buy(random, person, day, 22, prices)
        if day.weekday() == 5 and random.random() < 0.45:
            yield _visit(random, person, day, 10)


def _morning(random: Random, person: Shopper, days: list[date], prices: Mapping[str, int]) -> Iterator[Deed]:
    """A look at the phone on weekday mornings, the shop when it opens, beans about every two weeks."""
    due = random.randint(0, 13)
    for number, day in enumerate(days):
        if day.weekday() < 5 and random.random() < 0.22:
            yield _visit(random, person, day, 11)
        if number >= due:
            yield from _look(random, person, day, 7, 1)
            yield from _buy(random, person, day, 8, prices, only=1)
            due = number + max(5, round(random.gauss(14, 2) * person.pace))


def _monthly(random: Random, person: Shopper, days: list[date], prices: Mapping[str, int]) -> Iterator[Deed]:
    """The same beans, about every thirty days; nothing in between but a look."""
    due = random.randint(0, 29)
    for number, day in enumerate(days):
        if number >= due:
            yield from _look(random, person, day, 12, 1)
            yield from _buy(random, person, day, 13, prices, only=1)
            due = number + max(14, round(random.gauss(30, 3) * person.pace))
        elif random.random() < 0.03:
            yield from _look(random, person, day, 20, 2)


def _weekend(random: Random, person: Shopper, days: list[date], prices: Mapping[str, int]) -> Iterator[Deed]:
    for day in days:
        if day.weekday() >= 5 and random.random() < 0.22:
            yield from _errand(random, person, day, prices, buys=0.12)


def _errand(random: Random, person: Shopper, day: date, prices: Mapping[str, int], buys: float) -> Iterator[Deed]:
    hour = random.choice((10, 13, 15, 20, 21, 22))
    if random.random() < 0.4:
        yield Deed(who=person.id, type="product.searched", at=_at(random, day, hour), data={"query": random.choice(_SEARCHES)})
    yield from _look(random, person, day, hour, random.randint(1, 3))
    if random.random() < buys:
        yield from _buy(random, person, day, hour + 1, prices)


def _look(random: Random, person: Shopper, day: date, hour: int, times: int) -> Iterator[Deed]:
    for _ in range(times):
        yield Deed(who=person.id, type="product.viewed", at=_at(random, day, hour), data={"product_id": random.choice(person.favourites)})


def _buy(random: Random, person: Shopper, day: date, hour: int, prices: Mapping[str, int], only: int = 2) -> Iterator[Deed]:
    """Into the cart, then paid for (three of four times), then sometimes reviewed about a week later."""
    chosen = person.favourites[: random.randint(1, only)]
    for product in chosen:
        yield Deed(who=person.id, type="cart.added", at=_at(random, day, hour, 0, 20), data={"product_id": product, "quantity": 1})
    if random.random() > 0.75:
        return
    bought = [
        {"product_id": product, "quantity": 1 if only > 1 else random.choice((1, 1, 2)), "price": prices[product]} for product in chosen
    ]
    order = f"D{day:%y%m%d}-{person.id}-{random.randrange(10_000):04d}"
    yield Deed(who=person.id, type="order.completed", at=_at(random, day, hour, 20, 59), data={"order_id": order, "products": bought})
    if random.random() < 0.14:
        rating = random.choices((5, 4, 3, 2, 1), (52, 28, 11, 6, 3))[0]
        after = day + timedelta(days=random.randint(4, 12))
        said = {"product_id": chosen[0], "rating": rating, "text": random.choice(_REVIEWS[rating])}
        yield Deed(who=person.id, type="review.posted", at=_at(random, after, 20), data=said)


def _visit(random: Random, person: Shopper, day: date, hour: int) -> Deed:
    return Deed(who=person.id, type="place.visited", at=_at(random, day, hour), data={"place_id": person.place, "category": "shop"})


def _at(random: Random, day: date, hour: int, first: int = 0, last: int = 59) -> datetime:
    local = datetime.combine(day, time(min(hour, 23), random.randint(first, last), random.randrange(60)), _ZONE)
    return local.astimezone(ZoneInfo("UTC"))
