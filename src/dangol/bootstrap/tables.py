"""The tables that belong to the installation itself and to no room: who may open the inbox, and what the law asks of it."""

from sqlalchemy import Column, Index, Integer, Table, Text

from dangol.store.personal import nobodys, personal
from dangol.store.schema import Json, UtcDateTime, metadata

staff = Table(
    "staff",
    metadata,
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    info=nobodys(),
)

contact_keys = Table(  # the keys that contact data is sealed with, by id; the canary tells whether we have them
    "contact_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("canary", Text, nullable=False),
    Column("first_used_at", UtcDateTime, nullable=False),
    info=nobodys(),
)

erasures = Table(  # who was erased, by a keyed hash only: a restored backup is cleaned by it
    "erasures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identity", Text, nullable=False, index=True),
    Column("erased_at", UtcDateTime, nullable=False),
    info=personal("identity", fate="kept"),
)

legal_records = Table(  # what a law makes us keep of an erased person, apart from everything else, until ``keep_until``
    "legal_records",
    metadata,
    Column("id", Text, primary_key=True),
    Column("identity", Text, nullable=False, index=True),
    Column("basis", Text, nullable=False),
    Column("record", Json, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("keep_until", UtcDateTime, nullable=False),
    Index(None, "keep_until"),
    info=personal("identity", fate="kept"),
)

asked_shops = Table(  # how far each shop that has to be asked was asked (bootstrap.asking_shops)
    "asked_shops",
    metadata,
    Column("inbox", Text, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Column("sequence", Text, nullable=False),  # the place inside a page that has more, empty at the beginning of a window
    Column("tries", Integer, nullable=False),  # how often this page came without all of its details
    Column("answered_at", UtcDateTime),  # when the shop last gave all that was asked
    Column("trouble", Text, nullable=False),  # the code of what is wrong, empty when nothing is
    info=nobodys(),
)
