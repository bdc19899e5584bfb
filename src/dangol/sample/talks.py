"""What those people wrote: short talks in the words that customers use, with their typos, their English and their temper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dangol.sample.people import Shopper

_ABOUT_A_PRODUCT: tuple[tuple[str, ...], ...] = (
    ("{name} 얼마예요?",),
    ("{name} 가격 알려주세요", "재고는요?"),
    ("{name} 지금 살 수 있나요??",),
    ("{name} 재고 있어요?", "감사합니다!"),
    ("안녕하세요~ {name} 색상 뭐뭐 있어요?",),
    ("{name} 무게가 어떻게 되나요", "가격은요?"),
    ("How much is the {name}?",),
)
_GENERAL: tuple[tuple[str, ...], ...] = (
    ("배송비 얼마예요?", "제주도는요?"),
    ("배송 며칠 걸리나요",),
    ("오늘 시키면 언제 와요?",),
    ("환불하고 싶은데 어떻게 하나요?",),
    ("교환 되나요?",),
    ("선물 포장 되나여",),
    ("성수 매장 몇 시까지 해요?",),
    ("일욜에도 열어요?", "주차도 되나요?"),
    ("전포 쇼룸 주차 되나요?",),
    ("포인트는 어떻게 쌓이나요?",),
    ("원두 보관은 어떻게 하는게 좋아요?",),
    ("텐트 방수 관리 어떻게 해요",),
    ("원두 분쇄도 골라서 주문할 수 있어요?",),
    ("Do you ship overseas?",),
    ("What time does the Seongsu store open?",),
    ("세금계산서 발행되나요?",),
    ("잘 받았어요 너무 예뻐요ㅎㅎ",),
    ("감사합니다~!",),
)
_FOR_A_PERSON: tuple[tuple[str, ...], ...] = (
    ("상담원이랑 통화하고 싶어요",),
    ("배송이 아직도 안 왔어요", "연락 좀 주세요"),
    ("랜턴이 깨져서 왔어요ㅠㅠ",),
    ("벌써 세 번째 문의예요. 왜 답이 없어요?",),
    ("주문한 거랑 다른 색이 왔는데요",),
)
_UNKNOWN: tuple[tuple[str, ...], ...] = (
    ("반려견이랑 매장에 들어가도 되나요?",),
    ("강아지 데리고 가도 돼요?",),
    ("텐트 중고로 보상 판매 해주나요?",),
    ("각인 서비스도 있나요?",),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """One customer's words in one sitting: ``(when, text)``; ``open_end``: nobody has answered it yet."""

    who: str
    lines: tuple[tuple[datetime, str], ...]
    open_end: bool


def talks(random: Random, people: Sequence[Shopper], names: Sequence[str], until: datetime, count: int) -> list[Talk]:
    """About ``count`` messages in the ninety days before ``until``, oldest talk first; the newest few still wait for a person."""
    made: list[Talk] = []
    said = 0
    while said < count:
        lines = _script(random, names)
        began = until - timedelta(minutes=random.uniform(60 * 20, 60 * 24 * 88))
        made.append(_talk(random, random.choice(people).id, lines, began, open_end=False))
        said += len(lines)
    for number, lines in enumerate((_FOR_A_PERSON[1], _UNKNOWN[0], _FOR_A_PERSON[0], _UNKNOWN[1])):
        began = until - timedelta(minutes=25 + 47 * number)
        made.append(_talk(random, people[number * 7 % len(people)].id, lines, began, open_end=True))
    return sorted(made, key=lambda talk: talk.lines[0][0])


def _script(random: Random, names: Sequence[str]) -> tuple[str, ...]:
    kind = random.choices((_ABOUT_A_PRODUCT, _GENERAL, _FOR_A_PERSON, _UNKNOWN), (42, 44, 9, 5))[0]
    script = random.choice(kind)
    name = random.choice(names) if names else "원두"
    return tuple(line.replace("{name}", name) for line in script)


def _talk(random: Random, who: str, lines: tuple[str, ...], began: datetime, *, open_end: bool) -> Talk:
    timed = []
    at = began
    for line in lines:
        timed.append((at, line))
        at += timedelta(seconds=random.randint(25, 150))
    return Talk(who=who, lines=tuple(timed), open_end=open_end)
