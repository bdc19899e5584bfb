"""What in an answer has no evidence: a sentence without a citation, a quote that does not stand in what it cites, a number from nowhere."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from dangol.answers.answer import Answer, Citation, Sentence
from dangol.answers.dates import WEEKDAYS, korean_holidays
from dangol.kit.sphere import kilometres, point
from dangol.knowledge.facts import Snapshot
from dangol.language.korea import regions_named

_NUMBER = re.compile(r"\d+(?:[.:]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?![\d:]))")
_KOREAN_DATE = re.compile(r"(\d{1,2})월 (\d{1,2})일\(([월화수목금토일])(?:, ([^)]*))?\)")
_ENGLISH_DATE = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d)")
_FAR = re.compile(r"약 (\d+)km")
_EMERGENCY = "119"
_SOCIAL = ("social.",)


def unsupported(answer: Answer, question: str, snapshot: Snapshot, at: datetime) -> list[str]:
    """One line for each thing said without evidence; empty when all is well. ``question`` is all that the customer has said."""
    faults: list[str] = []
    texts = _citable(snapshot)
    names = [subject.name for subject in (*snapshot.products.values(), *snapshot.places.values())]
    factual = answer.outcome == "answer" and not any(reason.startswith(_SOCIAL) for reason in answer.reasons)
    if not answer.sentences or not answer.text.strip():
        faults.append("says nothing")
    if not 0.0 <= answer.confidence <= 1.0 or not answer.reasons:
        faults.append(f"confidence {answer.confidence}, reasons {answer.reasons}")
    for sentence in (*answer.sentences, *answer.draft):
        if factual and not sentence.citations:
            faults.append(f"no citation: {sentence.text}")
        faults += _misquoted(sentence, texts)
        faults += [f"no evidence for {number}: {sentence.text}" for number in _from_nowhere(sentence, question, names, at)]
    return faults


def _citable(snapshot: Snapshot) -> dict[str, tuple[str, int]]:
    found = {faq.citation_id: (faq.answer, faq.version) for faq in snapshot.faqs.values()}
    found |= {passage.citation_id: (passage.text, passage.version) for passage in snapshot.passages}
    for subject in (*snapshot.products.values(), *snapshot.places.values()):
        found |= {fact.citation_id: (fact.value, fact.version) for fact in subject.facts.values()}
    return found


def _misquoted(sentence: Sentence, texts: dict[str, tuple[str, int]]) -> Iterable[str]:
    for citation in sentence.citations:
        text, version = texts.get(citation.id, ("", 0))
        if not citation.quote or citation.quote not in text or citation.version != version:
            yield f"{citation.id} v{citation.version} does not hold {citation.quote!r}"


def _from_nowhere(sentence: Sentence, question: str, names: Iterable[str], at: datetime) -> list[str]:
    text = _without_right_sums(_without_true_dates(_without_right_distances(sentence, question), at))
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    known = {_EMERGENCY, *numbers(question), *(number for citation in sentence.citations for number in numbers(citation.quote))}
    return sorted(set(numbers(text)) - known - _differences(sentence.citations))


def numbers(text: str) -> list[str]:
    return _NUMBER.findall(_THOUSANDS.sub("", text))


_STEP = re.compile(r"(\d[\d,]*)원 × (\d+)[가-힣]{1,2} = (\d[\d,]*)원")
_TOTAL = re.compile(r"합계 (\d[\d,]*)원")
_SHORT = re.compile(r"기준 (\d[\d,]*)원에 (\d[\d,]*)원 모자")


def _without_right_distances(sentence: Sentence, question: str) -> str:
    """The text less a distance that is the one from a region that was asked about to the place whose coordinates are cited."""
    cited = {citation.id.rpartition("/")[2]: citation.quote for citation in sentence.citations}
    there = point(cited.get("lat"), cited.get("lon"))
    if there is None:
        return sentence.text
    right = {round(kilometres(region.middle, there)) for region in regions_named(question) if region.middle}
    return _FAR.sub(lambda found: "" if int(found[1]) in right else found[0], sentence.text)


def _without_right_sums(text: str) -> str:
    """The text less the products, the total of several and what is missing to a floor, where they are right."""
    steps = _STEP.findall(text)
    if not all(_int(price) * int(count) == _int(total) for price, count, total in steps):
        return text
    whole = sum(_int(total) for _, _, total in steps)
    text = _STEP.sub(r"\1원 × \2개", text) if steps else text
    text = _TOTAL.sub(lambda found: "" if _int(found[1]) == whole else found[0], text)
    return _SHORT.sub(lambda found: f"기준 {found[1]}원" if _int(found[1]) - whole == _int(found[2]) else found[0], text)


def _int(said: str) -> int:
    return int(said.replace(",", ""))


def _differences(citations: Iterable[Citation]) -> set[str]:
    """The differences between two cited prices are said by right."""
    prices = [int(citation.quote) for citation in citations if citation.id.endswith("/price") and citation.quote.isdigit()]
    return {str(abs(one - other)) for one in prices for other in prices}


def _without_true_dates(text: str, at: datetime) -> str:
    """The text less the calendar days in it whose weekday and holiday are right; a wrong one stays and is found."""

    def korean(found: re.Match[str]) -> str:
        for year in (at.year, at.year + 1, at.year - 1):
            try:
                day = date(year, int(found[1]), int(found[2]))
            except ValueError:
                continue
            if WEEKDAYS[day.weekday()] == found[3] and (found[4] is None or korean_holidays(year).get(day) == found[4]):
                return ""
        return found[0]

    def english(found: re.Match[str]) -> str:
        return "" if date.fromisoformat(found[2]).strftime("%a") == found[1] else found[0]

    return _ENGLISH_DATE.sub(english, _KOREAN_DATE.sub(korean, text))
