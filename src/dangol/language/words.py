"""The words of a text that carry meaning, as compared: Korean ones from tokens, English ones in base form."""

from collections.abc import Sequence
from dataclasses import dataclass

from .concepts import is_shop_word
from .phrases import WORD
from .tokens import Token

_CARRIES = frozenset({"NNG", "NNP", "XR", "VV", "VA", "SL", "SN", "SH", "NR", "MAG", "NNB", "W_SERIAL", "UN", "IC"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word that carries meaning: ``form`` as compared (verbs in dictionary form, Latin in lower case), its tag and place in the text."""

    form: str
    tag: str
    start: int
    end: int


def korean_words(tokens: Sequence[Token], offset: int) -> list[Word]:
    """The words that carry meaning among tokens, places counted from ``offset``."""
    words = []
    for token in tokens:
        if token.tag in _CARRIES:
            form = token.lemma if token.tag in {"VV", "VA"} else token.form.lower()
            words.append(Word(form=form, tag=token.tag, start=token.start - offset, end=token.end - offset))
    return words


def english_words(piece: str) -> list[Word]:
    """The words of an English clause, plural nouns in the singular; Hangul inside it is kept whole."""
    words = []
    for found in WORD.finditer(piece):
        form = found[0].lower().partition("'")[0]
        form = _singular(form)
        words.append(Word(form=form, tag="SL", start=found.start(), end=found.end()))
    return words


def _singular(form: str) -> str:
    """A noun in the singular, a verb without -ing or -ed where the shop's words know it so."""
    for ending in ("ing", "ed"):
        if form.endswith(ending) and len(form) > len(ending) + 2 and not is_shop_word(form):
            stem = form[: -len(ending)]
            known = next((option for option in (stem, stem + "e", stem[:-1]) if is_shop_word(option)), None)
            if known:
                return known
    if len(form) <= 3 or not form.endswith("s") or form.endswith(("ss", "us", "is")):
        return form
    options = [form[:-1], form[:-3] + "y" if form.endswith("ies") else form[:-1], form[:-2] if form.endswith("es") else form[:-1]]
    return next((option for option in options if is_shop_word(option)), options[1])
