"""Every decision, kept so that it can be explained, replayed and improved."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select

from dangol.answers.answer import Citation
from dangol.conversations.conversation import BOT
from dangol.conversations.rows import storable
from dangol.decisions.decision import Decision
from dangol.decisions.tables import decisions
from dangol.kit.errors import NotFound
from dangol.kit.text import squash
from dangol.outbox.body import citation_json, sentences_from, sentences_json
from dangol.outbox.tables import outbox

_SAID = ("queued", "leased", "sent", "uncertain")
_OURS = (outbox.c.conversation == bindparam("conversation"), outbox.c.author == BOT, outbox.c.status.in_(_SAID))
_SPOKE = select(outbox.c.id).where(*_OURS).limit(1)
_PROMISED = (
    select(func.max(decisions.c.at)).join(outbox, outbox.c.decision == decisions.c.id).where(*_OURS, decisions.c.kind == "hand_over")
)
_HANDED = (
    select(decisions.c.kind, decisions.c.reasons)
    .where(decisions.c.conversation == bindparam("conversation"), decisions.c.kind.in_(("hand_over", "silent")))
    .order_by(decisions.c.at.desc(), decisions.c.id.desc())
)
_ABOUT = select(decisions).where(decisions.c.message == bindparam("message"))
_QUESTIONS = ("hand_over", "ask_back")
_WAITING = "waiting_for_person"  # a reassuring line is no question left open


def add(connection: Connection, decision: Decision, question: str | None = None) -> None:
    """Records a decision; ``question`` is the customer's text, by which open questions are counted (``gaps``)."""
    open_question = question is not None and decision.kind in _QUESTIONS and _WAITING not in decision.reasons
    key = question_key(question) if question is not None and open_question else None
    connection.execute(insert(decisions), {**_columns(decision), "question_key": key})


def question_key(text: str) -> str:
    """One name for all texts that differ only in spaces, signs and case: a digest, so that it says nothing itself."""
    same = squash(text) or storable(text).strip()
    return blake2b(same.encode("utf-8", "replace"), digest_size=16).hexdigest()


def find(connection: Connection, decision: str) -> Decision:
    """The decision with this id.

    Raises:
        NotFound: ``decision.unknown``.
    """
    row = connection.execute(select(decisions).where(decisions.c.id == decision)).mappings().one_or_none()
    if row is None:
        raise NotFound(
            "decision.unknown",
            ko=f"결정 {decision} 이(가) 없습니다. 주소나 번호를 확인해 주세요.",
            en=f"There is no decision {decision}. Check the address or the id.",
        )
    return _decision(row)


def of_message(connection: Connection, message: str) -> Decision | None:
    """The one decision about a customer's message, None while there is none."""
    row = connection.execute(_ABOUT, {"message": message}).mappings().one_or_none()
    return _decision(row) if row else None


def of_conversation(connection: Connection, conversation: str) -> tuple[Decision, ...]:
    """All decisions of a conversation, oldest first."""
    query = select(decisions).where(decisions.c.conversation == conversation).order_by(decisions.c.at, decisions.c.id)
    return tuple(_decision(row) for row in connection.execute(query).mappings())


def machine_spoke(connection: Connection, conversation: str) -> bool:
    """Whether the machine itself has said anything in this conversation, or is about to."""
    return connection.execute(_SPOKE, {"conversation": conversation}).first() is not None


def promised_at(connection: Connection, conversation: str) -> datetime | None:
    """When the machine last said here that a person will look; None if never."""
    found: datetime | None = connection.execute(_PROMISED, {"conversation": conversation}).scalar_one()
    return found


def handed_over_for(connection: Connection, conversation: str) -> tuple[str, ...]:
    """Why a person is waited for: the reasons of the newest hand-over here, and of what has been said since. Empty where there was none."""
    told: list[str] = []
    for kind, reasons in connection.execute(_HANDED, {"conversation": conversation}):
        told += reasons
        if kind == "hand_over" and _WAITING not in reasons:
            return tuple(told)
    return ()


def _columns(decision: Decision) -> Mapping[str, Any]:
    return {
        "id": decision.id,
        "kind": decision.kind,
        "conversation": decision.conversation,
        "message": decision.message,
        "author": decision.author,
        "text": storable(decision.text),
        "citations": [citation_json(citation) for citation in decision.citations],
        "draft": sentences_json(decision.draft),
        "confidence": decision.confidence,
        "reasons": list(decision.reasons),
        "propensity": decision.propensity,
        "rung": decision.rung,
        "ms": decision.ms,
        "at": decision.at,
    }


def _decision(row: RowMapping) -> Decision:
    return Decision(
        id=row["id"],
        kind=row["kind"],
        conversation=row["conversation"],
        message=row["message"],
        author=row["author"],
        text=row["text"],
        citations=tuple(Citation(**citation) for citation in row["citations"]),
        draft=sentences_from(row["draft"]),
        confidence=row["confidence"],
        reasons=tuple(row["reasons"]),
        propensity=row["propensity"],
        rung=row["rung"],
        ms=row["ms"],
        at=row["at"],
    )
