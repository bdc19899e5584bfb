"""The largest saving of a person, held against trying everything; and nothing is ever shown that may not be."""

from datetime import UTC, datetime, timedelta
from itertools import chain, combinations
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.offers.arrange import Scene, arranged, items
from dangol.offers.book import Entry
from dangol.offers.conditions import Condition, Customer, Things
from dangol.offers.home import home
from dangol.offers.offer import Benefit, Floor, Offer
from dangol.offers.saving import best_deal
from dangol.offers.shelf import Product
from dangol.offers.wanted import Wanted

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def coupon(name: str, benefit: Benefit, *, together: str = "", **more: object) -> Offer:
    return Offer(id=name, kind="coupon", title=name, benefit=benefit, together=frozenset(together.split("|")) - {""}, **more)  # type: ignore[arg-type]


def test_which_coupons_combine_decides_what_is_paid() -> None:
    ten, three = coupon("ten", Benefit(percent=10), together="*"), coupon("three", Benefit(won=3000), together="ten")
    alone = coupon("alone", Benefit(won=4000))
    both = best_deal(30_000, None, [ten, three, alone])
    assert (both.pays, both.offers) == (24_000, ("ten", "three"))
    assert best_deal(30_000, None, [three, alone]).offers == ("alone",)  # "three" names only "ten"
    assert best_deal(30_000, None, [coupon("big", Benefit(won=9000), minimum=50_000), three]).pays == 27_000


def test_what_would_go_below_the_floor_is_left_out_not_cut() -> None:
    half, little = coupon("half", Benefit(percent=50)), coupon("little", Benefit(percent=5))
    assert best_deal(10_000, None, [half, little], Floor(percent=60)).offers == ("little",)
    assert best_deal(10_000, None, [coupon("own", Benefit(percent=20), floor=Floor(won=9000))]).pays == 10_000
    piece = Offer(id="p", kind="product", title="p", price=4000)
    assert best_deal(10_000, piece, [], Floor(percent=50)).pays == 10_000


benefits = st.builds(Benefit, won=st.integers(0, 6000), percent=st.integers(0, 40), most=st.none() | st.integers(1, 3000))
names = st.sampled_from(["a", "b", "c", "d", "e"])
coupons = st.lists(
    st.builds(
        lambda name, benefit, together, minimum, floor: Offer(
            id=name, kind="coupon", title=name, benefit=benefit, together=frozenset(together), minimum=minimum, floor=Floor(percent=floor)
        ),
        names,
        benefits,
        st.lists(st.sampled_from(["a", "b", "c", "d", "e", "*"]), max_size=4),
        st.sampled_from([0, 0, 15_000, 50_000]),
        st.sampled_from([0, 0, 50, 90]),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)


@given(price=st.integers(0, 40_000), held=coupons, brand=st.sampled_from([0, 40, 80]), own=st.none() | st.integers(0, 40_000))
@settings(max_examples=300)
def test_no_lawful_combination_is_cheaper(price: int, held: list[Offer], brand: int, own: int | None) -> None:
    piece = None if own is None else Offer(id="own", kind="product", title="own", price=own, together=frozenset({"*"}))
    deal = best_deal(price, piece, held, Floor(percent=brand))
    assert 0 <= deal.pays <= price
    lawful = []
    for chosen in chain.from_iterable(combinations(held, size) for size in range(len(held) + 1)):
        for base in [price] + ([own] if piece and own is not None and own < price else []):
            used = [*chosen, *([piece] if piece and base == own and base != price else [])]
            apart = any(one is not other and not one.combines(other) for one in used for other in used)
            least = max([ceil(price * brand / 100), *(max(one.floor.won, ceil(price * one.floor.percent / 100)) for one in used)])
            pays = max(0, base - sum(one.benefit.of(base) for one in chosen if one.benefit))
            if not apart and all(price >= one.minimum for one in chosen) and (pays >= least or not used):
                lawful.append(pays)
    assert deal.pays == min(lawful)


SHELF = {
    one.id: one
    for one in (
        Product(id="bean", name="원두", category="원두", price=15_000, stock=10),
        Product(id="gone", name="품절 원두", category="원두", price=14_000, stock=0),
        Product(id="tent", name="텐트", category="텐트", price=189_000, stock=None),
        Product(id="cup", name="컵", category="컵", price=None, stock=3),
    )
}
times = st.none() | st.integers(-72, 72).map(lambda hours: AT + timedelta(hours=hours))
things = st.lists(st.sampled_from([Things(product=name) for name in (*SHELF, "lost")] + [Things(category="원두")]), max_size=2).map(tuple)
rules = st.lists(
    st.sampled_from(
        [
            Condition(text="orders=0", of="orders", value="0"),
            Condition(text="age>=19", of="age", compare=">=", value="19"),
            Condition(text="bought bean 30d", of="bought", thing=Things(product="bean"), days=30),
            Condition(text="not bought tent", of="bought", negated=True, thing=Things(product="tent")),
            Condition(text="trait 등급=VIP", of="trait", name="등급", value="VIP"),
        ]
    ),
    max_size=2,
).map(tuple)


@st.composite
def books(draw: st.DrawFn) -> dict[str, Entry]:
    found = {}
    for number in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(["product", "coupon", "gift", "content", "refurbished"]))
        stock = draw(st.none() | st.integers(0, 2))
        offer = Offer(
            id=f"o{number}",
            kind=kind,
            title=f"혜택 {number}",
            things=draw(things) if kind != "refurbished" else (Things(product=draw(st.sampled_from([*SHELF, "lost"]))),),
            benefit=draw(benefits) if kind == "coupon" else None,
            price=draw(st.integers(0, 200_000)) if kind in {"refurbished", "product"} else None,
            starts=draw(times),
            ends=draw(times),
            stock=stock,
            conditions=draw(rules),
            never_with=frozenset(draw(st.lists(st.sampled_from(["o0", "o1", "tent", "원두"]), max_size=1))),
            pinned=draw(st.booleans()),
            children=draw(st.booleans()),
            together=frozenset(draw(st.lists(st.just("*"), max_size=1))),
            section=draw(st.sampled_from(["", "캠핑데이"])),
        )
        found[offer.id] = Entry(offer=offer, left=stock, line=number)
    return found


customers = st.builds(
    Customer,
    orders=st.integers(0, 3),
    bought=st.dictionaries(st.sampled_from([*SHELF]), times.filter(bool), max_size=2),
    traits=st.dictionaries(st.just("등급"), st.sampled_from(["VIP", "일반"]), max_size=1),
    age=st.none() | st.integers(10, 40),
    child=st.booleans(),
    used=st.frozensets(st.sampled_from(["o0", "o1", "o2"]), max_size=2),
)


@given(book=books(), customer=customers, scores=st.lists(st.floats(0, 1), min_size=4, max_size=4))
@settings(max_examples=400, deadline=None)
def test_nothing_is_shown_that_may_not_be(book: dict[str, Entry], customer: Customer, scores: list[float]) -> None:
    wanted = {name: Wanted(score=score, source="own", ko="", en="") for name, score in zip(SHELF, scores, strict=True)}
    scene = Scene(book=book, shelf=SHELF, customer=customer, wanted=wanted, at=AT, floor=Floor(percent=50))
    made = home(scene, {}, personal=True)
    shown = [card for section in made.sections for card in section.cards]
    assert len({card.id for card in shown}) == len(shown)
    for card in shown:
        assert not card.product or card.kind in {"refurbished", "content"} or SHELF[card.product].stock != 0, "out of stock"
        if card.price is not None and card.pays is not None:
            assert card.price * 0.5 <= card.pays <= card.price, "below the floor"
        entry = book.get(card.id)
        if entry is None:
            continue
        one = entry.offer
        assert one.starts is None or one.starts <= AT, "not yet"
        assert one.ends is None or one.ends > AT, "over"
        assert entry.left != 0, "none left"
        assert not customer.child or one.children, "not to children"
        assert all(rule.holds(customer, AT) for rule in one.conditions), "not for them"
        assert one.id not in customer.used, "used already"
        beside = {name for other in shown if other is not card for name in (other.id, other.product, other.category)} - {""}
        assert not one.never_with & beside - {card.product, card.category}, "never with"


def test_pins_first_then_worth_and_no_category_takes_it_all() -> None:
    shelf = {f"b{n}": Product(id=f"b{n}", name=f"원두 {n}", category="원두", price=10_000) for n in range(4)} | {
        "t": Product(id="t", name="텐트", category="텐트", price=10_000)
    }
    book = {"pin": Entry(offer=Offer(id="pin", kind="content", title="글", url="/", pinned=True), left=None, line=1)}
    score = {"b0": 0.5, "b1": 0.45, "b2": 0.4, "b3": 0.35, "t": 0.3}
    wanted = {name: Wanted(score=value, source="own", ko="", en="") for name, value in score.items()}
    scene = Scene(book=book, shelf=shelf, customer=Customer(), wanted=wanted, at=AT)
    assert [one.id for one in arranged(items(scene), 4)] == ["pin", "product/b0", "product/b1", "product/t"]


def test_of_two_likely_things_the_one_that_saves_this_person_more_comes_first() -> None:
    shelf = {name: Product(id=name, name=name, category=name, price=10_000) for name in ("a", "b")}
    book = {"c": Entry(offer=coupon("c", Benefit(percent=30), things=(Things(product="b"),)), left=None, line=1)}
    wanted = {name: Wanted(score=value, source="own", ko="", en="") for name, value in (("a", 0.4), ("b", 0.3))}
    scene = Scene(book=book, shelf=shelf, customer=Customer(), wanted=wanted, at=AT)
    assert [one.id for one in items(scene) if one.offer is None] == ["product/b", "product/a"]
