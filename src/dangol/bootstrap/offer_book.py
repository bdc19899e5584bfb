"""The brand's ``offers.csv`` into the store, and the book of offers out of it."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from dangol.bootstrap.house import House
from dangol.kit.errors import BadInput
from dangol.knowledge.rows import RefusedRow
from dangol.knowledge.text_file import TextFile, read_text
from dangol.offers.book import BookReport, write_book
from dangol.offers.offer_file import FILE, OfferRow, read_offers


@dataclass(frozen=True, kw_only=True, slots=True)
class OffersImported:
    """What came of it, and the rows that were left out."""

    report: BookReport
    refused: tuple[RefusedRow, ...]


def import_offers(house: House, path: Path | None = None) -> OffersImported:
    """Reads ``offers.csv`` of the brand's folder, or another file in its place; what is no longer in it is retired.

    Products and places are those that the store knows: import the folder first. A file that is not there says that there are no offers.

    Raises:
        BadInput: the file cannot be read as a table, or no row of it can be taken. Nothing has changed then.
    """
    file = path or house.folder / FILE
    rows, refused = rows_of(house, read_text(file, file.name)) if path or file.exists() else ([], [])
    if refused and not rows:
        raise _all_refused(refused[0])
    kept = frozenset(one.thing.partition("/")[2] for one in refused if one.thing)
    with house.store.write() as connection:
        report = write_book(connection, rows, kept, house.clock())
    return OffersImported(report=report, refused=tuple(refused))


def rows_of(house: House, text: TextFile) -> tuple[list[OfferRow], list[RefusedRow]]:
    """The rows that such a file has, and those that cannot be taken, by the products and places that the store knows.

    Raises:
        BadInput: it cannot be read as a table.
    """
    snapshot = house.knowledge.snapshot()
    products = {one.id: one.text("category") or "" for one in snapshot.products.values()}
    rows: list[OfferRow] = []
    refused: list[RefusedRow] = []
    for row in read_offers(text, ZoneInfo(snapshot.brand.timezone), products, snapshot.places) if text.text.strip() else ():
        (refused if isinstance(row, RefusedRow) else rows).append(row)  # type: ignore[arg-type]
    return rows, refused


def _all_refused(first: RefusedRow) -> BadInput:
    return BadInput(
        "offers.all_refused",
        ko=f"{first.file}: 읽을 수 있는 행이 없어 그대로 두었습니다. {first.line}번째 줄: {first.reason_ko}",
        en=f"{first.file}: no row can be read, so nothing was changed. Line {first.line}: {first.reason_en}",
    )
