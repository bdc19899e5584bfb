"""What a notice says when it leaves: its headline, and the words it is about as they stand now."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection as Database

from dangol.bootstrap.house import House
from dangol.channels.failures import DeliveryError
from dangol.channels.port import Choice
from dangol.conversations import threads
from dangol.conversations.conversation import Conversation
from dangol.decisions import log
from dangol.kit.errors import NotFound
from dangol.outbox import rows

_MOST = 600  # characters of somebody's words
_HEADLINES = {
    "waiting": "🙋 손님이 기다려요",
    "said": "💬 손님이 이어서 말했어요",
    "draft": "📝 승인을 기다리는 초안",
    "stuck": "⚠️ 보내지 못했거나 도착을 모르는 답",
    "alarm": "🚨 알람",
}
Words = tuple[str, tuple[Choice, ...]]


def headline(kind: str, inbox: str = "") -> str:
    """The part of a notice that is kept: it names nobody."""
    return f"{_HEADLINES[kind]}{f' ({inbox})' if inbox else ''}"


def compose(house: House, database: Database, kind: str, subject: str) -> Words:
    """The rest of it, and its buttons; empty once what it is about is gone (answered elsewhere, erased)."""
    try:
        return _WRITERS[kind](house, database, subject)
    except NotFound:
        return "", ()


def _waiting(_house: House, database: Database, decision_id: str) -> Words:
    decision = log.find(database, decision_id)
    talk = threads.find(database, decision.conversation)
    asked = threads.message(database, decision.message).text if decision.message else ""
    found = " ".join(sentence.text for sentence in decision.draft)
    said = _quoted("손님", asked) + (_quoted("찾은 것", found) if found else "")
    return f"{said}\n\n이 글에 답장하면 손님에게 그대로 가요.", _for_talk(talk)


def _said(_house: House, database: Database, message_id: str) -> Words:
    message = threads.message(database, message_id)
    thread = threads.thread(database, message.conversation)
    last = max((one.number for one in thread if one.direction == "out"), default=0)
    words = [one.text for one in thread if one.direction == "in" and last < one.number <= message.number] or [message.text]
    said = "".join(_quoted("손님", text) for text in words[-5:])
    return f"{said}\n\n이 글에 답장하면 손님에게 그대로 가요.", _for_talk(threads.find(database, message.conversation))


def _draft(_house: House, database: Database, row_id: str) -> Words:
    row = rows.find(database, row_id)
    decision = log.find(database, row.decision) if row.decision else None
    asked = threads.message(database, decision.message).text if decision and decision.message else ""
    said = (_quoted("손님", asked) if asked else "") + _quoted("초안", row.body.text)
    choices = (Choice(label="보내기", value=f"ok:{row.id}"), Choice(label="버리기", value=f"no:{row.id}"))
    return f"{said}\n\n고쳐서 보내려면 이 글에 고친 답을 답장으로 적어 주세요.", choices


def _stuck(_house: House, database: Database, row_id: str) -> Words:
    row = rows.find(database, row_id)
    why = next((one.sentence_ko for one in _errors() if one.code_name == row.last_error), row.last_error or "")
    choices = (Choice(label="도착했어요", value=f"yes:{row.id}"), Choice(label="다시 보내기", value=f"again:{row.id}"))
    return f"{_quoted('답', row.body.text)}\n\n{why}", choices if row.status == "uncertain" else ()


def _alarm(house: House, database: Database, position: str) -> Words:
    found = house.journal.read(database, after=int(position) - 1, limit=1)
    return (_quoted("", str(found[0].payload.get("text", ""))) if found else ""), ()


_WRITERS: Mapping[str, Callable[[House, Database, str], Words]] = {
    "waiting": _waiting,
    "said": _said,
    "draft": _draft,
    "stuck": _stuck,
    "alarm": _alarm,
}


def _for_talk(talk: Conversation) -> tuple[Choice, ...]:
    if talk.state == "human":
        return (Choice(label="자동 응답으로 돌리기", value=f"back:{talk.id}"),)
    return (Choice(label="내가 맡기", value=f"take:{talk.id}"),) if talk.state != "closed" else ()


def _quoted(name: str, text: str) -> str:
    short = text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"
    return f"\n{name}{': ' if name else ''}{short}"


def _errors() -> list[type[DeliveryError]]:
    return [DeliveryError, *DeliveryError.__subclasses__()]
