"""A customer and an agent in a real Chromium: what they read, what they do, and no complaint in the browser's console."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_double import Shop
from web_server import Served, serving

from dangol.web.pages import HERE

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGS += ["--disable-component-update", "--disable-sync"]
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 800}
WAIT = 10_000  # milliseconds


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


class Visit:
    """A fresh browser profile whose console must stay silent."""

    def __init__(self, browser: Any, size: dict[str, int]) -> None:
        self.context = browser.new_context(viewport=size, locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce")
        self.context.set_default_timeout(WAIT)
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None)

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.context.close()
        if kind is None:
            assert self.complaints == []

    def ask(self, text: str) -> None:
        self.page.locator(".panel textarea").fill(text)
        self.page.keyboard.press("Enter")

    def sign_in(self, base: str, login: str = "mina") -> None:
        self.page.goto(f"{base}/inbox")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", {"mina": "agent-password", "owner": "owner-password"}[login])
        self.page.click("button.primary")
        self.page.wait_for_url("**/inbox")


def needs_vendor() -> None:
    if not (HERE / "static" / "vendor" / "htmx.min.js").is_file():
        pytest.skip("the front-end packages are not there: run tools/frontend.py")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_customer_asks_and_reads_a_cited_answer(chromium: Any, served: Served, size: dict[str, int]) -> None:
    with Visit(chromium, size) as visit:
        page = visit.page
        page.goto(served.base)
        page.get_by_role("button", name="밤식빵 얼마예요?", exact=True).click()
        panel = page.get_by_role("dialog")
        panel.get_by_text("밤식빵은 7,500원이에요.").wait_for()
        box = panel.bounding_box()
        if size is PHONE:
            assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
        else:
            assert box["width"] < 420
        chip = panel.get_by_role("button", name="밤식빵 · 가격")
        chip.click()
        assert chip.get_attribute("aria-expanded") == "true"
        panel.get_by_text("product/p01/price").wait_for()
        assert panel.locator("blockquote").inner_text() == "7,500원"
        assert panel.get_by_text("자동 응답이 먼저").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_visitor_sees_their_home_and_takes_a_coupon(chromium: Any, served: Served, size: dict[str, int]) -> None:
    with Visit(chromium, size) as visit:
        page = visit.page
        page.goto(served.base)
        card = page.locator(".dh-card")
        card.get_by_text("밤식빵 10%").first.wait_for()
        assert card.locator(".dh-price").inner_text().split() == ["6,750원", "7,500원"]
        assert card.get_by_text("전에 2번 고르셔서 보여 드려요, 750원 아끼실 수 있어요.").is_visible()
        card.get_by_role("button", name="쿠폰 받기").click()
        card.get_by_text("쿠폰 번호 ABCD-EFGH-JKMNP-QRSTV").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_text_from_a_customer_is_only_ever_text(chromium: Any, served: Served) -> None:
    with Visit(chromium, WIDE) as visit:
        visit.page.goto(served.base)
        visit.page.get_by_role("button", name="채팅 열기").click()
        visit.ask("<img src=x onerror=alert(1)> javascript:alert(1) https://milbat.example/a?b=1. 끝")
        words = visit.page.locator(".customer .words")
        words.get_by_text("<img src=x").wait_for()
        assert words.locator("img").count() == 0
        assert [one.get_attribute("href") for one in words.locator("a").all()] == ["https://milbat.example/a?b=1"]


def test_keyboard_alone_is_enough_and_focus_comes_back(chromium: Any, served: Served) -> None:
    with Visit(chromium, WIDE) as visit:
        page = visit.page
        page.goto(served.base)
        launcher = page.get_by_role("button", name="채팅 열기")
        launcher.focus()
        page.keyboard.press("Enter")
        focused = "document.querySelector('[data-dangol]').shadowRoot.activeElement?.className || ''"
        page.get_by_role("dialog").wait_for()
        for _ in range(12):  # Tab goes round inside the dialog and never leaves it
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.hasAttribute('data-dangol')")
            assert page.evaluate(f"{focused}") != "launcher"
        page.keyboard.press("Escape")
        assert page.get_by_role("dialog").count() == 0
        assert page.evaluate(focused) == "launcher"


def test_the_language_can_be_switched(chromium: Any, served: Served) -> None:
    with Visit(chromium, WIDE) as visit:
        page = visit.page
        page.goto(served.base)
        page.get_by_role("button", name="채팅 열기").click()
        page.get_by_role("dialog").get_by_role("button", name="English").click()
        page.get_by_role("dialog", name="Milbat Bakery").wait_for()
        page.get_by_placeholder("Ask us anything").wait_for()
        page.reload()
        page.get_by_role("button", name="Open chat").wait_for()


def test_what_was_written_while_the_server_was_gone_arrives_once(chromium: Any) -> None:
    shop = Shop()
    with Visit(chromium, PHONE) as visit:
        with serving(shop) as first:
            port = int(first.base.rpartition(":")[2])
            visit.page.goto(first.base)
            visit.page.get_by_role("button", name="채팅 열기").click()
            visit.ask("밤식빵 얼마예요?")
            visit.page.get_by_text("밤식빵은 7,500원이에요.").wait_for()
        visit.page.get_by_text("연결이 끊겼어요").wait_for()
        visit.ask("배송비는요?")
        visit.page.get_by_text("연결되면 보낼게요").wait_for()
        assert len(next(iter(shop.talks.values())).turns) == 2
        with serving(shop, port) as again:
            assert again.base.endswith(str(port))
            visit.page.get_by_text("배송비는 3,000원이고").wait_for(timeout=40_000)
            visit.page.reload()
            visit.page.get_by_role("button", name="채팅 열기").click()
            visit.page.get_by_text("배송비는 3,000원이고").wait_for()
        assert [turn.text for turn in next(iter(shop.talks.values())).turns if turn.sender == "customer"] == [
            "밤식빵 얼마예요?",
            "배송비는요?",
        ]
        visit.complaints.clear()  # a browser always reports a server that is gone


def test_without_a_websocket_the_long_poll_carries_the_talk(chromium: Any, served: Served) -> None:
    with Visit(chromium, WIDE) as visit:
        visit.page.add_init_script("delete window.WebSocket")
        visit.page.goto(served.base)
        visit.page.get_by_role("button", name="채팅 열기").click()
        visit.ask("밤식빵 얼마예요?")
        visit.page.get_by_text("밤식빵은 7,500원이에요.").wait_for()
        visit.ask("배송비 얼마예요?")
        visit.page.get_by_text("배송비는 3,000원이고").wait_for()


def test_another_site_may_embed_it_with_one_line(chromium: Any, tmp_path: Path) -> None:
    import functools
    import http.server
    import threading

    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        origin = f"http://127.0.0.1:{other.server_port}"
        with serving(Shop(), allowed_origins=(origin,)) as served, Visit(chromium, WIDE) as visit:
            line = f'<script src="{served.base}/static/widget.js" data-inbox="web" async></script>'
            (tmp_path / "index.html").write_text(f"<!doctype html><link rel=icon href=data:,><title>shop</title>{line}", encoding="utf-8")
            visit.page.goto(f"{origin}/index.html")
            visit.page.get_by_role("button", name="채팅 열기").click()
            visit.ask("밤식빵 얼마예요?")
            visit.page.get_by_text("밤식빵은 7,500원이에요.").wait_for()
        other.shutdown()


def test_an_unread_answer_is_counted_on_the_closed_launcher(chromium: Any, served: Served) -> None:
    with Visit(chromium, PHONE) as visit:
        page = visit.page
        page.goto(served.base)
        page.get_by_role("button", name="채팅 열기").click()
        visit.ask("안녕하세요, 단체 주문 되나요?")
        page.get_by_text("상담원에게 넘겼어요").wait_for()
        page.get_by_role("button", name="닫기").click()
        talk = next(iter(served.shop.talks.values()))
        served.shop.reply(talk.id, agent="mina", text="네, 돼요.", client_key="r-1", at=talk.turns[0].at)
        page.get_by_role("button", name="채팅 열기, 읽지 않은 답 1개").click()
        page.get_by_text("네, 돼요.").wait_for()
        assert page.locator(".badge").is_hidden()


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_an_agent_approves_a_draft_takes_over_and_replies(chromium: Any, served: Served, size: dict[str, int]) -> None:
    from playwright.sync_api import expect

    needs_vendor()
    with Visit(chromium, PHONE) as customer, Visit(chromium, size) as agent:
        agent.sign_in(served.base)
        assert agent.page.locator("#list").get_by_text("아직 대화가 없어요").is_visible()
        customer.page.goto(served.base)
        customer.page.get_by_role("button", name="채팅 열기").click()
        customer.ask("내일 단체 주문 되나요?")
        agent.page.locator("a.row").click()  # it appears by itself
        page = agent.page
        assert page.get_by_text("policies/shipping.md:5").is_visible()
        draft = page.locator(".to-approve textarea")
        draft.fill("네, 20개부터 예약할 수 있어요.")
        served.shop.accept(inbox="web", external_id="someone-else", text="안녕하세요", client_key="c-1", at=agent_time(served), kind="text")
        page.wait_for_timeout(1200)
        assert draft.input_value() == "네, 20개부터 예약할 수 있어요."  # a live update took nothing away
        page.get_by_role("button", name="승인하고 보내기").click()
        page.locator(".to-approve").wait_for(state="detached")
        customer.page.get_by_text("네, 20개부터 예약할 수 있어요.").wait_for()
        page.get_by_role("button", name="내가 맡기").click()
        page.locator("#thread-head .state-human").wait_for()
        customer.page.get_by_text("상담원이 함께하고 있어요").wait_for()
        page.locator("#reply-text").fill("성함을 알려 주세요.")
        page.keyboard.press("Control+Enter")
        customer.page.get_by_text("성함을 알려 주세요.").wait_for()
        expect(page.locator("#reply-text")).to_have_value("")
        customer.ask("김단골이에요")
        page.locator("#thread").get_by_text("김단골이에요").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def agent_time(served: Served) -> Any:
    return next(iter(served.shop.talks.values())).turns[0].at


def test_an_answer_is_corrected_into_knowledge(chromium: Any, served: Served) -> None:
    needs_vendor()
    with Visit(chromium, WIDE) as customer, Visit(chromium, WIDE) as agent:
        customer.page.goto(served.base)
        customer.page.get_by_role("button", name="채팅 열기").click()
        customer.ask("밤식빵 얼마예요?")
        customer.page.get_by_text("밤식빵은 7,500원이에요.").wait_for()
        agent.sign_in(served.base, "owner")
        page = agent.page
        page.locator("a.row").click()
        page.get_by_role("link", name="지식으로 고치기").click()
        form = page.locator("form.correct")
        assert form.locator("[name=question]").input_value() == "밤식빵 얼마예요?"
        form.locator("[name=answer]").fill("밤식빵은 8,000원이에요.")
        form.get_by_role("button", name="지식에 더하기").click()
        page.get_by_text("지식에 더했어요: faq/c1").wait_for()
        assert served.shop.corrections == [("밤식빵 얼마예요?", "밤식빵은 8,000원이에요.")]
        for path in ("/inbox/gaps", "/inbox/staff", "/inbox?lang=en"):
            page.goto(served.base + path)


def test_the_shop_finds_products_in_the_page(chromium: Any, served: Served) -> None:
    with Visit(chromium, PHONE) as visit:
        page = visit.page
        page.goto(served.base)
        page.get_by_placeholder("상품 찾기").fill("바질")
        assert page.locator(".product:visible h2").all_inner_texts() == ["바질 치아바타"]
        page.get_by_placeholder("상품 찾기").fill("없는 빵")
        assert page.get_by_text("찾는 상품이 없어요").is_visible()
        page.get_by_placeholder("상품 찾기").fill("")
        page.locator(".chips").get_by_role("button", name="케이크").click()
        assert page.locator(".product:visible").count() == 1


_RECOGNISER = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const speaker = { speak: (words) => window.spoken.push([words.text, words.lang]), cancel: () => {} };
Object.defineProperty(window, "speechSynthesis", { value: speaker });
window.SpeechRecognition = class {
  static available = async () => "unavailable";
  start() {
    window.heardIn = this.lang;
    setTimeout(() => {
      if (window.failWith) { this.onerror({ error: window.failWith }); this.onend(); return; }
      const say = (text, isFinal) => this.onresult({ results: [Object.assign([{ transcript: text }], { isFinal })] });
      say("밤식빵", false);
      setTimeout(() => { say("밤식빵 얼마예요?", true); this.onend(); }, 60);
    }, 30);
  }
  stop() { this.onend(); }
  abort() {}
};
"""


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_a_question_is_asked_by_voice_and_the_answer_is_said(chromium: Any, served: Served, size: dict[str, int]) -> None:
    with Visit(chromium, size) as visit:
        page = visit.page
        page.add_init_script(_RECOGNISER)
        page.goto(served.base)
        page.get_by_role("button", name="채팅 열기").click()
        page.get_by_role("button", name="말로 묻기").click()
        page.get_by_text("브라우저를 만든 회사의 서버로").wait_for()  # nothing is listened to before this was agreed to
        assert page.evaluate("window.heardIn") is None
        page.get_by_role("button", name="말로 물을게요").click()
        page.get_by_text("밤식빵은 7,500원이에요.").wait_for()
        assert page.evaluate("window.spoken") == [["밤식빵은 칠천오백 원이에요.", "ko-KR"]]
        assert page.evaluate("window.heardIn") == "ko-KR"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name="답을 소리로 듣기").click()
        page.get_by_role("button", name="말로 묻기").click()  # agreed to before: no second question
        page.locator(".turn.bot").nth(1).wait_for()
        assert len(page.evaluate("window.spoken")) == 1  # switched off: shown, not said


@pytest.mark.parametrize(
    ("error", "told"),
    [("not-allowed", "마이크를 쓸 수 없어요"), ("no-speech", "말소리를 듣지 못했어요"), ("network", "지금은 말로 물을 수 없어요")],
)
def test_where_voice_fails_it_says_so_and_typing_goes_on(chromium: Any, served: Served, error: str, told: str) -> None:
    with Visit(chromium, PHONE) as visit:
        page = visit.page
        page.add_init_script(_RECOGNISER + f"window.failWith = '{error}';")
        page.goto(served.base)
        page.get_by_role("button", name="채팅 열기").click()
        page.get_by_role("button", name="말로 묻기").click()
        page.get_by_role("button", name="말로 물을게요").click()
        page.get_by_text(told).wait_for()
        visit.ask("밤식빵 얼마예요?")
        page.get_by_text("밤식빵은 7,500원이에요.").wait_for()


def test_a_browser_without_voice_shows_no_microphone(chromium: Any, served: Served) -> None:
    with Visit(chromium, PHONE) as visit:
        visit.page.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition")
        visit.page.goto(served.base)
        visit.page.get_by_role("button", name="채팅 열기").click()
        visit.page.get_by_placeholder("궁금한 것을 적어 주세요").wait_for()
        assert visit.page.locator(".mic").is_hidden()
