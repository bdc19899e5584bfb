"""E-mail as a channel. Nobody calls us: the mailbox is fetched (``channels.email.mailbox``), and letters go by SMTP."""

from datetime import datetime
from typing import ClassVar

from dangol.channels.email import outgoing, payload
from dangol.channels.failures import Unauthorised
from dangol.channels.port import Account, Call, Heard, Letter, Parsed, Setting, Spoken, Unproven
from dangol.channels.wire import Wire

_PORTS = {"tls": 465, "starttls": 587, "none": 25}


class Email:
    name: ClassVar[str] = "email"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(key="from", meaning="the address that writes and is written to", required=True),
        Setting(key="imap_host", meaning="the server that mail is fetched from", required=True),
        Setting(key="imap_port", meaning="its port; 993"),
        Setting(key="imap_security", meaning='"tls", or "none" (only to this machine)'),
        Setting(key="smtp_host", meaning="the server that mail is sent by", required=True),
        Setting(key="smtp_port", meaning="its port; 465, 587 or 25 by its security"),
        Setting(key="smtp_security", meaning='"tls", "starttls" or "none" (only to this machine)'),
        Setting(key="user", meaning="the login at both; the address where it is absent"),
        Setting(key="password", meaning="its password, or an app password", required=True, secret=True),
        Setting(key="staff", meaning="who of your people writes to this mailbox: address = login, several with commas"),
    )
    inline: ClassVar[bool] = False
    must_speak: ClassVar[bool] = False
    tells_age: ClassVar[bool] = False
    forgeable: ClassVar[bool] = True
    sells: ClassVar[bool] = False
    seconds: ClassVar[float] = 0.0

    def prove(self, account: Account, call: Call) -> None:
        raise Unproven  # mail has no address to be called at

    def connect(self, account: Account, address: str, wire: Wire) -> bool:
        return False

    def parse(self, payload_: object, at: datetime) -> Parsed:
        return payload.parse(payload_, at)

    def speak(self, account: Account, letter: Letter) -> Spoken:
        return Spoken()

    def acknowledge(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken()

    def late(self, account: Account, heard: Heard | None) -> Spoken:
        return Spoken(later=True)

    def send(self, account: Account, letter: Letter, wire: Wire) -> str | None:
        made = outgoing.mail(account, letter)
        outgoing.post(server(account), made)
        return str(made["Message-ID"])


def server(account: Account) -> outgoing.Server:
    """The SMTP server of an account.

    Raises:
        Unauthorised: its settings make no sense, or would send the password over the network in the open.
    """
    security = account.value("smtp_security") or "tls"
    port = account.value("smtp_port") or str(_PORTS.get(security, 0))
    host = account.value("smtp_host")
    if security not in _PORTS or not port.isdecimal() or not 0 < int(port) < 65536 or (security == "none" and not local(host)):
        raise Unauthorised(said="smtp settings")
    user = account.value("user") or account.value("from")
    return outgoing.Server(host=host, port=int(port), security=security, user=user, password=account.value("password"))


def local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
