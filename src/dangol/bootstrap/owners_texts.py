"""The brand's own texts that repeat a person's words: an answer corrected into ``faq.csv`` begins as a customer's question.

Such a row is the owner's text (decision 0006): it says nothing of who asked. It is named before an erasure, so that the owner can change
it, and versions that are no longer current go with the person.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, or_, select

from dangol.conversations.tables import conversations, messages
from dangol.kit.text import squash
from dangol.knowledge.tables import faqs
from dangol.store.among import among

_LEAST = 6  # letters: less ("배송비는?") is anybody's


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnersText:
    """One version of a FAQ that repeats somebody's message; ``current`` when it is the one in the owner's file."""

    citation: str
    version: int
    current: bool


def owners_texts(connection: Connection, identities: Collection[str]) -> Iterable[OwnersText]:
    """FAQ versions in which a whole message of ``identities`` stands, but for spaces and signs."""
    mine = select(messages.c.text).join(conversations, conversations.c.id == messages.c.conversation)
    theirs = mine.where(among(connection, conversations.c.identity, identities), messages.c.direction == "in")
    said = {words for text in connection.execute(theirs).scalars() if len(words := squash(text)) >= _LEAST}
    if not said:
        return []
    known = connection.execute(select(faqs).order_by(faqs.c.citation, faqs.c.version))
    return [
        OwnersText(citation=row.citation, version=row.version, current=row.valid_to is None)
        for row in known
        if any(words in squash(f"{row.question} {row.answer}") for words in said)
    ]


def retire(connection: Connection, found: Collection[OwnersText]) -> None:
    """Deletes those versions that are history."""
    past = [and_(faqs.c.citation == one.citation, faqs.c.version == one.version) for one in found if not one.current]
    if past:
        connection.execute(delete(faqs).where(or_(*past), faqs.c.valid_to.is_not(None)))
