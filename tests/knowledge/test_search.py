"""What is found, how sure, and what changes when the brand's texts change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dangol.knowledge.facts import BrandProfile, Fact, Faq, Passage, PassageKind, Snapshot, Source, Subject, SubjectKind
from dangol.knowledge.search import Search
from dangol.language.tokens import tokenise

SOURCE = Source(file="faq.csv", line=2)


def faq(key: str, question: str, answer: str) -> Faq:
    return Faq(id=key, question=question, answer=answer, version=1, source=SOURCE)


def passage(kind: PassageKind, document: str, number: int, title: str, heading: str, text: str) -> Passage:
    headings = (heading,) if heading else ()
    return Passage(
        kind=kind,
        document=document,
        anchor=heading.replace(" ", "-") or str(number),
        number=number,
        title=title,
        headings=headings,
        text=text,
        version=1,
        source=SOURCE,
    )


def subject(kind: SubjectKind, key: str, name: str, columns: Mapping[str, str]) -> Subject:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    facts = {
        column: Fact(kind=kind, subject=key, column=column, value=value, version=1, valid_from=at, source=SOURCE)
        for column, value in {"id": key, "name": name, **columns}.items()
    }
    return Subject(kind=kind, id=key, name=name, facts=facts)


def snapshot(
    faqs: Sequence[Faq] = (),
    passages: Sequence[Passage] = (),
    products: Sequence[Subject] = (),
    places: Sequence[Subject] = (),
    version: int = 1,
) -> Snapshot:
    return Snapshot(
        version=version,
        brand=BrandProfile(name="달빛상점"),
        products={product.id: product for product in products},
        places={place.id: place for place in places},
        faqs={one.id: one for one in faqs},
        passages=tuple(passages),
    )


SHOP = snapshot(
    faqs=[
        faq("shipping", "배송비는 얼마인가요?", "3만원 이상 주문하시면 무료이고, 그 아래는 3,000원입니다."),
        faq("exchange", "교환과 환불은 어떻게 하나요?", "받으신 날부터 7일 안에 마이페이지에서 신청해 주세요."),
        faq("members", "회원 등급 혜택이 궁금해요", "등급마다 적립률이 다릅니다."),
        faq("gift", "선물 포장 되나요?", "주문하실 때 선물 포장을 고르시면 상자에 담아 드립니다."),
        faq("receipt", "현금영수증을 받고 싶어요", "결제할 때 번호를 적어 주세요."),
    ],
    passages=[
        passage("policy", "returns", 1, "반품 정책", "신청 기간", "상품을 받은 날부터 7일 안에 신청할 수 있습니다."),
        passage(
            "policy",
            "returns",
            2,
            "반품 정책",
            "반품 배송비",
            "단순 변심이면 왕복 택배 요금 6,000원을 내셔야 합니다. 제주는 9,000원입니다.",
        ),
        passage("policy", "returns", 3, "반품 정책", "안 되는 경우", "포장을 뜯은 화장품은 돌려받지 않습니다."),
        passage(
            "article",
            "vitamin",
            1,
            "비타민 세럼 쓰는 법",
            "",
            "세안한 다음 두세 방울을 바르고 두드려 흡수시킵니다. 낮에는 선크림을 꼭 바르세요.",
        ),
    ],
    products=[
        subject(
            "product",
            "p1",
            "수분 진정 크림",
            {"category": "크림", "성분": "병풀추출물, 판테놀", "description": "붉어진 피부를 달래 줍니다."},
        ),
        subject("product", "p2", "비타민 세럼", {"category": "세럼", "성분": "비타민C", "description": "칙칙한 피부를 밝게 합니다."}),
    ],
    places=[subject("place", "hongdae", "홍대점", {"address": "서울 마포구 와우산로 1", "parking": "건물 뒤 주차장 2시간 무료"})],
)


@pytest.fixture(scope="module")
def shop() -> Search:
    return Search.build(SHOP)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("배송비 얼마예요?", "faq/shipping"),
        ("배송비 얼마에여", "faq/shipping"),
        ("배숑비 얼마에요ㅠㅠㅠㅠ", "faq/shipping"),
        ("교환환불어떻게하나요", "faq/exchange"),
        ("교 환 환 불", "faq/exchange"),
        ("선물포장돼요?? 😀", "faq/gift"),
        ("현금영수정 받고싶은데", "faq/receipt"),
        ("제주도 반품 택배 요금", "policy/returns#반품-배송비"),
        ("뜯은 화장품 반품", "policy/returns#안-되는-경우"),
        ("비타민 세럼 쓰는 법 알려주세요", "article/vitamin#1"),
        ("판테놀 들어간 거 있어요?", "product/p1"),
        ("홍대점 주차", "place/hongdae"),
    ],
)
def test_what_comes_first(shop: Search, question: str, first: str) -> None:
    hits = shop.query(question)
    assert hits[0].key == first
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1.2 and 0 <= hit.coverage <= 1 for hit in hits)


def test_a_document_is_found_once_and_its_pieces_on_request(shop: Search) -> None:
    collapsed = [hit.key for hit in shop.query("반품 신청 기간과 배송비")]
    assert len([key for key in collapsed if key.startswith("policy/returns")]) == 1
    pieces = [hit.key for hit in shop.query("반품 신청 기간과 배송비", collapse=False)]
    assert {"policy/returns#신청-기간", "policy/returns#반품-배송비", "policy/returns#안-되는-경우"} <= set(pieces)
    assert all("#" in key for key in collapsed + pieces if key.startswith("policy/"))


def test_kinds_and_limit(shop: Search) -> None:
    assert {hit.key.split("/")[0] for hit in shop.query("비타민 세럼", kinds=["product"])} == {"product"}
    assert shop.query("비타민 세럼", kinds=[]) == []
    assert len(shop.query("비타민 세럼 배송비", limit=2)) == 2
    assert shop.query("비타민 세럼", limit=0) == []


def test_coverage_says_how_much_of_the_question_was_met(shop: Search) -> None:
    whole = shop.query("배송비 얼마인가요?")[0]
    part = shop.query("배송비 대신 기저귀 정기구독 해지 위약금 알려주세요")[0]
    assert whole.coverage > 0.95
    assert part.coverage < 0.5
    assert whole.score > part.score


def test_the_title_is_the_documents(shop: Search) -> None:
    assert shop.query("제주 반품 택배 요금")[0].title == "반품 정책"
    assert shop.query("배송비 얼마예요?")[0].title == "배송비는 얼마인가요?"


@pytest.mark.parametrize(
    "question",
    ["", "   ", "😀👍🏻", "!!!", "\u200b", "\x00", "\ud800", "ㅋㅋㅋ"],
)
def test_nothing_to_look_for_finds_nothing(shop: Search, question: str) -> None:
    assert shop.query(question) == []


@pytest.mark.parametrize(
    "question",
    [
        "배송비' OR 1=1; DROP TABLE facts; --",
        'terms:"배송비" AND (NOT *) +[a TO z] ^3 ~2 {!x} \\',
        "배송비 /.*/ <b>",
        "배송비 " + "가" * 100_000,
        "배송비 " * 20_000,
        "배송비\ud800\x00",
    ],
)
def test_any_text_is_only_text(shop: Search, question: str) -> None:
    assert shop.query(question)[0].key == "faq/shipping"


def test_an_empty_brand_finds_nothing() -> None:
    search = Search.build(snapshot())
    assert search.query("배송비") == []
    assert search.update(snapshot(faqs=[faq("a", "배송비는요?", "무료입니다.")], version=2)) == 1
    assert [hit.key for hit in search.query("배송비")] == ["faq/a"]


@pytest.mark.parametrize("on_disk", [False, True])
def test_only_what_changed_is_written_and_is_found_at_once(tmp_path: Path, on_disk: bool) -> None:
    search = Search.build(SHOP, tmp_path / "index" if on_disk else None)
    assert search.update(SHOP) == 0
    assert search.query("상자에 담아")[0].coverage == 1
    faqs = [
        replace(one, answer="모두 드론으로 보냅니다.") if one.id == "gift" else one for one in SHOP.faqs.values() if one.id != "members"
    ]
    changed = replace(SHOP, version=2, faqs={one.id: one for one in faqs})
    assert search.update(changed) == 2
    assert search.version == 2
    assert [hit.key for hit in search.query("드론", limit=1)] == ["faq/gift"]
    assert all(hit.coverage == 0 for hit in search.query("상자"))
    assert not [hit for hit in search.query("회원 등급 혜택") if hit.key == "faq/members"]


def test_a_document_that_grows_and_shrinks_keeps_one_hit() -> None:
    one = passage("article", "a", 1, "안내", "", "유니콘을 돌봅니다.")
    two = passage("article", "a", 2, "안내", "", "유니콘에게 당근을 줍니다.")
    search = Search.build(snapshot(passages=[one]))
    search.update(snapshot(passages=[one, two], version=2))
    assert [hit.key for hit in search.query("유니콘 당근")] == ["article/a#2"]
    search.update(snapshot(passages=[one], version=3))
    assert [hit.key for hit in search.query("유니콘 당근")] == ["article/a#1"]


def test_a_directory_is_shared_and_survives(tmp_path: Path) -> None:
    first, second = Search.build(SHOP, tmp_path), Search.build(SHOP, tmp_path)
    added = faq("night", "새벽 배송도 되나요?", "서울은 새벽에 도착합니다.")
    changed = replace(SHOP, version=2, faqs={**SHOP.faqs, "night": added})
    assert first.update(changed) == 1
    assert second.update(changed) == 0
    assert second.query("새벽 배송")[0].key == "faq/night"
    assert Search.build(changed, tmp_path).query("새벽 배송") == first.query("새벽 배송")


def test_a_damaged_directory_is_made_again(tmp_path: Path) -> None:
    Search.build(SHOP, tmp_path)
    for file in tmp_path.rglob("meta.json"):
        file.write_text("{")
    assert Search.build(SHOP, tmp_path).query("배송비 얼마예요?")[0].key == "faq/shipping"


def test_an_interrupted_writing_is_done_again(tmp_path: Path) -> None:
    expected = Search.build(SHOP, tmp_path).query("배송비 얼마예요?")
    for file in tmp_path.rglob("rows.json"):
        file.unlink()
    again = Search.build(SHOP, tmp_path).query("배송비 얼마예요?")
    assert [hit.key for hit in again] == [hit.key for hit in expected]


def test_a_name_that_would_be_cut_is_taught_before_anything_is_indexed() -> None:
    assert [token.form for token in tokenise("숲에서온")] != ["숲에서온"]
    search = Search.build(snapshot(products=[subject("product", "p1", "숲에서온 이불", {})]))
    assert [token.form for token in tokenise("숲에서온")] == ["숲에서온"]
    assert search.query("숲에서온")[0].coverage == 1.0
