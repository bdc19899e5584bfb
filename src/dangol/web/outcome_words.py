"""The words of the page of what came of answers, Korean and English."""

OUTCOME_WORDS: dict[str, tuple[str, str]] = {
    "answers.title": ("답의 결과", "What came of answers"),
    "answers.why": (
        "지난 90일 동안 자동으로 답한 것이 어떻게 되었는지, 근거가 된 글과 값마다 보여 드려요. 도움이 안 된 것부터예요.",
        "What came of the automatic answers of the last 90 days, for each text or value that they rest on. What helped least comes first.",
    ),
    "answers.how": ("어떻게 세나", "How it is counted"),
    "answers.definition": (
        "답마다 아래에서 처음 맞는 하나로 세요. 도움 됨·안 됨: 손님이 직접 눌렀어요. 다시 물음: 10분 안에 비슷한 말로 다시 물었어요. "
        "사람에게: 하루 안에 이어진 말이 사람에게 갔거나 직원이 먼저 말했어요. 이어 감: 하루 안에 다른 말을 했어요. "
        "조용함: 하루 동안 말이 없었어요(좋다, 나쁘다로 보지 않아요). 아직: 하루가 지나지 않았어요. "
        "근거가 여럿인 답은 각각에 세요. 최근 답 5,000개까지 봐요.",
        "Each answer counts as the first that fits. Helpful or not: its customer said so. Repeated: asked again in like words within ten "
        "minutes. To a person: what followed within a day went to a person, or an agent spoke first. Went on: they said something else "
        "within a day. Silent: a day without a word (neither good nor bad). Open: the day is not over. An answer that rests on several "
        "counts for each. The newest 5,000 answers are looked at.",
    ),
    "answers.empty": ("아직 자동으로 답한 것이 없어요", "No automatic answers yet"),
    "answers.empty_next": ("손님이 물으면 결과가 여기에 모여요.", "What comes of them gathers here."),
    "answers.entry": ("근거", "Rests on"),
    "answers.answered": ("답함", "Answered"),
    "answers.helpful": ("도움 됨", "Helpful"),
    "answers.not_helpful": ("도움 안 됨", "Not helpful"),
    "answers.repeated": ("다시 물음", "Repeated"),
    "answers.person": ("사람에게", "To a person"),
    "answers.went_on": ("이어 감", "Went on"),
    "answers.silent": ("조용함", "Silent"),
    "answers.open": ("아직", "Open"),
    "answers.correct": ("이 글 고치기", "Correct it"),
    "answers.in_file": ("{file} {line}번째 줄에서 고칠 수 있어요", "Correct it in {file}, line {line}"),
    "gaps.disliked": ("답했지만 도움이 안 됨 {count}번", "Answered but not helpful {count}×"),
    "gaps.cited": ("이렇게 답했던 글", "What was answered rests on"),
    "gaps.corrects": ("저장하면 이 글이 고쳐져요.", "Saving corrects this entry."),
}
