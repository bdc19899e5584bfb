"""Finds what a question is about: BM25 over Korean content words, over what stands early, over titles, and over pairs of letters.

A row's raw score is the sum of tantivy's BM25 (k1 1.2, b 0.75; Robertson & Zaragoza, 2009) over its fields, each times its boost.
The boosts were chosen on two sets of Korean help pages and one of paraphrases, where each field had to help on every set (see
``dangol.knowledge.bench_search``). Reciprocal ranks, coverage factors, adjacent words, passages by their maximum and relevance feedback
were tried and did not help on every set.

``Hit.score`` is the raw score divided by the most that the query's terms could weigh, so it is about 0…1 and can be compared between
queries: 1 would be every term, often, in a short title and a short text. ``Hit.coverage`` is the part of the query's informative weight
(inverse document frequency) whose words stand in the hit: below one half the evidence is thin, however high the rank.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy
from rapidfuzz.distance import DamerauLevenshtein

from dangol.kit.text import bigrams, jamo, normalise
from dangol.knowledge.facts import Hit, Snapshot
from dangol.knowledge.index import LEADS, Index, rows, weighted_terms
from dangol.knowledge.names import teach_names
from dangol.language.tokens import Token, tokenise

BOOSTS: Mapping[str, float] = {"terms": 1.0, "names": 0.5, "pairs": 0.3, **{f"lead{length}": 0.3 for length in LEADS}}
_SATURATED = 2.2  # k1 + 1: the most that repeats of a term can multiply its weight by
_LONGEST = 2000  # characters of a query that are read
_MOST_TERMS, _MOST_PAIRS = 64, 128
_SPELLED = 6  # letters: a word of fewer has too many neighbours to be taken for a slip of the finger
_SLIP_BOOST = 2.0  # an unknown word's neighbour counts like a middling word of the text
_SLIP_COVERAGE = 0.7
_PIECES = 3  # of a document, looked at together to find its best


class Search:
    """One searchable copy of a brand's knowledge in a process. ``query`` may be called from any thread, also while updating."""

    def __init__(self, index: Index, boosts: Mapping[str, float] = BOOSTS) -> None:
        self._index = index
        self._boosts = boosts
        self._version = -1

    @classmethod
    def build(cls, snapshot: Snapshot, directory: Path | None = None) -> "Search":
        """Indexes a snapshot in memory, or in ``directory``, where only what changed since the last time is read again."""
        search = cls(Index(directory))
        search.update(snapshot)
        return search

    @property
    def version(self) -> int:
        """The knowledge version that is being searched."""
        return self._version

    def rewrite(self, snapshot: Snapshot) -> None:
        """Writes the index anew, so that nothing of rows that are gone is left in its files.

        Raises:
            Busy: another process has been writing the same directory for two minutes.
        """
        self._index.update(())
        self._index.update(rows(snapshot))

    def update(self, snapshot: Snapshot) -> int:
        """Brings the index to ``snapshot`` and returns how many rows changed; the work grows with the change, not with the corpus.

        Raises:
            Busy: see ``Index.update``.
        """
        teach_names(snapshot)
        changed = self._index.update(rows(snapshot))
        self._version = snapshot.version
        return changed

    def query(
        self,
        text: str,
        *,
        limit: int = 10,
        kinds: Collection[str] | None = None,
        collapse: bool = True,
        tokens: Iterable[Token] | None = None,
    ) -> list[Hit]:
        """The best hits, best first; equal scores keep the order of indexing. Any ``str`` is accepted; nothing to look for finds nothing.

        Args:
            limit: at most this many, 0 or more.
            kinds: only these of ``faq``, ``policy``, ``article``, ``product``, ``place``; None for all.
            collapse: one hit a document, ranked by the whole document and keyed by its best piece; False ranks pieces.
            tokens: the tokens of ``normalise(text)`` where the caller has them.
        """
        searcher = self._index.searcher
        text = normalise(text[:_LONGEST])
        wanted = _Wanted(self._index.schema, searcher, self._boosts)
        wanted.read(text, tokenise(text) if tokens is None else tokens)
        if limit < 1 or not wanted.parts:
            return []
        found = _found(searcher, wanted.query("document" if collapse else "piece", kinds), limit)
        pieces = self._best_pieces(searcher, wanted, found)
        hits = []
        for score, row in found:
            piece = pieces.get(row["document"][0], row) if collapse else row
            coverage = wanted.coverage(piece["terms"][0])
            hits.append(Hit(key=piece["key"][0], score=score / wanted.bound, title=row["title"][0], coverage=coverage))
        return hits

    def rarity_of_pairs(self, pairs: Iterable[str]) -> dict[str, float]:
        """How rare pairs of letters are among all that is indexed: their inverse document frequency, 0 and more."""
        searcher = self._index.searcher
        held = max(searcher.num_docs, 1)
        return {pair: _idf(held, searcher.doc_freq("pairs", pair)) for pair in pairs}

    def _best_pieces(self, searcher: tantivy.Searcher, wanted: "_Wanted", found: list[tuple[float, Any]]) -> dict[str, Any]:
        """For documents found as wholes, the row of the piece that matches best; most are met by one search for all of them."""
        documents = [row["document"][0] for _, row in found if "piece" not in row["level"][0]]
        best: dict[str, Any] = {}
        if documents:
            for _, row in _found(searcher, wanted.query("piece", None, documents), _PIECES * len(documents)):
                best.setdefault(row["document"][0], row)
        for document in documents:
            if document not in best:
                best.update((document, row) for _, row in _found(searcher, wanted.query("piece", None, [document]), 1))
        return best


class _Wanted:
    """What one query asks for: its terms with their weights, and the tantivy query made of them, never parsed from text."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, boosts: Mapping[str, float]) -> None:
        self._schema = schema
        self._searcher = searcher
        self._boosts = {field: boost for field, boost in boosts.items() if field != "pairs"}
        self._pair_boost = boosts.get("pairs", 0.0)
        self._known: dict[str, int] = {}
        self._informative: dict[str, float] = {}
        self.parts: list[tantivy.Query] = []
        self.bound = 1.0

    def read(self, text: str, tokens: Iterable[Token]) -> None:
        weights = weighted_terms(tokens)
        self._known = {term: self._searcher.doc_freq("terms", term) for term in weights}
        informative = {term: weights[term] * self._idf(self._known[term]) for term in weights}
        kept = sorted(informative, key=lambda term: -informative[term])[:_MOST_TERMS]
        self._informative = {term: informative[term] for term in kept}
        self.parts = [part for term in kept for part in self._term(term, weights[term])]
        most = sum(self._boosts.values()) * sum(self._informative.values())
        if self._pair_boost:
            pairs = dict.fromkeys(bigrams(text)[:_MOST_PAIRS])
            self.parts += [self._part("pairs", pair, self._pair_boost) for pair in pairs]
            most += self._pair_boost * sum(self._idf(self._searcher.doc_freq("pairs", pair)) for pair in pairs)
        self.bound = max(_SATURATED * most, 1e-9)

    def query(self, level: str, kinds: Collection[str] | None, documents: Collection[str] | None = None) -> tantivy.Query:
        musts = [self._one_of("level", (level,)), tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in self.parts])]
        if kinds is not None:
            musts.append(self._one_of("kind", kinds))
        if documents is not None:
            musts.append(self._one_of("document", documents))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, must) for must in musts])

    def coverage(self, terms: str) -> float:
        """The part of the query's informative weight found among a row's terms (given in order, a space between them)."""
        whole = sum(self._informative.values())
        return sum(weight * self._presence(term, terms) for term, weight in self._informative.items()) / whole if whole else 0.0

    def _presence(self, term: str, terms: str) -> float:
        if f" {term} " in f" {terms} " or (len(term) > 1 and (term in terms or term in terms.replace(" ", ""))):
            return 1.0
        if self._known[term] or len(letters := jamo(term)) < _SPELLED:
            return 0.0
        near = any(DamerauLevenshtein.distance(letters, jamo(other), score_cutoff=1) <= 1 for other in set(terms.split()))
        return _SLIP_COVERAGE if near else 0.0

    def _term(self, term: str, weight: float) -> list[tantivy.Query]:
        if self._known[term]:
            return [self._part(field, term, boost * weight) for field, boost in self._boosts.items()]
        if len(letters := jamo(term)) < _SPELLED:
            return []
        return [tantivy.Query.boost_query(tantivy.Query.fuzzy_term_query(self._schema, "letters", letters), _SLIP_BOOST * weight)]

    def _part(self, field: str, term: str, boost: float) -> tantivy.Query:
        return tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term, "freq"), boost)

    def _idf(self, found: int) -> float:
        return _idf(max(self._searcher.num_docs, 1), found)

    def _one_of(self, field: str, values: Collection[str]) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, list(values)), 0.0)


def _idf(held: int, found: int) -> float:
    found = min(found, held)  # removed rows are counted until their segment is merged
    return math.log(1 + (held - found + 0.5) / (found + 0.5))


def _found(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[tuple[float, Mapping[str, list[str]]]]:
    hits = searcher.search(query, limit, count=False).hits
    return [(score, searcher.doc(address).to_dict()) for score, address in hits]
