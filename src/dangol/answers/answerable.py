"""How probable it is that the brand's texts answer a question at all, whichever of them: to know when it does not know.

``matching`` judges one passage at a time. Here the best of them is held against the others, too: how much of the question it explains, how
much of it the question says, how like it the question is, how far it is ahead. The weights lie in ``data/answerable.json``;
``python -m evaluation.answers fit`` made them from questions whose texts were taken away half of the time.
"""

from collections.abc import Mapping, Sequence

from dangol.kit.text import bigrams
from dangol.knowledge.search import Search
from dangol.language.concepts import synonyms

from .fitted import Fitted
from .ground import Ground
from .pieces import words_in
from .question import Question

_MODEL = Fitted("answerable.json")
_OF_THE_BEST = (
    *("coverage", "explained", "strange", "missed", "few", "many", "light", "in_head", "closeness", "named", "search", "search_coverage"),
    *(
        "letters",
        "head_letters",
        "head_like",
        "head_stands",
        "head_ahead",
        "whole_like",
        "whole_stands",
        "whole_ahead",
        "together",
        "ahead",
    ),
    "wanted_missing",
)
_OF_ANY = ("coverage", "whole_like", "search_coverage", "letters")
_LONG = 3  # times as many pairs of letters as the question: of a longer text not more is expected to be said
_MUCH = 8.0  # likewise of words, by their rarity

Weighed = tuple[float, str, Mapping[str, float]]
"""A passage's probability, its key, and its features."""


def answerable(question: Question, weighed: Sequence[Weighed], ground: Ground, search: Search) -> float:
    """0…1 by the passages nearest to a question, the likeliest first; 0 where there is none."""
    return _MODEL.probability(features_of(question, weighed, ground, search)) if weighed else 0.0


def features_of(question: Question, weighed: Sequence[Weighed], ground: Ground, search: Search) -> dict[str, float]:
    """The features by name, each about 0…1."""
    first, key, best = weighed[0]
    others = [one for one, _, _ in weighed[1:]]
    found = max((features for _, _, features in weighed), key=lambda features: features["search"])
    return {
        **{name: best.get(name, 0.0) for name in _OF_THE_BEST},
        **{f"most_{name}": max(features.get(name, 0.0) for _, _, features in weighed) for name in _OF_ANY},
        **_letters(question.text, key, ground, search),
        "first": first,
        "margin": first - max(others, default=0.0),
        "rest": sum(others) / len(weighed),
        "found_coverage": found["search_coverage"],
    }


def _letters(text: str, key: str, ground: Ground, search: Search) -> dict[str, float]:
    """How much of the question's letters the text holds, the rare pairs counting more; and how much of the text the question says."""
    piece = ground.shelf.pieces((key,), at_most=1).get(key)
    asked = dict.fromkeys(bigrams(text))
    if piece is None or not asked:
        return {"rare_letters": 0.0, "said_letters": 0.0, "said_words": 0.0}
    rarity = search.rarity_of_pairs(asked)
    words = words_in(text)
    told = {word: ground.rarity(word) for word in piece.words}
    said = sum(weight for word, weight in told.items() if word in words or not words.isdisjoint(synonyms(word)))
    return {
        "rare_letters": sum(weight for pair, weight in rarity.items() if pair in piece.pairs) / (sum(rarity.values()) or 1.0),
        "said_letters": len(asked.keys() & piece.pairs) / max(1, min(len(piece.pairs), _LONG * len(asked))),
        "said_words": said / max(1e-9, min(sum(told.values()), _MUCH)),
    }
