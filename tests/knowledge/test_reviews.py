"""Reviews as knowledge: what is refused and why, versions, words that are forgotten, writers by pseudonym, posted reviews, erasing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dangol.bootstrap import intake
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.exporting import export
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.reviewers import take_reviews, whose
from dangol.events.incoming import Incoming
from dangol.knowledge.cells import BadCell
from dangol.knowledge.evidence import fact_versions, resolve
from dangol.knowledge.imports import ImportReport, import_file, import_folder
from dangol.knowledge.review_rows import rating_of
from dangol.knowledge.tables import reviews
from dangol.people.identities import identity_id, members
from small_brand import small_brand

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
GONE = "its writer has asked to be erased. Delete this line from the file."
HEAD = "id,product,rating,text,date,author,source,닉네임,키\n"


@pytest.fixture
def house(store_url: str, tmp_path: Path) -> Iterator[House]:
    opened = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=lambda: NOON)
    yield opened
    opened.close()


def brought(house: House, rows: str, at: datetime = NOON) -> ImportReport:
    (house.folder / "reviews.csv").write_text(HEAD + rows, encoding="utf-8")
    return import_folder(house.store, house.folder, at, whose=whose(house))


def test_bad_rows_are_named_and_good_ones_kept(house: House) -> None:
    report = brought(
        house,
        "r1,p1,4.5,고소해요.,2026-05-01,kim,web,멍멍이,172\n"
        "r2,p9,4,없는 상품이에요.,,,,,\n"
        "r3,p1,7,별이 일곱 개예요.,,,,,\n"
        "r4,p1,4,,,,,,\n"
        "r5,p1,4,날짜가 이상해요.,어제,,,,\n"
        "r1,p1,3,같은 id예요.,,,,,\n"
        "r6,p2,★★☆☆☆,010-1234-5678로 전화 주세요. 딱딱해요.,2026.5.2,,,,\n",
    )
    assert [(row.file, row.line, row.reason_en.split(".")[0]) for row in report.refused] == [
        ("reviews.csv", 3, "there is no product “p9”"),
        ("reviews.csv", 4, "rating: “7” is no rating from 1 to 5"),
        ("reviews.csv", 5, "text is empty"),
        ("reviews.csv", 6, "date: “어제” is no date"),
        ("reviews.csv", 7, "the id “r1” is already on line 2"),
    ]
    known = house.knowledge.snapshot().reviews
    assert (known["r1"].rating, known["r1"].text, known["r1"].traits, known["r1"].written_on) == (
        4.5,
        "고소해요.",
        {"키": "172"},
        "2026-05-01",
    )
    assert (known["r6"].rating, known["r6"].text, known["r6"].written_on) == (2.0, "[전화번호]로 전화 주세요. 딱딱해요.", "2026-05-02")


def test_the_same_again_changes_nothing_and_an_older_version_keeps_no_words(house: House) -> None:
    first = brought(house, "r1,p1,4,고소해요.,,kim,web,,172\nr2,p1,2,짜요.,,,,,\n")
    assert brought(house, "r1,p1,4,고소해요.,,kim,web,,172\nr2,p1,2,짜요.,,,,,\n").version == first.version
    changed = brought(house, "r1,p1,5,더 고소해졌어요.,,kim,web,,172\n", NOON + timedelta(days=1))
    assert {"review/r1", "review/r2"} <= set(changed.changed_things)
    snapshot = house.knowledge.snapshot()
    assert set(snapshot.reviews) == {"r1"}
    evidence = resolve(snapshot, "review/r1")
    assert evidence is not None
    assert (evidence.version, evidence.text, evidence.title) == (2, "더 고소해졌어요.", "보리 소금빵 후기 5/5")
    with house.store.read() as connection:
        assert [one.text for one in fact_versions(connection, "review/r1")] == ["", "더 고소해졌어요."]
        assert [
            (row.text, row.traits, row.identity) for row in connection.execute(select(reviews).where(reviews.c.valid_to.is_not(None)))
        ] == [
            ("", {}, None),
            ("", {}, None),
        ]


def test_a_writer_is_a_pseudonym_is_erased_and_is_not_taken_in_again(house: House) -> None:
    rows = "r1,p1,4,고소해요.,,kim,web,멍멍이,172\nr2,p1,2,짜요.,,lee,web,,\n"
    brought(house, rows)
    kim = identity_id(house.key, "web", "kim")
    intake.take(house, [posted("e1", "kim", "p2", "딱딱해요.", 2)])
    with house.store.read() as connection:
        stored = connection.execute(select(reviews.c.identity, reviews.c.review)).all()
        assert {row.review: row.identity for row in stored}["r1"] == kim
        told = export(house, connection, members(connection, kim))
    assert [row["text"] for row in told["tables"]["reviews"]] == ["고소해요."]
    assert erase(house, [kim]).rows["reviews"] == 1
    assert set(house.knowledge.snapshot().reviews) == {"r2"}  # also in the memory of who answers
    again = brought(house, rows)
    assert [(row.line, row.reason_en) for row in again.refused] == [
        (2, "its writer has asked to be erased. Delete this line from the file.")
    ]
    assert set(house.knowledge.snapshot().reviews) == {"r2"}


def posted(key: str, who: str, product: str, text: str, rating: float, **more: object) -> Incoming:
    data = {"product_id": product, "rating": rating, "text": text, **more}
    return Incoming(id=key, type="review.posted", identity=who, inbox="web", occurred_at=NOON, received_at=NOON, data=data, imported=False)


def test_what_a_site_s_tracking_tells_is_nobody_s_review(house: House) -> None:
    brought(house, "")
    with (house.folder / "brand.toml").open("a", encoding="utf-8") as file:
        file.write('\n[inboxes.site]\nchannel = "segment"\nwrite_key = "open"\n')
    intake.take(house, [posted("e1", "a", "p1", "맛있어요.", 5), replace(posted("e2", "b", "p1", "최고예요.", 5), inbox="site")])
    assert take_reviews(house) == 2
    assert [review.text for review in house.knowledge.snapshot().reviews.values()] == ["맛있어요."]


def test_posted_reviews_become_knowledge_one_a_person_and_product(house: House) -> None:
    brought(house, "r1,p1,4,고소해요.,,,,,\n")
    intake.take(
        house,
        [
            posted("e1", "a", "p1", "맛있어요.", 5),
            posted("e2", "b", "p1", "짜요.", 2),
            posted("e3", "a", "p1", "다시 먹어도 맛있어요.", 4),
            posted("e4", "c", "no-such", "몰라요.", 4),
            posted("e5", "c", "p2", "", 4),
            posted("e6", "d", "p2", "저만 보여 주세요.", 1, secret=True),
        ],
    )
    assert take_reviews(house) == 6
    version = house.knowledge.snapshot().version
    said = {(review.text, review.rating) for review in house.knowledge.snapshot().reviews.values()}
    assert said == {("고소해요.", 4.0), ("다시 먹어도 맛있어요.", 4.0), ("짜요.", 2.0)}
    assert take_reviews(house) == 0
    assert house.knowledge.snapshot().version == version
    erase(house, [identity_id(house.key, "web", "a")])
    assert {review.text for review in house.knowledge.snapshot().reviews.values()} == {"고소해요.", "짜요."}
    brought(house, "r1,p1,4,고소해요.,,,,,\n")  # the folder speaks of its own reviews only
    assert {review.text for review in house.knowledge.snapshot().reviews.values()} == {"고소해요.", "짜요."}


def test_reviews_of_another_file_with_its_own_columns(house: House, tmp_path: Path) -> None:
    brought(house, "r1,p1,4,고소해요.,,,,,\n")
    path = tmp_path / "export.csv"
    path.write_text("글번호,상품코드,내용\n77,p2,폭신해요.\n", encoding="utf-8")
    mapping = {"id": "글번호", "title": "상품코드", "body": "내용"}
    assert import_file(house.store, path, "reviews", NOON, mapping).added == 1
    assert house.knowledge.snapshot().reviews["77"].product == "p2"


@pytest.mark.parametrize(
    ("text", "rating"),
    [("", None), ("4", 4.0), ("4.5점", 4.5), ("5/5", 5.0), ("★★★☆☆", 3.0), ("0", "bad"), ("6", "bad"), ("좋아요", "bad")],
)
def test_ratings(text: str, rating: float | str | None) -> None:
    read = rating_of(text)
    assert isinstance(read, BadCell) if rating == "bad" else read == rating
