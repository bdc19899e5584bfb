"""Naver TalkTalk's side: it calls the webhook, reads for five seconds, and its send API always says 200."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dangol.simulator.scene import Scene, value_of

SECONDS = 5.0


@dataclass
class TalkTalkPlatform:
    hook: str
    client: httpx.AsyncClient
    token: str = "ct_simulated"  # noqa: S105 (it opens nothing)
    scene: Scene = field(default_factory=Scene)
    name: str = "talktalk"
    title: str = "네이버 톡톡"
    codes: dict[tuple[str, str], str] = field(default_factory=dict)  # of the quick buttons shown: (user, title) → code
    standby: set[str] = field(default_factory=set)  # threads that a person in the partner centre owns

    async def say(self, user: str, text: str) -> None:
        if user not in self.scene.talks:
            await self._post({"event": "open", "user": user, "options": {"inflow": "none", "friend": False, "under14": False}})
        self.scene.add(user, "customer", text)
        content: dict[str, Any] = {"text": text, "inputType": "typing"}
        if code := self.codes.get((user, text)):
            content |= {"inputType": "button", "code": code}
        payload: dict[str, Any] = {"event": "send", "user": user, "textContent": content}
        if user in self.standby:
            payload["standby"] = True
        seen: list[bytes] = []

        async def call() -> None:
            response = await self._post(payload)
            if response is None or response.status_code != 200:
                said = "5초 안에 답하지 않았어요." if response is None else f"{response.status_code}로 답했어요."
                self.scene.add(user, "platform", f"웹훅이 {said}")
            elif seen:
                same = "같은 답이에요." if seen[0] == response.content else "다른 답이에요!"
                self.scene.add(user, "platform", f"같은 요청을 다시 보냈어요: {same}")
            else:
                seen.append(response.content)
                if response.content.strip() not in {b"", b"{}"}:
                    self._show(user, _json(response))

        await self.scene.in_this_weather(call)

    async def _post(self, payload: Any) -> httpx.Response | None:
        try:
            async with asyncio.timeout(SECONDS):
                return await self.client.post(self.hook, json=payload)
        except (TimeoutError, httpx.HTTPError):
            return None

    def _show(self, user: str, value: Any) -> str:
        """Shows what was sent; returns TalkTalk's result code."""
        text = _text(value)
        contents = [key for key in ("textContent", "imageContent", "compositeContent") if value_of(value, key) is not None]
        buttons = _quick(value)
        sound = value_of(value, "event") == "send" and len(contents) == 1 and isinstance(text, str) and 0 < len(text) <= 10_000
        if not (sound and _fit(buttons)):
            self.scene.add(user, "platform", "응답이 톡톡 규격에 맞지 않아요.")
            return "02"
        self.codes.update({(user, title): code for title, code in buttons})
        self.scene.add(user, "brand", str(text), tuple((title, title) for title, _ in buttons))
        return "00"

    def routes(self) -> list[Route]:
        return [Route("/talktalk/chatbot/v1/event", self._event, methods=["POST"])]

    async def _event(self, request: Request) -> Response:
        trouble = self.scene.conditions.trouble
        if trouble == "silent":
            await asyncio.sleep(SECONDS * 3)
        if trouble in {"busy", "broken", "blocked"}:
            return _result("99")
        if request.headers.get("authorization") != self.token:
            return _result("01")
        try:
            body = await request.json()
        except ValueError:
            return _result("02")
        user = value_of(body, "user")
        return _result(self._show(user, body) if isinstance(user, str) and user else "02")


def _text(value: Any) -> Any:
    """What is shown: a text, or each card's title, description and buttons; None where a card breaks TalkTalk's rules."""
    cards = value_of(value, "compositeContent", "compositeList")
    if not isinstance(cards, list):
        return value_of(value, "textContent", "text")
    if not 1 <= len(cards) <= 10:
        return None
    shown = []
    for card in cards:
        title, description, buttons = str(card.get("title", "")), str(card.get("description", "")), card.get("buttonList", [])
        labels = [str(value_of(one, "data", "title") or "") for one in buttons]
        if not (title or description) or sum(map(bool, (title, description, buttons))) < 2 or len(buttons) > 10:
            return None
        if len(title) > 200 or len(description) > 1000 or not all(0 < len(label) <= 18 for label in labels):
            return None
        shown.append("\n".join(part for part in (title, description, *(f"[{label}]" for label in labels)) if part))
    return "\n\n".join(shown)


def _quick(value: Any) -> list[tuple[Any, Any]]:
    """Title and code of each quick button; nothing that is none fits."""
    listed = value_of(value, "textContent", "quickReply", "buttonList")
    return [(value_of(one, "data", "title"), value_of(one, "data", "code")) for one in listed] if isinstance(listed, list) else []


def _fit(buttons: list[tuple[Any, Any]]) -> bool:
    said = all(isinstance(one, str) for pair in buttons for one in pair)
    return len(buttons) <= 10 and said and all(0 < len(title) <= 18 and len(code) <= 1000 for title, code in buttons)


def _result(code: str) -> Response:
    return JSONResponse({"success": code == "00", "resultCode": code})


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
