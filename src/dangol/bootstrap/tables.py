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

shop_marks = Table(  # how far each shop that has to be asked was asked about each thing (bootstrap.shop_marks)
    "shop_marks",
    metadata,
    Column("inbox", Text, primary_key=True),
    Column("about", Text, primary_key=True),  # orders, goods, reviews, questions, inquiries
    Column("since", UtcDateTime, nullable=False),
    Column("sequence", Text, nullable=False),  # the place inside what has more pages, empty at the beginning
    Column("tries", Integer, nullable=False),  # how often this page came without all of its details
    Column("answered_at", UtcDateTime),  # when the shop last gave all that was asked
    Column("trouble", Text, nullable=False),  # the code of what is wrong, empty when nothing is
    info=nobodys(),
)

shop_tokens = Table(  # what a shop lets us ask it with: sealed, and changed by each renewal
    "shop_tokens",
    metadata,
    Column("inbox", Text, primary_key=True),
    Column("client", Text, primary_key=True),  # the app that they were given to
    Column("sealed", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    info=nobodys(),
)

shop_goods = Table(  # what each shop last said of each of its products, by a hash: only what changes there is told again
    "shop_goods",
    metadata,
    Column("inbox", Text, primary_key=True),
    Column("thing", Text, primary_key=True),  # product.changed/<id> or stock.changed/<id>
    Column("names", Json, nullable=False),  # the ids that the product goes by
    Column("digest", Text, nullable=False),
    Column("missed", Integer, nullable=False),  # how many askings in a row did not show it
    info=nobodys(),
)
