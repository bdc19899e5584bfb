"""The one ``MetaData`` against which every room declares its tables (in ``<room>/tables.py``), and the column types they share."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses NUL in text; lone surrogates have no UTF-8


def instant_as_stored(value: datetime, sqlite: bool) -> Any:
    """How ``UtcDateTime`` writes an aware instant: two that are compared as stored compare as instants."""
    return (value - _EPOCH) // _MICROSECOND if sqlite else value.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC, microseconds kept: an integer of microseconds on SQLite (so it sorts), ``timestamptz`` on PostgreSQL.

    Raises:
        ValueError: a naive datetime was given.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return instant_as_stored(value, dialect.name == "sqlite")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return _EPOCH + timedelta(microseconds=value) if dialect.name == "sqlite" else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON value: ``JSON`` text on SQLite, ``JSONB`` on PostgreSQL."""

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit integer key. SQLite only makes ``INTEGER PRIMARY KEY`` the row id; its integers are 64 bits wide."""


def dump_json(value: Any) -> str:
    """How ``Json`` is written: readable Hangul, no spaces; a NUL or lone surrogate becomes U+FFFD, for neither can be stored.

    Raises:
        ValueError: NaN or infinity; TypeError: not JSON.
    """
    try:
        text = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:  # a lone surrogate
        return _ENCODER.encode(_storable(value))
    if "\\u0000" not in text and "null" not in text:
        return text
    text = _ENCODER.encode(value)  # msgspec writes null for NaN, too; and what looks like a NUL may be a text that shows one
    return _ENCODER.encode(_storable(value)) if "\\u0000" in text else text


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list | tuple) else value
