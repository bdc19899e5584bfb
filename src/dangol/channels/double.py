"""The port's double: a platform with nothing but texts, in memory. What it was sent stands in ``sent``."""

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from dangol.channels.failures import DeliveryError, Rejected
from dangol.channels.port import Account, Call, Heard, Letter, Parsed, Setting, Spoken, Unproven
from dangol.channels.reading import name, words
from dangol.channels.wire import Wire
from dangol.kit.ids import same

MOST = 1000


@dataclass
class Double:
    """Payloads are ``{"id", "who", "text"}``. ``fails`` are raised by the next sends, first in first out."""

    name: ClassVar[str] = "double"
    settings: ClassVar[tuple[Setting, ...]] = (Setting(key="token", meaning="anything", secret=True),)
    inline: ClassVar[bool] = False
    must_speak: ClassVar[bool] = False
    tells_age: ClassVar[bool] = False
    forgeable: ClassVar[bool] = False
    sells: ClassVar[bool] = False
    seconds: ClassVar[float] = 5.0
    sent: list[Letter] = field(default_factory=list)
    fails: deque[DeliveryError] = field(default_factory=deque)

    def prove(self, account: Account, call: Call) -> None:
        if not same(account.hook_secret, call.secret):
            raise Unproven

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        return False

    def parse(self, payload: object, at: datetime) -> Parsed:
        who, id_, text = name(payload, "who"), name(payload, "id"), words(payload, "text")
        if not (who and id_ and text.strip()):
            return Parsed(ignored="not a message")
        return Parsed(heard=(Heard(type="message.received", identity=who, id=id_, at=at, data={"text": text}, wants_reply=True),))

    def speak(self, account: Account, letter: Letter) -> Spoken:
        if len(letter.text) > MOST:
            raise Rejected(said="too long")
        return Spoken(body=json.dumps({"text": letter.text}, ensure_ascii=False).encode())

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken(body=b"{}")

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken(body=b"{}", later=True)

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        if self.fails:
            raise self.fails.popleft()
        self.speak(account, letter)
        self.sent.append(letter)
        return f"double-{len(self.sent)}"
