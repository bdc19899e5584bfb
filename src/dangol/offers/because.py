"""Why a thing stands where it does, in one sentence that is true of the person's own life, Korean and English."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dangol.offers.features import NAMES, NOBODY_ALIKE, NOT_TOGETHER
from dangol.offers.life import Floats, Indices, Life


class Reason(NamedTuple):
    """``group``: before, due, hour, after, together, alike, crowd_hour or popular; ``times``: how often this person chose it before."""

    group: str
    times: int
    ko: str
    en: str


_GROUP_OF = {
    **dict.fromkeys(("own", "share", "order_fast", "order", "order_slow", "week", "month", "gap", "habit"), "before"),
    **dict.fromkeys(("again", "hazard", "loyal", "long", "broad"), "before"),
    **dict.fromkeys(("hour", "hour_near", "hour_month", "day_kind", "weekly", "weekly_near"), "hour"),
    **dict.fromkeys(("crowd_hour", "crowd_week"), "crowd_hour"),
    **dict.fromkeys(("popular", "recent", "lately"), "popular"),
    "due": "due",
    "together": "together",
    "alike": "alike",
}
_GROUPS = ("before", "due", "hour", "after", "together", "alike", "crowd_hour", "popular")
_MEMBERS: Mapping[str, NDArray[np.int64]] = {
    group: np.array([at for at, name in enumerate(NAMES) if _GROUP_OF.get(name, "after") == group]) for group in _GROUPS
}
_FLOORS = {"alike": float(np.log(NOBODY_ALIKE)), "together": float(np.log(NOT_TOGETHER)), "after": 0.0, "crowd_hour": 0.0}
_SAID = {
    "after": ("바로 앞에 고른 것 다음에 자주 이어져서", "it often comes after the last choice"),
    "together": ("최근에 고른 것과 자주 함께 골라져서", "it often goes with what was chosen lately"),
    "alike": ("취향이 비슷한 사람들이 요즘 골라서", "people with like choices choose it lately"),
    "crowd_hour": ("이 시간대에 많이 골라져서", "many choose it at this hour"),
    "popular": ("요즘 많이 골라져서", "many choose it these days"),
}


_UNKNOWN = Reason(
    "popular", 0, "아직 이 사람의 기록이 없어, 요즘 많이 골라지는 순서로", "nothing is known of this person yet; many choose it these days"
)


def because(columns: NDArray[np.float32], weights: Floats, things: Indices, life: Life, chosen: Indices) -> list[Reason]:
    """For each of ``chosen`` (rows of ``columns``), the strongest reason, measured against the average candidate.

    Args:
        life: the person's life before the moment; without one, every reason is the crowd's.
    """
    pull = (columns[chosen] - columns.mean(axis=0)) * weights
    by_group = np.stack([pull[:, _MEMBERS[group]].sum(axis=1) for group in _GROUPS], axis=1)
    orders = np.argsort(-by_group, axis=1, kind="stable")
    return [
        _sentence(life, int(things[row]), [group for group in (_GROUPS[at] for at in order) if _holds(group, columns[row])])
        for row, order in zip(chosen, orders, strict=True)
    ]


def _holds(group: str, row: NDArray[np.float32]) -> bool:
    """Whether a reason of others is so at all: a group may pull the least down where none pulls up."""
    floor = _FLOORS.get(group)
    return floor is None or bool((row[_MEMBERS[group]] > floor + 0.01).any())


def _sentence(life: Life, thing: int, groups: list[str]) -> Reason:
    if len(life) == 0:
        return _UNKNOWN
    times = int((life.things == thing).sum())
    for group in groups:
        said = _own(group, times) if group in ("before", "due", "hour") else _SAID[group]
        if said:
            return Reason(group, times, *said)
    return Reason("popular", times, *_SAID["popular"])


def _own(group: str, times: int) -> tuple[str, str] | None:
    """Reasons of the person's own life: never of a thing that was not chosen before, nor of a cycle that cannot have been seen."""
    if times == 0 or (group == "due" and times < 2):
        return None
    if group == "due":
        return f"{times}번 고른 간격으로 보아 다시 고를 때라서", f"chosen {times} times, and about due again"
    if group == "hour" and times > 1:
        return f"전에 {times}번 골랐고, 이맘때 자주 골라서", f"chosen {times} times before, often at this time"
    return f"전에 {times}번 골라서", f"chosen {times} {'time' if times == 1 else 'times'} before"
