"""Pictures sent in consultations: sealed, in the export, gone with the answer, the person, the time; two at once leave one."""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from filled_shop import NOON, Clock, opened_shop
from sqlalchemy import select

from dangol.bootstrap.consultation.page import Reader, act, look, send_picture
from dangol.bootstrap.erasing import erase
from dangol.bootstrap.exporting import export
from dangol.bootstrap.house import House
from dangol.bootstrap.keeping import overdue, tidy
from dangol.bootstrap.person_file import page
from dangol.kit.errors import BadInput, Broken
from dangol.kit.pictures.picture import clean
from dangol.kit.sealing import Vault
from dangol.offers.consultation.pictures import picture_of
from dangol.offers.consultation.tables import pictures
from dangol.people.identities import find, identity_id
from dangol.store.engine import open_store
from dangol.store.resealing import reseal
from pictured import add_consultation
from pictures_made import JPEG, png

ME = Reader(inbox="web", external_id="visitor-1", language="ko")
AGREED = {"question": "photo", "agree": "yes"}


@pytest.fixture
def house(tmp_path: Path, store_url: str, clock: Clock) -> Iterator[House]:
    folder = tmp_path / "brand"
    folder.mkdir()
    url = f"sqlite:///{folder / 'dangol.db'}" if store_url.startswith("sqlite") else store_url
    with opened_shop(folder, url, clock) as house:
        add_consultation(folder)
        act(house, "plant", ME, "start", {"consent": "kept"}, NOON)
        yield house


def send(house: House, raw: bytes = JPEG, **given: str) -> None:
    send_picture(house, "plant", ME, {**AGREED, **given}, raw, NOON)


def kept(house: House) -> list[str]:
    with house.store.read() as connection:
        return list(connection.execute(select(pictures.c.picture)).scalars())


def in_file(house: House, needle: bytes) -> bool:
    return any(needle in path.read_bytes() for path in house.folder.glob("dangol.db*"))


def who(house: House) -> str:
    return identity_id(house.key, "web", "visitor-1")


def test_it_lies_sealed_and_clean(house: House) -> None:
    send(house)
    (stored,) = kept(house)
    assert stored.startswith("sealed:")
    with house.store.read() as connection:
        (id_, wording) = connection.execute(select(pictures.c.id, pictures.c.wording)).one()
        found = picture_of(connection, id_)
    assert found == clean(JPEG)
    assert "담당자" in wording
    if house.store.url.drivername.startswith("sqlite"):
        assert not in_file(house, b64encode(found.data))


def test_without_agreeing_nothing_is_kept(house: House) -> None:
    with pytest.raises(BadInput, match=r"picture\.consent"):
        send(house, agree="")
    assert kept(house) == []


def test_the_export_holds_it(house: House) -> None:
    send(house)
    with house.store.read() as connection:
        told = export(house, connection, [find(connection, who(house))])
    (row,) = told["tables"]["pictures"]
    assert b64decode(row["picture"]) == clean(JPEG).data
    assert f"data:image/jpeg;base64,{row['picture']}" in page(told)
    assert told["labels"]["ko"]["tables"]["pictures"] == "상담에서 보낸 사진"


def test_erasing_the_person_erases_the_bytes(house: House) -> None:
    send(house)
    (stored,) = kept(house)
    if house.store.url.drivername.startswith("sqlite"):
        assert in_file(house, stored[-200:].encode())
    assert erase(house, [who(house)]).rows["pictures"] == 1
    assert kept(house) == []
    if house.store.url.drivername.startswith("sqlite"):
        assert not in_file(house, stored[-200:].encode())


@pytest.mark.parametrize("pressed", ["stop", "back"])
def test_it_goes_with_its_answer(house: House, pressed: str) -> None:
    send(house)
    act(house, "plant", ME, "stop" if pressed == "stop" else "back", {}, NOON)
    assert kept(house) == []


def test_it_goes_at_the_end_of_a_consultation_for_this_time_only(house: House) -> None:
    act(house, "plant", ME, "start", {"consent": "once"}, NOON)
    send(house)
    act(house, "plant", ME, "answer", {"question": "light", "value": "sun"}, NOON)
    assert len(kept(house)) == 1
    assert act(house, "plant", ME, "answer", {"question": "pots", "value": "2"}, NOON).stage == "done"
    assert kept(house) == []


def test_it_goes_when_conversations_do(house: House, clock: Clock) -> None:
    send(house)
    toml = house.folder / "brand.toml"
    toml.write_text(toml.read_text("utf-8") + "\n[law]\nkeep_conversation_days = 30\n", "utf-8")
    clock.now = NOON + timedelta(days=30)
    assert overdue(house)["pictures"] == 0
    clock.now += timedelta(days=1)
    assert overdue(house)["pictures"] == 1
    assert tidy(house)["pictures"] == 1
    assert kept(house) == []


def test_two_at_once_leave_one_whole_picture(house: House) -> None:
    sent = [JPEG, png(5, 5)]
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(send, house, raw) for raw in sent * 4]:
            done.result()
    with house.store.read() as connection:
        (id_,) = connection.execute(select(pictures.c.id)).scalars()
        assert picture_of(connection, id_) in [clean(raw) for raw in sent]
    shown = look(house, "plant", ME)
    assert shown.question is not None
    assert shown.question.id == "light"


def test_it_is_sealed_anew_with_a_new_key(house: House) -> None:
    send(house)
    address, new = house.store.url.render_as_string(hide_password=False), b"n" * 32
    newer = open_store(address, Vault([new, house.key]))
    with newer.write() as connection:
        reseal(connection)
        assert reseal(connection) == 0
    newer.close()
    alone = open_store(address, Vault([new]))
    with alone.read() as connection:
        id_ = connection.execute(select(pictures.c.id)).scalar_one()
        assert picture_of(connection, id_) == clean(JPEG)
    alone.close()
    with house.store.read() as connection, pytest.raises(Broken, match=r"key\.wrong"):
        picture_of(connection, id_)
