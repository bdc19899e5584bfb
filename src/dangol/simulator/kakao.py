"""KakaoTalk's side of a channel chatbot: it calls the skill, waits five seconds, checks the response, takes callbacks and events."""

import asyncio
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dangol.channels.kakao.rules import problems
from dangol.simulator.scene import Scene, value_of

BOT = "simulated-bot"
SECONDS = 5.0
CALLBACK_SECONDS = 60.0


@dataclass
class KakaoPlatform:
    """``hook`` is our skill's address; ``base`` is where we can be called back (``http://…/kakao``)."""

    hook: str
    base: str
    client: httpx.AsyncClient
    headers: Mapping[str, str] = field(default_factory=dict)
    scene: Scene = field(default_factory=Scene)
    name: str = "kakao"
    title: str = "카카오톡"
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)  # callback token → who waits, since when; used once
    tasks: dict[str, bool] = field(default_factory=dict)  # an event's task → whether the customer got it
    calls: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def say(self, user: str, text: str) -> None:
        self.scene.add(user, "customer", text)
        token = f"token-{next(self.calls)}-{user}"
        payload = self._payload(user, text, token if self.scene.conditions.callback else "")
        seen: list[bytes] = []

        async def call() -> None:
            await self._call(user, payload, token, seen)

        await self.scene.in_this_weather(call)

    async def _call(self, user: str, payload: Any, token: str, seen: list[bytes]) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                response = await self.client.post(self.hook, json=payload, headers=dict(self.headers))
        except (TimeoutError, httpx.HTTPError):
            self.scene.add(user, "platform", "스킬 서버가 5초 안에 답하지 않았어요.")
            return
        if response.status_code != 200:
            self.scene.add(user, "platform", f"스킬 서버가 {response.status_code}로 답했어요.")
            return
        if seen:
            same = "같은 답이에요." if seen[0] == response.content else "다른 답이에요!"
            self.scene.add(user, "platform", f"같은 요청을 다시 보냈어요: {same}")
            return
        seen.append(response.content)
        self._show(user, _json(response), token)

    def _show(self, user: str, value: Any, token: str) -> bool:
        """Shows a skill response as KakaoTalk would, or why it would not."""
        if found := problems(value):
            self.scene.add(user, "platform", f"응답이 카카오 규격에 맞지 않아요: {found[0]}")
            return False
        if value.get("useCallback") is True:
            self.tokens[token] = (user, asyncio.get_running_loop().time())
            self.scene.add(user, "brand", str(value_of(value, "data", "text") or "…"))
            return True
        quick = tuple((one["label"], one.get("messageText", one["label"])) for one in value["template"].get("quickReplies", ()))
        outputs = value["template"]["outputs"]
        for place, output in enumerate(outputs):
            ((_, card),) = output.items()
            cards = card.get("items", ()) if "items" in card and "header" not in card else (card,)
            buttons = tuple((one["label"], one.get("messageText", "")) for shown in cards for one in shown.get("buttons", ()))
            said = "\n\n".join(_words(shown) for shown in cards)
            self.scene.add(user, "brand", said, buttons + (quick if place == len(outputs) - 1 else ()))
        return True

    def _payload(self, user: str, text: str, token: str) -> dict[str, Any]:
        block = {"id": "simulated-block", "name": "폴백 블록"}
        request = {
            "block": block,
            "user": {"id": user, "type": "botUserKey", "properties": {"botUserKey": user, "bot_user_key": user, "isFriend": True}},
            "utterance": text,
            "params": {"surface": "Kakaotalk.plusfriend"},
            "lang": "ko",
            "timezone": "Asia/Seoul",
        }
        if token:
            request["callbackUrl"] = f"{self.base}/v1/bots/{BOT}/callback/{token}"
        action = {"id": "simulated-action", "name": "기본 스킬", "params": {}, "detailParams": {}, "clientExtra": {}}
        return {"bot": {"id": BOT, "name": "시뮬레이터"}, "intent": block, "action": action, "userRequest": request, "contexts": []}

    def routes(self) -> list[Route]:
        return [
            Route("/kakao/v1/bots/{bot}/callback/{token}", self._callback, methods=["POST"]),
            Route("/kakao/v2/bots/{bot}/talk", self._event, methods=["POST"]),
            Route("/kakao/v1/tasks/{task}", self._result),
        ]

    async def _callback(self, request: Request) -> Response:
        if trouble := await _trouble(self.scene):
            return trouble
        user, since = self.tokens.pop(request.path_params["token"], ("", 0.0))
        if not user or asyncio.get_running_loop().time() - since > CALLBACK_SECONDS:
            return _task("FAIL", "Invalid callback token. Check your callback token.")
        shown = self._show(user, await _body(request), "")
        return _task("SUCCESS", "SUCCESS") if shown else _task("ERROR", "Invalid skill-json format")

    async def _event(self, request: Request) -> Response:
        if trouble := await _trouble(self.scene):
            return trouble
        body = await _body(request)
        if not request.headers.get("authorization", "").startswith("KakaoAK "):
            return JSONResponse({"msg": "wrong appKey", "code": -401}, status_code=401)
        users, text = value_of(body, "user"), value_of(body, "event", "data", "text")
        if not isinstance(users, list) or not 1 <= len(users) <= 100 or not value_of(body, "event", "name"):
            return _task("ERROR", "Invalid request")
        task, arrives = f"simulated-task-{next(self.calls)}", self.scene.conditions.trouble != "blocked"
        self.tasks[task] = arrives
        for user in users if arrives else ():
            self.scene.add(str(value_of(user, "id")), "brand", str(text))
        return _task("SUCCESS", "SUCCESS", task)

    async def _result(self, request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("KakaoAK "):
            return JSONResponse({"msg": "wrong appKey", "code": -401}, status_code=401)
        task = request.path_params["task"]
        if task not in self.tasks:
            return JSONResponse({"taskId": task, "status": "FAIL", "message": "unknown task"}, status_code=404)
        came = self.tasks[task]
        counts = {"allRequestCount": 1, "successCount": int(came), "fail": {"count": int(not came), "list": []}}
        return JSONResponse({"taskId": task, "status": "ALL SUCCESS" if came else "ALL FAIL", **counts})


async def _trouble(scene: Scene) -> Response | None:
    match scene.conditions.trouble:
        case "busy":
            return JSONResponse({}, status_code=429, headers={"Retry-After": "5"})
        case "broken":
            return JSONResponse({}, status_code=500)
        case "silent":
            await asyncio.sleep(SECONDS * 3)
    return None


async def _body(request: Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        return None


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _words(card: dict[str, Any]) -> str:
    """What a card shows, a line each."""
    head = card.get("head", {}).get("title")
    items = [f"{item['title']}: {item['description']}" for item in card.get("itemList", ())]
    return "\n".join([*([head] if head else []), *items, *(card[key] for key in ("title", "description", "text") if card.get(key))])


def _task(status: str, message: str, task: str = "simulated-task") -> Response:
    return JSONResponse({"taskId": task, "status": status, "message": message, "timestamp": 1})
