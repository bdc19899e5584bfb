"""A model phrases, the proof decides: each sentence leaves only once it is proven, as soon as it is whole.

What isn't proven is dropped, and its fault codes are counted; the customer's words and the model's are in no log. A sentence whose only
fault is an exception that it leaves out waits for the sentences after it, which may name it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.answers.answer import Citation, Sentence
from dangol.answers.proof.prover import Prover

from .port import Model, ModelFailed, Request, Usage
from .proposals import Lines, Proposal
from .request import Piece

MOST_SENTENCES = 8  # more is no answer; what follows is not read

Heard = Callable[[Sentence], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrased:
    """What came of it.

    Attributes:
        sentences: proven, in order; dropped: how often each fault code kept one back, also ``"broken"`` for what was no sentence.
        failed: why the model stopped early (``ModelFailed.why``), else ``""``; unknown: it said that the evidence doesn't answer.
        usage: as the server told it, or None.
    """

    sentences: tuple[Sentence, ...]
    dropped: Mapping[str, int]
    failed: str = ""
    unknown: bool = False
    usage: Usage | None = None


def phrase(
    model: Model, request: Request, evidence: Sequence[Piece], prover: Prover, *, at: datetime, seconds: float, heard: Heard | None = None
) -> Phrased:
    """Asks the model and proves what it writes.

    Args:
        at: the instant of the answer; seconds: what is left for the model. heard: is called with each sentence the moment it is proven.
    """
    lines = Lines()
    work = _Work(evidence=evidence, prover=prover, at=at, heard=heard)
    usage: Usage | None = None
    failed = ""
    try:
        for piece in model.stream(request, seconds):
            if isinstance(piece, Usage):
                usage = piece
                continue
            for proposal in lines.feed(piece):
                work.take(proposal)
            if work.full:
                break
        for proposal in lines.end():
            work.take(proposal)
    except ModelFailed as error:
        failed = error.why
    dropped = work.finish()
    if lines.broken:
        dropped["broken"] += lines.broken
    return Phrased(sentences=tuple(work.proven), dropped=dict(dropped), failed=failed, unknown=lines.unknown, usage=usage)


class _Work:
    def __init__(self, *, evidence: Sequence[Piece], prover: Prover, at: datetime, heard: Heard | None) -> None:
        self._pieces = {piece.id: piece for piece in evidence}
        self._prover = prover
        self._at = at
        self._heard = heard
        self._waiting: list[Sentence] = []
        self._dropped: Counter[str] = Counter()
        self.proven: list[Sentence] = []
        self._seen = 0

    @property
    def full(self) -> bool:
        return self._seen >= MOST_SENTENCES

    def take(self, proposal: Proposal) -> None:
        if self.full:
            return
        self._seen += 1
        if not proposal.cites or any(name not in self._pieces for name in proposal.cites):
            self._dropped["citation"] += 1
            return
        sentence = Sentence(text=proposal.text, citations=tuple(self._cite(name) for name in dict.fromkeys(proposal.cites)))
        beside = [*self.proven, *self._waiting, sentence]
        verdicts = self._prover.prove(beside, self._at)
        faults = verdicts[-1].faults
        if faults and faults != ("exception",):
            self._dropped.update(faults)
            return
        released = {id(one) for one, verdict in zip(beside, verdicts, strict=True) if verdict.proven}
        self._waiting.append(sentence)
        for one in [one for one in self._waiting if id(one) in released]:
            self._waiting.remove(one)
            self.proven.append(one)
            if self._heard:
                self._heard(one)

    def finish(self) -> Counter[str]:
        """The fault codes of all that was kept back, with what still waits for an exception to be named."""
        self._dropped["exception"] += len(self._waiting)
        return +self._dropped

    def _cite(self, name: str) -> Citation:
        piece = self._pieces[name]
        return Citation(id=piece.id, version=piece.version, quote=piece.quote)


def codes(dropped: Mapping[str, int]) -> Iterator[str]:
    """The reasons of a decision for what was dropped: ``"dropped.amount"`` …"""
    return (f"dropped.{code}" for code in sorted(dropped))
