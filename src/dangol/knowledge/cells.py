"""Reads single cells: prices, stock, opening hours, coordinates. Each gives the cell as it is kept, or says why it cannot be."""

import re
import unicodedata
from dataclasses import dataclass

import opening_hours

MAX_PRICE = 1_000_000_000_000  # won; beyond it a cell is a slip of the finger

_PRICE = re.compile(r"(?:₩|￦|\\|KRW)?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.0{1,2})?\s*(?:원|KRW|₩)?", re.IGNORECASE)
_STOCK = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+))(?:\.0+)?\s*(?:개|ea)?", re.IGNORECASE)
_SOLD_OUT = {"품절", "재고없음", "일시품절", "soldout", "outofstock"}
_MAX_HOURS = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class BadCell:
    """Why a cell was refused, to be said after the column's name."""

    ko: str
    en: str


def price(text: str) -> str | BadCell:
    """Whole won, digits only: ``"12,000원"`` gives ``"12000"``."""
    found = _PRICE.fullmatch(_plain(text))
    if not found:
        return BadCell(
            ko=f"{shown(text)}은(는) 원 단위 숫자가 아닙니다. 12000 또는 12,000원처럼 적어 주세요.",
            en=f"{shown(text)} is not a number of won. Write 12000 or 12,000원.",
        )
    number = found[1].replace(",", "")
    if len(number) > 13 or int(number) > MAX_PRICE:
        return BadCell(ko=f"{shown(text)}은(는) 너무 큽니다. 금액을 확인해 주세요.", en=f"{shown(text)} is too large. Check the amount.")
    return str(int(number))


def stock(text: str) -> str | BadCell:
    """A whole number from 0; ``"품절"`` gives ``"0"``, ``"3개"`` gives ``"3"``."""
    plain = _plain(text)
    if plain.replace(" ", "").casefold() in _SOLD_OUT:
        return "0"
    found = _STOCK.fullmatch(plain)
    if not found or len(found[1]) > 15:
        return BadCell(
            ko=f"{shown(text)}은(는) 수량이 아닙니다. 0 이상의 정수로 적거나 비워 주세요.",
            en=f"{shown(text)} is not a quantity. Write a whole number from 0, or leave it empty.",
        )
    number = int(found[1].replace(",", ""))
    if number < 0:
        return BadCell(
            ko=f"{shown(text)}은(는) 0보다 작습니다. 0 이상의 정수로 적어 주세요.",
            en=f"{shown(text)} is below 0. Write a whole number from 0.",
        )
    return str(number)


def hours(text: str) -> str | BadCell:
    """OSM opening hours, as they were written."""
    if len(text) <= _MAX_HOURS and opening_hours.validate(text):
        return text
    return BadCell(
        ko=f'{shown(text)}은(는) 영업시간으로 읽을 수 없습니다. "Mo-Fr 11:00-20:00; PH off"처럼 적어 주세요.',
        en=f'{shown(text)} cannot be read as opening hours. Write them like "Mo-Fr 11:00-20:00; PH off".',
    )


def latitude(text: str) -> str | BadCell:
    """Degrees from -90 to 90, as they were written."""
    return _degrees(text, 90)


def longitude(text: str) -> str | BadCell:
    """Degrees from -180 to 180, as they were written."""
    return _degrees(text, 180)


def shown(text: str) -> str:
    """A cell quoted for a message: one line, at most 30 characters."""
    line = " ".join(text.split())
    line = "".join(character for character in line if character.isprintable())
    return f"“{line[:30]}{'…' if len(line) > 30 else ''}”"


def _degrees(text: str, limit: int) -> str | BadCell:
    if re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{1,20})?", text, re.ASCII) and abs(float(text)) <= limit:
        return text
    return BadCell(
        ko=f"{shown(text)}은(는) -{limit}부터 {limit} 사이의 숫자가 아닙니다.",
        en=f"{shown(text)} is not a number from -{limit} to {limit}.",
    )


def _plain(text: str) -> str:
    """Full-width digits and signs as plain ones."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
