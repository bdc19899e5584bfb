"""Names found in what people type: whole, in part, in any order, misspelt, without spaces, in Latin letters; and what is no name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangol.kit.text import normalise
from dangol.language.lexicon import Lexicon, Name, respell, squashed

NAMES = {
    "product/letter": ("고래의 편지",),
    "product/summer": ("고래의 여름",),
    "product/note6": ("모눈 노트 6호",),
    "product/note10": ("모눈 노트 10호",),
    "product/beech": ("너도밤나무 독서대", "Beech Book Stand"),
    "product/folding": ("접이식 독서대", "Folding Book Stand"),
    "product/lamp": ("초승달 북램프",),
    "product/matcha": ("말차라떼", "Matcha Latte"),
    "product/earl": ("얼그레이 밀크티",),
    "product/scone": ("무화과 스콘",),
    "product/salt": ("소금빵",),
    "product/choco": ("초코 소금빵",),
    "product/oil30": ("새벽 오일 30ml",),
    "product/oil50": ("새벽 오일 50ml",),
    "place/seochon": ("책그늘 서촌점", "서촌점"),
    "place/gwangan": ("책그늘 광안점", "광안점"),
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(Name(key=key, names=names) for key, names in NAMES.items())


def found(lexicon: Lexicon, text: str) -> list[set[str]]:
    return [{key.partition("/")[2] for key in mention.keys} for mention in lexicon.find(respell(normalise(text)))]


FOUND = [
    ("고래의 편지 얼마예요", [{"letter"}]),
    ("고래의편지얼마예요", [{"letter"}]),
    ("편지 고래의 있어요?", [{"letter"}]),  # any order
    ("독서대 너도밤나무로 주세요", [{"beech"}]),
    ("너도밤나무 재고", [{"beech"}]),  # a part that only one has
    ("독서대 얼마예요", [{"beech", "folding"}]),  # a part that two have
    ("모눈 노트 있어요?", [{"note6", "note10"}]),
    ("모눈 노트 6호 10호 각각 얼마예요", [{"note6"}, {"note10"}]),
    ("모눈노트 10호", [{"note10"}]),
    ("노트 6호요", [{"note6"}]),
    ("고래의 편지랑 말차라떼 주세요", [{"letter"}, {"matcha"}]),
    ("말차라떼와 얼그레이 밀크티 차이", [{"matcha"}, {"earl"}]),
    ("접이식이랑 너도밤나무 독서대 비교", [{"folding"}, {"beech"}]),
    ("고래의 편지 여름 가격 비교", [{"letter"}, {"summer"}]),  # the second without what both are called
    ("고래의 편지 여름에도 파나요", [{"letter"}]),
    ("새벽 오일 30ml랑 50ml 차이", [{"oil30"}, {"oil50"}]),
    ("소금빵이랑 초코소금빵 가격", [{"salt"}, {"choco"}]),
    ("초코 소금빵 있어요?", [{"choco"}]),
    ("소금빵 있어요?", [{"salt"}]),
    ("새벽 오일 50ml", [{"oil50"}]),
    ("새벽 오일 30미리", [{"oil30"}]),
    ("새벽오일", [{"oil30", "oil50"}]),
    ("서촌점 몇 시까지", [{"seochon"}]),
    ("서촌 매장 주차", [{"seochon"}]),
    ("광안은 몇 시", [{"gwangan"}]),
    ("책그늘 광안점 주소", [{"gwangan"}]),
    ("서촌점이랑 광안점 영업시간", [{"seochon"}, {"gwangan"}]),
    ("광안점에 너도밤나무 독서대 있나요", [{"gwangan"}, {"beech"}]),
    ("말차라테 얼마", [{"matcha"}]),  # another spelling of 라떼
    ("마차라떼 얼마에여", [{"matcha"}]),  # slips
    ("너도밤나무 독서데", [{"beech"}]),
    ("초승닭 북램프", [{"lamp"}]),
    ("북렘프 얼마", [{"lamp"}]),
    ("얼그래이 밀크티", [{"earl"}]),
    ("얼그레이밀크티재고", [{"earl"}]),
    ("matcha latte please", [{"matcha"}]),
    ("folding book stand", [{"folding"}]),
    ("seochon shop", [{"seochon"}]),
    ("<고래의 편지> 있나요", [{"letter"}]),
    ("고래의 편지, 말차라떼, 무화과 스콘", [{"letter"}, {"matcha"}, {"scone"}]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(lexicon: Lexicon, text: str, expected: list[set[str]]) -> None:
    assert found(lexicon, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "안녕하세요",
        "배송비 얼마예요",
        "몇 시까지 해요",
        pytest.param("카페라떼 얼마예요", marks=pytest.mark.xfail(strict=True, reason="what is left over is weighed by the answers")),
        pytest.param("녹차라떼 있어요", marks=pytest.mark.xfail(strict=True, reason="what is left over is weighed by the answers")),
        pytest.param("바닐라라떼 있어요", marks=pytest.mark.xfail(strict=True, reason="what is left over is weighed by the answers")),
        "6호선 타고 가나요",
        "오늘 하루 종일 비가 와요",
        "how much is it",
        "북카페인가요",
    ],
)
def test_nothing_of_the_brand_is_named(lexicon: Lexicon, text: str) -> None:
    assert found(lexicon, text) == []


CAMP = Lexicon(
    [
        Name(key="product/lamp", names=("달빛 랜턴",)),
        Name(key="product/low", names=("들꽃 로우 체어",)),
        Name(key="product/high", names=("들꽃 하이 체어",)),
        Name(key="product/pot", names=("나들이 드립 포트",)),
        Name(key="product/hexa", names=("그늘막 타프 헥사",)),
        Name(key="product/recta", names=("그늘막 타프 렉타",)),
        Name(key="product/kenya", names=("케냐 니에리",)),
        Name(key="product/huila", names=("콜롬비아 우일라",)),
        Name(key="place/jeju", names=("들마루 제주 창고",)),
        Name(key="place/mill", names=("들마루 양평 로스터리",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("달빛이 예쁘네요 오늘", []),
        ("달빛 있나요", [{"lamp"}]),
        ("달빛이 더 좋은가요?", [{"lamp"}]),
        ("도매 문의드립니다", []),
        ("드립포트 문의드립니다", [{"pot"}]),
        ("제주도 배송 되나요", []),
        ("제주 창고로 가도 되나요", [{"jeju"}]),
        ("로스팅 언제 했어요", []),
        ("로스터리 언제 열어요", [{"mill"}]),
        ("핵사 타프 얼마예요", [{"hexa"}]),
        ("로우체어 하이체어 둘 다 있어요", [{"low"}, {"high"}]),
        ("케냐 대신 우일라 어때요", [{"kenya"}, {"huila"}]),
    ],
)
def test_what_names_a_thing_and_what_stands_there_by_chance(text: str, expected: list[set[str]]) -> None:
    assert sorted(map(sorted, found(CAMP, text))) == sorted(map(sorted, expected))


@pytest.mark.parametrize("text", ["고래 얼마예요", "고래 책 있나요"])
def test_the_noun_inside_a_name_with_a_particle_calls_it(lexicon: Lexicon, text: str) -> None:
    assert found(lexicon, text) == [{"letter", "summer"}]


@pytest.mark.parametrize(
    ("text", "exact"),
    [("고래의 편지", True), ("너도밤나무 독서대", True), ("독서대", False), ("너도밤나무", False), ("독서대 너도밤나무", True)],
)
def test_whether_the_whole_name_was_said(lexicon: Lexicon, text: str, exact: bool) -> None:
    assert [mention.exact for mention in lexicon.find(text)] == [exact]


def test_a_mention_says_where_it_stands(lexicon: Lexicon) -> None:
    text = "혹시 초승달 북램프 있나요"
    (mention,) = lexicon.find(text)
    assert "".join(text[start:end] for start, end in mention.spans) == "초승달북램프"
    assert mention.kind == "product"
    assert mention.covers(3, 5)
    assert not mention.covers(0, 2)


def test_touching_knows_sizes_alone(lexicon: Lexicon) -> None:
    assert lexicon.touching("10호는?") == {"product/note10"}


def test_no_names_find_nothing() -> None:
    assert Lexicon([]).find("고래의 편지") == ()


@settings(database=None, derandomize=True, deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*(name for names in NAMES.values() for name in names), "랑", "독서대", "고래", "10", "ml"]),
            st.text(max_size=5),
        ),
        max_size=6,
    ).map(" ".join)
)
def test_what_is_found_lies_in_the_text_and_is_the_same_each_time(text: str) -> None:
    mentions = _LEXICON.find(text)
    assert mentions == _LEXICON.find(text)
    for mention in mentions:
        assert mention.keys
        assert set(mention.keys) <= set(NAMES)
        assert 0.0 <= mention.coverage <= 1.0
        assert mention.spans
        assert all(0 <= start < end <= len(text) for start, end in mention.spans)


_LEXICON = Lexicon(Name(key=key, names=names) for key, names in NAMES.items())


RESPELT = [
    ("케익", "케이크"),
    ("토욜", "토요일"),
    ("재고잇나요", "재고있나요"),
    ("재고업나요", "재고없나요"),
    ("500미리", "500ml"),
    ("30센치", "30cm"),
    ("5키로", "5kg"),
    ("200그람", "200g"),
    ("10밀리미터", "10밀리미터"),
    ("햇어요", "했어요"),
    ("고래의 편지", "고래의 편지"),
]


@pytest.mark.parametrize(("typed", "meant"), RESPELT)
def test_respelt(typed: str, meant: str) -> None:
    assert respell(typed) == meant


def test_letters_know_their_places() -> None:
    letters, places = squashed("A 가-1!")
    assert (letters, places) == ("a가1", [0, 2, 4])
