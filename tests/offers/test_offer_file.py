"""``offers.csv``: what a row means, and why one is refused, with its line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from dangol.knowledge.rows import RefusedRow
from dangol.knowledge.text_file import TextFile
from dangol.offers.book import read_book, take_one, write_book
from dangol.offers.conditions import Customer, conditions
from dangol.offers.offer import Benefit, Floor, Offer
from dangol.offers.offer_file import OFFER_COLUMNS, OfferRow, read_offers
from dangol.offers.tables import offers
from dangol.store.engine import Store

SEOUL = ZoneInfo("Asia/Seoul")
PRODUCTS = {"bean-01": "원두", "tent-01": "텐트"}
AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def rows(*lines: dict[str, str]) -> list[OfferRow | RefusedRow]:
    text = ",".join(OFFER_COLUMNS) + "\n"
    for line in lines:
        text += ",".join(f'"{line.get(column, "")}"' for column in OFFER_COLUMNS) + "\n"
    return list(read_offers(TextFile(name="offers.csv", text=text, encoding="utf-8"), SEOUL, PRODUCTS, ["s1"]))


def offer(**cells: str) -> Offer:
    (row,) = rows({"id": "o1", "kind": "coupon", "title": "쿠폰", "benefit": "1000", **cells})
    assert isinstance(row, OfferRow), row
    return row.offer


def test_a_row_in_all_its_cells() -> None:
    read = offer(
        benefit="10% 최대 5,000원",
        minimum="20,000원",
        floor="70%",
        together="*",
        starts="2026-12-01",
        ends="2026-12-24",
        stock="100",
        products="bean-01|category:텐트",
        never_with="tent-01 | gift-1",
        pin="yes",
        children="no",
        **{"for": "bought category:원두 90d; not bought tent-01; visited s1; orders>=2; age>=19; trait 등급=VIP"},
    )
    assert (read.benefit, read.minimum, read.floor, read.stock) == (Benefit(percent=10, most=5000), 20000, Floor(percent=70), 100)
    assert (read.starts, read.ends) == (
        datetime(2026, 12, 1, tzinfo=SEOUL),
        datetime(2026, 12, 25, tzinfo=SEOUL),
    )
    assert read.about("bean-01", "원두")
    assert read.about("tent-09", "텐트")
    assert not read.about("cup-1", "컵")
    assert (read.never_with, read.pinned, read.children, len(read.conditions)) == (frozenset({"tent-01", "gift-1"}), True, False, 6)


def test_what_is_over_within_two_days_is_a_flash_offer() -> None:
    assert offer(starts="2026-12-01T09:00", ends="2026-12-02T21:00").flash
    assert not offer(starts="2026-12-01", ends="2026-12-05").flash
    assert not offer(ends="2026-12-05").flash


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "sale"}, "kind"),
        ({"kind": "coupon"}, "benefit"),
        ({"kind": "product", "products": "nothing-9"}, "products"),
        ({"kind": "refurbished", "products": "category:원두", "price": "1", "stock": "1"}, "products"),
        ({"kind": "coupon", "benefit": "0"}, "benefit"),
        ({"kind": "coupon", "benefit": "130%"}, "benefit"),
        ({"kind": "coupon", "benefit": "싸게"}, "benefit"),
        ({"kind": "product", "products": "bean-01", "benefit": "10%"}, "benefit"),
        ({"kind": "coupon", "benefit": "1", "ends": "내일"}, "ends"),
        ({"kind": "coupon", "benefit": "1", "starts": "2026-12-02", "ends": "2026-12-01T09:00"}, "ends"),
        ({"kind": "coupon", "benefit": "1", "stock": "-3"}, "stock"),
        ({"kind": "coupon", "benefit": "1", "floor": "120%"}, "floor"),
        ({"kind": "coupon", "benefit": "1", "for": "likes coffee"}, "for"),
        ({"kind": "coupon", "benefit": "1", "for": "bought nothing-9"}, "for"),
        ({"kind": "coupon", "benefit": "1", "for": "visited s9"}, "for"),
        ({"kind": "coupon", "benefit": "1", "pin": "maybe"}, "pin"),
        ({"kind": "content", "url": "javascript:alert(1)"}, "url"),
    ],
)
def test_a_wrong_row_is_refused_by_line_and_column_and_the_others_stay(cells: dict[str, str], column: str) -> None:
    good = {"id": "good", "kind": "coupon", "title": "쿠폰", "benefit": "1000"}
    first, second = rows(good, {"id": "bad", "title": "어떤 혜택", **cells})
    assert isinstance(first, OfferRow)
    assert isinstance(second, RefusedRow)
    assert (second.line, second.thing) == (3, "offer/bad")
    assert column in second.reason_ko
    assert column in second.reason_en


def test_an_unknown_column_refuses_the_row() -> None:
    text = "id,kind,title,benefit,color\no1,coupon,쿠폰,1000,red\n"
    (row,) = read_offers(TextFile(name="offers.csv", text=text, encoding="utf-8"), SEOUL, PRODUCTS, [])
    assert isinstance(row, RefusedRow)
    assert "color" in row.reason_en


def test_what_is_not_known_does_not_hold() -> None:
    wanted = {
        "age>=19": False,
        "age<=13": False,
        "trait 등급=VIP": False,
        "bought bean-01": False,
        "not bought bean-01": True,
        "orders=0": True,
    }
    for text, holds in wanted.items():
        (one,) = conditions(text)  # type: ignore[misc]
        assert one.holds(Customer(), AT) == holds, text


def test_imported_twice_changes_nothing_and_what_is_gone_is_retired(store: Store) -> None:
    coupon = {"id": "a", "kind": "coupon", "title": "쿠폰", "benefit": "1000", "stock": "2", "ends": "2026-12-24"}
    content = {"id": "b", "kind": "content", "title": "글", "url": "/guide"}

    def imported(*lines: dict[str, str], kept: frozenset[str] = frozenset()) -> tuple[int, int, int, int]:
        with store.write() as connection:
            done = write_book(connection, [row for row in rows(*lines) if isinstance(row, OfferRow)], kept, AT)
        return done.added, done.changed, done.retired, done.unchanged

    assert imported(coupon, content) == (2, 0, 0, 0)
    assert imported(coupon, content) == (0, 0, 0, 2)
    with store.write() as connection:
        assert take_one(connection, read_book(connection)["a"])
    assert imported(coupon | {"title": "새 쿠폰"}, content) == (0, 1, 0, 1)
    with store.read() as connection:
        assert read_book(connection)["a"].left == 1  # what was given away stays given
    assert imported(content, kept=frozenset({"a"})) == (0, 0, 0, 1)  # a refused row takes nothing away
    assert imported(content) == (0, 0, 1, 1)
    with store.read() as connection:
        assert list(read_book(connection)) == ["b"]
        assert len(connection.execute(select(offers)).all()) == 2
    assert imported(coupon, content) == (1, 0, 0, 1)


def test_the_last_piece_is_given_once(store: Store) -> None:
    with store.write() as connection:
        write_book(
            connection,
            [row for row in rows({"id": "a", "kind": "gift", "title": "선물", "stock": "1"}) if isinstance(row, OfferRow)],
            frozenset(),
            AT,
        )
        entry = read_book(connection)["a"]
        assert [take_one(connection, entry), take_one(connection, entry)] == [True, False]
        assert read_book(connection)["a"].left == 0
