"""What somebody bought last and the shop they go to most, said to them alone: cited like anything else, by their own order. Pure.

Who asks, and whether they agreed, is decided before (``bootstrap.looking_back``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dangol.kit.clock import parse_instant
from dangol.kit.korean import particle
from dangol.knowledge.facts import Subject
from dangol.language.past_orders import AGREES, REFUSES
from dangol.people.orders import Order, OrderFact

from . import hours
from .answer import Answer, Citation, Sentence, Topic
from .dates import When
from .saying import called, sentence
from .voice import Voice


@dataclass(frozen=True, kw_only=True, slots=True)
class Bought:
    """One product of an order: what was chosen of it ("" where the shop tells none), and the fact that says so."""

    product: Subject
    option: str
    ordered_on: str
    fact: OrderFact


def bought(orders: Sequence[Order], products: Sequence[Subject]) -> list[Bought]:
    """What of ``products`` stands in these orders, the newest order first; of the newest order that has any."""
    by_id = {product.id: product for product in products}
    for order in orders:
        found = [
            Bought(product=by_id[id_], option=option, ordered_on=order.value("ordered_on"), fact=order.facts["bought"])
            for id_, option in order.bought
            if id_ in by_id
        ]
        if found:
            return found
    return []


def told(found: Sequence[Bought], voice: Voice, topic: Topic, at: datetime) -> Answer:
    """What was bought last."""
    if not found:
        line = voice.say("확인된 주문에서는 그 상품을 찾지 못했어요.", "I find no such product in your orders.")
        return _said((Sentence(text=line),), "past.nothing", topic, outcome="ask_back")
    lines = tuple(_line(one, voice, at) for one in found)
    about = tuple(f"product/{one.product.id}" for one in found)
    return _said(lines, "past.bought", replace(topic, subjects=(*about, *topic.subjects)[:4], about=about[:1]))


def hint(answer: Answer, found: Sequence[Bought], voice: Voice, at: datetime) -> Answer:
    """An answer about a product's options, and what its asker chose of it the last time."""
    chosen = next((one for one in found if one.option), None)
    if chosen is None:
        return answer
    return replace(answer, sentences=(*answer.sentences, _line(chosen, voice, at)), reasons=(*answer.reasons, "past.hint"))


def usual(place: Subject, voice: Voice, topic: Topic, at: datetime) -> Answer:
    """The shop that somebody goes to most: where it is, and whether it is open."""
    key = f"place/{place.id}"
    name = called(place, voice)
    text = voice.say(f"가장 자주 오신 매장은 {particle(name, '이에요')}.", f"The shop you visit most is {name}.")
    named = place.facts["name"]
    lines = [Sentence(text=text, citations=(Citation(id=named.citation_id, version=named.version, quote=named.value),))]
    lines += [sentence(place, "address", voice)] if "address" in place.facts else []
    if "hours" in place.facts:
        lines += hours.sentences(place, When(days=(at.date(),), now=True), voice, at)
    return _said(tuple(lines), "past.place", replace(topic, subjects=(key, *topic.subjects)[:4], about=(key,)))


def asks_consent(question: str, voice: Voice, topic: Topic) -> Answer:
    """Before anything of the past is looked at: what for, and the words that allow it and end it."""
    yes, no = AGREES["ko" if voice.korean else "en"], REFUSES["ko" if voice.korean else "en"]
    line = voice.say(
        f"지난 주문과 방문을 보고 알려 드려도 될까요? '{yes}'라고 답해 주시면 이번과 다음 답에 참고해요. 언제든 '{no}'라고 하시면 멈춰요.",
        f"May I look at your past orders and visits to answer? Reply '{yes}' and I will, now and later. Say '{no}' at any time to stop.",
    )
    return _said((Sentence(text=line),), "past.consent", replace(topic, asked_back=question), outcome="ask_back")


def heard(voice: Voice, topic: Topic, *, given: bool) -> Answer:
    """The reply to the consent, or to its withdrawal."""
    line = (
        voice.say("알겠어요. 이제 지난 주문을 참고해서 답해 드릴게요.", "All right. I will use your past orders to answer.")
        if given
        else voice.say(
            "알겠어요. 지난 주문과 방문을 더는 보지 않을게요.", "All right. I will not look at your past orders and visits any more."
        )
    )
    return _said((Sentence(text=line),), "past.agreed" if given else "past.refused", replace(topic, asked_back=None))


def _line(one: Bought, voice: Voice, at: datetime) -> Sentence:
    name = called(one.product, voice)
    when_ko, when_en = "지난번", "last time"
    if one.ordered_on:
        day = parse_instant(one.ordered_on).astimezone(at.tzinfo).date()
        when_ko, when_en = f"지난번({day.year}년 {day.month}월 {day.day}일 주문)", f"last time (order of {day:%Y-%m-%d})"
    if one.option:
        text = voice.say(f"{when_ko}에는 {name} '{one.option}'을(를) 고르셨어요.", f"You chose {name} '{one.option}' {when_en}.")
    else:
        text = voice.say(
            f"{when_ko}에 {particle(name, '을')} 사셨어요. 고르신 옵션은 주문 기록에 없어요.",
            f"You bought {name} {when_en}. The order does not say which option.",
        )
    return Sentence(text=text, citations=(Citation(id=one.fact.citation_id, version=one.fact.version, quote=one.fact.value),))


def _said(lines: tuple[Sentence, ...], reason: str, topic: Topic, outcome: str = "answer") -> Answer:
    kind = "ask_back" if outcome == "ask_back" else "answer"
    return Answer(outcome=kind, sentences=lines, confidence=1.0, reasons=(reason,), topic=topic)  # type: ignore[arg-type]
