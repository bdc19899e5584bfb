"""One spelling for each address, so that the same e-mail or phone always names the same identity."""

import re
import unicodedata
from typing import Literal

from dangol.kit.errors import BadInput

AddressKind = Literal["login", "email", "phone"]

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[\d\s().-]+", re.ASCII)
_KOREAN = re.compile(r"10\d{8}|[2-9]\d{7,9}|1[1-9]\d{7,8}|50\d{8,10}")  # national number without its 0: 010, area codes, 011…, 050
_FOREIGN = re.compile(r"[1-9]\d{6,14}")  # ITU-T E.164: at most 15 digits


def normalised(kind: AddressKind, value: str) -> str:
    """The one spelling: an e-mail in lower case, a phone as ``+82…`` (E.164), a login without outer spaces.

    Raises:
        BadInput: ``people.bad_email``, ``people.bad_phone`` or ``people.bad_login``. The value is not repeated: it is personal.
    """
    plain = unicodedata.normalize("NFKC", value).strip()
    match kind:
        case "email":
            return _email(plain.lower())
        case "phone":
            return _phone(plain)
        case "login":
            return _login(plain)


def _email(value: str) -> str:
    if len(value) > 254 or not _EMAIL.fullmatch(value):
        raise BadInput(
            "people.bad_email",
            ko="이메일 주소의 형식이 아닙니다. name@example.com 처럼 적어 주세요.",
            en="This is not an e-mail address. Write it like name@example.com.",
        )
    return value


def _phone(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    if _PHONE.fullmatch(value):
        if value.startswith("+") and not digits.startswith("82") and _FOREIGN.fullmatch(digits):
            return f"+{digits}"
        national = _national(digits, international=value.startswith("+"))
        if national and _KOREAN.fullmatch(national):
            return f"+82{national}"
    raise BadInput(
        "people.bad_phone",
        ko="전화번호의 형식이 아닙니다. 010-1234-5678 이나 +82 10 1234 5678 처럼 적어 주세요.",
        en="This is not a phone number. Write it like 010-1234-5678 or +82 10 1234 5678.",
    )


def _national(digits: str, *, international: bool) -> str | None:
    """The Korean number without country code and trunk 0, or None when it has neither."""
    if digits.startswith("82"):
        return digits[2:].removeprefix("0")
    return digits[1:] if digits.startswith("0") and not international else None


def _login(value: str) -> str:
    if not 0 < len(value) <= 512 or not value.isprintable():
        raise BadInput(
            "people.bad_login",
            ko="로그인 아이디는 1자에서 512자 사이의 글자여야 합니다.",
            en="A login must be text of 1 to 512 characters.",
        )
    return value
