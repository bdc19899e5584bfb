"""The staff's door: what they see and do. Their words leave in the same request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from dangol.bootstrap.house import House
from dangol.bootstrap.sending import hand_out_now
from dangol.channels.failures import DeliveryError
from dangol.cli.doors import duties_view, gaps_view, people_view, threads_view
from dangol.conversations import threads
from dangol.decisions import agent as acts
from dangol.decisions import gaps, log, repeats
from dangol.kit.clock import fixed
from dangol.knowledge.corrections import add_faq, edit_faq
from dangol.outbox import rows
from dangol.outbox.gate import explained
from dangol.outbox.row import OutboxRow
from dangol.people.identities import find
from dangol.web.views import ConversationRow, ConversationView, Duties, Gap, Outgoing, ThreadState

_FAILURES = {kind.code_name: (kind.sentence_ko, kind.sentence_en) for kind in DeliveryError.__subclasses__()}


@dataclass(frozen=True, slots=True)
class DeskDoor:
    house: House

    def marker(self) -> str:
        return threads_view.marker(self.house)

    def conversations(self, *, state: ThreadState | None, limit: int) -> Sequence[ConversationRow]:
        return threads_view.listed(self.house, state, limit)

    def conversation(self, conversation_id: str) -> ConversationView:
        return threads_view.view(self.house, conversation_id)

    def visitor(self, conversation_id: str) -> tuple[str, str]:
        with self.house.store.read() as connection:
            talk = threads.find(connection, conversation_id)
            return talk.inbox, find(connection, talk.identity).external_id

    def take_over(self, conversation_id: str, *, agent: str, at: datetime) -> None:
        acts.take_over(self._as(agent, at), conversation_id)

    def hand_back(self, conversation_id: str, *, agent: str, at: datetime) -> None:
        acts.hand_back(self._as(agent, at), conversation_id)

    def close(self, conversation_id: str, *, agent: str, at: datetime) -> None:
        acts.close(self._as(agent, at), conversation_id)

    def reply(self, conversation_id: str, *, agent: str, text: str, client_key: str, at: datetime) -> None:
        acted = acts.reply(self._as(agent, at), conversation_id, text, key=client_key)
        self._say(acted, agent)

    def approve(self, draft_id: str, *, agent: str, text: str, at: datetime) -> None:
        with self.house.store.read() as connection:
            drafted = rows.find(connection, draft_id).body.text
        unchanged = "".join(drafted.split()) == "".join(text.split())  # a browser's text box changes line ends only
        self._say(acts.approve(self._as(agent, at), draft_id, None if unchanged else text), agent)

    def discard(self, draft_id: str, *, agent: str, at: datetime) -> None:
        acts.discard(self._as(agent, at), draft_id)

    def correct(
        self,
        *,
        question: str,
        answer: str,
        agent: str,  # noqa: ARG002 (the file's own history says who wrote it)
        at: datetime,
        gap_id: str = "",
        message_id: str = "",
        entry: str = "",
    ) -> str:
        faq = entry.removeprefix("faq/")
        if faq:
            edit_faq(self.house.store, self.house.folder, faq, question=question, answer=answer, at=at)
        else:
            faq = add_faq(self.house.store, self.house.folder, question=question, answer=answer, at=at)
        with self.house.store.write() as connection:
            asked = _asked(connection, message_id) if message_id else question
            repeats.resolve(connection, gap_id.split(","), at)
            for key in {*gap_id.split(","), log.question_key(question), log.question_key(asked)} - {""}:
                gaps.mark_resolved(connection, key, at)
        return f"faq/{faq}"

    def gaps(self, *, limit: int) -> Sequence[Gap]:
        return gaps_view.grouped(self.house, limit)

    def outgoing(self, *, limit: int) -> Sequence[Outgoing]:
        with self.house.store.read() as connection:
            waiting = rows.not_sent(connection, limit)
            names = people_view.labels(connection, {row.identity for row in waiting})
        return [_outgoing(row, names[row.identity]) for row in waiting]

    def duties(self) -> Duties:
        return duties_view.duties(self.house)

    def _as(self, login: str, at: datetime) -> acts.Agent:
        return acts.Agent(id=login, store=self.house.store, clock=fixed(at), new_id=self.house.new_id)

    def _say(self, acted: acts.Acted, login: str) -> None:
        if acted.row is not None:
            hand_out_now(self.house, acted.row, f"agent/{login}/{acted.row.id}")


def _outgoing(row: OutboxRow, label: str) -> Outgoing:
    code = row.last_error or ""
    ko, en = explained(code) or _FAILURES.get(code) or ("", "")
    return Outgoing(
        id=row.id,
        kind=row.kind,
        status=row.status,
        text=row.body.text,
        label=label,
        inbox=row.inbox,
        conversation_id=row.conversation,
        created_at=row.created_at,
        not_before=row.not_before,
        reason=code,
        reason_ko=ko,
        reason_en=en,
    )


def _asked(connection: Connection, message_id: str) -> str:
    """The customer's words that a message answered, or that it is."""
    message = threads.message(connection, message_id)
    decided = log.find(connection, message.decision) if message.decision else None
    return threads.message(connection, decided.message).text if decided and decided.message else message.text
