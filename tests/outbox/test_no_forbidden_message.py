"""No forbidden message leaves, whatever is consented, refused, bought, written, retried or killed, at whatever hour.

The oracle below is written apart from the gate: it keeps its own notes of what people said and did, and looks at each text that reaches the
platform as an inspector would.
"""

import contextlib
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

import pytest

from dangol.channels.failures import PlatformDown
from dangol.events.event import Event
from dangol.events.journal import Journal
from dangol.kit.errors import Conflict
from dangol.kit.ids import new_id
from dangol.outbox.ad_label import Sender, labelled
from dangol.outbox.attempts import expire_leases
from dangol.outbox.deliver import Desk, begin, deliver
from dangol.outbox.gate import GateClosed, Going, Purchase, judge
from dangol.outbox.queue import lease, put
from dangol.outbox.row import Body, OutboxRow
from dangol.people.consents import Consent, record, stands
from dangol.people.identities import ensure
from dangol.store.engine import Store

KST = timezone(timedelta(hours=9))
START = datetime(2026, 1, 5, tzinfo=UTC)
SHOP = Sender(name="들마루", phone="02-000-0000")
CATEGORIES = ("텐트", "원두")
TEXTS = (
    "의자가 새로 왔어요",
    "이번 주 20% 할인",
    "(광 고) 쿠폰",
    "주문하신 상품이 출발했어요",
    "（광고） 세일",
    "[광고]특가",
    "할\u200b인",
    "감사합니다",
)


@dataclass
class Inspector:
    """What the law would find, by plain notes."""

    words: list[tuple[str, str, str, datetime]] = field(default_factory=list)  # who, purpose, act, when
    orders: list[tuple[str, str, datetime]] = field(default_factory=list)  # who, category, when

    def objects_to(self, who: str, kind: str, text: str, category: str, at: datetime) -> str | None:
        plain = re.sub(r"[^가-힣a-z0-9%]", "", text.lower())
        if kind != "promotional":
            return "benefit" if kind == "service" and re.search("할인|쿠폰|세일|특가", plain) else None
        if not text.startswith("(광고) 들마루\n") or "02-000-0000" not in text or "무료 수신거부" not in text:
            return "label"
        if re.search(r"광 고|（광고）|\[광고\]", text):
            return "disguise"
        agreed = max(
            (when for name, purpose, act, when in self.words if (name, purpose, act) == (who, "promotional", "given")), default=None
        )
        refused = max(
            (when for name, purpose, act, when in self.words if (name, purpose, act) == (who, "promotional", "withdrawn")), default=None
        )
        if agreed is None or (refused is not None and refused >= agreed):
            recently = at - timedelta(days=184)
            if refused is not None or not any(o[0] == who and o[1] == category and recently < o[2] <= at for o in self.orders):
                return "consent"
        hour = at.astimezone(KST).hour
        if hour >= 21 or hour < 8:
            night = [(when, act) for name, purpose, act, when in self.words if name == who and purpose == "promotional_night"]
            if not night or max(night)[1] != "given" or (refused is not None and refused >= max(night)[0]):
                return "night"
        return None


def test_ten_thousand_plans_by_the_pure_gate() -> None:
    chance = random.Random(20261125)
    left = kept = 0
    for _ in range(10_000):
        inspector = Inspector()
        now = START + timedelta(minutes=chance.randrange(60 * 24 * 365))
        for _ in range(chance.randrange(5)):
            purpose, act = chance.choice(("promotional", "promotional_night")), chance.choice(("given", "given", "withdrawn"))
            inspector.words.append(("me", purpose, act, now - timedelta(minutes=chance.randrange(60 * 24 * 300) + 1)))
        for _ in range(chance.randrange(3)):
            inspector.orders.append(("me", chance.choice(CATEGORIES), now - timedelta(days=chance.randrange(400))))
        kind = chance.choice(("promotional", "promotional", "promotional", "service"))
        text, category = chance.choice(TEXTS), chance.choice((*CATEGORIES, ""))
        full = labelled(text, SHOP) if kind == "promotional" and chance.random() < 0.9 else text
        said = [Consent(id=n, identity="me", purpose=w[1], act=w[2], wording="", source="", at=w[3]) for n, w in enumerate(inspector.words)]
        bought = tuple(Purchase(order="o", category=o[1], at=o[2]) for o in inspector.orders)
        going = Going(kind=kind, text=full, category=category, answers=False, written_at=now, last_asked_at=None)
        verdict = judge(going, stands(sorted(said, key=lambda one: one.at), "me"), bought, SHOP, now)
        objection = inspector.objects_to("me", kind, full, category, now)
        assert not (verdict.passes and objection), (verdict, objection, going, inspector)
        left, kept = left + verdict.passes, kept + (not verdict.passes)
    assert left > 1_000  # it does let through what may leave
    assert kept > 1_000


class _Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("seed", [1, 2])
def test_plans_through_the_store_with_crashes(store: Store, seed: int) -> None:
    world = _World(store, random.Random(seed))
    for _ in range(260):
        world.step()
    assert world.sent  # something did leave
    assert not world.objections


class _World:
    """People who agree, refuse and buy; an owner who writes anything; a platform that fails; a worker that is killed."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.chance, self.now, self.store = chance, START, store
        self.inspector = Inspector()
        self.sent: list[str] = []
        self.objections: list[tuple[str, OutboxRow]] = []
        self.desk = Desk(store=store, journal=Journal(b"k"), clock=lambda: self.now, new_id=new_id, jitter=chance.random, sender=SHOP)
        self.people: dict[str, str] = {}
        with store.write() as connection:
            for who in ("a", "b", "c"):
                self.people[who] = ensure(connection, b"k", "kakao", who, "channel", START).id
            from dangol.knowledge.tables import facts

            for line, category in enumerate(CATEGORIES):
                cell = {"kind": "product", "subject": category, "column": "category", "value": category, "digest": "x", "position": 1}
                where = {"citation": f"product/{category}/category", "version": 1, "thing": category, "origin": "brand:p", "line": line}
                connection.execute(facts.insert().values(**cell, **where, valid_from=START))

    def step(self) -> None:
        self.now += timedelta(minutes=self.chance.choice((1, 7, 45, 300, 60 * 24 * 3)))
        self.chance.choice((self.speak, self.buy, self.write, self.write, self.work, self.work))()

    def speak(self) -> None:
        who, identity = self.chance.choice(list(self.people.items()))
        purpose = self.chance.choice(("promotional", "promotional", "promotional_night"))
        act = self.chance.choice(("given", "given", "withdrawn"))
        with self.store.write() as connection:
            record(connection, identity, purpose, act, wording="1", source="form", at=self.now)
        self.inspector.words.append((who, purpose, act, self.now))

    def buy(self) -> None:
        who, identity = self.chance.choice(list(self.people.items()))
        category = self.chance.choice(CATEGORIES)
        order = Event(
            type="order.completed",
            inbox="kakao",
            identity=identity,
            occurred_at=self.now,
            received_at=self.now,
            dedupe_key=f"{who}{self.now}",
            payload={"products": [{"product_id": category}]},
        )
        with self.store.write() as connection:
            self.desk.journal.append(connection, [order])
        self.inspector.orders.append((who, category, self.now))

    def write(self) -> None:
        from dangol.conversations.threads import opened

        kind, text = self.chance.choice(("promotional", "promotional", "service")), self.chance.choice(TEXTS)
        full = labelled(text, SHOP) if kind == "promotional" and self.chance.random() < 0.9 else text
        with self.store.write() as connection:
            talk = opened(connection, self.chance.choice(list(self.people.values())), "kakao", self.now, new_id)
            category = self.chance.choice((*CATEGORIES, ""))
            put(
                connection,
                row_id=new_id(self.now),
                conversation=talk,
                kind=kind,  # type: ignore[arg-type]
                body=Body(text=full),
                author="owner",
                at=self.now,
                category=category,
            )

    def work(self) -> None:
        with self.store.write() as connection:
            expire_leases(connection, self.now)
            due = lease(connection, "w", self.now, 60)
        for row in due:
            fate = self.chance.random()
            if fate < 0.1:
                return  # killed with the row in hand
            if fate < 0.2:
                with contextlib.suppress(GateClosed, Conflict):
                    begin(self.desk, row)  # killed after the attempt was written down
                return
            try:
                deliver(self.desk, row, self.platform)
            except _Killed:
                return

    def platform(self, row: OutboxRow) -> str:
        if self.chance.random() < 0.15:
            raise PlatformDown
        who = next(name for name, identity in self.people.items() if identity == row.identity)
        objection = self.inspector.objects_to(who, row.kind, row.body.text, row.category, self.now)
        if objection:
            self.objections.append((objection, row))
        assert row.id not in self.sent, "said twice"
        self.sent.append(row.id)
        if self.chance.random() < 0.1:
            raise _Killed
        return row.id
