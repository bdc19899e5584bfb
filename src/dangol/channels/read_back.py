"""What a customer reads of a letter in each medium: it is spoken, or sent over a wire that leads nowhere, and the words are read back.

Nothing leaves. A channel that cannot say the letter (too long, no window) raises as it would for a customer.
"""

import json
from collections.abc import Iterator

from dangol.channels.failures import DeliveryError
from dangol.channels.port import Account, Channel, Letter
from dangol.channels.wire import Wire

_SHOWN = ("text", "title", "description", "caption", "body")  # keys of platforms' payloads whose values are words for the customer
_OK = {"ok": True, "success": True, "status": "SUCCESS", "result": {"message_id": 1}}


def read_back(channel: Channel, letter: Letter) -> str:
    """The words, in the order in which they are shown.

    Raises:
        DeliveryError: this channel could not say it.
    """
    account = Account(inbox="audit", values={one.key: _made_up(one.key) for one in channel.settings})
    if channel.name == "email":
        from dangol.channels.email.outgoing import mail

        return str(mail(account, letter).get_content()).strip()
    if channel.inline:
        return "\n".join(_words(json.loads(channel.speak(account, letter).body)))
    return "\n".join(_words(_sent(channel, account, letter)))


def _sent(channel: Channel, account: Account, letter: Letter) -> list[object]:
    import httpx

    bodies: list[object] = []

    def platform(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(200, json=_OK)

    try:
        channel.send(account, letter, Wire(transport=httpx.MockTransport(platform)))
    except DeliveryError:
        if not bodies:
            raise
    return bodies


def _words(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, str):
                if key in _SHOWN:
                    yield one
            else:
                yield from _words(one)


def _made_up(key: str) -> str:
    return "audit@dangol.example" if key in {"from", "user"} else "localhost" if key.endswith("_host") else ""
