"""Where something may be sent: regions as people write them, found so that "그럼 울릉도는요?" takes the place of 제주."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

Span = tuple[int, int]


def regions_in(text: str) -> list[Span]:
    """The places of the regions that a (lower-case or normalised) text names, in order."""
    return [found.span() for found in _pattern().finditer(text)]


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_names(), key=len, reverse=True)
    korean = "|".join(name for name in names if not name.isascii())
    latin = "|".join(name for name in names if name.isascii())
    ending = r"(?=[은는이가을를로으에도만요면랑와과까쪽라지행산내외의]|[^가-힣]|$)"
    return re.compile(rf"(?<![가-힣])(?:{korean})(?:특별자치도|특별시|광역시|[시군구도역])?{ending}|\b(?:{latin})\b", re.IGNORECASE)


def _names() -> Iterable[str]:
    text = files("dangol.language").joinpath("data", "regions.txt").read_text(encoding="utf-8")
    return {name for line in text.splitlines() if not line.startswith("#") for name in line.split()}
