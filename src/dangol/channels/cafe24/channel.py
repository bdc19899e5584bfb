"""A Cafe24 mall as a channel: nobody talks there, it tells of orders, members, goods and boards. Its calls prove themselves by a key."""

from datetime import datetime
from ipaddress import ip_address
from typing import ClassVar

from dangol.channels.cafe24 import payload
from dangol.channels.failures import Rejected
from dangol.channels.port import Account, Call, Heard, Letter, Parsed, Setting, Spoken, Unproven
from dangol.channels.wire import Wire
from dangol.kit.ids import same

HEADER = "x-api-key"
TRACE = "x-trace-id"  # the same when a call is made again
_CAFE24 = frozenset(map(ip_address, ("119.205.223.208", "119.205.223.209", "203.245.45.182", "203.245.45.183")))


class Cafe24:
    name: ClassVar[str] = "cafe24"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(key="api_key", meaning="the webhook's API key, as the app's page shows it", required=True, secret=True),
        Setting(key="mall", meaning="the mall's id; calls about another mall are passed over"),
        Setting(key="logins", meaning='"off": the userId that your shop signs chats in with is not the member\'s id at the mall'),
        Setting(key="client_id", meaning="the app's Client ID: with its secret, what the mall does not call about is asked for"),
        Setting(key="client_secret", meaning="the app's Client Secret Key", secret=True),
        Setting(key="refresh_token", meaning="a refresh token of your own making, in place of `dangol channel authorise`", secret=True),
        Setting(key="review_board", meaning="the number of the board of reviews; 4"),
        Setting(key="question_board", meaning="the number of the board of questions about products; 6"),
        Setting(key="since_days", meaning="how many days back the first asking for reviews and questions looks, 1 to 365; 30"),
        Setting(key="only_cafe24", meaning='"on": calls are taken from Cafe24\'s published addresses only'),
    )
    inline: ClassVar[bool] = False
    must_speak: ClassVar[bool] = False
    tells_age: ClassVar[bool] = False
    forgeable: ClassVar[bool] = False
    sells: ClassVar[bool] = True
    seconds: ClassVar[float] = 5.0

    def prove(self, account: Account, call: Call) -> None:
        known = same(account.hook_secret, call.secret)
        known &= same(account.value("api_key"), call.headers.get(HEADER, ""))
        if account.value("only_cafe24") == "on":
            known &= _is_cafe24(call.address)
        if not known or not account.value("api_key"):
            raise Unproven

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        return False

    def parse(self, payload_: object, at: datetime) -> Parsed:
        return payload.parse(payload_, at)

    def speak(self, account: Account, letter: Letter) -> Spoken:
        return Spoken(body=b"{}")

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken(body=b"{}")

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken(body=b"{}")

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        raise Rejected(said="nobody is written to there")


def _is_cafe24(address: str) -> bool:
    try:
        return ip_address(address) in _CAFE24
    except ValueError:
        return False
