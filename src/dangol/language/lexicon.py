"""The names of a brand's own things, and how they are found in what people type: typos, missing spaces, part names, Latin spellings.

A name is cut into parts (by spaces and by nouns). A part weighs more the fewer names carry it. In a text, every place where a part
stands is marked; what covers most wins; names that share the same marked place are alternatives, and then the asker must choose.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz

from dangol.kit.korean import consonants, romanise
from dangol.kit.text import jamo, squash

from .tokens import content_tokens, tokenise

_TYPO_SHORT = 82.0  # similarity of letters (jamo) for names of 3 syllables; measured on the development brands' typos
_TYPO_LONG = 76.0
_LATIN_SAME = 80.0
_WORDS = re.compile(r"[\s()/·,+&-]+")
_PLACE = re.compile(r"(.{2,}?)(본점|지점|직영점|점|매장|스토어|쇼룸|공방|센터|카페|스튜디오|샵)")
_JOINED = re.compile(
    r"^[가-힣]{0,4}?\s*(이랑|랑|와|과|하고|및|vs\.?|,|/|&|or|and|아니면|또는|혹은|대비|보다|말고|그리고|에서|대)\s*$|^\s*(vs\.?|,|/|and|or)\s*(the )?$",
    re.IGNORECASE,
)
_WEAK = frozenset(
    [
        "세트",
        "선물",
        "미니",
        "대형",
        "소형",
        "중형",
        "기본",
        "프로",
        "오리지널",
        "플러스",
        "신상",
        "한정",
        "스페셜",
        "제품",
        "상품",
        "개",
        "용",
        "종",
        "매장",
        "지점",
        "본점",
        "점",
    ]
)


@cache
def variants() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Common spellings of one word, as a pattern and what each becomes."""
    text = files("dangol.language").joinpath("data", "variants.tsv").read_text(encoding="utf-8")
    table = dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    table = {typed: meant for typed, meant in table.items() if typed != meant}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def respell(text: str) -> str:
    """``text`` with common misspellings in one spelling (케익 → 케이크, 토욜 → 토요일)."""
    pattern, table = variants()
    text = pattern.sub(lambda found: table[found[0]], text)
    for slip, meant in _SLIPS:
        text = slip.sub(meant, text)
    return text


_SLIPS = (  # 있, 없, 았, 었, 했 typed as they sound
    (re.compile(r"잇(?=[어나을는던습음엇죠니냐지])"), "있"),
    (re.compile(r"(?<![영작기수직산사창휴개폐졸취생본부상농공학])업(?=[어나는음습죠니냐])"), "없"),
    (re.compile(r"(?<=[가-힣])앗(?=[어나는습을죠])"), "았"),
    (re.compile(r"(?<=[가-힣])엇(?=[어나는습을죠])"), "었"),
    (re.compile(r"(?<=\d)\s?(밀리리터|밀리|미리|㎖)(?!미터)"), "ml"),
    (re.compile(r"(?<=\d)\s?(센티미터|센티|센치|㎝)"), "cm"),
    (re.compile(r"(?<=\d)\s?(리터|ℓ)"), "l"),
    (re.compile(r"(?<=\d)\s?(킬로그램|킬로|키로|㎏)"), "kg"),
    (re.compile(r"(?<=\d)\s?(그램|그람)"), "g"),
    (re.compile(r"햇(?=[어나는습을죠])"), "했"),
    (re.compile(r"겟(?=[어나네습죠])"), "겠"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """One thing's names. ``key`` is ``product/<id>``, ``place/<id>`` or ``category/<name>``; ``names`` the display name first, then others."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """Something of the brand named in a text.

    Attributes:
        keys: whom it may mean, best first; more than one = the asker must choose.
        spans: (start, end) pairs in the text that name it.
        coverage: 0…1, how much of the (best) name was said; exact: the whole name was said.
    """

    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    coverage: float
    exact: bool

    @property
    def kind(self) -> str:
        return self.keys[0].partition("/")[0]

    def covers(self, start: int, end: int) -> bool:
        return any(begin < end and start < finish for begin, finish in self.spans)


@dataclass(slots=True)
class _Candidate:
    key: str
    places: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)
    spots: dict[str, list[int]] = field(default_factory=dict)
    coverage: float = 0.0
    exact: bool = False
    said: set[str] = field(default_factory=set)
    strong: bool = False
    complete: bool = False


def squashed(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in lower case, and for each its place in the text."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isalnum():
            lowered = character.lower()
            letters.append(lowered[0])
            places.append(place)
    return "".join(letters), places


class Lexicon:
    """Finds mentions. Built once for a knowledge version; finding takes about 0.1 ms for a hundred names."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._full: list[tuple[str, str]] = []
        self._parts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._written: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._weights: dict[str, float] = {}
        self._latin: list[tuple[str, str, str]] = []
        owners: dict[str, set[str]] = defaultdict(set)
        for name in self.names:
            for spoken in name.names:
                whole = squash(respell(spoken))
                if len(whole) < 2:
                    continue
                self._full.append((whole, name.key))
                parts = _parts_of(spoken)
                self._written[name.key].append(tuple(word for word in map(squash, _WORDS.split(respell(spoken))) if word))
                if name.key.startswith("place/"):
                    parts |= {bare[1] for part in parts if (bare := _PLACE.fullmatch(part))}
                self._parts[name.key].append(tuple(sorted(parts)))
                for part in parts:
                    owners[part].add(name.key)
                for word in {whole, *parts}:
                    latin = word if word.isascii() else romanise(word)
                    if len(latin) >= 4 and not word.isdigit():
                        self._latin.append((name.key, latin.replace("r", "l"), consonants(latin)))
        products = Counter(key.partition("/")[0] for key in self._parts)
        for part, keys in owners.items():
            total = sum(products[kind] for kind in {key.partition("/")[0] for key in keys})
            self._weights[part] = len(part) * math.log(1 + total / len(keys)) * (0.3 if part in _WEAK else 1.0)
        called = {name.key: name.names for name in self.names}
        self._firm = {(part, key) for part, keys in owners.items() for key in keys if _firm(part, called[key])}
        self._full.sort(key=lambda pair: (-len(pair[0]), pair[1]))
        self._owners = {part: tuple(sorted(keys)) for part, keys in owners.items()}
        self._typo = [(part, jamo(part)) for part in owners if len(part) >= 3 and not part.isascii()]

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in a (normalised, respelled) text, in order of their place."""
        letters, places = squashed(text)
        if len(letters) < 2 or not self._parts:
            return ()
        found: dict[str, _Candidate] = {}
        self._mark_parts(letters, found)
        self._mark_whole(letters, found)
        self._mark_typos(text, letters, places, found)
        if any("a" <= letter <= "z" for letter in letters):
            self._mark_latin(text, places, found)
        for candidate in found.values():
            self._weigh(candidate, letters)
        whole = [candidate for candidate in found.values() if candidate.exact]
        for candidate in found.values():  # all parts said, in another order or apart: as good as the whole name, if it says more
            if candidate.complete and not candidate.exact and len(candidate.spots) > 1 and not _split(text, candidate.places, places):
                within = [other for other in whole if other.places <= candidate.places]
                if within or not any(other.places & candidate.places for other in whole):
                    candidate.exact = True
                    for other in within:
                        other.exact = other.strong = False
        mentions = [_mention(group, places) for group in self._choose(found)]
        kept = [mention for at, mention in enumerate(mentions) if mention.exact or at == 0 or _belongs(text, mentions, at)]
        return tuple(sorted(kept, key=lambda mention: mention.spans))

    def touching(self, text: str) -> frozenset[str]:
        """The things any part of whose names stands in the text, also a size or a colour alone ("12구는?"): for choosing among a few."""
        letters, _ = squashed(text)
        return frozenset(key for part, keys in self._owners.items() if part in letters for key in keys)

    def _mark_parts(self, letters: str, found: dict[str, _Candidate]) -> None:
        for part, keys in self._owners.items():
            spots = []
            at = letters.find(part)
            while at >= 0:
                spots.append(at)
                at = letters.find(part, at + 1)
            for key in keys if spots else ():
                candidate = found.setdefault(key, _Candidate(key))
                candidate.spots[part] = spots
                candidate.strong |= (part, key) in self._firm
        for candidate in found.values():
            self._gather(candidate)

    def _gather(self, candidate: _Candidate) -> None:
        """Of a part that stands several times, the place nearest to the rarest part is the one that is meant ("닭가슴살육포 vs 오리육포")."""
        anchor = max(candidate.spots, key=lambda part: (self._weights[part], part))
        home = candidate.spots[anchor][0]
        for part, spots in candidate.spots.items():
            at = min(spots, key=lambda spot: abs(spot - home))
            candidate.places.update(range(at, at + len(part)))

    def _mark_whole(self, letters: str, found: dict[str, _Candidate]) -> None:
        """Whole names, the longest first, each place once: in "소금빵이랑 초코소금빵" both are said, 소금빵 only at its own place."""
        taken: set[int] = set()
        for whole, key in self._full:
            at = letters.find(whole)
            while at >= 0:
                place = set(range(at, at + len(whole)))
                if not place & taken:
                    taken |= place
                    candidate = found.setdefault(key, _Candidate(key))
                    candidate.places = candidate.places | place if candidate.exact else place
                    candidate.exact = candidate.strong = True
                at = letters.find(whole, at + 1)

    def _mark_typos(self, text: str, letters: str, places: Sequence[int], found: dict[str, _Candidate]) -> None:
        taken = {place for candidate in found.values() for place in candidate.places}
        whole = {place for candidate in found.values() if candidate.exact for place in candidate.places}
        for start, end in _words(text, places):
            if all(place in taken for place in range(start, end)):
                continue
            run_start, run_end = start, end
            for part, spelled in self._typo:
                size = len(part)
                if run_end - run_start < size - 1:
                    continue
                enough = _TYPO_SHORT if size <= 3 else _TYPO_LONG
                for length in (size, size - 1, size + 1):
                    if length < 3 or run_start + length > run_end:
                        continue
                    window = letters[run_start : run_start + length]
                    places_of = range(run_start, run_start + length)
                    if all(place in taken for place in places_of) or any(place in whole for place in places_of):
                        continue
                    if fuzz.ratio(jamo(window), spelled, score_cutoff=enough):
                        for key in self._owners[part]:
                            candidate = found.setdefault(key, _Candidate(key))
                            candidate.places.update(range(run_start, run_start + length))
                            candidate.said.add(part)
                            candidate.strong |= (part, key) in self._firm
                        break

    def _mark_latin(self, text: str, places: Sequence[int], found: dict[str, _Candidate]) -> None:
        index = {place: at for at, place in enumerate(places)}
        for word in re.finditer(r"[A-Za-z]{3,}", text):
            spoken = word[0].lower()
            if spoken in _ENGLISH_STOP:
                continue
            spoken = spoken[:-1] if spoken.endswith("s") and len(spoken) > 4 else spoken
            skeleton = consonants(spoken)
            for key, latin, bones in self._latin:
                alike = fuzz.ratio(spoken.replace("r", "l"), latin)
                same = alike >= (_LATIN_SAME + 5 if len(spoken) > 4 else 99) or (len(skeleton) >= 3 and bones == skeleton and alike >= 62)
                if same:
                    candidate = found.setdefault(key, _Candidate(key))
                    candidate.places.update(index[at] for at in range(word.start(), word.end()) if at in index)
                    candidate.strong = True

    def _weigh(self, candidate: _Candidate, letters: str) -> None:
        said = "".join(letters[place] if place in candidate.places else " " for place in range(len(letters)))
        for parts in self._parts[candidate.key]:
            total = sum(self._weights[part] for part in parts) or 1.0
            got = sum(self._weights[part] for part in parts if part in said or part in candidate.said)
            candidate.coverage = max(candidate.coverage, 1.0 if candidate.exact else got / total)

        candidate.complete = any(
            len(words) > 1 and all(word in said or word in candidate.said for word in words) for words in self._written[candidate.key]
        )

    def _choose(self, found: Mapping[str, _Candidate]) -> list[list[_Candidate]]:
        """Groups of alternatives by place, the surest first: whole names, then the widest marking, then what it leaves free."""
        exact = sorted((c for c in found.values() if c.exact), key=lambda c: (-len(c.places), c.key))
        groups = [[candidate] for candidate in exact]
        used = {place for candidate in exact for place in candidate.places}
        left = [c for c in found.values() if (c.strong or c.places & used) and not c.exact and _adds(c, used)]
        while left:
            left.sort(key=lambda c: (-len(c.places - used) - _longest_run(c.places - used), -c.coverage, c.key))
            best = left[0]
            gain = best.own = best.places - used
            kind = best.key.partition("/")[0]
            rivals = [c for c in left[1:] if c.places - used == gain and c.key.partition("/")[0] == kind]
            plain = self._plainest([best, *rivals])
            groups.append(plain)
            best, rivals = plain[0], [c for c in (best, *rivals) if c is not plain[0]]
            best.own = gain
            used |= best.places
            left = [c for c in left if c is not best and c not in rivals and _adds(c, used)]
        return groups

    def _plainest(self, group: list[_Candidate]) -> list[_Candidate]:
        """Without those whose name is another's with something added: "캔버스백" means 시장 캔버스백, not 시장 미니 캔버스백."""
        if len(group) > 8:
            return group
        names = {candidate.key: [set(parts) for parts in self._parts[candidate.key]] for candidate in group}
        return [
            candidate
            for candidate in group
            if not any(
                other.key != candidate.key and any(mine > theirs for mine in names[candidate.key] for theirs in names[other.key])
                for other in group
            )
        ] or group


_ENGLISH_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "are",
        "you",
        "your",
        "how",
        "much",
        "what",
        "when",
        "where",
        "which",
        "who",
        "does",
        "this",
        "that",
        "with",
        "have",
        "has",
        "can",
        "could",
        "would",
        "will",
        "open",
        "close",
        "time",
        "price",
        "cost",
        "store",
        "shop",
        "stock",
        "many",
        "any",
        "there",
        "from",
        "free",
        "extra",
        "small",
        "large",
        "big",
        "fee",
        "delivery",
        "shipping",
        "order",
        "return",
        "refund",
        "pet",
        "gift",
        "not",
        "but",
        "our",
        "its",
        "about",
        "please",
        "thanks",
        "hello",
        "need",
        "want",
        "come",
        "comes",
        "made",
        "make",
        "sold",
        "out",
        "get",
        "one",
    ]
)


def _split(text: str, marked: set[int], places: Sequence[int]) -> bool:
    """Whether a joint stands inside what is marked: "달빛 랜턴이랑 미니" are two."""
    spots = sorted(marked)
    gaps = [text[places[left] + 1 : places[right]] for left, right in zip(spots, spots[1:], strict=False) if right > left + 1]
    return any(_JOINED.match(gap) for gap in gaps)


def _longest_run(places: set[int]) -> int:
    best = run = 0
    last = -2
    for place in sorted(places):
        run = run + 1 if place == last + 1 else 1
        best, last = max(best, run), place
    return best


def _adds(candidate: _Candidate, used: set[int]) -> bool:
    """Whether a candidate still says something of its own: two letters or more that nobody has used, and enough of its name in all."""
    own = candidate.places - used
    return len(own) >= 2 and (candidate.exact or candidate.coverage >= 0.35 or not candidate.places & used)


def _belongs(text: str, mentions: Sequence[Mention], at: int) -> bool:
    """Whether a name said only in part, after a surer one, is a thing of its own: "A랑 B" joins it to what is named beside it.

    In "바게트에 우유 들어가나요" the milk is no product, whatever products carry milk in their names.
    """
    mine = mentions[at]
    others = [mention for mention in mentions if mention is not mine]
    if all(_VARIANT.fullmatch(squash(text[start:end])) or text[start:end].isdigit() for start, end in mine.spans):
        return True  # "6호 10호 각각": a further size of what was named
    for other in others:
        first, second = sorted((mine, other), key=lambda mention: mention.spans[0])
        if _JOINED.match(text[first.spans[-1][1] : second.spans[0][0]]):
            return True
    return False


def _mention(group: Sequence[_Candidate], places: Sequence[int]) -> Mention:
    marked = sorted(places[place] for place in group[0].own or group[0].places)
    spans: list[tuple[int, int]] = []
    for place in marked:
        if spans and place <= spans[-1][1]:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    best = group[0]
    ranked = sorted(group, key=lambda candidate: (-candidate.coverage, candidate.key))
    return Mention(keys=tuple(c.key for c in ranked), spans=tuple(spans), coverage=ranked[0].coverage, exact=best.exact)


def _parts_of(name: str) -> set[str]:
    """The parts by which a name is called: its words, the nouns inside them, and its numbers ("30ml" also as 30)."""
    spelled = respell(name)
    written = {squash(part) for part in _WORDS.split(spelled)}
    nouns = {squash(term) for term in content_tokens(tokenise(spelled))}
    numbers = {found[0] for part in written for found in re.finditer(r"\d{2,}", part)}
    kept = {part for part in written | nouns | _tails(written) if _calls(part)} | numbers
    return kept | ({part for part in written if len(part) == 1 and "가" <= part <= "힣"} if len(kept) > 1 else set())


def _tails(written: Iterable[str]) -> set[str]:
    """The kind a compound ends in, where that is a noun by itself: 뱅갈고무나무 → 고무나무, 꽃가위 → 가위."""
    tails = set()
    for word in written:
        for cut in range(1, len(word) - 1):
            tokens = tokenise(word[cut:])
            if "가" <= word[0] <= "힣" and len(tokens) == 1 and tokens[0].tag in {"NNG", "NNP"}:
                tails.add(word[cut:])
    return tails


def _calls(part: str) -> bool:
    if any(letter.isdigit() for letter in part):
        return len(part) >= 2
    return len(part) >= (4 if part.isascii() else 2) and part not in _ENGLISH_STOP


def _firm(part: str, names: Iterable[str]) -> bool:
    """Whether a part alone may call a thing: a written word of its name, not a noun inside one or a number."""
    if part in _WEAK or len(part) < 2 or part.isdigit() or _VARIANT.fullmatch(part):
        return False
    written = [{squash(word) for word in _WORDS.split(respell(name))} for name in names]
    return any(
        part in words or len(words) == 1 or any(_PLACE.fullmatch(word) and word.startswith(part) for word in words) for words in written
    )


_VARIANT = re.compile(r"\d+[a-z가-힣]{0,3}|[a-z]\d")


def _words(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """The words of a text as ranges of squashed places."""
    index = {place: at for at, place in enumerate(places)}
    ranges = []
    for word in re.finditer(r"\S+", text):
        inside = [index[at] for at in range(word.start(), word.end()) if at in index]
        if len(inside) >= 3:
            ranges.append((inside[0], inside[-1] + 1))
    return ranges
