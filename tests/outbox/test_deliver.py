"""Each attempt is written down before it is made, and nothing of unknown fate is said twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from dangol.channels import failures
from dangol.conversations import threads
from dangol.kit.errors import Conflict
from dangol.outbox import rows
from dangol.outbox.attempts import MAX_ATTEMPTS, expire_leases
from dangol.outbox.deliver import Desk, begin, deliver, failed, settle_uncertain, succeeded
from dangol.outbox.queue import lease
from dangol.outbox.row import OutboxRow


def events(desk: Desk) -> list[tuple[str, object]]:
    with desk.store.read() as connection:
        return [(event.type, event.payload["text"]) for event in desk.journal.read(connection)]


def thread(desk: Desk, row: OutboxRow) -> list[tuple[str, str]]:
    with desk.store.read() as connection:
        return [(message.author, message.text) for message in threads.thread(connection, row.conversation) if message.direction == "out"]


def now(desk: Desk, row: OutboxRow) -> OutboxRow:
    with desk.store.read() as connection:
        return rows.find(connection, row.id)


def leased_again(desk: Desk, row: OutboxRow) -> OutboxRow:
    with desk.store.write() as connection:
        (got,) = lease(connection, "w1", desk.clock(), 60)
    assert got.id == row.id
    return got


def raising(error: BaseException) -> Callable[[OutboxRow], str]:
    def send(row: OutboxRow) -> str:
        raise error

    return send


def test_sent_is_told_by_row_attempt_journal_and_thread(desk: Desk, leased: OutboxRow) -> None:
    seen: list[int] = []

    def send(row: OutboxRow) -> str:
        seen.append(now(desk, row).attempts)
        return "kakao-1"

    row = deliver(desk, leased, send)
    assert seen == [1]  # written down and committed before it left
    assert (row.status, row.attempts, row.sent_at, row.leased_by) == ("sent", 1, desk.clock(), None)
    with desk.store.read() as connection:
        (delivery,) = rows.attempts(connection, row.id)
        said = threads.thread(connection, row.conversation)[-1]
    assert (delivery.outcome, delivery.platform_id) == ("sent", "kakao-1")
    assert (said.author, said.text, [cited.id for cited in said.citations]) == ("bot", "18,000원이에요.", ["product/P001/price"])
    assert events(desk) == [("message.sent", "18,000원이에요.")]


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (failures.Unreachable(), "queued", 2.0),
        (failures.PlatformDown(), "queued", 2.0),
        (failures.Throttled(retry_after=90), "queued", 90.0),
        (failures.Throttled(retry_after=0.5), "queued", 2.0),
        (failures.Rejected(said="-401"), "failed", 0.0),
        (failures.RecipientGone(), "failed", 0.0),
        (failures.Unauthorised(), "failed", 0.0),
        (failures.WindowClosed(), "failed", 0.0),
        (failures.OutcomeUnknown(), "uncertain", 0.0),
        (TimeoutError("한 고객의 글"), "uncertain", 0.0),
    ],
)
def test_failures(desk: Desk, leased: OutboxRow, error: Exception, status: str, wait: float) -> None:
    row = deliver(desk, leased, raising(error))
    assert row.status == status
    assert row.not_before == desk.clock() + timedelta(seconds=wait)
    assert row.last_error == getattr(error, "code", "delivery.TimeoutError")
    assert (events(desk), thread(desk, row)) == ([], [])
    with desk.store.read() as connection:
        (delivery,) = rows.attempts(connection, row.id)
    assert delivery.outcome == ("uncertain" if status == "uncertain" else "failed")
    assert "고객의 글" not in (delivery.detail or "")


def test_each_failure_says_whose_fault_it_is_and_what_to_do() -> None:
    tree = failures.DeliveryError.__subclasses__()
    assert {kind.__name__: (kind.retry, kind.blame) for kind in tree} == {
        "Unreachable": (True, "platform"),
        "Throttled": (True, "us"),
        "PlatformDown": (True, "platform"),
        "Rejected": (False, "us"),
        "RecipientGone": (False, "recipient"),
        "Unauthorised": (False, "owner"),
        "WindowClosed": (False, "recipient"),
        "OutcomeUnknown": (False, "platform"),
    }
    assert len({kind.code_name for kind in tree} | {kind.sentence_ko for kind in tree} | {kind.sentence_en for kind in tree}) == 3 * len(
        tree
    )


def test_tried_again_with_growing_waits_and_given_up(desk: Desk, leased: OutboxRow, watch) -> None:
    row, waits = leased, []
    while True:
        row = deliver(desk, row, raising(failures.Unreachable()))
        if row.status != "queued":
            break
        waits.append((row.not_before - watch.now).total_seconds())
        watch.turn(waits[-1])
        row = leased_again(desk, row)
    assert (row.status, row.attempts) == ("failed", MAX_ATTEMPTS)
    assert waits == [2.0**number for number in range(1, MAX_ATTEMPTS)]


def test_not_before_its_time(desk: Desk, leased: OutboxRow, watch) -> None:
    deliver(desk, leased, raising(failures.Unreachable()))
    watch.turn(1.9)
    with desk.store.write() as connection:
        assert lease(connection, "w1", watch.now, 60) == ()


def test_a_crash_in_the_middle_is_uncertain_and_never_repeated(desk: Desk, leased: OutboxRow, watch) -> None:
    with pytest.raises(KeyboardInterrupt):
        deliver(desk, leased, raising(KeyboardInterrupt()))
    with desk.store.write() as connection:
        assert expire_leases(connection, watch.now).uncertain == ()  # its time is not over
    watch.turn(60)
    with desk.store.write() as connection:
        assert expire_leases(connection, watch.now).uncertain == (leased.id,)
        assert lease(connection, "w2", watch.now, 60) == ()
        assert [row.id for row in rows.uncertain(connection)] == [leased.id]
        assert [one.outcome for one in rows.attempts(connection, leased.id)] == ["uncertain"]


def test_a_crash_before_the_attempt_goes_back_to_the_queue(desk: Desk, leased: OutboxRow, watch) -> None:
    watch.turn(61)
    with desk.store.write() as connection:
        assert expire_leases(connection, watch.now).queued == (leased.id,)
    assert leased_again(desk, leased).attempts == 0


def test_after_a_failed_try_an_idle_lease_is_not_in_doubt(desk: Desk, leased: OutboxRow, watch) -> None:
    deliver(desk, leased, raising(failures.Unreachable()))
    watch.turn(10)
    leased_again(desk, leased)
    watch.turn(60)
    with desk.store.write() as connection:
        assert expire_leases(connection, watch.now).queued == (leased.id,)


@pytest.mark.parametrize("lost", ["over", "used", "other"])
def test_without_a_lease_nothing_is_tried(desk: Desk, leased: OutboxRow, watch, lost: str) -> None:
    if lost == "used":
        begin(desk, leased)
    else:
        watch.turn(60)
    if lost == "other":
        with desk.store.write() as connection:
            expire_leases(connection, watch.now)
            lease(connection, "w2", watch.now, 60)
    with pytest.raises(Conflict) as caught:
        deliver(desk, leased, raising(AssertionError("nothing may be sent")))
    assert caught.value.code == "outbox.lease_lost"


def test_a_late_word_settles_the_doubt(desk: Desk, leased: OutboxRow, watch) -> None:
    delivery = begin(desk, leased)
    watch.turn(60)
    with desk.store.write() as connection:
        expire_leases(connection, watch.now)
    assert succeeded(desk, delivery, "kakao-1").status == "sent"
    assert succeeded(desk, delivery, "kakao-1").status == "sent"
    assert failed(desk, delivery, failures.Unreachable()).status == "sent"
    assert (len(events(desk)), len(thread(desk, leased))) == (1, 1)


def test_a_late_word_stops_the_second_try(desk: Desk, leased: OutboxRow, watch) -> None:
    delivery = begin(desk, leased)
    watch.turn(60)
    with desk.store.write() as connection:
        expire_leases(connection, watch.now)
    settle_uncertain(desk, leased.id, sent=False)
    again = leased_again(desk, leased)
    succeeded(desk, delivery, "kakao-1")
    with pytest.raises(Conflict):
        deliver(desk, again, raising(AssertionError("it has arrived")))
    assert now(desk, leased).status == "sent"


@pytest.mark.parametrize("sent", [True, False])
def test_a_person_settles_the_doubt(desk: Desk, leased: OutboxRow, sent: bool) -> None:
    deliver(desk, leased, raising(failures.OutcomeUnknown()))
    row = settle_uncertain(desk, leased.id, sent=sent)
    assert row.status == ("sent" if sent else "queued")
    assert len(events(desk)) == len(thread(desk, row)) == int(sent)
    with pytest.raises(Conflict):
        settle_uncertain(desk, leased.id, sent=sent)
    if not sent:
        assert deliver(desk, leased_again(desk, leased), lambda row: "kakao-2").attempts == 2
        assert len(events(desk)) == len(thread(desk, row)) == 1
