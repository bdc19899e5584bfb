"""Telegram as a channel: its webhook proves itself by a header, our words go by ``sendMessage``."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from dangol.channels.choices import numbered
from dangol.channels.failures import DeliveryError, OutcomeUnknown, Rejected
from dangol.channels.plain import blocks, links_of
from dangol.channels.port import Account, Call, Choice, Heard, Letter, Parsed, Setting, Spoken, Unproven
from dangol.channels.splitting import split
from dangol.channels.telegram import payload, polling
from dangol.channels.telegram.methods import call, result
from dangol.channels.wire import Wire
from dangol.kit.ids import same

HEADER = "x-telegram-bot-api-secret-token"
MOST_TEXT = 4096
_PARTS = 5  # messages that one reply may become
_MOST_VALUE = 64  # bytes that a button may carry
_MOST_LABEL = 40  # characters that a phone shows of one in a row of its own


class Telegram:
    name: ClassVar[str] = "telegram"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(key="token", meaning="the bot's token from @BotFather", required=True, secret=True),
        Setting(
            key="receive", meaning='"polling": Telegram is asked for what came, for a machine without a public address; else it calls us'
        ),
        Setting(key="staff", meaning="who of your people uses this bot: Telegram id = login, several with commas"),
    )
    inline: ClassVar[bool] = False
    must_speak: ClassVar[bool] = False
    tells_age: ClassVar[bool] = False
    forgeable: ClassVar[bool] = False
    sells: ClassVar[bool] = False
    seconds: ClassVar[float] = 10.0

    def prove(self, account: Account, call: Call) -> None:
        known = same(account.hook_secret, call.secret)
        known &= same(account.header_secret, call.headers.get(HEADER, ""))
        if not known or not account.header_secret or polling.wanted(account):
            raise Unproven

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        body = {"url": address, "secret_token": account.header_secret, "allowed_updates": list(payload.UPDATES)}
        result(call(account, "setWebhook", body, wire))
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
        said, labels = numbered(blocks(letter.table) if letter.table else letter.text, letter.choices, _MOST_LABEL)
        parts = split(said, MOST_TEXT, _PARTS)
        told: str | None = None
        for place, text in enumerate(parts):
            body: dict[str, Any] = {"chat_id": _chat(letter.to), "text": text}
            if business := letter.asked.get("business"):
                body["business_connection_id"] = business
            if place == len(parts) - 1 and (rows := _rows(letter, labels)):
                body["reply_markup"] = {"inline_keyboard": rows}
            try:
                told = _message_id(result(call(account, "sendMessage", body, wire)))
            except DeliveryError as error:
                if place:  # what went before has arrived: said again it would be there twice
                    raise OutcomeUnknown(said=error.said) from error
                raise
        return told


def _chat(identity: str) -> int | str:
    return int(identity) if identity.removeprefix("-").isdecimal() else identity


def _rows(letter: Letter, labels: Sequence[str]) -> list[list[dict[str, str]]]:
    carried = [(label, _carried(choice)) for label, choice in zip(labels, letter.choices, strict=True)]
    links = [[{"text": link.label[:_MOST_LABEL], "url": link.url}] for link in (*letter.links, *links_of(letter.table))]
    return [*links, *([{"text": label, "callback_data": value}] for label, value in carried)]


def _carried(choice: Choice) -> str:
    """What a button sends back: its value, or the short one where that is too long for it."""
    value = next((one for one in (choice.value, choice.short) if 0 < len(one.encode()) <= _MOST_VALUE), "")
    if not value:
        raise Rejected(said="a button carries 1 to 64 bytes")
    return value


def _message_id(result: object) -> str | None:
    found = result.get("message_id") if isinstance(result, dict) else None
    return str(found) if isinstance(found, int) and abs(found) < 10**40 else None
