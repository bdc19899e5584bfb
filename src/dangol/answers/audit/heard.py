"""What a listener writes down: the spoken form of an answer with its numerals back in figures.

It reads ``answers.speech`` backwards and shares nothing with it but the names of units, so that a wrong numeral in one is heard by the
other. Only what the spoken form has changed is read: the 이 of "이 상품은" is no two.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

from dangol.answers.speech import LINK_SAID, UNITS

_DIGITS = {letter: place for place, letter in enumerate("영일이삼사오육칠팔구")} | {"공": 0}
_PLACES = {"십": 10, "백": 100, "천": 1000}
_MYRIADS = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
_ONES = {name: at + 1 for at, name in enumerate(("한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"))}
_TENS = {name: 10 * (at + 1) for at, name in enumerate(("열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"))}
_SINO = rf"[{''.join(_DIGITS)}{''.join(_PLACES)}{''.join(_MYRIADS)}]"
_ENDS = r"(?=$|[^가-힣]|월(?![가-힣]*요일)|에서|이에요|입니다|예요)"
_NUMBER = re.compile(rf"(?<![가-힣])(?<!{_SINO} )(?:{_SINO}+(?:(?<=[만억조경]) {_SINO}+)*)(?: 점 [{''.join(_DIGITS)}]+)?{_ENDS}")
_NATIVE = re.compile(rf"(?<![가-힣])(스무|(?:{'|'.join(_TENS)})?(?:{'|'.join(_ONES)})?)(?= |에서)")
_MONTHS = re.compile(r"(?<![가-힣])(유|시)월")
_D = rf"[{''.join(_DIGITS)}]"
_SPELT = re.compile(rf"(?<![가-힣])(?:공{_D}{{1,2}}, {_D}{{3,4}}, {_D}{{4}}|일{_D}{{3}}, {_D}{{4}})")
_MAIL = re.compile(r"\S+(?: (?:점|하이픈) \S+)* 골뱅이 [A-Za-z0-9]+(?: (?:점|하이픈) [A-Za-z0-9]+)*")
_MAIL_SIGNS = ((" 골뱅이 ", "@"), (" 점 ", "."), (" 하이픈 ", "-"))
_UNIT = re.compile("|".join(sorted((re.escape(said) for said in UNITS.values() if len(said) > 1), key=len, reverse=True)))
_WRITTEN = {said: unit for unit, said in reversed(list(UNITS.items()))}
_PIECE = re.compile(r"[가-힣]+|[A-Za-z]+|\d+|\s+|.", re.DOTALL)


def heard(said: str, text: str) -> str:
    """``said`` with figures where it differs from ``text``.

    >>> heard("이만 오천 원이고 두 시까지예요.", "25,000원이고 2시까지예요.")
    '25000 원이고 2 시까지예요.'
    """
    ours, theirs = _PIECE.findall(text), _PIECE.findall(said)
    changed: list[tuple[bool, str]] = []
    for kind, _, _, begin, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        changed.append((kind != "equal", "".join(theirs[begin:end])))
    runs = ((differs, "".join(part for _, part in run)) for differs, run in groupby(_joined(changed), key=itemgetter(0)))
    degrees = "℃" in text or "°" in text
    written = "".join(_figures(part, degrees) if differs else part for differs, part in runs)
    return _MAIL.sub(lambda mail: _mail(mail[0]), written)


def _joined(changed: Sequence[tuple[bool, str]]) -> Iterator[tuple[bool, str]]:
    """With the spaces and signs between two changes as part of them: "이만 오천" may be one number."""
    for at, (differs, part) in enumerate(changed):
        between = 0 < at < len(changed) - 1 and changed[at - 1][0] and changed[at + 1][0] and not re.search(r"[가-힣A-Za-z]", part)
        yield differs or between, part


def _figures(part: str, degrees: bool) -> str:
    if LINK_SAID in part:
        return part
    part = re.sub(r"(?<=[십백천만억영일이삼사오육칠팔구]) 도(?=$|[^가-힣]|[가-힣])", "℃", part) if degrees else part
    part = _SPELT.sub(lambda spelt: "-".join(_one_by_one(one) for one in spelt[0].split(", ")), part)
    part = _MONTHS.sub(lambda month: "6월" if month[1] == "유" else "10월", part)
    part = _NUMBER.sub(lambda number: _number(number[0]), part)
    part = _NATIVE.sub(lambda number: str(_native(number[1])) if number[1] else "", part)
    part = re.sub(r"(\d)에서 (?=\d)", r"\1~", part)
    part = part.replace(" 곱하기 ", "×")
    return _UNIT.sub(lambda unit: _WRITTEN[unit[0]], part)


def _number(said: str) -> str:
    whole, _, part = said.partition(" 점 ")
    figures = str(_sino(whole))
    return f"{figures}.{_one_by_one(part)}" if part else figures


def _sino(said: str) -> int:
    total = group = digit = 0
    for letter in said:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _PLACES:
            group += (digit or 1) * _PLACES[letter]
            digit = 0
        elif letter in _MYRIADS:
            total += (group + digit or 1) * _MYRIADS[letter]
            group = digit = 0
    return total + group + digit


def _native(said: str) -> int:
    if said == "스무":
        return 20
    tens = next((name for name in _TENS if said.startswith(name)), "")
    return _TENS.get(tens, 0) + _ONES.get(said.removeprefix(tens), 0)


def _one_by_one(said: str) -> str:
    return "".join(str(_DIGITS[letter]) for letter in said)


def _mail(said: str) -> str:
    for spelt, sign in _MAIL_SIGNS:
        said = said.replace(spelt, sign)
    return said
