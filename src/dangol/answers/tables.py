"""What answering keeps: what language models have used, a row a day."""

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from dangol.store.personal import nobodys
from dangol.store.schema import metadata

model_days = Table(
    "model_days",
    metadata,
    Column("day", Text, primary_key=True),  # the brand's calendar day, 2026-11-24
    Column("tokens", BigInteger, nullable=False),
    Column("millionths", BigInteger, nullable=False),  # of the owner's currency
    Column("calls", Integer, nullable=False),
    info=nobodys(),
)
