"""Prices of options: a row gives one price, that of its first option; what another costs is told by a line or not at all."""

import re

from dangol.kit.text import squash
from dangol.knowledge.facts import Subject

from .columns import concept_is, described
from .question import Question

_SAID_SIZES = {
    size: rf"(?<![a-z])({size}|{said})(?=사이즈|로|은|는|짜리|가격|얼마|기준|[^a-z가-힣]|$)"
    for size, said in (
        ("s", "스몰|싱글"),
        ("m", "미디엄|미디움"),
        ("l", "라지"),
        ("xl", "엑스라지"),
        ("q", "퀸"),
        ("ss", "슈퍼싱글"),
        ("k", "킹"),
    )
}
_LARGE = re.compile(r"큰\s?(거|것|걸|사이즈|용량)|대용량|대형|제일 큰|more|bigger|larger|the large")
_MONEY = re.compile(r"\d[\d,]*\s?(원|만)")
_OPTION_NUMBER = re.compile(r"\d{1,4}")
_NUMERALS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "열": 10, "스무": 20}
_COUNTED = re.compile(rf"({'|'.join(_NUMERALS)})(?=개|장|매|팩|병|세트|박스|봉|묶음|입)")


def later_option(question: Question, subject: Subject) -> list[str] | None:
    """For an option that is named: the lines that tell its price, none where only the first one's is told; else None.

    Colours and sizes by letter cost the same where no line of the row speaks of another price; amounts do not.
    """
    said, options, name = _in_digits(squash(question.text)), _options(subject), squash(subject.name)
    named = [option for option in options if _names_option(option, said, name)]
    if not named and len(options) > 1 and _LARGE.search(question.text):
        named = options[-1:]
    priced = [line for line in described(subject) if _MONEY.search(line)]
    lines = [line for line in priced if any(_names_option(option, squash(line), "") for option in named)][:2]
    if lines or not named or named[0] == options[0]:
        return lines or None
    return [] if priced or any(letter.isdigit() for option in named for letter in option) else None


def said_option(question: Question, subject: Subject) -> bool:
    """Whether one of the options is said."""
    said, name = _in_digits(squash(question.text)), squash(subject.name)
    return any(_names_option(option, said, name) for option in _options(subject))


def is_later_option(bare: str, subject: Subject) -> bool:
    options = _options(subject)
    return any(bare in option for option in options[1:]) and bare not in options[0]


def _in_digits(letters: str) -> str:
    """Small numbers of things in digits: 두개짜리, 열장."""
    return _COUNTED.sub(lambda found: f"{_NUMERALS[found[0]]}", letters)


def _options(subject: Subject) -> list[str]:
    return [squash(part) for column, fact in subject.facts.items() if concept_is(column, "options") for part in fact.value.split("|")]


def _names_option(option: str, said: str, name: str) -> bool:
    """Whether an option is named by its letters, or by its number ("500짜리" is 500ml), where the product's name has not got it."""
    if len(option) > 1 and option in said and option not in name:
        return True
    if option in _SAID_SIZES:
        return re.search(_SAID_SIZES[option], said) is not None
    number = _OPTION_NUMBER.match(option)
    return (
        number is not None and number[0] not in name and re.search(rf"(?<![\d.]){number[0]}(?![\d,.]|만|천|원|월|일|시)", said) is not None
    )
