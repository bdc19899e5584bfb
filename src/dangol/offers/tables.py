"""The tables of offers: what the owner's file says, and the coupons that were given to people."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from dangol.store.personal import nobodys, personal
from dangol.store.schema import Json, UtcDateTime, metadata

offers = Table(
    "offers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cells", Json, nullable=False),  # as the owner wrote them, days as instants
    Column("line", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("given", Integer, nullable=False),  # pieces of its own stock that were given away
    Column("changed_at", UtcDateTime, nullable=False),
    Column("retired_at", UtcDateTime),  # it is no longer in the file
    info=nobodys(),
)

coupons = Table(
    "coupons",
    metadata,
    Column("id", Text, primary_key=True),  # the first part of the code
    Column("offer", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("redeemed_at", UtcDateTime),
    Column("order_id", Text),
    UniqueConstraint("offer", "identity"),
    Index(None, "identity"),
    info=personal("identity"),
)
