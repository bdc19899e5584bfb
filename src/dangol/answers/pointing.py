"""Which thing of the talk a clause without a name means: the second of a list, the other size, a sibling by a part of its name."""

import re
from collections.abc import Iterator, Sequence

from dangol.kit.text import squash
from dangol.knowledge.facts import Subject
from dangol.language.lexicon import Mention, respell

from .answer import Topic
from .ground import Ground
from .measures import amount
from .question import Question

_SHORT = 30  # characters: a clause that may name a sibling of what the talk is about by a size alone ("12구는?")
_FRAGMENT = 12  # characters: one that may name it by the beginning of a word ("닭은?")
_ORDINALS = (
    r"첫\s?번?\s?째|1\s?번째?|맨\s?(?:위|처음|앞)|the first",
    r"두\s?번\s?째|둘\s?째|2\s?번째?|the second",
    r"세\s?번\s?째|셋\s?째|3\s?번째?|the third",
    r"네\s?번\s?째|넷\s?째|4\s?번째?|the fourth",
    r"다섯\s?번?\s?째|5\s?번째?|the fifth",
)
_THING = r"\s?(?:거는|거|것|건|걸|꺼는|꺼|껀|제품|상품|one)?(?![가-힣]*(?:주|토요|일요|월요|화요|수요|목요|금요))"
_ORDINAL = tuple(re.compile(rf"(?<![\d가-힣])(?:{words}){_THING}", re.IGNORECASE) for words in _ORDINALS)
_LAST = re.compile(r"(?:마지막|맨\s?(?:끝|뒤|아래))" + _THING + r"|the last one", re.IGNORECASE)
_LARGER = re.compile(r"큰\s?(?:거|건|것|걸|사이즈|쪽|놈)|대형|라지|더\s?큰|bigger|larger|the large", re.IGNORECASE)
_SMALLER = re.compile(r"작은\s?(?:거|건|것|걸|사이즈|쪽|놈)|소형|미니|스몰|더\s?작은|smaller|the small", re.IGNORECASE)
_NAMED_LARGE = re.compile(r"(?:^|\s)(?:대|대형|라지|L|롱|와이드)(?:\s|$)")
_NAMED_SMALL = re.compile(r"(?:^|\s)(?:소|소형|미니|스몰|S|슬림)(?:\s|$)")
_PIECE = re.compile(r"[A-Za-z]+|\d+|[가-힣]+")


def pointed(question: Question, topic: Topic, ground: Ground) -> Mention | None:
    """The thing that is meant, as if it had been named where it is pointed at; None where nothing is, or more than one may be."""
    return _of_list(question.text, topic, ground) or _sibling(question.text, topic, ground)


def series(recent: Sequence[str], keys: Sequence[str], ground: Ground) -> tuple[str, ...]:
    """Those of ``keys`` that share a part of their name with what the talk is about ("소금빵" … "초코는요?" → 초코 소금빵)."""
    if not recent or recent[0] not in ground.subjects:
        return ()
    name = ground.subjects[recent[0]].name
    parts = {part for part in name.split() if len(part) > 1} | {name.replace(" ", "")}
    return tuple(key for key in keys if any(part in ground.subjects[key].name.replace(" ", "") for part in parts))


def of_category(recent: Sequence[str], keys: Sequence[str], ground: Ground) -> tuple[str, ...]:
    """Those of ``keys`` that are of the category of what the talk is about."""
    if not recent or recent[0] not in ground.subjects:
        return ()
    kind = _category(ground.subjects[recent[0]], ground)
    return tuple(key for key in keys if kind and _category(ground.subjects[key], ground) == kind)


def _category(subject: Subject, ground: Ground) -> str | None:
    column = ground.column(subject, "category")
    return subject.text(column) if column else None


def _of_list(text: str, topic: Topic, ground: Ground) -> Mention | None:
    """The one of those named last whose place in the list is said."""
    listed = [key for key in topic.candidates if key in ground.subjects]
    for at, pattern in enumerate(_ORDINAL):
        found = pattern.search(text)
        if found and at < len(listed):
            return Mention(keys=(listed[at],), spans=(found.span(),), coverage=0.5, exact=False)
    last = _LAST.search(text) if listed else None
    return Mention(keys=(listed[-1],), spans=(last.span(),), coverage=0.5, exact=False) if last else None


def _sibling(text: str, topic: Topic, ground: Ground) -> Mention | None:
    """The one product of the same series that a clause without a name means ("12구는?" after the box of six)."""
    current = next((key for key in (*topic.about, *topic.subjects) if key in ground.subjects), "")
    if not current.startswith("product/") or len(text) >= _SHORT:
        return None
    products = [key for key in sorted(ground.subjects) if key.startswith("product/") and key != current]
    kin = series((current,), products, ground)
    alike = of_category((current,), kin, ground) or kin
    touching = ground.lexicon.touching(text)
    for chosen in ([key for key in kin if key in touching], [key for key in alike if key in touching]):
        nearest = _nearest(chosen, current, ground)
        if len(nearest) == 1:
            return _mention(nearest[0], text, ground)
    sized = _of_size(text, current, alike, ground)
    if sized:
        return sized
    begun = [key for key in alike if len(text) <= _FRAGMENT and _begins(text, ground.subjects[key].name, ground.subjects[current].name)]
    nearest = _nearest(begun, current, ground)
    return _mention(nearest[0], text, ground) if len(nearest) == 1 else None


def _nearest(keys: Sequence[str], current: str, ground: Ground) -> list[str]:
    """Those of whose names most is the name of what the talk is about."""
    mine = set(ground.subjects[current].name.split())
    shared = {key: len(mine & set(ground.subjects[key].name.split())) for key in keys}
    return [key for key in keys if shared[key] == max(shared.values())]


def _mention(key: str, text: str, ground: Ground) -> Mention | None:
    spans = tuple(_said_of(text, squash(respell(ground.subjects[key].name))))
    return Mention(keys=(key,), spans=spans, coverage=0.5, exact=False) if spans else None


def _said_of(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a text says pieces of a name: of each word as much from its beginning as stands in it."""
    for found in _PIECE.finditer(text):
        piece = squash(found[0])
        size = next((size for size in range(len(piece), 0, -1) if piece[:size] in name), 0)
        if size > 1 or (size == 1 and (piece[0].isdigit() or (len(piece) <= 3 and found.start() == 0))):
            yield found.start(), found.start() + size


def _begins(text: str, name: str, current: str) -> bool:
    """Whether a text begins with the beginning of a word of a name that what the talk is about has not got ("닭은?")."""
    found = re.match(r"\s*([가-힣]{1,4}?|[A-Za-z]{1,3}|\d{1,4})(?:[은는이가도]|이?요|은요|는요)?\s*(?:[?!.~\s]|두|세|한|\d|$)", text)
    words = [word for word in name.split() if word not in current.split()]
    return found is not None and any(_starts(word.lower(), found[1].lower()) for word in words)


def _starts(word: str, said: str) -> bool:
    return word.startswith(said) if "가" <= said[0] <= "힣" else word == said


def _of_size(text: str, current: str, kin: Sequence[str], ground: Ground) -> Mention | None:
    """The larger or the smaller one: by the word for it in its name, or, of two, by the number there."""
    for said, named, larger in ((_LARGER, _NAMED_LARGE, True), (_SMALLER, _NAMED_SMALL, False)):
        found = said.search(text)
        if not found:
            continue
        fitting = [key for key in kin if named.search(ground.subjects[key].name)]
        if not fitting and len(kin) == 1:
            mine, other = (amount(ground.subjects[key].name) for key in (current, kin[0]))
            fitting = [kin[0]] if mine is not None and other is not None and (other > mine) == larger else []
        if len(fitting) == 1:
            return Mention(keys=(fitting[0],), spans=(found.span(),), coverage=0.5, exact=False)
    return None
