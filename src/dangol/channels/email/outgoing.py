"""A letter as a mail, and its way to the SMTP server."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TypeVar

from dangol.channels.choices import listed
from dangol.channels.failures import DeliveryError, OutcomeUnknown, PlatformDown, RecipientGone, Rejected, Unauthorised, Unreachable
from dangol.channels.plain import blocks, links_of, with_links
from dangol.channels.port import Account, Letter

T = TypeVar("T")
_SECONDS = 20.0
_MOST_SUBJECT = 200
_HOW = "\n\n번호로 답장해 주세요. / Reply with a number."


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """``security`` is ``tls`` (465), ``starttls`` (587) or ``none`` (only to this machine)."""

    host: str
    port: int
    security: str
    user: str
    password: str


def mail(account: Account, letter: Letter) -> EmailMessage:
    """The mail, in the thread of what it answers. A machine's reply says so (RFC 3834), so that no other machine answers it."""
    sender = account.value("from")
    made = EmailMessage()
    made["From"], made["To"] = sender, letter.to
    made["Subject"] = _subject(str(letter.asked.get("subject", "")))
    made["Date"] = format_datetime(letter.now)
    made["Message-ID"] = f"<{letter.key}.dangol@{sender.rpartition('@')[2]}>"
    answered = _id(str(letter.asked.get("message_id", "")))
    if answered:
        made["In-Reply-To"] = answered
        earlier = [one for one in str(letter.asked.get("references", "")).split() if _id(one) and one != answered]
        made["References"] = " ".join([*earlier[-10:], answered])
    if letter.by_machine:
        made["Auto-Submitted"] = "auto-replied"
    text = blocks(letter.table) if letter.table else letter.text
    choices = f"\n{listed(letter.choices)}" if letter.choices else ""
    how = _HOW if any(choice.short for choice in letter.choices) else ""
    made.set_content(with_links(text, (*letter.links, *links_of(letter.table))) + choices + how, charset="utf-8", cte="base64")
    return made


def post(server: Server, message: EmailMessage) -> None:
    """Hands the mail over.

    Raises:
        DeliveryError: before the mail's text was sent nothing has arrived; after that nobody knows.
    """
    with _connected(server) as client:
        _step(lambda: client.ehlo_or_helo_if_needed())
        if server.security == "starttls":
            _step(lambda: client.starttls(context=ssl.create_default_context()))
        if server.user:
            _step(lambda: client.login(server.user, server.password))
        _expect(_step(lambda: client.mail(str(message["From"]))))
        _expect(_step(lambda: client.rcpt(str(message["To"]))), recipient=True)
        try:
            code, _ = client.data(message.as_bytes())
        except (smtplib.SMTPException, OSError) as error:
            if isinstance(error, smtplib.SMTPDataError):  # it refused before the text
                raise _meaning(error.smtp_code) from error
            raise OutcomeUnknown from error
        _expect((code, b""))


def _connected(server: Server) -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if server.security == "tls" else smtplib.SMTP
    try:
        return kind(server.host, server.port, timeout=_SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable from error


def _step(work: Callable[[], T]) -> T:
    """One step before the text: whatever breaks here, nothing has arrived."""
    try:
        return work()
    except smtplib.SMTPAuthenticationError as error:
        raise Unauthorised(said=str(error.smtp_code)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Unauthorised(said="not supported") from error
    except smtplib.SMTPResponseException as error:
        raise _meaning(error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable from error


def _expect(answer: tuple[int, bytes], *, recipient: bool = False) -> None:
    code = answer[0]
    if not 200 <= code < 300:
        raise _meaning(code, recipient=recipient)


def _meaning(code: int, *, recipient: bool = False) -> DeliveryError:
    if 400 <= code < 500:
        return PlatformDown(said=str(code))
    if code in {530, 534, 535, 538}:
        return Unauthorised(said=str(code))
    return RecipientGone(said=str(code)) if recipient else Rejected(said=str(code))


def _subject(asked: str) -> str:
    asked = " ".join("".join(sign if sign.isprintable() else " " for sign in asked).split())[:_MOST_SUBJECT]
    if not asked:
        return "문의하신 내용에 대한 답변"
    return asked if asked.lower().startswith("re:") else f"Re: {asked}"


def _id(given: str) -> str:
    """A Message-ID that may stand in a header; empty for anything else."""
    inner = given.strip()
    sound = inner.startswith("<") and inner.endswith(">") and inner.isascii() and inner.isprintable() and " " not in inner
    return inner if sound and len(inner) <= 400 else ""
