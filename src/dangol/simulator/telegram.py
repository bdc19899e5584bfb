"""Telegram's side: updates by webhook (repeated until they are taken) or getUpdates, and the methods that a bot for talking needs."""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dangol.simulator.scene import Bubble, Scene

TRIES = 3
_BOT = {"id": 12345, "is_bot": True, "first_name": "시뮬레이터", "username": "simulated_bot", "can_join_groups": False}
_BOT |= {"can_read_all_group_messages": False, "supports_inline_queries": False}


@dataclass
class TelegramPlatform:
    """``token`` is the one bot's; ``webhook`` and ``secret`` are set here or by setWebhook."""

    token: str
    client: httpx.AsyncClient
    webhook: str = ""
    secret: str = ""
    scene: Scene = field(default_factory=Scene)
    name: str = "telegram"
    title: str = "텔레그램"
    updates: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1000))
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: dict[str, int] = field(default_factory=dict)  # a user's name on the page → the id that bots see

    async def say(self, user: str, text: str) -> None:
        """A customer writes. ``button:VALUE`` presses a button under the newest message that has it."""
        if text.startswith("button:"):
            await self._press(user, text.removeprefix("button:"))
            return
        bubble = self.scene.add(user, "customer", text)
        message = {"message_id": bubble.id, "from": self._person(user), "chat": self._chat(user), "date": int(time.time()), "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        await self._deliver(user, {"message": message})

    async def reply(self, user: str, to: int, text: str) -> None:
        """A customer answers one message with Telegram's own reply."""
        bubble = self.scene.add(user, "customer", text)
        there = next((one for one in self.scene.talks[user] if one.id == to), None)
        message = {"message_id": bubble.id, "from": self._person(user), "chat": self._chat(user), "date": int(time.time()), "text": text}
        if there is not None:
            message["reply_to_message"] = self._message(user, there)
        await self._deliver(user, {"message": message})

    async def _press(self, user: str, value: str) -> None:
        there = next((one for one in reversed(self.scene.talks[user]) if value in {carried for _, carried in one.buttons}), None)
        if there is None:
            self.scene.add(user, "platform", "그런 버튼이 없어요.")
            return
        query = {"id": str(next(self.scene.ids)), "from": self._person(user), "chat_instance": "1", "data": value}
        await self._deliver(user, {"callback_query": {**query, "message": self._message(user, there)}})

    async def _deliver(self, user: str, content: dict[str, Any]) -> None:
        update = {"update_id": next(self.updates), **content}
        if not self.webhook:
            self.waiting.append(update)
            self.news.set()
            return

        async def call() -> None:
            for attempt in range(TRIES):
                try:
                    response = await self.client.post(self.webhook, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": self.secret})
                except httpx.HTTPError:
                    response = None
                if response is not None and response.is_success:
                    await self._answered(response)
                    return
                await asyncio.sleep(0.2 * 2**attempt)
            self.scene.add(user, "platform", f"웹훅이 {TRIES}번 받지 않았어요.")

        await self.scene.in_this_weather(call)

    async def _answered(self, response: httpx.Response) -> None:
        """The response to a webhook may itself be a call of a method."""
        try:
            given = response.json()
        except ValueError:
            return
        method = _METHODS.get(str(given.get("method", "")).lower()) if isinstance(given, dict) else None
        if method is not None:
            await method(self, given)

    def routes(self) -> list[Route]:
        return [Route("/telegram/bot{token}/{method}", self._api, methods=["GET", "POST"])]

    async def _api(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _refused(401, "Unauthorized")
        method = _METHODS.get(request.path_params["method"].lower())
        if method is None:
            return _refused(404, "Not Found: method not found")
        response: Response = await method(self, await _parameters(request))
        return response

    async def _me(self, _: Mapping[str, Any]) -> Response:
        return _ok(_BOT)

    async def _set_webhook(self, given: Mapping[str, Any]) -> Response:
        self.webhook, self.secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        return _ok(True)

    async def _webhook_info(self, _: Mapping[str, Any]) -> Response:
        return _ok({"url": self.webhook, "has_custom_certificate": False, "pending_update_count": len(self.waiting)})

    async def _get_updates(self, given: Mapping[str, Any]) -> Response:
        if self.webhook:
            return _refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, seconds = int(given.get("offset") or 0), min(float(given.get("timeout") or 0), 50.0)
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        if not self.waiting and seconds:
            self.news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), seconds)
        return _ok(list(self.waiting)[: int(given.get("limit") or 100)])

    async def _send_message(self, given: Mapping[str, Any]) -> Response:
        if trouble := await self._trouble():
            return trouble
        user = next((name for name, number in self.numbers.items() if str(number) == str(given.get("chat_id"))), None)
        text = given.get("text")
        if user is None:
            return _refused(400, "Bad Request: chat not found")
        if not isinstance(text, str) or not text.strip():
            return _refused(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return _refused(400, "Bad Request: message is too long")
        markup = given.get("reply_markup")
        rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
        keys = [one for row in rows for one in row]
        buttons = tuple((one["text"], one.get("callback_data", "")) for one in keys)
        if any(("url" in one) == ("callback_data" in one) or not _fits(one) for one in keys):
            return _refused(400, "Bad Request: BUTTON_DATA_INVALID")
        return _ok(self._message(user, self.scene.add(user, "brand", text, buttons)))

    async def _done(self, _: Mapping[str, Any]) -> Response:
        return _ok(True)

    async def _trouble(self) -> Response | None:
        match self.scene.conditions.trouble:
            case "busy":
                return _refused(429, "Too Many Requests: retry after 3", {"retry_after": 3})
            case "broken":
                return _refused(500, "Internal Server Error")
            case "blocked":
                return _refused(403, "Forbidden: bot was blocked by the user")
            case "silent":
                await asyncio.sleep(15)
        return None

    def _person(self, user: str) -> dict[str, Any]:
        number = self.numbers.setdefault(user, 7_000_000 + len(self.numbers) + 1)
        return {"id": number, "is_bot": False, "first_name": user, "language_code": "ko"}

    def _chat(self, user: str) -> dict[str, Any]:
        return {"id": self._person(user)["id"], "first_name": user, "type": "private"}

    def _message(self, user: str, bubble: Bubble) -> dict[str, Any]:
        sender = _BOT if bubble.who == "brand" else self._person(user)
        shown = {key: sender[key] for key in ("id", "is_bot", "first_name")}
        return {"message_id": bubble.id, "from": shown, "chat": self._chat(user), "date": int(bubble.at.timestamp()), "text": bubble.text}


_METHODS: Mapping[str, Any] = {
    "getme": TelegramPlatform._me,
    "setwebhook": TelegramPlatform._set_webhook,
    "deletewebhook": TelegramPlatform._set_webhook,
    "getwebhookinfo": TelegramPlatform._webhook_info,
    "getupdates": TelegramPlatform._get_updates,
    "sendmessage": TelegramPlatform._send_message,
    "answercallbackquery": TelegramPlatform._done,
    "sendchataction": TelegramPlatform._done,
}


async def _parameters(request: Request) -> Mapping[str, Any]:
    """Parameters as the Bot API takes them: query, form (with JSON inside), or JSON."""
    given: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        kind = request.headers.get("content-type", "")
        if kind.startswith("application/json"):
            body = await request.json()
            given |= body if isinstance(body, dict) else {}
        else:
            given |= dict(parse_qsl((await request.body()).decode()))
    if isinstance(given.get("reply_markup"), str):
        given["reply_markup"] = json.loads(given["reply_markup"])
    return given


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _refused(code: int, description: str, parameters: Mapping[str, Any] | None = None) -> Response:
    body = {"ok": False, "error_code": code, "description": description, **({"parameters": parameters} if parameters else {})}
    return JSONResponse(body, status_code=code)


def _fits(button: Mapping[str, Any]) -> bool:
    """Whether a button's value is one that Telegram takes."""
    if "url" in button:
        return str(button["url"]).startswith(("https://", "http://", "tg://"))
    return 0 < len(str(button.get("callback_data", "")).encode()) <= 64
