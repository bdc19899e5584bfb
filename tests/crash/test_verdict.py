"""The judge sees each kind of broken promise."""

from collections.abc import Iterator

import pytest
from crash.brand import bakery
from crash.clients import Promises
from crash.verdict import judge, settled
from sqlalchemy import text

from dangol.bootstrap import talking
from dangol.bootstrap.house import House
from dangol.kit.clock import utc_now

ASKED = "보리 소금빵 얼마예요?"


@pytest.fixture
def house() -> Iterator[House]:
    with bakery("sqlite") as (folder, url):
        opened = settled(folder, url)
        yield opened
        opened.close()


@pytest.fixture
def promises(house: House) -> Promises:
    kept = Promises()
    for number in range(2):
        key = f"k{number}"
        message = talking.accept(house, inbox="web", external_id="v-1", text=ASKED, client_key=key, at=utc_now())
        talking.respond(house, message.message)
        kept.chats["web", "v-1", key] = ASKED
        kept.sent.add(("web", "v-1", key))
    return kept


def test_a_good_store_is_found_good(house: House, promises: Promises) -> None:
    assert judge(house, promises, {}).wrong == []


@pytest.mark.parametrize(
    ("harm", "seen"),
    [
        ("UPDATE messages SET client_key = 'other' WHERE client_key = 'k1'", "stored 0 times"),
        ("UPDATE messages SET text = '다른 글' WHERE client_key = 'k1'", "acknowledged"),
        ("DELETE FROM decisions", "has 0 decisions"),
        ("UPDATE outbox SET decision = NULL", "has 0 outbox rows"),
        ("UPDATE outbox SET status = 'queued'", "is queued"),
        ("UPDATE outbox SET status = 'uncertain'", "uncertain in our own thread"),
        ("UPDATE outbox SET inbox = 'outside'", "is called sent and arrived 0 times"),
        ("DELETE FROM messages WHERE direction = 'out'", "stands 0 times in its thread"),
        ("UPDATE messages SET number = 9 WHERE direction = 'out' AND number = 2", "stands after the reply"),
        ("UPDATE envelopes SET position = 99 WHERE position = 4", "the journal has a hole"),
    ],
)
def test_each_harm_is_seen(house: House, promises: Promises, harm: str, seen: str) -> None:
    with house.store.write() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        if harm.startswith("UPDATE envelopes"):
            connection.execute(text("DELETE FROM payloads WHERE position = 4"))
        connection.execute(text(harm))
    assert any(seen in sentence for sentence in judge(house, promises, {}).wrong)


def test_what_nobody_promised_is_seen(house: House, promises: Promises) -> None:
    promises.sent.clear()
    promises.chats.clear()
    assert any("nobody sent" in sentence for sentence in judge(house, promises, {}).wrong)
    promises.events["e1"] = 77
    assert any("is not there" in sentence for sentence in judge(house, promises, {}).wrong)
