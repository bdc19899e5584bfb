"""``POST /v1/answer``: a question in, the answer out, for a shop's tablet, a speaker or any device that can only ask and say."""

import hashlib
from secrets import token_hex
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

from dangol.web.chat_desk import ChatDesk
from dangol.web.chat_forms import ClientId, Form, MessageForm, SourceOut
from dangol.web.events_api import check_key
from dangol.web.visitors import Visitor

SECONDS = 8.0  # a device waits this long; an answer itself takes some milliseconds
_bearer = HTTPBearer(auto_error=False, description="A device key of this installation")


class QuestionForm(Form):
    text: str
    session: Annotated[ClientId, Field(description="Turns of one talk share it; another is another customer")] = "device"
    id: Annotated[ClientId | None, Field(description="The same id again is the same question, and gets the same answer")] = None


class AnswerOut(BaseModel):
    """``text`` is to be shown, ``spoken`` to be said; both are empty while a person owns the talk and has not answered yet."""

    text: str
    spoken: str
    sources: list[SourceOut]
    state: Literal["bot", "waiting", "human", "closed"]


def answer_routes(desk: ChatDesk) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["answer"])

    @router.post("/answer", summary="Ask once and wait for the answer")
    async def answer(form: QuestionForm, credentials: HTTPAuthorizationCredentials | None = Depends(_bearer)) -> AnswerOut:
        key = credentials.credentials if credentials else ""
        check_key(desk.settings.device_keys, key)
        device = hashlib.sha256(key.encode()).hexdigest()[:12]
        visitor = Visitor(inbox=desk.settings.inboxes[0], external_id=f"device-{device}-{form.session}")
        desk.admit(visitor)
        receipt = await desk.accept(visitor, MessageForm(id=form.id or f"d-{token_hex(12)}", text=form.text))
        page = await desk.wait_for_news(visitor, receipt.number, SECONDS, _never)
        said = [message for message in page.messages if message.sender != "customer"]
        return AnswerOut(
            text="\n".join(message.text for message in said),
            spoken=" ".join(message.spoken for message in said),
            sources=[source for message in said for source in message.sources],
            state=page.state,
        )

    return router


async def _never() -> bool:
    """Nobody asks whether the device has gone: it waits for seconds, and its question counts all the same."""
    return False
