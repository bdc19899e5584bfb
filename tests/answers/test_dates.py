"""Which day is meant, and when a place is open on it."""

from datetime import date, datetime, timedelta

import pytest

from dangol.answers.calendar import clock, day_of, next_open_day, spans_text, week_text
from dangol.answers.dates import holiday_name, when
from dangol.language.lexicon import respell

TODAY = date(2026, 11, 24)  # a Tuesday

DAYS = [
    ("오늘 해요?", ["2026-11-24"]),
    ("낼 하나요", ["2026-11-25"]),
    ("내일모레 열어요?", ["2026-11-26"]),
    ("모레", ["2026-11-26"]),
    ("글피", ["2026-11-27"]),
    ("어제 열었었나요", ["2026-11-23"]),
    ("그저께", ["2026-11-22"]),
    ("토요일에 하나요", ["2026-11-28"]),
    ("토욜에 하나요", ["2026-11-28"]),
    ("화요일에 하나요", ["2026-11-24"]),  # today counts
    ("월요일이랑 수요일에 하나요", ["2026-11-25", "2026-11-30"]),
    ("다음 주 월요일", ["2026-11-30"]),
    ("담주 화요일", ["2026-12-01"]),
    ("다음주 일요일", ["2026-12-06"]),
    ("12월 25일에 하나요", ["2026-12-25"]),
    ("12/25 해요?", ["2026-12-25"]),
    ("2027년 2월 7일", ["2027-02-07"]),
    ("2027-02-07", ["2027-02-07"]),
    ("2027.2.7", ["2027-02-07"]),
    ("1월 1일", ["2027-01-01"]),  # rolls over
    ("11월 23일", ["2027-11-23"]),
    ("2월 30일에 하나요", []),
    ("13월 1일", []),
    ("크리스마스에 하나요", ["2026-12-25"]),
    ("성탄절", ["2026-12-25"]),
    ("크리스마스 이브", ["2026-12-24"]),
    ("설날에 하나요", ["2027-02-07"]),
    ("설에 하나요", ["2027-02-07"]),
    ("구정", ["2027-02-07"]),
    ("설 연휴", ["2027-02-06", "2027-02-07", "2027-02-08"]),
    ("추석", ["2027-09-15"]),
    ("추석 연휴", ["2027-09-14", "2027-09-15", "2027-09-16"]),
    ("신정", ["2027-01-01"]),
    ("새해 첫날", ["2027-01-01"]),
    ("삼일절", ["2027-03-01"]),
    ("어린이날", ["2027-05-05"]),
    ("부처님 오신 날", ["2027-05-13"]),
    ("석가탄신일", ["2027-05-13"]),
    ("한글날", ["2027-10-09"]),
    ("대체공휴일", ["2027-02-09"]),  # after Seollal on a Sunday
    ("tomorrow", ["2026-11-25"]),
    ("on Saturday", ["2026-11-28"]),
    ("next Monday", ["2026-11-30"]),
    ("Christmas Eve", ["2026-12-24"]),
    ("New Year's Day", ["2027-01-01"]),
    ("Seollal", ["2027-02-07"]),
    ("설탕 들어가나요", []),
    ("신설 매장", []),
    ("모래시계", []),
    ("전설의 고래", []),
    ("1/2 사이즈 있나요", []),
    ("3/4 사이즈", []),
    ("sun hat", []),
    ("고래의 편지 얼마예요", []),
]


@pytest.mark.parametrize(("text", "days"), DAYS)
def test_the_days_of_a_text(text: str, days: list[str]) -> None:
    assert [day.isoformat() for day in when(respell(text), TODAY).days] == days


@pytest.mark.parametrize(
    ("text", "generic", "now"),
    [
        ("공휴일에도 하나요", "holiday", False),
        ("빨간날 쉬나요", "holiday", False),
        ("주말에 하나요", "weekend", False),
        ("평일엔 몇 시까지", "weekday", False),
        ("on weekends", "weekend", False),
        ("public holidays", "holiday", False),
        ("지금 열었나요", None, True),
        ("아직 하나요", None, True),
        ("are you open right now", None, True),
        ("영업시간", None, False),
    ],
)
def test_kinds_of_day_and_this_moment(text: str, generic: str | None, now: bool) -> None:
    found = when(text, TODAY)
    assert (found.generic, found.now) == (generic, now)


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31), date(2027, 2, 7), date(2027, 2, 10)])
def test_a_named_day_is_never_past(today: date) -> None:
    for text in ("설날", "추석", "크리스마스", "신정", "2월 29일", "토요일", "대체공휴일", "1월 1일"):
        assert all(day >= today for day in when(text, today).days)


def test_holidays_of_seollal_2027() -> None:
    assert [holiday_name(date(2027, 2, day)) for day in (5, 6, 7, 8, 9, 10)][1:5] == ["설날 전날", "설날", "설날 다음날", "설날 대체 휴일"]
    assert holiday_name(date(2027, 2, 5)) is None
    assert holiday_name(date(2027, 2, 10)) is None


WEDNESDAY, THURSDAY, CHRISTMAS, SATURDAY = (date(2026, 12, day) for day in (23, 24, 25, 26))  # Christmas is a Friday

OPEN = [
    ("Mo-Fr 11:00-20:00; PH off", WEDNESDAY, "11:00–20:00"),
    ("Mo-Fr 11:00-20:00; PH off", CHRISTMAS, ""),
    ("Mo-Fr 11:00-20:00; PH off", SATURDAY, ""),
    ("Mo-Su 10:00-20:00; PH 12:00-18:00", CHRISTMAS, "12:00–18:00"),
    ("Mo-Fr 09:00-12:00,13:00-18:00; Sa 09:00-13:00; Su,PH off", WEDNESDAY, "09:00–12:00, 13:00–18:00"),
    ("Mo-Fr 09:00-12:00,13:00-18:00; Sa 09:00-13:00; Su,PH off", CHRISTMAS, ""),
    ("Mo-Su 10:00-24:00", WEDNESDAY, "10:00–24:00"),
    ("10:00-20:00; PH off", WEDNESDAY, "10:00–20:00"),
    ("10:00-20:00; PH off", CHRISTMAS, ""),
    ("Mo-Su 10:00-20:00; Dec 24 10:00-14:00", THURSDAY, "10:00–14:00"),
    ("Mo-Su 10:00-20:00; 2026 Dec 24-26 off", THURSDAY, ""),
    ("Mo-Su 10:00-20:00; PH off; Dec 25 10:00-14:00", CHRISTMAS, "10:00–14:00"),  # named after the holidays
    ("Tu-Su 10:00-19:00, PH off", CHRISTMAS, ""),  # a comma between rules
    ("PH,Mo off; Tu-Su 10:00-20:00", CHRISTMAS, ""),  # holidays named first
    ("24/7", WEDNESDAY, "00:00–24:00"),
    ("Mo-Su 00:00-24:00", WEDNESDAY, "00:00–24:00"),
    ("Mo-Fr 18:00-02:00", WEDNESDAY, "18:00–02:00"),  # what is left of the night before belongs to that day
    ("Mo-Fr 18:00-02:00", SATURDAY, ""),
    ("Fr,Sa 18:00-02:00", SATURDAY, "18:00–02:00"),
    ("Mo-Su 10:00-20:00; Mo[2] off", date(2026, 12, 14), ""),
]


@pytest.mark.parametrize(("hours", "day", "open_"), OPEN)
def test_open_on_a_day(hours: str, day: date, open_: str) -> None:
    assert spans_text(day_of(hours, "", day)) == open_


@pytest.mark.parametrize(
    ("closed", "open_days"),
    [
        ("", [23, 24, 25, 26]),
        ("2026-12-24", [23, 25, 26]),
        ("2026.12.24", [23, 25, 26]),
        ("2026년 12월 24일(목) 재고 정리", [23, 25, 26]),
        ("2026-12-23; 2026-12-26", [24, 25]),
        ("2026-12-23~2026-12-25", [26]),
        ("2026-12-23 ~ 25", [26]),
        ("겨울 휴가(2026년 12월 24~26일)", [23]),
        ("연중무휴", [23, 24, 25, 26]),
    ],
)
def test_closing_dates(closed: str, open_days: list[int]) -> None:
    assert [day for day in (23, 24, 25, 26) if day_of("Mo-Su 10:00-20:00", closed, date(2026, 12, day)).open] == open_days


def test_always_open_is_open_in_the_evening() -> None:
    assert day_of("24/7", "", WEDNESDAY).open_at(datetime(2026, 12, 23, 21, 0))


def test_open_past_midnight() -> None:
    friday = day_of("Fr,Sa 18:00-02:00", "", date(2026, 12, 18))
    assert friday.open_at(datetime(2026, 12, 19, 1, 0))
    assert not friday.open_at(datetime(2026, 12, 19, 2, 0))
    assert friday.next_opening(datetime(2026, 12, 18, 9, 0)) == datetime(2026, 12, 18, 18, 0)


@pytest.mark.parametrize(
    ("hours", "closed", "after", "opens"),
    [
        ("Mo-Su 11:00-22:00; PH off", "", date(2027, 2, 6), "2027-02-10"),
        ("Mo-Fr 11:00-20:00; PH off", "2026-12-28", CHRISTMAS, "2026-12-29"),
        ("Sa 11:00-20:00", "", SATURDAY, "2027-01-02"),
    ],
)
def test_the_next_open_day(hours: str, closed: str, after: date, opens: str) -> None:
    found = next_open_day(hours, closed, after)
    assert found
    assert found.date.isoformat() == opens


def test_a_place_that_never_opens_has_no_next_day() -> None:
    assert next_open_day("off", "", TODAY) is None


WEEKS = [
    ("Mo-Fr 11:00-20:00; Sa,Su 10:00-21:00; PH off", "월–금 11:00–20:00, 토·일 10:00–21:00, 공휴일 휴무"),
    ("Tu-Su 10:00-19:00", "월 휴무, 화–일 10:00–19:00"),
    ("Mo,We,Fr 10:00-12:00", "월 10:00–12:00, 화 휴무, 수 10:00–12:00, 목 휴무, 금 10:00–12:00, 토·일 휴무"),
    ("Mo-Su 10:00-24:00; PH 12:00-18:00", "월–일 10:00–24:00, 공휴일 12:00–18:00"),
    ("Mo-Fr 18:00-02:00", "월–금 18:00–02:00, 토·일 휴무"),
    ("24/7", "월–일 00:00–24:00"),
]


@pytest.mark.parametrize(("hours", "week"), WEEKS)
def test_the_week_in_words(hours: str, week: str) -> None:
    assert week_text(hours) == week


def test_the_week_in_english() -> None:
    assert week_text("Mo-Fr 11:00-20:00; Sa,Su 10:00-21:00; PH off", "en") == (
        "Mon–Fri 11:00–20:00, Sat·Sun 10:00–21:00, public holidays closed"
    )


@pytest.mark.parametrize("hours", ["Mo-Fr 11:00-20:00; PH off", "PH,Mo off; Tu-Su 10:00-20:00", "Tu-Su 10:00-19:00, PH off"])
def test_the_week_and_the_day_say_the_same_of_holidays(hours: str) -> None:
    said_open = "공휴일 휴무" not in week_text(hours)
    assert {day_of(hours, "", CHRISTMAS + timedelta(days=ahead)).open for ahead in (0, 7)} == {said_open}  # both are holidays


@pytest.mark.parametrize(("hour", "said"), [(0, "24:00"), (9, "09:00"), (23, "23:00")])
def test_clock(hour: int, said: str) -> None:
    assert clock(datetime(2026, 12, 23, hour)) == said
