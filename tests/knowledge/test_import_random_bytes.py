from datetime import UTC, datetime
from pathlib import Path

import pytest
from brand_files import brand_folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol.kit.errors import DangolError
from dangol.knowledge.brand_toml import read_brand
from dangol.knowledge.imports import import_file, import_folder
from dangol.knowledge.rows import ImportKind
from dangol.knowledge.snapshot import load_snapshot
from dangol.store.engine import Store

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEADERS: dict[str, tuple[ImportKind, bytes]] = {
    "products.csv": ("products", b"id,name,price,stock,extra\n"),
    "places.csv": ("places", b"id,name,lat,lon,hours\n"),
    "faq.csv": ("faq", b"id,question,answer\n"),
    "feed.tsv": ("products", b"id\ttitle\tprice_pc\tlink\tclass\toption_detail\n"),
    "feed.xml": ("products", b'<rss xmlns:g="http://base.google.com/ns/1.0"><item><g:id>'),
    "articles.csv": ("articles", b"id,title,body\n"),
    "articles.md": ("articles", b"# t\n"),
}
BYTES = [b"\t", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xea\xb0", b" ", b"| a |\n|-|", "가나".encode(), "가나".encode("cp949")]
WORDS = b'a b , , " "" 1 -3 12,000 Mo-Fr </g:id> <g:title>x</g:title> </item> </rss> &#0; <b <!-- --> - #'
CELLS = st.sampled_from([*BYTES, *WORDS.split()])
CONTENT = st.one_of(st.binary(max_size=200), st.lists(CELLS, max_size=40).map(b"".join))


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> tuple[Store, Path]:
    folder = brand_folder(tmp_path / "brand")
    import_folder(store, folder, AT)
    return store, folder


@pytest.mark.parametrize("name", HEADERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(content=CONTENT, with_header=st.booleans())
def test_no_bytes_break_an_import_or_half_of_the_store(filled: tuple[Store, Path], name: str, content: bytes, with_header: bool) -> None:
    store, folder = filled
    kind, header = HEADERS[name]
    path = folder.parent / name
    path.write_bytes(header + content if with_header else content)
    profile = read_brand(folder).profile
    with store.read() as connection:
        before = load_snapshot(connection, profile)
    try:
        report = import_file(store, path, kind, AT)
    except DangolError:
        with store.read() as connection:
            assert load_snapshot(connection, profile) == before
        return
    with store.read() as connection:
        after = load_snapshot(connection, profile)
    assert report.version == after.version
    assert (report.version == before.version) == (after == before)
    assert all(subject.facts["name"].value for subject in (*after.products.values(), *after.places.values()))
    assert import_file(store, path, kind, AT).version == report.version
