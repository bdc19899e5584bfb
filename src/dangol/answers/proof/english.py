"""An English sentence as statements: its words and the Korean words that a shop has for them."""

import re
from datetime import date

from dangol.language.phrases import english_phrases
from dangol.language.words import english_words

from .amounts import amounts
from .moments import moments
from .statement import CONDITION_WORDS, Statement, blank

_ONLY = re.compile(r"만\b|[가-힣0-9]만(?=\s|은|이|의|요|$)|전용|한정|오직|단지|밖에|뿐|\bonly\b|\bsolely\b|\bexclusively\b", re.IGNORECASE)
_ENGLISH_CLAUSE = re.compile(r"\s*(?:;|, (?:and|but|while|though)\b|\bbut\b|\bwhile\b|, (?=[A-Z]|public hol))\s*")
_ENGLISH_DENIAL = re.compile(
    r"n't\b|\bnot\b|\bno\b(?! charge| cost| fee)|\bnever\b|\bcannot\b|\bwithout\b|\bunavailable\b|\bunable\b|\bclosed\b|\bsold out\b|"
    r"\bout of stock\b"
    r"|\bexcept\b|\bexclud\w+|\bimpossible\b|\bnon-?refundable\b|\bnone\b|\bneither\b|\bavoid\b",
    re.IGNORECASE,
)


def english(sentence: str, today: date) -> list[Statement]:
    made = []
    for part in (piece for piece in _ENGLISH_CLAUSE.split(sentence) if piece and piece.strip()):
        words = english_words(part)
        found = english_phrases(part, [word.form for word in words])
        translated = [(word.replace(" ", ""), span[0]) for span, formal in found for word in formal]
        when = moments(part, today)
        plain = [(word.form, word.start) for word in words if not word.form[0].isdigit() and not blank(when.rest, word.start)]
        counted = amounts(when.rest)
        first = min((amount.start for amount in counted), default=len(part))
        made.append(
            Statement(
                text=part,
                words=frozenset(word for word, _ in (*translated, *plain)),
                own=frozenset(word for word, _ in (*translated, *plain)),
                head=frozenset(word for word, place in (*translated, *plain) if place < first),
                denies=bool(_ENGLISH_DENIAL.search(part)),
                conditional=bool(CONDITION_WORDS.search(part.lower())),
                only="*" if _ONLY.search(part) else "",
                amounts=counted,
                moments=when,
            )
        )
    return made
