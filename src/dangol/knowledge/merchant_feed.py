"""Reads a Google Merchant feed: RSS 2.0 or Atom with the ``g:`` namespace, or a tab-separated table."""

import re
from collections.abc import Iterator, Mapping

from dangol.knowledge.cells import BadCell, shown
from dangol.knowledge.csv_table import Record, read_table
from dangol.knowledge.feed_xml import read_items
from dangol.knowledge.plain_text import html_to_text
from dangol.knowledge.rows import Row
from dangol.knowledge.subject_rows import Ids, subject_row
from dangol.knowledge.text_file import TextFile

_KNOWN = ("id", "title", "description", "link", "price", "sale_price", "availability", "brand")
_SAID_OTHERWISE = {"id", "title", "description", "link", "price", "availability", "product_type", "google_product_category"}
_AVAILABILITY = {"in_stock", "out_of_stock", "preorder", "backorder"}
_PRICE = re.compile(r"([\d,]+(?:\.\d+)?)\s*([A-Za-z]{3})?|([A-Za-z]{3})\s*([\d,]+(?:\.\d+)?)")
_COUNTS = ("quantity", "inventory", "quantity_to_sell_on_facebook")


def looks_like_merchant(headers: list[str]) -> bool:
    """Whether these column names are those of a tab-separated Merchant feed."""
    names = {header.casefold().replace(" ", "_").removeprefix("g:") for header in headers}
    return {"id", "title"} <= names and bool({"availability", "google_product_category", "image_link", "gtin"} & names)


def read_merchant(file: TextFile) -> Iterator[Row]:
    """Product rows under our own column names.

    ``title`` becomes name, ``link`` url, ``product_type`` (else ``google_product_category``) category, ``price`` whole won. A
    ``sale_price`` without dates is the price, and ``price`` stays as normal_price; one with dates stays an attribute.
    ``availability`` is kept in its spelling with underscores, and out_of_stock also gives stock 0. Other columns stay.

    Raises:
        BadInput: the file as a whole cannot be read: no XML, a DTD in it, or see ``csv_table``.
    """
    ids = Ids("product", file.name)
    for record in _records(file):
        ours, problem = _ours(record.cells)
        yield subject_row("product", file.name, Record(line=record.line, cells=ours, problem=record.problem or problem), ids)


def _records(file: TextFile) -> Iterator[Record]:
    if file.text.lstrip().startswith("<"):
        for line, cells in read_items(file):
            yield Record(line=line, cells=cells)
        return
    for record in read_table(file, known=_KNOWN, required=("id", "title")):
        cells = {re.sub(r"^g:", "", name.replace(" ", "_").casefold()): text for name, text in record.cells.items()}
        yield Record(line=record.line, cells=cells, problem=record.problem)


def _ours(theirs: Mapping[str, str]) -> tuple[dict[str, str], BadCell | None]:
    availability = "_".join(theirs.get("availability", "").casefold().split())
    category = theirs.get("product_type") or theirs.get("google_product_category", "")
    cells = {
        "id": theirs.get("id", ""),
        "name": theirs.get("title", ""),
        "category": "" if category.isdigit() else category,  # Google's category may be a bare number, which says nothing to people
        "stock": _stock(theirs, availability),
        "availability": availability,
        "description": html_to_text(theirs.get("description", "")),
        "url": theirs.get("link", ""),
    }
    problem = None
    if availability and availability not in _AVAILABILITY:
        problem = _bad_availability(theirs["availability"])
    on_sale = "sale_price" in theirs and "sale_price_effective_date" not in theirs
    for column, text in (("price", theirs.get("price", "")), ("sale_price", theirs.get("sale_price", ""))):
        amount = _won(text) if text else ""
        if isinstance(amount, BadCell):
            problem = problem or BadCell(ko=f"{column}: {amount.ko}", en=f"{column}: {amount.en}")
        else:
            cells[_price_column(column, on_sale)] = amount
    others = {name: text for name, text in theirs.items() if name not in _SAID_OTHERWISE and name not in cells and name != "sale_price"}
    return {name: text for name, text in (cells | others).items() if text}, problem


def _price_column(column: str, on_sale: bool) -> str:
    if not on_sale:
        return column
    return "normal_price" if column == "price" else "price"


def _stock(theirs: Mapping[str, str], availability: str) -> str:
    counted = next((theirs[name] for name in _COUNTS if name in theirs), "")
    return "0" if availability == "out_of_stock" else counted


def _won(text: str) -> str | BadCell:
    """``"15000.00 KRW"`` gives ``"15000"``; without a currency it is won; other currencies cannot be spoken of as won."""
    found = _PRICE.fullmatch(text.strip())
    currency = ((found[2] or found[3]) if found else None) or "KRW"
    if currency.upper() != "KRW":
        return BadCell(
            ko=f"{shown(text)}의 통화가 원(KRW)이 아닙니다. 원화 가격이 든 피드를 주세요.",
            en=f"{shown(text)} is not in won (KRW). Give a feed with prices in won.",
        )
    return re.sub(r"\.0+$", "", found[1] or found[4]) if found else text  # what is no number is refused by the price check


def _bad_availability(text: str) -> BadCell:
    allowed = ", ".join(sorted(_AVAILABILITY))
    return BadCell(
        ko=f"availability {shown(text)}을(를) 모릅니다. {allowed} 가운데 하나여야 합니다.",
        en=f"availability {shown(text)} is unknown. It must be one of {allowed}.",
    )
