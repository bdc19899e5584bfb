"""Personal data as people type it, and what only looks like it: generated with a seed, written before the code that finds it.

Each case is a sentence with the exact stretch that has to be found, or with none. Numbers are drawn at random.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_KOREAN = dict(zip("0123456789", "공일이삼사오육칠팔구", strict=True))
_NATIVE = dict(zip("0123456789", ("공", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"), strict=True))
_WIDE = {str(digit): chr(0xFF10 + digit) for digit in range(10)}
_CIRCLED = {"0": "⓪", **{str(digit): chr(0x2460 + digit - 1) for digit in range(1, 10)}}
_BEFORE = (
    "",
    "제 번호는 ",
    "연락처 ",
    "안녕하세요 ",
    "여기로 주세요: ",
    "(",
    "정보: ",
    "입금자 확인 부탁드려요 ",
    "이거요 → ",
    "Please use ",
)
_AFTER = ("", " 입니다", "이에요", " 로 부탁드려요", ")", " 확인해 주세요", "으로 보내주세요", ". 감사합니다", "요!", "\n빨리요")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """``spans``: the (kind, start, end) to be found in ``text``."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


def personal(seed: int = 20261125) -> list[Case]:
    """About 700 sentences that hold one piece of personal data each, in every spelling we could think of."""
    chance = random.Random(seed)
    cases = []
    for kind, make, spellings in (
        ("phone", _mobile, _PHONES),
        ("phone", _landline, _LANDLINES),
        ("resident_number", _resident, _RESIDENTS),
        ("card", _card, _CARDS),
        ("account", _account, _ACCOUNTS),
        ("email", _email, _EMAILS),
    ):
        for spelling in spellings:
            for _ in range(18):
                said = spelling(make(chance))
                before, after = chance.choice(_BEFORE), chance.choice(_AFTER)
                if kind == "email" and after[:1].isascii() and after[:1].isalnum():
                    after = ""
                lead = chance.choice(("국민은행 ", "계좌번호 ", "신한 ", "카카오뱅크 ", "농협 계좌 ")) if kind == "account" else ""
                start = len(before + lead)
                cases.append(Case(text=before + lead + said + after, spans=((kind, start, start + len(said)),)))
    return cases


def look_alikes(seed: int = 20261126) -> list[Case]:
    """About 500 sentences with numbers and marks that are nobody's personal data."""
    chance = random.Random(seed)
    return [Case(text=make(chance), spans=()) for make in _LOOK_ALIKES for _ in range(15)]


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _mobile(chance: random.Random) -> tuple[str, ...]:
    return "010", str(chance.randint(2, 9)) + _digits(chance, 3), _digits(chance, 4)


def _landline(chance: random.Random) -> tuple[str, ...]:
    area = chance.choice(("02", "031", "032", "051", "053", "062", "064", "070"))
    return area, str(chance.randint(2, 9)) + _digits(chance, chance.choice((2, 3))), _digits(chance, 4)


def _resident(chance: random.Random) -> tuple[str, ...]:
    year, month, day = chance.randint(50, 99), chance.randint(1, 12), chance.randint(1, 28)
    head = f"{year:02}{month:02}{day:02}"
    body = head + str(chance.choice((1, 2, 5, 6))) + _digits(chance, 5)
    total = sum(int(digit) * weight for digit, weight in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    return head, body[6:] + str((11 - total % 11) % 10)


def _card(chance: random.Random) -> tuple[str, ...]:
    body = chance.choice(("4", "51", "53", "55", "9410", "3568", "6210"))
    body += _digits(chance, 15 - len(body))
    doubled = [int(d) * (2 if at % 2 == 0 else 1) for at, d in enumerate(body)]
    number = body + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)
    return number[:4], number[4:8], number[8:12], number[12:]


def _account(chance: random.Random) -> tuple[str, ...]:
    shape = chance.choice(((6, 2, 6), (3, 3, 6), (4, 3, 6), (3, 6, 5), (3, 4, 4, 2), (4, 2, 7), (3, 6, 2, 3)))
    head = {4: chance.choice(("3333", "1002")), 3: chance.choice(("110", "301", "352", "620"))}.get(shape[0]) or _digits(chance, 6)
    return head, *(_digits(chance, size) for size in shape[1:])


def _email(chance: random.Random) -> tuple[str, ...]:
    name = chance.choice(("minji.kim", "hong_gd", "coffee-lover", "sunny", "jh.park+shop", "lee")) + chance.choice(("", "77", "1990"))
    return name, chance.choice(("naver.com", "gmail.com", "hanmail.net", "daum.net", "my-company.co.kr", "yonsei.ac.kr"))


def _joined(mark: str) -> Callable[[tuple[str, ...]], str]:
    return lambda groups: mark.join(groups)


def _spelt(table: dict[str, str], mark: str = "", inner: str = "") -> Callable[[tuple[str, ...]], str]:
    return lambda groups: mark.join(inner.join(table[digit] for digit in group) for group in groups)


_PLAIN_DIGITS = {digit: digit for digit in "0123456789"}
_PHONES: tuple[Callable[[tuple[str, ...]], str], ...] = (
    *(_joined(mark) for mark in ("-", "", " ", ".", " - ", "–", "—", "·", "/", "_", "~", "-\u200b")),
    _spelt(_KOREAN),
    _spelt(_KOREAN, " "),
    _spelt(_KOREAN, "-"),
    _spelt(_KOREAN, "에 "),
    _spelt(_NATIVE, " "),
    _spelt(_WIDE),
    _spelt(_WIDE, "－"),
    _spelt(_CIRCLED, " "),
    _spelt(_PLAIN_DIGITS, " ", " "),
    _spelt(_PLAIN_DIGITS, ".", "."),
    _spelt(_PLAIN_DIGITS, "-", "\u200b"),
    lambda groups: f"+82 10-{groups[1]}-{groups[2]}",
    lambda groups: f"+8210{groups[1]}{groups[2]}",
    lambda groups: f"({groups[0]}) {groups[1]}-{groups[2]}",
    lambda groups: f"{groups[0]}){groups[1]}-{groups[2]}",
    lambda groups: f"공일공-{groups[1]}-{groups[2]}",
    lambda groups: f"공1공 {groups[1]} {groups[2]}",
    lambda groups: f"O1O-{groups[1]}-{groups[2]}",
    lambda groups: f"{groups[0]}에 {groups[1]}에 {groups[2]}",
    lambda groups: f"{groups[0]} 다시 {groups[1]} 다시 {groups[2]}",
)
_LANDLINES: tuple[Callable[[tuple[str, ...]], str], ...] = (
    *(_joined(mark) for mark in ("-", ".", " ")),
    lambda groups: f"{groups[0]}){groups[1]}-{groups[2]}",
    _spelt(_WIDE, "-"),
)
_RESIDENTS: tuple[Callable[[tuple[str, ...]], str], ...] = (
    *(_joined(mark) for mark in ("-", "", " ", " - ", ".", "–")),
    _spelt(_WIDE, "－"),
    _spelt(_WIDE),
    _spelt(_KOREAN, " "),
    _spelt(_KOREAN, " 다시 "),
    _spelt(_PLAIN_DIGITS, " - ", " "),
    lambda groups: f"{groups[0]}-{groups[1][0]}******",
)
_CARDS: tuple[Callable[[tuple[str, ...]], str], ...] = (
    *(_joined(mark) for mark in ("-", "", " ", ".", " - ", "/")),
    _spelt(_WIDE, "-"),
    _spelt(_WIDE),
    _spelt(_KOREAN, " "),
    _spelt(_PLAIN_DIGITS, " ", " "),
)
_ACCOUNTS: tuple[Callable[[tuple[str, ...]], str], ...] = (
    *(_joined(mark) for mark in ("-", "", " ", ".", " - ")),
    _spelt(_WIDE, "-"),
    _spelt(_KOREAN, " "),
)
_EMAILS: tuple[Callable[[tuple[str, ...]], str], ...] = (
    _joined("@"),
    _joined("＠"),
    _joined(" @ "),
    _joined("(at)"),
    _joined("[at]"),
    _joined(" 골뱅이 "),
    _joined("골뱅이"),
    lambda pair: f"{pair[0]}@{pair[1].replace('.', ' . ')}",
    lambda pair: f"{pair[0]}@{pair[1].replace('.', '점')}",
    lambda pair: f"{pair[0]}@{pair[1]}".upper(),
)


def _date(chance: random.Random) -> str:
    return f"{chance.randint(2019, 2027)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"


def _price(chance: random.Random) -> int:
    return chance.randint(1, 999) * 100


_LOOK_ALIKES: tuple[Callable[[random.Random], str], ...] = (
    lambda c: f"{_price(c):,}원 맞나요?",
    lambda c: f"총 {c.randint(1, 90)},{c.randint(100, 999)},000원 결제했어요",
    lambda c: f"{_price(c)}원이랑 {_price(c)}원 중에 뭐가 나아요",
    lambda c: f"가격 {_price(c)} {_price(c)} {_price(c)} 이렇게 세 개요",
    lambda c: f"주문번호 {_date(c)}-{_digits(c, 7)} 확인해주세요",
    lambda c: f"주문번호 {_date(c)}{_digits(c, 8)} 언제 와요",
    lambda c: f"주문번호는 {_date(c)}-{_digits(c, 4)}-{_digits(c, 4)} 입니다",
    lambda c: f"order no. ORD-{_date(c)}-{_digits(c, 6)} please",
    lambda c: f"송장번호 {_digits(c, 12)} 조회가 안돼요",
    lambda c: f"운송장 {_digits(c, 4)}-{_digits(c, 4)}-{_digits(c, 4)} 이거 맞나요",
    lambda c: f"CJ대한통운 {_digits(c, 10)} 배송중",
    lambda c: f"2026년 {c.randint(1, 12)}월 {c.randint(1, 28)}일 오후 {c.randint(1, 11)}시 예약",
    lambda c: f"2026.{c.randint(1, 12):02}.{c.randint(1, 28):02} {c.randint(10, 21)}:{c.choice((0, 30)):02} 에 갈게요",
    lambda c: f"2026-{c.randint(1, 12):02}-{c.randint(1, 28):02}부터 2026-{c.randint(1, 12):02}-{c.randint(1, 28):02}까지",
    lambda c: f"{_date(c)} 구매했는데 {_date(c)} 까지 환불되나요",
    lambda c: f"유통기한 {_date(c)} 맞아요?",
    lambda c: f"바코드 880{_digits(c, 10)} 제품 있나요",
    lambda c: f"사업자번호 {_digits(c, 3)}-{_digits(c, 2)}-{_digits(c, 5)} 로 세금계산서",
    lambda c: f"사업자등록번호 {_digits(c, 3)}-{_digits(c, 2)}-{_digits(c, 5)}",
    lambda c: f"모델명 SM-{_digits(c, 4)}N 호환되나요",
    lambda c: f"제품코드 {_digits(c, 6)}-{_digits(c, 3)} 재고 있나요",
    lambda c: f"우편번호 {_digits(c, 5)} 배송되나요",
    lambda c: f"대표번호 15{c.choice(('88', '77', '44'))}-{_digits(c, 4)} 로 전화했는데 안받아요",
    lambda c: f"영업시간 10:00-20:00 주말 11:00-{c.randint(17, 21)}:30 맞나요",
    lambda c: f"{c.randint(50, 90)}-{c.randint(20, 40)}-{c.randint(80, 99)} 사이즈 {c.randint(220, 280)} {c.randint(220, 280)}",
    lambda c: f"{c.randint(1, 20)}x{c.randint(1, 20)}x{c.randint(1, 20)}cm {c.randint(100, 900)}g {c.randint(10, 90)}ml",
    lambda c: f"쿠폰코드 DANGOL{_digits(c, 6)} 안먹어요",
    lambda c: f"인스타 @coffee.lover{c.randint(1, 99)} 보고 왔어요",
    lambda c: f"@my_shop{c.randint(1, 99)} 이벤트 참여 완료!",
    lambda c: f"https://shop.example/p/{_digits(c, 11)}?no={_digits(c, 8)} 이거요",
    lambda c: f"1+1 행사 {c.randint(2, 9)}개 사면 {c.randint(10, 50)}% 할인 맞죠 010 같은 거 말고요",
    lambda c: f"이사오는 날이 삼일 남았는데 {c.randint(1, 9)}일 뒤에 사이즈 이 오 중에 골라주세요",
    lambda c: f"구매내역 {_digits(c, 1)}건 {_price(c):,}원 {_date(c)[:4]}년 {c.randint(1, 12)}월",
    lambda c: f"ISBN 979-11-{_digits(c, 5)}-{_digits(c, 2)}-{_digits(c, 1)} 있어요?",
    lambda c: f"위도 37.{_digits(c, 6)}, 경도 127.{_digits(c, 6)} 근처 매장",
)


def every(seed: int = 20261125) -> Iterator[Case]:
    yield from personal(seed)
    yield from look_alikes(seed + 1)
