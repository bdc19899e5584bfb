"""The names of a brand's own things, found in what people type: typos, missing spaces, part names, Latin spellings.

A name is cut into parts (by spaces and by nouns). A part weighs more the fewer names carry it. In a text, every place where a part
stands is marked; what covers most wins; names that share the same marked place are alternatives, and then the asker must choose.
"""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from dangol.kit.korean import consonants, romanise
from dangol.kit.text import squash

from .by_chance import blanked, by_chance
from .marking import Mark, accept_complete, belongs, chosen, mention_of
from .names import Mention, Name, is_common_english, is_firm, is_weak, nouns_of, parts_of, shortened, spoken_sizes, written_words
from .spelling import respell, squashed
from .typos import Beginning, Sounds, Typos

__all__ = ["Lexicon", "Mention", "Name", "respell"]

# Likeness of letters, 0…100; measured on the development brands' typos (evaluation/brands).
_LATIN, _LATIN_LONG, _LATIN_BONES = 99.0, 85.0, 62.0  # of Latin words: of up to four letters, of more, of the same consonants
_WEAK_WEIGHT = 0.3
_WORD = re.compile(r"\S+")
_UNTAKEN = 2  # letters of a word that no part has: fewer are an ending, more may be a name made short


class Lexicon:
    """Finds mentions. Built once for a knowledge version; finding takes about 0.1 ms for a hundred names."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._full: list[tuple[str, str]] = []
        self._parts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._written: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._latin: list[tuple[str, str, str]] = []
        self._nouns: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)  # by the first letter of any of them
        owners: dict[str, set[str]] = defaultdict(set)
        for name in self.names:
            for spoken in (*name.names, *spoken_sizes(name.names)):
                for part in self._add(name.key, spoken):
                    owners[part].add(name.key)
        self._full.sort(key=lambda pair: (-len(pair[0]), pair[1]))
        self._owners = {part: tuple(sorted(keys)) for part, keys in owners.items()}
        self._weights = _weights(self._owners, self._parts)
        self._wholes = {
            key: [(parts, sum(self._weights[part] for part in parts) or 1.0) for parts in held] for key, held in self._parts.items()
        }
        called = {name.key: name.names for name in self.names}
        self._firm: dict[str, set[str]] = defaultdict(set)
        for part, keys in self._owners.items():
            for key in keys:
                if is_firm(part, called[key], place=key.startswith("place/")):
                    self._firm[key].add(part)
        self._typos = Typos(part for part in self._owners if not part.isascii())
        self._sounds = Sounds(part for part in self._owners if not part.isascii() and not is_weak(part))

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in a (normalised, respelled) text, in order of their place."""
        letters, places = squashed(text)
        letters = blanked(letters)
        if len(letters) < 2 or not self._parts:
            return ()
        found = _Marks()
        self._mark_parts(letters, found)
        self._mark_whole(letters, found)
        ranges = _words(text, places)
        self._mark_typos(letters, ranges, found)
        self._mark_short(letters, ranges, found)
        if any("a" <= letter <= "z" for letter in letters):
            self._mark_latin(text, places, found)
        whole = [mark.places for mark in found.values() if mark.exact]
        marks = tuple(mark for mark in found.values() if mark.exact or not any(mark.places < places for places in whole))
        self._weigh(marks, letters)
        accept_complete(marks, text, places)
        mentions = [mention_of(group, places) for group in chosen(marks, self._parts)]
        kept = (mention for at, mention in enumerate(mentions) if mention.exact or at == 0 or belongs(text, mentions, at))
        return tuple(sorted((one for one in kept if not by_chance(text, one)), key=lambda mention: mention.spans))

    def touching(self, text: str) -> frozenset[str]:
        """The things any part of whose names stands in the text, also a size or a colour alone ("12구는?"): for choosing among a few."""
        letters, _ = squashed(text)
        return frozenset(key for part, keys in self._owners.items() if part in letters for key in keys)

    def _add(self, key: str, spoken: str) -> set[str]:
        whole = squash(respell(spoken))
        if len(whole) < 2:
            return set()
        self._full.append((whole, key))
        parts = parts_of(spoken, place=key.startswith("place/"))
        self._written[key].append(written_words(spoken))
        nouns = nouns_of(spoken)
        for first in {noun[0] for noun in nouns}:
            self._nouns[first].append((key, nouns))
        self._parts[key].append(tuple(sorted(parts)))
        for word in {whole, *parts}:
            latin = word if word.isascii() else romanise(word)
            if len(latin) >= 4 and not word.isdigit():
                self._latin.append((key, latin.replace("r", "l"), consonants(latin)))
        return parts

    def _mark_parts(self, letters: str, found: "_Marks") -> None:
        spots = {part: list(_places(part, letters)) for part in self._owners if part in letters}
        held: dict[str, list[str]] = defaultdict(list)
        for part in spots:
            for key in self._owners[part]:
                held[key].append(part)
        shared: dict[tuple[str, ...], Mark] = {}  # in a large shop hundreds of things have the same few parts in a text
        for key, parts in held.items():
            mark = shared.get(tuple(parts))
            if mark is None:
                those = {part: spots[part] for part in parts}
                mark = shared[tuple(parts)] = Mark(key, places=self._gathered(those), spots=those)
            found[key] = Mark(key, places=set(mark.places), spots=mark.spots, strong=not self._firm[key].isdisjoint(parts))

    def _gathered(self, spots: Mapping[str, Sequence[int]]) -> set[int]:
        """Of a part that stands several times, the place nearest to the rarest part is meant ("닭가슴살육포 vs 오리육포")."""
        anchor = max(spots, key=lambda part: (self._weights[part], part))
        home = spots[anchor][0]
        places: set[int] = set()
        for part, there in spots.items():
            at = min(there, key=lambda spot: abs(spot - home))
            places.update(range(at, at + len(part)))
        return places

    def _mark_whole(self, letters: str, found: "_Marks") -> None:
        """Whole names, the longest first, each place once: in "소금빵이랑 초코소금빵" both are said, 소금빵 only at its own place."""
        taken: set[int] = set()
        for whole, key in self._full:
            if whole not in letters:
                continue
            for at in _places(whole, letters):
                place = set(range(at, at + len(whole)))
                if not place & taken:
                    taken |= place
                    mark = found[key]
                    mark.places = mark.places | place if mark.exact else place
                    mark.exact = mark.strong = True

    def _mark_typos(self, letters: str, ranges: Sequence[tuple[int, int]], found: "_Marks") -> None:
        """Parts misspelt at the beginning of a word, in letters that no part has taken yet."""
        taken = {place for mark in found.values() for place in mark.places}
        whole = {place for mark in found.values() if mark.exact for place in mark.places}
        beginnings = []
        for start, end in ranges:
            untaken = next((at - start for at in range(start, end) if at not in taken), None)
            if untaken is not None:
                until = next((at - start for at in range(start, end) if at in whole), end - start)
                beginnings.append(Beginning(start=start, least=max(untaken + 1, 3), most=until))
        for start, part, length in (*self._typos.of(letters, beginnings), *self._sounds.of(letters, ranges, taken)):
            for key in self._owners[part]:
                found[key].places.update(range(start, start + length))
                found[key].said |= {part}
                found[key].strong |= part in self._firm[key]

    def _mark_short(self, letters: str, ranges: Sequence[tuple[int, int]], found: "_Marks") -> None:
        """Names said by the beginnings of their words ("식세기" is 식기세척기), where nothing else stands."""
        taken = {place for mark in found.values() for place in mark.places}
        for start, end in ranges:
            if len(taken.intersection(range(start, end))) <= end - start - _UNTAKEN:
                for key, nouns in self._nouns.get(letters[start], ()):
                    size, used = shortened(letters[start:end], nouns)
                    if size:
                        found[key].places.update(range(start, start + size))
                        found[key].said |= set(used)
                        found[key].strong = True

    def _mark_latin(self, text: str, places: Sequence[int], found: "_Marks") -> None:
        """Names spelled in Latin letters, by their sound ("croissant" is 크루아상)."""
        index = {place: at for at, place in enumerate(places)}
        for start, end, spoken in _latin_words(text):
            enough = _LATIN_LONG if len(spoken) > 4 else _LATIN
            bones = consonants(spoken)
            for key, latin, latin_bones in self._latin:
                alike = fuzz.ratio(spoken.replace("r", "l"), latin)
                if alike >= enough or (len(bones) >= 3 and latin_bones == bones and alike >= _LATIN_BONES):
                    found[key].places.update(index[at] for at in range(start, end) if at in index)
                    found[key].strong = True

    def _weigh(self, marks: Iterable[Mark], letters: str) -> None:
        """How much of the best of each thing's names is said, and whether all words of one are."""
        weights, masked = self._weights, dict[tuple[int, ...], str]()
        for mark in marks:
            places = tuple(sorted(mark.places))
            said = masked.get(places)
            if said is None:
                said = masked[places] = "".join(letter if at in mark.places else " " for at, letter in enumerate(letters))
            for parts, total in self._wholes[mark.key]:
                got = 0.0
                for part in parts:
                    if part in said or part in mark.said:
                        got += weights[part]
                mark.coverage = max(mark.coverage, 1.0 if mark.exact else got / total)
            for words in self._written[mark.key]:
                if len(words) > 1 and all(word in said or word in mark.said for word in words):
                    mark.complete = True


class _Marks(dict[str, Mark]):
    """The marks of a text by key, each made when it is first asked for."""

    def __missing__(self, key: str) -> Mark:
        return self.setdefault(key, Mark(key))


def _latin_words(text: str) -> Iterator[tuple[int, int, str]]:
    """The Latin words of a text that may name something, and each two that stand side by side ("bra top" is 브라탑)."""
    words = [(word.start(), word.end(), word[0].lower()) for word in re.finditer(r"[A-Za-z]{3,}", text)]
    words = [word for word in words if not is_common_english(word[2])]
    for start, end, spoken in words:
        yield start, end, _by_sound(spoken[:-1] if spoken.endswith("s") and len(spoken) > 4 else spoken)
    for (start, middle, first), (after, end, second) in pairwise(words):
        if after == middle + 1:
            yield start, end, _by_sound(first + second)


def _by_sound(word: str) -> str:
    """An English word as Korean ears write it: ceramide is 세라마이드."""
    return re.sub(r"c(?=[eiy])", "s", word).replace("ch", "\0").replace("c", "k").replace("\0", "ch")


def _weights(owners: Mapping[str, Sequence[str]], things: Iterable[str]) -> dict[str, float]:
    """What each part weighs: its length times its inverse frequency among the things of its kinds."""
    sizes = Counter(key.partition("/")[0] for key in things)
    weights = {}
    for part, keys in owners.items():
        total = sum(sizes[kind] for kind in {key.partition("/")[0] for key in keys})
        weights[part] = len(part) * math.log(1 + total / len(keys)) * (_WEAK_WEIGHT if is_weak(part) else 1.0)
    return weights


def _places(part: str, letters: str) -> Iterator[int]:
    at = letters.find(part)
    while at >= 0:
        yield at
        at = letters.find(part, at + 1)


def _words(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """The words of a text as ranges of squashed places."""
    ranges = ((bisect_left(places, word.start()), bisect_left(places, word.end())) for word in _WORD.finditer(text))
    return [(start, end) for start, end in ranges if end - start >= 2]
