"""The words of the page of what was told and has changed, Korean and English."""

RECALL_WORDS: dict[str, tuple[str, str]] = {
    "recall.title": ("바로잡기", "Recall"),
    "recall.why": (
        "지난 30일 동안 알려 드린 것 가운데 그 뒤에 바뀐 사실이에요. 예전 내용을 들은 손님에게 지금 내용을 한 번에 알릴 수 있어요.",
        "Facts that were told in the last 30 days and have changed since. Everyone who heard the old one can be told the new one in one "
        "step.",
    ),
    "recall.empty": ("바로잡을 것이 없어요", "Nothing to correct"),
    "recall.empty_next": (
        "알려 드린 사실이 바뀌면 누가 들었는지 여기에 보여요.",
        "When a fact that was told changes, those who heard it show up here.",
    ),
    "recall.was": ("전에는", "It was"),
    "recall.now": ("지금은", "It is now"),
    "recall.gone": ("(이제 없어요)", "(gone)"),
    "recall.preview": ("이렇게 나가요", "What will be said"),
    "recall.send": ("{count}명에게 바로잡는 말 보내기", "Send a correction to {count}"),
    "recall.people": ("{count}명이 들었어요", "{count} heard it"),
    "recall.sent_note": (
        "한 사람에게 한 번만 나가요. 나갈 때 법과 채널의 규칙을 다시 확인해요.",
        "Once to each. Law and channel rules are asked again when it leaves.",
    ),
    "recall.open": ("아직", "Not yet"),
    "recall.anew": ("새 내용을 이미 들음", "Has heard the new one"),
    "recall.off": ("채팅창이 꺼져 있음", "The inbox is off"),
    "recall.draft": ("승인을 기다림", "Waits for approval"),
    "recall.queued": ("곧 나가요", "About to leave"),
    "recall.leased": ("보내는 중", "Sending"),
    "recall.sent": ("보냄", "Sent"),
    "recall.uncertain": ("도착했는지 모름", "Unknown whether it arrived"),
    "recall.failed": ("보내지 못함", "Failed"),
    "recall.refused": ("보낼 수 없음", "Refused"),
    "recall.cancelled": ("버림", "Discarded"),
}
