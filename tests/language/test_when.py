"""When a text says it, told against a clock: Wednesday 25 November 2026, 10:30 in Seoul.

``11-26/11-27`` is a stretch, ``11-26T15:00`` a moment, ``..11-27`` a deadline, ``11-27..`` what begins then; ``?`` marks a guess. The table
was written before the code gave any answer.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangol.language.lexicon import Lexicon
from dangol.language.reading import read, read_all
from dangol.language.when import When

NOW = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
TABLE = """
내일 오후 3시까지 되나요 | ..11-26T15:00
내일 오후 3시에 갈게요 | 11-26T15:00
다음 주 화요일 | 12-01/12-02
다음주 화요일까지 보내주세요 | ..12-02
이번달 말에 살게요 | 11-21/12-01
이번 달 말까지 유효한가요 | ..12-01
모레 아침 | 11-27T06:00/11-27T10:00
3일 뒤에 갈게요 | 11-28/11-29
12/24 예약돼요? | 12-24/12-25
담주 금욜 | 12-04/12-05
tomorrow 3pm | 11-26T15:00
오늘 영업해요? | 11-25/11-26
오늘까지 할인인가요 | ..11-26
오늘 중으로 출발하나요 | ..11-26
오늘 안에 와요? | ..11-26
낼 문 열어요? | 11-26/11-27
낼모레 갈게요 | 11-27/11-28
내일모레까지요 | ..11-28
글피에 가도 돼요? | 11-28/11-29
어제 주문했어요 | 11-24/11-25
그저께 샀는데 | 11-23/11-24
이번 주 금요일 | 11-27/11-28
이번주 월요일 | 11-23/11-24
지난주 금요일에 주문 | 11-20/11-21
금요일 돼요? | 11-27/11-28
금요일까지 받을 수 있나요 | ..11-28
금요일 전에 받고 싶어요 | ..11-27
금요일에 주문했는데요 | 11-20/11-21
수요일에 갈게요 | 11-25/11-26?
월요일 문 열어요? | 11-30/12-01
토욜 오후에 갈게요 | 11-28T12:00/11-28T18:00
다다음주 월요일 | 12-07/12-08
다음 주에 갈게요 | 11-30/12-07
다음주까지 기다릴게요 | ..12-07
이번 주 안으로 보내주세요 | ..11-30
주말에 붐비나요 | 11-28/11-30
이번 주말까지 | ..11-30
다음 주말에 가요 | 12-05/12-07
다음 달에 재입고 되나요 | 12-01/2027-01-01
다음달 3일에 갈게요 | 12-03/12-04
담달 초에 | 12-01/12-11
다음달 중순쯤 | 12-11/12-21
월말까지 | ..12-01
12월 초에 가요 | 12-01/12-11
12월 25일 오후 2시 | 12-25T14:00
1월 3일 예약 | 2027-01-03/2027-01-04
11월 20일에 받았는데 | 11-20/11-21
25일 가능해요? | 11-25/11-26
28일까지 | ..11-29
3일에 갈게요 | 12-03/12-04
2026.12.01 방문 | 12-01/12-02
2026년 12월 1일까지 | ..12-02
내년 1월 5일 | 2027-01-05/2027-01-06
이틀 뒤에 | 11-27/11-28
사흘 후 | 11-28/11-29
일주일 뒤 | 12-02/12-03
2주 뒤에 받을게요 | 12-09/12-10
한 달 뒤 | 12-25/12-26
이틀 전에 주문했어요 | 11-23/11-24
3일 안에 받아야 해요 | ..11-29
2시간 뒤에 가요 | 11-25T12:30
30분 후에 도착 | 11-25T11:00
한 시간 전에 주문했어요 | 11-25T09:30
1시간 안에 가요 | ..11-25T11:30
3시에 갈게요 | 11-25T15:00?
오후 3시 | 11-25T15:00
오전 9시에 갈게요 | 11-26T09:00?
15시 30분에 가요 | 11-25T15:30
내일 10시에 갈게요 | 11-26T10:00?
내일 세 시 반 | 11-26T15:30?
내일 새벽 2시 | 11-26T02:00
오늘 밤 12시까지 주문하면 | ..11-26
오늘 밤 11시 | 11-25T23:00
오늘 저녁 7시 | 11-25T19:00
내일 점심에 가요 | 11-26T11:00/11-26T14:00
내일 정오에 | 11-26T12:00
오늘 자정까지 | ..11-26
내일 오전까지 부탁드려요 | ..11-26T12:00
오늘 저녁에 가요 | 11-25T18:00/11-25T21:00
내일 오전 10시부터 오후 6시까지 | 11-26T10:00.. ..11-26T18:00
내일 오후 2시~4시 | 11-26T14:00 11-26T16:00
월요일부터 금요일까지 | 11-30.. ..12-05
금요일 오후 3시 전에 | ..11-27T15:00
금요일 18:00까지 | ..11-27T18:00
내일 방문하려는데 오후 4시 괜찮아요? | 11-26/11-27 11-26T16:00
지난달 말에 산 거예요 | 10-21/11-01
can I come tomorrow? | 11-26/11-27
I need it by friday | ..11-28
next Tuesday | 12-01/12-02
next friday | 12-04/12-05?
I'll visit in 3 days | 11-28/11-29
by 5pm today please | ..11-25T17:00
are you open tomorrow morning? | 11-26T06:00/11-26T12:00
tonight | 11-25T18:00/11-26
this weekend | 11-28/11-30
I ordered two days ago | 11-23/11-24
Dec 24 | 12-24/12-25
December 24th at 2pm | 12-24T14:00
in two hours | 11-25T12:30
by the end of the month | ..12-01
tomorrow before noon | ..11-26T12:00
next week | 11-30/12-07
"""
ROWS = [tuple(part.strip() for part in line.split(" | ")) for line in TABLE.strip().splitlines()]
NO_TIME = [
    *(
        "하루 3번 먹어요",
        "2시간 걸려요",
        "24시간 영업해요?",
        "3개월 무이자",
        "매주 화요일 쉬나요",
        "월요일마다 쉬어요",
        "세일 언제 해요",
        "",
    ),
    *("1/2 컵", "3일 배송이에요?", "5분 거리예요", "12월호 잡지", "may I ask", "a second hand one", "두 달 치 주문"),
]
LEXICON = Lexicon(())


def told(when: When) -> str:
    begins, ends = _short(when.begins), _short(when.ends)
    both = begins if when.begins == when.ends else f"{begins}/{ends}" if begins and ends else f"{begins}..{ends}"
    return both + ("" if when.sure else "?")


def _short(at: datetime | None) -> str:
    if at is None:
        return ""
    return at.strftime("%Y-%m-%dT%H:%M").removeprefix("2026-").removesuffix("T00:00")


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_told_against_a_clock(text: str, expected: str) -> None:
    reading = read(text, LEXICON, now=NOW)
    assert " ".join(map(told, reading.times)) == expected
    assert all(reading.text[when.start : when.end] == when.text for when in reading.times)


@pytest.mark.parametrize("text", NO_TIME)
def test_no_time(text: str) -> None:
    assert read(text, LEXICON, now=NOW).times == ()


def test_a_reading_without_a_clock_tells_no_times() -> None:
    assert read("내일 오후 3시까지", LEXICON).times == ()


def test_seoul_decides_the_day() -> None:
    late = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)  # 01:00 on the 26th in Seoul
    (when,) = read("내일", LEXICON, now=late).times
    assert when.begins is not None
    assert when.begins.isoformat() == "2026-11-27T00:00:00+09:00"


def test_a_burst_tells_times_too() -> None:
    for tokens in (True, False):
        one, other = read_all(["내일 오후 3시까지", "얼마예요"], LEXICON, tokens=tokens, now=NOW)
        assert [told(when) for when in one.times] == ["..11-26T15:00"]
        assert other.times == ()


def test_a_month_is_as_long_as_it_is() -> None:
    leap = datetime(2028, 1, 31, 3, 0, tzinfo=UTC)
    assert [told(when) for when in read("한 달 뒤", LEXICON, now=leap).times] == ["2028-02-29/2028-03-01"]
    assert read("31일에 갈게요", LEXICON, now=datetime(2027, 4, 2, 3, 0, tzinfo=UTC)).times[0].begins == datetime.fromisoformat(
        "2027-05-31T00:00+09:00"
    )
    assert read("2월 30일", LEXICON, now=leap).times == ()


PIECES = [
    "내일 ",
    "3시",
    "오후 ",
    "다음 주 ",
    "금요일",
    "까지",
    "12/31",
    "2월 29일",
    "월말",
    "99주 뒤",
    "전에",
    "9999년 12월 31일",
    "in 3 days",
    "밤 12시",
    "~",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2099, 12, 31), timezones=st.just(UTC)),
)
def test_any_words_at_any_time(text: str, now: datetime) -> None:
    for when in read(text, LEXICON, now=now).times:
        assert when.begins or when.ends
        if when.begins and when.ends:
            assert when.begins <= when.ends
