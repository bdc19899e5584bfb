"""Reads a ``reviews.csv``: what buyers wrote, one row a review; further columns say what the writer told of themselves."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from dangol.knowledge.cells import BadCell, shown
from dangol.knowledge.csv_table import Record, read_table, squeezed
from dangol.knowledge.facts import Source
from dangol.knowledge.rows import ReviewRow, Row
from dangol.knowledge.subject_rows import Ids, missing
from dangol.knowledge.text_file import TextFile
from dangol.language.personal_data import mask

REVIEW_COLUMNS = ("id", "product", "rating", "text", "date", "author", "source")
MAX_TEXT = 5_000  # characters of one review
_LONGEST_TRAIT = 60
_NAMES_SOMEBODY = frozenset(  # columns that say who wrote: they are not read
    [
        *("이름", "성명", "닉네임", "별명", "작성자", "작성자명", "아이디", "회원id", "회원번호", "전화", "전화번호", "휴대폰", "연락처"),
        *("이메일", "주소", "생년월일", "name", "nickname", "writer", "user", "userid", "username", "member", "memberid", "phone"),
        *("email", "address", "birthday"),
    ]
)
_STARS = re.compile(r"[★⭐]{1,5}[☆✩]{0,4}")
_RATING = re.compile(r"(\d(?:\.\d{1,2})?)\s*(?:점|/\s*5(?:\.0)?|stars?)?", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})(?!\d)")


def read_reviews(file: TextFile, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Rows of a ``reviews.csv``. A row without a product or a text, or with a rating that is none from 1 to 5, is refused.

    Raises:
        BadInput: the table as a whole cannot be read, see ``csv_table``.
    """
    ids = Ids("review", file.name)
    given = {{"title": "product", "body": "text"}.get(column, column): header for column, header in (mapping or {}).items()}
    for record in read_table(file, known=REVIEW_COLUMNS, required=("id", "product", "text"), mapping=given):
        id_ = record.cells.get("id", "")
        read = ids.problem(record, id_) or missing(record, "product") or missing(record, "text") or _row(file.name, id_, record)
        yield ids.refused(record.line, id_, read) if isinstance(read, BadCell) else read


def _row(file: str, id_: str, record: Record) -> ReviewRow | BadCell:
    cells = record.cells
    rating, written_on = rating_of(cells.get("rating", "")), _day(cells.get("date", ""))
    if isinstance(rating, BadCell):
        return rating
    if isinstance(written_on, BadCell):
        return written_on
    if len(cells["text"]) > MAX_TEXT:
        return BadCell(
            ko=f"text가 너무 깁니다({len(cells['text']):,}자, 최대 {MAX_TEXT:,}자).",
            en=f"text is too long ({len(cells['text']):,} characters; at most {MAX_TEXT:,}).",
        )
    return ReviewRow(
        id=id_,
        product=cells["product"],
        rating=rating,
        text=mask(cells["text"]),
        written_on=written_on,
        traits=tuple((column, mask(value)[:_LONGEST_TRAIT]) for column, value in cells.items() if _is_trait(column)),
        channel=cells.get("source", ""),
        source=Source(file=file, line=record.line),
        author=cells.get("author", ""),
    )


def _is_trait(column: str) -> bool:
    return column not in REVIEW_COLUMNS and squeezed(column).replace("_", "") not in _NAMES_SOMEBODY


def rating_of(text: str) -> float | BadCell | None:
    """1…5 from ``"4"``, ``"4.5점"``, ``"4/5"`` or ``"★★★★☆"``; None for an empty cell."""
    plain = text.strip()
    if not plain:
        return None
    if _STARS.fullmatch(plain):
        return float(sum(sign in "★⭐" for sign in plain))
    found = _RATING.fullmatch(plain)
    if found and 1 <= float(found[1]) <= 5:
        return float(found[1])
    return BadCell(
        ko=f"rating: {shown(text)}은(는) 1~5 사이의 별점이 아닙니다. 4 또는 4.5처럼 적거나 비워 주세요.",
        en=f"rating: {shown(text)} is no rating from 1 to 5. Write it like 4 or 4.5, or leave it empty.",
    )


def _day(text: str) -> str | BadCell:
    """ISO date; empty for an empty cell. A time after the date is not read."""
    if not text.strip():
        return ""
    found = _DATE.match(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> BadCell:
    return BadCell(
        ko=f"date: {shown(text)}은(는) 날짜가 아닙니다. 2026-05-01처럼 적거나 비워 주세요.",
        en=f"date: {shown(text)} is no date. Write it like 2026-05-01, or leave it empty.",
    )
