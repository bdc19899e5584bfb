"""Personal data in what people type: resident numbers, cards, bank accounts, phone numbers, e-mail addresses, passports, driving licences.

``find`` says where they stand in the text that was given, however they are written (``written_digits``); ``mask`` puts a label in their
place, for storage and logs. A number is told from prices, dates and order numbers by its shape, its check digit (Luhn for cards, GTIN for
barcodes that resemble resident numbers) and the words beside it. Where shape alone cannot tell, a number that is called an order, a parcel
or a barcode is believed to be one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .written_digits import plain_digits

Kind = Literal["resident_number", "card", "account", "phone", "email", "passport", "driving_licence"]
LABELS: dict[Kind, str] = {
    "resident_number": "[주민등록번호]",
    "card": "[카드번호]",
    "account": "[계좌번호]",
    "phone": "[전화번호]",
    "email": "[이메일]",
    "passport": "[여권번호]",
    "driving_licence": "[운전면허번호]",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonalData:
    """``start`` and ``end`` count in the text as it was given, not as it is read."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> tuple[PersonalData, ...]:
    """The personal data in any text, in order, without overlaps. Linear in its length; about 5 µs where there is none."""
    seen = plain_digits(text)
    if seen is None:
        return ()
    plain, places = seen
    taken: list[tuple[int, int]] = []
    found: list[PersonalData] = []
    for kind, start, end in _candidates(plain):
        if any(start < finish and begin < end for begin, finish in taken):
            continue
        taken.append((start, end))
        found.append(PersonalData(kind=kind, start=places[start], end=places[end] if end < len(places) else len(text)))
    return tuple(sorted((_trimmed(one, text) for one in found), key=lambda one: one.start))


def mask(text: str) -> str:
    """The text with a label in the place of each piece of personal data: ``"010-1234-5678로"`` → ``"[전화번호]로"``. Twice is as once."""
    parts: list[str] = []
    last = 0
    for one in find(text):
        parts += (text[last : one.start], LABELS[one.kind])
        last = one.end
    return "".join((*parts, text[last:]))


# What may stand between groups of digits.
_S = r"[ \-.·/_~()]{0,3}"
_ALONE = r"(?<![\dA-Za-z])(?<!\d[\-./,:])(?<!\d - )"
_END = r"(?![\d*])(?![\-.,/:]\d)"
_MOBILE = re.compile(rf"(?:{_ALONE}\(?0|\+?(?<!\d)82{_S}0?){_S}1[016789]{_S}\d{{3,4}}{_S}\d{{4}}{_END}")
_LANDLINE = re.compile(rf"(?:{_ALONE}\(?0|\+?(?<!\d)82{_S})(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|80|50\d){_S}\d{{3,4}}{_S}\d{{4}}{_END}")
_RESIDENT = re.compile(
    rf"{_ALONE}(\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))({_S})([0-9])(\d{{6}}(?!\d)|[*●•xX#]{{3,6}}|\d{{1,5}}[*●•xX#]{{1,6}})"
)
_CARD = re.compile(
    rf"{_ALONE}(\d{{4}})({_S})(\d{{4}}){_S}(\d{{4}}){_S}(\d{{4}}){_END}|{_ALONE}(3[47]\d\d)({_S})(\d{{6}}){_S}(\d{{5}}){_END}"
)
_ACCOUNT_SHAPES = re.compile(
    _ALONE
    + r"(?:3333-\d\d-\d{7}|\d{6}-\d\d-\d{6}|1\d\d-\d{3}-\d{6}|1002-\d{3}-\d{6}|3[05]\d-\d{4}-\d{4}-\d\d|100\d-\d{4}-\d{4}"
    + r"|\d{3}-\d{6}-\d{5}|\d{3}-\d{6}-\d\d-\d{3}|\d{3}-\d\d-\d{6}|9\d{3}-\d{4}-\d{4}-\d)"
    + _END
)
_BANKS = (
    "국민 신한 우리 하나 농협 기업 카카오 카뱅 토스 케이 케뱅 새마을 우체국 수협 신협 제일 씨티 부산 대구 광주 전북 경남 제주 산업 아이엠 "
    "KB NH IBK SC KEB IM"
)
_BANK = rf"(?:(?<![가-힣A-Za-z])(?:{'|'.join(_BANKS.split())})(?:은행|뱅크|금고)?|은행|뱅크)"
_TO_ACCOUNT = re.compile(
    rf"(?:{_BANK}\s{{0,2}}[:：]?\s{{0,2}}|(?<!\[)(?:계좌|통장|입금|환불\s?받을|송금|account)[^\d\n]{{0,14}})"
    rf"(?<!\d)(\d{{2,14}}(?:{_S}\d{{1,8}}){{0,5}}){_END}",
    re.IGNORECASE,
)
_THEN_BANK = re.compile(rf"{_ALONE}(\d{{2,14}}(?:{_S}\d{{1,8}}){{0,5}})[ ,(]{{1,2}}(?:{_BANK}|계좌)", re.IGNORECASE)
_LICENCE = re.compile(rf"{_ALONE}[12]\d-\d\d-\d{{6}}-\d\d{_END}")
_PASSPORT = re.compile(
    r"(?:여권|passport)[^\n]{0,14}?(?<![A-Za-z0-9])([MSRODG]\d{8}|[MSRODG]\d{3}[A-Z]\d{4})(?![A-Za-z0-9])", re.IGNORECASE
)
_NAMED = re.compile(
    r"(주문|송장|운송장|택배|대한통운|배송|바코드|사업자|상품|제품|품번|모델|코드|쿠폰|예약\s?번호|접수|isbn|order|invoice|tracking|barcode|no\.|ord-)"
    r"[^\d\n]{0,10}$",
    re.IGNORECASE,
)
_SITE = r"(?:네이버|지메일|구글|다음|한메일|핫메일|네이트|카카오|아웃룩)(?:\s?(?:닷컴|쩜컴|점컴|메일))?"
_TLD = r"(?:com|net|org|kr|co|io|ac|go|me|edu|dev|shop|or|pe|컴|넷)"
_DOT = r"(?:\.|\s\.\s|\s?(?:점|쩜|닷)\s?|\sdot\s)"
_AT = r"(?:@|\s@\s|\s?골뱅이\s?|\s?[(\[]\s?(?:at|골뱅이)\s?[)\]]\s?|\sat\s)"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{{0,63}}{_AT}"
    rf"(?:(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,4}}{_TLD}(?![A-Za-z0-9-])|(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}[A-Za-z]{{2,24}}(?![A-Za-z0-9-])|{_SITE})",
    re.IGNORECASE,
)


def _candidates(plain: str) -> Iterator[tuple[Kind, int, int]]:
    """What may be personal data, the surest kinds first."""
    yield from (("email", *found.span()) for found in _EMAIL.finditer(plain))
    yield from (("phone", *found.span()) for found in _MOBILE.finditer(plain))
    yield from (("driving_licence", *found.span()) for found in _LICENCE.finditer(plain) if not _named(plain, found.start()))
    yield from (("resident_number", *found.span()) for found in _RESIDENT.finditer(plain) if _is_resident(found, plain))
    yield from (("card", *found.span()) for found in _CARD.finditer(plain) if _is_card(found, plain))
    yield from (("phone", *found.span()) for found in _LANDLINE.finditer(plain) if not _named(plain, found.start()))
    for pattern in (_TO_ACCOUNT, _THEN_BANK):
        yield from (("account", *found.span(1)) for found in pattern.finditer(plain) if _is_account(found, plain))
    yield from (("account", *found.span()) for found in _ACCOUNT_SHAPES.finditer(plain) if not _named(plain, found.start()))
    yield from (("passport", *found.span(1)) for found in _PASSPORT.finditer(plain))


def _named(plain: str, start: int) -> bool:
    """Whether the words before a number say that it is something else."""
    return bool(_NAMED.search(plain, max(0, start - 24), start))


def _is_resident(found: re.Match[str], plain: str) -> bool:
    """Thirteen digits in one are one unless they are a barcode or are called an order; since October 2020 the check digit is random."""
    birth, between, kind, rest = found.groups()
    if kind in "09" and between == "":
        return False
    if "주민" in plain[max(0, found.start() - 12) : found.start()]:
        return True
    return not _named(plain, found.start()) and (bool(between) or not rest.isdigit() or not _is_gtin(birth + kind + rest))


def _is_card(found: re.Match[str], plain: str) -> bool:
    groups = [group for group in (found[1], found[3], found[4], found[5], found[6], found[8], found[9]) if group]
    number = "".join(groups)
    if number[0] not in "34569" and not "2221" <= number[:4] <= "2720":
        return False
    if "카드" in plain[max(0, found.start() - 12) : found.start()]:
        return True
    return not _named(plain, found.start()) and (_luhn(number) or (bool(found[2]) and not number.startswith("3333")))


def _is_account(found: re.Match[str], plain: str) -> bool:
    digits = sum(character.isdigit() for character in found[1])
    return 10 <= digits <= 16 and not _named(plain, found.start(1))


def _luhn(number: str) -> bool:
    """ISO/IEC 7812-1."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_gtin(number: str) -> bool:
    """A GTIN-13 barcode of Korea (880) or China (69), the ones that may look like a date of birth, with its check digit."""
    return number.startswith(("880", "69")) and sum(int(digit) * (1 + 2 * (at % 2)) for at, digit in enumerate(number)) % 10 == 0


def _trimmed(one: PersonalData, text: str) -> PersonalData:
    """Without what is no part of it at its end: what was said is followed by an invisible character, a bracket it did not open."""
    start, end = one.start, one.end
    while end > start + 1 and not (text[end - 1].isalnum() or text[end - 1] in "*●•#"):
        end -= 1
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    return PersonalData(kind=one.kind, start=start, end=end)
