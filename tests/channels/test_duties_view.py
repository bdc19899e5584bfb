"""What the law gives a date reaches the owner's page, with the date, and leaves it when it is done."""

from datetime import timedelta

from calls import kakao, talktalk
from street import NOON, Street

from dangol.bootstrap.sending import do_duties, sweep
from dangol.cli.doors.duties_view import duties
from dangol.decisions import agent as acts
from dangol.kit.clock import fixed
from dangol.people.consents import record
from dangol.people.identities import ensure


def shown(shop: Street) -> list[tuple[str, str, timedelta, str]]:
    return [(one.what, one.status, one.due_at - NOON, one.reason) for one in duties(shop.house).rows]


def test_a_right_is_due_in_ten_days_until_a_person_has_answered(shop: Street) -> None:
    shop.post("talktalk", talktalk("제 개인정보 삭제해 주세요"))
    shop.later(seconds=5)
    shop.post("talktalk", talktalk("개인정보 지워 달라고요"))  # the same right again is the same duty
    shop.post("talktalk", talktalk("개인정보 처리방침 보여 주세요", user="al-2"))
    assert shown(shop) == [("right.erase", "person", timedelta(days=10), "")]
    (row,) = duties(shop.house).rows
    agent = acts.Agent(id="mina", store=shop.house.store, clock=fixed(shop.clock()), new_id=shop.house.new_id)
    acts.reply(agent, row.conversation_id, "본인 확인 링크를 보내 드릴게요.")
    sweep(shop.house, "w")
    assert shown(shop) == [("right.erase", "person", timedelta(days=10), "")]  # it has not left: this inbox cannot send later
    acts.close(agent, row.conversation_id)
    assert shown(shop) == []


def test_a_refusal_is_due_in_fourteen_days_and_says_why_its_notice_is_stuck(shop: Street) -> None:
    with shop.house.store.write() as connection:
        who = ensure(connection, shop.house.key, "kakao", "u-9", "channel", NOON)
        record(connection, who.id, "promotional", "withdrawn", wording="", source="form", at=NOON)
    assert shown(shop) == [("withdrawn.promotional", "waiting", timedelta(days=14), "")]
    shop.later(minutes=20)
    do_duties(shop.house)
    assert shown(shop) == [("withdrawn.promotional", "queued", timedelta(days=14), "")]
    sweep(shop.house, "w")  # without the Event API Kakao lets nobody speak first
    assert shown(shop) == [("withdrawn.promotional", "failed", timedelta(days=14), "delivery.window_closed")]


def test_a_refusal_that_its_reply_carried_out_is_no_duty_any_more(shop: Street) -> None:
    shop.post("kakao", kakao("수신거부"))
    assert [what for what, *_ in shown(shop)] == ["withdrawn.promotional"]
    shop.later(minutes=20)
    do_duties(shop.house)
    assert shown(shop) == []


def test_consents_to_recall_and_what_is_kept_too_long_are_counted(shop: Street) -> None:
    with shop.house.store.write() as connection:
        who = ensure(connection, shop.house.key, "kakao", "u-9", "channel", NOON)
        record(connection, who.id, "promotional", "given", wording="v1", source="form", at=NOON - timedelta(days=700))
    assert (duties(shop.house).confirm, duties(shop.house).confirm_first) == (1, NOON + timedelta(days=30))
    assert duties(shop.house).kept_too_long == 0
