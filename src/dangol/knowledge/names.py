"""The words of a brand's names, taught to the tokeniser before anything is read: "감나무 잉크" holds 감나무, not 가|ㅁ|나무."""

import re

from dangol.knowledge.facts import Snapshot
from dangol.language.lexicon import respell
from dangol.language.tokens import add_words, tokenise_all

_WORD = re.compile(r"[가-힣]{2,12}")


def teach_names(snapshot: Snapshot) -> None:
    """Teaches the words that the tokeniser would cut; those it reads as nouns it knows already. Teaching again changes nothing.

    What is read before and after must be cut alike to be found, so whoever indexes or answers teaches first.
    """
    subjects = (*snapshot.products.values(), *snapshot.places.values())
    words = sorted({word for subject in subjects for word in _WORD.findall(respell(subject.name))})
    add_words(word for word, tokens in zip(words, tokenise_all(words), strict=True) if any(token.tag[0] not in "NX" for token in tokens))
