"""The customer's door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dangol.bootstrap import talking
from dangol.bootstrap.house import House
from dangol.cli.doors.sources import source_notes
from dangol.conversations.conversation import BOT, CUSTOMER
from dangol.web.views import Accepted, ChatMessage, ChatThread, KnownUser, MessageKind, Sender


def sender_of(author: str) -> Sender:
    return "customer" if author == CUSTOMER else "bot" if author == BOT else "agent"


@dataclass(frozen=True, slots=True)
class ChatDoor:
    house: House

    def accept(self, *, inbox: str, external_id: str, text: str, client_key: str, at: datetime, kind: MessageKind) -> Accepted:
        kept = talking.accept(self.house, inbox=inbox, external_id=external_id, text=text, client_key=client_key, at=at, wish=kind)
        return Accepted(message_id=kept.message, number=kept.number, duplicate=kept.duplicate)

    def handle(self, message_id: str) -> None:
        talking.respond(self.house, message_id)

    def pending(self) -> Sequence[tuple[str, str, str]]:
        return talking.pending(self.house)

    def thread(self, *, inbox: str, external_id: str, after: int, limit: int) -> ChatThread:
        heard = talking.listen(self.house, inbox=inbox, external_id=external_id, after=after, limit=limit)
        cited = any(message.citations for _, message in heard.messages)
        snapshot = self.house.knowledge.snapshot() if cited else None
        shown = [
            ChatMessage(
                id=message.id,
                number=number,
                sender=sender_of(message.author),
                text=message.text,
                at=message.at,
                client_key=(message.client_key or "") if message.direction == "in" else "",
                sources=source_notes(snapshot, message.citations) if snapshot else (),
                choices=talking.choices(self.house, message) if place == len(heard.messages) else (),
            )
            for place, (number, message) in enumerate(heard.messages, 1)
        ]
        return ChatThread(state=heard.state, messages=tuple(shown))

    def sign_in(self, *, inbox: str, external_id: str, user: KnownUser, at: datetime) -> None:
        proofs = {"login": user.user_id, "email": user.email, "phone": user.phone}
        talking.vouch(self.house, inbox=inbox, external_id=external_id, proofs=proofs, at=at)  # type: ignore[arg-type]
