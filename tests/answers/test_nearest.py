"""The nearest shop: from a position, from a region in the words, from nothing; and what stands under an answer."""

from dataclasses import replace
from datetime import datetime

import pytest
from bookshop import TUESDAY, Ask
from evidence import unsupported

from dangol.answers.answer import Answer, Topic
from dangol.answers.engine import Answerer
from dangol.answers.under import allowed_hosts, map_url, order_url
from dangol.kit.sphere import Point
from dangol.knowledge.facts import Fact, Source, Subject

HONGDAE, HAEUNDAE = Point(lat=37.5563, lon=126.9227), Point(lat=35.1587, lon=129.1604)


def here(answerer: Answerer, at: Point, text: str = "가까운 매장 어디예요?") -> Answer:
    return answerer.answer(text, Topic(), datetime.fromisoformat(TUESDAY), at)


def test_from_a_position_it_is_the_nearest_by_the_straight_line(answerer: Answerer) -> None:
    west, east = here(answerer, HONGDAE), here(answerer, HAEUNDAE)
    assert west.reasons == ("near.seochon",)
    assert east.reasons == ("near.gwangan",)
    assert "직선거리로 약 4.9km" in west.text
    assert "직선거리로 약 4.7km" in east.text
    assert "실제로 가는 길은 더 길어요" in west.text
    assert {"place/seochon/lat", "place/seochon/lon", "place/seochon/address", "place/seochon/hours"} <= {one.id for one in west.citations}


def test_the_position_itself_is_never_said(answerer: Answerer) -> None:
    said = here(answerer, HONGDAE)
    everything = f"{said.text} {said.topic} {said.links} {said.reasons}"
    assert "37.556" not in everything
    assert "126.922" not in everything


def test_it_says_whether_the_place_is_open_now(answerer: Answerer) -> None:
    assert "지금은 영업 중이고 20:00에 닫아요" in here(answerer, HONGDAE).text


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("홍대 근처 매장 어디예요?", "seochon", "홍대와 같은 서울에 책그늘 서촌점이 있어요"),
        ("부산인데 가까운 매장 있나요", "gwangan", "부산에는 책그늘 광안점이 있어요"),
        ("종로에서 제일 가까운 지점 알려주세요", "seochon", "종로에는 책그늘 서촌점이 있어요"),
        ("대구에서 가까운 매장은 어디예요?", "gwangan", "대구에는 매장이 없어요"),
        ("수원 사는데 가까운 매장이 어디죠", "seochon", "경기에는 매장이 없어요"),
    ],
)
def test_a_region_in_the_words_finds_its_place(ask: Ask, text: str, place: str, said: str) -> None:
    answer = ask(text)
    assert answer.reasons == (f"near.{place}",)
    assert said in answer.text


def test_a_distance_from_a_region_names_the_point_it_is_measured_from(answerer: Answerer) -> None:
    said = answerer.answer("대구에서 가까운 매장은 어디예요?", Topic(), datetime.fromisoformat(TUESDAY)).text
    assert "대구 한가운데에서 직선거리로 가장 가까운 매장은 책그늘 광안점이에요 (약 93km)" in said


def test_without_a_region_all_places_are_told_and_where_is_asked(ask: Ask) -> None:
    answer = ask("가까운 매장 어디예요?")
    assert answer.reasons == ("near.all",)
    assert "계신 동네를 말씀해 주시거나 위치를 보내 주시면" in answer.text
    assert ask("가까운 매장 어디예요?", "부산이요").reasons == ("near.gwangan",)


@pytest.mark.parametrize(
    "text",
    ["매장 근처에 주차장 있나요?", "서촌점 근처에 지하철역 있어요?", "광안점은 홍대에서 가까운가요?", "배송은 가까운 곳부터 하나요?"],
)
def test_what_is_near_a_shop_is_another_question(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, Topic(), datetime.fromisoformat(TUESDAY))
    assert not any(reason.startswith("near.") for reason in answer.reasons)


def test_every_sentence_but_a_distance_stands_in_the_files(answerer: Answerer) -> None:
    answer = here(answerer, HONGDAE)
    faults = unsupported(answer, "", answerer.ground.snapshot, datetime.fromisoformat(TUESDAY))
    assert [fault for fault in faults if "4.9" not in fault] == []


def test_the_way_there_is_kakaomaps_documented_address(answerer: Answerer) -> None:
    (link,) = here(answerer, HONGDAE).links
    assert link.url == "https://map.kakao.com/link/to/%EC%B1%85%EA%B7%B8%EB%8A%98%20%EC%84%9C%EC%B4%8C%EC%A0%90,37.580000,126.970000"


def test_a_name_cannot_leave_the_map_address(answerer: Answerer) -> None:
    place = answerer.ground.subjects["place/seochon"]
    url = map_url(replace(place, name='가게,1,2/../?q="><script>&x=#'))
    assert url.startswith("https://map.kakao.com/link/to/")
    assert url.count(",") == 2
    assert not set(url.removeprefix("https://map.kakao.com/link/to/")) & set('/?"<>#& ')


def test_an_answer_about_one_product_leads_to_its_page(ask: Ask) -> None:
    (link,) = ask("고래의 편지 얼마예요?").links
    assert (link.label, link.url) == ("주문하러 가기", "https://bookshade.example/b1")
    (gone,) = ask("고래의 여름 재고 있어요?").links
    assert gone.label == "상품 보기", "sold out"


@pytest.mark.parametrize("text", ["배송비 얼마예요?", "서촌점 몇 시까지 해요?", "안녕하세요", "사람이랑 얘기하고 싶어요"])
def test_what_is_about_no_product_leads_nowhere(ask: Ask, text: str) -> None:
    assert not any("bookshade" in link.url for link in ask(text).links)


def with_url(answerer: Answerer, url: str, *hosts: str) -> str:
    snapshot = answerer.ground.snapshot
    fact = Fact(
        kind="product", subject="x", column="url", value=url, version=1, valid_from=datetime.fromisoformat(TUESDAY), source=Source(file="")
    )
    return order_url(
        Subject(kind="product", id="x", name="x", facts={"url": fact}), replace(snapshot, brand=replace(snapshot.brand, link_hosts=hosts))
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://bookshade.example/b1",
        "javascript:alert(1)",
        "https://evil.example/b1",
        "https://bookshade.example@evil.example/",
        "https://user:pw@bookshade.example/",
        "https://bookshade.example:8443/",
        "https://bookshade.example/\nhttps://evil.example",
        'https://bookshade.example/"><script>',
        "https://bookshade.example.evil.example/",
        "https://" + "a" * 1001,
        "//bookshade.example/b1",
        "https://[",
    ],
)
def test_a_link_that_is_not_the_brands_never_leaves(answerer: Answerer, url: str) -> None:
    assert with_url(answerer, url) == ""
    assert with_url(answerer, url, "bookshade.example") == ""


def test_the_brand_names_further_hosts(answerer: Answerer) -> None:
    url = "https://smartstore.naver.com/shade/products/1"
    assert with_url(answerer, url) == ""
    assert with_url(answerer, url, "smartstore.naver.com") == url
    assert allowed_hosts(answerer.ground.snapshot) == {"bookshade.example"}


def test_two_products_are_compared_in_a_table_that_says_what_the_sentences_say(ask: Ask) -> None:
    answer = ask("너도밤나무 독서대랑 접이식 독서대 비교해줘")
    table = answer.comparison
    assert table is not None
    assert table.heads == ("너도밤나무 독서대", "접이식 독서대")
    rows = {label: [cell.text if cell else "" for cell in cells] for label, cells in table.rows}
    assert rows["가격"] == ["39,000원", "27,000원"]
    assert rows["재고"] == ["5개", "3개"]
    assert rows["무게"] == ["850g", "620g"]
    assert rows["제조국"] == ["대한민국", "베트남"]
    assert "카테고리" not in rows, "both are 독서용품"
    assert {citation.id for citation in table.citations} <= {citation.id for citation in answer.citations}
    assert table.urls == ("https://bookshade.example/s1", "https://bookshade.example/s2")


def test_a_question_about_one_column_needs_no_table(ask: Ask) -> None:
    assert ask("너도밤나무 독서대랑 접이식 독서대 중에 뭐가 더 가벼워요?").comparison is None
