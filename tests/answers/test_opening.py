"""When a shop is open: on a day, right now, in a break, on a holiday, on a closing date, next; shops named by a part of their names."""

import pytest
from bookshop import TUESDAY, Ask

# The shop in Seochon: Tu-Fr 10-13, 14-20; Sa, Su 10-21; Mo off; public holidays 12-18; closed on 2026-12-03.
# The shop in Gwangan: daily 11-22; public holidays off.
HOURS = [
    ("서촌점 내일 몇 시에 열어요?", TUESDAY, "11월 25일(수)에 10:00–13:00, 14:00–20:00", "seochon"),
    ("서촌점 지금 열었나요?", TUESDAY, "지금은 영업 중이고 20:00에 닫아요", "seochon"),
    ("서촌점 지금 열었나요?", "2026-11-24T08:30:00+09:00", "지금은 닫혀 있고 10:00에 열어요", "seochon"),
    ("서촌점 지금 하나요?", "2026-11-24T13:20:00+09:00", "지금은 닫혀 있고 14:00에 열어요", "seochon"),  # the break
    ("서촌점 아직 하나요?", "2026-11-24T19:59:00+09:00", "20:00에 닫아요", "seochon"),
    ("서촌점 아직 열려 있어요?", "2026-11-24T20:00:00+09:00", "오늘 영업은 끝났어요", "seochon"),
    ("서촌점 오늘 하나요?", "2026-11-23T12:00:00+09:00", "휴무", "seochon"),  # a Monday
    ("서촌점 지금 열었어요?", "2026-11-24T00:10:00Z", "10:00에 열어요", "seochon"),  # 09:10 in Korea
    ("서촌점 오늘 몇 시까지 해요?", "2026-11-24T23:30:00Z", "11월 25일(수)", "seochon"),  # the next day in Korea
    ("서촌점 토요일에 몇 시까지 해요?", TUESDAY, "11월 28일(토)에 10:00–21:00", "seochon"),
    ("서촌점 다음 주 월요일에 하나요?", TUESDAY, "11월 30일(월)에 휴무", "seochon"),
    ("서촌점 월요일에 하나요?", TUESDAY, "다음 영업일은 12월 1일(화)", "seochon"),
    ("서촌점 12월 3일에 여나요?", TUESDAY, "12월 3일(목)에 휴무", "seochon"),  # a closing date
    ("서촌점 12월 3일에 여나요?", TUESDAY, "다음 영업일은 12월 4일(금)", "seochon"),
    ("서촌점 설날에 하나요?", TUESDAY, "2월 7일(일, 설날)에 12:00–18:00", "seochon"),
    ("광안점 설날에 열어요?", TUESDAY, "2월 7일(일, 설날)에 휴무", "gwangan"),
    ("광안점 설날에 열어요?", TUESDAY, "다음 영업일은 2월 10일(수) 11:00–22:00", "gwangan"),  # the 8th and the substitute 9th are off
    ("광안점 설 연휴에 하나요?", TUESDAY, "2월 6일(토, 설날 전날)에 휴무", "gwangan"),
    ("광안점 2027년 2월 9일에 열어요?", TUESDAY, "휴무", "gwangan"),  # 대체공휴일
    ("서촌점 크리스마스에 영업하나요?", TUESDAY, "12월 25일(금, 크리스마스)에 12:00–18:00", "seochon"),
    ("광안점 크리스마스에 하나요?", TUESDAY, "12월 25일(금, 크리스마스)에 휴무", "gwangan"),
    ("광안점 크리스마스 이브에 하나요?", TUESDAY, "12월 24일(목)에 11:00–22:00", "gwangan"),
    ("광안점 새해 첫날 영업해요?", TUESDAY, "1월 1일(금, 새해 첫날)에 휴무", "gwangan"),
    ("서촌점 3월 1일에 열어요?", TUESDAY, "3월 1일(월, 삼일절)에 12:00–18:00", "seochon"),  # a Monday that is a holiday
    ("서촌점 공휴일에도 여나요?", TUESDAY, "공휴일 12:00–18:00", "seochon"),
    ("광안점 주말에 몇 시까지 해요?", TUESDAY, "11:00–22:00", "gwangan"),
    ("서촌점 브레이크타임 있어요?", TUESDAY, "10:00–13:00, 14:00–20:00", "seochon"),
    ("서촌 오늘 해요?", TUESDAY, "책그늘 서촌점", "seochon"),  # named by a part
    ("광안 매장 지금 열었나요", TUESDAY, "책그늘 광안점", "gwangan"),
    ("책그늘 광안점 영업시간", TUESDAY, "월–일 11:00–22:00, 공휴일 휴무", "gwangan"),
    ("부산점 몇 시에 닫아요?", TUESDAY, "22:00", "gwangan"),  # by its address
]

PLACES = [
    ("서촌점 주차 되나요?", "공영주차장", "place/seochon/parking"),
    ("광안점에 차 가져가도 되나요?", "두 시간까지 무료", "place/gwangan/parking"),
    ("광안점 전화번호", "051-000-0102", "place/gwangan/phone"),
    ("서촌점 어디에 있어요?", "서울 종로구 가상로 9", "place/seochon/address"),
    ("광안점 위치 알려주세요", "부산 수영구 가상해변로 21", "place/gwangan/address"),
    ("부산점 주소 알려주세요", "부산 수영구 가상해변로 21", "place/gwangan/address"),
    ("매장 어디에 있어요?", "부산 수영구", "place/gwangan/address"),
    ("매장 어디에 있어요?", "서울 종로구", "place/seochon/address"),
    ("부산에 매장 있어요?", "부산 수영구 가상해변로 21", "place/gwangan/address"),
    ("부산 매장 어디 있어요?", "부산 수영구 가상해변로 21", "place/gwangan/address"),
]


@pytest.mark.parametrize(("text", "at", "said", "place"), HOURS)
def test_hours(ask: Ask, text: str, at: str, said: str, place: str) -> None:
    answer = ask(text, at=at)
    assert answer.outcome == "answer", answer.reasons
    assert said in answer.text
    assert {citation.id for citation in answer.citations} >= {f"place/{place}/hours"}


@pytest.mark.parametrize(("text", "said", "cited"), PLACES)
def test_a_place_has_more_than_hours(ask: Ask, text: str, said: str, cited: str) -> None:
    answer = ask(text)
    assert answer.outcome == "answer", answer.reasons
    assert said in answer.text
    assert cited in {citation.id for citation in answer.citations}


@pytest.mark.parametrize("text", ["매장 몇 시까지 해요?", "주차 되나요?", "공휴일에도 하나요?", "몇 시에 열어요?", "오늘 영업하나요?"])
def test_which_of_the_shops_is_asked_back(ask: Ask, text: str) -> None:
    answer = ask(text)
    assert answer.outcome == "ask_back", answer.reasons
    assert "서촌점" in answer.text
    assert "광안점" in answer.text


def test_a_closing_date_rests_on_the_closing_dates(ask: Ask) -> None:
    citations = {citation.id: citation.quote for citation in ask("서촌점 12월 3일에 여나요?").citations}
    assert citations["place/seochon/closed"] == "2026-12-03"
