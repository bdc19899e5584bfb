"""What language models may use in a day: a hard stop that holds for all processes of a brand.

Before a call the most that it can use is taken out of the day's budget, in one statement that the database does or refuses; afterwards what
it didn't use is given back. A call that dies in between stays counted at its most, so the stop errs towards stopping.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from dangol.answers.tables import model_days
from dangol.store.engine import Store
from dangol.store.upsert import insert_or_ignore

from .port import Request, Usage

MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """A day's budget.

    Attributes:
        tokens: read and written in all calls of a day; money: in the owner's currency, 0 = only tokens count.
        price_read, price_written: of a million tokens, in the same currency.
    """

    tokens: int
    money: float = 0.0
    price_read: float = 0.0
    price_written: float = 0.0

    def cost(self, usage: Usage) -> int:
        """In millionths of the currency, rounded up."""
        return -int(-(usage.read * self.price_read + usage.written * self.price_written) // 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """What has been used (or is taken for calls in flight) on a day."""

    tokens: int = 0
    money: float = 0.0
    calls: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What was taken out of a day's budget for one call."""

    day: str
    tokens: int
    millionths: int


def take(store: Store, budget: Budget, request: Request, today: date) -> Taken | None:
    """Takes the most that a request can use out of the day's budget; None where it doesn't fit any more: then nobody may call."""
    most = Usage(read=request.most_tokens - request.max_tokens, written=request.max_tokens)
    taken = Taken(day=today.isoformat(), tokens=request.most_tokens, millionths=budget.cost(most))
    table = model_days.c
    fits = [table.day == taken.day, table.tokens + taken.tokens <= budget.tokens]
    if budget.money:
        fits.append(table.millionths + taken.millionths <= int(budget.money * MILLION))
    added = {"tokens": table.tokens + taken.tokens, "millionths": table.millionths + taken.millionths, "calls": table.calls + 1}
    with store.write() as connection:
        connection.execute(insert_or_ignore(connection, model_days).values(day=taken.day, tokens=0, millionths=0, calls=0))
        return taken if connection.execute(update(model_days).where(*fits).values(added)).rowcount == 1 else None


def settle(store: Store, budget: Budget, taken: Taken, usage: Usage | None) -> None:
    """Gives back what a call didn't use. Without the server's word on its usage nothing is given back."""
    if usage is None:
        return
    table = model_days.c
    spare = {"tokens": table.tokens - taken.tokens + usage.read + usage.written}
    spare["millionths"] = table.millionths - taken.millionths + budget.cost(usage)
    with store.write() as connection:
        connection.execute(update(model_days).where(table.day == taken.day).values(spare))


def used(store: Store, today: date) -> Used:
    """What a day has used so far."""
    with store.read() as connection:
        row = connection.execute(select(model_days).where(model_days.c.day == today.isoformat())).one_or_none()
    return Used(tokens=row.tokens, money=row.millionths / MILLION, calls=row.calls) if row else Used()
