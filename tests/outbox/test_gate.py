"""The gate's rules as tables, and a promotion's way through them to the moment of sending."""

from datetime import UTC, datetime, timedelta

import pytest

from dangol.events.event import Event
from dangol.kit.ids import new_id
from dangol.outbox import rows
from dangol.outbox.ad_label import Sender, disguise_in, is_labelled, labelled, relabelled
from dangol.outbox.benefit import benefit_in
from dangol.outbox.deliver import Desk, deliver
from dangol.outbox.gate import KOREA, Going, Purchase, explained, judge, night_ends, purchase_holds_until
from dangol.outbox.queue import approve, lease, put
from dangol.outbox.row import Body, OutboxRow
from dangol.people.consents import Act, Purpose, Standing, record
from dangol.people.identities import ensure
from dangol.people.merges import verify

SHOP = Sender(name="들마루", phone="02-000-0000")
DAY = datetime(2026, 11, 25, 5, tzinfo=UTC)  # 14:00 in Korea
YES = Standing(given_at=DAY - timedelta(days=1))


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 25, hour, minute, second, tzinfo=KOREA).astimezone(UTC)


def ad(text: str = "캠핑 의자가 새로 왔어요", category: str = "") -> Going:
    return Going(kind="promotional", text=labelled(text, SHOP), category=category, answers=False, written_at=DAY, last_asked_at=None)


def said(kind: str, text: str, *, answers: bool = False, asked: datetime | None = None) -> Going:
    return Going(kind=kind, text=text, category="", answers=answers, written_at=DAY, last_asked_at=asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "rule"),
    [
        (Standing(), "no_consent"),
        (YES, None),
        (Standing(given_at=DAY), None),
        (Standing(given_at=DAY + timedelta(seconds=1)), "no_consent"),  # by a clock that runs ahead: not yet
        (Standing(refused_at=DAY), "refused"),
    ],
)
def test_consent(standing: Standing, rule: str | None) -> None:
    assert judge(ad(), standing, (), SHOP, DAY).rule == rule


@pytest.mark.parametrize(
    ("when", "until"),
    [
        (at(20, 59, 59), None),
        (at(21), at(8) + timedelta(days=1)),
        (at(23, 59), at(8) + timedelta(days=1)),
        (at(0), at(8)),
        (at(7, 59, 59), at(8)),
        (at(8), None),
    ],
)
def test_the_night_is_koreas(when: datetime, until: datetime | None) -> None:
    assert night_ends(when) == until
    standing = Standing(given_at=when - timedelta(days=1))
    verdict = judge(ad(), standing, (), SHOP, when)
    assert (verdict.rule, verdict.until) == (("night", until) if until else (None, None))
    night_owl = Standing(given_at=standing.given_at, night_given_at=standing.given_at)
    assert judge(ad(), night_owl, (), SHOP, when).passes


@pytest.mark.parametrize(
    ("category", "bought", "days", "rule"),
    [
        ("텐트", "텐트", 10, None),
        ("텐트", "텐트", 180, None),
        ("텐트", "텐트", 190, "no_consent"),
        ("텐트", "원두", 10, "no_consent"),
        ("", "텐트", 10, "no_consent"),
        ("텐트", "텐트", -1, "no_consent"),  # an order from the future permits nothing
    ],
)
def test_goods_like_those_bought_within_six_months(category: str, bought: str, days: int, rule: str | None) -> None:
    purchase = Purchase(order="O-1", category=bought, at=DAY - timedelta(days=days))
    verdict = judge(ad(category=category), Standing(), (purchase,), SHOP, DAY)
    assert verdict.rule == rule
    assert verdict.because == ("order/O-1" if rule is None else "")


def test_a_refusal_is_stronger_than_a_purchase() -> None:
    purchase = Purchase(order="O-1", category="텐트", at=DAY - timedelta(days=1))
    assert judge(ad(category="텐트"), Standing(refused_at=DAY - timedelta(days=9)), (purchase,), SHOP, DAY).rule == "refused"


@pytest.mark.parametrize(
    ("bought", "until"),
    [((2026, 5, 25), (2026, 11, 25)), ((2026, 8, 31), (2027, 2, 28)), ((2027, 8, 31), (2028, 2, 29)), ((2026, 12, 1), (2027, 6, 1))],
)
def test_six_months_to_the_day(bought: tuple[int, int, int], until: tuple[int, int, int]) -> None:
    assert purchase_holds_until(datetime(*bought, tzinfo=UTC)) == datetime(*until, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "(광 고) 의자",
        "[광고] 의자",
        "（광고） 의자",
        "(광/고) 의자",
        "<광고>의자",
        "【광고】 의자",
        "( 광고 ) 의자",
        "(광.고) 의자",
        "(광\u200b고) 의자",
        "(AD) chair",
        "[ad] chair",
        "(a.d) chair",
        "광고) 의자",
        "의자 왔어요 (광-고)",
        "(ㄱㅘㅇㄱㅗ) 의자",
        "(廣告) 의자",
        "(Advertisement) chair",
        "(광고성 정보) 의자",
    ],
)
def test_what_only_looks_like_the_label_is_refused(text: str) -> None:
    assert disguise_in(text)
    assert not is_labelled(labelled(text, SHOP), SHOP)
    assert judge(ad(text), YES, (), SHOP, DAY).rule == "label"


@pytest.mark.parametrize(
    "text", ["의자가 왔어요", "(광고) 의자가 왔어요", "주소는 (address: 1) 이에요", "광고지에서 보신 의자", "관고 (고광)"]
)
def test_plain_texts_and_the_plain_label_are_fine(text: str) -> None:
    full = labelled(text, SHOP)
    assert disguise_in(text) is None
    assert full.startswith("(광고) 들마루\n")
    assert full.count("(광고)") == 1
    assert full.endswith("들마루 02-000-0000\n무료 수신거부: '수신거부'라고 답장해 주세요.")
    assert labelled(full, SHOP) == full


@pytest.mark.parametrize(
    "text",
    [
        "의자 왔어요",
        "(광고) 의자",
        labelled("의자", SHOP).replace("무료 수신거부", "수신거부"),
        labelled("의자", SHOP).replace("(광고)", "(광고 )"),
    ],
)
def test_a_text_without_label_sender_or_way_out_never_leaves(text: str) -> None:
    going = Going(kind="promotional", text=text, category="", answers=False, written_at=DAY, last_asked_at=None)
    assert judge(going, YES, (), SHOP, DAY).rule == "label"


def test_who_cannot_be_reached_cannot_advertise() -> None:
    assert judge(ad(), YES, (), Sender(name="들마루"), DAY).rule == "sender"


@pytest.mark.parametrize(
    "text",
    [
        "이번 주 할인",
        "할 인 중",
        "할.인",
        "할★인",
        "쿠폰 드려요",
        "1+1",
        "20% 세일",
        "20%할인",
        "무료배송",
        "사은품",
        "적립금 드립니다",
        "오늘만 특가",
        "coupon inside",
        "Free shipping today",
        "30% OFF",
        "새해 복 많이 받으세요",
        "신제품이 나왔어요",
        "ㅎㅏㄹㅇㅣㄴ",
        "혜택이 있어요",
        "１＋１",
        "할\u200b인",
    ],
)
def test_benefits_are_found(text: str) -> None:
    assert benefit_in(text)
    assert judge(said("service", text), YES, (), SHOP, DAY).rule == "benefit"
    assert judge(said("reply", text), YES, (), SHOP, DAY).rule == "benefit"  # nobody asked
    assert judge(said("reply", text, asked=DAY - timedelta(hours=25)), YES, (), SHOP, DAY).rule == "benefit"
    assert judge(said("reply", text, asked=DAY - timedelta(hours=23)), Standing(), (), SHOP, DAY).passes
    assert judge(said("reply", text, answers=True), Standing(), (), SHOP, DAY).passes


@pytest.mark.parametrize(
    "text",
    [
        "주문하신 텐트가 오늘 출발했어요.",
        "내일 오후 3시 예약을 확인해 주세요.",
        "환불이 끝났어요. 3일 안에 들어와요.",
        "비밀번호가 바뀌었어요",
        "Your order has shipped.",
    ],
)
def test_service_messages_without_benefit_pass(text: str) -> None:
    assert benefit_in(text) is None
    assert judge(said("service", text), Standing(refused_at=DAY), (), SHOP, at(23)).passes


def test_every_rule_explains_itself_in_both_languages() -> None:
    for rule in ("refused", "no_consent", "night", "label", "sender", "benefit"):
        told = explained(f"gate.{rule}")
        assert told
        assert all("{" not in sentence for sentence in told)
    assert explained("delivery.unreachable") is None


# At the moment of sending


def promoted(desk: Desk, who: str = "minji", category: str = "", draft: bool = False) -> OutboxRow:
    from dangol.conversations.threads import opened

    now = desk.clock()
    with desk.store.write() as connection:
        identity = ensure(connection, b"key", "kakao", who, "channel", now)
        talk = opened(connection, identity.id, "kakao", now, new_id)
        body = Body(text=labelled("의자가 새로 왔어요", desk.sender))
        made = put(
            connection,
            row_id=new_id(now),
            conversation=talk,
            kind="promotional",
            body=body,
            author="bot",
            at=now,
            category=category,
            draft=draft,
        )
        return made if draft else lease(connection, "w1", now, 60)[0]


def consent(desk: Desk, identity: str, act: Act, purpose: Purpose = "promotional") -> None:
    with desk.store.write() as connection:
        record(connection, identity, purpose, act, wording="2026-03", source="form", at=desk.clock())


def test_without_consent_nothing_leaves_and_the_row_says_why(desk: Desk) -> None:
    sent: list[str] = []
    row = deliver(desk, promoted(desk), lambda row: sent.append(row.id))
    assert (row.status, row.last_error, row.attempts, row.lease_until, sent) == ("refused", "gate.no_consent", 0, None, [])
    with desk.store.read() as connection:
        assert rows.attempts(connection, row.id) == ()
        assert rows.not_sent(connection) == (row,)


def test_a_refusal_between_queue_and_sending_wins(desk: Desk, watch) -> None:
    row = promoted(desk)
    consent(desk, row.identity, "given")
    watch.turn(1)
    consent(desk, row.identity, "withdrawn")
    assert deliver(desk, row, lambda row: "p").last_error == "gate.refused"


def test_queued_at_2059_and_sent_at_2100_is_held_until_morning(desk: Desk, watch) -> None:
    watch.now = at(20, 59, 30)
    row = promoted(desk)
    consent(desk, row.identity, "given")
    watch.now = at(21, 0, 5)
    held = deliver(desk, row, lambda row: "p")
    assert (held.status, held.last_error, held.not_before) == ("queued", "gate.night", at(8) + timedelta(days=1))
    watch.now = held.not_before
    with desk.store.write() as connection:
        (again,) = lease(connection, "w1", watch.now, 60)
    assert deliver(desk, again, lambda row: "p").status == "sent"


def test_a_consent_is_not_carried_over_by_a_merge_and_a_refusal_is(desk: Desk, watch) -> None:
    row = promoted(desk, "kim")
    with desk.store.write() as connection:
        other = ensure(connection, b"key", "web", "v-1", "anonymous", desk.clock())
        for one in (row.identity, other.id):
            verify(connection, b"key", one, "email", "kim@example.org", desk.clock())
    consent(desk, other.id, "given")
    assert deliver(desk, row, lambda row: "p").last_error == "gate.no_consent"
    again = promoted(desk, "kim")
    consent(desk, again.identity, "given")
    watch.turn(1)
    consent(desk, other.id, "withdrawn")
    assert deliver(desk, again, lambda row: "p").last_error == "gate.refused"
    watch.turn(1)
    consent(desk, again.identity, "given")  # asked anew, after the refusal
    assert deliver(desk, promoted(desk, "kim"), lambda row: "p").status == "sent"


def test_what_the_identity_bought_is_read_from_the_journal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from dangol.knowledge.tables import facts

    row = promoted(desk, category="텐트")
    with desk.store.write() as connection:
        order = Event(
            type="order.completed",
            inbox="kakao",
            identity=row.identity,
            occurred_at=desk.clock() - timedelta(days=30),
            received_at=desk.clock(),
            dedupe_key="o1",
            payload={"order_id": "O-7", "products": [{"product_id": "tent-1"}]},
            imported=True,
        )
        desk.journal.append(connection, [order])
        cell = {"kind": "product", "subject": "tent-1", "column": "category", "value": "텐트"}
        kept = {"citation": "product/tent-1/category", "version": 1, "thing": "product/tent-1", "origin": "brand:products.csv", "line": 2}
        connection.execute(facts.insert().values(**kept, position=1, valid_from=desk.clock(), digest="x", **cell))
    assert deliver(desk, row, lambda row: "p").status == "sent"
    assert deliver(desk, promoted(desk, category="원두"), lambda row: "p").last_error == "gate.no_consent"


def test_an_edited_advertisement_keeps_its_label(desk: Desk) -> None:
    draft = promoted(desk, draft=True)
    for wording in ("새 의자예요", "(광고) 새 의자예요", labelled("새 의자예요", SHOP), "들마루\n새 의자예요"):
        assert is_labelled(relabelled(draft.body.text, wording), SHOP)
    with desk.store.write() as connection:
        row = approve(connection, draft.id, text="새 의자예요", agent="mina", at=desk.clock())
    assert row.body.text == labelled("새 의자예요", SHOP)


def test_a_service_message_with_a_benefit_is_refused_when_it_would_leave(desk: Desk, queued) -> None:
    queued(kind="service", body=Body(text="주문하신 텐트가 출발했어요. 다음 주문 10% 할인 쿠폰도 드려요!"))
    with desk.store.write() as connection:
        (row,) = lease(connection, "w1", desk.clock(), 60)
    assert deliver(desk, row, lambda row: "p").last_error == "gate.benefit"
