"""Reviews that people post where events come from: the words of ``review.posted`` become a review, one a person and product, the newest.

``review/e-…`` is its id, made of the writer's pseudonym and the product, so that a second word of the same person is a new version.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection

from dangol.events.event import Event
from dangol.knowledge.entries import entries
from dangol.knowledge.facts import Source
from dangol.knowledge.reconcile import Outcome, Wanted, reconcile
from dangol.knowledge.review_rows import MAX_TEXT
from dangol.knowledge.rows import ReviewRow
from dangol.knowledge.shop_products import known_product
from dangol.language.personal_data import mask

TYPE = "review.posted"
ORIGIN = "events:review.posted"


def tell_reviews(connection: Connection, events: Iterable[Event], at: datetime) -> Outcome | None:
    """Puts what events tell into knowledge, inside the caller's transaction; None where no event tells words about a known product.

    What its writer meant for the shop alone (``secret``) is nobody's to quote.
    """
    rows = {row.id: row for event in events if (row := _row(connection, event))}
    if not rows:
        return None
    wanted = Wanted(entries={ORIGIN: list(entries(rows.values()))}, retires=lambda _origin: False)
    return reconcile(connection, wanted, at)


def _row(connection: Connection, event: Event) -> ReviewRow | None:
    said = "" if event.payload.get("secret") else str(event.payload.get("text") or "").strip()
    product = known_product(connection, [str(event.payload.get(name) or "") for name in ("product_id", "product_no")]) if said else None
    if product is None:  # or its writer was erased: the payload is gone
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
