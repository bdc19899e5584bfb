"""What the law has us tell about consents: the result of each word within 14 days, and every two years that a consent still stands.

정보통신망법 50조 7항 and 8항, 시행령 62조의2 and 62조의3. These are service messages: they hold no benefit, which the gate checks like
everything else that leaves. No answer to them changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Exists, RowMapping, Text, and_, cast, func, select, update

from dangol.conversations.conversation import BOT
from dangol.conversations.threads import newest, opened
from dangol.decisions import log
from dangol.decisions.unasked import tell
from dangol.outbox.gate import KOREA
from dangol.outbox.row import Body
from dangol.outbox.rows import of_decision
from dangol.outbox.tables import outbox
from dangol.people.consents import PURPOSES
from dangol.people.identities import find
from dangol.people.tables import consents

NOTICE_WITHIN = timedelta(days=14)  # 시행령 62조의2
NOTICE_AFTER = timedelta(minutes=10)  # the reply to "수신거부" tells it by itself, if it is sent
CONFIRM_EVERY = timedelta(days=730)  # 시행령 62조의3: every two years
OPT_OUT = "opt_out"  # the reason of a reply that says itself that a refusal was carried out
_LIMIT = 200
_KEY = "consent/" + cast(consents.c.id, Text) + "/notice"  # of the outbox row that tells a word's result

_GIVEN = "{brand}: {day}에 {what} 수신에 동의하셨어요. 원하지 않으시면 언제든 '수신거부'라고 답장해 주세요."
_WITHDRAWN = "{brand}: {day}에 {what} 수신거부를 처리했어요. 앞으로 보내지 않을게요."
_CONFIRM = "{brand}: {day}에 {what} 수신에 동의하셨고, 지금도 그대로예요. 원하지 않으시면 '수신거부'라고 답장해 주세요."
_ADVERTISING = consents.c.purpose.in_(PURPOSES)  # consents to hand contacts over are no words about advertising
_WHAT = {"promotional": "광고성 정보", "promotional_night": "야간(21시~8시) 광고성 정보"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What one round did: notices put, notices known to have arrived, consents recalled."""

    put: int = 0
    told: int = 0
    confirmed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Untold:
    """A word whose result is to be told by ``due_at``. ``status`` and ``reason`` are of the row that is to tell it; empty = not put yet."""

    identity: str
    purpose: str
    act: str
    at: datetime
    due_at: datetime
    conversation: str
    status: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Desk:
    connection: Connection
    brand: str
    new_id: Callable[[datetime], str]
    at: datetime


def refusal_done(brand: str, at: datetime) -> str:
    """The sentence that tells somebody, who has just refused, that it was carried out: the notice of 50조 7항."""
    return _sentence(_WITHDRAWN, brand, "promotional", at)


def fulfil(connection: Connection, *, brand: str, new_id: Callable[[datetime], str], at: datetime) -> Done:
    """Puts what is due into the outbox and notes what has arrived. Safe to run at any time; each duty is put once."""
    desk = _Desk(connection=connection, brand=brand, new_id=new_id, at=at)
    sent = _note_sent(connection)
    put, by_reply = _put_notices(desk)
    return Done(put=put, told=sent + by_reply, confirmed=_confirm(desk))


def overdue(connection: Connection, at: datetime) -> int:
    """How many words about advertising were not answered within 14 days."""
    late = select(func.count()).where(_ADVERTISING, consents.c.noticed_at.is_(None), consents.c.at < at - NOTICE_WITHIN)
    return connection.execute(late).scalar_one()


def untold(connection: Connection, limit: int) -> list[Untold]:
    """Words whose result was not told yet, the soonest due first, each with the outbox row that is to tell it, if it was put."""
    query = select(consents, outbox.c.id.label("row"), outbox.c.status, outbox.c.last_error, outbox.c.conversation)
    query = query.join_from(consents, outbox, outbox.c.idempotency_key == _KEY, isouter=True)
    query = query.where(_ADVERTISING, consents.c.noticed_at.is_(None))
    return [
        Untold(
            identity=row["identity"],
            purpose=row["purpose"],
            act=row["act"],
            at=row["at"],
            due_at=row["at"] + NOTICE_WITHIN,
            conversation=row["conversation"] or "",
            status=row["status"] or "",
            reason=row["last_error"] or "",
        )
        for row in connection.execute(query.order_by(consents.c.at, consents.c.id).limit(limit)).mappings()
    ]


def to_confirm(connection: Connection, before: datetime) -> tuple[int, datetime | None]:
    """How many consents have to be recalled before then, and when the first of them has to be."""
    since = func.coalesce(consents.c.confirmed_at, consents.c.at)
    due = select(func.count(), func.min(since)).where(
        _ADVERTISING, consents.c.act == "given", since <= before - CONFIRM_EVERY, ~_replaced()
    )
    count, first = connection.execute(due).one()
    return count, first + CONFIRM_EVERY if first else None


def _note_sent(connection: Connection) -> int:
    """Notes the notices that have arrived."""
    arrived = select(consents.c.id, outbox.c.sent_at).join(outbox, outbox.c.idempotency_key == _KEY)
    rows = connection.execute(arrived.where(consents.c.noticed_at.is_(None), outbox.c.sent_at.is_not(None))).all()
    for row in rows:
        _noticed(connection, row.id, row.sent_at)
    return len(rows)


def _put_notices(desk: _Desk) -> tuple[int, int]:
    """Tells each word whose notice has never been put, so that one that cannot be sent holds up nobody: how many, and told by a reply."""
    put_before = select(outbox.c.id).where(outbox.c.idempotency_key == _KEY).exists()
    due = select(consents).where(_ADVERTISING, consents.c.noticed_at.is_(None), consents.c.at <= desk.at - NOTICE_AFTER, ~put_before)
    put = by_reply = 0
    for word in desk.connection.execute(due.order_by(consents.c.id).limit(_LIMIT)).mappings().all():
        if said := _told_in_reply(desk.connection, word):
            _noticed(desk.connection, word["id"], said)
            by_reply += 1
        else:
            _tell(desk, word, f"consent/{word['id']}/notice", _GIVEN if word["act"] == "given" else _WITHDRAWN)
            put += 1
    return put, by_reply


def _noticed(connection: Connection, word: int, at: datetime) -> None:
    connection.execute(update(consents).where(consents.c.id == word).values(noticed_at=at))


def _confirm(desk: _Desk) -> int:
    """Recalls each consent that no later word of its identity has replaced, once for every two years that have passed."""
    since = func.coalesce(consents.c.confirmed_at, consents.c.at)
    due = select(consents).where(_ADVERTISING, consents.c.act == "given", since <= desk.at - CONFIRM_EVERY, ~_replaced())
    words = desk.connection.execute(due.order_by(consents.c.id).limit(_LIMIT)).mappings().all()
    for word in words:
        _tell(desk, word, f"consent/{word['id']}/confirm/{(desk.at - word['at']) // CONFIRM_EVERY}", _CONFIRM)
        desk.connection.execute(update(consents).where(consents.c.id == word["id"]).values(confirmed_at=desk.at))
    return len(words)


def _replaced() -> Exists:
    """A later word of the same identity on the same purpose."""
    later = consents.alias("later")
    same = and_(later.c.identity == consents.c.identity, later.c.purpose == consents.c.purpose, later.c.id > consents.c.id)
    return select(later.c.id).where(same).exists()


def _tell(desk: _Desk, word: RowMapping, key: str, sentence: str) -> None:
    connection, new_id, at = desk.connection, desk.new_id, desk.at
    text = _sentence(sentence, desk.brand, word["purpose"], word["at"])
    talk = opened(connection, word["identity"], find(connection, word["identity"]).inbox, at, new_id)
    tell(connection, talk, body=Body(text=text), author=BOT, reasons=("consent.duty",), rung="none", key=key, new_id=new_id, at=at)


def _told_in_reply(connection: Connection, word: RowMapping) -> datetime | None:
    """When the reply to "수신거부" said itself that it was done, None when there is none (a draft, an inbox that is off)."""
    if word["act"] != "withdrawn":
        return None
    talk = newest(connection, identity=word["identity"], inbox=find(connection, word["identity"]).inbox)
    said = [one for one in log.of_conversation(connection, talk.id) if OPT_OUT in one.reasons and one.at >= word["at"]] if talk else []
    rows = [row for one in said if (row := of_decision(connection, one.id))]
    return next((row.sent_at for row in rows if row.sent_at), None)


def _sentence(sentence: str, brand: str, purpose: str, at: datetime) -> str:
    here = at.astimezone(KOREA)
    return sentence.format(brand=brand, day=f"{here.year}년 {here.month}월 {here.day}일", what=_WHAT[purpose])
