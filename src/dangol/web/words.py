"""The words of our pages, Korean and English. A page asks ``t("inbox.title")``; a key that is not here fails the tests."""

from typing import Any

from dangol.web.doors import Language

WORDS: dict[str, tuple[str, str]] = {
    "lang.other": ("English", "한국어"),
    "lang.short": ("EN", "한"),
    "app.skip": ("본문으로 건너뛰기", "Skip to content"),
    "inbox.title": ("상담함", "Inbox"),
    "inbox.gaps": ("답 없는 질문", "Unanswered"),
    "inbox.staff": ("직원", "Staff"),
    "inbox.sign_out": ("나가기", "Sign out"),
    "inbox.shop": ("가게 보기", "View shop"),
    "inbox.list": ("대화 목록", "Conversations"),
    "inbox.all": ("모두", "All"),
    "inbox.back": ("목록으로", "Back to list"),
    "inbox.empty": ("아직 대화가 없어요", "No conversations yet"),
    "inbox.empty_next": (
        "가게 페이지를 열고 채팅창에 말을 걸어 보세요. 여기에 바로 나타나요.",
        "Open the shop page and say hello in the chat. It shows up here at once.",
    ),
    "inbox.empty_state": ("이 상태의 대화가 없어요", "No conversations in this state"),
    "inbox.empty_state_next": ("다른 상태를 골라 보세요.", "Pick another state."),
    "inbox.pick": ("대화를 골라 주세요", "Pick a conversation"),
    "inbox.pick_next": (
        "왼쪽에서 고르면 대화와 답의 근거, 손님의 이야기가 나란히 보여요.",
        "The thread, the evidence of each answer and the customer's story appear side by side.",
    ),
    "row.waits": ("{since}부터", "asked {since}"),
    "state.waiting": ("기다림", "Waiting"),
    "state.human": ("상담 중", "With staff"),
    "state.bot": ("자동", "Automatic"),
    "state.closed": ("끝남", "Closed"),
    "sender.customer": ("손님", "Customer"),
    "sender.bot": ("자동 응답", "Automatic"),
    "sender.agent": ("상담원", "Staff"),
    "kind.answer": ("답함", "Answered"),
    "kind.ask_back": ("되물음", "Asked back"),
    "kind.hand_over": ("사람에게 넘김", "Handed over"),
    "kind.offer": ("제안", "Offer"),
    "kind.silent": ("말하지 않음", "Silent"),
    "turn.confidence": ("확신", "Confidence"),
    "turn.reasons": ("이유", "Why"),
    "turn.sources": ("근거", "Evidence"),
    "turn.no_sources": ("근거 없이 나간 사실은 없어요", "No facts were stated"),
    "turn.old": ("그 뒤에 바뀐 근거", "Changed since"),
    "turn.version": ("버전", "version"),
    "turn.correct": ("지식으로 고치기", "Correct into knowledge"),
    "turn.drafts": ("{count}개 초안", "{count} draft(s)"),
    "do.take_over": ("내가 맡기", "Take over"),
    "do.hand_back": ("자동에 돌려주기", "Hand back"),
    "do.close": ("대화 끝내기", "Close"),
    "do.send": ("보내기", "Send"),
    "do.approve": ("승인하고 보내기", "Approve and send"),
    "do.discard": ("버리기", "Discard"),
    "do.save": ("지식에 더하기", "Add to knowledge"),
    "do.cancel": ("그만두기", "Cancel"),
    "draft.title": ("보내기 전 초안", "Draft to review"),
    "draft.about": ("손님의 질문", "Customer asked"),
    "draft.edit": ("보낼 말 (고쳐도 돼요)", "Words to send (edit freely)"),
    "reply.label": ("답장", "Reply"),
    "reply.hint": ("답장을 보내면 대화를 맡게 돼요. Ctrl+Enter로 보내요.", "Replying takes the conversation over. Ctrl+Enter sends."),
    "reply.closed": (
        "끝난 대화예요. 손님이 다시 말을 걸면 새 대화로 이어져요.",
        "Closed. When the customer writes again, a new conversation begins.",
    ),
    "correct.title": ("지식으로 고치기", "Correct into knowledge"),
    "correct.why": ("저장하면 자주 묻는 질문이 되고, 다음부터 이 답을 근거로 써요.", "Saved as a FAQ; from now on answers rest on it."),
    "correct.question": ("질문", "Question"),
    "correct.answer": ("맞는 답", "Correct answer"),
    "correct.done": ("지식에 더했어요: {id}", "Added to knowledge: {id}"),
    "person.title": ("손님", "Customer"),
    "person.traits": ("알려진 것", "What is known"),
    "person.no_traits": ("아직 알려진 것이 없어요.", "Nothing is known yet."),
    "person.identities": ("연결된 신원", "Linked identities"),
    "person.timeline": ("지나온 일", "Timeline"),
    "person.no_timeline": ("아직 기록이 없어요.", "Nothing recorded yet."),
    "gaps.why": (
        "손님이 물었지만 지식에 답이 없던 질문이에요. 답을 적으면 다음부터 자동으로 답해요.",
        "Customers asked these and knowledge had no answer. Write one and it is answered from now on.",
    ),
    "gaps.empty": ("답 없는 질문이 없어요", "No unanswered questions"),
    "gaps.empty_next": ("새로 생기면 여기에 모여요.", "New ones gather here."),
    "gaps.times": ("{count}번", "{count}×"),
    "gaps.open": ("대화 보기", "Open conversation"),
    "gaps.write": ("답 적기", "Write the answer"),
    "sign_in.title": ("상담함에 들어가기", "Sign in to the inbox"),
    "sign_in.login": ("아이디", "Login"),
    "sign_in.password": ("비밀번호", "Password"),
    "sign_in.go": ("들어가기", "Sign in"),
    "sign_in.wrong": ("아이디나 비밀번호가 맞지 않아요.", "The login or the password is wrong."),
    "sign_in.first": (
        "처음이라면 실행한 터미널에 나온 일회용 비밀번호를 쓰세요.",
        "First time? Use the one-time password printed in the terminal.",
    ),
    "staff.add": ("직원 더하기", "Add staff"),
    "staff.name": ("이름", "Name"),
    "staff.role": ("역할", "Role"),
    "staff.once": ("{login}의 일회용 비밀번호예요. 지금만 보여요:", "One-time password for {login}, shown only now:"),
    "role.owner": ("사장님", "Owner"),
    "role.agent": ("상담원", "Agent"),
    "shop.fictional": ("연습용 가상의 가게예요. 실제로 팔지 않아요.", "A fictional shop for practice. Nothing is sold."),
    "shop.search": ("상품 찾기", "Search products"),
    "shop.all": ("모두", "All"),
    "shop.try": ("이렇게 물어보세요", "What to try"),
    "shop.try_why": ("누르면 채팅창이 열리고, 가게의 자료를 근거로 답해요.", "Opens the chat; answers rest on the shop's own files."),
    "shop.ask": ("물어보기", "Ask"),
    "shop.stock": ("{count}개 남음", "{count} left"),
    "shop.sold_out": ("품절", "Sold out"),
    "shop.none": ("찾는 상품이 없어요. 다른 말로 찾아보세요.", "No product matches. Try other words."),
    "shop.empty": ("아직 상품이 없어요", "No products yet"),
    "shop.empty_next": ("products.csv를 채우고 dangol import를 실행하세요.", "Fill in products.csv and run dangol import."),
    "shop.inbox": ("상담함 (직원)", "Inbox (staff)"),
    "error.title": ("문제가 생겼어요", "Something is wrong"),
    "error.back": ("상담함으로", "To the inbox"),
}


def say(language: Language, key: str, **values: Any) -> str:
    """The words of ``key``; raises KeyError for a key that nobody wrote."""
    return WORDS[key][0 if language == "ko" else 1].format(**values)


def choose_language(asked: str, cookie: str, accept: str) -> Language:
    """What was asked for, else the cookie, else the browser's first language; Korean for anything but English."""
    for wish in (asked, cookie):
        if wish == "ko":
            return "ko"
        if wish == "en":
            return "en"
    return "en" if accept.strip().lower().startswith("en") else "ko"
