"""A consultation on its page: the same sheet, questions and rules as in a chat, one question a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from dangol.bootstrap import talking
from dangol.bootstrap.consultation import words
from dangol.bootstrap.consultation.stepping import Taken, begin, due, take
from dangol.bootstrap.house import House
from dangol.kit.errors import BadInput, NotFound
from dangol.kit.pictures.picture import Picture, clean
from dangol.offers.consultation.configure import Built, configure
from dangol.offers.consultation.course import back, path
from dangol.offers.consultation.hearing import LONGEST_RECORD, exactly, within
from dangol.offers.consultation.look import Asked, Look, Made, Stage
from dangol.offers.consultation.pictures import keep
from dangol.offers.consultation.questionnaire import ATTACHED, Question, Questionnaire, Value
from dangol.offers.consultation.sheet import Sheet, Step
from dangol.offers.consultation.sheets import sheet_of, write
from dangol.people.identities import ensure, identity_id
from dangol.people.proven import proven
from dangol.people.traits import traits_of

Act = Literal["start", "answer", "back", "stop", "guide"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Who looks, in which language; ``external_id`` is None for somebody who has not begun anything here."""

    inbox: str
    external_id: str | None
    language: str


def titles(house: House, language: str) -> list[tuple[str, str]]:
    """Id and title of each consultation."""
    return [(one.id, one.title.of(language)) for one in house.consultations.now().all.values()]


def look(house: House, name: str, reader: Reader) -> Look:
    """What the page shows now.

    Raises:
        NotFound: ``consultation.unknown``.
    """
    of = _of(house, name)
    sheet = _sheet(house, of, reader)
    if sheet is None or not sheet.consent:
        return _look(of, "start", reader)
    if sheet.status == "guide":
        return _look(of, "guide", reader, sheet)
    question = due(of, sheet)
    if question is None or sheet.status == "done":
        return _result(of, sheet, configure(of.build, sheet.answers) if of.build else None, (), reader)
    return _asking(of, sheet, question, (), reader)


def act(house: House, name: str, reader: Reader, what: Act, given: Mapping[str, str], at: datetime) -> Look:
    """Does what was pressed, and gives what to show then.

    Raises:
        NotFound: ``consultation.unknown``. BadInput: ``consultation.no_answer``, nothing that answers the question was given.
    """
    of = _of(house, name)
    assert reader.external_id is not None
    sheet = _sheet(house, of, reader)
    if what == "start" or sheet is None:
        return _started(house, of, reader, given, at)
    if what == "stop":
        _write(house, Step(sheet=replace(sheet, status="ended")), reader, at)
        return _look(of, "ended", reader, sheet)
    if what == "guide":
        _call_guide(house, of, sheet, reader, at)
        return _look(of, "guide", reader, sheet)
    if what == "back":
        _write(house, Step(sheet=back(of, replace(sheet, status="open", place="page"))), reader, at)
        return look(house, name, reader)
    return _answered(house, of, sheet, reader, given, at)


def _started(house: House, of: Questionnaire, reader: Reader, given: Mapping[str, str], at: datetime) -> Look:
    consent = "kept" if given.get("consent") == "kept" else "once"
    sheet = begin(of, _who(house, reader), "page", at)
    taken = take(of, sheet, words.CONSENT, (consent,), {}, reader.language, house.analyse)
    _write(house, taken.step, reader, at)
    return _shown(of, taken, reader)


def send_picture(house: House, name: str, reader: Reader, given: Mapping[str, str], raw: bytes, at: datetime) -> Look:
    """Takes a picture as the answer to an image question, cleaned and sealed, with the consent that stands beside it.

    Raises:
        NotFound: ``consultation.unknown``. BadInput: ``picture.consent``, or what ``clean`` raises; nothing is kept then.
    """
    of = _of(house, name)
    sheet = _sheet(house, of, reader)
    question = _asked(of, sheet, given)
    if sheet is None or question is None or question.kind != "image":
        return look(house, name, reader)
    if given.get("agree") != "yes":
        raise BadInput("picture.consent", ko="사진을 올리시려면 안내에 동의해 주세요.", en="To send a picture, agree to the note.")
    picture = clean(raw)
    return _taken(house, of, sheet, question, (ATTACHED.id,), reader, at, picture)


def _asked(of: Questionnaire, sheet: Sheet | None, given: Mapping[str, str]) -> Question | None:
    """The question that a form answers; None for an old page: the answers before it have changed since."""
    if sheet is None or not sheet.consent:
        return None
    return next((one for one in path(of, sheet.answers) if one.id == given.get("question")), None)


def _answered(house: House, of: Questionnaire, sheet: Sheet, reader: Reader, given: Mapping[str, str], at: datetime) -> Look:
    question = _asked(of, sheet, given)
    if question is None:
        return look(house, of.id, reader)
    value = _value(question, given)
    if value is None:
        raise BadInput("consultation.no_answer", ko="답을 골라 주세요.", en="Please choose an answer.")
    return _taken(house, of, sheet, question, value, reader, at)


def _taken(
    house: House,
    of: Questionnaire,
    sheet: Sheet,
    question: Question,
    value: Value,
    reader: Reader,
    at: datetime,
    picture: Picture | None = None,
) -> Look:
    with house.store.read() as connection:
        known = traits_of(connection, [one.id for one in proven(connection, sheet.identity)])
    open_ = replace(sheet, status="open", place="page")
    values = {name: trait.value for name, trait in known.items()}
    taken = take(of, open_, question, value, values, reader.language, house.analyse, picture.upright if picture else b"")
    _write(house, taken.step, reader, at, question, picture)
    return _shown(of, taken, reader)


def _value(question: Question, given: Mapping[str, str]) -> Value | None:
    if question.options:
        ids = [one.id for one in question.options if one is not ATTACHED]
        picked = [one for one in ids if f"pick.{one}" in given] if question.kind == "several" else [given.get("value", "")]
        return tuple(picked) if picked and set(picked) <= set(ids) else None
    text = given.get("value", "")[:LONGEST_RECORD]
    return exactly(question, text) if question.kind == "number" else within(question, text)


def _call_guide(house: House, of: Questionnaire, sheet: Sheet, reader: Reader, at: datetime) -> None:
    """The guide is asked for in the person's own chat, with the sheet beside it in the inbox."""
    assert reader.external_id is not None
    _write(house, Step(sheet=replace(sheet, status="guide")), reader, at)
    title, guide = of.title.of(reader.language), of.guide.of(reader.language)
    text = f"{title}: I would like to talk to {guide}." if reader.language == "en" else f"{title}: {guide}에게 이어서 묻고 싶어요."
    key = f"consultation-{of.id}-{at:%Y%m%d%H%M%S}"
    kept = talking.accept(house, inbox=reader.inbox, external_id=reader.external_id, text=text, client_key=key, at=at, wish="person_wanted")
    talking.respond(house, kept.message)


def _write(
    house: House, step: Step, reader: Reader, at: datetime, question: Question | None = None, picture: Picture | None = None
) -> None:
    assert reader.external_id is not None
    with house.store.write() as connection:
        ensure(connection, house.key, reader.inbox, reader.external_id, "anonymous", at)
        if question is not None and picture is not None:
            keep(connection, step.sheet, question.id, picture, words.PICTURE_CONSENT.of(reader.language), at)
        write(connection, step, at)


def _sheet(house: House, of: Questionnaire, reader: Reader) -> Sheet | None:
    if reader.external_id is None:
        return None
    with house.store.read() as connection:
        return sheet_of(connection, _who(house, reader), of.id)


def _who(house: House, reader: Reader) -> str:
    return identity_id(house.key, reader.inbox, reader.external_id or "")


def _shown(of: Questionnaire, taken: Taken, reader: Reader) -> Look:
    if taken.question is None:
        return _result(of, taken.step.sheet, taken.built, taken.said, reader)
    return _asking(of, taken.step.sheet, taken.question, taken.said, reader)


def _asking(of: Questionnaire, sheet: Sheet, question: Question, said: Sequence[str], reader: Reader) -> Look:
    language = reader.language
    due_ = path(of, sheet.answers)
    asked = Asked(
        id=question.id,
        text=question.ask.of(language),
        kind=question.kind,
        record=bool(question.analyser),
        options=tuple((one.id, one.label.of(language)) for one in question.options),
        least=f"{question.least:g}" if question.kind == "number" else "",
        most=f"{question.most:.0f}" if question.kind == "number" else "",
        unit=question.unit.of(language),
        agree=words.PICTURE_CONSENT.of(language) if question.kind == "image" else "",
        place=[one.id for one in due_].index(question.id) + 1,
        of=max(len(due_), len(of.questions) - sum(bool(one.when) for one in of.questions if one not in due_)),
    )
    return replace(_look(of, "asking", reader, sheet), question=asked, said=tuple(said))


def _result(of: Questionnaire, sheet: Sheet, built: Built | None, said: Sequence[str], reader: Reader) -> Look:
    shown = replace(_look(of, "done", reader, sheet), said=tuple(said))
    if of.build is None or built is None:
        return shown
    language, build = reader.language, of.build
    made = tuple(
        Made(
            parts=tuple(words.options_of(build, one, language)),
            total=words.total_of(build, one, language),
            because=tuple(text.of(language) for text in one.because),
        )
        for one in built.combinations
    )
    conflict = tuple(one.of(language) for one in built.conflict)
    left_out = tuple(words.left_out(build, built, language))
    return replace(shown, builds=True, made=made, left_out=left_out, conflict=conflict, best=built.best)


def _look(of: Questionnaire, stage: Stage, reader: Reader, sheet: Sheet | None = None) -> Look:
    language = reader.language
    answers: list[tuple[str, Any]] = words.answered(of, sheet.answers, language) if sheet else []
    return Look(
        id=of.id,
        title=of.title.of(language),
        intro=of.intro.of(language),
        guide=of.guide.of(language),
        consent=of.consent.of(language),
        stage=stage,
        answers=tuple(answers),
        kept=sheet is not None and sheet.consent == "kept",
    )


def _of(house: House, name: str) -> Questionnaire:
    found = house.consultations.now().all.get(name)
    if found is None:
        raise NotFound("consultation.unknown", ko="그런 상담이 없어요. 주소를 확인해 주세요.", en="There is no such consultation.")
    return found
