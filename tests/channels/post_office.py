"""A mail server for tests: aiosmtpd takes our mail, and a small IMAP server (RFC 3501, what a fetcher needs) hands out what it is given."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class PostOffice:
    """``unread`` is the mailbox; ``sent`` is what came by SMTP; ``refuses`` is the SMTP reply to recipients, empty = taken."""

    smtp_port: int = 0
    imap_port: int = 0
    unread: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    sent: list[Message] = field(default_factory=list)
    refuses: str = ""
    data_answer: str = "250 OK"
    capabilities: str = "IMAP4rev1"
    idle_answer: str = ""  # how IDLE is refused; empty = it is taken
    chatter: tuple[bytes, ...] = ()  # what an IDLE tells before the news
    searches: int = 0
    idling: threading.Event = field(default_factory=threading.Event)
    posted: threading.Event = field(default_factory=threading.Event)
    news: threading.Event = field(default_factory=threading.Event)

    def arrives(self, raw: bytes) -> None:
        self.unread[len(self.unread) + 1] = raw
        self.news.set()

    # aiosmtpd's handler
    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            self.sent.append(message_from_bytes(envelope.content))
            self.posted.set()
        return self.data_answer


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"hello@borine.example", b"app-password")
    return AuthResult(success=good, handled=False)


class _Imap(socketserver.StreamRequestHandler):
    office: PostOffice

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if rest.upper() == "IDLE":
                if not self._idle(tag):
                    return
                continue
            for answer in self._answers(rest):
                self.wfile.write(answer + b"\r\n")
            if self.failed:
                self.wfile.write(f"{tag} NO failed\r\n".encode())
            else:
                self.wfile.write(f"{tag} OK done\r\n".encode())
            if rest.upper() == "LOGOUT":
                return

    failed = False

    def _idle(self, tag: str) -> bool:
        """RFC 2177: news until the client says DONE. False: the line is closed."""
        if self.office.idle_answer in {"BYE", "drop"}:
            self.wfile.write(b"* BYE too busy\r\n" if self.office.idle_answer == "BYE" else b"")
            return False
        if self.office.idle_answer:
            self.wfile.write(f"{tag} {self.office.idle_answer}\r\n".encode())
            return True
        self.wfile.write(b"+ idling\r\n")
        for told in self.office.chatter:
            self.wfile.write(told + b"\r\n")
        self.office.idling.set()
        self.connection.settimeout(0.02)
        while True:
            if self.office.news.is_set():
                self.office.news.clear()
                self.wfile.write(f"* {len(self.office.unread)} EXISTS\r\n* 1 RECENT\r\n".encode())
            try:
                done = self.connection.recv(100)
            except TimeoutError:
                continue
            assert done.strip().upper() in {b"DONE", b""}
            self.connection.settimeout(None)
            self.wfile.write(f"{tag} OK idled\r\n".encode())
            return bool(done)

    def _answers(self, rest: str) -> list[bytes]:
        self.failed = False
        words = rest.split()
        match [word.upper() for word in words[:2]]:
            case ["CAPABILITY"]:
                return [f"* CAPABILITY {self.office.capabilities}".encode()]
            case ["LOGIN", *_]:
                self.failed = '"app-password"' not in rest and "app-password" not in words
            case ["SELECT", *_]:
                return [b"* 1 EXISTS"]
            case ["UID", "SEARCH"]:
                self.office.searches += 1
                names = [str(name) for name in self.office.unread if name not in self.office.seen]
                return [f"* SEARCH {' '.join(names)}".encode()]
            case ["UID", "FETCH"]:
                most = int(re.findall(r"<0\.(\d+)>", rest)[0])
                raw = self.office.unread[int(words[2])][:most]
                head = f"* {words[2]} FETCH (UID {words[2]} BODY[]<0> {{{len(raw)}}}".encode()
                return [head + b"\r\n" + raw + b")"]
            case ["UID", "STORE"]:
                self.office.seen.add(int(words[2]))
            case ["LOGOUT"]:
                return [b"* BYE"]
        return []


@contextmanager
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()

    class Handler(_Imap):
        pass

    Handler.office = office
    imap = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    imap.daemon_threads = True
    thread = threading.Thread(target=imap.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    office.imap_port = imap.server_address[1]
    probe = socketserver.TCPServer(("127.0.0.1", 0), Handler)  # a free port for SMTP
    office.smtp_port = probe.server_address[1]
    probe.server_close()
    smtp = Controller(office, hostname="127.0.0.1", port=office.smtp_port, authenticator=_authenticate, auth_require_tls=False)
    smtp.start()
    try:
        yield office
    finally:
        smtp.stop()
        imap.shutdown()
        imap.server_close()
        thread.join(5)
