"""What a person did and heard: the events of all its identities, as we believe today."""

from sqlalchemy import Connection

from dangol.events.event import Event
from dangol.events.journal import Journal
from dangol.people.identities import members


def timeline(connection: Connection, journal: Journal, person: str, limit: int = 50, before: int | None = None) -> list[Event]:
    """Events of the person, latest ``occurred_at`` first. For the next page give the last event's position as ``before``."""
    ids = [identity.id for identity in members(connection, person)]
    return journal.latest(connection, identities=ids, limit=limit, before=before) if ids else []
