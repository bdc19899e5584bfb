"""What a platform tells beside a customer's messages: written down, and where it concerns us, heeded."""

from datetime import datetime, timedelta

from sqlalchemy import Connection as Database

from dangol.bootstrap import intake
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.guardian import note_age
from dangol.bootstrap.house import House
from dangol.channels.port import Heard
from dangol.conversations import threads
from dangol.events.event import Event
from dangol.events.incoming import Incoming
from dangol.people.identities import ensure, identity_id
from dangol.people.traits import forget

_ECHO_WITHIN = timedelta(minutes=10)


def note(house: House, connection: Connection, heard: Heard, at: datetime) -> None:
    """Appends the fact, once. Words of ours from elsewhere (the platform's own window) stand in the thread too."""
    inbox = connection.inbox.name
    if heard.type == "message.sent" and not _ours(house, inbox, heard, at):
        intake.take(house, [_incoming(inbox, heard, at)])
        return
    if heard.type == "chat.opened" and connection.channel.tells_age:
        note_age(house, inbox, heard, at)
    event = event_of(house, inbox, heard, at)
    with house.store.write() as database:
        appended = house.journal.append(database, [event])[0]
        identity = ensure(database, house.key, inbox, heard.identity, "channel", heard.at)
        if heard.owner and not appended.duplicate:
            _handed(database, identity.id, inbox, heard, connection.inbox.channel)
        if heard.type == "profile.withdrawn":
            forget(database, identity.id, profile_source(inbox))


def event_of(house: House, inbox: str, heard: Heard, at: datetime) -> Event:
    """What a platform told, as the fact that the journal keeps."""
    return Event(
        type=heard.type,
        inbox=inbox,
        identity=identity_id(house.key, inbox, heard.identity),
        occurred_at=heard.at,
        received_at=at,
        dedupe_key=f"{heard.identity}/{heard.id}",
        payload=dict(heard.data),
    )


def profile_source(inbox: str) -> str:
    """Source of the traits that a platform's profile told; what is withdrawn there is deleted by it."""
    return f"profile/{inbox}"


def _ours(house: House, inbox: str, heard: Heard, at: datetime) -> bool:
    """Whether an echo is of our own words: the loop guard. A card comes back with the words that it begins with."""
    with house.store.read() as database:
        talk = threads.newest(database, identity=identity_id(house.key, inbox, heard.identity), inbox=inbox)
        said = threads.thread(database, talk.id) if talk else ()
    card = heard.data.get("attachment") == "card"
    ours = [one.text for one in said if one.direction == "out" and at - one.at < _ECHO_WITHIN]
    return any(text == heard.text or (card and text.startswith(heard.text)) for text in ours)


def _handed(database: Database, identity: str, inbox: str, heard: Heard, channel: str) -> None:
    talk = threads.newest(database, identity=identity, inbox=inbox)
    if talk is not None and heard.owner is not None:
        threads.owned_elsewhere(database, talk, heard.owner, channel)


def _incoming(inbox: str, heard: Heard, at: datetime) -> Incoming:
    return Incoming(
        id=f"{heard.identity}/{heard.id}",
        type=heard.type,
        identity=heard.identity,
        inbox=inbox,
        occurred_at=heard.at,
        received_at=at,
        data=heard.data,
        imported=False,
    )
