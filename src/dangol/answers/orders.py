"""How somebody's own orders stand, said to their proven owner; and what is said to everybody else, which tells nothing. Pure.

A sentence says what one field of an order holds, and cites it: ``order/<number>/<field>``. Whether the asker is the owner is decided before
(``people.proven``, ``people.orders``); nothing in a message can change that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dangol.kit.clock import parse_instant
from dangol.kit.korean import particle
from dangol.people.orders import Order, OrderFact

from .answer import Answer, Citation, Sentence, Topic
from .voice import Voice

ASPECT = "order"  # of the conversation's topic after this
_MOST = 3  # lines told at once
_CLOSED = frozenset({"delivered", "confirmed", "cancelled", "returned", "exchanged", "refunded"})
_NUMBER = re.compile(r"(?<![\w-])[A-Za-z]{0,6}-?\d[\dA-Za-z-]{3,40}")
_TO_DO = re.compile(
    r"(취소|변경|환불|반품|교환|수정)\s?(좀\s?)?(해\s?(줘|주|달|드)|하고\s?싶|할게|하려|신청)|바꿔|바꾸|cancel my|change my|refund me"
)
_ELSE = re.compile(
    r"적립금|포인트|마일리지|쿠폰|등급|계정|비밀번호|회원|멤버십|예약|수업|수리|구독|정품|횟수|points|account|password|booking"
)
_FOLLOWS = re.compile(r"언제|어디|송장|운송장|도착|출발|발송|배송\s?(됐|되|중)|when|where|track|arriv", re.IGNORECASE)
_IN_GENERAL = re.compile(r"배송비|얼마|며칠|보통|원래|무료|fee|how long|how much", re.IGNORECASE)

_STATES = {
    "unpaid": ("아직 입금 전이에요", "has not been paid yet"),
    "paid": ("결제가 끝났고 아직 발송 전이에요", "is paid and has not been sent yet"),
    "held": ("배송이 보류되어 있어요", "is on hold"),
    "shipped": ("배송 중이에요", "is on its way"),
    "moved": ("배송 상태가 바뀌었어요", "has a new delivery status"),
    "delivered": ("배송이 완료되었어요", "has been delivered"),
    "confirmed": ("구매가 확정되었어요", "is confirmed as received"),
    "cancelling": ("취소가 접수되어 처리되고 있어요", "is being cancelled"),
    "cancelled": ("취소되었어요", "has been cancelled"),
    "returning": ("반품이 접수되어 처리되고 있어요", "is being returned"),
    "returned": ("반품이 완료되었어요", "has been returned"),
    "exchanging": ("교환이 접수되어 처리되고 있어요", "is being exchanged"),
    "exchanged": ("교환이 완료되었어요", "has been exchanged"),
    "refunding": ("환불이 접수되어 처리되고 있어요", "is being refunded"),
    "refunded": ("환불되었어요", "has been refunded"),
}
_REFUNDED = frozenset({"cancelling", "cancelled", "returning", "returned", "refunding"})
_DAYS = (
    ("expected_on", "도착 예정일", "expected to arrive on", frozenset({"unpaid", "paid", "held", "shipped", "moved", ""})),
    ("wished_on", "요청하신 배송일", "delivery was asked for", frozenset({"unpaid", "paid", "held", ""})),
    (
        "refund_expected_on",
        "환불 예정일",
        "refund is expected on",
        frozenset({"cancelling", "cancelled", "returning", "returned", "refunding"}),
    ),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a message asks about orders: the numbers that it names, spelled without hyphens and in capitals."""

    numbers: frozenset[str]

    def names(self, order: Order) -> bool:
        return bool(self.numbers & {_spelled(order.number), _spelled(order.line)})


def asked(text: str, *, following: bool = False) -> Asked | None:
    """What is asked; None when something shall be done, or when it is about something else than how an order stands.

    Args:
        following: the turn before was about an order, so "언제 도착해요?" is about it too.
    """
    if _TO_DO.search(text) or _ELSE.search(text):
        return None
    if following and not (_FOLLOWS.search(text) and not _IN_GENERAL.search(text)):
        return None
    return Asked(numbers=frozenset(_spelled(found) for found in _NUMBER.findall(text) if sum(map(str.isdigit, found)) >= 5))


def told(orders: Sequence[Order], asked_: Asked, voice: Voice, topic: Topic, at: datetime) -> Answer:
    """The answer to the proven owner of ``orders``. ``at``: the brand's local time."""
    wanted = [order for order in orders if asked_.names(order)] if asked_.numbers else _current(orders) if orders else []
    if not wanted:
        return _not_found(voice, topic, named=bool(asked_.numbers))
    shown = wanted[:_MOST]
    sentences = tuple(sentence for order in shown for sentence in _sentences(order, voice, at))
    unknown = any(not order.value("state") for order in shown)
    if len(wanted) > len(shown):
        more = voice.say("다른 주문은 주문번호를 말씀해 주세요.", "For your other orders, please tell me the number.")
        sentences = (*sentences, Sentence(text=more))
    answer = Answer(outcome="answer", sentences=sentences, confidence=1.0, reasons=("order.state",), topic=replace(topic, aspect=ASPECT))
    if not unknown:
        return answer
    line = voice.say(
        "배송 상태는 아직 전달받지 못해서, 담당자가 확인하고 알려 드릴게요.",
        "How its delivery stands has not been told to me yet; a member of our team will look and reply.",
    )
    return replace(
        answer, outcome="hand_over", sentences=(*sentences, Sentence(text=line)), reasons=("order.unknown_state",), draft=sentences
    )


def to_prove(voice: Voice, topic: Topic) -> Answer:
    """What everybody hears who has not proved who they are, whatever number they name: that there is one is not told either."""
    line = voice.say(
        "주문 내용은 본인 확인이 된 분께만 알려 드려요. 쇼핑몰에 로그인한 뒤 쇼핑몰의 채팅창에서 다시 물어봐 주세요. "
        "로그인이 어려우면 '담당자 연결'이라고 말씀해 주세요.",
        "I can speak about orders only with their proven owner. Please sign in at our shop and ask again in the chat there. "
        "If you cannot sign in, say that you want a person.",
    )
    return Answer(outcome="ask_back", sentences=(Sentence(text=line),), confidence=1.0, reasons=("order.prove",), topic=topic)


def _not_found(voice: Voice, topic: Topic, *, named: bool) -> Answer:
    """The same for a number that does not exist and for one that is somebody else's."""
    line = (
        voice.say(
            "확인된 정보로는 그 번호의 주문을 찾지 못했어요. 주문번호를 다시 확인해 주시거나, '담당자 연결'이라고 말씀해 주세요.",
            "With what you have proved I find no order of that number. Please check it, or say that you want a person.",
        )
        if named
        else voice.say(
            "확인된 정보로는 주문을 찾지 못했어요. 다른 아이디로 주문하셨다면 그 아이디로 로그인해 주시고, "
            "아니면 '담당자 연결'이라고 말씀해 주세요.",
            "With what you have proved I find no order. If you ordered under another account, please sign in with that, "
            "or say that you want a person.",
        )
    )
    return Answer(outcome="ask_back", sentences=(Sentence(text=line),), confidence=1.0, reasons=("order.not_found",), topic=topic)


def _current(orders: Sequence[Order]) -> list[Order]:
    """The orders that are still going; else the newest one, all its lines."""
    going = [order for order in orders if order.value("state") and order.value("state") not in _CLOSED]
    return going or [order for order in orders if order.number == orders[0].number]


def _sentences(order: Order, voice: Voice, at: datetime) -> list[Sentence]:
    number, state = order.number, order.value("state")
    said: list[Sentence] = []
    if fact := order.facts.get("state"):
        since = order.changed_at.astimezone(at.tzinfo)
        ko, en = _STATES[state]
        when_ko, when_en = f"{_day(since.date(), at, korean=True)} {since:%H:%M}", f"{_day(since.date(), at, korean=False)}, {since:%H:%M}"
        text = voice.say(f"주문 {particle(number, '은')} {ko}", f"Order {number} {en}")
        text += f" ({when_ko} 기준)." if voice.korean else f" (as of {when_en})."
        said.append(_cited(text, fact, f"{state}, {since:%Y-%m-%d %H:%M}"))
    elif fact := order.facts.get("ordered_on"):
        since = parse_instant(fact.value).astimezone(at.tzinfo)
        text = voice.say(
            f"주문 {particle(number, '은')} {_day(since.date(), at, korean=True)}에 접수되었어요.",
            f"Order {number} was taken on {_day(since.date(), at, korean=False)}.",
        )
        said.append(_cited(text, fact, f"{since:%Y-%m-%d}"))
    if (fact := order.facts.get("tracking_number")) and state in {"", "shipped", "moved", "delivered"}:
        said.append(_tracking(fact, order.facts.get("carrier"), voice))
    for field, ko, en, states in _DAYS:
        known = order.facts.get(field)
        if known and state in states and (day := _date(known.value)):
            text = voice.say(
                f"{particle(ko, '은')} {particle(_day(day, at, korean=True), '이에요')}.", f"The {en} {_day(day, at, korean=False)}."
            )
            said.append(_cited(text, known, known.value))
    return said


def _tracking(fact: OrderFact, carrier: OrderFact | None, voice: Voice) -> Sentence:
    by = carrier.value if carrier else ""
    number = particle(fact.value, "이에요") if voice.korean else fact.value
    text = voice.say(f"{by} 송장번호는 {number}.".strip(), f"The tracking number is {number}{f' ({by})' if by else ''}.")
    citations = tuple(Citation(id=one.citation_id, version=one.version, quote=one.value) for one in (fact, carrier) if one)
    return Sentence(text=text, citations=citations)


def _cited(text: str, fact: OrderFact, quote: str) -> Sentence:
    return Sentence(text=text, citations=(Citation(id=fact.citation_id, version=fact.version, quote=quote),))


def _day(day: date, at: datetime, *, korean: bool) -> str:
    """The year only where it is another one than now."""
    if korean:
        return f"{day.month}월 {day.day}일" if day.year == at.year else f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day:%B} {day.day}" if day.year == at.year else f"{day:%B} {day.day}, {day.year}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _spelled(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number).upper()
