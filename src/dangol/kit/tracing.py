"""Traces: what became of one message, from the door to the channel. Switched off, a span costs a look at one name.

Attributes hold kinds, counts, codes and ids of ours: never a text, a recipient or an address. An error is told by its code or its class;
its sentence may quote a customer, so OpenTelemetry's own recording of exceptions stays off.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span as Recorded
    from opentelemetry.trace import Tracer

Value = str | int | float | bool


class Span(Protocol):
    """A piece of work that is being traced."""

    def note(self, **attributes: Value) -> None:
        """Says more about it, known only now."""
        ...


class _Off(AbstractContextManager["_Off"]):
    """Tracing is switched off."""

    def __exit__(self, *_: object) -> None:
        return None

    def note(self, **_: Value) -> None:
        return None


class _On(AbstractContextManager["_On"]):
    def __init__(self, tracer: "Tracer", name: str, after: "Context | None", attributes: Mapping[str, Value]) -> None:
        quiet = {"record_exception": False, "set_status_on_exception": False}
        self._span = tracer.start_as_current_span(name, after, attributes=attributes, **quiet)  # type: ignore[arg-type]
        self._recorded: Recorded | None = None

    def __enter__(self) -> "_On":
        self._recorded = self._span.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None and self._recorded is not None:
            from opentelemetry.trace import StatusCode

            self.note(**{"error.type": str(getattr(error, "code", "") or type(error).__name__)})
            self._recorded.set_status(StatusCode.ERROR)
        self._span.__exit__(None, None, None)

    def note(self, **attributes: Value) -> None:
        if self._recorded is not None:
            self._recorded.set_attributes(attributes)


_OFF = _Off()
_tracer: "Tracer | None" = None


def switch(tracer: "Tracer | None") -> None:
    """From now on spans go to ``tracer``; None switches tracing off."""
    global _tracer
    _tracer = tracer


def span(name: str, after: "Context | None" = None, **attributes: Value) -> _Off | _On:
    """Traces a ``with`` block. ``after`` is what it belongs to (``here``), where it runs apart from that; else what runs around it.

    >>> with span("decision") as traced:
    ...     traced.note(kind="answer")
    """
    return _OFF if _tracer is None else _On(_tracer, name, after, attributes)


def here() -> "Context | None":
    """What is being traced now, to go on with elsewhere; None while tracing is off."""
    if _tracer is None:
        return None
    from opentelemetry.context import get_current

    return get_current()
