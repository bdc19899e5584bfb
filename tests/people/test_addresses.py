import pytest

from dangol.kit.errors import BadInput
from dangol.people.addresses import AddressKind, normalised


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("email", "  Minji.Kim@Example.ORG ", "minji.kim@example.org"),
        ("email", "ｍｉｎｊｉ＠example.org", "minji@example.org"),
        ("email", "민지@한국.kr", "민지@한국.kr"),
        ("phone", "010-1234-5678", "+821012345678"),
        ("phone", "010 1234 5678", "+821012345678"),
        ("phone", "０１０１２３４５６７８", "+821012345678"),
        ("phone", "+82 10-1234-5678", "+821012345678"),
        ("phone", "+82 (0)10.1234.5678", "+821012345678"),
        ("phone", "821012345678", "+821012345678"),
        ("phone", "02-123-4567", "+8221234567"),
        ("phone", "02) 1234-5678", "+82212345678"),
        ("phone", "031-123-4567", "+82311234567"),
        ("phone", "011-123-4567", "+82111234567"),
        ("phone", "0507-1234-5678", "+8250712345678"),
        ("phone", "+1 (415) 555-2671", "+14155552671"),
        ("login", " minji ", "minji"),
        ("login", "Minji", "Minji"),
    ],
)
def test_one_spelling(kind: AddressKind, value: str, expected: str) -> None:
    assert normalised(kind, value) == expected
    assert normalised(kind, expected) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", ""),
        ("email", "minji"),
        ("email", "minji@example"),
        ("email", "minji@@example.org"),
        ("email", "min ji@example.org"),
        ("email", "minji@example..org"),
        ("email", "x" * 250 + "@example.org"),
        ("phone", ""),
        ("phone", "010-1234-567"),
        ("phone", "010-1234-56789"),
        ("phone", "1588-1234"),
        ("phone", "1012345678"),
        ("phone", "+82 1234"),
        ("phone", "전화번호"),
        ("phone", "010-1234-5678 민지"),
        ("phone", "+0 123 456 789"),
        ("phone", "-"),
        ("login", "  "),
        ("login", "a\x00b"),
        ("login", "x" * 513),
    ],
)
def test_what_is_no_address_is_refused(kind: AddressKind, value: str) -> None:
    with pytest.raises(BadInput) as caught:
        normalised(kind, value)
    assert caught.value.code == f"people.bad_{kind}"


@pytest.mark.parametrize(("kind", "value"), [("email", "minji@home"), ("phone", "010-9999-999"), ("login", "minji\x00")])
def test_a_refusal_does_not_repeat_the_address(kind: AddressKind, value: str) -> None:
    with pytest.raises(BadInput) as caught:
        normalised(kind, value)
    assert value.rstrip("\x00") not in str(caught.value)
