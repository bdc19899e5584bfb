"""The words of the audit's page and of the sheet, Korean and English."""

AUDIT_WORDS: dict[str, tuple[str, str]] = {
    "audit.title": ("점검", "Audit"),
    "audit.why": (
        "밤마다 자주 묻는 질문과 손님들이 실제로 한 질문을 다시 물어, 모든 채널과 음성, 인쇄 안내지가 같은 사실을 말하는지 보고 지식끼리 "
        "어긋난 곳을 찾아요.",
        "Each night the FAQ and what customers really asked is asked again: does every channel, the voice and the printed sheet state "
        "the same "
        "facts, and does the knowledge contradict itself?",
    ),
    "audit.ask": ("지금 점검하기", "Audit now"),
    "audit.sheet": ("인쇄 안내지", "Sheet to print"),
    "audit.never": ("아직 점검한 적이 없어요", "Not audited yet"),
    "audit.never_next": (
        "오늘 밤 스스로 해요. 지금 하려면 위의 단추를 눌러 주세요.",
        "It happens by itself tonight. To do it now, press the button above.",
    ),
    "audit.running": ("점검하는 중이에요. 잠시 뒤에 새로 고쳐 주세요.", "The audit is running. Reload in a moment."),
    "audit.counts": (
        "질문 {questions}개를 물어 {answered}개에 답했어요 · 지식 버전 {version}",
        "{questions} asked, {answered} answered · knowledge version {version}",
    ),
    "audit.clean": ("어긋난 곳이 없어요", "Nothing differs"),
    "audit.clean_next": (
        "모든 형태가 같은 사실을 말하고, 지식끼리도 맞아요.",
        "Every form states the same facts, and the knowledge agrees with itself.",
    ),
    "audit.kind.conflict": ("지식이 서로 어긋나요", "The knowledge contradicts itself"),
    "audit.kind.form": ("형태에 따라 다른 말을 해요", "A form says something else"),
    "audit.kind.unsendable": ("채널에 담기지 않아요", "Does not fit the channel"),
    "audit.kind.sheet": ("안내지가 근거와 달라요", "The sheet says what its source does not"),
    "audit.next.conflict": (
        "둘 다 맞을 수는 없어요. 틀린 쪽의 파일을 고치면 다음 답부터 맞아요.",
        "Both cannot be right. Correct the file that is wrong, and answers are right from the next one on.",
    ),
    "audit.next.form": (
        "이 형태로 나가는 말이 원래 답과 다른 사실을 담고 있어요.",
        "What leaves in this form holds other facts than the answer.",
    ),
    "audit.next.unsendable": (
        "이 채널에서는 이 답이 나가지 못해요. 글을 짧게 나눠 주세요.",
        "This answer cannot leave on this channel. Make the text shorter.",
    ),
    "audit.next.sheet": ("인쇄하기 전에 근거를 확인해 주세요.", "Check the source before printing."),
    "audit.lacks": ("빠진 것", "lacks"),
    "audit.adds": ("더한 것", "adds"),
    "audit.question": ("질문", "Asked"),
    "audit.erased": ("(지워진 대화)", "(an erased talk)"),
    "audit.code.amount": ("숫자", "numbers"),
    "audit.code.time": ("시각", "times"),
    "audit.code.day": ("날짜", "days"),
    "audit.code.address": ("주소·링크", "addresses"),
    "audit.code.name": ("이름", "names"),
    "audit.code.denial": ("되고 안 되고", "yes and no"),
    "audit.code.hours": ("영업시간", "opening hours"),
    "audit.code.cell": ("상품표", "the product row"),
    "audit.code.phone": ("전화번호", "telephone"),
    "sheet.title": ("매장·방송 안내지", "Shop and live sheet"),
    "sheet.of": ("{day} 기준", "as of {day}"),
    "sheet.print": ("인쇄하기", "Print"),
    "sheet.back": ("점검으로", "Back to the audit"),
    "sheet.hint": (
        "인쇄 창에서 A4를 골라 주세요. 여기 적힌 것은 모두 파일에서 왔고, 바뀌면 다시 뽑아야 해요.",
        "Choose A4 when printing. All of it comes from your files; print it again when they change.",
    ),
    "sheet.hours": ("이번 주 영업시간", "Hours this week"),
    "sheet.products": ("상품", "Products"),
    "sheet.faqs": ("자주 묻는 질문", "Questions and answers"),
    "sheet.sold_out": ("품절", "Sold out"),
    "sheet.other": ("그 밖의 상품", "Other products"),
}
