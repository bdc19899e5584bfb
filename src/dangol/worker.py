"""The worker: round after round it decides what was left undecided and says what waits in the outbox, until it is told to stop."""

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex
from types import FrameType

import structlog

from dangol.bootstrap.asking_shops import Asking, shops
from dangol.bootstrap.audit import nightly
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.bootstrap.keeping import is_due, tidy
from dangol.bootstrap.mail import attend_mail, mailboxes
from dangol.bootstrap.moments import Moments
from dangol.bootstrap.polling import poll, polled
from dangol.bootstrap.reviewers import take_reviews
from dangol.bootstrap.sending import do_duties, sweep
from dangol.bootstrap.tracing import traced
from dangol.bootstrap.wanting import keep_up
from dangol.kit.errors import DangolError
from dangol.kit.memory import seldom_collect
from dangol.store.turns import claim

_PAUSE = 1.0  # seconds between rounds that found nothing
_DUTIES_EVERY = 60.0  # seconds
_AUDIT_EVERY = 20.0  # seconds until it is asked again whether an audit is due; one that has begun goes on in each quiet round
_MAIL_EVERY = 20.0  # seconds
_SHOPS_EVERY = 60.0  # seconds
_MOMENTS_EVERY = 60.0  # seconds between looks for somebody who has agreed since
_REVIEWS_EVERY = 600.0  # seconds: each time that there are new ones, knowledge is built anew
_DOOR_GRACE = 10.0  # seconds that a fetch in hand has to end
_POLL_SECONDS = 5  # that Telegram is let wait: no longer, for a stop waits for it
_POLL_AGAIN = 10.0  # after a failure, and to see whether the brand wants it by now
_LONGEST_PAUSE = 30.0  # after failures, e.g. while the database is away
_log = structlog.get_logger("dangol.worker")


def run_worker(house: House, stop: threading.Event) -> None:
    """Works until ``stop`` is set; the round in hand is finished first. An error is logged and tried again, later each time."""
    name = f"worker/{os.getpid()}/{token_hex(4)}"
    pause, first = _PAUSE, True
    duties_at = audit_at = reviews_at = 0.0
    tidied_at: datetime | None = None
    while not stop.is_set():
        try:
            if time.monotonic() >= duties_at:
                do_duties(house)
                duties_at = time.monotonic() + _DUTIES_EVERY
                if is_due(house, tidied_at):
                    tidied_at = house.clock()
                    gone = tidy(house)
                    if gone:
                        _log.info("worker.tidied", **gone)
            house.knowledge.answerer()  # at a start it loads for seconds, and nothing is decided without it
            done = sweep(house, name, after_start=first and house.store.path is not None)
            keep_up(house)
            first = False
            wait = _PAUSE if done.idle else 0.0
            if done.idle and time.monotonic() >= reviews_at:
                take_reviews(house)
                reviews_at = time.monotonic() + _REVIEWS_EVERY
            # Customers first; and one batch a round, so that it takes little of the processor from them.
            if done.idle and time.monotonic() >= audit_at and not nightly.step(house):
                audit_at = time.monotonic() + _AUDIT_EVERY
            pause = _PAUSE
        except DangolError as error:
            _log.warning("worker.round_failed", code=error.code)
            house.measures.failed("round", error.code)
            wait = pause = min(pause * 2, _LONGEST_PAUSE)
        except Exception as error:
            _log.error("worker.round_failed", kind=type(error).__name__)
            house.measures.failed("round", type(error).__name__)
            wait = pause = min(pause * 2, _LONGEST_PAUSE)
        stop.wait(wait)


def run_mail(house: House, stop: threading.Event) -> None:
    """Attends the brand's mailboxes until ``stop`` is set, each in a thread of its own: a mail server may be slow, or tell of news only.

    A mailbox whose server cannot tell, or whose line broke, is looked at every twenty seconds.
    """
    attended: dict[str, threading.Thread] = {}
    while not stop.is_set():
        try:
            for connection in mailboxes(house):
                house.knowledge.answerer()
                there = attended.get(connection.inbox.name)
                if there is None or not there.is_alive():
                    begun = threading.Thread(target=_attend, args=(house, connection, stop), daemon=True)
                    attended[connection.inbox.name] = begun
                    begun.start()
        except DangolError as error:
            _log.warning("mail.round_failed", code=error.code)
        stop.wait(_MAIL_EVERY)
    for thread in attended.values():
        thread.join(_DOOR_GRACE)


def _attend(house: House, connection: Connection, stop: threading.Event) -> None:
    try:
        attend_mail(house, connection, stop.is_set)
    except Exception as error:
        _log.error("mail.round_failed", kind=type(error).__name__, code=getattr(error, "code", ""))


def run_polling(house: House, stop: threading.Event) -> None:
    """Asks Telegram for what came, for the inboxes that want it so, until ``stop`` is set."""
    offsets: dict[str, int] = {}
    while not stop.is_set():
        failed = False
        inboxes: tuple[Connection, ...] = ()
        try:
            inboxes = polled(house)
            if inboxes:
                house.knowledge.answerer()
            for connection in inboxes:
                name = connection.inbox.name
                after = poll(house, connection, offsets.get(name, 0), seconds=_POLL_SECONDS if len(inboxes) == 1 else 1)
                failed |= after is None
                offsets[name] = after or offsets.get(name, 0)
        except Exception as error:
            _log.error("polling.round_failed", kind=type(error).__name__, code=getattr(error, "code", ""))
            failed = True
        stop.wait(_POLL_AGAIN if failed or not inboxes else 0.0)


def run_shops(house: House, stop: threading.Event) -> None:
    """Asks the shops that call nobody once a minute until ``stop`` is set, and later where a platform wants that; one process at a time."""
    asking = Asking(house, stop.wait)
    while not stop.is_set():
        wait: float | None = None
        try:
            if shops(house):
                with claim(house.store, "shops.asked") as mine:
                    wait = asking.round() if mine else None
        except DangolError as error:
            _log.warning("shops.round_failed", code=error.code)
        except Exception as error:
            _log.error("shops.round_failed", kind=type(error).__name__)
        stop.wait(max(_SHOPS_EVERY, wait or 0.0))


def run_moments(house: House, stop: threading.Event) -> None:
    """Thinks of those who agreed to advertising, a few at a time, until ``stop`` is set; apart from the worker: replies come first."""
    moments = Moments(house)
    while not stop.is_set():
        due = False
        try:
            due = moments.round()
        except DangolError as error:
            _log.warning("moments.round_failed", code=error.code)
        except Exception as error:
            _log.error("moments.round_failed", kind=type(error).__name__)
        stop.wait(_PAUSE if due else _MOMENTS_EVERY)


def work_until_told(house: House, began: Callable[[], object]) -> None:
    """Runs the worker in this process until SIGTERM or SIGINT.

    Args:
        began: is called once a signal would be heeded.
    """
    seldom_collect()
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    began()
    doors = [threading.Thread(target=run, args=(house, stop), daemon=True) for run in (run_mail, run_polling, run_shops, run_moments)]
    for door in doors:
        door.start()
    with traced(house.settings):
        run_worker(house, stop)
        for door in doors:
            door.join(_DOOR_GRACE)
