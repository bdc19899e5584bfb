"""Contact data lies sealed: a copy of the files says nothing, equality is still found, keys rotate, a wrong key is said."""

from pathlib import Path
from typing import Any

import pytest
from filled_shop import NOON, opened_shop, says
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, TableClause, column, select, table

from dangol.bootstrap import intake, talking
from dangol.bootstrap.exporting import export
from dangol.bootstrap.finding_person import find_person
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.tables import contact_keys
from dangol.events.journal import Journal
from dangol.events.tables import payloads
from dangol.kit.errors import BadInput, Broken
from dangol.kit.sealing import PREFIX, Vault
from dangol.people.identities import find, identity_id, members
from dangol.people.tables import identities
from dangol.people.tables import traits as traits_table
from dangol.people.traits import set_trait, traits
from dangol.store.engine import Store, open_store
from dangol.store.resealing import reseal
from dangol.store.schema import Json, UtcDateTime
from dangol.store.upgrade import to_revision

EMAIL, PHONE, NAME = "sealed-minji@iloulio.example", "+821097976464", "쉛뒓뷁"
OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def house(tmp_path: Path, store_url: str) -> House:  # type: ignore[misc]
    (tmp_path / "brand").mkdir()
    url = f"sqlite:///{tmp_path / 'brand' / 'dangol.db'}" if store_url.startswith("sqlite") else store_url
    with opened_shop(tmp_path / "brand", url) as house:
        says(house, "안녕하세요", who="v-1", key="k1")
        talking.vouch(house, inbox="web", external_id="v-1", proofs={"login": "minji7", "email": EMAIL, "phone": PHONE}, at=NOON)
        told = {"product_id": "p1", "email": EMAIL, "to": [{"Phone": PHONE, "memo": "문 앞"}], "odd": f"{PREFIX}odd:odd"}
        event = intake.Incoming(
            id="e1", type="product.viewed", identity="v-1", inbox="web", occurred_at=NOON, received_at=NOON, data=told, imported=False
        )
        intake.take(house, [event])
        with house.store.write() as connection:
            me = identity_id(house.key, "web", "v-1")
            set_trait(connection, me, "name", NAME, "agent", NOON)
            set_trait(connection, me, "contact_of_choice", PHONE, "agent", NOON)
            set_trait(connection, me, "interest", "빵", "agent", NOON)
        yield house


def stored(store: Store) -> str:
    with store.read() as connection:
        rows = [row for table in (identities, traits_table, payloads) for row in connection.execute(select(table))]
    return repr([tuple(row) for row in rows])


def test_a_copy_of_the_store_says_no_contact(house: House) -> None:
    copy = stored(house.store)
    assert not any(secret in copy for secret in (EMAIL, PHONE, PHONE[3:], NAME, "minji7"))
    assert "문 앞" in copy
    assert "빵" in copy


def test_it_is_read_as_it_was_and_found_by_its_value(house: House) -> None:
    with house.store.read() as connection:
        named, everyone = find_person(house, connection, EMAIL)
        assert {one.external_id for one in everyone} == {EMAIL, PHONE, "minji7", "v-1"}
        assert find_person(house, connection, "010-9797-6464")[0].external_id == PHONE
        assert find(connection, named.id) in members(connection, named.person)
        known = traits(connection, named.person)
        assert (known["name"].value, known["contact_of_choice"].value, known["interest"].value) == (NAME, PHONE, "빵")
        said = [dict(event.payload) for event in house.journal.read(connection, types=["product.viewed", "identity.verified"])]
        assert {"kind": "email", "value": EMAIL} in said
        assert said[-1]["email"] == EMAIL
        assert said[-1]["to"] == [{"Phone": PHONE, "memo": "문 앞"}]
        assert said[-1]["odd"] == f"{PREFIX}odd:odd"  # looking sealed opens nothing and breaks nothing
        assert {EMAIL, PHONE} <= {row["external_id"] for row in export(house, connection, everyone)["tables"]["identities"]}


def test_rows_of_before_are_sealed_by_the_upgrade(store_url: str) -> None:
    """A store as 0.1 made it before contact data was sealed, brought to today's version."""
    vault = Vault([b"k" * 32])
    before = open_store(store_url, vault)
    to_revision(before, "0007")
    me = "i" * 26
    who = _table("identities", "id", "inbox", "external_id", "kind", "person", first_seen=UtcDateTime, last_seen=UtcDateTime)
    known = _table("traits", "identity", "name", "source", value=Json, set_at=UtcDateTime)
    instants = {"occurred_at": UtcDateTime, "received_at": UtcDateTime}
    happened = _table("envelopes", "position", "type", "inbox", "identity", "dedupe_hash", imported=Boolean, **instants)
    said = _table("payloads", "position", payload=Json)
    seen = {"first_seen": NOON, "last_seen": NOON, "person": me}
    event = {"inbox": "web", "identity": me, "imported": False, "occurred_at": NOON, "received_at": NOON}
    with before.write() as connection:
        connection.execute(who.insert().values(id=me, inbox="email", external_id=EMAIL, kind="email", **seen))
        connection.execute(known.insert().values(identity=me, name="name", value=NAME, source="agent", set_at=NOON))
        connection.execute(happened.insert().values(position=1, type="identity.verified", dedupe_hash="a", **event))
        connection.execute(happened.insert().values(position=2, type="product.viewed", dedupe_hash="b", **event))
        connection.execute(said.insert().values(position=1, payload={"kind": "phone", "value": PHONE}))
        connection.execute(said.insert().values(position=2, payload={"product_id": "p1", "email": EMAIL}))
    before.upgrade()
    assert not any(secret in stored(before) for secret in (EMAIL, PHONE, NAME))
    with before.write() as connection:
        assert reseal(connection) == 0
        assert find(connection, me).external_id == EMAIL
        assert traits(connection, me)["name"].value == NAME
        assert [dict(event.payload) for event in Journal(b"k" * 32).read(connection)] == [
            {"kind": "phone", "value": PHONE},
            {"product_id": "p1", "email": EMAIL},
        ]
    before.close()


def _table(name: str, *plain: str, **typed: Any) -> TableClause:
    """The columns that a test fills, apart from what the rooms declare today."""
    return table(name, *(column(one) for one in plain), *(column(one, kind) for one, kind in typed.items()))


def test_keys_rotate(house: House) -> None:
    newer = open_store(house.store.url.render_as_string(hide_password=False), Vault([NEW.encode(), house.key]))
    with newer.write() as connection:
        assert reseal(connection) >= 6
        assert reseal(connection) == 0
    alone = open_store(house.store.url.render_as_string(hide_password=False), Vault([NEW.encode()]))
    with alone.read() as connection:
        assert find(connection, identity_id(house.key, "email", EMAIL)).external_id == EMAIL
    with house.store.read() as connection, pytest.raises(Broken, match=r"key\.wrong"):
        find(connection, identity_id(house.key, "email", EMAIL))
    newer.close()
    alone.close()


def test_a_brand_rotates_by_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dangol.bootstrap.contact_keys import rotate, vault_from

    with opened_shop(tmp_path / "brand") as house:
        talking.vouch(house, inbox="web", external_id="v-1", proofs={"login": "minji7", "email": EMAIL, "phone": ""}, at=NOON)
    for keys in (OLD, f"{NEW},{OLD}"):
        monkeypatch.setenv("DANGOL_CONTACT_KEYS", keys)
        house = open_house(tmp_path / "brand")
        assert rotate(house.store, vault_from(house.key, house.settings.contact_keys)) >= 2
        with house.store.read() as connection:
            assert len(connection.execute(select(contact_keys)).all()) == 1
            assert find_person(house, connection, EMAIL)[0].external_id == EMAIL
        house.close()
    monkeypatch.delenv("DANGOL_CONTACT_KEYS")
    with pytest.raises(Broken, match=r"key\.wrong"):
        open_house(tmp_path / "brand")
    monkeypatch.setenv("DANGOL_CONTACT_KEYS", "short")
    with pytest.raises(BadInput, match=r"settings\.secret_short"):
        open_house(tmp_path / "brand")


def test_another_brands_key_is_said_before_anything_happens(tmp_path: Path) -> None:
    with opened_shop(tmp_path / "brand"):
        pass
    key = tmp_path / "brand" / "dangol.key"
    key.unlink()
    key.write_bytes(b"x" * 32)
    with pytest.raises(Broken, match=r"key\.wrong"):
        open_house(tmp_path / "brand")


def test_without_a_key_contacts_are_neither_written_nor_read(store: Store) -> None:
    from dangol.people.identities import ensure

    bare = open_store(store.url.render_as_string(hide_password=False))
    with pytest.raises(Broken, match=r"sealed\.no_key"), bare.write() as connection:
        ensure(connection, b"k" * 32, "email", EMAIL, "email", NOON)
    bare.close()


def test_what_was_tampered_with_is_said() -> None:
    vault = Vault([b"k" * 32])
    sealed = vault.seal("minji@example.org")
    swapped = sealed[:-6] + ("AAAAAA" if sealed[-6:] != "AAAAAA" else "BBBBBB")
    for bad in (swapped, sealed[:-1], sealed[: len(PREFIX) + 9], f"{sealed}한"):
        with pytest.raises(Broken, match=r"sealed\.damaged"):
            vault.open(bad)


@given(st.text(max_size=50))
@settings(max_examples=60)
def test_any_text_comes_back(words: str) -> None:
    vault = Vault([b"k" * 32, b"o" * 32])
    once, twice = vault.seal(words), vault.seal(words)
    assert once != twice
    assert vault.open(once) == vault.open(twice) == words
    assert Vault([b"n" * 32, b"k" * 32]).open(once) == words
