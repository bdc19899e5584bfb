"""Kakao's answer to a callback or an event is a task. ``SUCCESS`` means that it was taken on; what became of it is asked for.

``GET /v1/tasks/{taskId}`` answers ``{"taskId", "status": "ALL SUCCESS", "allRequestCount", "successCount", "fail": {"count", "list"}}``.
The documents name no other status, so the counts decide: what is counted neither way is still on its way.
"""

from collections.abc import Mapping
from typing import Any

from dangol.channels.failures import DeliveryError, OutcomeUnknown, RecipientGone, Rejected, WindowClosed
from dangol.channels.wire import Answered, Wire, after, failure

LOOKS = (0.3, 0.7, 1.5, 2.5)  # seconds before each look: within the six that a worker's lease leaves for a row
_SECONDS = 2.0


def accepted(got: Answered) -> str | None:
    """The task's id. Kakao says FAIL and ERROR in the body, also with status 200."""
    value: Mapping[str, Any] = got.value if isinstance(got.value, dict) else {}
    if got.status != 200:
        raise failure(got.status, retry_after=after(got.headers))
    if value.get("status") != "SUCCESS":
        said = str(value.get("message", ""))[:80]
        raise WindowClosed(said=said) if "callback token" in said else Rejected(said=said or "no status")
    task = value.get("taskId")
    return str(task)[:200] if task else None


def confirm(url: str, headers: Mapping[str, str], wire: Wire) -> None:
    """Waits for the task's result; it is for one customer.

    Raises:
        RecipientGone: Kakao counts it as failed. OutcomeUnknown: it says nothing in time; it may still arrive, so it is not sent again.
    """
    for seconds in LOOKS:
        wire.pause(seconds)
        try:
            got = wire.get(url, headers, seconds=_SECONDS)
        except DeliveryError:  # asking changes nothing, so it is asked again
            continue
        value: Mapping[str, Any] = got.value if got.status == 200 and isinstance(got.value, dict) else {}
        fail = value.get("fail")
        if isinstance(fail, dict) and _count(fail, "count"):
            raise RecipientGone(said=str(value.get("status", ""))[:80])
        if _count(value, "successCount"):
            return
    raise OutcomeUnknown(said="task has no result")


def _count(value: Mapping[str, Any], key: str) -> int:
    found = value.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0
