"""A comparison and links on every channel: within its limits, with the same facts, and as plain words where cards cannot hold them."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from dangol.channels import registry
from dangol.channels.email.outgoing import mail
from dangol.channels.kakao.rules import problems
from dangol.channels.port import Account, Channel, Choice, Letter, Link, Table
from dangol.channels.read_back import read_back
from dangol.channels.telegram.channel import Telegram
from dangol.channels.wire import Wire

NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
URLS = ("https://shop.example/a", "https://shop.example/b")
TABLE = Table(
    lead="가 텐트가 140,000원 더 저렴해요.",
    heads=("가 텐트", "나 텐트"),
    rows=(("가격", ("189,000원", "329,000원")), ("재고", ("12개", "품절")), ("무게", ("2.6kg", ""))),
    urls=URLS,
)
TEXT = "가 텐트는 189,000원이에요. 나 텐트는 329,000원이에요. 가 텐트의 무게는 2.6kg이에요. 가 텐트가 140,000원 더 저렴해요."
LETTER = Letter(to="1", text=TEXT, key="k", now=NOON, asked_at=NOON, table=TABLE)
LINKED = Letter(
    to="1", text="가 텐트는 189,000원이에요.", key="k", now=NOON, asked_at=NOON, links=(Link(label="주문하러 가기", url=URLS[0]),)
)
FACTS = ("가 텐트", "나 텐트", "189,000원", "329,000원", "2.6kg", "140,000원 더 저렴해요")


def channels() -> list[Channel]:
    found = (registry.channel(name) for name in registry.names())
    return [channel for channel in found if channel is not None and not channel.sells]


def spoken(name: str, letter: Letter) -> Any:
    channel = registry.channel(name)
    assert channel is not None
    return json.loads(channel.speak(Account(inbox="x"), letter).body)


def telegram(letter: Letter) -> dict[str, Any]:
    sent: list[Any] = []

    def platform(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"ok": True, "result": {"message_id": 1}})

    Telegram().send(Account(inbox="x", values={"token": "1:a"}), letter, Wire(transport=httpx.MockTransport(platform)))
    body: dict[str, Any] = sent[-1]
    return body


@pytest.mark.parametrize("channel", channels(), ids=lambda channel: str(channel.name))
def test_every_channel_says_all_of_the_comparison(channel: Channel) -> None:
    said = read_back(channel, LETTER)
    assert [fact for fact in FACTS if fact not in said] == []


def test_kakao_shows_item_cards_with_an_order_button() -> None:
    response = spoken("kakao", LETTER)
    assert problems(response) == []
    lead, cards = response["template"]["outputs"]
    assert lead == {"simpleText": {"text": TABLE.lead}}
    assert cards["carousel"]["type"] == "itemCard"
    first, second = cards["carousel"]["items"]
    assert first["head"] == {"title": "가 텐트"}
    assert first["itemList"][0] == {"title": "가격", "description": "189,000원"}
    assert second["itemList"][2] == {"title": "무게", "description": "-"}, "unknown, and not left out"
    assert first["buttons"] == [{"label": "주문하러 가기", "action": "webLink", "webLinkUrl": URLS[0]}]


def test_what_item_cards_cannot_hold_becomes_text_cards_and_then_words() -> None:
    six = tuple((f"특성 {at}", ("있음", "없음")) for at in range(6))
    response = spoken("kakao", replace(LETTER, table=replace(TABLE, rows=six)))
    assert problems(response) == []
    assert response["template"]["outputs"][1]["carousel"]["type"] == "textCard"
    long = (("설명", ("가" * 200, "나" * 200)),)
    response = spoken("kakao", replace(LETTER, table=replace(TABLE, rows=long)))
    assert problems(response) == []
    (card,) = response["template"]["outputs"]
    assert card["textCard"]["description"] == TEXT
    assert [button["webLinkUrl"] for button in card["textCard"]["buttons"]] == list(URLS)


def test_kakaos_rules_know_an_item_that_is_too_long() -> None:
    item = {"head": {"title": "가"}, "itemList": [{"title": "일곱글자제목임", "description": "값"}]}
    response = {"version": "2.0", "template": {"outputs": [{"itemCard": item}]}}
    assert problems(response) == ["template.outputs[0].itemCard.itemList[0].title: has more than 6 characters"]


def test_kakao_keeps_the_choices_and_a_hand_over_keeps_its_button_alone() -> None:
    letter = replace(LINKED, choices=(Choice(label="네", value="네"),))
    response = spoken("kakao", letter)
    assert problems(response) == []
    assert response["template"]["quickReplies"][0]["messageText"] == "네"
    handed = spoken("kakao", replace(LINKED, hand_over=True))
    (card,) = handed["template"]["outputs"]
    assert [button["action"] for button in card["textCard"]["buttons"]] == ["operator"]


def test_kakao_puts_a_link_under_a_long_text() -> None:
    response = spoken("kakao", replace(LINKED, text="문장이에요. " * 100))
    assert problems(response) == []
    assert list(response["template"]["outputs"][-1]["textCard"]) == ["title", "buttons"]


def test_talktalk_shows_a_composite_for_each_thing() -> None:
    (lead, first, second) = spoken("talktalk", LETTER)["compositeContent"]["compositeList"]
    assert lead == {"title": "비교", "description": TABLE.lead}
    assert first["title"] == "가 텐트"
    assert first["description"] == "가격: 189,000원\n재고: 12개\n무게: 2.6kg"
    assert second["description"] == "가격: 329,000원\n재고: 품절"
    button = first["buttonList"][0]
    assert button == {"type": "LINK", "data": {"title": "주문하러 가기", "url": URLS[0], "mobileUrl": URLS[0]}}


def test_talktalk_falls_back_to_words_with_their_links() -> None:
    many = Table(lead="", heads=tuple("가나다라마바사아자차"), rows=(("가격", ("1원",) * 10),), urls=("",) * 9 + (URLS[0],))
    content = spoken("talktalk", replace(LETTER, table=many))["textContent"]
    assert content["text"] == f"{TEXT}\n\n차: {URLS[0]}"
    (composite,) = spoken("talktalk", LINKED)["compositeContent"]["compositeList"]
    assert composite["description"] == LINKED.text
    long = spoken("talktalk", replace(LINKED, text="말" * 1001))
    assert long["textContent"]["text"].endswith(URLS[0])


def test_telegram_has_text_blocks_and_buttons_that_open_pages() -> None:
    body = telegram(LETTER)
    assert body["text"] == f"{TABLE.lead}\n\n■ 가 텐트\n가격: 189,000원\n재고: 12개\n무게: 2.6kg\n\n■ 나 텐트\n가격: 329,000원\n재고: 품절"
    assert body["reply_markup"]["inline_keyboard"] == [[{"text": "가 텐트", "url": URLS[0]}], [{"text": "나 텐트", "url": URLS[1]}]]
    assert telegram(LINKED)["reply_markup"] == {"inline_keyboard": [[{"text": "주문하러 가기", "url": URLS[0]}]]}
    assert "reply_markup" not in telegram(replace(LINKED, links=()))


def test_a_mail_is_plain_and_names_each_page() -> None:
    said = mail(Account(inbox="x", values={"from": "shop@shop.example"}), LETTER).get_content()
    assert f"{TABLE.lead}\n\n■ 가 텐트\n가격: 189,000원" in said
    assert f"가 텐트: {URLS[0]}" in said
