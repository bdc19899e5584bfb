"""Whether a sentence is the evidence's own, word for word: then it needs no reading."""

import re

from dangol.kit.text import squash

from .verdict import Case

_PART = re.compile(r"(?<=[.!?])\s+|\n+|(?:^|(?<=\s))- ")
_FRONT = re.compile(r"^(?:From our page \(in Korean\): )?(?:\[[^\]]{1,80}\] )?")
_LABEL = re.compile(r"^[^:]{1,60}: ")
_SHORTEST = 4  # letters


def quoted(case: Case) -> bool:
    """Whether the sentence, without a label before it, consists of whole sentences or cells of one citation."""
    text = _FRONT.sub("", case.text)
    for cited in case.evidence:
        whole = [letters for part in _PART.split(cited.body) if (letters := squash(part))]
        cell = squash(cited.body)
        for said in (text, _LABEL.sub("", text)):
            letters = squash(said)
            if len(letters) >= _SHORTEST and (letters == cell or _made_of(letters, whole)):
                return said == text or squash(text[: len(text) - len(said)]) in cited.letters or cited.column is not None
    return False


def _made_of(letters: str, whole: list[str]) -> bool:
    """Whether letters are one or more of the whole sentences, in their order."""
    for part in whole:
        if letters.startswith(part):
            letters = letters[len(part) :]
        if not letters:
            return True
    return False
