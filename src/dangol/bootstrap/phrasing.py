"""The rung of the language model: asked where facts and passages don't suffice (or for every answer), within time and budget.

Whatever goes wrong with it, the answer that was composed without it stands; the reasons say why.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

import structlog

from dangol.answers.answer import Answer, Sentence
from dangol.answers.engine import Answerer
from dangol.answers.model.budget import settle, take
from dangol.answers.model.gathering import gather
from dangol.answers.model.phrasing import Phrased, codes, phrase
from dangol.answers.model.port import Model
from dangol.answers.model.request import Piece, request_for
from dangol.answers.proof.prover import Prover
from dangol.answers.setting import Setting
from dangol.answers.voice import Voice
from dangol.bootstrap.language_model import LanguageModel, check_installed
from dangol.bootstrap.model_settings import ModelTable, read_model
from dangol.bootstrap.settings import Settings
from dangol.decisions.handle import Thought
from dangol.kit.text import normalise
from dangol.knowledge.brand_toml import BrandFile
from dangol.language.reading import language_of
from dangol.store.engine import Store

_UNANSWERED = frozenset({"no_evidence", "thin_evidence"})
_PROVEN = 0.5  # the confidence of what a model phrased: proven, but whether it is what was asked only the model judged
_LEAST = 0.3  # seconds: with less left a model is not asked
_MARGIN = 0.25  # seconds, left for deciding and committing
_KEPT = 512  # phrased answers remembered

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Phrasing:
    """One a process; thread safe."""

    model: Model
    table: ModelTable
    store: Store
    _kept: "OrderedDict[str, tuple[Sentence, ...]]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _prover: list[Prover] = field(default_factory=list)

    def close(self) -> None:
        """Ends what is in flight."""
        if isinstance(self.model, LanguageModel):
            self.model.close()

    def better(self, answer: Answer, thought: Thought, answerer: Answerer, left: float) -> Answer:
        """The answer phrased by the model, or the given one with the reason why not. ``left``: seconds until the answer is due."""
        if not self._wanted(answer):
            return answer
        ends = time.monotonic() + left - _MARGIN
        if left - _MARGIN < _LEAST:
            return _unphrased(answer, "deadline")
        setting = _setting(thought, answerer)
        evidence, held = gather(thought.text, answer, setting)
        if held:
            _log.warning("model.evidence_held_back", pieces=held)
        if not evidence:
            return _unphrased(answer, "no_evidence")
        prover = self._prover_of(answerer)
        key = self._key(thought, setting, evidence)
        sentences = self._remembered(key, prover, thought)
        if sentences is None:
            phrased = self._asked(thought, setting, evidence, prover, ends)
            if isinstance(phrased, str):
                return _unphrased(answer, phrased)
            _tell(phrased)
            if phrased.unknown or not phrased.sentences:
                why = "unknown" if phrased.unknown else phrased.failed or "unproven"
                return _unphrased(answer, why, *codes(phrased.dropped))
            sentences = phrased.sentences
            if not phrased.failed:
                self._remember(key, sentences)
            return _spoken(answer, sentences, setting.voice, *codes(phrased.dropped))
        return _spoken(answer, sentences, setting.voice, "remembered")

    def _wanted(self, answer: Answer) -> bool:
        if any(reason.startswith("review.") for reason in answer.reasons):
            return False  # opinions are counted and quoted, not rephrased
        if answer.outcome == "hand_over":
            return bool(_UNANSWERED & set(answer.reasons))
        return self.table.use == "all" and answer.outcome == "answer" and bool(answer.citations)

    def _asked(self, thought: Thought, setting: Setting, evidence: Sequence[Piece], prover: Prover, ends: float) -> Phrased | str:
        brand = setting.voice.brand
        request = request_for(thought.text, evidence, brand=brand, language=setting.voice.language, at=setting.at)
        budget = self.table.budget
        taken = take(self.store, budget, request, setting.at.date())
        if taken is None:
            return "budget"
        seconds = max(0.0, min(self.table.seconds, ends - time.monotonic()))  # what finding evidence and the budget have left
        phrased = phrase(self.model, request, evidence, prover, at=thought.at, seconds=seconds)
        settle(self.store, budget, taken, phrased.usage)
        return phrased

    def _prover_of(self, answerer: Answerer) -> Prover:
        with self._lock:
            if not self._prover or self._prover[0].ground is not answerer.ground:
                self._prover[:] = [Prover(answerer.ground)]
            return self._prover[0]

    def _key(self, thought: Thought, setting: Setting, evidence: Sequence[Piece]) -> str:
        brand = setting.voice.brand
        told = (normalise(thought.text), setting.voice.language, brand.voice.style, brand.voice.customer, self.model.name)
        rests_on = tuple((piece.id, piece.version) for piece in evidence)
        return hashlib.blake2b(repr((told, rests_on, setting.at.date())).encode(), digest_size=16).hexdigest()

    def _remembered(self, key: str, prover: Prover, thought: Thought) -> tuple[Sentence, ...] | None:
        """What was phrased before for the same question and evidence, if it is still proven at this hour."""
        with self._lock:
            sentences = self._kept.get(key)
        if sentences and all(verdict.proven for verdict in prover.prove(sentences, thought.at)):
            return sentences
        return None

    def _remember(self, key: str, sentences: tuple[Sentence, ...]) -> None:
        with self._lock:
            self._kept[key] = sentences
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


def phrasing_of(brand: BrandFile, settings: Settings, store: Store) -> Phrasing | None:
    """The rung for a brand that has ``[model]``; None for one that has none, which then pays nothing for it.

    Raises:
        BadInput: ``brand.bad_model``, ``model.not_installed``.
    """
    table = read_model(brand.model)
    if table is None:
        return None
    check_installed()
    return Phrasing(model=LanguageModel(table.name, table.url, settings.model_key), table=table, store=store)


def _setting(thought: Thought, answerer: Answerer) -> Setting:
    brand = answerer.ground.snapshot.brand
    voice = Voice(brand=brand, language="en" if language_of(thought.text) == "en" else "ko")
    return Setting(ground=answerer.ground, search=answerer.search, voice=voice, at=thought.at.astimezone(ZoneInfo(brand.timezone)))


def _spoken(answer: Answer, sentences: tuple[Sentence, ...], voice: Voice, *reasons: str) -> Answer:
    confidence = max(answer.confidence, _PROVEN) if answer.outcome == "answer" else _PROVEN
    said = (*sentences, Sentence(text=voice.generated()))
    topic = replace(answer.topic, hints=(), hinted="")
    reasons = ("model.phrased", *reasons)
    return replace(answer, outcome="answer", sentences=said, confidence=confidence, reasons=reasons, topic=topic, draft=(), hints=())


def _unphrased(answer: Answer, why: str, *reasons: str) -> Answer:
    return replace(answer, reasons=(*answer.reasons, f"unphrased.{why}", *reasons))


def _tell(phrased: Phrased) -> None:
    """What was dropped, by code; never a word of it."""
    if phrased.dropped or phrased.failed:
        _log.info(
            "model.dropped", kept=len(phrased.sentences), failed=phrased.failed, **{f"n_{code}": n for code, n in phrased.dropped.items()}
        )
