"""Tells those who heard the old version what is true now: one service message an identity, through the outbox and its gate, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dangol.answers.answer import Citation, Sentence
from dangol.answers.saying import sentence
from dangol.answers.voice import Voice
from dangol.conversations.threads import held, opened
from dangol.decisions.decision import Mode
from dangol.decisions.recall import Change, Told, key_of
from dangol.decisions.unasked import tell
from dangol.knowledge.facts import Snapshot, Subject
from dangol.outbox.row import Body
from dangol.outbox.rows import of_key

_LONGEST = 700  # characters of what is true now: a longer text is shortened at a sentence, and the customer may ask


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """How many corrections were put, and how many were not because their inbox is off or gone."""

    put: int
    off: int


def body_of(change: Change, told: Told, snapshot: Snapshot, language: str = "ko") -> Body:
    """What is said: that it has changed, when it was told, and what is true now, cited."""
    voice = Voice(brand=snapshot.brand, language="en" if language == "en" else "ko")
    day = told.at.astimezone(ZoneInfo(snapshot.brand.timezone))
    opening = voice.say(
        f"{day.month}월 {day.day}일에 알려 드린 내용이 달라져서 바로잡아요.",
        f"Something that we told you on {day:%B} {day.day} is different now.",
    )
    return Body(text=f"{opening} {(now := _now(change, snapshot, voice)).text}", sentences=(Sentence(text=opening), now))


def correct(
    connection: Connection,
    change: Change,
    *,
    snapshot: Snapshot,
    modes: Mapping[str, Mode],
    author: str,
    new_id: Callable[[datetime], str],
    at: datetime,
) -> Corrected:
    """Puts a correction for everyone of ``change.open``. Called again it adds nothing. An owner's word needs no approval, so
    an inbox that only drafts sends it too; one that is off, or gone from ``brand.toml``, doesn't."""
    count = off = 0
    for told in change.open:
        if modes.get(told.inbox, "off") == "off":
            off += 1
            continue
        talk = held(connection, opened(connection, told.identity, told.inbox, at, new_id).id)
        key = key_of(change.citation, change.version, told)
        if of_key(connection, key):
            continue
        body = body_of(change, told, snapshot, talk.language)
        reasons = ("recall", f"{change.citation}@{change.version}")
        tell(connection, talk, body=body, author=author, reasons=reasons, rung="person", key=key, new_id=new_id, at=at)
        count += 1
    return Corrected(put=count, off=off)


def _now(change: Change, snapshot: Snapshot, voice: Voice) -> Sentence:
    if change.now is None:
        return Sentence(
            text=voice.say("그 내용은 이제 맞지 않아요. 필요하시면 다시 물어봐 주세요.", "It no longer holds. Ask us again if you need it.")
        )
    subject, column = _fact(change.citation, snapshot)
    if subject is not None:
        return sentence(subject, column, voice)
    text = change.now if len(change.now) <= _LONGEST else change.now[:_LONGEST].rpartition(".")[0] + "."
    told = voice.say(f"지금은 이렇습니다: {text}", f"This is what our page says now (in Korean): {text}")
    return Sentence(text=told, citations=(Citation(id=change.citation, version=change.version, quote=text),))


def _fact(citation: str, snapshot: Snapshot) -> tuple[Subject | None, str]:
    for subject in (*snapshot.products.values(), *snapshot.places.values()):
        for column, fact in subject.facts.items():
            if fact.citation_id == citation:
                return subject, column
    return None, ""
