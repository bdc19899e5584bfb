"""Telegram bots that are asked for what came: each update is kept and answered as if Telegram had called."""

import structlog

from dangol.bootstrap import hooks, talking
from dangol.bootstrap.connecting import Connection
from dangol.bootstrap.house import House
from dangol.channels.failures import DeliveryError
from dangol.channels.telegram import polling
from dangol.kit.errors import DangolError
from dangol.store.turns import claim

CHANNEL = "telegram"
_log = structlog.get_logger("dangol.polling")


def polled(house: House) -> tuple[Connection, ...]:
    """The connected inboxes that poll."""
    telegram = (one for one in house.connections() if one.inbox.channel == CHANNEL and not one.missing)
    return tuple(one for one in telegram if polling.wanted(one.account))


def poll(house: House, connection: Connection, offset: int, *, seconds: int) -> int | None:
    """Takes what came, and waits up to ``seconds`` for something; returns the next offset.

    What could not be kept is asked for again: an update counts as taken only once a later offset is asked for. None: this round failed,
    or another process has this bot; the same offset is to be tried again, later.
    """
    with claim(house.store, f"polling/{connection.inbox.name}") as ours:
        if not ours:
            return None
        try:
            found = polling.updates(connection.account, offset, house.outside.wire, seconds=seconds)
        except DeliveryError as error:
            _log.warning("polling.failed", inbox=connection.inbox.name, code=error.code, said=error.said)
            return None
        waiting: list[str] = []
        kept: list[str] | None = []
        for update in found:
            kept = _kept(house, connection, update)
            if kept is None:
                break
            waiting += kept
            offset = polling.after(update, offset)
        for message in waiting:
            _answer(house, message)
        return offset if kept is not None else None


def _kept(house: House, connection: Connection, update: dict[str, object]) -> list[str] | None:
    """Messages that want a reply; None when the store cannot keep it now.

    What can never be kept (its sender was erased, say) is logged and passed over, so that it does not hold up everybody behind it.
    """
    try:
        taken = hooks.take(house, connection, update, house.clock())
    except Exception as error:
        again = isinstance(error, DangolError) and error.fault == "us"
        reason = error.code if isinstance(error, DangolError) else type(error).__name__
        _log.warning("polling.keep_failed", inbox=connection.inbox.name, reason=reason, again=again)
        return None if again else []
    try:
        polling.speak(connection.account, taken.done, house.outside.wire)
    except DeliveryError as error:  # a button that keeps turning, or an id that was not told: nothing is lost
        _log.info("polling.not_told", inbox=connection.inbox.name, code=error.code)
    return [one.message for one in taken.waiting]


def _answer(house: House, message: str) -> None:
    try:
        talking.respond(house, message)
    except DangolError as error:  # it is kept: the worker decides about it
        _log.warning("polling.answer_failed", message_id=message, code=error.code)
