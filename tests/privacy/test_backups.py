"""A backup is whole or none, works beside a server, and what it brings back is cleaned of who was erased since."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from filled_shop import EMAIL, NOON, WHO, Clock, fill, opened_shop, says
from sqlalchemy import Engine, func, make_url, select, text
from traces import in_files, in_tables

from dangol.bootstrap import ledger, talking
from dangol.bootstrap.archive import MANIFEST
from dangol.bootstrap.backing_up import back_up, verify
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.finding_person import find_person
from dangol.bootstrap.house import House, opened
from dangol.bootstrap.restoring import restore
from dangol.conversations.tables import conversations, messages
from dangol.events.tables import envelopes
from dangol.kit.errors import BadInput, Broken, Conflict, DangolError, NotFound, Refused
from dangol.outbox.tables import outbox
from dangol.people.tables import merges
from dangol.store.schema import metadata


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "safe" / "one.zip"


def everyone(house: House, who: str = WHO) -> list[str]:
    with house.store.read() as connection:
        return [one.id for one in find_person(house, connection, who)[1]]


def counts(house: House) -> dict[str, int]:
    with house.store.read() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables}


def test_everything_comes_back(shop: House, to: Path, tmp_path: Path) -> None:
    made, manifest = back_up(shop, to)
    assert made == to
    assert to.stat().st_mode & 0o077 == 0
    assert manifest.key
    assert [path.name for path in to.parent.iterdir()] == ["one.zip"]  # nothing half-made beside it
    done = restore(to, tmp_path / "new")
    assert (done.erased, done.uncertain) == (0, 0)
    with opened(tmp_path / "new") as house:
        assert counts(house) == counts(shop)
        assert everyone(house) == everyone(shop)
        says(house, "보리 소금빵 얼마예요?", who="v-new", key="n1")
    for name in ("brand.toml", "faq.csv", "policies/returns.md", "dangol.key"):
        assert (tmp_path / "new" / name).read_bytes() == (shop.folder / name).read_bytes()
    assert (tmp_path / "new" / "dangol.key").stat().st_mode & 0o077 == 0


def test_who_was_erased_since_is_erased_again(shop: House, to: Path, tmp_path: Path) -> None:
    back_up(shop, to)
    erase(shop, everyone(shop))
    done = restore(to, tmp_path / "new")  # the ledger of the folder that was backed up is found by itself
    assert done.erased == 5
    assert in_files(tmp_path / "new") == {}
    with opened(tmp_path / "new") as house:
        with pytest.raises(NotFound):
            everyone(house)
        assert everyone(house, "v-3")
        assert counts(house)["legal_records"] == 1
    assert restore(back_again(tmp_path, "new"), tmp_path / "newer").erased == 0  # and its own ledger says so once


def back_again(tmp_path: Path, name: str) -> Path:
    with opened(tmp_path / name) as house:
        return back_up(house, tmp_path / "safe" / f"{name}.zip")[0]


@pytest.mark.parametrize("where", ["given", "beside", "second", "ready"])
def test_the_ledger_is_found_after_the_folder_is_lost(
    shop: House, to: Path, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(shop, to)
    erase(shop, everyone(shop))
    kept = tmp_path / "usb" / ledger.FILE
    kept.parent.mkdir()
    shutil.copy(shop.folder / ledger.FILE, kept)
    shop.close()
    shutil.rmtree(shop.folder)
    given = [kept] if where == "given" else []
    if where == "beside":
        shutil.copy(kept, to.parent / ledger.FILE)
    elif where == "second":
        monkeypatch.setenv("DANGOL_ERASURES", str(kept))
    elif where == "ready":
        (tmp_path / "new").mkdir()
        shutil.copy(kept, tmp_path / "new" / ledger.FILE)
    done = restore(to, tmp_path / "new", given)
    assert (done.erased, len(done.ledgers)) == (5, 1)
    assert in_files(tmp_path / "new") == {}


def test_without_any_ledger_it_is_said(shop: House, to: Path, tmp_path: Path) -> None:
    back_up(shop, to)
    shop.close()
    shutil.rmtree(shop.folder)
    assert restore(to, tmp_path / "new").ledgers == ()
    with pytest.raises(Refused, match=r"ledger\.missing"):
        restore(to, tmp_path / "newer", [tmp_path / "nowhere.jsonl"])


def test_an_erasure_goes_into_a_second_ledger_too(shop: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.close()
    monkeypatch.setenv("DANGOL_ERASURES", str(tmp_path / "second.jsonl"))
    with opened(shop.folder) as house:
        erase(house, everyone(house))
    assert (tmp_path / "second.jsonl").read_bytes() == (shop.folder / ledger.FILE).read_bytes()


def test_who_came_back_after_an_erasure_stays(shop: House, to: Path, tmp_path: Path, clock: Clock) -> None:
    erase(shop, everyone(shop))
    clock.now += timedelta(days=1)
    says(shop, "다시 왔어요", key="back")
    back_up(shop, to)
    assert restore(to, tmp_path / "new").erased == 0
    with opened(tmp_path / "new") as house:
        assert len(everyone(house)) == 1


def test_a_living_brand_is_not_overwritten(shop: House, to: Path, tmp_path: Path) -> None:
    back_up(shop, to)
    before = {path: path.read_bytes() for path in shop.folder.rglob("*") if path.is_file()}
    for place in (shop.folder, tmp_path):
        with pytest.raises(Conflict, match=r"restore\.living"):
            restore(to, place)
    (tmp_path / "file").write_text("x")
    with pytest.raises(Conflict, match=r"restore\.living"):
        restore(to, tmp_path / "file")
    assert {path: path.read_bytes() for path in shop.folder.rglob("*") if path.is_file()} == before
    with pytest.raises(Conflict, match=r"backup\.exists"):
        back_up(shop, to)


def test_half_an_archive_is_known_as_one(shop: House, to: Path, tmp_path: Path) -> None:
    back_up(shop, to)
    whole = to.read_bytes()
    bad = tmp_path / "bad.zip"
    for end in (0, 10, len(whole) // 2, len(whole) - 1, len(whole) - 200):
        bad.write_bytes(whole[:end])
        with pytest.raises(Broken, match=r"archive\.incomplete"):
            restore(bad, tmp_path / "new")
    for place in range(100, len(whole), len(whole) // 8):
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        try:
            verify(bad)
        except DangolError as error:
            assert error.code in {"archive.incomplete"}, place  # noqa: PT017
    with zipfile.ZipFile(to) as archive, zipfile.ZipFile(bad, "w") as forged:
        for name in archive.namelist():
            content = archive.read(name)
            forged.writestr(name, content.replace("보리네".encode(), "나쁜네".encode()) if name.endswith("brand.toml") else content)
    with pytest.raises(Broken, match=r"archive\.incomplete"):
        restore(bad, tmp_path / "new")
    with pytest.raises(BadInput, match=r"archive\.missing"):
        restore(tmp_path / "nothing.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".restoring*"))


def test_a_member_cannot_climb_out(shop: House, to: Path, tmp_path: Path) -> None:
    back_up(shop, to)
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(to) as archive, zipfile.ZipFile(evil, "w") as forged:
        said = json.loads(archive.read(MANIFEST))
        said["files"] = {"../../climbed": said["files"]["brand/faq.csv"]}
        forged.writestr("../../climbed", archive.read("brand/faq.csv"))
        forged.writestr(MANIFEST, json.dumps(said))
    with pytest.raises(Broken, match=r"archive\.incomplete"):
        restore(evil, tmp_path / "a" / "b" / "new")
    assert not list(tmp_path.rglob("climbed"))


def test_without_the_key_it_opens_only_beside_it(shop: House, to: Path, tmp_path: Path) -> None:
    _, manifest = back_up(shop, to, with_key=False)
    assert not manifest.key
    with zipfile.ZipFile(to) as archive:
        assert not any("dangol.key" in name for name in archive.namelist())
    with pytest.raises(Broken, match=r"key\.wrong"):
        restore(to, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    (tmp_path / "new").mkdir()
    shutil.copy(shop.folder / "dangol.key", tmp_path / "new")
    restore(to, tmp_path / "new")
    with opened(tmp_path / "new") as house:
        assert everyone(house, EMAIL)


def test_what_was_on_its_way_is_not_said_again(shop: House, to: Path, tmp_path: Path) -> None:
    talking.accept(shop, inbox="web", external_id="v-late", text="택배 되나요?", client_key="late", at=NOON)
    with shop.store.write() as connection:
        draft = connection.execute(select(outbox.c.id).where(outbox.c.status == "draft").limit(1)).scalar_one()
        connection.execute(outbox.update().where(outbox.c.id == draft).values(status="queued"))
    back_up(shop, to)
    assert restore(to, tmp_path / "new").uncertain == 1
    with opened(tmp_path / "new") as house, house.store.read() as connection:
        assert connection.execute(select(outbox.c.status).where(outbox.c.id == draft)).scalar_one() == "uncertain"
        assert not connection.execute(select(messages.c.id).where(~messages.c.handled)).all()
        assert "waiting" in connection.execute(select(conversations.c.state)).scalars().all()


_WRITER = """
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from dangol.bootstrap import talking
from dangol.bootstrap.house import open_house
from dangol.store.serving_lock import serving
house = open_house(Path(sys.argv[1]))
with serving(house.store):
    print("began", flush=True)
    for number in range(100000):
        talking.accept(house, inbox="web", external_id=f"w-{number}", text=f"말 {number}", client_key="k", at=house.clock())
        print(number, flush=True)
"""


def test_it_works_beside_a_process_that_serves_and_writes(shop: House, to: Path, tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "src"
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(shop.folder), str(source)], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert writer.stdout is not None
    try:
        assert writer.stdout.readline().strip() == "began"
        seen = [int(writer.stdout.readline()) for _ in range(5)][-1]
        back_up(shop, to)
        after = [int(writer.stdout.readline()) for _ in range(5)][-1]  # it went on meanwhile
        restore(to, tmp_path / "new")
        [writer.stdout.readline() for _ in range(5)]
        erase(shop, everyone(shop))
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    with opened(tmp_path / "new") as house, house.store.read() as connection:
        talks = {row.text for row in connection.execute(select(messages.c.text).where(messages.c.text.startswith("말 ")))}
    assert {f"말 {number}" for number in range(seen)} <= talks  # what was durable before it is in it, without a hole
    assert talks == {f"말 {number}" for number in range(len(talks))}
    assert after > seen
    assert in_files(shop.folder) == {}


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue("_server")
    return found


@pytest.fixture
def postgres(server: Engine) -> Iterator[str]:
    """The address of an empty database."""
    name = f"dangol_test_{secrets.token_hex(6)}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.mark.postgres
def test_postgresql_comes_back_into_an_empty_database(
    tmp_path: Path, to: Path, server: Engine, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = server.url.set(database=f"dangol_test_{secrets.token_hex(6)}")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {old.database}"))
    (tmp_path / "brand").mkdir()
    with opened_shop(tmp_path / "brand", old.render_as_string(hide_password=False)) as house:
        fill(house, others=3)
        back_up(house, to)
        before = counts(house)
        monkeypatch.setenv("DANGOL_DATABASE_URL", postgres)
        restore(to, tmp_path / "new")
        with opened(tmp_path / "new") as again:
            assert counts(again) == before
            with again.store.write() as connection:
                merges_before = connection.execute(select(func.max(merges.c.id))).scalar_one()
                one, other = connection.execute(select(merges.c.left, merges.c.right).limit(1)).one()
                connection.execute(merges.insert().values(left=one, right=other, evidence="x", confidence=1.0, merged_at=NOON))
                assert connection.execute(select(func.max(merges.c.id))).scalar_one() == merges_before + 1
        with pytest.raises(Conflict, match=r"restore\.living"):
            restore(to, tmp_path / "other")
        erase(house, everyone(house))
        _emptied(server, postgres)
        assert restore(to, tmp_path / "newer").erased == 5
        with opened(tmp_path / "newer") as cleaned:
            assert in_tables(cleaned.store) == {}
            with cleaned.store.read() as connection:
                assert connection.execute(select(func.count()).select_from(envelopes)).scalar_one() == before["envelopes"]
        monkeypatch.delenv("DANGOL_DATABASE_URL")
        with pytest.raises(Refused, match=r"restore\.other_engine"):
            restore(to, tmp_path / "third")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {old.database} WITH (FORCE)"))


def _emptied(server: Engine, address: str) -> None:
    name = make_url(address).database
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
