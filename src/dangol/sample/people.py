"""Two thousand people who do not exist: names as Koreans have them, and the habit each of them shops by."""

from dataclasses import dataclass
from random import Random
from typing import Literal

Habit = Literal["camper", "morning", "monthly", "weekend", "gift", "once"]

HABIT_KO: dict[Habit, str] = {
    "camper": "주말마다 캠핑",
    "morning": "아침 커피",
    "monthly": "달마다 원두",
    "weekend": "주말에 둘러봄",
    "gift": "선물 살 때",
    "once": "가끔",
}
_SHARES: dict[Habit, int] = {"camper": 9, "morning": 12, "monthly": 15, "weekend": 22, "gift": 8, "once": 34}

# Shares of surnames in the 2015 census of Statistics Korea, per mille, the rest left out; given names are common ones, joined at random.
_SURNAMES = {
    "김": 215, "이": 147, "박": 84, "최": 47, "정": 43, "강": 24, "조": 21, "윤": 21, "장": 20, "임": 17, "한": 15, "오": 15,
    "서": 15, "신": 15, "권": 14, "황": 14, "안": 14, "송": 14, "전": 11, "홍": 11, "유": 9, "고": 9, "문": 9, "양": 9, "손": 9,
    "배": 8, "백": 8, "허": 7, "남": 5, "심": 5, "노": 5, "하": 5, "곽": 4, "성": 4, "차": 4, "주": 4, "우": 4, "구": 4, "민": 3,
}  # fmt: skip
_FIRST = "민서지수하도예준시은채유현재승다소윤가나라태건우주연진영성"
_SECOND = "준서연우현윤아은진호민영원빈희지수경훈석림솔온결율담인혁"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shopper:
    """One of them. ``favourites`` are product ids, the dearest first; ``place`` is where they go, ``pace`` scales how often, about 1."""

    id: str
    name: str
    habit: Habit
    favourites: tuple[str, ...]
    place: str
    pace: float


def shoppers(random: Random, count: int, by_category: dict[str, list[str]], places: list[str]) -> list[Shopper]:
    """``count`` people; ids are ``m0001`` and so on."""
    habits = random.choices(list(_SHARES), list(_SHARES.values()), k=count)
    surnames = random.choices(list(_SURNAMES), list(_SURNAMES.values()), k=count)
    return [
        Shopper(
            id=f"m{number:04d}",
            name=surname + _given(random),
            habit=habit,
            favourites=_favourites(random, habit, by_category),
            place=random.choices(places, [5, 2, 2, 1][: len(places)] or None)[0] if places else "",
            pace=random.lognormvariate(0.0, 0.35),
        )
        for number, (habit, surname) in enumerate(zip(habits, surnames, strict=True), start=1)
    ]


def _given(random: Random) -> str:
    first, second = random.choice(_FIRST), random.choice(_SECOND)
    return first + (second if second != first else "우")


_DRAWN_TO: dict[Habit, tuple[str, ...]] = {
    "camper": ("텐트", "타프", "의자", "랜턴", "버너", "화로대", "침낭", "매트", "조리도구", "수납"),
    "morning": ("원두", "드립백", "콜드브루", "컵"),
    "monthly": ("원두", "드립백", "커피도구"),
    "weekend": ("의자", "랜턴", "컵", "간식", "테이블", "원두"),
    "gift": ("컵", "드립백", "간식", "커피도구", "랜턴"),
    "once": ("원두", "텐트", "의자", "랜턴", "침낭", "커피도구", "컵"),
}


def _favourites(random: Random, habit: Habit, by_category: dict[str, list[str]]) -> tuple[str, ...]:
    """Three to five products, from what the habit is drawn to; a brand with other categories gives any of its own."""
    pool = [product for name in _DRAWN_TO[habit] for product in by_category.get(name, [])]
    pool = pool or [product for products in by_category.values() for product in products]
    return tuple(random.sample(pool, min(len(pool), random.randint(3, 5))))
