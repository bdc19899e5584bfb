"""Coupon codes: each given to one person for one offer, signed, and used once.

A code is eight random characters and ten of an HMAC-SHA256 over them (RFC 2104) under the brand's own secret, in Crockford's base 32. One
that was made up is told apart without looking into the store, in constant time; of two that use one code at once, one is refused.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes

from sqlalchemy import Connection, insert, select, update

from dangol.kit.errors import Conflict, NotFound, Refused
from dangol.offers.book import Entry, take_one
from dangol.offers.tables import coupons
from dangol.people.tables import identities
from dangol.store.among import among

LASTS = timedelta(days=30)  # of a coupon whose offer has no end, or a later one

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_ID, _MAC = 8, 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Coupon:
    """A coupon that was given to ``identity``; ``code`` is what they show. Good before ``expires_at``."""

    code: str
    offer: str
    identity: str
    expires_at: datetime
    redeemed_at: datetime | None = None


def issue(
    connection: Connection,
    key: bytes,
    entry: Entry,
    identity: str,
    mine: Sequence[str],
    at: datetime,
    random: Callable[[int], bytes] = token_bytes,
) -> Coupon:
    """The person's coupon of an offer: the one that they have already, or a new one out of the offer's stock.

    Args:
        mine: all identities of the person, ``identity`` among them: a person has one coupon of an offer, whichever of them asks.

    Raises:
        Refused: ``coupon.used``. Conflict: ``coupon.none_left``.
    """
    _held(connection, mine)
    had = connection.execute(select(coupons).where(coupons.c.offer == entry.offer.id, among(connection, coupons.c.identity, mine))).all()
    if used := next((row for row in had if row.redeemed_at), None):
        raise _used(used.redeemed_at)
    if still := next((row for row in had if row.expires_at > at), None):
        return _coupon(key, still)
    if not take_one(connection, entry):
        raise _none_left()
    ends = at + LASTS if entry.offer.ends is None else min(entry.offer.ends, at + LASTS)
    name = _letters(int.from_bytes(random(5), "big"), _ID)
    over = next((row for row in had if row.identity == identity), None)
    values = {"id": name, "issued_at": at, "expires_at": ends}
    if over:  # the one before has run out; a person has one at a time
        connection.execute(update(coupons).where(coupons.c.id == over.id).values(values))
    else:
        connection.execute(insert(coupons).values(**values, offer=entry.offer.id, identity=identity))
    return Coupon(code=code_of(key, name), offer=entry.offer.id, identity=identity, expires_at=ends)


def redeem(connection: Connection, key: bytes, code: str, order: str, at: datetime) -> Coupon:
    """Uses a code, once. The same order again gets the same answer, so that a shop may ask twice when a line breaks.

    Raises:
        Refused: ``coupon.forged``, ``coupon.used``, ``coupon.over``. NotFound: ``coupon.unknown``, whose it was has been erased.
    """
    name = _proven(key, code)
    free = (coupons.c.id == name, coupons.c.redeemed_at.is_(None), coupons.c.expires_at > at)
    done = connection.execute(update(coupons).where(*free).values(redeemed_at=at, order_id=order)).rowcount == 1
    row = connection.execute(select(coupons).where(coupons.c.id == name)).one_or_none()
    if row is None:
        raise NotFound("coupon.unknown", ko="더는 쓸 수 없는 쿠폰이에요.", en="This coupon can no longer be used.")
    if done or (row.redeemed_at and order and row.order_id == order):
        return _coupon(key, row)
    raise _used(row.redeemed_at) if row.redeemed_at else _over(row.expires_at)


def given(connection: Connection, key: bytes, mine: Sequence[str]) -> dict[str, Coupon]:
    """The coupons of a person, by offer; of several the used one, else the one that lasts longest."""
    rows = connection.execute(select(coupons).where(among(connection, coupons.c.identity, mine)).order_by(coupons.c.expires_at))
    found: dict[str, Coupon] = {}
    for row in rows:
        before = found.get(row.offer)
        if before is None or before.redeemed_at is None:
            found[row.offer] = _coupon(key, row)
    return found


def code_of(key: bytes, name: str) -> str:
    """The code as it is shown: ``XXXX-XXXX-XXXXX-XXXXX``."""
    mac = _mac(key, name)
    return f"{name[:4]}-{name[4:]}-{mac[:5]}-{mac[5:]}"


def _proven(key: bytes, code: str) -> str:
    plain = code[:64].upper().translate(_READ_AS)
    name, mac = plain[:_ID], plain[_ID:]
    good = hmac.compare_digest(_mac(key, name).encode(), mac.encode("utf-8", "replace"))
    if not good or len(plain) != _ID + _MAC:
        raise Refused("coupon.forged", ko="없는 쿠폰 번호예요. 번호를 다시 확인해 주세요.", en="There is no such coupon. Check the code.")
    return name


def _mac(key: bytes, name: str) -> str:
    digest = hmac.new(key, f"coupon\n{name}".encode("utf-8", "replace"), hashlib.sha256).digest()
    return _letters(int.from_bytes(digest[:8], "big"), _MAC)


def _letters(number: int, count: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(count))


def _held(connection: Connection, mine: Sequence[str]) -> None:
    """Two requests of one person come one after the other (PostgreSQL; SQLite has one writer)."""
    if connection.dialect.name == "postgresql":
        theirs = select(identities.c.id).where(among(connection, identities.c.id, mine)).order_by(identities.c.id)
        connection.execute(theirs.with_for_update()).all()


def _coupon(key: bytes, row: object) -> Coupon:
    found = row._mapping  # type: ignore[attr-defined]
    return Coupon(
        code=code_of(key, found["id"]),
        offer=found["offer"],
        identity=found["identity"],
        expires_at=found["expires_at"],
        redeemed_at=found["redeemed_at"],
    )


def _used(at: datetime) -> Refused:
    return Refused("coupon.used", ko=f"이미 쓴 쿠폰이에요 ({at:%Y-%m-%d}).", en=f"This coupon was used already ({at:%Y-%m-%d}).")


def _over(at: datetime) -> Refused:
    return Refused(
        "coupon.over", ko=f"기간이 끝난 쿠폰이에요 ({at:%Y-%m-%d %H:%M} UTC).", en=f"This coupon is over ({at:%Y-%m-%d %H:%M} UTC)."
    )


def _none_left() -> Conflict:
    return Conflict("coupon.none_left", ko="준비한 쿠폰이 모두 나갔어요.", en="All of these coupons have been given away.")
