import time
from datetime import UTC, datetime
from pathlib import Path

from brand_files import brand_folder

from dangol.knowledge.brand_toml import read_brand
from dangol.knowledge.imports import import_file, import_folder
from dangol.knowledge.snapshot import load_snapshot
from dangol.store.engine import Store

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_2700_articles_load_within_a_second(store: Store, tmp_path: Path) -> None:
    folder = brand_folder(tmp_path / "brand")
    body = "\n\n".join("<p>" + "안내 말씀을 드립니다. " * 20 + "</p>" for _ in range(6))
    rows = "".join(f'a{n},글 {n},"{n}번 글입니다. {body}"\n' for n in range(2_700))
    (tmp_path / "articles.csv").write_text(f"id,title,body\n{rows}", "utf-8")
    import_folder(store, folder, AT)
    progress: list[tuple[int, int]] = []
    assert import_file(store, tmp_path / "articles.csv", "articles", AT, progress=lambda *step: progress.append(step)).added == 2_700
    assert len(progress) > 10
    assert progress == sorted(progress)
    started = time.perf_counter()
    with store.read() as connection:
        loaded = load_snapshot(connection, read_brand(folder).profile)
    assert time.perf_counter() - started < 1.0
    assert len({passage.document for passage in loaded.passages}) == 2_701
