"""Telegram as a channel: its webhook proves itself by a header, our words go by ``sendMessage``."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from dangol.channels.failures import DeliveryError, OutcomeUnknown, PlatformDown, RecipientGone, Rejected, Throttled, Unauthorised
from dangol.channels.port import Account, Call, Heard, Letter, Parsed, Setting, Spoken, Unproven
from dangol.channels.splitting import split
from dangol.channels.telegram import payload
from dangol.channels.wire import Answered, Wire, after, failure
from dangol.kit.ids import same

API = "https://api.telegram.org"
HEADER = "x-telegram-bot-api-secret-token"
MOST_TEXT = 4096
_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_PARTS = 5  # messages that one reply may become
_MOST_VALUE = 64  # bytes that a button may carry
_GONE = ("blocked", "deactivated", "chat not found", "kicked", "can't initiate", "user not found")


class Telegram:
    name: ClassVar[str] = "telegram"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(key="token", meaning="the bot's token from @BotFather", required=True, secret=True),
        Setting(key="staff", meaning="who of your people uses this bot: Telegram id = login, several with commas"),
    )
    inline: ClassVar[bool] = False
    must_speak: ClassVar[bool] = False
    tells_age: ClassVar[bool] = False
    forgeable: ClassVar[bool] = False
    seconds: ClassVar[float] = 10.0

    def prove(self, account: Account, call: Call) -> None:
        known = same(account.hook_secret, call.secret)
        known &= same(account.header_secret, call.headers.get(HEADER, ""))
        if not known or not account.header_secret:
            raise Unproven

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        body = {"url": address, "secret_token": account.header_secret, "allowed_updates": list(_UPDATES)}
        _result(call(account, "setWebhook", body, wire))
        return True

    def parse(self, payload_: object, at: datetime) -> Parsed:
        return payload.parse(payload_, at)

    def speak(self, account: Account, letter: Letter) -> Spoken:
        return self.acknowledge(account, None)

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        if heard is not None and (pressed := str(heard.data.get("callback", ""))):  # else the button keeps turning
            return Spoken(body=json.dumps({"method": "answerCallbackQuery", "callback_query_id": pressed}).encode())
        if heard is not None and heard.text.strip() == payload.ASKS_ID and not heard.data.get("group"):
            told = {"method": "sendMessage", "chat_id": _chat(heard.identity), "text": f"Telegram id: {heard.identity}"}
            return Spoken(body=json.dumps(told).encode())
        return Spoken(body=b"{}")

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken(body=b"{}", later=True)

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        """The id of the last message: it carries the buttons, and is what a person replies to."""
        parts = split(letter.text, MOST_TEXT, _PARTS)
        told: str | None = None
        for place, text in enumerate(parts):
            body: dict[str, Any] = {"chat_id": _chat(letter.to), "text": text}
            if place == len(parts) - 1 and letter.choices:
                body["reply_markup"] = {"inline_keyboard": _rows(letter)}
            try:
                told = _message_id(_result(call(account, "sendMessage", body, wire)))
            except DeliveryError as error:
                if place:  # what went before has arrived: said again it would be there twice
                    raise OutcomeUnknown(said=error.said) from error
                raise
        return told


def _chat(identity: str) -> int | str:
    return int(identity) if identity.removeprefix("-").isdecimal() else identity


def call(account: Account, method: str, body: Mapping[str, Any], wire: Wire) -> Answered:
    """Calls a method of the Bot API. The token is part of the address, so the address is never logged."""
    return wire.post(f"{account.platform or API}/bot{account.value('token')}/{method}", body)


def _rows(letter: Letter) -> list[list[dict[str, str]]]:
    for choice in letter.choices:
        if not 0 < len(choice.value.encode()) <= _MOST_VALUE:
            raise Rejected(said="a button carries 1 to 64 bytes")
    return [[{"text": choice.label[:40], "callback_data": choice.value}] for choice in letter.choices]


def _result(got: Answered) -> Any:
    """``result``, when the call succeeded. Raises what its error means."""
    value = got.value if isinstance(got.value, dict) else {}
    if got.status == 200 and value.get("ok") is True:
        return value.get("result")
    said = str(value.get("description", ""))[:80]
    code = value.get("error_code", got.status)
    if code == 429:
        raise Throttled(retry_after=_retry_after(value) or after(got.headers), said=said)
    if code in {400, 403} and any(word in said.lower() for word in _GONE):
        raise RecipientGone(said=said)
    if code in {401, 403, 404}:
        raise Unauthorised(said=said)
    if got.status == 200:
        raise OutcomeUnknown(said=said) if value.get("ok") is not False else Rejected(said=said)
    error = failure(got.status, retry_after=after(got.headers), said=said or None)
    raise error if not isinstance(error, PlatformDown) else PlatformDown(retry_after=after(got.headers), said=str(got.status))


def _retry_after(value: Mapping[str, Any]) -> float | None:
    parameters = value.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return min(float(seconds), 3600.0) if isinstance(seconds, int) and not isinstance(seconds, bool) and seconds >= 0 else None


def _message_id(result: object) -> str | None:
    found = result.get("message_id") if isinstance(result, dict) else None
    return str(found) if isinstance(found, int) and abs(found) < 10**40 else None
