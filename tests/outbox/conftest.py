"""A desk with a clock that stands until it is turned, and rows ready to be said."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from dangol.answers.answer import Citation, Sentence
from dangol.conversations.receive import receive
from dangol.events.journal import Journal
from dangol.kit.ids import new_id
from dangol.outbox.ad_label import Sender
from dangol.outbox.deliver import Desk
from dangol.outbox.queue import lease, put
from dangol.outbox.row import Body, OutboxRow
from dangol.store.engine import Store

SENDER = Sender(name="들마루", phone="02-000-0000")
NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)
PRICE = Sentence(text="18,000원이에요.", citations=(Citation(id="product/P001/price", version=2, quote="18000"),))


class Watch:
    """A clock for tests: it stands still, and ``turn`` turns it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(store: Store, watch: Watch) -> Desk:
    return Desk(store=store, journal=Journal(b"key"), clock=watch, new_id=new_id, jitter=lambda: 1.0, sender=SENDER)


@pytest.fixture
def queued(store: Store, watch: Watch) -> Callable[..., OutboxRow]:
    """Puts a row for an identity: ``queued("minji", draft=True, …)``."""

    def make(who: str = "minji", **more: object) -> OutboxRow:
        with store.write() as connection:
            got = receive(connection, identity=who, inbox="kakao", text="얼마예요?", at=watch.now, new_id=new_id)
            values = {
                "row_id": new_id(watch.now),
                "kind": "reply",
                "body": Body(text=PRICE.text, sentences=(PRICE,)),
                "author": "bot",
                "at": watch.now,
                **more,
            }
            return put(connection, conversation=got.conversation, **values)  # type: ignore[arg-type]

    return make


@pytest.fixture
def leased(store: Store, watch: Watch, queued: Callable[..., OutboxRow]) -> OutboxRow:
    """A row that worker ``w1`` holds for a minute."""
    queued()
    with store.write() as connection:
        (row,) = lease(connection, "w1", watch.now, 60)
    return row
