"""What a language model is to us: a request in, text in pieces out, and in the end what it cost. The network is behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

TOO_LATE, UNREACHABLE, REFUSED, BROKEN = "late", "unreachable", "refused", "broken"


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """All that a model is told: our instructions, and the data as one JSON text. ``max_tokens`` bounds what it writes."""

    instructions: str
    data: str
    max_tokens: int

    @property
    def most_tokens(self) -> int:
        """A bound on what the call uses: no token is shorter than a byte; the chat's own marks are few."""
        return len(self.instructions.encode()) + len(self.data.encode()) + _MARKS + self.max_tokens


_MARKS = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What a call used, in tokens."""

    read: int
    written: int


class ModelFailed(Exception):
    """The model gave nothing (more). ``why``: ``"late"``, ``"unreachable"``, ``"refused"`` (a status) or ``"broken"``, never its words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Model(Protocol):
    """A language model."""

    @property
    def name(self) -> str:
        """For the cache and the log."""
        ...

    def stream(self, request: Request, seconds: float) -> Iterator[str | Usage]:
        """The text as it is written, then its usage where the server tells it.

        Raises:
            ModelFailed: also in the middle. It never waits longer than ``seconds`` in all.
        """
        ...


class Scripted:
    """The double: writes the given pieces, remembers what it was asked."""

    name = "scripted"

    def __init__(self, pieces: Sequence[str | Usage | ModelFailed]) -> None:
        self._pieces = pieces
        self.asked: list[Request] = []

    def stream(self, request: Request, seconds: float) -> Iterator[str | Usage]:  # noqa: ARG002
        self.asked.append(request)
        for piece in self._pieces:
            if isinstance(piece, ModelFailed):
                raise piece
            yield piece
