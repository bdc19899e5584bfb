from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from brand_files import FAQ, NAVER, PARTIAL, PRODUCTS, SHIPPING, brand_folder

from dangol.kit.errors import BadInput
from dangol.knowledge.brand_toml import read_brand
from dangol.knowledge.evidence import fact_versions, resolve
from dangol.knowledge.facts import Snapshot
from dangol.knowledge.imports import ImportReport, import_file, import_folder
from dangol.knowledge.rows import RefusedRow
from dangol.knowledge.snapshot import current_version, load_snapshot
from dangol.knowledge.sources import brand_sources
from dangol.store.engine import Store

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
ROOT = Path(__file__).parents[2]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.retired, report.unchanged


def snapshot(store: Store, folder: Path) -> Snapshot:
    with store.read() as connection:
        return load_snapshot(connection, read_brand(folder).profile)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_folder_becomes_a_snapshot(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    calls: list[tuple[int, int]] = []
    report = import_folder(store, folder, AT, lambda done, total: calls.append((done, total)))
    assert counts(report) == (6, 0, 0, 0)
    assert report.version == 1
    assert calls[-1][0] == calls[-1][1]
    now = snapshot(store, folder)
    assert (now.version, now.brand.name) == (1, "장미네")
    assert list(now.products) == ["p01", "p02"]
    assert list(now.products["p01"].facts) == ["name", "category", "price", "stock", "options", "용량", "description", "url"]
    assert (now.products["p02"].name, now.products["p02"].text("price"), now.products["p02"].text("options")) == ("쑥 비누", "8000", None)
    fact = now.products["p02"].facts["price"]
    assert (fact.citation_id, fact.version, fact.valid_from) == ("product/p02/price", 1, AT)
    assert (fact.source.file, fact.source.line) == ("products.csv", 3)
    assert now.places["s1"].text("hours") == "Mo-Fr 11:00-20:00; PH off"
    assert now.faqs["f01"].answer == "네, 됩니다."
    assert [(passage.citation_id, passage.headings, passage.source.file) for passage in now.passages] == [
        ("policy/shipping#배송비", ("배송비",), "policies/shipping.md"),
        ("policy/shipping#기간", ("기간",), "policies/shipping.md"),
    ]


def test_importing_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    before = snapshot(store, folder)
    report = import_folder(store, folder, LATER)
    assert (counts(report), report.version, report.changed_things) == ((0, 0, 0, 6), 1, ())
    assert snapshot(store, folder) == before


def test_a_changed_price_is_a_new_version_and_the_old_one_ends(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    rewrite(folder / "products.csv", "크림,12000", "크림,13000")
    report = import_folder(store, folder, LATER)
    assert (counts(report), report.version, report.changed_things) == ((0, 1, 0, 5), 2, ("product/p01",))
    now = snapshot(store, folder)
    assert (now.products["p01"].facts["price"].version, now.products["p01"].facts["stock"].version) == (2, 1)
    with store.read() as connection:
        assert current_version(connection) == 2
        past = fact_versions(connection, "product/p01/price")
    assert [(one.version, one.text, one.valid_from, one.valid_to) for one in past] == [
        (1, "12000", AT, LATER),
        (2, "13000", LATER, None),
    ]


def test_what_is_gone_is_retired_and_what_comes_back_counts_on(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    (folder / "faq.csv").write_text("\n".join(FAQ.splitlines()[:2]), "utf-8")
    (folder / "places.csv").unlink()
    (folder / "policies" / "shipping.md").write_text(SHIPPING.replace("## 기간\n이틀 걸립니다.\n", ""), "utf-8")
    report = import_folder(store, folder, LATER)
    assert counts(report) == (0, 1, 2, 3)
    assert report.changed_things == ("faq/f02", "place/s1", "policy/shipping")
    now = snapshot(store, folder)
    assert (list(now.faqs), dict(now.places), len(now.passages)) == (["f01"], {}, 1)
    brand_folder(folder)
    assert counts(import_folder(store, folder, LATER + timedelta(days=1))) == (2, 1, 0, 3)
    again = snapshot(store, folder)
    assert (again.faqs["f02"].version, again.passages[1].version, again.faqs["f01"].version) == (2, 2, 1)
    with store.read() as connection:
        assert [one.version for one in fact_versions(connection, "faq/f02")] == [1, 2]


def test_an_emptied_cell_retires_its_fact_and_a_shifted_row_keeps_its_versions(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    lines = PRODUCTS.splitlines()
    (folder / "products.csv").write_text("\n".join([lines[0], "p00,새 비누,,,,,,,", lines[1].replace("촉촉해요", ""), lines[2]]), "utf-8")
    assert counts(import_folder(store, folder, LATER)) == (1, 1, 0, 5)
    now = snapshot(store, folder)
    assert list(now.products) == ["p00", "p01", "p02"]
    assert "description" not in now.products["p01"].facts
    assert (now.products["p02"].facts["price"].source.line, now.products["p02"].facts["price"].version) == (4, 1)


def test_a_new_section_renames_no_passage(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    rewrite(folder / "policies" / "shipping.md", "## 배송비", "## 출고\n평일 11시\n\n## 배송비")
    report = import_folder(store, folder, LATER)
    assert (counts(report), report.version, report.changed_things) == ((0, 1, 0, 5), 2, ("policy/shipping",))
    assert [(one.citation_id, one.number, one.version, one.source.line) for one in snapshot(store, folder).passages] == [
        ("policy/shipping#출고", 1, 1, 4),
        ("policy/shipping#배송비", 2, 1, 7),
        ("policy/shipping#기간", 3, 1, 10),
    ]
    with store.read() as connection:
        assert [one.valid_to for one in fact_versions(connection, "policy/shipping#기간")] == [None]


def test_another_text_under_the_same_heading_is_a_new_version_of_it(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    rewrite(folder / "policies" / "shipping.md", "이틀", "사흘")
    assert counts(import_folder(store, folder, LATER)) == (0, 1, 0, 5)
    assert [(one.citation_id, one.version) for one in snapshot(store, folder).passages] == [
        ("policy/shipping#배송비", 1),
        ("policy/shipping#기간", 2),
    ]
    with store.read() as connection:
        past = fact_versions(connection, "policy/shipping#기간")
    assert [(one.version, one.text, one.valid_to) for one in past] == [(1, "이틀 걸립니다.", LATER), (2, "사흘 걸립니다.", None)]


def test_sections_that_change_places_keep_their_versions(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    (folder / "policies" / "shipping.md").write_text("# 배송 안내\n\n## 기간\n이틀 걸립니다.\n\n## 배송비\n3,000원입니다.\n", "utf-8")
    report = import_folder(store, folder, LATER)
    assert (counts(report), report.version) == ((0, 0, 0, 6), 2)
    assert [(one.anchor, one.number, one.version) for one in snapshot(store, folder).passages] == [("기간", 1, 1), ("배송비", 2, 1)]


def test_the_brand_itself_moves_the_version(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    rewrite(folder / "brand.toml", "장미네", "새장미네")
    assert import_folder(store, folder, LATER).version == 2
    assert import_folder(store, folder, LATER).version == 2


HALF_WRITTEN: list[tuple[str, Callable[[Path], object], str]] = [
    ("no brand.toml", lambda folder: (folder / "brand.toml").unlink(), "file.missing"),
    ("no products.csv", lambda folder: (folder / "products.csv").unlink(), "file.missing"),
    ("empty products.csv", lambda folder: (folder / "products.csv").write_bytes(b""), "file.empty"),
    ("only a header", lambda folder: (folder / "products.csv").write_text(PRODUCTS.splitlines()[0], "utf-8"), "file.emptied"),
    ("empty faq.csv", lambda folder: (folder / "faq.csv").write_bytes(b""), "file.empty"),
    ("faq.csv cut in a quote", lambda folder: rewrite(folder / "faq.csv", '됩니다."', "됩"), "file.quote_not_closed"),
    ("empty policy", lambda folder: (folder / "policies" / "shipping.md").write_bytes(b"\n"), "file.emptied"),
    ("places.csv is a folder", lambda folder: ((folder / "places.csv").unlink(), (folder / "places.csv").mkdir()), "file.unreadable"),
    ("policies is a file", lambda folder: ((folder / "policies").rename(folder / "p"), (folder / "policies").touch()), "file.unreadable"),
    ("no folder", lambda folder: folder.rename(folder.with_name("moved")), "file.missing"),
]


@pytest.mark.parametrize(("damage", "code"), [case[1:] for case in HALF_WRITTEN], ids=[case[0] for case in HALF_WRITTEN])
def test_a_half_written_folder_changes_nothing(store: Store, tmp_path: Path, damage: Callable[[Path], object], code: str) -> None:
    folder = brand_folder(tmp_path / "brand")
    profile = read_brand(folder).profile
    import_folder(store, folder, AT)
    with store.read() as connection:
        before = load_snapshot(connection, profile)
    rewrite(folder / "products.csv", "12000", "99000")
    damage(folder)
    with pytest.raises(BadInput) as raised:
        import_folder(store, folder, LATER)
    assert raised.value.code == code
    with store.read() as connection:
        assert load_snapshot(connection, profile) == before


def test_a_refused_row_keeps_what_was_known(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    rewrite(folder / "products.csv", "크림,12000", "크림,만이천원")
    report = import_folder(store, folder, LATER)
    assert (counts(report), report.version) == ((0, 0, 0, 5), 1)
    assert [(row.file, row.line, row.thing) for row in report.refused] == [("products.csv", 2, "product/p01")]
    assert snapshot(store, folder).products["p01"].text("price") == "12000"


def test_a_file_of_refused_rows_only_is_left_out_as_a_whole(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    (folder / "products.csv").write_text("id,name,price\nx,,\ny,,\n", "utf-8")
    rewrite(folder / "faq.csv", "7일", "8일")
    report = import_folder(store, folder, LATER)
    assert [(row.file, row.line) for row in report.refused] == [("products.csv", 2), ("products.csv", 3), ("products.csv", 0)]
    assert report.changed_things == ("faq/f02",)
    assert list(snapshot(store, folder).products) == ["p01", "p02"]


def test_a_file_from_outside_replaces_by_id_and_retires_only_its_own(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    feed = tmp_path / "ep.tsv"
    feed.write_text(NAVER.replace("1001\t", "p01\t"), "utf-8")
    assert import_file(store, feed, "products", LATER).changed_things == ("product/1003", "product/p01")
    now = snapshot(store, folder)
    assert set(now.products) == {"p01", "p02", "1003"}
    assert (now.products["p01"].text("price"), now.products["p01"].text("용량"), now.products["p01"].facts["price"].version) == (
        "12000",
        None,
        1,
    )
    assert now.products["p01"].facts["price"].source.file == str(feed)
    feed.write_text(NAVER.splitlines()[0] + "\n2001\t새 비누\t100" + "\t" * 14, "utf-8")
    assert import_file(store, feed, "products", LATER).changed_things == ("product/1003", "product/2001", "product/p01")
    assert set(snapshot(store, folder).products) == {"p02", "2001"}
    assert set(import_folder(store, folder, LATER).changed_things) == {"product/p01"}
    assert set(snapshot(store, folder).products) == {"p01", "p02", "2001"}


def test_a_partial_feed_retires_only_what_it_names(store: Store, tmp_path: Path) -> None:
    feed = tmp_path / "ep.tsv"
    feed.write_text(NAVER.replace("만원", "10000"), "utf-8")
    import_file(store, feed, "products", AT)
    feed.write_text(PARTIAL, "utf-8")
    assert import_file(store, feed, "products", LATER).changed_things == ("product/1001", "product/1003")
    with store.read() as connection:
        assert [one.text for one in fact_versions(connection, "product/1001/price")] == ["12000", "13000"]
        assert fact_versions(connection, "product/1003/price")[-1].valid_to == LATER
        assert fact_versions(connection, "product/1002/price")[-1].valid_to is None


def test_files_of_every_kind_come_from_outside(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    outside = brand_folder(tmp_path / "outside")
    (outside / "articles.csv").write_text("번호,글\n7,긴 글입니다.\n", "utf-8")
    import_file(store, outside / "places.csv", "places", AT)
    import_file(store, outside / "faq.csv", "faq", AT)
    import_file(store, outside / "policies", "policies", AT)
    import_file(store, outside / "policies" / "shipping.md", "articles", AT)
    import_file(store, outside / "articles.csv", "articles", AT, {"id": "번호", "body": "글"})
    now = snapshot(store, folder)
    assert (list(now.places), list(now.faqs)) == (["s1"], ["f01", "f02"])
    assert {passage.citation_id for passage in now.passages} == {
        "policy/shipping#배송비",
        "policy/shipping#기간",
        "article/shipping#배송비",
        "article/shipping#기간",
        "article/7#1",
    }
    (outside / "policies" / "returns.md").write_text("7일", "utf-8")
    (outside / "policies" / "shipping.md").unlink()
    report = import_file(store, outside / "policies", "policies", LATER)
    assert report.changed_things == ("policy/returns", "policy/shipping")
    (outside / "policies" / "returns.md").unlink()
    with pytest.raises(BadInput) as raised:
        import_file(store, outside / "policies", "policies", LATER)
    assert raised.value.code == "file.no_documents"


def test_citations_are_resolved(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    rewrite(folder / "products.csv", "p02,", "세트/2,")
    rewrite(folder / "products.csv", "용량", "무게/용량")
    import_folder(store, folder, AT)
    now = snapshot(store, folder)
    found = {
        citation: (evidence.text, evidence.title, evidence.version, evidence.source.line)
        for citation in ("product/세트/2/무게/용량", "place/s1/hours", "faq/f01", "policy/shipping#기간")
        if (evidence := resolve(now, citation))
    }
    assert found == {
        "product/세트/2/무게/용량": ("100g", "쑥 비누 · 무게/용량", 1, 3),
        "place/s1/hours": ("Mo-Fr 11:00-20:00; PH off", "본점 · hours", 1, 2),
        "faq/f01": ("네, 됩니다.", "포장 되나요?", 1, 2),
        "policy/shipping#기간": ("이틀 걸립니다.", "배송 안내 > 기간", 1, 7),
    }
    for unknown in ("product/p01/weight", "product/p01", "faq/f99", "policy/shipping#9", "policy/shipping#1", "order/1/state", ""):
        assert resolve(now, unknown) is None


@pytest.mark.parametrize("brand", ["src/dangol/sample/brand", "evaluation/brands/bakery", "evaluation/brands/petshop"])
def test_our_own_brands_are_read_without_a_refusal(store: Store, brand: str) -> None:
    folder = ROOT / brand
    if not (folder / "brand.toml").exists():
        pytest.skip("not in this copy")
    assert import_folder(store, folder, AT).refused == ()
    again = import_folder(store, folder, LATER)
    assert (again.added, again.changed, again.retired) == (0, 0, 0)
    now = snapshot(store, folder)
    assert len(now.products) >= 30
    written = sum(not isinstance(row, RefusedRow) for file in brand_sources(folder) for row in file.rows() if "policies" in file.origin)
    policies = {one.citation_id for one in now.passages if one.kind == "policy"}
    assert len(policies) == written > 0
    assert not any(citation.rpartition("#")[2].isdecimal() for citation in policies)
