"""Several things that are meant without all of their names: "둘 중에 뭐가 더 싸요?", "그거랑 무게 차이는요?", "둘 다 비건이에요?"."""

import re

from .answer import Topic
from .ground import Ground
from .question import Question

_ALL = re.compile(r"둘\s?다|두\s?(개|가지)\s?다|셋\s?다|각각|both|each", re.IGNORECASE)
_PAIR = re.compile(
    r"둘이|둘은|둘의|둘\s?중|그\s?중|이\s?중|두\s?(개|가지)\s?중|셋\s?중|세\s?(개|가지)\s?중|중에|of (them|the two)|between them",
    re.IGNORECASE,
)
_DIFFER = re.compile(r"달라|다른가|다른지|다르|같은가|같아|차이|different|same", re.IGNORECASE)
_THREE = re.compile(r"셋|세\s?(개|가지)|three", re.IGNORECASE)
_BESIDES = re.compile(r"이?랑|하고|와\s|과\s|보다|비교|차이|than|with")
_FEW = 3  # listed: so many may be compared


def together(question: Question, topic: Topic, ground: Ground) -> tuple[str, ...]:
    """The products meant together, at least two; empty where one or none is meant, or all are named."""
    pair = bool(_PAIR.search(question.text))
    compares = question.compares or (pair and (question.superlative or bool(_DIFFER.search(question.text))))
    if len(question.subjects) > 1 or not (compares or _ALL.search(question.text)):
        return ()
    recent = _products((*topic.about, *topic.subjects), ground)
    if question.subjects:
        named = question.subjects[0]
        other = next((key for key in recent if key != named), None)
        fits = other is not None and named.startswith("product/") and _BESIDES.search(question.text)
        return (other, named) if other and fits else ()
    if question.mentions:
        return ()
    listed = _products(topic.candidates, ground)
    if 2 <= len(listed) <= _FEW:
        return listed
    chosen = recent[: 3 if _THREE.search(question.text) else 2]
    return chosen if len(chosen) > 1 else ()


def _products(keys: tuple[str, ...], ground: Ground) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key.startswith("product/") and key in ground.subjects))
