"""What is offered beside a hand-over, on every channel: within its limits, and what is pressed or numbered comes back as what was meant."""

from typing import Any

import pytest
from calls import kakao, mail, talktalk, telegram
from post_office import post_office
from street import NOON, Street
from test_email import INBOX, fetch_mail, said

from dangol.channels.choices import numbered
from dangol.channels.email.outgoing import mail as made_mail
from dangol.channels.kakao.replies import skill_response
from dangol.channels.kakao.rules import problems
from dangol.channels.port import Account, Choice, Letter
from dangol.channels.talktalk.channel import TalkTalk
from dangol.knowledge.imports import import_folder

FRIDGE = "빵 냉장고에 넣어도 괜찮나요?"
LONG = "빵은 어떻게 보관하면 가장 오래 맛있게 먹을 수 있나요?"  # longer than any platform's button, in bytes or in letters
KEPT = "밀봉해서 냉동하면"


@pytest.fixture
def shop(shop: Street) -> Street:
    faq = shop.house.folder / "faq.csv"
    faq.write_text(faq.read_text(encoding="utf-8").replace("빵은 어떻게 보관하나요?", LONG), encoding="utf-8")
    import_folder(shop.house.store, shop.house.folder, NOON)
    return shop


def test_kakao_offers_quick_replies_and_answers_the_one_pressed(shop: Street) -> None:
    value = shop.post("kakao", kakao(FRIDGE)).json()
    assert problems(value) == []
    (quick,) = value["template"]["quickReplies"]
    assert quick["label"] == "1번 빵은 어떻게 보관하…"
    assert quick["messageText"] == LONG
    assert f"1번  {LONG}" in str(value["template"]["outputs"])
    shop.later(seconds=30)
    answer = shop.post("kakao", kakao(quick["messageText"])).json()
    assert KEPT in str(answer["template"]["outputs"])
    assert [one["label"] for one in answer["template"]["quickReplies"]] == ["이걸로 됐어요", "사람에게 물어볼게요"]
    shop.later(seconds=30)
    shop.post("kakao", kakao("이걸로 됐어요"))
    assert shop.state("kakao", "u-kakao-1") == "bot"


def test_talktalk_carries_the_whole_title_in_the_code(shop: Street) -> None:
    content = shop.post("talktalk", talktalk(FRIDGE)).json()["textContent"]
    (button,) = content["quickReply"]["buttonList"]
    assert button["type"] == "TEXT"
    assert len(button["data"]["title"]) <= 18
    assert LONG in content["text"]
    shop.later(seconds=30)
    pressed = {"text": button["data"]["title"], "code": button["data"]["code"], "inputType": "button"}
    answer = shop.post("talktalk", talktalk(textContent=pressed)).json()["textContent"]["text"]
    assert KEPT in answer
    assert shop.thread("talktalk", "al-2eGuGr5WQOnco1_V-FQ")[2] == ("customer", LONG)


def test_a_code_that_was_not_pressed_or_is_none_of_ours_says_nothing(shop: Street) -> None:
    for place, content in enumerate(
        (
            {"text": "안녕", "code": f"says/{LONG}", "inputType": "typing"},
            {"text": "안녕", "code": "MENU_1", "inputType": "button"},
        )
    ):
        shop.later(seconds=30)
        shop.post("talktalk", talktalk(textContent=content))
        assert shop.thread("talktalk", "al-2eGuGr5WQOnco1_V-FQ")[2 * place] == ("customer", "안녕")


def test_telegram_sends_back_a_number_where_the_title_is_too_long_for_a_button(shop: Street) -> None:
    def post(update: Any) -> None:
        connection = shop.house.connection("telegram")
        assert connection is not None
        shop.post("telegram", update, x_telegram_bot_api_secret_token=connection.account.header_secret)

    shop.platform.says(200, {"ok": True, "result": {"message_id": 7}})
    post(telegram(FRIDGE))
    ((button,),) = shop.platform.bodies()[-1]["reply_markup"]["inline_keyboard"]
    assert button["callback_data"] == "1번"
    assert button["text"].startswith("1번 빵은" if len(LONG) > 40 else "빵은")
    shop.later(seconds=30)
    person = {"id": 3527065, "is_bot": False, "first_name": "Nic"}
    message = {"message_id": 7, "chat": {"id": 3527065, "type": "private"}, "date": 1454119029}
    query = {"id": "q1", "from": person, "chat_instance": "1", "data": "1번", "message": message}
    post({"update_id": 174114371, "callback_query": query})
    assert KEPT in shop.platform.bodies()[-1]["text"]


def test_a_mail_lists_them_numbered_and_a_number_answers(shop: Street) -> None:
    with post_office() as office:
        with (shop.house.folder / "brand.toml").open("a", encoding="utf-8") as toml:
            toml.write(INBOX.format(imap=office.imap_port, smtp=office.smtp_port))
        office.arrives(str(mail(FRIDGE)["raw"]).encode("ascii", "surrogateescape"))
        fetch_mail(shop.house)
        assert f"1번  {LONG}" in said(office.sent[-1])
        assert "번호로 답장해 주세요" in said(office.sent[-1])
        shop.later(minutes=3)
        office.arrives(str(mail("1번", id_="<m-2@example.org>")["raw"]).encode("ascii", "surrogateescape"))
        fetch_mail(shop.house)
        assert KEPT in said(office.sent[-1])
        assert "· 이걸로 됐어요" in said(office.sent[-1])


THREE = tuple(Choice(label=f"{LONG} {place}", value=f"{LONG} {place}", short=f"{place}번") for place in (1, 2, 3))


def test_labels_that_would_look_alike_begin_with_their_numbers() -> None:
    text, labels = numbered("담당자가 볼게요.", THREE, 14)
    assert len({*labels}) == 3
    assert all(len(label) <= 14 for label in labels)
    assert [f"{LONG} {place}" in text for place in (1, 2, 3)] == [True] * 3
    assert numbered("네.", (Choice(label="택배 되나요?", value="택배 되나요?", short="1번"),), 14) == ("네.", ["택배 되나요?"])


def test_three_of_the_longest_titles_stay_within_every_limit() -> None:
    widest = tuple(Choice(label="가" * 100, value="가" * 100, short=f"{place}번") for place in (1, 2, 3))
    assert problems(skill_response("담당자가 확인하고 알려 드릴게요." * 10, operator=True, choices=widest)) == []
    letter = Letter(to="u", text="담당자가 볼게요.", key="01" * 13, now=NOON, choices=widest)
    spoken = TalkTalk().speak(Account(inbox="talktalk"), letter).body.decode()
    assert len(spoken) < 10_000
    assert "가" * 100 in made_mail(Account(inbox="mail", values={"from": "hello@borine.example"}), letter).get_content()
