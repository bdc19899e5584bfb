"""A SmartStore as a channel: nobody talks there, and nobody calls us. ``channels.smartstore.api`` asks it what has changed."""

from datetime import datetime
from typing import ClassVar

from dangol.channels.failures import Rejected
from dangol.channels.port import Account, Call, Heard, Letter, Parsed, Setting, Spoken, Unproven
from dangol.channels.smartstore import goods, payload, questions
from dangol.channels.wire import Wire


class SmartStore:
    name: ClassVar[str] = "smartstore"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(key="client_id", meaning="the application's id, from the Commerce API centre", required=True),
        Setting(key="client_secret", meaning="its secret ($2a$…)", required=True, secret=True),
        Setting(key="account_id", meaning="the seller's id or account UID; only for an application that acts for several sellers"),
        Setting(key="since_days", meaning="how many days back the first asking looks, 1 to 30; 1"),
    )
    inline: ClassVar[bool] = False
    must_speak: ClassVar[bool] = False
    tells_age: ClassVar[bool] = False
    forgeable: ClassVar[bool] = False
    sells: ClassVar[bool] = True
    seconds: ClassVar[float] = 0.0

    def prove(self, account: Account, call: Call) -> None:
        raise Unproven  # it has no webhooks

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        return False

    def parse(self, payload_: object, at: datetime) -> Parsed:
        """Changes and details of product orders; the store's products; what customers ask."""
        others = (*goods.told(payload_, at), *questions.told(payload_, at))
        return Parsed(heard=others) if others else payload.parse(payload_, at)

    def speak(self, account: Account, letter: Letter) -> Spoken:
        return Spoken()

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken()

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken()

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        raise Rejected(said="nobody is written to there")
