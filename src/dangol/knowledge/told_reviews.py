"""Reviews that people post where events come from: the words of ``review.posted`` become a review, one a person and product, the newest.

``review/e-…`` is its id, made of the writer's pseudonym and the product, so that a second word of the same person is a new version.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, select

from dangol.events.event import Event
from dangol.knowledge.entries import entries
from dangol.knowledge.facts import Source
from dangol.knowledge.reconcile import Outcome, Wanted, reconcile
from dangol.knowledge.review_rows import MAX_TEXT
from dangol.knowledge.rows import ReviewRow
from dangol.knowledge.tables import facts
from dangol.language.personal_data import mask

TYPE = "review.posted"
ORIGIN = "events:review.posted"


def tell_reviews(connection: Connection, events: Iterable[Event], at: datetime) -> Outcome | None:
    """Puts what events tell into knowledge, inside the caller's transaction; None where no event tells words about a known product."""
    known = select(facts.c.subject).where(facts.c.kind == "product", facts.c.valid_to.is_(None)).distinct()
    products = set(connection.execute(known).scalars())
    rows = {row.id: row for event in events if (row := _row(event, products))}
    if not rows:
        return None
    wanted = Wanted(entries={ORIGIN: list(entries(rows.values()))}, retires=lambda _origin: False)
    return reconcile(connection, wanted, at)


def _row(event: Event, products: set[str]) -> ReviewRow | None:
    product, said = str(event.payload.get("product_id") or ""), str(event.payload.get("text") or "").strip()
    if product not in products or not said:  # or its writer was erased: the payload is gone
        return None
    rating = event.payload.get("rating")
    return ReviewRow(
        id="e-" + blake2b(f"{event.identity}/{product}".encode(), digest_size=8).hexdigest(),
        product=product,
        rating=float(rating) if isinstance(rating, int | float) and 1 <= rating <= 5 else None,
        text=mask(said[:MAX_TEXT]),
        written_on=event.occurred_at.date().isoformat(),
        traits=(),
        channel=event.inbox,
        source=Source(file=TYPE),
        identity=event.identity,
    )
