"""The baseline: BM25 (Robertson & Zaragoza, 2009; k1 1.5, b 0.75) over words as they stand between spaces, in plain Python."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence


class Bm25:
    """Texts by their place; a query gives the places of the best ones."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = [text.lower().split() for text in texts]
        self._lengths = [len(each) for each in words]
        self._mean = max(1.0, sum(self._lengths) / max(1, len(words)))
        self._held: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, each in enumerate(words):
            for word, count in Counter(each).items():
                self._held[word].append((place, count))

    def query(self, text: str, limit: int = 10) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for word in set(text.lower().split()):
            holding = self._held.get(word, ())
            rarity = math.log(1 + (len(self._lengths) - len(holding) + 0.5) / (len(holding) + 0.5))
            for place, count in holding:
                length = 0.25 + 0.75 * self._lengths[place] / self._mean
                scores[place] += rarity * count * 2.5 / (count + 1.5 * length)
        return sorted(scores, key=lambda place: (-scores[place], place))[:limit]
