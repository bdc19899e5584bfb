"""The customer's door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import talking
from dangol.bootstrap.house import House
from dangol.bootstrap.rating import rate, ratings_of
from dangol.cli.doors.sources import source_notes
from dangol.conversations.conversation import BOT, CUSTOMER
from dangol.kit.sphere import Point
from dangol.outbox.row import Body
from dangol.web.views import Accepted, ChatMessage, ChatThread, ComparisonNote, KnownUser, MessageKind, Sender


def sender_of(author: str) -> Sender:
    return "customer" if author == CUSTOMER else "bot" if author == BOT else "agent"


def _comparison(body: Body) -> ComparisonNote | None:
    if body.comparison is None or body.table is None:
        return None
    cells = tuple((label, tuple((one.text, one.citation.id) if one else None for one in row)) for label, row in body.comparison.rows)
    return ComparisonNote(lead=body.table.lead, heads=body.comparison.heads, rows=cells, urls=body.comparison.urls)


@dataclass(frozen=True, slots=True)
class ChatDoor:
    house: House

    def accept(
        self, *, inbox: str, external_id: str, text: str, client_key: str, at: datetime, kind: MessageKind, here: Point | None = None
    ) -> Accepted:
        shared = {"position": {"lat": here.coarse.lat, "lon": here.coarse.lon}} if here else {}
        kept = talking.accept(
            self.house, inbox=inbox, external_id=external_id, text=text, client_key=client_key, at=at, wish=kind, data=shared
        )
        return Accepted(message_id=kept.message, number=kept.number, duplicate=kept.duplicate)

    def handle(self, message_id: str) -> None:
        talking.respond(self.house, message_id)

    def pending(self) -> Sequence[tuple[str, str, str]]:
        return talking.pending(self.house)

    def thread(self, *, inbox: str, external_id: str, after: int, limit: int) -> ChatThread:
        heard = talking.listen(self.house, inbox=inbox, external_id=external_id, after=after, limit=limit)
        cited = any(message.citations for _, message in heard.messages)
        snapshot = self.house.knowledge.snapshot() if cited else None
        bodies = talking.bodies(self.house, (message for _, message in heard.messages))
        said = ratings_of(self.house, [message for _, message in heard.messages])
        shown = [
            ChatMessage(
                id=message.id,
                number=number,
                sender=sender_of(message.author),
                text=message.text,
                at=message.at,
                client_key=(message.client_key or "") if message.direction == "in" else "",
                sources=source_notes(snapshot, message.citations) if snapshot else (),
                choices=tuple(one.value for one in body.choices) if body and place == len(heard.messages) else (),
                links=tuple((one.label, one.url) for one in body.links) if body and body.text == message.text else (),
                comparison=_comparison(body) if body and body.text == message.text else None,
                helpful=said.get(message.decision or ""),
            )
            for place, (number, message) in enumerate(heard.messages, 1)
            for body in (bodies.get(message.id),)
        ]
        return ChatThread(state=heard.state, messages=tuple(shown))

    def rate(self, *, inbox: str, external_id: str, message_id: str, helpful: bool, at: datetime) -> None:
        rate(self.house, inbox=inbox, external_id=external_id, message=message_id, helpful=helpful, at=at)

    def sign_in(self, *, inbox: str, external_id: str, user: KnownUser, at: datetime) -> None:
        proofs = {"login": user.user_id, "email": user.email, "phone": user.phone}
        talking.vouch(self.house, inbox=inbox, external_id=external_id, proofs=proofs, at=at)  # type: ignore[arg-type]
