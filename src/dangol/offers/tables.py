"""The tables of offers: what the owner's file says, the coupons that were given to people, frozen segments, and what was exported."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

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

frozen_segments = Table(
    "frozen_segments",
    metadata,
    Column("name", Text, primary_key=True),
    Column("made_from", Text, nullable=False),
    Column("conditions", Text, nullable=False),  # as they were then
    Column("frozen_at", UtcDateTime, nullable=False),
    info=nobodys(),
)

segment_members = Table(
    "segment_members",
    metadata,
    Column("segment", Text, ForeignKey("frozen_segments.name"), primary_key=True),
    Column("identity", Text, primary_key=True),  # every identity that its people had then
    Index(None, "identity"),
    info=personal("identity"),
)

audience_exports = Table(
    "audience_exports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("segment", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("people", Integer, nullable=False),
    Column("contacts", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    info=nobodys(),
)

audience_digests = Table(  # what a platform was given and nobody has said yet to be taken out there again
    "audience_digests",
    metadata,
    Column("recipient", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("identity", Text, nullable=False),  # whose contact it is
    Column("at", UtcDateTime, nullable=False),
    Index(None, "identity"),
    info=personal("identity", fate="unlinked"),  # whoever was erased has to be taken out of the platform's list too
)
