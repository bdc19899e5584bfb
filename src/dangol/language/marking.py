"""Where names stand in a text: the places that may belong to each thing, and the choice among those that claim the same."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from dangol.kit.text import squash

from .names import Mention, is_size

_ENOUGH = 0.35  # of a name, where its parts stand in another's place; chosen on the development brands (evaluation/brands)
_MOST_RIVALS = 8
_TWO = re.compile(r"둘\s?[다중]|각각|두\s?개|차이|비교|\bboth\b|\beach\b|\bvs\b")  # said of more things than one
_BOTH = 0.5  # of a name that stands beside another
_JOINTS = "이랑 랑 와 과 하고 및 vs\\.? , / & or and 아니면 또는 혹은 대비 보다 말고 대신 그리고 에서 위에 옆에 대"
_JOINED = re.compile(
    rf"^[가-힣]{{0,4}}?\s*({'|'.join(_JOINTS.split())})\s*$|^\s*(vs\.?|,|/|and|or)\s*(the )?$",
    re.IGNORECASE,
)
_NO_NAME = ("에", "용")  # after "여름" of 포근 침낭 여름: a time or a use, not the thing
_JOINT_FIRST = re.compile(rf"({'|'.join(_JOINTS.split())})\s", re.IGNORECASE)


@dataclass(slots=True)
class Mark:
    """What of one thing's names stands in a text, in places of its squashed letters.

    Attributes:
        places: all that are marked; own: those that no surer mark has used; spots: for each part where it stands.
        coverage: 0…1 of the best name; exact: a whole name; complete: all words of a name of several.
        said: parts that stand there misspelt; strong: a part that may call the thing alone.
    """

    key: str
    places: set[int] = field(default_factory=set)
    own: Collection[int] = frozenset()
    spots: Mapping[str, Sequence[int]] = field(default_factory=dict)
    coverage: float = 0.0
    exact: bool = False
    said: Set[str] = frozenset()
    strong: bool = False
    complete: bool = False

    @property
    def kind(self) -> str:
        return self.key.partition("/")[0]


def accept_complete(marks: Sequence[Mark], text: str, places: Sequence[int]) -> None:
    """All parts said, in another order or apart: as good as the whole name, if it says more."""
    whole = [mark for mark in marks if mark.exact]
    for mark in marks:
        if not mark.complete or mark.exact or len(mark.spots) < 2 or _split(text, mark.places, places):
            continue
        within = [other for other in whole if other.places <= mark.places]
        if within or not any(other.places & mark.places for other in whole):
            mark.exact = True
            for other in within:
                other.exact = other.strong = False


def chosen(marks: Sequence[Mark], names: Mapping[str, Sequence[Collection[str]]]) -> list[list[Mark]]:
    """Groups of alternatives by place, the surest first: whole names, then the widest marking, then what it leaves free.

    ``names`` gives for each key the parts of each of its names.
    """
    exact = sorted((mark for mark in marks if mark.exact), key=lambda mark: (-len(mark.places), mark.key))
    groups = [[mark] for mark in exact]
    used = {place for mark in exact for place in mark.places}
    left = [mark for mark in marks if (mark.strong or mark.places & used) and not mark.exact and _adds(mark, used)]
    while left:
        left.sort(key=lambda mark: (-len(mark.places - used) - _longest_run(mark.places - used), -mark.coverage, mark.key))
        gain = left[0].places - used
        rivals = [mark for mark in left if mark.places - used == gain and mark.kind == left[0].kind]
        group = _plainest(rivals, names)
        group[0].own = gain
        groups.append(group)
        used |= group[0].places
        left = [mark for mark in left if mark not in rivals and _adds(mark, used)]
    return groups


def mention_of(group: Sequence[Mark], places: Sequence[int]) -> Mention:
    """A group of alternatives as a mention, ``places`` giving for each letter its place in the text."""
    spans: list[tuple[int, int]] = []
    for place in sorted(places[letter] for letter in group[0].own or group[0].places):
        if spans and place <= spans[-1][1]:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    ranked = sorted(group, key=lambda mark: (-mark.coverage, mark.key))
    return Mention(keys=tuple(mark.key for mark in ranked), spans=tuple(spans), coverage=ranked[0].coverage, exact=group[0].exact)


def belongs(text: str, mentions: Sequence[Mention], at: int) -> bool:
    """Whether a name said only in part, after a surer one, is a thing of its own: "A랑 B" joins it to what is named beside it.

    In "바게트에 우유 들어가나요" the milk is no product, whatever products carry milk in their names.
    """
    mine = mentions[at]
    if mine.kind == "place" and not any(other.kind == "place" for other in mentions[:at]):
        return True  # "판교 헬스 열어요": where, beside what
    if mine.coverage >= _BOTH and _TWO.search(text):
        return True  # "로우체어 하이체어 둘 다"
    if mine.coverage == 1 and not text.startswith(_NO_NAME, mine.spans[-1][1]):
        return True  # "들꽃 로우체어 하이체어": all of its words, some of them shared
    if all(is_size(squash(text[start:end])) or text[start:end].isdigit() for start, end in mine.spans):
        return True  # "6호 10호 각각": a further size of what was named
    for other in mentions:
        first, second = sorted((mine, other), key=lambda mention: mention.spans[0])
        if other is not mine and _JOINED.match(text[first.spans[-1][1] : second.spans[0][0]]):
            return True
    return False


def _split(text: str, marked: set[int], places: Sequence[int]) -> bool:
    """Whether a joint stands inside what is marked: "달빛 랜턴이랑 미니" are two, and "텐트 4인이랑 4인 프로"."""
    spots = sorted(marked)
    gaps = [text[places[left] + 1 : places[right]] for left, right in pairwise(spots) if right > left + 1]
    return any(_JOINED.match(gap) or _JOINT_FIRST.match(gap) for gap in gaps)


def _plainest(group: list[Mark], names: Mapping[str, Sequence[Collection[str]]]) -> list[Mark]:
    """Without those whose name is another's with something added: "캔버스백" means 시장 캔버스백, not 시장 미니 캔버스백."""
    if not 1 < len(group) <= _MOST_RIVALS:
        return group
    parts = {mark.key: [set(name) for name in names[mark.key]] for mark in group}
    plain = [
        mark
        for mark in group
        if not any(other is not mark and any(mine > theirs for mine in parts[mark.key] for theirs in parts[other.key]) for other in group)
    ]
    return plain or group


def _longest_run(places: set[int]) -> int:
    best = run = 0
    last = -2
    for place in sorted(places):
        run = run + 1 if place == last + 1 else 1
        best, last = max(best, run), place
    return best


def _adds(mark: Mark, used: set[int]) -> bool:
    """Whether a mark still says something of its own: two letters or more that nobody has used, and enough of its name in all."""
    own = mark.places - used
    return len(own) >= 2 and (mark.exact or mark.coverage >= _ENOUGH or not mark.places & used)
