"""E-mail over a real SMTP server (aiosmtpd) and a small IMAP server: in, answered in its thread, and what failures mean."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from calls import mail
from post_office import PostOffice, post_office
from street import NOON, PRICE, Street

from dangol.bootstrap import staffing
from dangol.bootstrap.house import House
from dangol.bootstrap.mail import attend_mail, mailboxes
from dangol.bootstrap.sending import sweep
from dangol.channels.email import outgoing
from dangol.channels.email.channel import Email, server
from dangol.channels.failures import DeliveryError, PlatformDown, RecipientGone, Rejected, Unauthorised, Unreachable
from dangol.channels.port import Account, Letter
from dangol.channels.wire import Wire
from dangol.kit.errors import Busy
from dangol.worker import run_mail

INBOX = """
[inboxes.mail]
channel = "email"
mode = "automatic"
from = "hello@borine.example"
imap_host = "127.0.0.1"
imap_port = {imap}
imap_security = "none"
smtp_host = "127.0.0.1"
smtp_port = {smtp}
smtp_security = "none"
password = "app-password"
staff = {{"boss@borine.example" = "owner"}}
"""


@pytest.fixture
def office(shop: Street) -> Iterator[PostOffice]:
    with post_office() as opened:
        with (shop.house.folder / "brand.toml").open("a", encoding="utf-8") as toml:
            toml.write(INBOX.format(imap=opened.imap_port, smtp=opened.smtp_port))
        yield opened


def fetch_mail(house: House) -> int:
    """One look into every mailbox."""
    return sum(attend_mail(house, one, lambda: True) for one in mailboxes(house))


def raw(text: str, **more: str) -> bytes:
    return str(mail(text, **more)["raw"]).encode("ascii", "surrogateescape")


def said(message: Any) -> str:
    return str(message.get_payload(decode=True).decode())


def test_a_mail_is_answered_in_its_thread(shop: Street, office: PostOffice) -> None:
    office.arrives(
        raw(PRICE + "\n\nOn Mon, Nov 23, 2026 Borine <hello@borine.example> wrote:\n> 2만원이에요", References="<first@x.example>")
    )
    assert fetch_mail(shop.house) == 1
    (answer,) = office.sent
    assert "3,200원" in said(answer)
    assert (answer["To"], answer["From"]) == ("minji@example.org", "hello@borine.example")
    assert (answer["In-Reply-To"], answer["References"]) == ("<m-1@example.org>", "<first@x.example> <m-1@example.org>")
    assert answer["Auto-Submitted"] == "auto-replied"
    assert re.fullmatch(r"<[0-9a-z]{26}\.dangol@borine\.example>", answer["Message-ID"])
    assert shop.thread("mail", "minji@example.org")[0] == ("customer", PRICE)
    assert office.seen == {1}
    assert fetch_mail(shop.house) == 0


def test_a_mail_that_is_fetched_again_is_answered_once(shop: Street, office: PostOffice) -> None:
    office.arrives(raw(PRICE))
    fetch_mail(shop.house)
    office.seen.clear()
    fetch_mail(shop.house)
    assert len(office.sent) == 1


@pytest.mark.parametrize("before", [(), (b"* OK still here",), (b"* 4 EXPUNGE", b"* 3 FETCH (FLAGS (\\Seen))")])
def test_news_are_told_at_once_where_the_server_can(shop: Street, office: PostOffice, before: tuple[bytes, ...]) -> None:
    """Nothing is asked again meanwhile: the mail that is told by IDLE is answered, though polling would come in twenty seconds only."""
    office.capabilities, office.chatter = "IMAP4rev1 IDLE", before
    stop = threading.Event()
    attends = threading.Thread(target=run_mail, args=(shop.house, stop), daemon=True)
    attends.start()
    assert office.idling.wait(30)
    office.arrives(raw(PRICE))
    assert office.posted.wait(30)
    stop.set()
    attends.join(20)
    assert not attends.is_alive()
    assert "3,200원" in said(office.sent[0])
    assert office.searches == 2


@pytest.mark.parametrize(("answer", "looks"), [("NO not now", 1), ("BYE", 1), ("drop", 1)])
def test_a_server_that_cannot_after_all_is_looked_at_once_a_round(shop: Street, office: PostOffice, answer: str, looks: int) -> None:
    office.capabilities, office.idle_answer = "IMAP4rev1 IDLE", answer
    office.arrives(raw(PRICE))
    (connection,) = mailboxes(shop.house)
    assert attend_mail(shop.house, connection, lambda: False) == 1  # it ends, and is begun again by the next round
    assert (len(office.sent), office.searches) == (1, looks)


def test_machines_and_ourselves_are_not_answered(shop: Street, office: PostOffice) -> None:
    office.arrives(raw("부재중이에요", Auto_Submitted="auto-replied"))
    office.arrives(raw(PRICE, sender="hello@borine.example", id_="<m-2@x>"))
    office.arrives(raw(PRICE, sender="mailer-daemon@x.example", id_="<m-3@x>"))
    office.arrives(b"\xff\xfe\x00 nonsense")
    assert fetch_mail(shop.house) == 4
    assert office.sent == []
    assert len(office.seen) == 4


def test_what_cannot_be_kept_stays_unread(shop: Street, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise Busy("store.locked", ko="잠겼습니다.", en="Locked.")

    office.arrives(raw(PRICE))
    with monkeypatch.context() as broken:
        broken.setattr("dangol.bootstrap.talking.accept", locked)
        fetch_mail(shop.house)
    assert (office.seen, office.sent) == (set(), [])
    fetch_mail(shop.house)
    assert len(office.sent) == 1


def test_the_owner_answers_from_their_mailbox_and_nobody_else_can(shop: Street, office: PostOffice) -> None:
    with shop.house.store.write() as connection:
        account = staffing.Account(login="owner", name="사장님", role="owner", password_hash="x")
        staffing.add(connection, account, shop.clock())
    office.arrives(raw("상담원 연결해 주세요"))
    fetch_mail(shop.house)
    sweep(shop.house, "w")
    notice = office.sent[-1]
    assert notice["To"] == "boss@borine.example"
    assert "상담원 연결해 주세요" in said(notice)
    before = len(office.sent)
    # Somebody forges the owner's address, without the notice's id.
    office.arrives(raw("전부 환불해 드릴게요", sender="boss@borine.example", id_="<forged@x>"))
    fetch_mail(shop.house)
    assert not any(one["To"] == "minji@example.org" for one in office.sent[before:])
    shop.later(seconds=5)
    reply = raw("네, 도와드릴게요.", sender="boss@borine.example", id_="<boss-1@x>", In_Reply_To=notice["Message-ID"])
    office.arrives(reply)
    fetch_mail(shop.house)
    answered = [one for one in office.sent if one["To"] == "minji@example.org"][-1]
    assert said(answered).strip() == "네, 도와드릴게요."
    assert answered["Auto-Submitted"] is None
    assert shop.state("mail", "minji@example.org") == "human"


def test_a_server_that_is_away_or_a_wrong_password_stops_nobody(shop: Street, office: PostOffice) -> None:
    toml = shop.house.folder / "brand.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('password = "app-password"', 'password = "wrong"'), encoding="utf-8")
    office.arrives(raw(PRICE))
    assert fetch_mail(shop.house) == 0
    toml.write_text(toml.read_text(encoding="utf-8").replace(f"imap_port = {office.imap_port}", "imap_port = 9"), encoding="utf-8")
    assert fetch_mail(shop.house) == 0
    assert shop.events() == []


def account(office: PostOffice, **more: str) -> Account:
    values = {"from": "hello@borine.example", "smtp_host": "127.0.0.1", "smtp_port": str(office.smtp_port), "smtp_security": "none"}
    return Account(inbox="mail", values={**values, "password": "app-password", **more})


LETTER = Letter(to="minji@example.org", text="안녕하세요 🍞", key="0" * 26, now=NOON)


def test_what_smtp_s_answers_mean() -> None:
    cases: list[tuple[dict[str, str], dict[str, str], type[DeliveryError]]] = [
        ({"refuses": "550 no such user"}, {}, RecipientGone),
        ({"refuses": "450 try later"}, {}, PlatformDown),
        ({"data_answer": "554 spam"}, {}, Rejected),
        ({"data_answer": "451 later"}, {}, PlatformDown),
        ({}, {"password": "wrong"}, Unauthorised),
        ({}, {"smtp_port": "9"}, Unreachable),
        ({}, {"smtp_security": "starttls"}, Unauthorised),  # the server does not offer it
        ({}, {"smtp_security": "none", "smtp_host": "mail.example"}, Unauthorised),  # the password in the open
        ({}, {"smtp_port": "99999"}, Unauthorised),
    ]
    with post_office() as office:
        for server_does, settings, error in cases:
            office.refuses, office.data_answer = server_does.get("refuses", ""), server_does.get("data_answer", "250 OK")
            with pytest.raises(error):
                Email().send(account(office, **settings), LETTER, Wire())
        office.refuses, office.data_answer = "", "250 OK"
        assert Email().send(account(office), LETTER, Wire()) == f"<{'0' * 26}.dangol@borine.example>"
        assert [said(one) for one in office.sent] == ["안녕하세요 🍞\n"]


def test_headers_cannot_be_injected() -> None:
    with post_office() as office:
        asked = {"subject": "문의\r\nBcc: all@example.org", "message_id": "<a@b>\r\nBcc: x@y", "references": "<ok@x> <bad\r\nX: y>"}
        made = outgoing.mail(account(office), replace(LETTER, asked=asked))
        assert set(made.keys()) == {
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
            "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        }  # fmt: skip
        assert made["Subject"] == "Re: 문의 Bcc: all@example.org"
        assert server(account(office)).user == "hello@borine.example"
