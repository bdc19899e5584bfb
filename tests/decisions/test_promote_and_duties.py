"""Promotions put into the outbox, and what the law has us tell about consents, each once."""

from datetime import timedelta

import pytest
from decision_shop import Shop, new_id

from dangol.conversations.threads import newest
from dangol.decisions import log
from dangol.decisions.duties import CONFIRM_EVERY, NOTICE_WITHIN, Done, fulfil, overdue
from dangol.decisions.promote import Promotion, promote
from dangol.outbox import rows
from dangol.outbox.ad_label import Sender
from dangol.outbox.benefit import benefit_in
from dangol.outbox.deliver import deliver
from dangol.outbox.gate import GateClosed
from dangol.outbox.queue import lease
from dangol.outbox.row import OutboxRow
from dangol.people.consents import Act, record
from dangol.people.identities import Identity, ensure

SENDER = Sender(name="들마루", phone="02-000-0000")


def someone(shop: Shop, name: str = "minji") -> Identity:
    with shop.store.write() as connection:
        return ensure(connection, b"key", "web", name, "anonymous", shop.now)


def says(shop: Shop, who: Identity, act: Act, **more: bool) -> None:
    with shop.store.write() as connection:
        record(connection, who.id, "promotional", act, wording="2026-03", source="form", at=shop.now, **more)


def duties(shop: Shop) -> Done:
    with shop.store.write() as connection:
        return fulfil(connection, brand="들마루", new_id=new_id, at=shop.now)


def sent(shop: Shop) -> list[str]:
    """The texts that leave now."""
    left: list[str] = []

    def platform(row: OutboxRow) -> str:
        left.append(row.body.text)
        return row.id

    with shop.store.write() as connection:
        due = lease(connection, "w", shop.now, 60)
    for row in due:
        deliver(shop.desk(), row, platform)
    return left


def put(shop: Shop, who: Identity, text: str = "의자가 새로 왔어요", key: str = "chairs") -> OutboxRow:
    with shop.store.write() as connection:
        wanted = Promotion(key=key, identity=who.id, inbox="web", text=text, reasons=("rhythm.weekend",), propensity=0.4)
        return promote(connection, wanted, sender=SENDER, new_id=new_id, at=shop.now)


def test_a_promotion_is_explained_put_once_and_leaves_labelled(shop: Shop) -> None:
    who = someone(shop)
    says(shop, who, "given", noticed=True)
    row = put(shop, who)
    assert put(shop, who) == row
    with shop.store.read() as connection:
        decision = log.find(connection, row.decision or "")
    assert (decision.kind, decision.reasons, decision.propensity) == ("offer", ("rhythm.weekend",), 0.4)
    (text,) = sent(shop)
    assert text.startswith("(광고) 들마루\n의자가 새로 왔어요\n")


@pytest.mark.parametrize(("text", "sender", "rule"), [("(광 고) 의자", SENDER, "label"), ("의자", Sender(name="들마루"), "sender")])
def test_what_no_consent_would_mend_is_refused_at_once_and_leaves_nothing(shop: Shop, text: str, sender: Sender, rule: str) -> None:
    who = someone(shop)
    wanted = Promotion(key="k", identity=who.id, inbox="web", text=text)
    with shop.store.write() as connection, pytest.raises(GateClosed, match=f"gate.{rule}"):
        promote(connection, wanted, sender=sender, new_id=new_id, at=shop.now)
    with shop.store.read() as connection:
        assert newest(connection, identity=who.id, inbox="web") is None


def test_the_result_of_each_word_is_told_once_and_holds_no_benefit(shop: Shop) -> None:
    who = someone(shop)
    says(shop, who, "given")
    assert duties(shop) == Done()  # a reply may tell it by itself
    shop.turn(15 * 60)
    says(shop, who, "withdrawn")
    assert duties(shop).put == 1
    shop.turn(15 * 60)
    assert duties(shop).put == 1
    told = [*sent(shop), *sent(shop)]  # a conversation's rows go one after the other
    assert [text.split("에 ")[0] for text in told] == ["들마루: 2026년 11월 22일"] * 2
    assert "동의하셨어요" in told[0]
    assert "수신거부를 처리했어요" in told[1]
    assert not any(benefit_in(text) for text in told)
    assert duties(shop).told == 2
    assert duties(shop) == Done()
    with shop.store.read() as connection:
        assert overdue(connection, shop.now + timedelta(days=30)) == 0


def test_notices_that_cannot_be_sent_hold_up_nobody(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dangol.decisions.duties._LIMIT", 1)
    for name in ("first", "second", "third"):
        says(shop, someone(shop, name), "given")
    shop.turn(15 * 60)
    assert [duties(shop).put for _ in range(4)] == [1, 1, 1, 0]  # none of them has been sent


def test_a_notice_that_could_not_be_sent_is_overdue_after_fourteen_days(shop: Shop) -> None:
    says(shop, someone(shop), "given")
    with shop.store.read() as connection:
        assert overdue(connection, shop.now + NOTICE_WITHIN) == 0
        assert overdue(connection, shop.now + NOTICE_WITHIN + timedelta(seconds=1)) == 1


def test_a_consent_is_recalled_every_two_years_once_and_only_while_it_stands(shop: Shop) -> None:
    kept, gone = someone(shop), someone(shop, "other")
    for who in (kept, gone):
        says(shop, who, "given", noticed=True)
    shop.turn(60)
    says(shop, gone, "withdrawn", noticed=True)
    shop.turn((CONFIRM_EVERY - timedelta(minutes=2)).total_seconds())
    assert duties(shop).confirmed == 0
    shop.turn(120)
    assert duties(shop).confirmed == 1
    assert duties(shop).confirmed == 0
    (text,) = sent(shop)
    assert text.startswith("들마루: 2026년 11월 22일에 광고성 정보 수신에 동의하셨고, 지금도 그대로예요.")
    shop.turn(CONFIRM_EVERY.total_seconds())
    assert duties(shop).confirmed == 1
    with shop.store.read() as connection:
        assert len(rows.not_sent(connection)) == 1
