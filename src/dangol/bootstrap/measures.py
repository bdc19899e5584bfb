"""What an installation counts and how long it takes, for Prometheus. Labels hold kinds only: never an identity, a text or an address.

One object a process. prometheus-client is imported when something is first measured, so commands that measure nothing do not pay for it.
"""

from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from dangol.conversations.tables import messages
from dangol.events.troubles import count as set_aside
from dangol.kit.clock import Clock
from dangol.outbox.tables import outbox
from dangol.store.engine import Store

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_ANSWERS = (0.002, 0.004, 0.006, 0.01, 0.02, 0.04, 0.1, 0.3, 1.0, 5.0, 30.0, 120.0)  # seconds; the goal is 0.006 half of the time
_REQUESTS = (0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0, 30.0)
_WAITING = ("draft", "queued", "leased", "uncertain", "failed")  # what may still need somebody; the rest only grows


class Measures:
    """Counters and histograms of this process, and gauges read from the store when they are asked for."""

    @cached_property
    def _registry(self) -> "CollectorRegistry":
        from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector

        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        return registry

    @cached_property
    def _answers(self) -> "Histogram":
        from prometheus_client import Histogram

        told = "From a customer's message being accepted to its decision, and its reply in our own chat."
        return Histogram("dangol_answer_seconds", told, ("channel", "rung", "decision"), registry=self._registry, buckets=_ANSWERS)

    @cached_property
    def _requests(self) -> "Histogram":
        from prometheus_client import Histogram

        told = "From a request's first byte to its response, by door and status."
        return Histogram("dangol_request_seconds", told, ("door", "status"), registry=self._registry, buckets=_REQUESTS)

    @cached_property
    def _deliveries(self) -> "Counter":
        from prometheus_client import Counter

        return Counter("dangol_deliveries", "Rows of the outbox said by this process.", ("channel", "outcome"), registry=self._registry)

    @cached_property
    def _failures(self) -> "Counter":
        from prometheus_client import Counter

        return Counter("dangol_failures", "Rounds, messages and requests that failed, by kind.", ("what", "kind"), registry=self._registry)

    @cached_property
    def _gauges(self) -> dict[str, "Gauge"]:
        from prometheus_client import Gauge

        told = {
            "dangol_messages_undecided": "Customers' messages that wait for a decision.",
            "dangol_oldest_undecided_seconds": "How long the oldest of them has waited.",
            "dangol_oldest_queued_seconds": "How long the oldest row of the outbox is overdue.",
            "dangol_set_aside": "Messages and events set aside after failing repeatedly.",
        }
        return {name: Gauge(name, text, registry=self._registry) for name, text in told.items()}

    @cached_property
    def _rows(self) -> "Gauge":
        from prometheus_client import Gauge

        return Gauge("dangol_outbox_rows", "Rows of the outbox that are not settled, by status.", ("status",), registry=self._registry)

    def answered(self, channel: str, rung: str, decision: str, took: timedelta) -> None:
        self._answers.labels(channel, rung, decision).observe(max(0.0, took.total_seconds()))

    def requested(self, door: str, status: int, seconds: float) -> None:
        self._requests.labels(door, str(status)).observe(seconds)

    def delivered(self, channel: str, outcome: str) -> None:
        self._deliveries.labels(channel, outcome).inc()

    def failed(self, what: str, kind: str) -> None:
        self._failures.labels(what, kind).inc()

    def page(self, store: Store, clock: Clock) -> bytes:
        """Everything in Prometheus's text format.

        Raises:
            Busy, Broken: the store cannot be read.
        """
        from prometheus_client import generate_latest

        with store.read() as connection:
            self._look(connection, clock())
        return generate_latest(self._registry)

    def _look(self, connection: Connection, at: datetime) -> None:
        undecided, oldest = connection.execute(select(func.count(), func.min(messages.c.at)).where(~messages.c.handled)).one()
        overdue = connection.execute(select(func.min(outbox.c.not_before)).where(outbox.c.status == "queued")).scalar_one()
        by_status = select(outbox.c.status, func.count()).where(outbox.c.status.in_(_WAITING)).group_by(outbox.c.status)
        counts = {row[0]: row[1] for row in connection.execute(by_status)}
        for name, value in (
            ("dangol_messages_undecided", undecided),
            ("dangol_oldest_undecided_seconds", _since(oldest, at)),
            ("dangol_oldest_queued_seconds", _since(overdue, at)),
            ("dangol_set_aside", set_aside(connection)),
        ):
            self._gauges[name].set(value)
        for status in _WAITING:
            self._rows.labels(status).set(counts.get(status, 0))


def _since(then: datetime | None, at: datetime) -> float:
    return max(0.0, (at - then).total_seconds()) if then else 0.0
