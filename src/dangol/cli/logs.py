"""Logs: one line each on standard error, with ids and kinds. No message, no recipient: not ours to write down, so not there to leak.

Three nets. We log only ids and codes; what still looks like personal data is masked; and of other people's loggers (uvicorn, asyncio)
only the first line and the error's class are kept, because a traceback or a task's repr may quote a customer.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from dangol.language.personal_data import mask

Format = Literal["plain", "json"]
_LONGEST = 200  # characters of a line that is not ours


def set_logs(form: Format = "plain") -> None:
    """Sets how this process logs; ``json`` is one object a line, for machines."""
    render = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else structlog.processors.KeyValueRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            masked,
            structlog.processors.TimeStamper(fmt="iso"),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    root = logging.getLogger()
    root.handlers[:] = [_Foreign()]
    root.setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers.clear()
        theirs.propagate = True


class _Foreign(logging.Handler):
    """A line of somebody else's logger, told in our own form."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        first = str(record.msg).partition("\n")[0][:_LONGEST]  # without its arguments: they may hold anything
        structlog.get_logger(record.name).warning("foreign", logger=record.name, said=first, kind=kind)


def masked(_logger: Any, _method: str, said: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A log line with labels in the place of personal data, should any ever get into one."""
    return {name: mask(value) if isinstance(value, str) else value for name, value in said.items()}
