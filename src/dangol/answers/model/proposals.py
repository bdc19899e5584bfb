"""A model's text, as it comes, as the sentences it proposes: one JSON object a line. What is not one is counted and left."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

_LONGEST_LINE = 4000  # characters: a model that never ends a line is not read on
_MOST_CITATIONS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A sentence as the model would say it, with the ids that it claims it rests on."""

    text: str
    cites: tuple[str, ...]


@dataclass(slots=True)
class Lines:
    """Feeds pieces of text in, gives whole proposals out.

    Attributes:
        broken: lines that were no proposal; unknown: the model said that the evidence does not answer.
    """

    broken: int = 0
    unknown: bool = False
    _held: str = field(default="")

    def feed(self, text: str) -> Iterator[Proposal]:
        """The proposals that this text completes."""
        *whole, self._held = (self._held + text).split("\n")
        for line in whole:
            yield from self._line(line)
        if self._held.rstrip().endswith("}") and (found := list(self._line(self._held, quiet=True))):
            self._held = ""  # the line is whole though its end hasn't come: no need to wait for the next token
            yield from found
        if len(self._held) > _LONGEST_LINE:
            self.broken += 1
            self._held = ""

    def end(self) -> Iterator[Proposal]:
        """What the end of the text completes."""
        line, self._held = self._held, ""
        yield from self._line(line)

    def _line(self, line: str, *, quiet: bool = False) -> Iterator[Proposal]:
        line = line.strip().rstrip(",")
        if not line or line.startswith("```") or line in {"[", "]"}:
            return
        try:
            read = json.loads(line)
        except (ValueError, RecursionError):
            self.broken += not quiet
            return
        if isinstance(read, dict) and read.get("unknown") is True:
            self.unknown = True
            return
        text, cites = (read.get("text"), read.get("cite")) if isinstance(read, dict) else (None, None)
        if isinstance(text, str) and text.strip() and isinstance(cites, list):
            yield Proposal(text=" ".join(text.split()), cites=tuple(str(name) for name in cites[:_MOST_CITATIONS]))
        else:
            self.broken += not quiet
