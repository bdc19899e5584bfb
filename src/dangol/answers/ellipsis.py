"""What a clause leaves unsaid, put back in words: "그럼 울릉도는요?" after "제주 배송비 얼마예요?" asks "울릉도는 배송비 얼마예요".

What was asked last is kept as a *frame*: its words without the names of what it was asked of. A clause that asks nothing by itself
takes the frame, and what it says stands in the place of what is of its own kind there: a region for a region, a day for a day, an
amount for an amount. What is of no such kind stands beside the frame. Only texts go in and come out.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dangol.language.regions import regions_in

Span = tuple[int, int]

_LONGEST = 120  # characters of a frame; what is longer is a story rather than a question
_LEAD = re.compile(
    r"^(?:\s*(?:아니(?:다|요|야|오|에요|예요)?|아|앗|네|넵|예|넹|음|오|아하|그럼|그러면|글면|그렇다면|그리고|글고|근데|그런데|혹시|참|그냥|아까|저기|ㅇㅋ"
    r"|then|and|so|ok|okay|no|actually|sorry|what about|how about)(?![가-힣A-Za-z])[\s,.!~]*)+",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"^(?P<refused>.{1,30}?)\s?(?:말고요?|아니고요?|아니라|대신에?)[\s,.]+(?:그냥\s)?(?P<meant>\S.*)$", re.DOTALL)
_POINTER = re.compile(
    r"(?:^|(?<=[\s,]))(?:아까\s)?(?:그거는|그거|그것|그건|그게|그걸|거긴|여긴|거기는|거기|여기|이거|이것|이건|이게|이걸|저거|저건|요거|요건|그곳|그쪽"
    r"|[그이]\s?(?:제품|상품|매장|지점|책|옷|빵|차)|걔|얘)(?:[은는이가을를도의]|에서|에는|에)?(?=[\s,?]|$|[가-힣])"
    r"|\b(?:it|its|that one|this one|this|that|there|they|them|those)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"[월화수목금토일](?:요일|욜)|오늘|내일|모레|글피|지금|현재|주말|평일|공휴일|휴일|명절|연휴|설날|추석|크리스마스|성탄절|이번\s?주|다음\s?주|담주"
    r"|\d{1,2}월\s?\d{1,2}일|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|weekends?|weekdays?|holidays?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<![A-Za-z\d.])\d[\d,.]*(?:\s?(?:[A-Za-z%]{1,3}(?![A-Za-z])|만\s?원|천\s?원|[가-힣]{1,2}?(?=[은는이가을를로으도만요면짜에\s?]|$)))?"
)
_PARTICLES = re.compile(
    r"^(?:(?:은요|는요|이요|도요|이에요|예요|은|는|이|가|을|를|도|의|요|이랑|랑|하고|에서|에|으로|로|이면|면|꺼|거)(?=\s|$)\s*)+"
)
_ENDING = re.compile(r"(?<=[가-힣A-Za-z0-9%])(?:은요|는요|이요|도요|요|은|는|도|이에요|예요)$")
_ASKING = re.compile(
    r"^(?:얼마|몇|며칠|언제|어디|어떻|뭐|뭘|무슨|어느|왜|있|되|돼|how|what|when|where|is|are|do|does|can|the|a)|(?:나요|까요|예요|에요|어요|해요|가요|죠|줘요|지|돼요)$",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"대용량|소용량|큰\s?(?:거|것|사이즈|용량)|작은\s?(?:거|것|사이즈)|라지|스몰|퀸|킹|싱글|\d[\d,.]*\s?(?:ml|l|g|kg|호|매|개입|인용|cm|구)(?![a-z])",
    re.IGNORECASE,
)
_MOST_WORDS = 4  # of the frame before
_TAIL = re.compile(r"[\s?!.,~^ㅋㅎㅠ]+$")


def _spans(pattern: re.Pattern[str]) -> Callable[[str], list[Span]]:
    return lambda text: [found.span() for found in pattern.finditer(text)]


_KINDS: dict[str, Callable[[str], list[Span]]] = {"region": regions_in, "day": _spans(_DAY), "amount": _spans(_AMOUNT)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Completed:
    """A question made whole: its text, and what of it the talk keeps: the frame, and what was said beside it. ``placed``: it stands in
    the place of another of its kind."""

    text: str
    frame: str
    said: str = ""
    placed: bool = False


def frame_of(text: str, names: Iterable[Span]) -> str:
    """What a question asks, without the names, pointers and first words ("그럼") that it has."""
    letters = list(text)
    for start, end in (*names, *(found.span() for found in _POINTER.finditer(text))):
        letters[start:end] = " " * (end - start)
    left = " ".join(_TAIL.sub("", _LEAD.sub("", "".join(letters).strip())).split())
    return _PARTICLES.sub("", left)[:_LONGEST].strip()


def meant(text: str) -> str:
    """What a correction leaves: of "제주 말고 울릉도요" the second; any other text as it is."""
    found = _REFUSED.match(text.strip())
    return found["meant"] if found else text


def kinds_of(said: str) -> list[str]:
    """The kinds of what may stand in another's place: region, day, amount."""
    return [kind for kind, spans in _KINDS.items() if spans(said)]


def within_kinds(said: str, start: int, end: int) -> bool:
    """Whether a word is a region, a day or an amount."""
    return any(first < end and start < last for spans in _KINDS.values() for first, last in spans(said))


def bare(said: str) -> str:
    """A piece of a sentence without its first words, marks and endings: "그럼 제주도는요?" → "제주도"."""
    plain = _TAIL.sub("", _LEAD.sub("", said.strip()))
    return _ENDING.sub("", plain).strip() or plain


def filled(frame: str, beside_it: str, said: str) -> Completed:
    """A frame, and what stood beside it, with what was said now in the place of what is of its kind."""
    new, placed = bare(said), False
    for kind in kinds_of(new):
        first, *_ = _KINDS[kind](new)
        spans = _KINDS[kind](frame)
        beside_it = _without(beside_it, _KINDS[kind](beside_it))
        if spans:
            frame = f"{frame[: spans[0][0]]}{new[first[0] : first[1]]}{frame[spans[0][1] :]}"
            new, placed = _PARTICLES.sub("", _without(new, [first])), True
    whole = f"{new} {frame}".strip()
    return Completed(text=f"{beside_it} {whole}".strip(), frame=whole[:_LONGEST], said=beside_it, placed=placed)


def beside(frame: str, said: str) -> Completed:
    """What was said, with a frame beside it that it does not fill."""
    new = bare(said)
    return Completed(text=f"{new} {frame}".strip(), frame=frame, said=new[:_LONGEST])


def joined(frame: str, before: str) -> str:
    """A new frame with what the one before was about: "며칠 걸려요" after "제주 배송비 얼마예요" is asked of 제주 배송비."""
    region = bool(regions_in(frame))
    spans = regions_in(before) if region else []
    words = [word for word in _without(before, spans).split() if not _ASKING.search(word) and word not in frame]
    return " ".join([frame, *words[:_MOST_WORDS]])[:_LONGEST]


def option_kept(frame: str) -> str:
    """The size that was asked about, when its price is asked next: "대용량도 있나요" … "그건 얼마예요?"."""
    found = _SIZE.search(frame)
    return found[0] if found else ""


def _without(text: str, spans: Sequence[Span]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return " ".join("".join(letters).split())
