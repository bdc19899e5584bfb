"""The brand's ``segments.toml``: groups of people by conditions, and how a platform's file is to look.

::

    [segment.regulars]
    title = "단골"
    people = "orders>=3; seen 60d"

    [export.naver]
    columns = ["phone"]
    header = ["휴대폰번호"]     # without it there is no first line of names
    phone = "national"          # 01012345678 before hashing; "international" is 821012345678

Conditions are those of ``offers.conditions``; a segment without any is everybody.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dangol.kit.errors import BadInput
from dangol.knowledge.cells import BadCell, shown
from dangol.knowledge.text_file import DAMAGED, TextFile
from dangol.offers.conditions import Condition, conditions
from dangol.people.audience import KINDS, ContactKind
from dangol.people.consents import Recipient

FILE = "segments.toml"
NAME = re.compile(r"[0-9A-Za-z가-힣_-]{1,60}")
_HEADING = re.compile(r"[0-9A-Za-z가-힣_][0-9A-Za-z가-힣 _-]{0,59}")  # nothing that a spreadsheet would run


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A live group of people: its name, what it is called, its conditions as written (all must hold), and as read."""

    name: str
    title: str
    text: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A platform's file: which digests in which order, the first line of names (empty: none), and how phones are spelled before."""

    columns: tuple[ContactKind, ...]
    header: tuple[str, ...]
    national: bool = False


META = Layout(columns=("email", "phone"), header=("email", "phone"))  # the names of Meta's own template


@dataclass(frozen=True, kw_only=True, slots=True)
class Segments:
    """What the file says, by name in its order; ``naver`` is the layout of Naver's file, of which no public format is known."""

    live: Mapping[str, Segment]
    naver: Layout

    def layout(self, to: Recipient) -> Layout:
        return META if to == "meta" else self.naver


_NONE = Segments(live={}, naver=Layout(columns=("phone", "email"), header=("phone", "email")))


def read_segments(text: TextFile | None, products: Collection[str], categories: Collection[str], places: Collection[str]) -> Segments:
    """The segments of a file (None: there is none), each with products and places that the brand has.

    Raises:
        BadInput: ``segments.bad_file``, naming the file, the place in it and the reason.
    """
    if text is None:
        return _NONE
    if DAMAGED.search(text.text):
        raise _bad(text, "", "UTF-8로 저장해 주세요", "save it as UTF-8")
    try:
        told = tomllib.loads(text.text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(text, "", f"TOML로 읽을 수 없습니다({error})", f"it is no TOML ({error})") from error
    _only(text, "", told, ("segment", "export"))
    export = _table(text, "export", told.get("export", {}))
    _only(text, "export", export, ("naver",))
    live = {
        name: _segment(text, name, _table(text, f"segment.{name}", given), products, categories, places)
        for name, given in _table(text, "segment", told.get("segment", {})).items()
    }
    return Segments(live=live, naver=_layout(text, _table(text, "export.naver", export["naver"])) if "naver" in export else _NONE.naver)


def _segment(
    text: TextFile, name: str, given: Mapping[str, Any], products: Collection[str], categories: Collection[str], places: Collection[str]
) -> Segment:
    where = f"segment.{name}"
    if not NAME.fullmatch(name):
        raise _bad(text, where, "이름은 글자, 숫자, -, _ 로 60자까지 적어 주세요", "write a name of letters, digits, - and _, at most 60")
    _only(text, where, given, ("title", "people"))
    title, people = (_text(text, f"{where}.{key}", given.get(key, "")) for key in ("title", "people"))
    read = conditions(people)
    if isinstance(read, BadCell):
        raise _bad(text, f"{where}.people", read.ko.removesuffix("."), read.en.removesuffix("."))
    for one in read:
        known = places if one.of == "visited" else categories if one.thing.category else products
        if one.of in {"bought", "visited"} and (one.thing.product or one.thing.category) not in known:
            raise _bad(
                text,
                f"{where}.people",
                f"{shown(one.text)}의 상품, 분류, 매장이 없습니다. 이름을 확인하고 dangol import를 먼저 해 주세요",
                f"there is no such product, category or place as in {shown(one.text)}. Check its name, and run dangol import first",
            )
    return Segment(name=name, title=title or name, text=people, conditions=read)


def _layout(text: TextFile, given: Mapping[str, Any]) -> Layout:
    where = "export.naver"
    _only(text, where, given, ("columns", "header", "phone"))
    columns, header, phone = given.get("columns", ["phone", "email"]), given.get("header", []), given.get("phone", "international")
    if not isinstance(columns, list) or not columns or any(one not in KINDS for one in columns) or len(set(columns)) < len(columns):
        raise _bad(text, f"{where}.columns", '"phone"과 "email"을 순서대로 적어 주세요', 'list "phone" and "email" in their order')
    if not isinstance(header, list) or (header and len(header) != len(columns)) or not all(_heading(one) for one in header):
        raise _bad(
            text,
            f"{where}.header",
            "열마다 하나씩, 글자나 숫자로 시작하는 60자까지의 이름을 적어 주세요",
            "list one name for each column, beginning with a letter or a digit, at most 60 long",
        )
    if phone not in ("international", "national"):
        raise _bad(text, f"{where}.phone", '"international"이나 "national"로 적어 주세요', 'write "international" or "national"')
    return Layout(columns=tuple(columns), header=tuple(header), national=phone == "national")


def _heading(one: Any) -> bool:
    return isinstance(one, str) and _HEADING.fullmatch(one) is not None


def _only(text: TextFile, where: str, given: Mapping[str, Any], known: Collection[str]) -> None:
    for key in given:
        if key not in known:
            names = ", ".join(known)
            raise _bad(
                text, f"{where}.{key}".lstrip("."), f"모르는 이름입니다. 쓸 수 있는 것: {names}", f"unknown name. Known are: {names}"
            )


def _table(text: TextFile, where: str, given: Any) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise _bad(text, where, f"[{where}] 아래에 적어 주세요", f"write it under [{where}]")
    return given


def _text(text: TextFile, where: str, given: Any) -> str:
    if not isinstance(given, str) or len(given) > 1_000 or not given.isprintable():
        raise _bad(text, where, "따옴표 안에 한 줄로 1,000자까지 적어 주세요", "write one line of at most 1,000 characters in quotes")
    return given.strip()


def _bad(text: TextFile, where: str, ko: str, en: str) -> BadInput:
    place = f"{text.name} {where}" if where else text.name
    return BadInput("segments.bad_file", ko=f"{place}: {ko}.", en=f"{place}: {en}.")
