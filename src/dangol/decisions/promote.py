"""A promotion for one person becomes a decision and a promotional row. Whether and when it leaves is the gate's word (``outbox.gate``)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from dangol.conversations.conversation import BOT
from dangol.conversations.threads import opened, set_topic
from dangol.decisions import log
from dangol.decisions.decision import Decision
from dangol.decisions.topics import topic_from, topic_json
from dangol.outbox.ad_label import Sender, disguise_in, labelled
from dangol.outbox.gate import GateClosed, Verdict
from dangol.outbox.queue import put
from dangol.outbox.row import Body, OutboxRow
from dangol.outbox.rows import of_key


@dataclass(frozen=True, kw_only=True, slots=True)
class Promotion:
    """What is to be advertised to whom.

    Attributes:
        key: names it; the same promotion again for the same identity adds nothing.
        text: without label and sender, which are put in. category: of the goods, empty when of none in particular.
        reasons: why this person, now; propensity: 0…1, how likely this choice was.
        offer: which of the brand's offers it holds out; it must still stand when the message leaves.
        about: ``product/<id>`` keys, so that "그건 얼마예요?" in reply finds its subject.
    """

    key: str
    identity: str
    inbox: str
    text: str
    category: str = ""
    reasons: tuple[str, ...] = ()
    propensity: float = 1.0
    author: str = BOT
    offer: str = ""
    about: tuple[str, ...] = ()


def promote(
    connection: Connection,
    promotion: Promotion,
    *,
    sender: Sender,
    new_id: Callable[[datetime], str],
    at: datetime,
    not_before: datetime | None = None,
    draft: bool = False,
) -> OutboxRow:
    """Puts the promotion into the outbox, label and free way out included, with the decision that explains it.

    What is answered to it is a talk like any other: it comes into the same thread, whose topic is what was advertised.

    Args:
        draft: it waits for a person's approval.

    Raises:
        GateClosed: ``gate.sender`` or ``gate.label``, which no hour and no consent would mend. Nothing is stored then.
    """
    key = f"promotion/{promotion.key}/{promotion.identity}"
    if known := of_key(connection, key):
        return known
    if not sender.name or not sender.contact:
        raise GateClosed(Verdict(rule="sender"))
    if found := disguise_in(promotion.text):
        raise GateClosed(Verdict(rule="label", because=found))
    talk = opened(connection, promotion.identity, promotion.inbox, at, new_id)
    text = labelled(promotion.text, sender)
    decision = Decision(
        id=new_id(at),
        kind="offer",
        conversation=talk.id,
        message=None,
        author=promotion.author,
        text=text,
        reasons=promotion.reasons,
        propensity=promotion.propensity,
        at=at,
    )
    log.add(connection, decision)
    if promotion.about:
        topic = replace(topic_from(talk.topic), subjects=promotion.about, candidates=(), asked_back=None)
        set_topic(connection, talk.id, topic_json(topic))
    return put(
        connection,
        row_id=new_id(at),
        conversation=talk,
        kind="promotional",
        body=Body(text=text),
        author=promotion.author,
        at=at,
        decision=decision.id,
        not_before=not_before,
        idempotency_key=key,
        category=promotion.category,
        offer=promotion.offer,
        draft=draft,
    )
