"""A thread with one of the brand's own people: closed from the beginning, so that no policy and no list takes it for a customer's."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, insert

from dangol.conversations.conversation import Conversation
from dangol.conversations.tables import conversations
from dangol.conversations.threads import newest


def aside(connection: Connection, *, identity: str, inbox: str, at: datetime, new_id: Callable[[datetime], str]) -> Conversation:
    """The newest thread of this identity here; made, and closed, when there is none."""
    known = newest(connection, identity=identity, inbox=inbox)
    if known is not None:
        return known
    made = Conversation(
        id=new_id(at),
        identity=identity,
        inbox=inbox,
        state="closed",
        owner=None,
        sequence=0,
        language="ko",
        topic={},
        opened_at=at,
        last_at=at,
        last_customer_at=None,
    )
    connection.execute(insert(conversations).values({column.name: getattr(made, column.name) for column in conversations.columns}))
    return made
