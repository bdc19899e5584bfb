"""What each part of the search adds, with the plain baseline beside it in the same run; and the time that a search takes."""

import math
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dangol.knowledge.index import LEADS, Index, rows
from dangol.knowledge.search import BOOSTS, Search
from dangol.language.likeness import vectors_of
from dangol.language.tokens import forget
from evaluation.answers.bm25 import Bm25
from evaluation.answers.sets import Questions, Shop, articles

BASELINE = "baseline: BM25, words between spaces"
PARTS: Mapping[str, Mapping[str, float]] = {
    "content words (tantivy)": {"terms": 1.0},
    "+ pairs of letters, typos": {"terms": 1.0, "pairs": BOOSTS["pairs"]},
    "+ names and headings": {"terms": 1.0, "pairs": BOOSTS["pairs"], "names": BOOSTS["names"]},
    "+ what stands early": {
        "terms": 1.0,
        "pairs": BOOSTS["pairs"],
        "names": BOOSTS["names"],
        **{f"lead{n}": BOOSTS[f"lead{n}"] for n in LEADS},
    },
}
MEANING = "+ meaning"
_MEANING_WEIGHT = 1.0  # of the likeness (-1…1) beside the search's score (about 0…1), for candidates of either
_LOOKED_AT = 50

Rank = Callable[[str], list[str]]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of one way to search: shares of questions, 0…1, with twice the standard error of the first; milliseconds."""

    name: str
    first: float
    error: float
    ten: float
    p50: float
    p99: float


def of_paraphrases(questions: Questions) -> Iterator[Figures]:
    keys = list(questions.texts)
    plain = Bm25([questions.texts[key] for key in keys])
    index = Index()
    index.update(rows(articles(questions.texts)))
    wanted = [(text, frozenset({key})) for text, key in questions.asked]
    yield _measured(BASELINE, lambda text: [keys[place] for place in plain.query(text)], wanted)
    for name, boosts in PARTS.items():
        yield _measured(name, _by_words(Search(index, boosts)), wanted)
    yield _measured(MEANING, _by_meaning(Search(index), questions.texts), wanted)


def of_shops(shops: Sequence[Shop]) -> Iterator[Figures]:
    """All development brands together; a document's texts are its titles, headings and words."""
    ways: dict[str, list[Figures]] = {}
    for shop in shops:
        ground = shop.answerer.ground
        texts: dict[str, str] = {}
        for text in ground.shelf.texts:
            document = text.key.partition("#")[0]
            texts[document] = f"{texts.get(document, '')} {text.head} {text.body}".strip()
        keys = list(texts)
        plain = Bm25([texts[key] for key in keys])
        search = shop.answerer.search
        found = [_measured(BASELINE, lambda asked, plain=plain, keys=keys: [keys[place] for place in plain.query(asked)], shop.asked)]
        found += [_measured(name, _by_words(Search(search._index, boosts), texts), shop.asked) for name, boosts in PARTS.items()]
        found.append(_measured(MEANING, _by_meaning(search, texts), shop.asked))
        for one in found:
            ways.setdefault(one.name, []).append(one)
    weights = [len(shop.asked) for shop in shops]
    for name, each in ways.items():
        first = _mean([one.first for one in each], weights)
        yield Figures(
            name=name,
            first=first,
            error=2 * math.sqrt(first * (1 - first) / sum(weights)),
            ten=_mean([one.ten for one in each], weights),
            p50=_mean([one.p50 for one in each], weights),
            p99=max(one.p99 for one in each),
        )


def speed(texts: Sequence[str], asked: Sequence[str]) -> tuple[float, list[float], list[float]]:
    """Seconds to index the texts; milliseconds of each query, its tokenising included, of ours and of the baseline, sorted."""
    named = {str(place): text for place, text in enumerate(texts)}
    index = Index()
    began = time.perf_counter()
    index.update(rows(articles(named)))
    built = time.perf_counter() - began
    search, plain = Search(index), Bm25(texts)
    return built, sorted(_timed(search.query, asked)), sorted(_timed(plain.query, asked))


def percentile(ordered: Sequence[float], percent: int) -> float:
    """By nearest rank."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def _timed(query: Callable[[str], object], asked: Sequence[str]) -> Iterator[float]:
    for text in asked[:20]:
        query(text)
    for text in asked:
        forget()
        began = time.perf_counter()
        query(text)
        yield (time.perf_counter() - began) * 1000


def _by_words(search: Search, among: Mapping[str, str] | None = None) -> Rank:
    def rank(text: str) -> list[str]:
        keys = [hit.key.partition("#")[0] for hit in search.query(text, kinds=("faq", "policy", "article"))]
        return keys if among is not None else [key.partition("/")[2] for key in keys]

    return rank


def _by_meaning(search: Search, texts: Mapping[str, str]) -> Rank:
    """The score of words and the likeness of meaning together, of whatever is near by either."""
    keys = list(texts)
    vectors = vectors_of([texts[key] for key in keys])
    place = {key: at for at, key in enumerate(keys)}
    bare = all("/" not in key for key in keys)

    def rank(text: str) -> list[str]:
        hits = search.query(text, limit=_LOOKED_AT, kinds=("faq", "policy", "article"))
        score = {(key.partition("/")[2] if bare else key): hit.score for hit in hits for key in [hit.key.partition("#")[0]]}
        likeness = vectors @ vectors_of([text])[0]
        near = {keys[int(at)] for at in (-likeness).argsort()[:_LOOKED_AT]}
        among = sorted(near | set(score))
        return sorted(among, key=lambda key: -(score.get(key, 0.0) + _MEANING_WEIGHT * float(likeness[place[key]])))[:10]

    return rank


def _measured(name: str, rank: Rank, asked: Sequence[tuple[str, frozenset[str]]]) -> Figures:
    places, took = [], []
    for text, gold in asked:
        forget()
        began = time.perf_counter()
        found = rank(text)
        took.append((time.perf_counter() - began) * 1000)
        places.append(next((at for at, key in enumerate(found, start=1) if key in gold), 0))
    first = sum(place == 1 for place in places) / len(places)
    took.sort()
    return Figures(
        name=name,
        first=first,
        error=2 * math.sqrt(first * (1 - first) / len(places)),
        ten=sum(place > 0 for place in places) / len(places),
        p50=statistics.median(took),
        p99=percentile(took, 99),
    )


def _mean(values: Sequence[float], weights: Sequence[int]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)
