"""Fetches what is new in a mailbox over IMAP. A mail is marked as read only when it is kept, so a crash in between fetches it again."""

import imaplib
import ssl
from collections.abc import Callable
from typing import Any

from dangol.channels.email.idle import can_idle, idle
from dangol.channels.failures import Unauthorised, Unreachable
from dangol.channels.port import Account

MOST_BYTES = 2_000_000  # of one mail; its words come first, what follows is attachments
_MOST_MAILS = 50
_SECONDS = 20.0
_IDLE_SECONDS = 300.0  # then the mailbox is looked at all the same; servers end an IDLE after 30 minutes

Keep = Callable[[bytes], None]
"""Keeps one mail. What it raises leaves the mail unread and ends the fetching."""


def attend(account: Account, keep: Keep, fetched: Callable[[int], None], stopped: Callable[[], bool]) -> None:
    """Gives each unread mail to ``keep``, oldest first, and marks it as read; then waits for more, where the server can tell (IDLE).

    Args:
        fetched: is told after each look how many mails there were. stopped: whether to end.

    Returns when it is told to stop, and after one look where the server cannot tell of news.

    Raises:
        Unreachable: no connection, or it broke. Unauthorised: the login is wrong, or the password would cross the network in the open.
    """
    client = _connected(account)
    try:
        _logged_in(client, account)
        _expect(client.select("INBOX"))
        idles = can_idle(client)
        while True:
            count = _take_unread(client, keep)
            fetched(count)
            if stopped() or not idles:
                return
            if count < _MOST_MAILS:
                idle(client, _IDLE_SECONDS, stopped)
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreachable(said=type(error).__name__) from error
    finally:
        _leave(client)


def _take_unread(client: imaplib.IMAP4, keep: Keep) -> int:
    found = _expect(client.uid("SEARCH", "UNSEEN"))
    listed = found[0] if found and isinstance(found[0], bytes) else b""
    names = [name.decode("ascii") for name in listed.split()[:_MOST_MAILS]]
    for name in names:
        raw = _body(client, name)
        if raw is not None:
            keep(raw)
        _expect(client.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)"))
    return len(names)


def _connected(account: Account) -> imaplib.IMAP4:
    security, host = account.value("imap_security") or "tls", account.value("imap_host")
    port = account.value("imap_port") or ("993" if security == "tls" else "143")
    local = host in {"localhost", "127.0.0.1", "::1"}
    if security not in {"tls", "none"} or not port.isdecimal() or (security == "none" and not local):
        raise Unauthorised(said="imap settings")
    try:
        if security == "none":
            return imaplib.IMAP4(host, int(port), timeout=_SECONDS)
        return imaplib.IMAP4_SSL(host, int(port), ssl_context=ssl.create_default_context(), timeout=_SECONDS)
    except (OSError, OverflowError, imaplib.IMAP4.error) as error:
        raise Unreachable(said=type(error).__name__) from error


def _logged_in(client: imaplib.IMAP4, account: Account) -> None:
    try:
        client.login(account.value("user") or account.value("from"), account.value("password"))
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeError) as error:
        raise Unauthorised(said="login") from error


def _body(client: imaplib.IMAP4, name: str) -> bytes | None:
    for part in _expect(client.uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")):
        if isinstance(part, tuple) and len(part) > 1 and isinstance(part[1], bytes):
            return part[1]
    return None  # it was deleted meanwhile


def _expect(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return data


def _leave(client: imaplib.IMAP4) -> None:
    try:
        client.logout()
    except (imaplib.IMAP4.error, OSError):
        client.shutdown()
