"""What platforms send in a burst: customers' messages, one in ten twice at once, one in twenty garbage from a proven sender.

Each customer writes once, so that a message is known by who wrote it, also where the platform gives no id. Kakao and TalkTalk call once and
show their customer what came back; Telegram calls again until it is told 2xx.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from crash.clients import ASKED

CHANNELS = ("kakao", "talktalk", "telegram")
AGAIN, GARBAGE = 0.10, 0.05
_TRIES = 60  # of Telegram
_REFUSED = "잠시 뒤에 다시 말씀해 주세요"  # Kakao has no status for "not now": its customer is told so
_LONG = "가" * 200_000
_HTTP = 1_000  # users' numbers of Telegram begin here


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """One call. ``user`` is empty for garbage; ``times`` is how often it comes at once."""

    channel: str
    body: bytes
    user: str = ""
    times: int = 1


@dataclass
class Outcome:
    """What the senders were told.

    Attributes:
        accepted: (channel, user) that were acknowledged; refused: those that never were.
        statuses: by channel and status. wrong: what no platform may be told.
        waits: calls that were told to come later, with how long.
    """

    accepted: set[tuple[str, str]] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)
    shown: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def flood(many: int, seed: int, platform: str) -> list[Sent]:
    """The calls, in their order; ``platform`` is where Kakao's callbacks go."""
    random = Random(seed)
    return [_call(random, number, platform) for number in range(many)]


def _call(random: Random, number: int, platform: str) -> Sent:
    channel = CHANNELS[number % len(CHANNELS)]
    if random.random() < GARBAGE:
        return Sent(channel=channel, body=_garbage(random, number))
    user, text = str(_HTTP + number), random.choice(ASKED)
    times = 2 if random.random() < AGAIN else 1
    return Sent(
        channel=channel, body=json.dumps(_PAYLOADS[channel](user, text, platform), ensure_ascii=False).encode(), user=user, times=times
    )


def _kakao(user: str, text: str, platform: str) -> dict[str, Any]:
    request = {"user": {"id": user, "type": "botUserKey"}, "utterance": text, "block": {"id": "b", "name": "폴백 블록"}}
    callback = {} if int(user) % 2 else {"callbackUrl": f"{platform}/kakao/v1/bots/b/callback/{user}"}
    return {"bot": {"id": "bot"}, "intent": {"id": "b"}, "userRequest": {**request, **callback}}


def _talktalk(user: str, text: str, _: str) -> dict[str, Any]:
    return {"event": "send", "user": user, "textContent": {"text": text, "inputType": "typing"}}


def _telegram(user: str, text: str, _: str) -> dict[str, Any]:
    chat = {"id": int(user), "type": "private"}
    return {"update_id": int(user), "message": {"message_id": 1, "from": {"id": int(user)}, "chat": chat, "date": 1, "text": text}}


_PAYLOADS = {"kakao": _kakao, "talktalk": _talktalk, "telegram": _telegram}


def _garbage(random: Random, number: int) -> bytes:
    return random.choice(
        (
            random.randbytes(random.randint(0, 400)),
            b"",
            b"null",
            b"[" * 5000,
            b'{"a":' * 3000 + b"1" + b"}" * 3000,
            json.dumps({"event": "send", "user": "x", "textContent": {"text": 7}}).encode(),
            json.dumps({"update_id": number, "message": {"from": {"id": [1]}, "text": {"a": None}}}).encode(),
            json.dumps({"userRequest": {"user": {"id": None}, "utterance": ["\ud800"]}}).encode(),
            json.dumps({"event": f"unknown-{number}", "user": "x", "far": 1e308}).encode(),
            json.dumps({"junk": _LONG}).encode(),
            b'{"a":NaN,"a":1e999,"a":' + b"9" * 400 + b"}",
        )
    )


async def pour(doors: Mapping[str, tuple[str, Mapping[str, str]]], calls: Sequence[Sent], at_once: int) -> Outcome:
    """Makes the calls, ``at_once`` at a time. ``doors``: each channel's address and headers."""
    outcome, waiting = Outcome(), list(reversed(calls))
    limits = httpx.Limits(max_connections=2 * at_once, max_keepalive_connections=0)  # a line kept open may be closed as it is used
    async with httpx.AsyncClient(timeout=60, trust_env=False, limits=limits) as client:

        async def one() -> None:
            while waiting:
                call = waiting.pop()
                await asyncio.gather(*(_make(client, doors[call.channel], call, outcome) for _ in range(call.times)))

        await asyncio.gather(*(one() for _ in range(at_once)))
    outcome.refused -= outcome.accepted
    return outcome


async def _make(client: httpx.AsyncClient, door: tuple[str, Mapping[str, str]], call: Sent, outcome: Outcome) -> None:
    address, headers = door
    for _ in range(_TRIES if call.channel == "telegram" and call.user else 1):
        response = await client.post(address, content=call.body, headers={"Content-Type": "application/json", **headers})
        status = response.status_code
        outcome.statuses[call.channel, status] += 1
        if status >= 400 and not _honest(call, response):
            outcome.wrong.append(f"{call.channel} was told {status} about {call.body[:60]!r}")
        if status == 200:
            break
        await asyncio.sleep(min(float(response.headers.get("retry-after", 1)), 1.0))
    if not call.user:
        return
    who = (call.channel, call.user)
    taken = status == 200 and _REFUSED not in response.text
    (outcome.accepted if taken else outcome.refused).add(who)
    if taken and call.channel != "telegram" and '"useCallback":true' not in response.text and len(response.content) > 2:
        outcome.shown[who] += 1


def _honest(call: Sent, response: httpx.Response) -> bool:
    """429 and 503 say when to come back; a body that is too large or no text is the caller's fault. Nothing else is ours to say."""
    if response.status_code in {429, 503}:
        return "retry-after" in response.headers
    return not call.user and response.status_code in {400, 413}
