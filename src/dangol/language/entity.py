"""Something that a text names besides the brand's things."""

from dataclasses import dataclass
from typing import Literal

EntityKind = Literal["price", "amount", "date", "time", "order_number", "phone", "address"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """Something named in a text.

    Attributes:
        kind: what it is; text: as written; start, end: its place in the text that was read.
        value: in one spelling. price: won as digits, or ``USD 12.5``; amount: ``3 개``; date: ``2026-11-25``, ``--11-25``,
            ``---25`` (no month said), ``--12 end`` (December's last third), ``month+1 03``, ``year+1 --01-05``, ``today+1``,
            ``today+1m`` (a month on), ``fri``, ``next fri``, ``weekend``; time: ``15:00``, ``now+120`` (minutes), ``evening``; order number
            and phone: letters and digits alone.
        bound: ``until`` (까지, by), ``before`` (전에, before), ``from`` (부터, 이후, from) or empty.
    """

    kind: EntityKind
    text: str
    start: int
    end: int
    value: str
    bound: str = ""
