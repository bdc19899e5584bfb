"""What two thousand fictional people did in three months, as imported events."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from sqlalchemy import Connection, insert

from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.intake import take
from dangol.events.incoming import Incoming
from dangol.kit.errors import Refused
from dangol.knowledge.facts import Snapshot
from dangol.people.identities import Sighting, ensure_many, identity_id
from dangol.people.tables import traits
from dangol.sample.history import deeds
from dangol.sample.people import HABIT_KO, Shopper, shoppers

PEOPLE = 2_000
SEED = 20260905
_UNTIL = "demo/until"  # checkpoints: until which second the history goes,
_DONE = "demo/past"  # and that the events are all in
_BATCH = 1_000  # events in one transaction: a customer who writes meanwhile waits about 0.1 s


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The people, until when their history goes, and how many events were added now (0: they were there already)."""

    people: list[Shopper]
    until: datetime
    added: int


def refuse_real(house: House) -> None:
    """No made-up history goes into somebody's own brand.

    Raises:
        Refused: ``demo.not_fictional``.
    """
    if not house.knowledge.brand().fictional:
        raise Refused(
            "demo.not_fictional",
            ko="이 폴더는 가상의 브랜드가 아니라서 지어낸 기록을 넣지 않았습니다. 다른 폴더로 dangol demo 를 실행하세요.",
            en="This folder is no fictional brand, so no made-up history goes into it. Run dangol demo with another folder.",
        )


def make_past(house: House, people: int = PEOPLE, stop: Callable[[], bool] = lambda: False) -> Past:
    """Adds the history until now; begun before, it is finished as it was begun, and a whole one is left as it is.

    Args:
        stop: asked between transactions; once it says so, the rest is left for the next start.

    Raises:
        Refused: ``demo.not_fictional``, this is somebody's own brand.
    """
    refuse_real(house)
    until = history_until(house)
    random = Random(SEED)  # noqa: S311 (fiction, no secret)
    snapshot = house.knowledge.snapshot()
    shop = shoppers(random, people, _by_category(snapshot), list(snapshot.places))
    with house.store.read() as connection:
        if house.journal.checkpoint(connection, _DONE):
            return Past(people=shop, until=until, added=0)
    events = _deeds(random, shop, snapshot, until)
    for start in range(0, len(events), _BATCH):
        if stop():
            return Past(people=shop, until=until, added=start)
        take(house, events[start : start + _BATCH])
    with house.store.write() as connection:
        _introduce(house, connection, shop, until)
        house.journal.set_checkpoint(connection, _DONE, 1)
    return Past(people=shop, until=until, added=len(events))


def history_until(house: House) -> datetime:
    """The second at which the history ends: now at the first start, the same ever after."""
    now = int(house.clock().timestamp())
    with house.store.write() as connection:
        known = house.journal.checkpoint(connection, _UNTIL)
        if not known:
            house.journal.set_checkpoint(connection, _UNTIL, now)
    return datetime.fromtimestamp(known or now, UTC)


def _by_category(snapshot: Snapshot) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for product in snapshot.products.values():
        found[product.text("category") or ""].append(product.id)
    return dict(found)


def _deeds(random: Random, shop: list[Shopper], snapshot: Snapshot, now: datetime) -> list[Incoming]:
    prices = {product.id: int(text) if (text := product.text("price") or "").isdecimal() else 0 for product in snapshot.products.values()}
    return [
        Incoming(
            id=f"demo-{number}",
            type=deed.type,
            identity=deed.who,
            inbox=WEB,
            occurred_at=deed.at,
            received_at=now,
            data=deed.data,
            imported=True,
        )
        for number, deed in enumerate(deeds(random, shop, prices, now), start=1)
    ]


def _introduce(house: House, connection: Connection, shop: list[Shopper], now: datetime) -> None:
    """Names and habits as traits, for those who were seen."""
    known = [(identity_id(house.key, WEB, person.id), person) for person in shop]
    rows = [
        {"identity": identity, "name": name, "value": value, "source": "demo", "set_at": now}
        for identity, person in known
        for name, value in (("name", person.name), ("habit", HABIT_KO[person.habit]))
    ]
    ensure_many(connection, house.key, [Sighting(inbox=WEB, external_id=person.id, kind="channel", at=now) for person in shop])
    connection.execute(insert(traits), rows)
