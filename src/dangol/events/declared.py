"""How an event type is declared: its name, what it means, its fields, and an example that is valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dangol.events.payload import Field, Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class EventType:
    """One kind of fact.

    Attributes:
        name: ``noun.verb_past``.
        meaning: one sentence.
        fields: the declared payload fields; others are kept unread.
        example: a payload that is valid.
        one_of: at least one of these optional fields must be there.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    example: Mapping[str, Any]
    one_of: tuple[str, ...] = ()


PRODUCT = Field(name="product_id", kind="id")
QUANTITY = Field(name="quantity", kind="number", required=False, low=0)
PRICE = Field(name="price", kind="number", required=False, low=0)
RATING = Field(name="rating", kind="number", low=1, high=5)
TEXT = Field(name="text", kind="text")


def maybe(name: str, kind: Kind = "id") -> Field:
    """A field that need not be there."""
    return Field(name=name, kind=kind, required=False)
