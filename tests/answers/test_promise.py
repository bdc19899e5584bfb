"""When an order arrives: cut-off, working days and holidays by a table of a policy, said as a promise only where it is one."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from evaluation.score import answerer_for

from dangol.answers.answer import Answer, Topic
from dangol.answers.arrival import Terms, arrival, terms_in, weekday_holidays
from dangol.answers.delivery_question import asked_delivery
from dangol.answers.delivery_regions import row_for
from dangol.answers.engine import Answerer

TABLE = """# 배송 안내

## 지역별 도착

| 지역 | 주문 마감 | 출고 뒤 걸리는 기간 |
|---|---|---|
| 일반 지역 | 오후 2시 | 1~2영업일 |
| 제주 | 오전 11시 30분 | 2~4영업일 |
| 도서산간 | 11:30 | 5일 |
| 냉장 (제주) | 11:30 | 1영업일 |

## 화분

화분은 매주 수요일에만 출고해요.
"""
PRODUCTS = "id,name,category,price,stock\np1,옹기 화분,화분,12000,4\np2,물조리개,도구,9000,3\n"
WEDNESDAY_MORNING, WEDNESDAY_EVENING = "2026-11-25T10:00:00+09:00", "2026-11-25T15:00:00+09:00"
BEFORE_CHRISTMAS = "2026-12-24T10:00:00+09:00"

Ask = Callable[..., Answer]


def shop(folder: Path, policy: str) -> Answerer:
    (folder / "policies").mkdir(parents=True)
    (folder / "brand.toml").write_text('name = "뜰"\n', encoding="utf-8")
    (folder / "products.csv").write_text(PRODUCTS, encoding="utf-8")
    (folder / "policies" / "shipping.md").write_text(policy, encoding="utf-8")
    return answerer_for(folder)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return shop(tmp_path_factory.mktemp("garden") / "brand", TABLE)


@pytest.fixture(scope="module")
def ask(answerer: Answerer) -> Ask:
    def asked(*texts: str, at: str = WEDNESDAY_MORNING) -> Answer:
        topic, answer = Topic(), None
        for text in texts:
            answer = answerer.answer(text, topic, datetime.fromisoformat(at))
            topic = answer.topic
        assert answer is not None
        return answer

    return asked


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("오늘 주문하면 언제 와요?", WEDNESDAY_MORNING, "오늘 오후 2시 전에 주문하시면 11월 25일(수)에 출고해요"),
        ("오늘 주문하면 언제 와요?", WEDNESDAY_MORNING, "11월 26일(목)~11월 27일(금) 도착 예정이에요"),
        ("오늘 주문하면 언제 와요?", WEDNESDAY_EVENING, "오늘 주문 마감(오후 2시)이 지나서 11월 26일(목)에 출고해요"),
        ("오늘 주문하면 언제 와요?", WEDNESDAY_EVENING, "11월 27일(금)~11월 30일(월) 도착 예정이에요"),
        ("토요일에 주문하면 언제 도착해요?", WEDNESDAY_MORNING, "11월 28일(토)에는 출고하지 않아 11월 30일(월)에 출고해요"),
        ("지금 시키면 내일 와요?", WEDNESDAY_MORNING, "11월 26일(목)에 도착할 수도 있지만 확실하지 않아요"),
        ("지금 시키면 내일 와요?", WEDNESDAY_EVENING, "11월 26일(목)에는 도착하기 어려워요"),
        ("지금 주문하면 금요일까지 받을 수 있나요?", WEDNESDAY_MORNING, "네, 예정대로면 11월 27일(금)까지 도착해요"),
        ("제주는 언제 도착?", WEDNESDAY_MORNING, "제주: 2~4영업일, 11월 27일(금)~12월 1일(화) 도착 예정"),
        ("서귀포로 오늘 주문하면 언제 와요?", WEDNESDAY_MORNING, "제주: 2~4영업일"),
        ("강남에 지금 주문하면 언제 도착해요?", WEDNESDAY_MORNING, "일반 지역: 1~2영업일"),
        ("울릉도는 언제 도착해요?", WEDNESDAY_MORNING, "도서산간: 5일, 11월 30일(월) 도착 예정"),
        ("오늘 주문하면 언제 와요?", BEFORE_CHRISTMAS, "12월 28일(월)~12월 29일(화) 도착 예정이에요"),
        ("오늘 주문하면 언제 와요?", BEFORE_CHRISTMAS, "공휴일(12월 25일(금, 크리스마스))은 세지 않았어요"),
        ("냉장 제주 언제 도착해요?", WEDNESDAY_MORNING, "냉장 (제주): 1영업일, 11월 26일(목) 도착 예정"),
    ],
)
def test_cut_off_region_and_calendar_decide(ask: Ask, text: str, at: str, said: str) -> None:
    answer = ask(text, at=at)
    assert answer.reasons == ("promise.shipping",)
    assert said in answer.text
    (citation,) = answer.citations
    assert citation.id == "policy/shipping#지역별-도착"
    assert citation.quote.count(" | ") == 2


def test_an_estimate_says_that_it_is_none_of_a_promise(ask: Ask) -> None:
    assert "날짜는 예상이고 약속은 아니에요" in ask("오늘 주문하면 언제 와요?").text


def test_a_follow_up_takes_another_region(ask: Ask) -> None:
    assert "제주: 2~4영업일" in ask("오늘 주문하면 언제 와요?", "그럼 제주는요?").text


@pytest.mark.parametrize(
    "text",
    [
        "옹기 화분 오늘 주문하면 언제 와요?",
        "교환하면 며칠 걸려요?",
        "배송비 얼마예요?",
        "재입고는 언제 돼요?",
        "영국으로 주문하면 언제 와요?",
    ],
)
def test_what_has_rules_of_its_own_or_is_something_else_is_not_promised(ask: Ask, text: str) -> None:
    assert not any(reason.startswith("promise") for reason in ask(text).reasons)


def test_a_product_that_the_policy_does_not_set_apart_has_the_table(ask: Ask) -> None:
    assert "일반 지역: 1~2영업일" in ask("물조리개 지금 주문하면 언제 도착해요?").text


def test_it_promises_only_where_the_table_does(tmp_path: Path) -> None:
    table = "# 배송\n\n| 지역 | 주문 마감 | 도착 |\n|---|---|---|\n| 전국 | 14:00 | 다음 날 도착 보장 |\n"
    answer = shop(tmp_path / "brand", table).answer("오늘 주문하면 언제 와요?", Topic(), datetime.fromisoformat(WEDNESDAY_MORNING))
    assert "11월 26일(목)까지 도착을 약속드려요" in answer.text
    not_so = table.replace("도착 보장", "도착 (보장하지 않음)")
    answer = shop(tmp_path / "other", not_so).answer("오늘 주문하면 언제 와요?", Topic(), datetime.fromisoformat(WEDNESDAY_MORNING))
    assert "약속은 아니에요" in answer.text


def test_without_such_a_table_nothing_is_worked_out(tmp_path: Path) -> None:
    plain = "# 배송\n\n보통 이틀 안에 도착해요.\n\n| 지역 | 배송비 |\n|---|---|\n| 전국 | 3000원 |\n"
    answer = shop(tmp_path / "brand", plain).answer("오늘 주문하면 언제 와요?", Topic(), datetime.fromisoformat(WEDNESDAY_MORNING))
    assert not any(reason.startswith("promise") for reason in answer.reasons)


@pytest.mark.parametrize(
    ("cut_off", "days", "read"),
    [
        ("14:00", "1~2영업일", (time(14), 1, 2, True)),
        ("오후 2시 30분", "3일", (time(14, 30), 3, 3, False)),
        ("오전 11시", "다음 날", (time(11), 1, 1, False)),
        ("낮 12시", "당일", (time(12), 0, 0, False)),
        ("2pm", "1-2 business days", (time(14), 1, 2, True)),
    ],
)
def test_cells_are_read_as_they_are_written(cut_off: str, days: str, read: tuple[time, int, int, bool]) -> None:
    terms = terms_in(cut_off, days, "도착")
    assert terms is not None
    assert (terms.cut_off, terms.least, terms.most, terms.working) == read


@pytest.mark.parametrize(
    ("cut_off", "days"), [("없음", "1일"), ("14:00", "배송 불가"), ("25:00", "1일"), ("14:00", "5~2일"), ("14:00", "99일")]
)
def test_a_cell_that_says_no_time_or_no_days_makes_no_row(cut_off: str, days: str) -> None:
    assert terms_in(cut_off, days, "도착") is None


def test_seollal_is_no_working_day() -> None:
    terms = Terms(cut_off=time(14), cut_off_said="14:00", least=1, most=1, working=True, days_said="1영업일", promised=False)
    left, first, _ = arrival(date(2027, 2, 5), terms, late=True)
    assert (left, first) == (date(2027, 2, 10), date(2027, 2, 11)), "6-7 weekend and Seollal, 8-9 holidays"
    assert weekday_holidays(date(2027, 2, 5), first) == [date(2027, 2, 8), date(2027, 2, 9)]


@pytest.mark.parametrize(
    ("text", "labels", "row"),
    [
        ("제주는 언제", ["전국", "제주"], 1),
        ("언제 와요", ["전국", "제주"], 0),
        ("제주는 언제", ["전국"], None),
        ("울릉도는요", ["전국", "제주"], None),
        ("인천은요", ["수도권", "그 외 지역"], 0),
        ("부산은요", ["수도권", "그 외 지역"], 1),
        ("언제 와요", ["수도권", "제주"], None),
        ("판교는요", ["서울", "경기", "기타"], 1),
    ],
)
def test_the_row_is_the_regions_or_none(text: str, labels: list[str], row: int | None) -> None:
    assert row_for(text, labels) == row


@pytest.mark.parametrize("text", ["언제 문 열어요?", "환불은 언제 돼요?", "몇 일에 태어났어요?", "주문 방법 알려주세요", ""])
def test_other_questions_ask_nothing_of_a_delivery(text: str) -> None:
    assert asked_delivery(text) is None
