"""Why a decision was made, in words: a decision's reasons are machine names, which people should not have to read."""

from dangol.web.doors import Language

_WORDS: dict[str, tuple[str, str]] = {
    "fact": ("제품·매장 자료에서 찾음", "Found in product or shop facts"),
    "hours": ("영업시간을 계산함", "Worked out from the opening hours"),
    "compare": ("제품을 견주어 봄", "Compared products"),
    "list": ("맞는 제품을 추림", "Listed what fits"),
    "passage": ("글에서 찾음", "Found in a text"),
    "social": ("인사나 이야기", "Greeting or small talk"),
    "which": ("무엇을 말하는지 알 수 없음", "Unclear which one is meant"),
    "which_place": ("어느 매장인지 알 수 없음", "Unclear which shop is meant"),
    "unclear": ("무엇을 묻는지 알 수 없음", "Unclear what is asked"),
    "thin_evidence": ("근거가 모자람", "Too little evidence"),
    "disliked": ("답이 도움이 안 됨", "The answer did not help"),
    "asked_again": ("답을 듣고 다시 물음", "Asked again after an answer"),
    "no_evidence": ("자료에 없음", "Not in the knowledge"),
    "model": ("언어 모델이 근거로 답을 씀", "Phrased by a language model from evidence"),
    "remembered": ("전에 쓴 답을 다시 증명함", "Phrased before, proven again"),
    "dropped": ("증명되지 않은 문장을 버림", "Unproven sentences were dropped"),
    "unphrased": ("언어 모델을 쓰지 못함", "The language model gave nothing"),
    "low_confidence": ("확신이 모자람", "Not sure enough"),
    "no_answer": ("답을 찾지 못함", "No answer found"),
    "harm": ("건강이나 안전에 관한 말", "About health or safety"),
    "upset": ("화가 난 손님", "The customer is upset"),
    "complaint": ("불편을 겪은 손님", "A complaint"),
    "asks_person": ("사람을 찾음", "Asked for a person"),
    "own_record": ("본인 확인이 필요한 정보", "Needs proof of identity"),
    "order": ("본인이 확인된 주문", "Orders of a proven owner"),
    "language": ("한국어나 영어가 아님", "Neither Korean nor English"),
    "consultation": ("상담", "A consultation"),
    "human_owns": ("상담원이 맡고 있음", "A person owns the thread"),
    "meanwhile": ("사람을 기다리는 동안 답함", "Answered while a person is awaited"),
    "waiting_for_person": ("사람을 기다리는 중", "Waiting for a person"),
    "draft_only": ("초안만 쓰는 설정", "Drafts only, by setting"),
    "deadline": ("시간이 모자람", "Out of time"),
    "broken": ("처리하다 문제가 생김", "Something broke while thinking"),
    "imported": ("지난 기록", "From imported history"),
    "review": ("후기에서 찾음", "Found in reviews"),
    "closed": ("끝난 대화", "The conversation has ended"),
    "mode_off": ("자동 응답이 꺼져 있음", "Automatic answers are off"),
    "off": ("자동 응답이 꺼져 있음", "Automatic answers are off"),
}

_WHOLE: dict[str, tuple[str, str]] = {
    "agent.took_over": ("직원이 맡음", "Staff took it over"),
    "agent.handed_back": ("직원이 자동에 돌려줌", "Staff gave it back to the machine"),
    "agent.closed": ("직원이 끝냄", "Staff closed it"),
    "agent.replied": ("직원이 답함", "Staff replied"),
    "hint.picked": ("내민 글을 손님이 고름", "The customer tapped what was offered"),
    "hint.settled": ("손님이 이걸로 됐다고 함", "The customer said that it was enough"),
    "hint.person": ("그래도 사람을 기다림", "The customer still waits for a person"),
}


def spoken(language: Language, reason: str) -> str:
    """A reason in the reader's language, with what it names: ``passage.faq/f1`` → ``글에서 찾음: faq/f1``. Unknown ones as they are."""
    if reason in _WHOLE:
        return _WHOLE[reason][0 if language == "ko" else 1]
    name, _, detail = reason.partition(".")
    words = _WORDS.get(name)
    if words is None:
        return reason
    said = words[0] if language == "ko" else words[1]
    return f"{said}: {detail}" if detail and "/" in detail else said
