"""The words of a consultation's page, Korean and English. What the brand asks is in its own file."""

CONSULT_WORDS: dict[str, tuple[str, str]] = {
    "consult.title": ("상담", "Consultation"),
    "consult.remember": ("기억하고 시작하기", "Remember, and begin"),
    "consult.once": ("이번만 쓰고 시작하기", "Begin, this time only"),
    "consult.progress": ("{place} / {of}", "{place} / {of}"),
    "consult.next": ("다음", "Next"),
    "consult.back": ("이전 질문으로", "Back"),
    "consult.guide": ("{guide}에게 물어보기", "Talk to {guide}"),
    "consult.stop": ("그만하고 답 지우기", "Stop and erase the answers"),
    "consult.erase": ("이 상담의 답 지우기", "Erase these answers"),
    "consult.made": ("답에 맞춰 이렇게 골랐어요.", "This is what fits your answers."),
    "consult.first": ("가장 잘 맞아요", "Fits best"),
    "consult.other": ("다른 선택 {number}", "Alternative {number}"),
    "consult.cut": (
        "조합이 많아 여기까지 찾았어요. 더 좋은 조합이 있을 수 있어요.",
        "There are many combinations; a better one may exist.",
    ),
    "consult.left_out": ("왜 빠졌나요? ({count})", "Why are some left out? ({count})"),
    "consult.nothing": (
        "지금 답으로는 만들 수 있는 것이 없어요. 서로 맞지 않는 것:",
        "With these answers nothing can be made. What does not go together:",
    ),
    "consult.thanks": ("답해 주셔서 고마워요.", "Thank you for your answers."),
    "consult.kept": ("답은 ‘내 정보’에서 보고 고치고 지울 수 있어요.", "You can see, correct and erase the answers under “My data”."),
    "consult.not_kept": (
        "이번 답은 남기지 않았어요. 이 화면을 닫으면 사라져요.",
        "The answers were not kept. They go when you close this page.",
    ),
    "consult.me": ("내 정보 보기", "My data"),
    "consult.called": (
        "{guide}에게 지금까지의 답을 전했어요. 채팅에서 이어 드릴게요.",
        "{guide} has your answers so far and will go on from there in the chat.",
    ),
    "consult.to_chat": ("채팅 열기", "Open the chat"),
    "consult.ended": ("상담을 마치고 이 상담의 답을 지웠어요.", "The consultation has ended, and its answers are erased."),
    "consult.traits_stay": (
        "기억해 두기로 하신 것은 ‘내 정보’에 남아 있고, 거기서 지울 수 있어요.",
        "What you let us remember stays under “My data”, where you can erase it.",
    ),
    "consult.answers": ("지금까지의 답", "Your answers so far"),
    "consult.anew": ("처음부터 다시", "Start again"),
    "person.sheets": ("상담", "Consultations"),
    "shop.consult": ("맞춤 상담", "Made to measure"),
    "shop.consult_why": ("몇 가지 물음에 답하면 골라 드려요.", "Answer a few questions, and we put it together."),
}
