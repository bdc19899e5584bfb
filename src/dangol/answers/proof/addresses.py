"""Links, e-mail addresses, phone numbers and handles of a text, each in one form: they are said exactly or not at all."""

import re

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()가-힣]+|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|kr|example|shop|store|io|me|ly|link|site|xyz|"
    r"biz|info)\b(?:/[^\s<>\"'()가-힣]*)?",
    re.I,
)
_EMAIL = re.compile(r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?82[-\s]?)?0?\d{1,4}[-.\s)]\s?\d{3,4}[-.\s]\d{4}(?!\d)|(?<!\d)0\d{8,10}(?!\d)|(?<!\d)1[568]\d\d[-\s]\d{4}(?!\d)"
)
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z0-9_.]{3,}|(?<![\w&])#[A-Za-z0-9_가-힣]{2,}")


def addresses(text: str) -> frozenset[str]:
    """All of them, comparable: links without protocol and final dot, phones as digits in the national form."""
    found: set[str] = set()
    rest = text
    for mail in _EMAIL.findall(text):
        found.add(mail.lower().rstrip("."))
        rest = rest.replace(mail, " ")
    for link in _LINK.findall(rest):
        found.add(re.sub(r"^https?://(?:www\.)?|^www\.", "", link.lower()).rstrip("./,;:!?"))
        rest = rest.replace(link, " ")
    found |= {handle.lower().rstrip(".") for handle in _HANDLE.findall(rest)}
    return frozenset(found | {_national(phone) for phone in _PHONE.findall(rest)})


def blanked(text: str) -> str:
    """The text with its addresses as spaces, so that their digits are not read as amounts."""
    for pattern in (_EMAIL, _LINK, _HANDLE, _PHONE):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _national(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return f"0{digits.removeprefix('82').lstrip('0')}" if phone.lstrip().startswith("+") or digits.startswith("82") else digits
