"""The names of a brand's own things and the parts by which they are called: written words, nouns inside compounds, numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dangol.kit.text import squash

from .spelling import respell
from .tokens import content_tokens, tokenise

_SEPARATOR = re.compile(r"[\s()/·,+&-]+")
_PLACE = re.compile(r"(.{2,}?)(본점|지점|직영점|점|매장|스토어|쇼룸|공방|센터|카페|스튜디오|샵)")
_SIZE = re.compile(r"\d+[a-z가-힣]{0,3}|[a-z]\d")
_WEAK_WORDS = "세트 선물 미니 대형 소형 중형 기본 프로 오리지널 플러스 신상 한정 스페셜 제품 상품 개 용 종 매장 지점 본점 점"
_WEAK = frozenset(_WEAK_WORDS.split())
_LONGEST_SHORT = 5  # letters of a shortened name
_REGION_WORDS = "제주 제주도 서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 울릉도 강릉 전주 여수 경주"
_REGIONS = frozenset(_REGION_WORDS.split())
SIZES = {"q": "퀸", "ss": "슈퍼싱글", "k": "킹", "xl": "엑스라지"}  # how sizes are said; a lone S, M or L is too short to be looked for
_STOP = (
    "the and for are you your how much what when where which who does this that with have has can could would will open close time price "
    "cost store shop stock many any there from free extra small large big fee delivery shipping order return refund pet gift not but our "
    "its about please thanks hello need want long come comes made make sold out get one"
)
_ENGLISH_STOP = frozenset(_STOP.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """One thing's names. ``key`` is ``product/<id>``, ``place/<id>`` or ``category/<name>``; ``names`` the display name first."""

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
        """``"product"``, ``"place"`` or ``"category"``."""
        return self.keys[0].partition("/")[0]

    def covers(self, start: int, end: int) -> bool:
        """Whether it shares a letter with a stretch of the text."""
        return any(begin < end and start < finish for begin, finish in self.spans)


def written_words(name: str) -> tuple[str, ...]:
    """The words of a name as written, squashed, in order."""
    return tuple(word for word in map(squash, _SEPARATOR.split(respell(name))) if word)


def parts_of(name: str, *, place: bool) -> set[str]:
    """The parts by which a name is called: its words, the nouns inside them, and its numbers ("30ml" also as 30).

    A place is also called without what makes it one (성수점: 성수).
    """
    written = set(written_words(name))
    nouns = {squash(term) for term in content_tokens(tokenise(respell(name)))}
    numbers = {found[0] for part in written for found in re.finditer(r"\d{2,}", part)}
    owners = {part[:-1] for part in written if part.endswith("의") and len(part) > 2}  # 고래의 편지 is also called by 고래
    parts = {part for part in written | nouns | owners | _tails(written) if _calls(part)} | numbers
    if len(parts) > 1:
        parts |= {part for part in written if len(part) == 1 and "가" <= part <= "힣"}
    return parts | ({bare[1] for part in parts if (bare := _PLACE.fullmatch(part))} if place else set())


def spoken_sizes(names: Iterable[str]) -> list[str]:
    """Names with a size as it is said: millimetres (미리 and 밀리 are spelt as millilitres), 퀸 for Q, 슈퍼싱글 for SS."""
    spoken = [re.sub(r"(?<=\d)\s?mm\b", "ml", name) for name in names if re.search(r"\d\s?mm\b", name)]
    for name in names:
        said = " ".join(SIZES.get(word.lower(), word) for word in name.split())
        spoken += [said] if said != name else []
    return spoken


def nouns_of(name: str) -> tuple[str, ...]:
    """The Korean nouns of a name in order, those inside compounds apart (식기세척기: 식기, 세척기)."""
    tokens = tokenise(respell(name))
    apart = [part for token in tokens for part in (token.parts or ((token.form,) if token.tag in {"NNG", "NNP", "XR"} else ()))]
    return tuple(part for part in apart if "가" <= part[0] <= "힣")


def shortened(word: str, nouns: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """How many letters at the beginning of a word are a short form of nouns, three at least, and of which; 0 for anything else.

    A short form has the beginnings of two nouns or more and maybe the last letter of the last (음처기 of 음식물, 처리기), or letters of
    one long noun in order, its first and last among them (식세기 of 식기세척기).
    """
    return _shortened(word[:_LONGEST_SHORT], nouns)


@lru_cache(maxsize=32_768)
def _shortened(word: str, nouns: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    if word[0] in {noun[0] for noun in nouns}:
        for size in range(len(word), 2, -1):
            used = _made_of(word[:size], nouns)
            if len(used) > 1:
                return size, used
            whole = next((noun for noun in nouns if _within(word[:size], noun)), None)
            if whole:
                return size, (whole,)
    return 0, ()


def _within(letters: str, noun: str) -> bool:
    """Whether letters stand in a longer noun in order, from its first to its last."""
    if len(noun) < len(letters) + 2 or letters[0] != noun[0] or letters[-1] != noun[-1]:
        return False
    rest = iter(noun)
    return all(letter in rest for letter in letters)


def _made_of(letters: str, nouns: tuple[str, ...], *, first: bool = True) -> tuple[str, ...]:
    """The nouns of whose beginnings the letters are made, in order; empty where they are not."""
    for at, noun in enumerate(nouns):
        for size in range(min(len(noun), len(letters)), 0, -1):
            rest = letters[size:]
            if letters.startswith(noun[:size]):
                if not rest or (not first and len(rest) == 1 and rest == noun[-1] and size < len(noun) - 1):
                    return (noun,)
                later = _made_of(rest, nouns[at + 1 :], first=False)
                if later:
                    return (noun, *later)
    return ()


def is_firm(part: str, names: Iterable[str], *, place: bool) -> bool:
    """Whether a part alone may call a thing: a written word of its name, not a noun inside one, a number or, of a product, a region."""
    if is_weak(part) or len(part) < 2 or part.isdigit() or is_size(part) or (not place and part in _REGIONS):
        return False
    written = [set(written_words(name)) for name in names]
    return any(
        part in words or f"{part}의" in words or len(words) <= 1 or any(_PLACE.fullmatch(word) and word.startswith(part) for word in words)
        for words in written
    )


def is_weak(part: str) -> bool:
    """Whether a part says little of what it names ("세트", "미니")."""
    return part in _WEAK


def is_size(part: str) -> bool:
    """Whether a part is a size or a variant ("30ml", "6호", "a4")."""
    return bool(_SIZE.fullmatch(part))


def is_common_english(word: str) -> bool:
    """Whether an English word stands in so many questions that it names nothing."""
    return word in _ENGLISH_STOP


def _tails(written: Iterable[str]) -> set[str]:
    """The kind a compound ends in, where that is a noun by itself: 뱅갈고무나무 → 고무나무, 꽃가위 → 가위."""
    return {word[cut:] for word in written if "가" <= word[0] <= "힣" for cut in range(1, len(word) - 1) if _is_noun(word[cut:])}


def _is_noun(word: str) -> bool:
    tokens = tokenise(word)
    return len(tokens) == 1 and tokens[0].tag in {"NNG", "NNP"}


def _calls(part: str) -> bool:
    if any(letter.isdigit() for letter in part):
        return len(part) >= 2
    return len(part) >= (4 if part.isascii() else 2) and not is_common_english(part)
