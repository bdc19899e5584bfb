"""What a member of staff does from their phone: a button, or an answer to a notice. Each is an act of the agent, as in the console."""

import re
from collections.abc import Callable

from sqlalchemy import Connection as Database
from sqlalchemy import select

from dangol.bootstrap.house import House
from dangol.bootstrap.phone.notices import put_to
from dangol.bootstrap.phone.staff import Member
from dangol.bootstrap.sending import hand_out_now
from dangol.bootstrap.talking import new_request
from dangol.channels.port import Heard
from dangol.conversations import threads
from dangol.decisions import agent as acts
from dangol.decisions import log
from dangol.kit.errors import DangolError
from dangol.outbox import rows
from dangol.outbox.deliver import settle_uncertain
from dangol.outbox.tables import deliveries, outbox
from dangol.people.identities import identity_id

_BUTTON = re.compile(r"\s*(take|back|ok|no|yes|again):([0-9a-hjkmnp-tv-z]{26})\b")
_OUR_MAIL = re.compile(r"<([0-9a-hjkmnp-tv-z]{26})\.dangol@")
_HELP = "알림에 답장하면 손님에게 그대로 가고, 버튼으로 맡거나 승인할 수 있어요. 지금 기다리는 손님: {waiting}명"


def act(house: House, member: Member, heard: Heard) -> None:
    """Does what was said, once, and tells the member what came of it."""
    key = f"told/{member.login}/{member.connection.inbox.name}/{heard.id}"
    with house.store.read() as database:
        if rows.of_key(database, key) is not None:
            return
    try:
        told = _done(house, member, heard)
    except DangolError as error:
        told = error.ko
    with house.store.write() as database:
        row = put_to(database, house, member, key, told)
    hand_out_now(house, row, new_request())


def _done(house: House, member: Member, heard: Heard) -> str:
    agent = acts.Agent(id=member.login, store=house.store, clock=house.clock, new_id=house.new_id)
    if pressed := _BUTTON.match(heard.text):
        return _BUTTONS[pressed[1]](house, agent, pressed[2])
    with house.store.read() as database:
        kind, subject = answered(house, database, member, heard)
        talk = _talk_of(database, kind, subject)
    if kind == "draft":
        return _say(house, acts.approve(agent, subject, heard.text), "고친 답을 보냈어요.")
    if talk:
        return _say(house, acts.reply(agent, talk, heard.text, key=f"phone/{heard.id}"), "손님에게 보냈어요.")
    with house.store.read() as database:
        return _HELP.format(waiting=threads.waiting(database))


def _take(_house: House, agent: acts.Agent, conversation: str) -> str:
    acts.take_over(agent, conversation)
    return "맡았어요. 알림에 답장하면 손님에게 가요."


def _back(_house: House, agent: acts.Agent, conversation: str) -> str:
    acts.hand_back(agent, conversation)
    return "자동 응답으로 돌렸어요."


def _approve(house: House, agent: acts.Agent, row: str) -> str:
    return _say(house, acts.approve(agent, row), "초안을 보냈어요.")


def _discard(_house: House, agent: acts.Agent, row: str) -> str:
    acts.discard(agent, row)
    return "초안을 버렸어요."


def _arrived(house: House, _agent: acts.Agent, row: str) -> str:
    settle_uncertain(house.desk(), row, sent=True)
    return "도착한 것으로 적었어요."


def _again(house: House, _agent: acts.Agent, row: str) -> str:
    settle_uncertain(house.desk(), row, sent=False)
    return "다시 보낼게요."


_BUTTONS: dict[str, Callable[[House, acts.Agent, str], str]] = {
    "take": _take,
    "back": _back,
    "ok": _approve,
    "no": _discard,
    "yes": _arrived,
    "again": _again,
}


def _say(house: House, acted: acts.Acted, done: str) -> str:
    """``done``, once the customer's platform has it; else where it stands."""
    if acted.row is None:
        return done
    row = hand_out_now(house, acted.row, new_request())
    if row.status == "sent":
        return done
    return {"queued": "아직 못 보냈어요. 곧 다시 보내요.", "uncertain": "보냈지만 도착했는지 몰라요."}.get(row.status, "보내지 못했어요.")


def answered(house: House, database: Database, member: Member, heard: Heard) -> tuple[str, str]:
    """Kind and subject of the notice that this is an answer to; empty when it is none of ours."""
    inbox = member.connection.inbox.name
    mine = (outbox.c.inbox == inbox, outbox.c.identity == identity_id(house.key, inbox, member.external_id), outbox.c.kind == "notice")
    if to := str(heard.data.get("reply_to", "")):
        query = (
            select(outbox.c.idempotency_key)
            .join(deliveries, deliveries.c.outbox == outbox.c.id)
            .where(*mine, deliveries.c.platform_id == to)
        )
    else:
        named = _OUR_MAIL.findall(str(heard.data.get("references", "")))
        query = select(outbox.c.idempotency_key).where(*mine, outbox.c.id.in_(named)).order_by(outbox.c.created_at.desc())
    key = database.execute(query.limit(1)).scalar_one_or_none() or ""
    parts = key.split("/")
    return (parts[2], parts[3]) if parts[0] == "notice" and len(parts) == 5 else ("", "")


def _talk_of(database: Database, kind: str, subject: str) -> str:
    match kind:
        case "waiting":
            return log.find(database, subject).conversation
        case "said":
            return threads.message(database, subject).conversation
        case "stuck":
            return rows.find(database, subject).conversation
    return ""
