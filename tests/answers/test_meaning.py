"""Questions in words that the files of an invented music shop do not use: by meaning, short names, sounds, options, prices."""

from datetime import datetime

import pytest
from bookshop import Ask
from evaluation.score import answerer_for

from dangol.answers.answer import Answer, Topic
from dangol.answers.engine import Answerer
from dangol.language.likeness import DIMENSIONS, vectors_of

AT = datetime.fromisoformat("2026-11-24T15:00:00+09:00")
PRODUCTS = """\
id,name,category,price,stock,options,방수,비건,권장연령,제조국,무게,description
g1,여행용 통기타,기타줄과 기타,180000,4,,N,,8세 이상,한국,1.4kg,접어서 배낭에 넣을 수 있어요.
g2,자작나무 통기타,기타줄과 기타,320000,0,,N,,12세 이상,체코,2.1kg,손으로 깎은 통기타예요.
a1,손전화 앰프스피커,음향,89000,12,먹색|하늘색,Y,,,중국,0.6kg,비를 맞아도 소리가 나요. 한 번 충전하면 9시간 울려요.
r1,송진 클리너,소모품,7000,30,50ml|120ml,,Y,,한국,80g,50ml 값이며 120ml는 13000원이에요.
m1,전자식 메트로놈,소모품,21000,9,,,,,일본,95g,박자를 불빛으로도 알려 줘요.
v1,루체 바이올린,현악기,450000,2,,,,10세 이상,독일,0.5kg,활과 케이스가 함께 와요.
"""
PLACES = """\
id,name,address,lat,lon,phone,hours,closed,parking
s1,울림 강릉점,강원 강릉시 가상로 3,37.7,128.9,033-000-0101,Mo-Sa 10:00-19:00; Su off; PH off,,건물 뒤에 세 대까지 세울 수 있어요.
"""
FAQ = """\
id,question,answer
f1,반려동물과 함께 들어가도 되나요?,안고 계시면 함께 들어오실 수 있어요.
f2,중고 악기를 사 주시나요?,상태를 보고 값을 매겨 사 드려요.
f3,할부가 되나요?,카드로 여섯 달까지 나누어 내실 수 있어요.
f4,악보도 파나요?,악보는 팔지 않아요.
f5,조율을 해 주시나요?,가게에서 산 악기는 1년 동안 무료로 조율해 드려요.
f6,연습실을 빌릴 수 있나요?,한 시간에 8000원이고 전날까지 예약해 주세요.
"""


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("music")
    (folder / "brand.toml").write_text('name = "울림"\nname_en = "Ullim"\n', encoding="utf-8")
    for name, text in (("products", PRODUCTS), ("places", PLACES), ("faq", FAQ)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return answerer_for(folder)


@pytest.fixture
def ask(music: Answerer) -> Ask:
    def asked(*messages: str) -> Answer:
        topic = Topic()
        for message in messages:
            answer = music.answer(message, topic, AT)
            topic = answer.topic
        return answer

    return asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("송진 클리너 120ml 얼마예요?", "13000원"),  # an option's price is its own line's
        ("송진 클리너 120짜리 얼마예요?", "13000원"),
        ("송진 클리너 큰거 얼마예요?", "13000원"),
        ("손전화 앰프스피커 하늘색 얼마예요?", "89,000원"),  # colours cost the same
        ("송진 클리너 비건이에요?", "네, 송진 클리너는 비건 표시가 'Y'예요."),
        ("여행용 통기타 방수 되나요?", "아니요, 여행용 통기타는 방수 표시가 'N'이에요."),
        ("전메트로놈 무게 알려주세요", "95g"),  # 전자식 메트로놈 made short
        ("How much is the luce violin?", "450,000 won"),  # heard as 루체
        ("통기타 종류 다 보여주세요", "자작나무 통기타"),
        ("3만원 이하 뭐 있어요?", "전자식 메트로놈"),
        ("강릉 통기타 일요일에 열어요?", "휴무"),  # where, beside what
        ("체코에서 만든 통기타 있나요?", "자작나무 통기타의 제조국은 체코예요."),
        ("연습실 대여비 얼마예요?", "8000원"),
    ],
)
def test_said_in_other_words(ask: Ask, text: str, said: str) -> None:
    answer = ask(text)
    assert (answer.outcome, said in answer.text) == ("answer", True), answer.text


@pytest.mark.parametrize(
    ("text", "silent_about"),
    [
        ("송진 클리너 300ml 얼마예요?", "7,000"),  # a size that there is not
        ("여행용 통기타 블루투스 돼요?", "접어서"),  # never spoken of
        ("여행용 통기타 몇 kg까지 버텨요?", "1.4kg"),  # what it bears is not what it weighs
        ("통기타 3만원 이하 있어요?", "메트로놈"),
        ("하모니카 강좌 있나요?", "조율"),
    ],
)
def test_what_is_not_told_is_not_said(ask: Ask, text: str, silent_about: str) -> None:
    assert silent_about not in ask(text).text


def test_a_question_for_a_person_leaves_its_subject(ask: Ask) -> None:
    assert ask("루체 바이올린 안쪽 라벨 서명 누구 거예요?").outcome == "hand_over"
    assert "450,000원" in ask("루체 바이올린 안쪽 라벨 서명 누구 거예요?", "그건 얼마예요?").text


def test_the_same_words_have_the_same_meaning() -> None:
    rows = vectors_of(["개를 데려가도 되나요?", "반려동물과 함께 들어가도 되나요?", "연습실을 빌릴 수 있나요?", "", "\ud800"])
    assert rows.shape == (5, DIMENSIONS)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    assert (vectors_of(["개를 데려가도 되나요?"])[0] == rows[0]).all()
