"""The regions of Korea by name: which lies in which, and where its middle is, so that "홍대 근처 매장" finds the shop in Mapo.

``regions`` finds where a parcel may go in any sentence; this knows the map, and is asked only where a place is meant.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dangol.kit.sphere import Point, point

_ENDING = r"(?=[은는이가을를로으에도만요면랑와과까쪽라내외의근부주사살인예]|[^가-힣]|$)"
_LEVEL = "(?:특별자치도|특별자치시|특별시|광역시|[시군구도역동])?"
_FULL = {"경상남도": "경남", "경상북도": "경북", "전라남도": "전남", "전라북도": "전북", "충청남도": "충남", "충청북도": "충북"}
_LATIN = {
    "seoul": "서울",
    "busan": "부산",
    "daegu": "대구",
    "incheon": "인천",
    "gwangju": "광주",
    "daejeon": "대전",
    "ulsan": "울산",
    "sejong": "세종",
    "jeju": "제주",
    "hongdae": "홍대",
    "gangnam": "강남",
    "itaewon": "이태원",
    "suwon": "수원",
}
_TAIL = re.compile(r"(?<=..)(특별자치도|특별자치시|특별시|광역시|[시군구도])$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A region.

    Attributes:
        name: without what makes it one (서울, 마포, 홍대); within: the regions that it lies in, the nearest first.
        middle: of it, or of the nearest region around it whose middle is known; ``of_its_own``: it is its own.
        start, end: where the text named it.
    """

    name: str
    within: tuple[str, ...]
    middle: Point | None
    of_its_own: bool
    start: int = 0
    end: int = 0

    @property
    def chain(self) -> tuple[str, ...]:
        """Itself and the regions around it, up to the province."""
        return (self.name, *self.within)

    @property
    def province(self) -> str:
        return self.chain[-1]


def regions_named(text: str) -> list[Region]:
    """The regions of Korea that a text names, in order."""
    found = ((match[1] or _LATIN[match[2].lower()], match.start(), match.end()) for match in _pattern().finditer(text))
    return [_region(name, start, end) for name, start, end in found]


def depth(region: Region, address: str, said: str = "") -> int:
    """How deep in a region an address lies: 0 outside, 1 in its province, more for each level within; for a region without an
    office of its own (홍대) its name must stand in the address or in ``said``, what else is told of the place."""
    parts = _parts(address)
    level = 0
    for name in reversed(region.chain):
        if name in parts or (name in _rows() and not _is_office(name) and (name in address or name in said)):
            level += 1
        else:
            break
    return level


def _parts(address: str) -> frozenset[str]:
    words = re.split(r"[\s,()]+", address)
    return frozenset(word for one in words for word in (one, _FULL.get(one, ""), _TAIL.sub("", one)) if word)


def _is_office(name: str) -> bool:
    """Whether a region is a city, county or district: it lies in a province, or is one."""
    above = _rows()[name][0]
    return not above or not _rows()[above][0]


@cache
def _rows() -> Mapping[str, tuple[str, Point | None]]:
    """For each region the one that it lies in ("" for a province) and its middle."""
    text = files("dangol.language").joinpath("data", "korea.tsv").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, above, lat, lon = [*line.split("\t"), "", "", ""][:4]
            found[name] = (above, point(lat, lon))
    return found


def _region(name: str, start: int, end: int) -> Region:
    rows = _rows()
    chain = [name]
    while above := rows[chain[-1]][0]:
        chain.append(above)
    middle = next((rows[one][1] for one in chain if rows[one][1]), None)
    return Region(name=name, within=tuple(chain[1:]), middle=middle, of_its_own=rows[name][1] is not None, start=start, end=end)


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(_rows(), key=len, reverse=True))
    return re.compile(rf"(?<![가-힣])({names}){_LEVEL}{_ENDING}|\b({'|'.join(_LATIN)})\b", re.IGNORECASE)
