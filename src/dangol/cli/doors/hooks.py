"""The platforms' door: one call, proven, read and kept, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import datetime

from dangol.bootstrap import hooks
from dangol.bootstrap.house import House
from dangol.bootstrap.talking import new_request
from dangol.channels.port import Call, Spoken
from dangol.decisions.handle import Handled
from dangol.kit.errors import BadInput, DangolError
from dangol.web.strict_json import read_json


@dataclass(slots=True)
class HookCall:
    house: House
    taken: hooks.Taken
    request: str = field(default_factory=new_request)
    handled: Handled | None = None
    sent: hooks.Reply | None = None

    @property
    def inline(self) -> bool:
        return self.taken.connection.channel.inline

    @property
    def seconds(self) -> float:
        return self.taken.connection.channel.seconds

    @property
    def done(self) -> Spoken:
        return self.taken.done

    @property
    def waiting(self) -> list[tuple[str, str, str]]:
        return [(one.message, self.taken.connection.inbox.name, one.heard.identity) for one in self.taken.waiting]

    def decide(self) -> None:
        self.handled = hooks.decide(self.house, self.taken.waiting[0], self.request)

    def reply(self) -> Spoken:
        assert self.handled is not None
        self.sent = hooks.reply(self.house, self.taken, self.taken.waiting[0], self.handled, self.request)
        return self.sent.spoken

    def left(self) -> None:
        if self.sent is not None:
            hooks.left(self.house, self.sent)

    def late(self) -> Spoken:
        return hooks.late(self.taken.connection, self.taken.waiting[0])

    def follow(self) -> None:
        if self.handled is not None:
            hooks.follow(self.house, self.handled, self.request)


@dataclass(frozen=True, slots=True)
class HookDoor:
    house: House

    def take(self, inbox: str, call: Call, at: datetime) -> HookCall:
        connection = hooks.prove(self.house, inbox, call)
        try:
            payload = read_json(call.body)
        except BadInput:
            return HookCall(self.house, hooks.Taken(connection=connection, waiting=(), done=hooks.unreadable(connection)))
        return HookCall(self.house, hooks.take(self.house, connection, payload, at, call.headers))

    def refuse(self, inbox: str, call: Call, error: DangolError) -> Spoken:
        connection = hooks.prove(self.house, inbox, call)
        if not connection.channel.must_speak:
            raise error
        return hooks.late(connection, None)
