"""A subject's columns as sentences in the brand's voice, each with its citation."""

import re
from collections.abc import Sequence

from dangol.kit.korean import particle
from dangol.knowledge.facts import Fact, Subject
from dangol.language.concepts import concept_of_header, unit_of_header

from .answer import Citation, Sentence
from .terms import Term
from .voice import Voice, won

ENGLISH_NAMES = ("name_en", "english_name", "영문명")
_BARE_NUMBER = re.compile(r"[\d.,~∼–\-x×* ]+")
_YES_OR_NO = {"y": True, "yes": True, "o": True, "true": True, "n": False, "no": False, "x": False, "false": False}
_LABELLED = frozenset({"address", "parking", "phone", "services"})  # their Korean values stand after a colon, not inside a sentence


def shown(fact: Fact) -> str:
    """A fact's value as said: a bare number gets the unit that its header gives ("높이(cm)": 130 → 130cm)."""
    unit = unit_of_header(fact.column)
    return f"{fact.value}{unit}" if unit and _BARE_NUMBER.fullmatch(fact.value) else fact.value


def cite(fact: Fact, quote: str | None = None) -> Citation:
    """A citation of a fact, quoting all of its value or the line relied upon."""
    return Citation(id=fact.citation_id, version=fact.version, quote=quote or fact.value)


def sentence(subject: Subject, column: str, voice: Voice, absent: Sequence[Term] = ()) -> Sentence:
    """One column as a sentence in the brand's voice. ``absent`` are words asked about that it does not list."""
    text = _text(subject, column, voice)
    if absent:
        words = ", ".join(term.form for term in absent)
        text = text if text.endswith((".", "!", "?")) else text + "."
        text += voice.say(f" 표기된 내용에 {particle(words, '은')} 없어요.", f" {words} is not listed there.")
    return Sentence(text=text, citations=(cite(subject.facts[column]),))


def called(subject: Subject, voice: Voice) -> str:
    """A subject's name for the asker: to one who writes English its English name where the brand gives one, with its own."""
    english = next((subject.facts[column].value for column in ENGLISH_NAMES if column in subject.facts), "")
    return subject.name if voice.korean or not english else f"{english} ({subject.name})"


def _text(subject: Subject, column: str, voice: Voice) -> str:
    fact, name = subject.facts[column], called(subject, voice)
    known = concept_of_header(column)
    concept = known.name if known else ""
    label_ko, label_en = (known.ko, known.en) if known else (column, column)
    if re.search(r"[가-힣]", column):  # the brand's own Korean header is its own word for it
        label_ko = re.sub(r"\([^)]*\)", "", column).strip() or column
    if concept == "price":
        price = won(fact.value)
        return voice.say(f"{voice.about(name)} {particle(price, '이에요')}.", f"{name} is {price.removesuffix('원')} won.")
    if concept == "stock":
        return _stock(name, fact.value, voice)
    if concept == "options":
        listed = ", ".join(part.strip() for part in fact.value.split("|"))
        return voice.say(f"{voice.about(name)} {particle(listed, '으로')} 고르실 수 있어요.", f"{name} comes in: {listed}.")
    if (meant := _YES_OR_NO.get(fact.value.strip().lower())) is not None:
        return _marked(name, label_ko if voice.korean else label_en, fact.value.strip(), voice, yes=meant)
    if concept in _LABELLED and voice.korean:
        return f"{name} {label_ko}: {fact.value}"
    return voice.value(label_ko, label_en, name, shown(fact))


def _marked(name: str, label: str, mark: str, voice: Voice, *, yes: bool) -> str:
    """A column that is only marked: "비건: N"."""
    shown_mark = f"'{mark}'{particle(mark, '이에요').removeprefix(mark)}"
    if yes:
        return voice.say(f"네, {voice.about(name)} {label} 표시가 {shown_mark}.", f"Yes, {name} is marked '{mark}' for {label}.")
    return voice.say(f"아니요, {voice.about(name)} {label} 표시가 {shown_mark}.", f"No, {name} is not: it is marked '{mark}' for {label}.")


def _stock(name: str, value: str, voice: Voice) -> str:
    if not re.fullmatch(r"\d+", value):
        return voice.value("재고", "stock", name, value)
    count = int(value)
    if count == 0:
        return voice.say(f"{voice.about(name)} 지금 품절이라 재고가 없어요.", f"{name} is out of stock (sold out) right now.")
    return voice.say(f"{voice.about(name)} 지금 재고가 {count}개 있어요.", f"{name} is in stock ({count} available).")
