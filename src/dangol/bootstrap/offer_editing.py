"""Offers written by the owner on a page, into the brand's own ``offers.csv``: the file stays the one truth (decision 0005).

Only the row in question changes. Whoever edits says which state of the row they saw; when somebody has changed the file by hand meanwhile,
nothing is written, and both are shown.
"""

import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

from dangol.bootstrap.house import House
from dangol.bootstrap.offer_book import rows_of
from dangol.kit.errors import BadInput, Conflict, NotFound
from dangol.knowledge.csv_edit import EditTable, as_cell, edit_table, encoded, write_beside
from dangol.knowledge.file_lock import locked
from dangol.knowledge.text_file import TextFile, decode, read_bytes
from dangol.offers.book import write_book
from dangol.offers.offer_file import FILE, OFFER_COLUMNS, OfferRow

_LONGEST = 2_000  # characters of a cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A row as the file has it now; ``version`` names that state."""

    cells: Mapping[str, str]
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BadField:
    """What is wrong with one cell, and what to do."""

    column: str
    ko: str
    en: str


class BadOffer(BadInput):
    """The row cannot be taken; ``problem`` says which cell."""

    def __init__(self, problem: BadField) -> None:
        super().__init__("offers.bad_field", ko=problem.ko, en=problem.en)
        self.problem = problem


class Moved(Conflict):
    """Somebody has changed this row since the page was opened; ``now`` is what it says, None when it is gone."""

    def __init__(self, now: Written | None) -> None:
        super().__init__(
            "offers.moved",
            ko="그사이 파일에서 이 줄이 바뀌었어요. 아래에서 견주어 보고 다시 저장해 주세요.",
            en="This row has been changed in the file meanwhile. Compare below, and save again.",
        )
        self.now = now


def written(house: House, offer: str) -> Written:
    """The row of an offer.

    Raises:
        NotFound: ``offers.no_row``. BadInput: the file cannot be read as a table.
    """
    found = _written(_table(house, *_text(house)), offer)
    if found is None:
        raise NotFound(
            "offers.no_row", ko=f"{FILE}에 그런 혜택이 없어요. 목록을 새로 고쳐 주세요.", en=f"{FILE} has no such offer. Reload the list."
        )
    return found


def check(house: House, cells: Mapping[str, str]) -> OfferRow:
    """What the row would be; nothing is written.

    Raises:
        BadOffer: a cell is wrong.
    """
    clean = _clean(cells)
    table = edit_table(",".join(OFFER_COLUMNS) + "\n", OFFER_COLUMNS)
    return _mine(house, table.appended(clean), "utf-8", clean["id"])


def save(house: House, cells: Mapping[str, str], *, version: str, at: datetime) -> str:
    """Writes a new row (``version`` empty) or another state of a known one, and imports the file; gives the offer's id.

    Raises:
        BadOffer: a cell is wrong, or a new row's id is taken. Moved: the row is not what ``version`` named any more.
        BadInput, Busy: the file cannot be read or written. File and store are unchanged then.
    """
    clean = _clean(cells)

    def change(table: EditTable) -> str:
        wide = table.widened([column for column in OFFER_COLUMNS if clean.get(column)])
        now = _written(table, clean["id"])
        if version and (now is None or now.version != version):
            raise Moved(now)
        if not version and now is not None:
            raise BadOffer(
                BadField(column="id", ko="이 id는 이미 있어요. 다른 id를 써 주세요.", en="This id is there already. Use another.")
            )
        return wide.replaced(clean["id"], clean) if version else wide.appended(clean)

    _rewrite(house, clean["id"], change, at)
    return clean["id"]


def end(house: House, offer: str, *, version: str, at: datetime) -> None:
    """Ends an offer now: its row stays in the file, with this minute as its end. Raises as ``save``, and ``NotFound``."""
    zone = ZoneInfo(house.knowledge.brand().profile.timezone)
    cells = {**written(house, offer).cells, "ends": f"{at.astimezone(zone):%Y-%m-%dT%H:%M}"}
    save(house, cells, version=version, at=at)


def _rewrite(house: House, offer: str, change: Callable[[EditTable], str], at: datetime) -> None:
    path = (house.folder / FILE).resolve()
    with locked(house.folder / ".offers.lock"):
        text, encoding = _text(house)
        new = change(_table(house, text, encoding))
        content, encoding = encoded(new, encoding)
        _mine(house, unicodedata.normalize("NFC", new), encoding, offer)
        rows, refused = rows_of(house, TextFile(name=FILE, text=unicodedata.normalize("NFC", new), encoding=encoding))
        kept = frozenset(one.thing.partition("/")[2] for one in refused if one.thing)
        beside = path.with_name(f".{FILE}.{os.getpid()}.tmp")
        try:
            write_beside(beside, path, content)
            with house.store.write() as connection:
                write_book(connection, rows, kept, at)
                beside.replace(path)  # last in the transaction: if either fails, neither has happened
        finally:
            beside.unlink(missing_ok=True)


def _text(house: House) -> tuple[str, str]:
    path: Path = house.folder / FILE
    raw = read_bytes(path, FILE) if path.exists() else b""
    return decode(raw) if raw.strip() else (",".join(OFFER_COLUMNS) + "\n", "utf-8")


def _table(house: House, text: str, encoding: str) -> EditTable:
    rows_of(house, TextFile(name=FILE, text=text, encoding=encoding))  # raises BadInput where it is no table: then nothing may be written
    return edit_table(text, OFFER_COLUMNS)


def _written(table: EditTable, offer: str) -> Written | None:
    if offer not in table.ids:
        return None
    cells = {column: cell.strip() for column, cell in table.cells(offer).items() if column in OFFER_COLUMNS}
    return Written(cells=cells, version=blake2b(table.raw(offer).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest())


def _mine(house: House, text: str, encoding: str, offer: str) -> OfferRow:
    """The row of ``offer`` in this text, or what is wrong with it."""
    rows, refused = rows_of(house, TextFile(name=FILE, text=text, encoding=encoding))
    found = next((one for one in rows if one.offer.id == offer), None)
    if found is not None:
        return found
    wrong = next((one for one in refused if one.thing.partition("/")[2] == offer or not one.thing), None)
    ko, en = (wrong.reason_ko, wrong.reason_en) if wrong else ("이 줄을 읽을 수 없어요.", "This row cannot be read.")
    raise BadOffer(_field(ko, en))


def _field(ko: str, en: str) -> BadField:
    """The column stands before the reason of a refusal."""
    column, _, rest = en.partition(": ")
    known = column if column in OFFER_COLUMNS and rest else next((one for one in OFFER_COLUMNS if en.startswith(f"{one} ")), "id")
    same = column == known and bool(rest)
    return BadField(column=known, ko=ko.partition(": ")[2] if same else ko, en=rest if same else en)


def _clean(cells: Mapping[str, str]) -> dict[str, str]:
    clean = {column: " ".join(as_cell(cells.get(column, "")).split()) for column in OFFER_COLUMNS}
    for column, cell in clean.items():
        if len(cell) > _LONGEST:
            raise BadOffer(BadField(column=column, ko=f"{_LONGEST:,}자보다 길어요.", en=f"Longer than {_LONGEST:,} characters."))
    for column, needed in (("id", "짧은 이름을 적어 주세요"), ("title", "제목을 적어 주세요")):
        if not clean[column]:
            raise BadOffer(BadField(column=column, ko=f"{needed}.", en="Fill this in."))
    return {column: as_cell(cell) for column, cell in clean.items()} | {"id": clean["id"]}
