"""Offers written to people: by the policy, through the gate, in the pressure's limits; and what is answered is a talk like any other."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dangol.bootstrap import talking
from dangol.bootstrap.fatigue import tired_at
from dangol.bootstrap.house import House, open_house
from dangol.bootstrap.intake import take
from dangol.bootstrap.lessons import Lessons
from dangol.bootstrap.moments import Moments
from dangol.bootstrap.offer_book import import_offers
from dangol.bootstrap.offer_settings import read_offer_settings
from dangol.bootstrap.sending import sweep
from dangol.conversations.threads import newest
from dangol.decisions.bandit import SILENT, Learned, Tally
from dangol.decisions.holdout import effect, held_out
from dangol.events.incoming import Incoming
from dangol.kit.errors import BadInput
from dangol.knowledge.imports import import_folder
from dangol.outbox import rows
from dangol.outbox.tables import outbox
from dangol.people.consents import record
from dangol.people.identities import identity_id
from small_brand import small_brand

NOON = datetime(2026, 11, 25, 3, tzinfo=UTC)
OFFERS = (
    "id,kind,title,text,products,benefit,ends,stock\n"
    "bread,coupon,소금빵 300원,좋아하시던 소금빵을 낮춘 값에 보내 드려요.,p1,300,{ends},{stock}\n"
)
WRITE = Lessons(
    learned=Learned(
        tallies={
            (context, arm): Tally.of([value] * 5_000)
            for context in ("likely", "maybe", "unlikely")
            for arm, value in ((SILENT, 0.0), ("coupon", 1.0))
        }
    ),
    effect=effect([], []),
)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    folder = small_brand(tmp_path / "brand")
    toml = (folder / "brand.toml").read_text(encoding="utf-8").replace("\n\n[inboxes.web]", '\nphone = "02-000-0000"\n\n[inboxes.web]')
    (folder / "brand.toml").write_text(f'{toml}\n[offers]\nmessages = "automatic"\nholdout = 0.0\nexplore = 0.0\n', encoding="utf-8")
    opened = open_house(folder, clock=clock)
    import_folder(opened.store, opened.folder, NOON)
    offer(opened)
    yield opened
    opened.close()


def offer(house: House, ends: str = "", stock: str = "") -> None:
    (house.folder / "offers.csv").write_text(OFFERS.format(ends=ends, stock=stock), encoding="utf-8")
    import_offers(house)


def settings(house: House, old: str, new: str) -> None:
    path = house.folder / "brand.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def did(house: House, who: str, kind: str, at: datetime, **data: Any) -> None:
    told = {"id": f"{who}{kind}{at}", "type": kind, "identity": who, "inbox": "web", "occurred_at": at, "received_at": at, "data": data}
    take(house, [Incoming(**told, imported=False)])


def regular(house: House, who: str = "minji", *, agreed: bool = True) -> str:
    """Somebody who bought p1, looks at it again, and agreed to advertising."""
    did(house, who, "order.completed", NOON - timedelta(days=20), products=[{"product_id": "p1"}])
    did(house, who, "cart.added", NOON - timedelta(hours=1), product_id="p1")
    name = identity_id(house.key, "web", who)
    if agreed:
        agree(house, name)
    return name


def agree(house: House, name: str) -> None:
    with house.store.write() as connection:
        record(connection, name, "promotional", "given", wording="1", source="form", at=NOON - timedelta(days=30), noticed=True)


def think(house: House, lessons: Lessons = WRITE) -> int:
    """One round; how many decisions were made."""
    before = len(told(house, "offer.considered"))
    Moments(house, _lessons=lessons, _learned_at=house.clock()).round()
    return len(told(house, "offer.considered")) - before


def put(house: House) -> list[Any]:
    with house.store.read() as connection:
        return list(connection.execute(select(outbox).where(outbox.c.kind == "promotional").order_by(outbox.c.id)))


def told(house: House, kind: str) -> list[dict[str, Any]]:
    with house.store.read() as connection:
        return [dict(event.payload) for event in house.journal.read(connection, types=[kind])]


def test_one_message_a_day_with_label_price_code_and_reason_and_it_is_shown_when_it_has_left(house: House) -> None:
    regular(house)
    assert (think(house), think(house)) == (1, 0)
    (row,) = put(house)
    text = row.body["text"]
    assert text.startswith("(광고) 보리네\n좋아하시던 소금빵을 낮춘 값에 보내 드려요.\n보리 소금빵 3,200원 → 2,900원\n쿠폰 번호 ")
    assert "장바구니에 담아 두셔서 알려 드려요." in text
    assert "무료 수신거부" in text
    (considered,) = told(house, "offer.considered")
    assert (considered["arm"], considered["context"], considered["offer"], considered["reason"]) == ("coupon", "likely", "bread", "policy")
    assert 0 < considered["propensity"] <= 1
    assert told(house, "offer.shown") == []
    sweep(house, "w")
    assert [one["offer"] for one in told(house, "offer.shown")] == ["bread"]


def test_what_is_answered_is_a_talk_like_any_other(house: House) -> None:
    name = regular(house)
    think(house)
    sweep(house, "w")
    kept = talking.accept(house, inbox="web", external_id="minji", text="그건 얼마예요?", client_key="1", at=NOON)
    handled = talking.respond(house, kept.message)
    assert handled.decision is not None
    assert handled.decision.kind == "answer"
    assert "3,200원" in handled.decision.text
    with house.store.read() as connection:
        talk = newest(connection, identity=name, inbox="web")
    assert talk is not None
    assert talk.topic["subjects"][0] == "product/p1"


@pytest.mark.parametrize(
    "why", ["off", "no consent", "refused", "a person talks", "child", "sold out", "harm", "silence is better", "no sender", "tired"]
)
def test_nobody_is_written_to_when(house: House, why: str) -> None:
    regular(house, agreed=why != "no consent")
    lessons = WRITE
    match why:
        case "off":
            settings(house, '"automatic"\nholdout', '"off"\nholdout')
        case "refused":
            talking.accept(house, inbox="web", external_id="minji", text="수신거부", client_key="1", at=NOON)
        case "a person talks":
            kept = talking.accept(house, inbox="web", external_id="minji", text="상담원", client_key="1", at=NOON, wish="person_wanted")
            talking.respond(house, kept.message)
        case "child":
            did(house, "minji", "identity.described", NOON, traits={"birthday": "2014-01-01"})
        case "sold out":
            offer(house, stock="0")
        case "harm":
            lessons = replace(
                WRITE, effect=effect([-3.0 + number % 2 for number in range(200)], [0.0 + number % 2 for number in range(200)])
            )
        case "silence is better":
            turned = {(context, arm): Tally.of([-1.0 if arm != SILENT else 0.0] * 5_000) for context, arm in WRITE.learned.tallies}
            lessons = replace(WRITE, learned=Learned(tallies=turned))
        case "no sender":
            settings(house, 'phone = "02-000-0000"\n', "")
        case "tired":
            did(house, "minji", "message.received", NOON - timedelta(days=2), text="또 광고야? 그만 좀 보내세요")
    think(house, lessons)
    assert put(house) == []
    reasons = [one["reason"] for one in told(house, "offer.considered")]
    assert reasons == {"harm": ["harm"], "silence is better": ["policy"]}.get(why, [])


def test_who_is_held_out_is_considered_and_never_written_to(house: House) -> None:
    settings(house, "holdout = 0.0", "holdout = 0.5")
    people = [f"v{number}" for number in range(8)]
    held = {who for who in people if held_out(house.key, identity_id(house.key, "web", who), 0.5)}
    for who in people:
        regular(house, who)
    think(house)
    assert {row.identity for row in put(house)} == {identity_id(house.key, "web", who) for who in people if who not in held}
    reasons = [one["reason"] for one in told(house, "offer.considered")]
    assert (reasons.count("holdout"), len(reasons)) == (len(held), 8)


def test_a_tired_word_is_read_and_forgotten_after_sixty_days(house: House) -> None:
    name = regular(house)
    did(house, "minji", "message.received", NOON - timedelta(days=2), text="또 광고야?")
    did(house, "minji", "message.received", NOON - timedelta(days=90), text="광고 지겨워요")
    did(house, "minji", "message.received", NOON - timedelta(days=3), text="소금빵 얼마예요?")
    with house.store.read() as connection:
        assert tired_at(house, connection, [name], NOON) == [NOON - timedelta(days=2)]


def test_what_is_over_or_sold_out_by_the_time_it_would_leave_does_not(house: House, clock: Clock) -> None:
    regular(house)
    regular(house, "juho")
    offer(house, ends="2026-11-25T12:30")
    clock.now = NOON - timedelta(hours=2)  # 10 in the morning; both go at eleven at the earliest
    assert think(house) == 2
    clock.now = NOON + timedelta(hours=1)
    sweep(house, "w")
    assert [(row.status, row.last_error) for row in put(house)] == [("refused", "gate.offer")] * 2
    assert told(house, "offer.shown") == []


def test_drafts_wait_for_a_person_and_the_caps_hold_when_they_are_approved_at_once(house: House, clock: Clock) -> None:
    settings(house, '"automatic"\nholdout', '"draft_only"\nholdout')
    regular(house)
    think(house)
    clock.now = NOON + timedelta(days=2)
    did(house, "minji", "cart.added", clock.now - timedelta(hours=1), product_id="p1")
    think(house)
    drafts = put(house)
    assert [row.status for row in drafts] == ["draft", "draft"]
    from dangol.decisions.agent import Agent, approve

    for row in drafts:
        approve(Agent(id="owner", store=house.store, clock=clock, new_id=house.new_id), row.id)
    sweep(house, "w")
    sweep(house, "w")
    assert sorted((row.status, row.last_error) for row in put(house)) == [("refused", "gate.pressure"), ("sent", None)]


def test_settings_that_make_no_sense_are_refused_by_name() -> None:
    assert read_offer_settings({}).messages == "off"
    for table, key in (({"holdout": 0.9}, "offers.holdout"), ({"a_week": -1}, "offers.a_week"), ({"every_day": 3}, "offers.every_day")):
        with pytest.raises(BadInput, match=key):
            read_offer_settings(table)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_forbidden_offer_leaves_whatever_happens(house: House, clock: Clock, seed: int) -> None:
    """Random consents, refusals, stocks and ends over two months; an inspector with notes of his own looks at what left."""
    chance = random.Random(seed)
    people = {name: regular(house, name, agreed=False) for name in ("a", "b", "c", "d")}
    said: dict[str, list[tuple[datetime, bool]]] = {name: [] for name in people}
    left: set[str] = set()
    sent: dict[str, list[datetime]] = {name: [] for name in people}
    over: datetime | None = None
    stock = 99
    for _ in range(60):
        clock.now += timedelta(hours=chance.choice((5, 11, 24, 31)))
        match chance.choice(("agree", "agree", "refuse", "cart", "cart", "offer", "nothing")):
            case "agree" | "refuse" as act:
                name = chance.choice(list(people))
                with house.store.write() as connection:
                    word = "given" if act == "agree" else "withdrawn"
                    record(connection, people[name], "promotional", word, wording="1", source="form", at=clock.now, noticed=True)  # type: ignore[arg-type]
                said[name].append((clock.now, act == "agree"))
            case "cart":
                did(house, chance.choice(list(people)), "cart.added", clock.now, product_id="p1")
            case "offer":
                over = (clock.now + timedelta(hours=chance.choice((1, 6, 400, 400)))).replace(second=0)
                stock = chance.choice((0, 1, 99)) + _given(house)
                offer(house, ends=f"{over:%Y-%m-%dT%H:%M+00:00}", stock=str(stock))
        think(house)
        clock.now += timedelta(hours=chance.choice((0, 2, 9)))
        sweep(house, "w")
        for row in put(house):
            if row.status != "sent" or row.id in left:
                continue
            left.add(row.id)
            name = next(name for name, identity in people.items() if identity == row.identity)
            word = max(said[name], default=(NOON, False))
            assert word[1], "unconsented"
            assert over is None or row.sent_at < over, "expired"
            assert _given(house) <= stock, "more than there were"
            hour = (row.sent_at + timedelta(hours=9)).hour
            assert 8 <= hour < 21, "by night"
            before = sent[name]
            assert sum(one > row.sent_at - timedelta(days=1) for one in before) < 1, "over the day's cap"
            assert sum(one > row.sent_at - timedelta(days=7) for one in before) < 2, "over the week's cap"
            assert sum(one > row.sent_at - timedelta(days=30) for one in before) < 4, "over the month's cap"
            before.append(row.sent_at)
    assert left


def _given(house: House) -> int:
    from dangol.offers.tables import offers

    with house.store.read() as connection:
        return connection.execute(select(offers.c.given)).scalar_one_or_none() or 0


def test_rows_of_the_outbox_know_their_offer(house: House) -> None:
    regular(house)
    think(house)
    with house.store.read() as connection:
        assert rows.find(connection, put(house)[0].id).offer == "bread"
