"""The owner edits offers on a page: one row of the file changes, nothing typed by hand is lost, and what is wrong is said at its field."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dangol.bootstrap import offer_editing
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.offer_book import import_offers
from dangol.bootstrap.offer_preview import preview
from dangol.kit.clock import fixed
from dangol.knowledge.imports import import_folder
from dangol.offers.book import read_book
from dangol.offers.offer_file import OFFER_COLUMNS
from signed_in import Staff, signed_in
from small_brand import small_brand

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
OFFERS = 'id,kind,title,products,benefit\r\nfirst,coupon,"첫 주문, 500원",,500\r\nagain,coupon,다시,p1,10%\r\n'


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = small_brand(tmp_path / "brand")
    (folder / "offers.csv").write_bytes(OFFERS.encode())
    opened = open_house(folder, clock=fixed(NOW))
    import_folder(opened.store, opened.folder, NOW)
    import_offers(opened)
    yield opened
    opened.close()


def file_of(house: House) -> str:
    return (house.folder / "offers.csv").read_bytes().decode()


def titles(house: House) -> dict[str, str]:
    with house.store.read() as connection:
        return {name: entry.offer.title for name, entry in read_book(connection).items()}


async def version_of(staff: Staff, path: str) -> str:
    found = re.search(r'name="version" value="([^"]*)"', (await staff.get(path)).text)
    assert found
    return found[1]


def cells(**given: str) -> dict[str, str]:
    return {f"cell.{name}": value for name, value in given.items()}


EDIT = "/inbox/offers/edit/again"


def test_one_row_changes_and_the_others_stay_letter_for_letter(house: House) -> None:
    async def work() -> None:
        async with signed_in(house) as staff:
            version = await version_of(staff, EDIT)
            given = cells(id="again", kind="coupon", title="=다시 오신 분", products="p1", benefit="10%", ends="2026-12-24")
            answer = await staff.post("/inbox/offers/edit", page=EDIT, version=version, do="save", **given)
            assert answer.status_code == 303, answer.text
            assert answer.headers["location"] == "/inbox/offers?saved=1"
            assert "=다시 오신 분" in (await staff.get("/inbox/offers")).text

    asyncio.run(work())
    header, first, again, end = file_of(house).split("\r\n")
    assert header == "id,kind,title,products,benefit,ends"
    assert first == 'first,coupon,"첫 주문, 500원",,500,'
    assert again == "again,coupon, =다시 오신 분,p1,10%,2026-12-24"  # a spreadsheet runs no formula
    assert end == ""
    assert titles(house)["again"] == "=다시 오신 분"


def test_a_new_offer_is_appended_and_ended_by_its_row(house: House) -> None:
    async def work() -> None:
        async with signed_in(house) as staff:
            given = cells(id="day", kind="product", title="빵날", products="p1", price="2900")
            assert (await staff.post("/inbox/offers/edit", page="/inbox/offers/new", version="", do="save", **given)).status_code == 303
            again = await staff.post("/inbox/offers/edit", page="/inbox/offers/new", version="", do="save", **given)
            assert (again.status_code, "이 id는 이미 있어요" in again.text) == (422, True)
            page = "/inbox/offers/edit/day"
            version = await version_of(staff, page)
            assert (await staff.post("/inbox/offers/edit", page=page, version=version, do="end", **given)).status_code == 303
            assert "끝남" in (await staff.get("/inbox/offers")).text

    asyncio.run(work())
    assert file_of(house).splitlines()[1].startswith('first,coupon,"첫 주문, 500원",,500')
    assert "2026-11-25T12:00" in file_of(house)


WRONG = [
    ({"benefit": "300%"}, "benefit", "1%에서 100% 사이여야 합니다"),
    ({"benefit": ""}, "benefit", "이 칸이 있어야 합니다"),
    ({"kind": "present"}, "kind", "모르는 종류"),
    ({"products": "p9"}, "products", "products.csv에 없습니다"),
    ({"ends": "내일"}, "ends", "2026-12-24"),
    ({"starts": "2026-12-24", "ends": "2026-12-01"}, "ends", "끝이 시작보다 빠릅니다"),
    ({"for": "부자"}, "for", "조건을 읽을 수 없습니다"),
    ({"url": "javascript:alert(1)"}, "url", "주소가 아닙니다"),
    ({"title": ""}, "title", "제목을 적어 주세요"),
    ({"title": "x" * 201}, "title", "200자보다 깁니다"),
]


@pytest.mark.parametrize(("wrong", "column", "words"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(house: House, wrong: dict[str, str], column: str, words: str) -> None:
    before = file_of(house)

    async def work() -> None:
        async with signed_in(house) as staff:
            given = {"id": "new", "kind": "coupon", "title": "<b>새 쿠폰</b>", "benefit": "500", **wrong}
            for do in ("look", "save"):
                answer = await staff.post("/inbox/offers/edit", page="/inbox/offers/new", version="", do=do, **cells(**given))
                assert answer.status_code == 422
                at = re.search(rf'id="h-{column}">(.*?)</p>', answer.text, re.DOTALL)
                assert at
                assert words in at[1]
                assert "<b>새 쿠폰" not in answer.text
                if "title" not in wrong:
                    assert "&lt;b&gt;새 쿠폰&lt;/b&gt;" in answer.text

    asyncio.run(work())
    assert file_of(house) == before


def test_a_change_made_by_hand_meanwhile_is_shown_and_never_lost(house: House) -> None:
    async def work() -> None:
        async with signed_in(house) as staff:
            version = await version_of(staff, EDIT)
            path = house.folder / "offers.csv"
            by_hand = (
                path.read_bytes().decode().replace("again,coupon,다시,p1,10%", "again,coupon,손으로,p1,20%")
                + "more,coupon,하나 더,,700\r\n"
            )
            path.write_bytes(by_hand.encode())
            given = cells(id="again", kind="coupon", title="화면에서", products="p1", benefit="10%")
            answer = await staff.post("/inbox/offers/edit", page=EDIT, version=version, do="save", **given)
            assert answer.status_code == 409
            assert all(words in answer.text for words in ("그사이 파일에서", "손으로", "화면에서", "20%"))
            assert path.read_bytes().decode() == by_hand
            found = re.search(r'name="version" value="([^"]*)"', answer.text)
            assert found
            again = await staff.post("/inbox/offers/edit", page=EDIT, version=found[1], do="save", **given)
            assert again.status_code == 303

    asyncio.run(work())
    assert titles(house) == {"first": "첫 주문, 500원", "again": "화면에서", "more": "하나 더"}


def test_a_crash_while_writing_leaves_file_and_store(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = file_of(house), offer_editing.written(house, "again").version

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(RuntimeError):
        offer_editing.save(house, {"id": "again", "kind": "coupon", "title": "x", "benefit": "1"}, version=version, at=NOW)
    monkeypatch.undo()
    assert file_of(house) == before
    assert titles(house)["again"] == "다시"
    assert not list(house.folder.glob(".offers.csv.*"))


def test_a_preview_counts_people_and_names_what_the_floor_keeps_back(house: House) -> None:
    def looked(**given: str) -> tuple[int, tuple[str, ...], bool]:
        row = offer_editing.check(house, dict.fromkeys(OFFER_COLUMNS, "") | {"id": "x", "title": "값", **given})
        made = preview(house, row.offer, NOW)
        return made.good, made.blocked, made.card is not None

    assert looked(kind="product", products="p1", price="2900") == (1, (), True)
    assert looked(kind="product", products="p1", price="1500") == (0, ("보리 소금빵",), False)  # below half of the list price
    assert looked(kind="product", products="p1", price="9000") == (0, ("보리 소금빵",), False)
    good, blocked, there = looked(kind="coupon", benefit="2000")
    assert (good, blocked, there) == (1, ("보리 소금빵",), False)  # on what is sold out it would save something


def test_agents_look_and_do_not_edit(house: House) -> None:
    async def work() -> None:
        async with signed_in(house, "agent") as staff:
            assert (await staff.get("/inbox/offers")).status_code == 200
            assert "/inbox/offers/edit/" not in (await staff.get("/inbox/offers")).text
            assert (await staff.get("/inbox/offers/new")).status_code == 403
            answer = await staff.post(
                "/inbox/offers/edit", page="/inbox/people", do="save", **cells(id="x", kind="coupon", title="x", benefit="1")
            )
            assert answer.status_code == 403

    asyncio.run(work())
    assert "x" not in titles(house)


def test_the_experiment_says_how_each_number_was_measured(house: House) -> None:
    async def work() -> None:
        async with signed_in(house, "agent") as staff:
            page = (await staff.get("/inbox/offers/experiment")).text
            assert all(words in page for words in ("비교 집단 10%", "탐색 4%", "아직 견줄 만큼", "웰치", "서로 다른 신원"))

    asyncio.run(work())
