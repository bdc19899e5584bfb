"""The Bot API's methods, and what their errors mean."""

from collections.abc import Mapping
from typing import Any

from dangol.channels.failures import OutcomeUnknown, PlatformDown, RecipientGone, Rejected, Throttled, Unauthorised
from dangol.channels.port import Account
from dangol.channels.wire import Answered, Wire, after, failure

API = "https://api.telegram.org"
_GONE = ("blocked", "deactivated", "chat not found", "kicked", "can't initiate", "user not found")


def call(account: Account, method: str, body: Mapping[str, Any], wire: Wire) -> Answered:
    """Calls a method of the Bot API. The token is part of the address, so the address is never logged."""
    return wire.post(f"{account.platform or API}/bot{account.value('token')}/{method}", body)


def result(got: Answered) -> Any:
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
