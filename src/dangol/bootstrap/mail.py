"""Mail that came in: fetched, kept and answered like a call of any other platform."""

import base64
from collections.abc import Callable

import structlog

from dangol.bootstrap import hooks, talking
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.channels.email.mailbox import attend
from dangol.channels.failures import DeliveryError
from dangol.kit.errors import DangolError

CHANNEL = "email"
_log = structlog.get_logger("dangol.mail")


def mailboxes(house: House) -> tuple[Connection, ...]:
    return tuple(one for one in house.connections() if one.inbox.channel == CHANNEL and not one.missing)


def attend_mail(house: House, connection: Connection, stopped: Callable[[], bool]) -> int:
    """Keeps and answers what comes into a mailbox, until it is told to stop, the server cannot tell of news, or the line breaks.

    Returns how many mails there were. One that cannot be reached is logged.
    """
    waiting: list[str] = []
    total = 0

    def keep(raw: bytes) -> None:
        waiting.extend(_kept(house, connection, raw))

    def answer(count: int) -> None:
        nonlocal total
        total += count
        while waiting:
            _answer(house, waiting.pop(0))

    try:
        attend(connection.account, keep, answer, stopped)
    except DeliveryError as error:
        _log.warning("mail.fetch_failed", inbox=connection.inbox.name, code=error.code)
    except DangolError as error:  # the store is busy: what is unread is fetched again
        _log.warning("mail.keep_failed", inbox=connection.inbox.name, code=error.code)
    answer(0)
    return total


def _kept(house: House, connection: Connection, raw: bytes) -> list[str]:
    payload = {"raw_base64": base64.b64encode(raw).decode("ascii")}
    own = connection.account.value("from").strip().lower()
    heard = connection.channel.parse(payload, house.clock()).heard
    if any(one.identity == own for one in heard):  # a copy of our own
        return []
    return [one.message for one in hooks.take(house, connection, payload, house.clock()).waiting]


def _answer(house: House, message: str) -> None:
    try:
        talking.respond(house, message)
    except DangolError as error:  # it is kept: the worker decides about it
        _log.warning("mail.answer_failed", message_id=message, code=error.code)
