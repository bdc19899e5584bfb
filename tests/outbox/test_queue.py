"""What waits to be said."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from dangol.answers.answer import Citation, Sentence
from dangol.kit.errors import Conflict, NotFound
from dangol.outbox import rows
from dangol.outbox.attempts import mark_sent, record_attempt
from dangol.outbox.queue import approve, discard, lease, lease_to_request
from dangol.outbox.row import Body, OutboxRow
from dangol.store.engine import Store

Queued = Callable[..., OutboxRow]


def test_a_row_comes_back_as_it_was_put(store: Store, queued: Queued, watch) -> None:
    row = queued(decision="d1")
    assert (row.status, row.attempts, row.not_before, row.identity, row.inbox) == ("queued", 0, watch.now, "minji", "kakao")
    assert row.body.citations == (Citation(id="product/P001/price", version=2, quote="18000"),)
    with store.read() as connection:
        assert rows.find(connection, row.id) == row
        assert rows.of_decision(connection, "d1") == row


def test_one_key_one_row(queued: Queued) -> None:
    first = queued(idempotency_key="message/m1")
    assert queued(idempotency_key="message/m1", body=Body(text="다른 말")) == first


def test_leased_once_oldest_first_when_due(store: Store, queued: Queued, watch) -> None:
    late = queued("later", not_before=watch.now + timedelta(minutes=5))
    first = queued("first")
    watch.turn(1)
    second = queued("second")
    draft = queued("third", draft=True)
    with store.write() as connection:
        got = lease(connection, "w1", watch.now, 60)
        assert lease(connection, "w2", watch.now, 60) == ()
    assert [row.id for row in got] == [first.id, second.id]
    assert {(row.status, row.leased_by, row.lease_until) for row in got} == {("leased", "w1", watch.now + timedelta(seconds=60))}
    watch.turn(600)
    with store.write() as connection:
        assert [row.id for row in lease(connection, "w1", watch.now, 60, limit=1)] == [late.id]
        assert rows.find(connection, draft.id).status == "draft"


def test_a_thread_is_said_in_order(store: Store, queued: Queued, watch) -> None:
    first = queued()
    watch.turn(0.001)
    second = queued()
    with store.write() as connection:
        assert [row.id for row in lease(connection, "w1", watch.now, 60)] == [first.id]
        assert lease(connection, "w2", watch.now, 60) == ()
        delivery = record_attempt(connection, rows.find(connection, first.id), delivery_id="d", at=watch.now)
        mark_sent(connection, delivery, platform_id=None, at=watch.now)
        assert [row.id for row in lease(connection, "w2", watch.now, 60)] == [second.id]


def test_workers_at_once_never_get_the_same_row(store: Store, queued: Queued, watch) -> None:
    made = {queued(f"person-{number}").id for number in range(20)}

    def work(worker: int) -> list[str]:
        got: list[str] = []
        while True:
            with store.write() as connection:
                some = lease(connection, f"w{worker}", watch.now, 60, limit=2)
            if not some:
                return got
            got += [row.id for row in some]

    with ThreadPoolExecutor(4) as pool:
        got = [row_id for part in pool.map(work, range(4)) for row_id in part]
    assert len(got) == len(set(got))
    assert set(got) | made == made
    with store.write() as connection:  # a skipped lock may have hidden the last rows from everybody
        got += [row.id for row in lease(connection, "w9", watch.now, 60, limit=20)]
    assert sorted(got) == sorted(made)


def test_a_request_takes_its_own_row(store: Store, queued: Queued, watch) -> None:
    row = queued()
    with store.write() as connection:
        mine = lease_to_request(connection, row.id, "request-1", watch.now, 5)
        assert (mine.status, mine.leased_by, mine.lease_until) == ("leased", "request-1", watch.now + timedelta(seconds=5))
        assert lease(connection, "w1", watch.now, 60) == ()
        with pytest.raises(Conflict) as caught:
            lease_to_request(connection, row.id, "request-2", watch.now)
    assert caught.value.code == "outbox.moved_on"


@pytest.mark.parametrize(
    ("text", "said", "cited"),
    [
        (None, "18,000원이에요.", 1),
        ("네! 18,000원이에요. 감사합니다.", "네! 18,000원이에요. 감사합니다.", 1),
        ("17,000원이에요.", "17,000원이에요.", 0),
    ],
)
def test_a_draft_waits_for_approval_and_evidence_stays_only_with_its_own_words(
    store: Store, queued: Queued, watch, text: str | None, said: str, cited: int
) -> None:
    draft = queued(draft=True)
    with store.write() as connection:
        row = approve(connection, draft.id, text=text, agent="agent-1", at=watch.now)
        assert (row.status, row.author, row.body.text, len(row.body.citations)) == ("queued", "agent-1", said, cited)
        with pytest.raises(Conflict):
            approve(connection, draft.id, text=None, agent="agent-2", at=watch.now)


def test_discarded_is_never_said(store: Store, queued: Queued, watch) -> None:
    draft, waiting = queued(draft=True), queued("jisu")
    with store.write() as connection:
        assert {discard(connection, row.id).status for row in (draft, waiting)} == {"cancelled"}
        assert lease(connection, "w1", watch.now, 60) == ()
        with pytest.raises(Conflict):
            discard(connection, draft.id)


def test_what_is_leaving_cannot_be_discarded(store: Store, leased: OutboxRow) -> None:
    with store.write() as connection, pytest.raises(Conflict):
        discard(connection, leased.id)


def test_unknown_rows_are_named(store: Store) -> None:
    with store.read() as connection, pytest.raises(NotFound) as caught:
        rows.find(connection, "nowhere")
    assert caught.value.code == "outbox.unknown"


def test_citations_of_a_body_are_each_told_once() -> None:
    cited = Citation(id="faq/1", version=1, quote="q")
    body = Body(text="a b", sentences=(Sentence(text="a", citations=(cited,)), Sentence(text="b", citations=(cited,))))
    assert body.citations == (cited,)


def test_a_request_cannot_take_a_reply_before_its_turn(store: Store, watch, queued: Queued) -> None:
    first = queued()
    watch.turn(1)
    second = queued()
    with store.write() as connection:
        with pytest.raises(Conflict, match=r"outbox\.not_its_turn"):
            lease_to_request(connection, second.id, "request", watch.now)
        assert lease_to_request(connection, first.id, "request", watch.now).leased_by == "request"
        with pytest.raises(Conflict, match=r"outbox\.not_its_turn"):
            lease_to_request(connection, second.id, "request", watch.now)
