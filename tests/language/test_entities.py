"""Prices, amounts, dates, times, order numbers, phones and addresses, as they are said, in one spelling."""

import pytest

from dangol.language.entities import entities_in

FOUND = [
    ("내일 오후 3시까지 되나요", [("date", "today+1", ""), ("time", "15:00", "until")]),
    ("12,000원이랑 2만5천원", [("price", "12000", ""), ("price", "25000", "")]),
    ("만오천 원짜리요", [("price", "15000", "")]),
    ("3만 2천 5백원", [("price", "32500", "")]),
    ("백만원", [("price", "1000000", "")]),
    ("3만원대 선물", [("price", "30000", "")]),
    ("5만 이하로", [("price", "50000", "")]),
    ("$12.5 정도", [("price", "USD 12.5", "")]),
    ("다음 주 금요일 오후 두 시 반쯤", [("date", "next fri", ""), ("time", "14:30", "")]),
    ("11월 25일까지", [("date", "--11-25", "until")]),
    ("2026.11.25 주문한 거", [("date", "2026-11-25", "")]),
    ("25일에 갈게요", [("date", "---25", "")]),
    ("3일 뒤에 가요", [("date", "today+3", "")]),
    ("이틀 전에 주문", [("date", "today-2", "")]),
    ("이번 주말에", [("date", "this weekend", "")]),
    ("월요일부터 금요일까지", [("date", "mon", "from"), ("date", "fri", "until")]),
    ("오전 10시부터 오후 8시 30분까지", [("time", "10:00", "from"), ("time", "20:30", "until")]),
    ("10:00-20:00", [("time", "10:00", ""), ("time", "20:00", "")]),
    ("밤 12시", [("time", "00:00", "")]),
    ("tomorrow at 3pm", [("date", "today+1", ""), ("time", "15:00", "")]),
    ("두 박스랑 500ml 3병", [("amount", "2 박스", ""), ("amount", "500 ml", ""), ("amount", "3 병", "")]),
    ("소금빵 2개 3천원", [("amount", "2 개", ""), ("price", "3000", "")]),
    ("주문번호 20261125-0001234 언제 와요", [("order_number", "202611250001234", "")]),
    ("주문번호는 ABC123456 입니다", [("order_number", "ABC123456", "")]),
    ("#1234567 주문", [("order_number", "1234567", "")]),
    ("010-1234-5678로", [("phone", "01012345678", "")]),
    ("1588-1234 전화", [("phone", "15881234", "")]),
    ("서울 성동구 연무장길 12, 3층으로 보내주세요", [("address", "서울 성동구 연무장길 12, 3층", "")]),
    ("경기도 성남시 분당구 판교역로 235", [("address", "경기도 성남시 분당구 판교역로 235", "")]),
    ("서울특별시 마포구 연남동 223-14 2층", [("address", "서울특별시 마포구 연남동 223-14 2층", "")]),
]
NOTHING = [
    "",
    "제주도 갈까",
    "원래 3시간 걸려요",
    "시원하다",
    "2호선 타고",
    "택배로 보내주세요",
    "하나도 없어요",
    "카드로 2번 결제",
    "한마디로 최고",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = entities_in(text)
    assert [(one.kind, one.value, one.bound) for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text: str) -> None:
    assert entities_in(text) == ()
