"""How a consultation goes on: what is asked next, what an answer changes, what contradicts it. Pure."""

from dataclasses import dataclass, replace

from dangol.offers.consultation.questionnaire import Answers, Contradiction, Question, Questionnaire, Value, holds
from dangol.offers.consultation.sheet import Sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class Advanced:
    """The sheet after an answer, and the contradiction that this answer made and that was not said before."""

    sheet: Sheet
    contradiction: Contradiction | None = None


def path(of: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers lead through, answered or not."""
    found: list[Question] = []
    known: dict[str, Value] = {}
    for question in of.questions:
        if holds(question.when, known):
            found.append(question)
            if question.id in answers:
                known[question.id] = answers[question.id]
    return tuple(found)


def next_question(of: Questionnaire, answers: Answers) -> Question | None:
    """The first that is due and unanswered; None at the end."""
    return next((one for one in path(of, answers) if one.id not in answers), None)


def advance(of: Questionnaire, sheet: Sheet, question: Question, value: Value) -> Advanced:
    """Takes an answer. One that contradicts others is taken back once, so that it is asked again; given again, it stands."""
    answers = _kept(of, {**sheet.answers, question.id: value})
    fresh = ((number, one) for number, one in enumerate(of.contradictions) if number not in sheet.said and question.id in one.when)
    news = next((number for number, one in fresh if holds(one.when, answers)), None)
    if news is None:
        return Advanced(sheet=replace(sheet, answers=answers, misses=0))
    again = _kept(of, {name: one for name, one in answers.items() if name != question.id})
    sheet = replace(sheet, answers=again, said=(*sheet.said, news), misses=0)
    return Advanced(sheet=sheet, contradiction=of.contradictions[news])


def back(of: Questionnaire, sheet: Sheet) -> Sheet:
    """Without the last answer; where there is none, as it was."""
    given = [one.id for one in path(of, sheet.answers) if one.id in sheet.answers]
    answers = _kept(of, {name: one for name, one in sheet.answers.items() if not given or name != given[-1]})
    return replace(sheet, answers=answers)


def _kept(of: Questionnaire, answers: Answers) -> dict[str, Value]:
    """Answers to questions that are not asked any more, because an earlier answer changed, are forgotten."""
    return {one.id: answers[one.id] for one in path(of, answers) if one.id in answers}


def standing(of: Questionnaire, answers: Answers) -> tuple[Contradiction, ...]:
    """The contradictions that stand in these answers."""
    return tuple(one for one in of.contradictions if holds(one.when, answers))
