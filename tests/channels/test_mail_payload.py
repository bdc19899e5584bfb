"""Mail as Korean programs send it: who wrote what, in which thread, and what is never answered."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from calls import mail
from hypothesis import given
from hypothesis import strategies as st

from dangol.channels.email.payload import parse
from dangol.channels.port import Heard, Parsed

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def one(parsed: Parsed) -> Heard:
    (heard,) = parsed.heard
    return heard


def raw(text: bytes | str) -> Parsed:
    data = text if isinstance(text, bytes) else text.encode()
    return parse({"raw_base64": base64.b64encode(data).decode()}, AT)


def test_who_wrote_what_and_when() -> None:
    heard = one(parse(mail("배송비 얼마예요?"), AT))
    assert (heard.identity, heard.id, heard.text) == ("minji@example.org", "<m-1@example.org>", "배송비 얼마예요?")
    assert heard.at == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert heard.data["subject"] == "문의"
    assert heard.wants_reply


@pytest.mark.parametrize("charset", ["euc-kr", "EUC-KR", "ks_c_5601-1987", "cp949", "MS949", "utf-8", "", "x-no-such"])
@pytest.mark.parametrize("words", ["배송비 얼마예요?", "똠방각하 펲시콜라"])  # the second is in CP949 and not in EUC-KR
def test_charsets(charset: str, words: str) -> None:
    encoding = "utf-8" if charset in {"utf-8"} else "cp949"
    named = f"; charset={charset}" if charset else ""
    subject = base64.b64encode(words.encode(encoding)).decode()
    head = f"From: a@b.example\r\nSubject: =?{charset or 'euc-kr'}?B?{subject}?=\r\nMessage-ID: <1@b.example>\r\n"
    body = head.encode() + f"Content-Type: text/plain{named}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + words.encode(encoding)
    heard = one(raw(body))
    assert (heard.text, heard.data["subject"]) == (words, words)


def test_a_subject_in_bare_bytes() -> None:
    assert one(raw("From: a@b.example\nSubject: 배송 문의\n\n안녕하세요".encode("cp949"))).data["subject"] == "배송 문의"


@pytest.mark.parametrize(
    "quoted",
    [
        "\n\n2026년 11월 25일 (수) 오후 3:12, 보리네 <hello@borine.example>님이 작성:\n> 3,200원이에요.\n",
        "\n\n2026년 11월 25일 (수) 오후 3:12,\n보리네 <hello@borine.example>님이 작성:\n> 3,200원이에요.\n",
        "\n\nOn Wed, Nov 25, 2026 at 3:12 PM Borine <hello@borine.example> wrote:\n> 3,200 won.\n",
        "\n\nOn Wed, Nov 25, 2026 at 3:12 PM Borine\n<hello@borine.example> wrote:\n\n> 3,200 won.\n",
        "\n\n-----Original Message-----\nFrom: Borine <hello@borine.example>\n3,200원이에요.\n",
        "\n\n-----원본 메시지-----\n보낸 사람: 보리네\n3,200원이에요.\n",
        "\n\n________________________________\n보낸 사람: 보리네 <hello@borine.example>\n3,200원\n",
        "\n\n보낸 사람: 보리네 <hello@borine.example>\n보낸 날짜: 어제\n3,200원\n",
        "\n-- \n김민지 드림\n010-0000-0000",
        "\n\n나의 iPhone에서 보냄",
    ],
)
def test_what_is_quoted_is_not_what_was_written(quoted: str) -> None:
    assert one(parse(mail("네, 그걸로 두 개 주세요." + quoted), AT)).text == "네, 그걸로 두 개 주세요."


def test_html_alone_is_read_without_its_tags() -> None:
    html = "<html><head><style>p{color:red}</style></head><body><p>배송비 &amp; 포장비<br>얼마예요?</p><blockquote>전에</blockquote></body>"
    made = EmailMessage()
    made["From"], made["Message-ID"] = "a@b.example", "<2@b.example>"
    made.set_content(html, subtype="html")
    assert one(raw(made.as_bytes())).text == "배송비 & 포장비\n얼마예요?"


def test_attachments_are_named_and_not_kept() -> None:
    made = EmailMessage()
    made["From"], made["Message-ID"], made["Subject"] = "a@b.example", "<3@b.example>", "사진이에요"
    made.set_content("이거 교환되나요?")
    made.add_attachment(b"\x89PNG" * 100, maintype="image", subtype="png", filename="터진 빵.png")
    heard = one(raw(made.as_bytes()))
    assert (heard.text, heard.data["attachments"]) == ("이거 교환되나요?", "터진 빵.png")
    assert "PNG" not in str(heard.data)


def test_an_empty_body_asks_with_its_subject() -> None:
    assert one(raw("From: a@b.example\nSubject: Re: Fwd: 배송비 얼마예요?\n\n\n")).text == "배송비 얼마예요?"


def test_threads() -> None:
    heard = one(parse(mail("네", In_Reply_To="<r@borine.example>", References="<a@x.example> <r@borine.example>"), AT))
    assert heard.data["references"] == "<a@x.example> <r@borine.example> <r@borine.example>"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated; owner-email=x"},
        {"Precedence": "bulk"},
        {"List-Id": "<news.example>"},
        {"List-Unsubscribe": "<mailto:x@y.example>"},
        {"X-Autoreply": "yes"},
        {"X-Auto-Response-Suppress": "All"},
        {"Return-Path": "<>"},
        {"From": "MAILER-DAEMON@b.example"},
        {"From": "no-reply@b.example"},
    ],
)
def test_machines_are_heard_and_never_answered(headers: dict[str, str]) -> None:
    lines = "".join(f"{name}: {value}\n" for name, value in {"From": "a@b.example", "Message-ID": "<4@b>", **headers}.items())
    heard = one(raw(f"{lines}\n부재중입니다"))
    assert (heard.wants_reply, heard.data["automatic"]) == (False, True)
    assert one(raw("From: a@b.example\nAuto-Submitted: no\n\n사람이에요")).wants_reply


def test_our_own_mail_that_comes_back_is_passed_over() -> None:
    assert raw("From: a@b.example\nMessage-ID: <01j0000000000000000000000a.dangol@borine.example>\n\n안녕").heard == ()


def test_a_bounce_names_the_delivery_that_failed() -> None:
    report = (
        "From: MAILER-DAEMON@mx.example\nMessage-ID: <b@mx.example>\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n"
        "--B\nContent-Type: text/plain\n\nNot delivered.\n--B\nContent-Type: message/delivery-status\n\n"
        "Final-Recipient: rfc822; Minji@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        "--B\nContent-Type: message/rfc822-headers\n\nMessage-ID: <01j0000000000000000000000a.dangol@borine.example>\n\n--B--\n"
    )
    heard = one(raw(report))
    assert (heard.type, heard.identity, heard.wants_reply) == ("delivery.receipt", "minji@example.org", False)
    assert heard.data == {"delivery": "01j0000000000000000000000a", "status": "failed"}
    assert raw(report.replace(".dangol@", "@")).heard == ()


@pytest.mark.parametrize(
    "payload", [{}, {"raw": 1}, {"raw": ""}, {"raw_base64": "*"}, {"raw": "no headers"}, {"raw": "From: nobody\n\nhi"}]
)
def test_what_is_no_mail_is_said_to_be_none(payload: Any) -> None:
    parsed = parse(payload, AT)
    assert (parsed.heard, bool(parsed.ignored)) == ((), True)


@given(
    data=st.binary(max_size=2000), headers=st.lists(st.sampled_from(["From", "Subject", "Content-Type", "Date", "Message-ID"]), max_size=5)
)
def test_no_bytes_break_the_parser(data: bytes, headers: list[str]) -> None:
    raw(b"".join(f"{name}: ".encode() + data[place * 50 : place * 50 + 50] + b"\n" for place, name in enumerate(headers)) + b"\n" + data)
    raw(data)
