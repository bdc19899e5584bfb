"""An answer said aloud keeps every number of the written one, in order, in the words that a Korean would say."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.answers.audit.heard import heard as written_down
from dangol.answers.audit.surface import differences, surface
from dangol.answers.speech import digits, native, sino, spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("별밭 텐트 2인은 189,000원이에요.", "별밭 텐트 이 인은 십팔만 구천 원이에요."),
        ("무게는 2.6kg이에요.", "무게는 이 점 육 킬로그램이에요."),
        ("설치 220×140×110cm", "설치 이백이십 곱하기 백사십 곱하기 백십 센티미터"),
        ("오늘 11월 26일(목)에 11:00–20:00 영업해요.", "오늘 십일월 이십육 일 목요일에 오전 열한 시부터 오후 여덟 시까지 영업해요."),
        ("6월 1일과 10월 3일", "유월 일 일과 시월 삼 일"),
        ("2026-12-25에 쉬어요", "이천이십육 년 십이월 이십오 일에 쉬어요"),
        ("12:30–13:30", "낮 열두 시 삼십 분부터 오후 한 시 삼십 분까지"),
        ("10:00–24:00", "오전 열 시부터 밤 열두 시까지"),
        ("평일 오후 2시 30분까지", "평일 오후 두 시 삼십 분까지"),
        ("전화는 02-000-1000이에요.", "전화는 공이, 공공공, 일공공공이에요."),
        ("제주는 2~4영업일, 5~10개, 3~4인용", "제주는 이에서 사 영업일, 다섯에서 열 개, 삼에서 사 인용"),
        ("재고는 12개, 20개, 3명, 1시간, 2잔", "재고는 열두 개, 스무 개, 세 명, 한 시간, 두 잔"),
        ("3개월, 10개입, 2박 3일, 15분", "삼 개월, 십 개입, 이 박 삼 일, 십오 분"),
        ("10% 적립, 10,000mAh, USB-C", "십 퍼센트 적립, 만 밀리암페어시, USB-C"),
        ("hello@deulmaru.example 로", "hello 골뱅이 deulmaru 점 example 로"),
        ("https://deulmaru.example/p/1 에서", "화면에 보이는 주소 에서"),
        ("네, 선물 포장이 돼요.", "네, 선물 포장이 돼요."),
        ("", ""),
    ],
)
def test_as_it_is_said(written: str, said: str) -> None:
    assert spoken(written, "ko") == said


def test_english_keeps_its_digits() -> None:
    assert spoken("The tent costs ₩189,000 and weighs 2.6kg.", "en") == "The tent costs 189,000 won and weighs 2.6kg."


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "영"),
        (1, "일"),
        (10, "십"),
        (11, "십일"),
        (110, "백십"),
        (10_000, "만"),
        (10_001, "만 일"),
        (110_000, "십일만"),
        (100_000_000, "일억"),
        (123_456_789, "일억 이천삼백사십오만 육천칠백팔십구"),
    ],
)
def test_numerals(number: int, said: str) -> None:
    assert sino(number) == said


# The way back, written apart from the way there.
_SINO = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_NATIVE = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_TENS = {"열": 10, "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90}


def heard(said: str) -> int:
    """The number in Sino-Korean words."""
    if said == "영":
        return 0
    whole = group = digit = 0
    for letter in said.replace(" ", ""):
        if letter in _SINO:
            digit = _SINO[letter]
        elif letter in "십백천":
            group, digit = group + (digit or 1) * {"십": 10, "백": 100, "천": 1000}[letter], 0
        else:
            whole, group, digit = whole + (group + digit or 1) * {"만": 10**4, "억": 10**8, "조": 10**12}[letter], 0, 0
    return whole + group + digit


@given(st.integers(0, 10**15))
def test_sino_numerals_say_the_number(number: int) -> None:
    assert heard(sino(number)) == number


def test_native_numerals_say_the_number() -> None:
    for number in range(1, 100):
        tens = next((word for word in _TENS if native(number).startswith(word)), "")
        assert _TENS.get(tens, 0) + _NATIVE.get(native(number).removeprefix(tens), 0) == number
    assert native(100) == "백"
    assert digits("010") == "공일공"


@given(st.integers(100, 10**9), st.integers(1, 12), st.integers(1, 31), st.integers(0, 23), st.integers(0, 59), st.integers(1, 99))
def test_the_same_facts_are_said(price: int, month: int, day: int, hour: int, minute: int, stock: int) -> None:
    said = spoken(f"값은 {price:,}원, 날은 {month}월 {day}일, 때는 {hour:02}:{minute:02}, 남은 것은 {stock}개", "ko")
    assert not re.search(r"\d", said)
    parts = re.fullmatch(r"값은 (.+) 원, 날은 (.+)월 (.+) 일, 때는 (오전|낮|오후|밤) (.+) 시(?: (.+) 분)?, 남은 것은 (.+) 개", said)
    assert parts
    assert heard(parts[1]) == price
    assert heard({"유": "육", "시": "십"}.get(parts[2], parts[2])) == month
    assert heard(parts[3]) == day
    assert parts[7] == native(stock)
    assert parts[5] == native(hour % 12 or 12)
    assert parts[4] == ("밤" if (hour, minute) == (0, 0) else "오전" if hour < 12 else "낮" if hour == 12 else "오후")
    assert heard(parts[6] or "영") == minute


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    assert isinstance(spoken(text, "ko"), str)


@pytest.mark.parametrize(
    ("text", "aloud"),
    [
        ("전화(02-000-0000)로", "전화(공이, 공공공, 공공공공)로"),
        ("(02) 123-4567로", "공이, 일이삼, 사오육칠로"),
        (
            "화 휴무, 수–금 10:00–18:00, 토·일 09:00–19:00",
            "화요일 휴무, 수요일부터 금요일까지 오전 열 시부터 오후 여섯 시까지, 토요일, 일요일 오전 아홉 시부터 오후 일곱 시까지",
        ),
    ],
)
def test_brackets_stay_and_weekdays_are_said_whole(text: str, aloud: str) -> None:
    assert spoken(text, "ko") == aloud


@pytest.mark.parametrize(
    "text",
    [
        "배송비는 3,000원이고 50,000원 이상이면 무료예요.",
        "평일 09:00~18:00, 031-555-0191로 알려 주세요.",
        "12월 25일(금)에는 2.6kg까지 3~4명이 들 수 없어요.",
        "b2b@deulmaru.example로 2영업일 안에 보내 주세요.",
        "2026-11-16; 40℃가 넘지 않게, 220×140cm",
    ],
)
def test_what_is_said_is_heard_again_as_it_was_written(text: str) -> None:
    today = date(2026, 11, 25)
    assert differences(surface(text, today, {}), surface(written_down(spoken(text, "ko"), text), today, {})) == ()


@pytest.mark.parametrize(("wrong", "code"), [("사천 원", "amount"), ("두 시", "time"), ("공이, 일이삼, 사오육팔", "address")])
def test_a_wrong_numeral_is_heard(wrong: str, code: str) -> None:
    text = "3,000원을 오후 3시까지 02-123-4567로 알려 주세요."
    right = {"amount": "삼천 원", "time": "세 시", "address": "공이, 일이삼, 사오육칠"}[code]
    said = spoken(text, "ko")
    assert right in said
    today = date(2026, 11, 25)
    found = differences(surface(text, today, {}), surface(written_down(said.replace(right, wrong), text), today, {}))
    assert code in [one.code for one in found]
