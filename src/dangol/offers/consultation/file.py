"""Reads ``consultations/<id>.yaml``: who asks what, in which order, what is kept, and what may be built of the answers."""

import re
from collections.abc import Mapping, Sequence

from dangol.offers.consultation.build_file import read_build
from dangol.offers.consultation.parts_file import LABEL, by_options, condition_of, options_of, text_of
from dangol.offers.consultation.questionnaire import ATTACHED, SKIPPED, Contradiction, Kind, Question, Questionnaire, Text
from dangol.offers.consultation.yaml_nodes import At, read_yaml

FOLDER = "consultations"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MOST_QUESTIONS = 40
MOST_PICTURES = 3
_KINDS: Mapping[str, Kind] = {"one": "one", "several": "several", "number": "number", "text": "text", "image": "image"}
_NOT_TRAITS = re.compile(r"(?i)under14|name|firstname|lastname|이름|dna\..*|.*(mail|phone|전화|이메일).*")
_CONSENT = Text(
    ko="답을 기억해 두면 다음에도 맞춰 드릴 수 있어요. 기억해 둔 것은 '내 정보'에서 언제든 고치거나 지울 수 있어요. 기억해 둘까요?",
    en="If we remember your answers, we can fit things to you next time. You can correct or erase them under 'My data' at any time. "
    "May we remember them?",
)


def read_questionnaire(name: str, file: str, text: str) -> Questionnaire:
    """The consultation called ``name``.

    Raises:
        BadInput: ``consultation.bad_file`` with file, line and reason.
    """
    top = read_yaml(file, text)
    if not NAME.fullmatch(name):
        raise top.bad("파일 이름은 소문자, 숫자, -만 쓸 수 있습니다", "the file's name may hold small letters, digits and -")
    told = top.table(("title", "intro", "guide", "starts", "questions"), ("consent", "contradictions", "build"))
    questions: list[Question] = []
    for one in told["questions"].items(MOST_QUESTIONS, 1):
        questions.append(_question(one, questions))
    build = read_build(told["build"], questions) if "build" in told else None
    contradictions = told["contradictions"].items(100) if "contradictions" in told else ()
    return Questionnaire(
        id=name,
        title=text_of(told["title"], 60),
        intro=text_of(told["intro"]),
        consent=text_of(told["consent"]) if "consent" in told else _CONSENT,
        starts=told["starts"].words(),
        guide=text_of(told["guide"], 60),
        questions=tuple(questions),
        contradictions=tuple(_contradiction(one, questions) for one in contradictions),
        build=build,
    )


def _question(at: At, earlier: Sequence[Question]) -> Question:
    told = at.table(("id", "ask", "kind"), ("trait", "options", "when", "least", "most", "unit", "analyser"))
    name, kind = told["id"].word(40), _KINDS.get(told["kind"].word())
    if kind is None:
        raise told["kind"].bad(f"kind는 {', '.join(_KINDS)} 가운데 하나여야 합니다", f"kind must be one of {', '.join(_KINDS)}")
    if name.startswith("@") or any(one.id == name for one in earlier):
        raise told["id"].bad(f"{name!r} 은(는) 쓸 수 없거나 이미 있습니다", f"{name!r} cannot be used, or is there already")
    _fits(at, told, kind)
    if kind == "image" and sum(one.kind == "image" for one in earlier) >= MOST_PICTURES:
        raise at.bad(f"사진은 {MOST_PICTURES}장까지 물을 수 있습니다", f"a consultation asks for {MOST_PICTURES} pictures at most")
    pictured = (ATTACHED, SKIPPED) if kind == "image" else ()
    trait = told["trait"].word() if "trait" in told else ""
    if _NOT_TRAITS.fullmatch(trait):
        raise told["trait"].bad(f"{trait!r} 은(는) 상담이 정할 수 없는 이름입니다", f"{trait!r} is no name that a consultation may set")
    least = told["least"].number() if "least" in told else 0
    most = told["most"].number() if "most" in told else 0
    if least > most:
        raise told["least"].bad("most보다 클 수 없습니다", "it cannot be above most")
    return Question(
        id=name,
        ask=text_of(told["ask"]),
        kind=kind,
        trait=trait,
        options=options_of(told["options"], amounts=False) if "options" in told else pictured,
        when=condition_of(told["when"], by_options(earlier)) if "when" in told else {},
        least=least,
        most=most,
        analyser=told["analyser"].word(40) if "analyser" in told else "",
        unit=text_of(told["unit"], LABEL) if "unit" in told else Text(ko="", en=""),
    )


def _fits(at: At, told: Mapping[str, At], kind: Kind) -> None:
    """Whether a question of this kind has what it needs, and nothing that it cannot use."""
    wants = {"one": {"options"}, "several": {"options"}, "number": {"least", "most"}, "text": set[str](), "image": set[str]()}[kind]
    for name in ("options", "least", "most", "unit", "analyser", *(("trait",) if kind == "image" else ())):
        if name in wants and name not in told:
            raise at.bad(f"{kind} 질문에는 {name} 이(가) 있어야 합니다", f"a {kind} question needs {name}")
        if name in told and name not in wants | {"number": {"unit"}, "text": {"analyser"}, "image": {"analyser"}}.get(kind, set()):
            raise told[name].bad(f"{kind} 질문에는 {name} 을(를) 쓸 수 없습니다", f"a {kind} question has no {name}")


def _contradiction(at: At, questions: Sequence[Question]) -> Contradiction:
    told = at.table(("when", "say"))
    when = condition_of(told["when"], by_options(questions))
    if len(when) < 2:
        raise told["when"].bad("두 질문 이상의 답이 맞서야 합니다", "it takes the answers to two questions at least")
    return Contradiction(when=when, say=text_of(told["say"]))
