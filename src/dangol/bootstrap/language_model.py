"""A language model over the network, through pydantic-ai: any OpenAI-compatible server, or a vendor. Imported when it is first used.

pydantic-ai is asynchronous and the rooms are not, so one thread of its own runs its loop, and callers wait on a queue with an end. When
the end comes the call is cancelled: a server that hangs or drips costs neither the customer's answer nor a thread.
"""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from dangol.answers.model.port import BROKEN, REFUSED, TOO_LATE, UNREACHABLE, ModelFailed, Request, Usage
from dangol.kit.errors import BadInput

if TYPE_CHECKING:
    from pydantic_ai.models import Model

_CLOSING = 2.0  # seconds that cancelled calls get to end
_Piece = str | Usage | ModelFailed | None


class LanguageModel:
    """Thread safe; ``close`` it.

    Args:
        name: as the server calls it, or ``vendor:name`` where ``url`` is empty.
        url: of the server, ending in ``/v1``; key: its secret, empty where it wants none.
    """

    def __init__(self, name: str, url: str = "", key: str = "") -> None:
        self.name = name
        self._url = url
        self._key = key
        self._lock = threading.Lock()
        self._built: Future[Model] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def warm(self) -> None:
        """Imports and builds in the background what the first call needs, which takes seconds."""
        self._started()

    def stream(self, request: Request, seconds: float) -> Iterator[str | Usage]:
        ends = time.monotonic() + seconds
        if seconds <= 0:
            raise ModelFailed(TOO_LATE)
        built, loop = self._started()
        try:
            model = built.result(seconds)
        except NotYet:
            raise ModelFailed(TOO_LATE) from None
        except Exception as error:
            raise ModelFailed(BROKEN) from error
        pieces: SimpleQueue[_Piece] = SimpleQueue()
        call = asyncio.run_coroutine_threadsafe(_call(model, request, seconds, pieces), loop)
        try:
            while (piece := _next(pieces, ends)) is not None:
                if isinstance(piece, ModelFailed):
                    raise piece
                yield piece
        finally:
            call.cancel()

    def close(self) -> None:
        """Ends the calls in flight and the thread."""
        with self._lock:
            loop, thread, self._loop, self._built = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(2 * _CLOSING)

    def _started(self) -> "tuple[Future[Model], asyncio.AbstractEventLoop]":
        with self._lock:
            if self._loop is None or self._built is None:
                self._loop, self._built = asyncio.new_event_loop(), Future()
                self._thread = threading.Thread(target=self._run, args=(self._loop, self._built), name="dangol-model", daemon=True)
                self._thread.start()
            return self._built, self._loop

    def _run(self, loop: asyncio.AbstractEventLoop, built: "Future[Model]") -> None:
        asyncio.set_event_loop(loop)
        try:
            built.set_result(self._build())
        except Exception as error:
            built.set_exception(error)
        try:
            loop.run_forever()
            if tasks := asyncio.all_tasks(loop):
                for task in tasks:
                    task.cancel()
                loop.run_until_complete(asyncio.wait(tasks, timeout=_CLOSING))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()

    def _build(self) -> "Model":
        import pydantic_ai  # noqa: F401 - the calls need it, and it is what takes the time

        if not self._url:
            from pydantic_ai.models import infer_model

            return infer_model(self.name)
        from openai import AsyncOpenAI
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

        client = AsyncOpenAI(base_url=self._url, api_key=self._key or "none", max_retries=0)  # the ladder is our retry
        return OpenAIChatModel(self.name, provider=OpenAICompatibleProvider("own", openai_client=client))


def check_installed() -> None:
    """Raises ``BadInput`` ``model.not_installed`` where the extra is missing, without importing it."""
    from importlib.util import find_spec

    if find_spec("pydantic_ai") is None:
        raise BadInput(
            "model.not_installed",
            ko="brand.toml에 [model]이 있지만 필요한 꾸러미가 없습니다. pip install 'dangol[model]' 을 실행하거나 [model]을 지워 주세요.",
            en="brand.toml has [model], but its packages are missing. Run pip install 'dangol[model]', or remove [model].",
        )


def _next(pieces: "SimpleQueue[_Piece]", ends: float) -> _Piece:
    try:
        return pieces.get(timeout=max(0.0, ends - time.monotonic()))
    except Empty:
        return ModelFailed(TOO_LATE)


async def _call(model: "Model", request: Request, seconds: float, pieces: "SimpleQueue[_Piece]") -> None:
    from pydantic_ai import Agent

    agent = Agent(model, instructions=request.instructions, output_type=str, retries=0)
    try:
        async with agent.run_stream(
            request.data, model_settings={"max_tokens": request.max_tokens, "temperature": 0.0, "timeout": seconds}
        ) as result:
            async for text in result.stream_text(delta=True, debounce_by=None):
                pieces.put(text)
            usage = result.usage
        if usage.input_tokens or usage.output_tokens:
            pieces.put(Usage(read=usage.input_tokens or 0, written=usage.output_tokens or 0))
        pieces.put(None)
    except Exception as error:  # whatever the library and the server raise; its words may hold what was sent, so only its kind is kept
        pieces.put(ModelFailed(_why(error)))


def _why(error: Exception) -> str:
    if getattr(error, "status_code", None):
        return REFUSED
    if isinstance(error.__cause__, ValueError):  # no JSON where the protocol wants it
        return BROKEN
    name = type(error).__name__
    return UNREACHABLE if any(word in name for word in ("API", "Connect", "Timeout")) else BROKEN
