"""What a product's columns answer: price, stock, options, contents, and whatever further columns a brand keeps."""

import pytest
from bookshop import Ask

PRICES = [
    ("고래의 편지 얼마예요?", "16,800원", "product/b1/price"),
    ("느린 우편배달부 가격", "18,000원", "product/b3/price"),
    ("너도밤나무 독서대는 얼마인가요", "39,000원", "product/s1/price"),
    ("말차라떼 한 잔에 얼마 해요?", "6,800원", "product/d2/price"),
    ("무화과 스콘 값이 어떻게 되나요?", "4,200원", "product/c1/price"),
    ("모눈 노트 10호 가격 알려줘", "6,500원", "product/n2/price"),
    ("초승달 북램프 비싸요?", "34,000원", "product/l1/price"),
]

STOCK = [
    ("초승달 북램프 재고 있나요?", "재고가 4개", "product/l1/stock"),
    ("고래의 여름 살 수 있어요?", "품절", "product/b2/stock"),
    ("레몬 파운드 남았나요?", "품절", "product/c2/stock"),
    ("무화과 스콘 몇 개 남았어요?", "재고가 1개", "product/c1/stock"),
    ("느린 우편배달부 품절인가요?", "재고가 2개", "product/b3/stock"),
]

OPTIONS = [
    ("접이식 독서대 색 뭐 있어요?", "블랙, 화이트", "product/s2/options"),
    ("접이식 독서대 그레이 있나요?", "블랙, 화이트", "product/s2/options"),  # the list is closed
    ("에코백 빨간색도 있어요?", "아이보리, 네이비", "product/e1/options"),
    ("에코백 네이비 있어요?", "네이비", "product/e1/options"),
    ("말차라떼 핫 되나요?", "핫", "product/d2/options"),
    ("너도밤나무 독서대 옵션 알려주세요", "월넛, 내추럴", "product/s1/options"),
]

ATTRIBUTES = [
    ("너도밤나무 독서대 높이가 몇 cm예요?", "24cm", "product/s1/높이(cm)"),  # a unit in the header, Korean
    ("접이식 독서대 무게 알려주세요", "620g", "product/s2/weight_g"),  # a unit in the header, English
    ("무화과 스콘 무게", "90g", "product/c1/weight_g"),
    ("고래의 편지 쪽수 알려주세요", "248", "product/b1/쪽수"),  # a header that no table knows
    ("느린 우편배달부 저자", "서도윤", "product/b3/저자"),
    ("접이식 독서대 원산지 어디예요?", "베트남", "product/s2/제조국"),
    ("접이식 독서대 어디서 만들었어요?", "베트남", "product/s2/제조국"),
    ("레몬 파운드 보관 어떻게 해요?", "냉장 3일", "product/c2/보관방법"),
    ("초승달 북램프 한 번 충전하면 몇 시간 켜져요?", "9시간", "product/l1/description"),
    ("모눈 노트 6호 모눈 몇 mm예요?", "3mm", "product/n1/description"),
]

CONTENTS = [
    ("무화과 스콘에 호두 들어가나요?", "호두", "product/c1/allergens"),
    ("말차라떼 원재료 뭐예요?", "말차, 우유, 설탕", "product/d2/원재료"),
    ("무화과 스콘 알레르기 성분 알려주세요", "밀, 우유, 달걀, 호두", "product/c1/allergens"),
    ("말차라떼에 우유 들어가요?", "우유", "product/d2/allergens"),
    ("레몬 파운드에 뭐가 들어가요?", "레몬", "product/c2/원재료"),
    ("레몬 파운드에 호두 들어가요?", "호두는 없어요", "product/c2/allergens"),
]


@pytest.mark.parametrize(("text", "said", "cited"), [*PRICES, *STOCK, *OPTIONS, *ATTRIBUTES, *CONTENTS])
def test_a_column_answers(ask: Ask, text: str, said: str, cited: str) -> None:
    answer = ask(text)
    assert answer.outcome == "answer", answer.reasons
    assert said in answer.text
    assert cited in {citation.id for citation in answer.citations}


@pytest.mark.parametrize(
    ("text", "said", "cited"),
    [
        ("고래의 편지 몇 쪽이에요?", "248", "product/b1/쪽수"),
        ("고래의 편지 저자가 누구예요?", "한여울", "product/b1/저자"),
        ("고래의 편지 누가 썼어요? 저자요", "한여울", "product/b1/저자"),
        ("에코백 세탁 어떻게 해요?", "손빨래", "product/e1/description"),
    ],
)
def test_a_column_answers_a_question_in_other_words(ask: Ask, text: str, said: str, cited: str) -> None:
    answer = ask(text)
    assert answer.outcome == "answer", answer.reasons
    assert said in answer.text
    assert cited in {citation.id for citation in answer.citations}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("접이식 독서대 무게 알려주세요", {"product/s2/weight_g"}),
        ("말차라떼에 우유 들어가요?", {"product/d2/allergens", "product/d2/원재료"}),
        ("고래의 편지 얼마예요?", {"product/b1/price"}),
        ("고래의 여름 재고", {"product/b2/stock"}),
        ("너도밤나무 독서대 높이", {"product/s1/높이(cm)"}),
    ],
)
def test_only_what_was_asked_is_said(ask: Ask, text: str, cited: set[str]) -> None:
    assert {citation.id for citation in ask(text).citations} <= cited


@pytest.mark.parametrize(
    ("text", "silent_about"),
    [
        ("카페라떼 얼마예요?", ["6,500", "6,800"]),
        pytest.param("녹차라떼 얼마예요?", ["6,500", "6,800"], marks=pytest.mark.xfail(strict=True, reason="a latte made of green tea")),
        ("얼그레이 스콘 얼마예요?", ["4,200", "6,500"]),
        ("접이식 책상 얼마예요?", ["27,000"]),
        ("바나나 스콘 재고 있나요?", ["1개"]),
        ("홍대점 몇 시까지 해요?", ["20:00", "22:00"]),
        ("제주 매장 있나요?", ["6000원"]),
        ("고래의 편지 몇 쇄 찍었어요?", ["16,800", "7개"]),
        pytest.param("대한민국 수도가 어디예요?", ["3000원"], marks=pytest.mark.xfail(strict=True, reason="a region in a fee table")),
        ("오늘 주문하면 언제 도착해요?", ["50,000원"]),
        ("일본 배송비 얼마예요?", ["3000원", "9000원"]),
        ("딸기 스콘 가격", ["4,200"]),
        ("고래의 겨울 얼마예요?", ["16,800", "15,500"]),
        pytest.param("독서등 있어요?", ["12000", "모임"], marks=pytest.mark.xfail(strict=True, reason="등 is cut off as a particle noun")),
        ("에코백 안주머니 몇 개예요?", ["20개"]),
        ("말차라떼 칼로리 몇이에요?", ["kcal", "6,800"]),
        ("밀크티 카페인 얼마나 들었어요?", ["6,500", "홍차"]),
        ("고래의 편지 사인본 있나요?", ["서촌점"]),
        ("접이식 독서대 높이 조절 되나요?", ["여섯 단계"]),
        ("무화과 스콘 언제 새로 나와요?", ["1개"]),
        ("모눈 노트 10호 3mm 모눈인가요?", ["3mm 모눈이"]),
    ],
)
def test_what_is_true_of_another_thing_is_not_said(ask: Ask, text: str, silent_about: list[str]) -> None:
    text_said = ask(text).text
    assert not [words for words in silent_about if words in text_said]


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("너도밤나무 독서대 높이", "24cm예요."),  # 센티미터예요
        ("무화과 스콘 무게", "90g이에요."),  # 그램이에요
        ("고래의 편지 저자 알려줘", "한여울이에요."),
        ("접이식 독서대 제조국", "베트남이에요."),
        ("무화과 스콘 얼마", "4,200원이에요."),
    ],
)
def test_the_sentence_ends_as_it_is_read(ask: Ask, text: str, ending: str) -> None:
    assert ask(text).sentences[0].text.endswith(ending)
