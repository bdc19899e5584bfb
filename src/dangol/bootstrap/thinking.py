"""How the house thinks about one message in its time: fact, retrieval, a language model if any, a person. A rung without time is skipped.

Facts take well under a millisecond, so their rung is never skipped once the knowledge is loaded; retrieval is, when the time is over
before it begins. While a process starts and has loaded nothing, the customer waits for ``LOADING`` seconds, then a person gets it.
"""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from dangol.answers.answer import Answer, Sentence, Topic
from dangol.answers.voice import Voice
from dangol.bootstrap.knowing import Knowledge
from dangol.decisions.duties import OPT_OUT, refusal_done
from dangol.decisions.handle import Think, Thought
from dangol.decisions.lines import Lines, default_lines
from dangol.kit.sphere import Point
from dangol.knowledge.facts import BrandProfile, Hit
from dangol.knowledge.search import Search
from dangol.language.opt_out import refuses_advertising
from dangol.language.reading import Language, language_of
from dangol.language.tokens import Token

if TYPE_CHECKING:
    from dangol.bootstrap.phrasing import Phrasing

Timer = Callable[[], float]

_THINKING = Lock()
"""One thinks at a time: it is arithmetic, and more threads at it would only take the interpreter from each other and from the others."""
POSITION = "[위치]"  # what stands for a message that is a position and no words
LOADING = 20.0  # seconds; Kiwi's dictionary loads in 1-4 s, on a busy small machine in ten


class Hurried(Search):
    """A search that finds nothing once ``ends`` is past, and remembers that it was asked in vain."""

    def __init__(self, search: Search, ends: float, timer: Timer) -> None:
        super().__init__(search._index, search._boosts)
        self._ends = ends
        self._timer = timer
        self.skipped = False

    def query(
        self,
        text: str,
        *,
        limit: int = 10,
        kinds: Collection[str] | None = None,
        collapse: bool = True,
        tokens: Iterable[Token] | None = None,
    ) -> list[Hit]:
        if self._timer() >= self._ends:
            self.skipped = True
            return []
        return super().query(text, limit=limit, kinds=kinds, collapse=collapse, tokens=tokens)


def think_within(
    knowledge: Knowledge, seconds: float, timer: Timer = time.monotonic, loading: float = LOADING, phrasing: "Phrasing | None" = None
) -> Think:
    """Thinks with what is true now, for at most about ``seconds`` once everything is loaded.

    Args:
        phrasing: the language model's rung, for brands that have one.
    """

    def think(thought: Thought) -> Answer:
        if refuses_advertising(thought.text):
            return _refusal_done(knowledge.brand().profile, thought)
        answerer = knowledge.answerer(patience=loading)
        if answerer is None:
            return _to_a_person(knowledge.brand().profile, thought, "deadline.not_ready")
        ends = timer() + seconds
        search = Hurried(answerer.search, ends, timer)
        with _THINKING:
            answer = replace(answerer, search=search).answer(thought.text, thought.topic, thought.at, thought.here)
        if search.skipped:
            return replace(answer, reasons=(*answer.reasons, "deadline.retrieval"))
        return phrasing.better(answer, thought, answerer, ends - timer()) if phrasing else answer

    return think


def with_picks(knowledge: Knowledge, think: Think) -> Think:
    """``think``; and while a person is waited for, what the customer takes up of what was offered with the hand-over. Another question is
    thought about where that may be answered; what was offered stands on."""

    def thinking(thought: Thought) -> Answer:
        if not thought.waits:
            return think(thought)
        answerer = knowledge.answerer(patience=LOADING)
        picked = answerer.pick(thought.text, thought.topic, thought.at) if answerer else None
        if picked:
            return picked
        another = replace(thought, waits=False, topic=replace(thought.topic, hints=()))  # they were not meant
        asked = think(another) if thought.meanwhile else None
        if asked is None or asked.outcome != "answer" or not asked.citations:
            reasons = asked.reasons if asked and asked.outcome == "hand_over" else ("not_offered",)
            return replace(_to_a_person(knowledge.brand().profile, thought, "not_offered"), reasons=reasons, topic=thought.topic)
        before = thought.topic
        offered = replace(asked.topic, hints=before.hints, hinted=before.hinted, picked=before.picked, more=bool(before.hints))
        return replace(asked, topic=offered)

    return thinking


def wants_person(knowledge: Knowledge) -> Think:
    """For the button "사람 연결": no question was asked, a person was."""

    def think(thought: Thought) -> Answer:
        voice = _voice(knowledge.brand().profile, thought.text)
        return Answer(
            outcome="hand_over", sentences=(Sentence(text=voice.person()),), confidence=1.0, reasons=("asks_person",), topic=_on(thought)
        )

    return think


def greeted(think: Think) -> Think:
    """For a chat that was opened without a word: it is answered as a greeting is."""

    def greet(thought: Thought) -> Answer:
        return think(replace(thought, text="Hello" if thought.language == "en" else "안녕하세요"))

    return greet


def located(think: Think, here: Point) -> Think:
    """For a message with a position, which asks for what is nearest where it has no words of its own."""

    def find(thought: Thought) -> Answer:
        asks = "Where is the nearest shop?" if thought.language == "en" else "가까운 매장 어디예요?"
        return think(replace(thought, text=asks if thought.text.strip() == POSITION else thought.text, here=here))

    return find


def lines_of(brand: BrandProfile) -> Callable[[str], Lines]:
    """What the policy says around answers, in the brand's own voice."""

    def lines(language: str) -> Lines:
        voice = Voice(brand=brand, language="en" if language == "en" else "ko")
        return replace(default_lines(language), notice=voice.notice(), hand_over=voice.hand_over())

    return lines


def _to_a_person(brand: BrandProfile, thought: Thought, reason: str) -> Answer:
    line = _voice(brand, thought.text).hand_over()
    return Answer(outcome="hand_over", sentences=(Sentence(text=line),), confidence=0.0, reasons=(reason,), topic=_on(thought))


def _refusal_done(brand: BrandProfile, thought: Thought) -> Answer:
    line = refusal_done(brand.name, thought.at)
    return Answer(outcome="answer", sentences=(Sentence(text=line),), confidence=1.0, reasons=(OPT_OUT,), topic=_on(thought))


def _on(thought: Thought) -> Topic:
    return replace(thought.topic, turns=thought.topic.turns + 1)


def _voice(brand: BrandProfile, text: str) -> Voice:
    language: Language = language_of(text)
    return Voice(brand=brand, language="en" if language == "en" else "ko")
