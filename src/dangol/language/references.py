"""Order and parcel numbers, phone numbers (also a shop's own), and street addresses."""

import re
from collections.abc import Iterator

from . import personal_data
from .entity import Entity

_CALLED = (
    r"(?:주문\s?번호|주문\s?코드|오더\s?번호|예약\s?번호|접수\s?번호|송장\s?번호|운송장\s?번호|운송장|송장|order\s?(?:number|no\.?|id|#)|"
    r"tracking\s?(?:number|no\.?)|booking\s?(?:number|no\.?))"
)
_ORDER = re.compile(
    rf"{_CALLED}[\s:：는은이가#]{{0,4}}(?P<called>(?=[A-Za-z-]{{0,12}}\d)[A-Za-z0-9][A-Za-z0-9-]{{3,30}})"
    r"|(?<![A-Za-z0-9-])(?P<prefix>(?:ORD|ORDER|DG|NO)[-#]?\d[A-Za-z0-9-]{4,28})(?![A-Za-z0-9-])"
    r"|(?<![\d-])(?P<dated>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?(?:\d{5,12}|\d{4}-\d{4}))(?![\d-])"
    r"|#(?P<sharp>\d{5,16})(?!\d)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LINE = re.compile(r"(?<![\d-])1[568]\d\d[-. ]?\d{4}(?![\d-])")
_PROVINCE = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청[남북]도|전라[남북]도|경상[남북]도)"
    r"(?:특별자치시|특별자치도|특별시|광역시|도|시)?"
)
_UNIT = r"(?:\s?,?\s?(?:지하\s?)?\d{1,4}\s?(?:동|호|층)|\s?[A-Z]동|\s?\([가-힣\d\s,]{2,20}\))"
_ADDRESS = re.compile(
    rf"(?<![가-힣])(?:{_PROVINCE}\s?)?(?:[가-힣]{{1,6}}(?:시|군|구)\s){{0,2}}[가-힣]{{1,8}}\d{{0,3}}(?:로|길)(?:\s?\d{{1,4}}번?길)?\s?\d{{1,5}}(?:-\d{{1,4}})?(?!\d|[시분일월원개%만천])"
    rf"{_UNIT}{{0,3}}"
    rf"|(?<![가-힣])(?:{_PROVINCE}\s)?(?:[가-힣]{{1,6}}(?:시|군|구)\s){{1,2}}[가-힣]{{1,6}}\d?(?:동|읍|면|리|가)(?:\s[가-힣]{{1,4}}리)?\s?(?:산\s?)?\d{{1,5}}(?:-\d{{1,4}})?(?:번지)?{_UNIT}{{0,3}}"
    rf"|(?<![가-힣])(?:{_PROVINCE}\s)?[가-힣]{{1,5}}\d?(?:동|가)\s\d{{1,5}}-\d{{1,4}}(?:번지)?{_UNIT}{{0,3}}"
    rf"|\d{{1,5}}\s(?:[A-Z][a-z-]+\s){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|-ro|-gil)\b"
)
_NOT_STREET = re.compile(
    r"^(?:으로|별로|따로|바로|새로|서로|실제로|그대로|이대로|제대로|앞으로|뒤로|위로|택배로|퀵으로|추가로|카드로|현금으로|배송으로)\s?\d"
)


def references_in(text: str) -> Iterator[Entity]:
    """Phones first: a phone number is never an order number."""
    if not _DIGIT.search(text):
        if any(spoken in text for spoken in ("공일공", "영일영", "공하나공")):
            yield from _phones(text)
        return
    yield from _phones(text)
    for found in _ORDER.finditer(text):
        group = found.lastgroup or ""
        yield _entity("order_number", found.start(group), found[group], "".join(filter(str.isalnum, found[group])))
    for found in _ADDRESS.finditer(text):
        if not _NOT_STREET.match(found[0]):
            yield _entity("address", found.start(), found[0].strip(), found[0].strip())


def _phones(text: str) -> Iterator[Entity]:
    for one in personal_data.find(text):
        if one.kind == "phone":
            written = text[one.start : one.end]
            yield _entity("phone", one.start, written, "".join(filter(str.isalnum, written)))
    for found in _LINE.finditer(text):
        yield _entity("phone", found.start(), found[0], "".join(filter(str.isdigit, found[0])))


def _entity(kind: str, start: int, written: str, value: str) -> Entity:
    if kind == "phone":
        return Entity(kind="phone", text=written, start=start, end=start + len(written), value=value)
    if kind == "address":
        return Entity(kind="address", text=written, start=start, end=start + len(written), value=value)
    return Entity(kind="order_number", text=written, start=start, end=start + len(written), value=value)
