"""Reads a Naver Shopping EP 3.0 feed: tab-separated, one header row, no quotes; the whole catalogue or a partial file."""

from collections.abc import Iterator, Mapping

from dangol.knowledge.csv_table import Record, read_table
from dangol.knowledge.facts import Source
from dangol.knowledge.rows import Row, WithdrawnRow
from dangol.knowledge.subject_rows import Ids, bad_id, subject_row
from dangol.knowledge.text_file import TextFile

_KNOWN = ("id", "title", "price_pc", "link", "class", "shipping", "option_detail")
_CATEGORIES = ("category_name1", "category_name2", "category_name3", "category_name4")
_SAID_OTHERWISE = {"id", "title", "price_pc", "link", "class", "shipping", "update_time", *_CATEGORIES}
_SHIPPING = {"0": "무료", "-1": "착불"}


def looks_like_naver(headers: list[str]) -> bool:
    """Whether these column names are those of an EP feed."""
    names = {header.casefold() for header in headers}
    return "id" in names and ("price_pc" in names or ("class" in names and "update_time" in names))


def is_partial(headers: list[str]) -> bool:
    """A partial feed tells changes only (``class`` I, U or D): what it does not name has not changed."""
    return "class" in {header.casefold() for header in headers}


def read_naver(file: TextFile) -> Iterator[Row]:
    """Product rows under our own column names.

    ``title`` becomes name, ``price_pc`` price, ``link`` url, ``category_name1`` to 4 category; ``option_detail``
    ("name^price|name^price") gives options and stays; ``shipping`` 0 reads 무료 and -1 착불. Class D (품절) gives stock 0, or a
    ``WithdrawnRow`` where the row holds no more than the id. Other columns stay as they are.

    Raises:
        BadInput: the table as a whole cannot be read, see ``csv_table``.
    """
    ids = Ids("product", file.name)
    for record in read_table(file, known=_KNOWN, required=("id",), quoted=False):
        id_ = record.cells.get("id", "")
        gone = record.cells.get("class", "").upper() == "D"
        if gone and "title" not in record.cells and not record.problem and bad_id(id_) is None:
            yield WithdrawnRow(thing=f"product/{id_}", source=Source(file=file.name, line=record.line))
            continue
        yield subject_row("product", file.name, _ours(record, gone), ids)


def _ours(record: Record, gone: bool) -> Record:
    theirs = record.cells
    cells = {
        "id": theirs.get("id", ""),
        "name": theirs.get("title", ""),
        "category": " > ".join(theirs[name] for name in _CATEGORIES if name in theirs),
        "price": theirs.get("price_pc", ""),
        "stock": "0" if gone else theirs.get("stock", ""),
        "options": "|".join(part.split("^")[0].strip() for part in theirs.get("option_detail", "").split("|") if part.strip()),
        "url": theirs.get("link", ""),
        "shipping": _SHIPPING.get(theirs.get("shipping", ""), theirs.get("shipping", "")),
    }
    return Record(line=record.line, cells=_filled(cells, theirs), problem=record.problem)


def _filled(cells: dict[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    others = {name: text for name, text in theirs.items() if name not in _SAID_OTHERWISE and name not in cells}
    return {name: text for name, text in {**cells, **others}.items() if text} | {"id": cells["id"]}
