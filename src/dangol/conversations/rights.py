"""Messages in which somebody asks for a right to their own data, that no person has answered yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from dangol.conversations.conversation import BOT
from dangol.conversations.tables import conversations, messages
from dangol.language.data_rights import HINTS, Right, asked_right

ANSWER_WITHIN = timedelta(days=10)  # 개인정보 보호법 시행령 41조 4항, 43조 3항, 44조 2항
_LOOK_BACK = timedelta(days=60)
_MOST = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class RightAsked:
    """What was asked, by whom, where and when; the answer is due by ``due_at``."""

    right: Right
    identity: str
    inbox: str
    conversation: str
    at: datetime
    due_at: datetime


def rights_asked(connection: Connection, now: datetime) -> list[RightAsked]:
    """Of the last sixty days, oldest first, one for each conversation and right.

    A person's later words answer it, and so does the end of the talk.
    """
    answered = messages.alias("answered")
    later = select(answered.c.id).where(
        answered.c.conversation == messages.c.conversation,
        answered.c.number > messages.c.number,
        answered.c.direction == "out",
        answered.c.author != BOT,
    )
    query = (
        select(messages.c.text, messages.c.at, conversations.c.id, conversations.c.identity, conversations.c.inbox)
        .join_from(messages, conversations)
        .where(conversations.c.state != "closed", conversations.c.last_at > now - _LOOK_BACK)
        .where(messages.c.direction == "in", messages.c.at > now - _LOOK_BACK, ~later.exists())
        .where(or_(*(messages.c.text.icontains(hint, autoescape=True) for hint in HINTS)))
        .order_by(messages.c.at, messages.c.id)
        .limit(_MOST)
    )
    found: dict[tuple[str, Right], RightAsked] = {}
    for row in connection.execute(query):
        if right := asked_right(row.text):
            one = RightAsked(
                right=right, identity=row.identity, inbox=row.inbox, conversation=row.id, at=row.at, due_at=row.at + ANSWER_WITHIN
            )
            found.setdefault((row.id, right), one)
    return list(found.values())
