"""Asking Telegram for what came (``getUpdates``) instead of being called: for an owner whose machine has no public address.

Telegram knows a webhook or polling, never both: it refuses ``getUpdates`` with 409 while a webhook is set, and while somebody else polls
with the same token. It keeps what came for a day and forgets an update once a later offset is asked for.
"""

import json
from typing import Any

from dangol.channels.failures import Rejected
from dangol.channels.port import Account, Spoken
from dangol.channels.telegram.methods import call, result
from dangol.channels.telegram.payload import UPDATES
from dangol.channels.wire import Wire

MOST = 100  # updates in one answer, as Telegram has it
_CONFLICT = 409


def wanted(account: Account) -> bool:
    return account.value("receive") == "polling"


def updates(account: Account, offset: int, wire: Wire, *, seconds: int) -> list[dict[str, Any]]:
    """What came since ``offset`` (0 = since what was asked for last), oldest first; waits up to ``seconds`` for something.

    A webhook that is still set is taken away, and there is nothing this time.

    Raises:
        DeliveryError: Telegram cannot be reached or refuses; ``Rejected`` when another program polls with the same token.
    """
    body = {"timeout": seconds, "limit": MOST, "allowed_updates": list(UPDATES), **({"offset": offset} if offset else {})}
    got = call(account, "getUpdates", body, wire)
    if got.status == _CONFLICT:
        said = str(got.value.get("description", "")) if isinstance(got.value, dict) else ""
        if "webhook" not in said.lower():
            raise Rejected(said="another program polls with this token")
        result(call(account, "deleteWebhook", {}, wire))
        return []
    found = result(got)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def after(update: dict[str, Any], offset: int) -> int:
    """The offset that says that ``update`` is kept."""
    number = update.get("update_id")
    return max(offset, number + 1) if isinstance(number, int) and not isinstance(number, bool) else offset


def speak(account: Account, spoken: Spoken, wire: Wire) -> None:
    """Does what a webhook's response would have asked for: a method in its body.

    Raises:
        DeliveryError: as for any method.
    """
    asked = json.loads(spoken.body or b"{}")
    if method := asked.pop("method", ""):
        result(call(account, method, asked, wire))
