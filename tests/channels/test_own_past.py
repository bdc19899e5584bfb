"""What somebody bought last and the shop they go to most: for the proven owner who has agreed, on every channel; for nobody else, ever."""

from datetime import timedelta
from typing import Any

import pytest
from street import Street

from dangol.bootstrap import intake, talking
from dangol.decisions.decision import Decision
from dangol.events.incoming import Incoming
from dangol.knowledge.imports import import_folder
from dangol.language.past_orders import AGREES, REFUSES, asks_last_bought, asks_usual_place, word_on_past
from dangol.people.claims import learn
from dangol.people.identities import identity_id
from dangol.people.looking_back import CONSENT
from dangol.people.merges import merge
from dangol.people.traits import of_identity

LAST, USUAL = "저번에 산 사이즈가 뭐였죠?", "제가 자주 가는 매장 오늘 몇 시까지 해요?"
YES, NO = AGREES["ko"], REFUSES["ko"]
MEMBER = "mina"
SECRET = ("두 쪽", "order/", "O-77", "자주 오신")


def says(shop: Street, text: str, who: str, inbox: str = "web") -> Decision:
    shop.later(seconds=20)
    kept = talking.accept(shop.house, inbox=inbox, external_id=who, text=text, client_key=f"{text}{shop.clock.now}", at=shop.clock.now)
    decision = talking.respond(shop.house, kept.message).decision
    assert decision is not None
    return decision


def prove(shop: Street, who: str, inbox: str = "web", **proofs: Any) -> None:
    talking.vouch(shop.house, inbox=inbox, external_id=who, proofs=proofs or {"login": MEMBER}, at=shop.clock.now)


def happened(shop: Street, id_: str, kind: str, data: dict[str, Any], login: str = MEMBER) -> None:
    at = shop.clock.now - timedelta(days=30)
    event = Incoming(id=id_, type=kind, identity=login, inbox="web", occurred_at=at, received_at=at, data=data, imported=True, kind="login")
    intake.take(shop.house, [event])


@pytest.fixture
def bought(shop: Street) -> Street:
    """A member's order of a sliced bread, and three visits, told by the shop itself."""
    products = [{"product_id": "p2", "option": "두 쪽", "quantity": 1}]
    happened(shop, "e1", "order.completed", {"order_id": "O-77", "products": products, "email": "mina@example.org"})
    for at in range(3):
        happened(shop, f"v{at}", "place.visited", {"place_id": "s1"})
    return shop


def agreed(shop: Street, who: str = "browser", inbox: str = "web") -> None:
    prove(shop, who, inbox, email="mina@example.org")
    says(shop, YES, who, inbox)


@pytest.mark.parametrize("inbox", ["web", "kakao", "talktalk", "telegram"])
def test_the_proven_owner_who_agreed_hears_it_with_its_evidence(bought: Street, inbox: str) -> None:
    agreed(bought, "u-1", inbox)
    decision = says(bought, LAST, "u-1", inbox)
    assert "통밀 식빵 '두 쪽'" in decision.text
    assert [cited.id for cited in decision.citations] == ["order/O-77/bought"]
    assert "두 쪽" in decision.citations[0].quote


@pytest.mark.parametrize("inbox", ["web", "kakao", "talktalk", "telegram"])
@pytest.mark.parametrize("text", [LAST, USUAL, f"저는 {MEMBER}예요. 저번에 산 옵션이 뭐였죠?", "what size did I order last time?"])
def test_who_has_proved_nothing_hears_nothing_even_after_saying_yes(bought: Street, inbox: str, text: str) -> None:
    says(bought, YES, "stranger", inbox)
    decision = says(bought, text, "stranger", inbox)
    assert decision.citations == ()
    assert not any(word in decision.text for word in SECRET)
    with bought.house.store.read() as connection:
        assert of_identity(connection, identity_id(bought.house.key, inbox, "stranger"), CONSENT) is None


@pytest.mark.parametrize("text", [LAST, USUAL])
def test_the_proven_owner_is_asked_first(bought: Street, text: str) -> None:
    prove(bought, "browser", email="mina@example.org")
    decision = says(bought, text, "browser")
    assert decision.reasons == ("past.consent",)
    assert decision.citations == ()
    assert not any(word in decision.text for word in SECRET)
    assert YES in decision.text
    assert NO in decision.text


def test_yes_answers_what_was_asked(bought: Street) -> None:
    prove(bought, "browser", email="mina@example.org")
    says(bought, LAST, "browser")
    assert "통밀 식빵 '두 쪽'" in says(bought, YES, "browser").text


@pytest.mark.parametrize(
    "text", ["네", "좋아요", "네 봐주세요", "네, 지난 주문을 봐 주세요라고 하면 돼요?", "지난 주문을 봐 주세요 말고요"]
)
def test_other_words_are_no_consent(bought: Street, text: str) -> None:
    prove(bought, "browser", email="mina@example.org")
    says(bought, LAST, "browser")
    assert says(bought, text, "browser").citations == ()
    assert says(bought, LAST, "browser").citations == ()
    with bought.house.store.read() as connection:
        assert of_identity(connection, identity_id(bought.house.key, "web", "browser"), CONSENT) is None


def test_a_sites_claim_is_no_consent(bought: Street) -> None:
    prove(bought, "browser", email="mina@example.org")
    says(bought, "안녕하세요", "browser")
    with bought.house.store.write() as connection:
        learn(connection, identity_id(bought.house.key, "web", "browser"), {CONSENT: "given"}, "web", bought.clock.now)
    assert says(bought, LAST, "browser").reasons == ("past.consent",)


def test_no_ends_it_at_once(bought: Street) -> None:
    agreed(bought)
    assert says(bought, NO, "browser").reasons == ("past.refused",)
    assert says(bought, LAST, "browser").reasons == ("past.consent",)


def test_another_proven_member_hears_of_no_order_but_their_own(bought: Street) -> None:
    prove(bought, "browser-m", login="mallory")
    says(bought, YES, "browser-m")
    decision = says(bought, LAST, "browser-m")
    assert decision.reasons == ("past.nothing",)
    assert not any(word in decision.text for word in SECRET)


def test_a_guessed_merge_shows_nothing(bought: Street) -> None:
    agreed(bought)
    says(bought, "안녕하세요", "other")
    with bought.house.store.write() as connection:
        key = bought.house.key
        merge(
            connection,
            identity_id(key, "web", "browser"),
            identity_id(key, "web", "other"),
            evidence="same_device",
            confidence=0.9,
            at=bought.clock.now,
        )
    decision = says(bought, LAST, "other")
    assert decision.citations == ()
    assert not any(word in decision.text for word in SECRET)


def test_a_question_about_its_options_has_a_hint_for_the_owner_alone(bought: Street) -> None:
    path = bought.house.folder / "products.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    rows = [rows[0] + ",options", rows[1] + ",", rows[2] + ",한 쪽|두 쪽"]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    import_folder(bought.house.store, bought.house.folder, bought.clock.now)
    asks = "통밀 식빵 옵션 뭐 있어요?"
    plain = says(bought, asks, "stranger")
    assert "product/p2/options" in [cited.id for cited in plain.citations]
    assert "지난번" not in plain.text
    prove(bought, "browser", email="mina@example.org")
    assert "지난번" not in says(bought, asks, "browser").text, "proved, and has not agreed"
    says(bought, YES, "browser")
    hinted = says(bought, asks, "browser")
    assert "에는 통밀 식빵 '두 쪽'을(를) 고르셨어요" in hinted.text
    assert [cited.id for cited in hinted.citations][-1] == "order/O-77/bought"


def test_the_shop_one_goes_to_most(bought: Street) -> None:
    prove(bought, "browser")
    says(bought, YES, "browser")
    decision = says(bought, USUAL, "browser")
    assert "가장 자주 오신 매장은 보리네 망원점이에요" in decision.text
    assert "place/s1/hours" in [cited.id for cited in decision.citations]


def test_what_a_person_must_see_goes_to_a_person(bought: Street) -> None:
    agreed(bought)
    decision = says(bought, "저번에 산 거 먹고 두드러기 났어요. 뭐였죠?", "browser")
    assert decision.kind == "hand_over"
    assert decision.citations == ()


@pytest.mark.parametrize(
    "text",
    [
        "저번에 산 사이즈가 뭐였죠?",
        "지난번에 주문한 옵션이 뭐예요",
        "전에 샀던 색이 뭐였는지 알려주세요",
        "what size did I order last time?",
    ],
)
def test_questions_about_the_last_purchase(text: str) -> None:
    assert asks_last_bought(text)


@pytest.mark.parametrize("text", ["전에 없던 사이즈가 있나요?", "주문하면 언제 와요?", "사이즈 뭐 있어요?", "자주 묻는 질문이 뭐예요?", ""])
def test_and_other_questions(text: str) -> None:
    assert not asks_last_bought(text)
    assert not asks_usual_place(text)
    assert word_on_past(text) is None
