"""IMAP IDLE (RFC 2177): the server tells that something came, instead of being asked again and again. Not every server can."""

import imaplib
import select
import ssl
import time
from collections.abc import Callable

_LOOK = 1.0  # seconds between looks at whether we are to stop
_NEWS = (b" EXISTS", b" RECENT")


def can_idle(client: imaplib.IMAP4) -> bool:
    """Whether the server says that it can; asked anew, for what it can may change with the login."""
    kind, told = client.capability()
    return kind == "OK" and any(isinstance(line, bytes) and b"IDLE" in line.upper().split() for line in told)


def idle(client: imaplib.IMAP4, seconds: float, stopped: Callable[[], bool]) -> None:
    """Waits, in a selected mailbox, until something comes, ``seconds`` have passed or it is told to stop.

    Raises:
        imaplib.IMAP4.error: the server refuses or says goodbye. OSError: the line broke.
    """
    tag = client._new_tag()  # imaplib has no IDLE of its own before Python 3.14
    client.send(tag + b" IDLE\r\n")
    while not (line := _line(client)).startswith(b"+"):  # what it tells before it agrees may be news already
        if line.startswith(tag):
            raise imaplib.IMAP4.error("IDLE refused")
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not stopped():
        if _readable(client, _LOOK) and _line(client).rstrip().upper().endswith(_NEWS):
            break
    client.send(b"DONE\r\n")
    while not _line(client).startswith(tag):
        pass


def _readable(client: imaplib.IMAP4, seconds: float) -> bool:
    """Whether there is something to read: on the socket, or read ahead already with the line before it."""
    sock = client.socket()
    patience = sock.gettimeout()
    sock.setblocking(False)
    try:
        ahead = bool(client.file.peek(1))  # type: ignore[union-attr]  # it is a BufferedReader
    except ssl.SSLWantReadError:
        ahead = False
    finally:
        sock.settimeout(patience)
    return ahead or bool(select.select([sock], [], [], seconds)[0])


def _line(client: imaplib.IMAP4) -> bytes:
    line: bytes = client.readline()
    if not line:
        raise imaplib.IMAP4.abort("the server closed the line")
    if line.upper().startswith(b"* BYE"):
        raise imaplib.IMAP4.abort("the server says goodbye")
    return line
