"""What a consultation says around its own questions, in Korean and in English."""

from collections.abc import Mapping, Sequence
from typing import Final

from dangol.channels.port import Choice
from dangol.offers.consultation.configure import Built, Combination
from dangol.offers.consultation.course import path, standing
from dangol.offers.consultation.questionnaire import SKIPPED, Answers, Build, Option, Question, Questionnaire, Text, Value

CONSENT = Question(
    id="@consent",
    ask=Text(ko="", en=""),
    kind="one",
    options=(
        Option(id="kept", label=Text(ko="기억해 주세요", en="Remember them"), also=("네", "예", "응", "좋아요", "yes", "ok"), amounts={}),
        Option(id="once", label=Text(ko="이번만 쓸게요", en="This time only"), also=("아니요", "아니오", "이번만", "no"), amounts={}),
    ),
    when={},
    unit=Text(ko="", en=""),
)
PICTURE_CONSENT = Text(
    ko="이 상담에 쓰려고 사진을 받아요. 담당자와 저희 프로그램만 보고, 촬영 위치 같은 숨은 정보는 지운 뒤 잠가서 보관해요. "
    "이 상담의 답을 지우면 함께 지워져요. 얼굴, 신분증, 다른 사람이 나오지 않게 찍어 주세요.",
    en="We take the picture for this consultation. Only your guide and our program see it; hidden data such as the place is "
    "removed, and it is kept locked. It is erased with the answers of this consultation. "
    "Please leave out faces, identity cards and other people.",
)
STOPS: Final = ("그만", "그만할게요", "그만할래요", "그만둘게요", "그만하기", "취소", "취소할게요", "중단", "stop", "quit", "cancel", "end")
MOST_TOLD = 3  # of what was left out, in a chat; the page tells all

LINES: Final[Mapping[str, Text]] = {
    "ended": Text(
        ko="상담을 마칠게요. 이 상담의 답은 지웠어요. 다시 하고 싶으시면 언제든 말씀해 주세요.",
        en="The consultation has ended, and its answers are erased. You can start again at any time.",
    ),
    "kept_stay": Text(
        ko="기억해 두기로 하신 것은 '내 정보'에 남아 있고, 거기서 지울 수 있어요.",
        en="What you let us remember stays under 'My data', where you can erase it.",
    ),
    "resume": Text(ko="그럼 이어서 여쭤볼게요.", en="Then let us go on."),
    "not_understood": Text(ko="어느 답인지 알아듣지 못했어요.", en="I could not tell which answer you meant."),
    "again": Text(
        ko="다시 한번 골라 주세요. 같은 답을 고르시면 그대로 둘게요.", en="Please choose once more. If you choose the same, it stands."
    ),
    "how_to_end": Text(ko="'그만'이라고 하시면 언제든 끝나요.", en="Say 'stop' to end at any time."),
    "nothing": Text(
        ko="지금 답으로는 만들 수 있는 것이 없어요. 서로 맞지 않는 것:",
        en="With these answers nothing can be made. What does not go together:",
    ),
    "left_out": Text(ko="빠진 것:", en="Left out:"),
    "cut": Text(
        ko="조합이 많아 여기까지 찾았어요. 더 좋은 조합이 있을 수 있어요.", en="There are many combinations; a better one may exist."
    ),
    "found": Text(ko="보내 주신 기록에서 이렇게 읽었어요.", en="This is what we read in your record."),
    "found_nothing": Text(
        ko="보내 주신 기록에서 답을 읽지 못했어요. 하나씩 여쭤볼게요.",
        en="We could not read answers in your record, so we ask one by one.",
    ),
    "picture_found": Text(ko="보내 주신 사진에서 이렇게 읽었어요.", en="This is what we read in your picture."),
    "picture_found_nothing": Text(
        ko="보내 주신 사진에서 답을 읽지 못했어요. 사진은 담당자가 볼 수 있고, 답은 하나씩 여쭤볼게요.",
        en="We could not read answers in your picture. Your guide can see it, and we ask one by one.",
    ),
    "forgotten": Text(ko="이번 답은 남기지 않았어요.", en="The answers were not kept."),
    "remembered": Text(
        ko="답은 '내 정보'에서 보고 고치고 지울 수 있어요.", en="You can see, correct and erase the answers under 'My data'."
    ),
    "thanks": Text(ko="답해 주셔서 고마워요.", en="Thank you for your answers."),
}


def offers_guide(of: Questionnaire, language: str) -> str:
    return f"Or say 'a person' to talk to {of.guide.en}." if language == "en" else f"'상담원'이라고 하시면 {of.guide.ko}에게 이어 드려요."


def to_guide(of: Questionnaire, language: str) -> str:
    if language == "en":
        return f"{of.guide.en} will see your answers so far and go on from there."
    return f"{of.guide.ko}에게 지금까지의 답을 보여 드리고 이어서 도와드릴게요."


def differs(name: str, before: str, now: str, language: str) -> str:
    """Said openly: what was known of the person is another than what they say now."""
    if language == "en":
        return f"Before, we had '{before}' as {name}. From now on it is '{now}'."
    return f"전에는 {name}: '{before}'로 알고 있었어요. 이제 '{now}'로 바꿀게요."


def asking(of: Questionnaire, question: Question, answers: Answers, language: str) -> str:
    """A question as it stands in a chat: its place, and its options with numbers."""
    if question is CONSENT:
        return "\n".join((of.consent.of(language), *_numbered(question, language)))
    due = path(of, answers)
    place = [one.id for one in due].index(question.id) + 1
    if question.kind == "image":
        return f"({place}) {question.ask.of(language)}\n{picture_place(of, language)}"
    lines = (f"({place}) {question.ask.of(language)}", *_numbered(question, language))
    return "\n".join((*lines, _range(question, language))) if question.kind == "number" else "\n".join(lines)


def choices(question: Question, language: str) -> tuple[Choice, ...]:
    """The options as buttons; a question with several answers has none, because a button would be the whole answer."""
    shown = (SKIPPED,) if question.kind == "image" else question.options if question.kind == "one" else ()
    return tuple(Choice(label=one.label.of(language), value=one.label.of(language)) for one in shown) if len(shown) <= 10 else ()


def spoken(question: Question, value: Value, language: str) -> str:
    """An answer in words."""
    if isinstance(value, tuple):
        return ", ".join(one.label.of(language) for one in question.options if one.id in value)
    if isinstance(value, int | float):
        return f"{value:,}{question.unit.ko}" if language != "en" else f"{value:,} {question.unit.en}".strip()
    return value


def read_from(question: Question, value: Value, language: str, confidence: float | None) -> str:
    """What was read in a record or picture, and how sure that is, so that the person sees it."""
    sure = "" if confidence is None else f" ({confidence:.0%} sure)" if language == "en" else f" (확신 {confidence:.0%})"
    return f"· {question.ask.of(language)} {spoken(question, value, language)}{sure}"


def picture_place(of: Questionnaire, language: str) -> str:
    """Where a picture is taken: on the page; a chat goes on in words."""
    if language == "en":
        return f"Pictures are taken on the consultation's page of our site (/consult/{of.id}). Say 'skip' to go on here without one."
    return f"사진은 저희 사이트의 상담 화면(/consult/{of.id})에서 받아요. 사진 없이 여기서 이어 하시려면 '건너뛰기'라고 해 주세요."


def answered(of: Questionnaire, answers: Answers, language: str) -> list[tuple[str, str]]:
    """Each question and its answer, for a person who reads them, and the contradictions that stand."""
    pairs = [(one.ask.of(language), spoken(one, answers[one.id], language)) for one in of.questions if one.id in answers]
    mark = "Contradiction" if language == "en" else "맞서는 답"
    return [*pairs, *((mark, one.say.of(language)) for one in standing(of, answers))]


def told(build: Build, built: Built, language: str) -> list[str]:
    """What came of it, as a chat says it."""
    if not built.combinations:
        return [LINES["nothing"].of(language), *(f"· {one.of(language)}" for one in built.conflict)]
    lines = [made(build, one, number, language) for number, one in enumerate(built.combinations, 1)]
    if built.excluded:
        lines.append(LINES["left_out"].of(language))
        lines += [f"· {part}: {option}. {why}" for part, option, why in left_out(build, built, language)[:MOST_TOLD]]
    return lines if built.best else [*lines, LINES["cut"].of(language)]


def made(build: Build, one: Combination, number: int, language: str) -> str:
    chosen = ", ".join(f"{part} {option}" for part, option in options_of(build, one, language))
    total = total_of(build, one, language)
    why = " ".join(text.of(language) for text in one.because)
    return f"{number}. {chosen}{f' ({total})' if total else ''}. {why}".strip()


def options_of(build: Build, one: Combination, language: str) -> list[tuple[str, str]]:
    return [(part.label.of(language), _label(part.options, one.options[part.id], language)) for part in build.parts]


def total_of(build: Build, one: Combination, language: str) -> str:
    unit = build.unit.of(language)
    return f"{one.total:,.0f}{' ' if language == 'en' else ''}{unit}" if build.total else ""


def left_out(build: Build, built: Built, language: str) -> Sequence[tuple[str, str, str]]:
    """Part, option and why, for each option that is in no valid combination."""
    parts = {part.id: part for part in build.parts}
    return [
        (
            parts[one.part].label.of(language),
            _label(parts[one.part].options, one.option, language),
            " ".join(why.of(language) for why in one.because),
        )
        for one in built.excluded
    ]


def _label(options: Sequence[Option], wanted: str, language: str) -> str:
    return next(one.label.of(language) for one in options if one.id == wanted)


def _numbered(question: Question, language: str) -> list[str]:
    return [f"{number}) {one.label.of(language)}" for number, one in enumerate(question.options, 1)]


def _range(question: Question, language: str) -> str:
    low, high = spoken(question, _whole(question.least), language), spoken(question, _whole(question.most), language)
    return f"({low} ~ {high})"


def _whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value
