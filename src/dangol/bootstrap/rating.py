"""A customer says whether an answer helped: the fact goes into the journal and to the answer in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dangol.bootstrap.house import House
from dangol.conversations.conversation import Message
from dangol.decisions import ratings
from dangol.events.event import Event
from dangol.people.identities import identity_id


def rate(house: House, *, inbox: str, external_id: str, message: str, helpful: bool, at: datetime) -> None:
    """Said again it changes nothing; the other way round, the newest counts.

    Raises:
        NotFound: ``message.unknown``; it is no answer that the machine gave to this customer.
    """
    who = identity_id(house.key, inbox, external_id)
    with house.store.read() as connection:
        ratings.answer_to(connection, identity=who, message=message)
    said = Event(
        type="answer.rated",
        inbox=inbox,
        identity=who,
        occurred_at=at,
        received_at=at,
        dedupe_key=f"rated/{message}/{at.isoformat()}",
        payload={"message": message, "helpful": helpful},
    )
    with house.store.write() as connection:
        house.journal.append(connection, [said])
        ratings.rate(connection, identity=who, message=message, helpful=helpful, at=at)


def ratings_of(house: House, said: Sequence[Message]) -> Mapping[str, bool]:
    """What was said of those answers among ``said``, by their decisions."""
    decided = [message.decision for message in said if message.decision and message.citations]
    if not decided:
        return {}
    with house.store.read() as connection:
        return ratings.rated(connection, decided)
