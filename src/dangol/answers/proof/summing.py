"""Sums worked out again: "2,600원 × 20개 = 52,000원이라 무료배송 기준 50,000원 이상이에요" is said by right if each step is.

A step that is right is taken out of the text, and what is left of it, the price and whose it is, is proven like any other sentence. The
amount from which delivery is free must be a floor of that size in the evidence.
"""

import re
from collections.abc import Sequence

from .cited import Cited

_WON = r"(\d[\d,]*)원"
_STEP = re.compile(rf"{_WON} × (\d{{1,3}})[가-힣]{{1,2}} = {_WON}")
_WHOLE = re.compile(rf", 합계 {_WON}")
_FREE = re.compile(
    rf"이라 무료배송 기준 {_WON}(?: 이상(?:이에요|입니다)|에 {_WON} 모자(?:라요|랍니다))\.?"
    rf"|; delivery is free from {_WON}(?:, {_WON} more)?\."
)
_FLOOR = re.compile(r"(\d[\d,]*(?:\.\d)?\s?만?)\s?원?\s?(?:이상|어치 이상|을 넘|이 넘|넘게|부터)[^.。\n]{0,40}?(?:무료|없|받지 않)")


def sums(text: str, evidence: Sequence[Cited]) -> tuple[str, bool]:
    """The text without the sums that it works out, and whether all of them are right."""
    steps = list(_STEP.finditer(text))
    if not steps:
        return text, True
    right = all(_won(step[1]) * int(step[2]) == _won(step[3]) for step in steps)
    total = sum(_won(step[3]) for step in steps)
    whole, free = _WHOLE.search(text), _FREE.search(text)
    if whole or len(steps) > 1:
        right = right and whole is not None and _won(whole[1]) == total
    if free:
        right = right and _free(free, total, evidence)
        text = text.replace(free[0], "이에요.")
    left = _STEP.sub(lambda step: f"{step[1]}원", text)
    return _WHOLE.sub("", left), right


def _free(found: re.Match[str], total: int, evidence: Sequence[Cited]) -> bool:
    least, gap = (found[1], found[2]) if found[1] else (found[3], found[4])
    floors = {_won(floor[1]) for one in evidence for floor in _FLOOR.finditer(one.body)}
    return _won(least) in floors and (total >= _won(least) if not gap else _won(least) - total == _won(gap))


def _won(said: str) -> int:
    bare = said.replace(",", "").replace(" ", "")
    return int(float(bare.removesuffix("만")) * (10_000 if bare.endswith("만") else 1))
