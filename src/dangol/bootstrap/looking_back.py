"""The person in the answer: what they bought last, and the shop they go to most, for who has proved to be it and has agreed, only.

Who they are is decided from who writes, never from what is written; a guessed merge counts for nothing. Without a proof or without the
consent nothing of anybody's past is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dangol.answers import orders as of_orders
from dangol.answers import own_past
from dangol.answers.answer import Answer
from dangol.answers.talk import FOR_A_PERSON, heads
from dangol.answers.voice import Voice
from dangol.decisions.handle import Think, Thought
from dangol.events.journal import Journal
from dangol.knowledge.facts import Snapshot, Subject
from dangol.language.concepts import concept_of_header
from dangol.language.past_orders import asks_last_bought, asks_usual_place, word_on_past
from dangol.language.reading import language_of
from dangol.people import orders
from dangol.people.identities import Identity
from dangol.people.looking_back import agreed, has_proved, usual_place
from dangol.people.proven import proven
from dangol.store.engine import Store

_FIRST = FOR_A_PERSON | {"language"}  # heads of reasons: what a person has to see, whatever else is asked
_CHOSEN = frozenset({"options", "size", "color", "flavor"})


def with_past(store: Store, journal: Journal, snapshot: Callable[[], Snapshot], think: Think) -> Think:
    """``think``, and what the asker's own past adds to it."""

    def thinking(thought: Thought) -> Answer:
        answer = think(thought)
        if not thought.identity or heads(answer.reasons) & _FIRST:
            return answer
        return _Past(store, journal, snapshot(), thought).better(answer)

    return thinking


class _Past:
    """One message beside the past of who wrote it."""

    def __init__(self, store: Store, journal: Journal, snapshot: Snapshot, thought: Thought) -> None:
        self.store, self.journal, self.snapshot, self.thought = store, journal, snapshot, thought
        self.voice = Voice(brand=snapshot.brand, language="en" if language_of(thought.text) == "en" else "ko")
        self.topic = replace(thought.topic, turns=thought.topic.turns + 1)
        self.at: datetime = thought.at.astimezone(ZoneInfo(snapshot.brand.timezone))

    def better(self, answer: Answer) -> Answer:
        word = word_on_past(self.thought.text)
        before = self.thought.topic.asked_back or ""
        question = before if word == "given" and _asks(before) else self.thought.text
        products = _products(answer, self.snapshot)
        hinted = answer.outcome == "answer" and len(products) == 1 and _of_options(answer)
        if word is None and not _asks(question) and not hinted:
            return answer
        with self.store.read() as connection:
            certain = proven(connection, self.thought.identity)
            known = has_proved(certain)
            if word is None and not _asks(question):
                return self._hinted(connection, answer, certain, products) if known and agreed(connection, certain) else answer
            if not known:
                return of_orders.to_prove(self.voice, self.topic)
            if word == "withdrawn":
                return own_past.heard(self.voice, self.topic, given=False)
            if not agreed(connection, certain):
                return own_past.asks_consent(question, self.voice, self.topic)
            if not _asks(question):
                return own_past.heard(self.voice, self.topic, given=True)
            return self._told(connection, question, certain, products)

    def _hinted(self, connection: Connection, answer: Answer, certain: Sequence[Identity], products: Sequence[Subject]) -> Answer:
        return own_past.hint(answer, own_past.bought(self._orders(connection, certain), products), self.voice, self.at)

    def _told(self, connection: Connection, question: str, certain: Sequence[Identity], products: Sequence[Subject]) -> Answer:
        if asks_usual_place(question):
            place = self.snapshot.places.get(usual_place(connection, self.journal, certain))
            if place is not None:
                return own_past.usual(place, self.voice, self.topic, self.at)
        among = products or tuple(self.snapshot.products.values())
        return own_past.told(own_past.bought(self._orders(connection, certain), among), self.voice, self.topic, self.at)

    def _orders(self, connection: Connection, certain: Sequence[Identity]) -> list[orders.Order]:
        return orders.orders_of(connection, [one.id for one in certain])


def _asks(text: str) -> bool:
    return asks_last_bought(text) or asks_usual_place(text)


def _products(answer: Answer, snapshot: Snapshot) -> tuple[Subject, ...]:
    """The products that the answer's facts are about."""
    ids = dict.fromkeys(citation.id.split("/")[1] for citation in answer.citations if citation.id.startswith("product/"))
    return tuple(snapshot.products[id_] for id_ in ids if id_ in snapshot.products)


def _of_options(answer: Answer) -> bool:
    columns = (citation.id.split("/", 2)[2] for citation in answer.citations if citation.id.startswith("product/"))
    return any(known is not None and known.name in _CHOSEN for known in map(concept_of_header, columns))
