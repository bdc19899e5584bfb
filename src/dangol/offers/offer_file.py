"""Reads ``offers.csv``: one offer a row, or a refusal that says line and reason."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from dangol.knowledge.cells import BadCell, price, shown, stock
from dangol.knowledge.csv_table import Record, read_table
from dangol.knowledge.rows import RefusedRow
from dangol.knowledge.subject_rows import Ids, missing
from dangol.knowledge.text_file import TextFile
from dangol.offers.conditions import Condition, Things, conditions, things
from dangol.offers.offer import KINDS, Benefit, Floor, Offer, OfferKind

FILE = "offers.csv"
OFFER_COLUMNS = (
    *("id", "kind", "title", "text", "products", "benefit", "price", "minimum", "floor", "together", "starts", "ends", "stock"),
    *("for", "section", "never_with", "pin", "children", "url"),
)

_MOST_TITLE, _MOST_TEXT = 200, 900
_PERCENT = re.compile(r"(\d{1,3})\s*%(?:\s*(?:최대|max)\s*(.+))?", re.IGNORECASE)
_YES, _NO = {"yes", "true", "1", "예", "o"}, {"no", "false", "0", "아니요", "x"}
_NEEDED: Mapping[OfferKind, tuple[str, ...]] = {
    "product": ("products",),
    "coupon": ("benefit",),
    "gift": (),
    "content": ("url",),
    "refurbished": ("products", "price", "stock"),
}
_SINGLE: tuple[OfferKind, ...] = ("refurbished",)


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferRow:
    """An offer, the cells it was made of, and its line."""

    offer: Offer
    cells: Mapping[str, str]
    line: int


class _Bad(Exception):
    def __init__(self, column: str, problem: BadCell) -> None:
        self.problem = BadCell(ko=f"{column}: {problem.ko}", en=f"{column}: {problem.en}")


def read_offers(file: TextFile, zone: tzinfo, products: Mapping[str, str], places: Collection[str]) -> Iterator[OfferRow | RefusedRow]:
    """Rows of an ``offers.csv``. BadInput where the file as a whole cannot be read (see ``csv_table``).

    Args:
        zone: in which a date without an offset is meant. products: the brand's own, by id, with their categories. places: their ids.
    """
    ids = Ids("offer", file.name)
    for record in read_table(file, known=OFFER_COLUMNS, required=("id", "kind", "title")):
        id_ = record.cells.get("id", "")
        problem = ids.problem(record, id_) or missing(record, "title") or _unknown_column(record)
        try:
            if problem is None:
                offer = offer_of(record.cells, zone)
                problem = _nobody_has(offer, products, places)
        except _Bad as bad:
            problem = bad.problem
        if problem:
            yield ids.refused(record.line, id_, problem)
        else:
            yield OfferRow(offer=offer, cells=dict(record.cells), line=record.line)


def offer_of(cells: Mapping[str, str], zone: tzinfo) -> Offer:
    """The offer that these cells say. Raises what ``read_offers`` turns into a refusal."""
    kind = cells.get("kind", "").strip().lower()
    if kind not in KINDS:
        raise _bad(
            "kind",
            f"{shown(kind)}은(는) 모르는 종류입니다. 쓸 수 있는 것: {', '.join(KINDS)}",
            f"{shown(kind)} is none of {', '.join(KINDS)}",
        )
    for column in _NEEDED[kind]:
        if not cells.get(column):
            raise _bad(column, f"{kind}에는 이 칸이 있어야 합니다", f"a {kind} needs it")
    starts, ends = _instant(cells, "starts", zone), _instant(cells, "ends", zone)
    if starts and ends and ends <= starts:
        raise _bad("ends", "끝이 시작보다 빠릅니다", "it ends before it starts")
    about = tuple(map(things, _listed(cells, "products")))
    if kind in _SINGLE and (len(about) != 1 or not about[0].product):
        raise _bad("products", "리퍼 상품은 상품 하나를 적어 주세요", "a refurbished piece is of one product")
    if cells.get("benefit") and kind != "coupon":
        raise _bad("benefit", "쿠폰에만 적습니다. 값을 낮추려면 price를 쓰세요", "only a coupon has it. To lower a price, write price")
    return Offer(
        id=cells["id"],
        kind=kind,
        title=_text(cells, "title", _MOST_TITLE),
        text=_text(cells, "text", _MOST_TEXT),
        things=about,
        benefit=_benefit(cells),
        price=_won(cells, "price"),
        minimum=_won(cells, "minimum") or 0,
        floor=_floor(cells),
        together=frozenset(_listed(cells, "together")),
        starts=starts,
        ends=ends,
        stock=_stock(cells),
        conditions=_conditions(cells),
        section=_text(cells, "section", _MOST_TITLE),
        never_with=frozenset(_listed(cells, "never_with")),
        pinned=_flag(cells, "pin", default=False),
        children=_flag(cells, "children", default=True),
        url=_url(cells),
    )


def _nobody_has(offer: Offer, products: Mapping[str, str], places: Collection[str]) -> BadCell | None:
    """A problem when it names a product, a category or a place that the brand does not have."""
    asked = [one.thing for one in offer.conditions if one.of == "bought"]
    for column, named in (("products", list(offer.things)), ("for", asked)):
        for thing in named:
            if not _had(thing, products):
                name = thing.product or f"category:{thing.category}"
                return BadCell(
                    ko=f"{column}: {shown(name)}은(는) products.csv에 없습니다. id나 category를 확인해 주세요.",
                    en=f"{column}: {shown(name)} is not in products.csv. Check the id or the category.",
                )
    lost = next((one.thing.product for one in offer.conditions if one.of == "visited" and one.thing.product not in places), None)
    if lost is None:
        return None
    return BadCell(ko=f"for: 매장 {shown(lost)}이(가) places.csv에 없습니다.", en=f"for: the place {shown(lost)} is not in places.csv.")


def _had(thing: Things, products: Mapping[str, str]) -> bool:
    return thing.product in products if thing.product else thing.category in products.values()


def _unknown_column(record: Record) -> BadCell | None:
    unknown = next((column for column in record.cells if column not in OFFER_COLUMNS), None)
    if unknown is None:
        return None
    return BadCell(
        ko=f"{shown(unknown)} 열은 모르는 열입니다. 이름을 고치거나 지워 주세요.",
        en=f"the column {shown(unknown)} is unknown. Rename or remove it.",
    )


def _instant(cells: Mapping[str, str], column: str, zone: tzinfo) -> datetime | None:
    """A day counts whole: as an end it is the midnight after it."""
    text = cells.get(column, "")
    if not text:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text) + timedelta(days=column == "ends")
            return datetime.combine(day, time(), zone)
        at = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise _bad(
            column, f"{shown(text)}을(를) 2026-12-24 또는 2026-12-24T18:00처럼 적어 주세요", "write it like 2026-12-24 or 2026-12-24T18:00"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _benefit(cells: Mapping[str, str]) -> Benefit | None:
    text = cells.get("benefit", "")
    if not text:
        return None
    if percent := _PERCENT.fullmatch(text):
        most = _as_won("benefit", percent[2]) if percent[2] else None
        if not 1 <= int(percent[1]) <= 100 or most == 0:
            raise _bad("benefit", "1%에서 100% 사이여야 합니다", "it must be 1 to 100 percent")
        return Benefit(percent=int(percent[1]), most=most)
    won = _as_won("benefit", text)
    if won == 0:
        raise _bad("benefit", "0원은 혜택이 아닙니다", "nothing is no benefit")
    return Benefit(won=won)


def _floor(cells: Mapping[str, str]) -> Floor:
    text = cells.get("floor", "")
    if not text:
        return Floor()
    if percent := re.fullmatch(r"(\d{1,3})\s*%", text):
        if int(percent[1]) > 100:
            raise _bad("floor", "100%를 넘을 수 없습니다", "it cannot be above 100 percent")
        return Floor(percent=int(percent[1]))
    return Floor(won=_as_won("floor", text))


def _won(cells: Mapping[str, str], column: str) -> int | None:
    return _as_won(column, cells[column]) if cells.get(column) else None


def _as_won(column: str, text: str) -> int:
    read = price(text)
    if isinstance(read, BadCell):
        raise _Bad(column, read)
    return int(read)


def _stock(cells: Mapping[str, str]) -> int | None:
    if not cells.get("stock"):
        return None
    read = stock(cells["stock"])
    if isinstance(read, BadCell):
        raise _Bad("stock", read)
    return min(int(read), 2**31 - 1)


def _conditions(cells: Mapping[str, str]) -> tuple[Condition, ...]:
    read = conditions(cells.get("for", ""))
    if isinstance(read, BadCell):
        raise _Bad("for", read)
    return read


def _listed(cells: Mapping[str, str], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in cells.get(column, "").split("|") if one.strip()))


def _text(cells: Mapping[str, str], column: str, most: int) -> str:
    text = " ".join(cells.get(column, "").split())
    if len(text) > most:
        raise _bad(column, f"{most}자보다 깁니다", f"it is longer than {most} characters")
    return text


def _flag(cells: Mapping[str, str], column: str, *, default: bool) -> bool:
    text = cells.get(column, "").casefold()
    if text and text not in _YES | _NO:
        raise _bad(column, f"{shown(text)} 대신 yes나 no로 적어 주세요", "write yes or no")
    return text in _YES if text else default


def _url(cells: Mapping[str, str]) -> str:
    text = cells.get("url", "")
    if text and not re.fullmatch(r"(?:https?://|/)[^\s\"<>]{1,1000}", text):
        raise _bad(
            "url", f"{shown(text)}은(는) 주소가 아닙니다. https://로 시작하게 적어 주세요", "write an address that begins with https://"
        )
    return text


def _bad(column: str, ko: str, en: str) -> _Bad:
    return _Bad(column, BadCell(ko=f"{ko}.", en=f"{en}."))
