"""Messages accepted, decided about and delivered, once, whatever happens in between; and facts from outside."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dangol.bootstrap import intake, talking
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.sending import sweep
from dangol.conversations import threads
from dangol.decisions.handle import handle
from dangol.events.incoming import Incoming
from dangol.kit.errors import BadInput
from dangol.knowledge.imports import import_folder
from dangol.outbox import deliver, rows
from dangol.people.identities import find, identity_id
from small_brand import small_brand

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Shop:
    house: House
    clock: Clock
    keys: Iterator[int] = field(default_factory=lambda: iter(range(1000)))

    def says(self, words: str, who: str = "v-1", inbox: str = "web", key: str | None = None, wish: talking.Wish = "text") -> talking.Kept:
        key = key or f"k{next(self.keys)}"
        return talking.accept(self.house, inbox=inbox, external_id=who, text=words, client_key=key, at=self.clock(), wish=wish)

    def heard(self, who: str = "v-1", inbox: str = "web", after: int = 0) -> list[tuple[int, str]]:
        found = talking.listen(self.house, inbox=inbox, external_id=who, after=after, limit=200)
        return [(number, message.author) for number, message in found.messages]

    def state(self, who: str = "v-1", inbox: str = "web") -> str:
        return talking.listen(self.house, inbox=inbox, external_id=who, after=0, limit=1).state


@pytest.fixture
def shop(tmp_path: Path, store_url: str) -> Iterator[Shop]:
    clock = Clock()
    house = open_house(small_brand(tmp_path / "brand"), url=store_url, clock=clock)
    import_folder(house.store, house.folder, NOON)
    house.knowledge.answerer()
    yield Shop(house, clock)
    house.close()


def test_a_message_is_kept_once_and_answered_once(shop: Shop) -> None:
    kept = shop.says("보리 소금빵 얼마예요?", key="a")
    again = shop.says("보리 소금빵 얼마예요?", key="a")
    assert (again.message, again.number, again.duplicate) == (kept.message, 1, True)
    assert talking.pending(shop.house) == [(kept.message, "web", "v-1")]
    first = talking.respond(shop.house, kept.message)
    second = talking.respond(shop.house, kept.message)
    assert second.repeated
    assert second.decision == first.decision
    assert shop.heard() == [(1, "customer"), (2, "bot")]
    assert talking.pending(shop.house) == []
    with shop.house.store.read() as connection:
        assert [event.type for event in shop.house.journal.read(connection)] == ["message.received", "message.sent"]


def test_deciding_and_saying_are_one_transaction(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """In our own chat nothing can be uncertain: what fails while it is said was never decided."""
    kept = shop.says("보리 소금빵 얼마예요?")

    def breaks(*_: object, **__: object) -> None:
        raise KeyError

    with monkeypatch.context() as patched:
        patched.setattr(deliver, "add_outgoing", breaks)
        with pytest.raises(KeyError):
            talking.respond(shop.house, kept.message)
    with shop.house.store.read() as connection:
        for table in ("decisions", "outbox", "deliveries"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
    assert talking.pending(shop.house) == [(kept.message, "web", "v-1")]
    handled = talking.respond(shop.house, kept.message)
    assert handled.row is not None
    assert (handled.row.status, handled.row.attempts) == ("sent", 1)
    with shop.house.store.read() as connection:
        assert rows.find(connection, handled.row.id) == handled.row
        (delivery,) = rows.attempts(connection, handled.row.id)
    assert delivery.outcome == "sent"


def test_bad_messages_change_nothing(shop: Shop) -> None:
    shop.says("하나", key="a")
    for words, inbox, code in (("둘", "web", "message.id_reused"), ("하나", "nowhere", "inbox.unknown")):
        with pytest.raises(BadInput) as told:
            shop.says(words, inbox=inbox, key="a")
        assert told.value.code == code
    assert shop.heard() == [(1, "customer")]


def test_the_button_for_a_person_hands_over(shop: Shop) -> None:
    handled = talking.respond(shop.house, shop.says("사람 연결", wish="person_wanted").message)
    assert handled.decision is not None
    assert (handled.decision.kind, handled.decision.reasons) == ("hand_over", ("asks_person",))
    assert shop.state() == "waiting"


def test_a_careful_inbox_makes_a_draft_and_says_nothing(shop: Shop) -> None:
    handled = talking.respond(shop.house, shop.says("통밀 식빵 얼마예요?", inbox="careful").message)
    assert handled.row is not None
    assert handled.row.status == "draft"
    assert shop.heard(inbox="careful") == [(1, "customer")]


def test_numbers_go_on_when_a_conversation_is_closed(shop: Shop) -> None:
    talking.respond(shop.house, shop.says("보리 소금빵 얼마예요?").message)
    with shop.house.store.write() as connection:
        talk = threads.newest(connection, identity=identity_id(shop.house.key, "web", "v-1"), inbox="web")
        assert talk is not None
        threads.move(connection, talk.id, "close")
    assert shop.state() == "closed"
    shop.clock.now += timedelta(seconds=1)
    kept = shop.says("통밀 식빵은요?")
    assert kept.number == 3
    talking.respond(shop.house, kept.message)
    assert shop.heard(after=2) == [(3, "customer"), (4, "bot")]
    assert shop.state() == "bot"


def test_what_nobody_decided_about_the_worker_decides_and_says(shop: Shop) -> None:
    shop.says("보리 소금빵 얼마예요?")
    assert sweep(shop.house, "w").idle  # it may still be in the hands of the request that took it
    shop.clock.now += timedelta(minutes=1)
    done = sweep(shop.house, "w")
    assert (done.decided, done.sent) == (1, 1)
    assert shop.heard() == [(1, "customer"), (2, "bot")]
    assert sweep(shop.house, "w").idle


def test_a_reply_lost_with_its_request_is_said_exactly_once_and_before_what_comes_after_it(shop: Shop) -> None:
    kept = shop.says("보리 소금빵 얼마예요?")
    house = shop.house
    handled = handle(
        house.store,
        message_id=kept.message,
        think=house.think(),
        clock=shop.clock,
        new_id=house.new_id,
        manner=house.manner("web"),
        lease_to="request/dead",
    )
    assert handled.row is not None
    assert sweep(house, "w").idle
    shop.clock.now += timedelta(seconds=5)
    later = talking.respond(house, shop.says("통밀 식빵 얼마예요?").message)
    assert later.row is not None
    assert later.row.status == "queued"
    shop.clock.now += timedelta(minutes=5)
    for _ in range(3):
        sweep(house, "w")
    assert shop.heard() == [(1, "customer"), (2, "customer"), (3, "bot"), (4, "bot")]
    with house.store.read() as connection:
        first, second = (rows.find(connection, row.id) for row in (handled.row, later.row))
        assert [message.client_key for message in threads.thread(connection, first.conversation)][2:] == [
            f"outbox/{row.id}" for row in (first, second)
        ]
    with house.store.read() as connection:
        assert rows.find(connection, handled.row.id).status == "sent"
        assert rows.uncertain(connection) == ()


def test_who_proves_the_same_login_is_the_same_person(shop: Shop) -> None:
    for who in ("v-1", "v-2"):
        talking.vouch(
            shop.house, inbox="web", external_id=who, proofs={"login": "u7", "email": "", "phone": "010-1234-5678"}, at=shop.clock()
        )
    with shop.house.store.read() as connection:
        people = {find(connection, identity_id(shop.house.key, "web", who)).person for who in ("v-1", "v-2")}
    assert len(people) == 1


def incoming(id_: str = "e1", type_: str = "product.viewed", imported: bool = True, **data: object) -> Incoming:
    return Incoming(
        id=id_,
        type=type_,
        identity="m1",
        inbox="web",
        occurred_at=NOON - timedelta(days=3),
        received_at=NOON,
        data=data,
        imported=imported,
    )


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (incoming(product_id="p1"), None),
        (incoming(), "data.product_id"),
        (incoming(type_="product.veiwed", product_id="p1"), "type"),
        (incoming(type_="order.completed", products=[{"product_id": "p1", "price": -1}]), "data.products[0].price"),
        (incoming(type_="place.visited"), "data"),
        (incoming(type_="identity.verified", kind="email", value="nobody"), "data"),
        (incoming(id_="a\x00b", product_id="p1"), "id"),
    ],
)
def test_what_is_wrong_with_an_event_is_named(event: Incoming, field: str | None) -> None:
    assert [problem.field for problem in intake.problems(event)] == ([field] if field else [])


def test_history_fills_the_thread_and_never_sends(shop: Shop) -> None:
    batch = [
        incoming("e1", "message.received", text="안녕하세요"),
        incoming("e2", "message.sent", text="네, 안녕하세요", author="mina"),
        incoming("e3", "order.completed", products=[{"product_id": "p1"}]),
    ]
    first = intake.take(shop.house, batch)
    second = intake.take(shop.house, batch)
    assert [one.position for one in first] == [one.position for one in second] == [1, 2, 3]
    assert [one.duplicate for one in second] == [True, True, True]
    assert shop.heard("m1") == [(1, "customer"), (2, "mina")]
    shop.clock.now += timedelta(hours=1)
    assert sweep(shop.house, "w").idle
    with shop.house.store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar_one() == 0


def test_a_live_message_from_outside_is_answered_by_the_worker(shop: Shop) -> None:
    intake.take(shop.house, [incoming("e1", "message.received", imported=False, text="보리 소금빵 얼마예요?")])
    assert sweep(shop.house, "w").sent == 1
    assert shop.heard("m1") == [(1, "customer"), (2, "bot")]


def test_a_proof_that_contradicts_an_earlier_one_is_kept_but_links_nobody(shop: Shop) -> None:
    intake.take(shop.house, [incoming("e1", "identity.verified", kind="login", value="u1")])
    intake.take(shop.house, [incoming("e2", "identity.verified", kind="login", value="u2")])
    with shop.house.store.read() as connection:
        assert len(shop.house.journal.read(connection)) == 2
        mine = find(connection, identity_id(shop.house.key, "web", "m1")).person
        assert find(connection, identity_id(shop.house.key, "login", "u1")).person == mine
