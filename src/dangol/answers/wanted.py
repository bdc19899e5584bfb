"""The kind of value a question wants ("몇 그램" a mass, "얼마" money), the amounts it names ("500g") and the money it sets as limits."""

import re
from dataclasses import dataclass

_UNITS = (
    "mg ㎎ g kg 그램 킬로그램 킬로 프로 퍼센트 % 와트 w 도 분 시간 일 주 개월 달 년 명 인용 인 사람 세 살 장 정 알 포 "
    "ml 밀리 리터 l cm mm 센치 센티 미리 미터 m 루멘 구 개입 개 입 매 회 번 층 대 박 호 켤레 점 데니어 칸 단 줄 페이지 쪽 도트 색"
)
_MORE_UNITS = "평 자루 필 송이 그루 포기 벌 쪽 단계 문 호선 정거장 번째"  # only asked for: "몇 송이"
_AROUND = "용 짜리 이상 이하 미만 초과 까지 부터 씩 당 가량 이내"
_ONE_SPELLING = {
    "미리": "ml",
    "밀리": "ml",
    "그램": "g",
    "킬로그램": "kg",
    "킬로": "kg",
    "센티": "cm",
    "센치": "cm",
    "리터": "l",
    "미터": "m",
    "프로": "%",
    "퍼센트": "%",
}
_KINDS_OF_UNIT = {
    kind: frozenset(units.split())
    for kind, units in (
        ("mass", "mg ㎎ g kg 그램 킬로그램 킬로"),
        ("percent", "프로 퍼센트 %"),
        ("watt", "와트 w"),
        ("duration", "분 시간 일 주 개월 달 년"),
        ("people", "명 인용 인 사람"),
        ("age", "세 살 개월"),
        ("volume", "ml 밀리 리터 l"),
        ("length", "cm mm 센치 센티 미터 m"),
        ("lumen", "루멘"),
        ("degree", "도"),
        ("count", "장 정 알 포 구 개입 개 입 매 회 번 대 켤레 칸 단 줄 페이지 쪽 색 점 층 박 호"),
    )
}
_EVIDENCE = {  # what evidence of each kind of value looks like
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in (
        ("mass", r"\d\s?(mg|g|kg|그램|킬로)"),
        ("percent", r"\d\s?(%|퍼센트|프로)"),
        ("watt", r"\d\s?(w|와트)"),
        (
            "duration",
            r"\d+\s?(~|-|∼)?\s?\d*\s?(분|시간|일|주|개월|달|년|영업일)|당일|다음\s?날|하루|이틀|사흘|익일|즉시"
            r"|(minute|hour|day|week|month|year)",
        ),
        ("people", r"\d\s?(~|-|∼)?\s?\d*\s?(명|인)|한 분|두 분"),
        ("age", r"\d+\s?(세|살|개월|년)|전 ?연령"),
        ("volume", r"\d\s?(ml|㎖|l|리터|밀리|cc)"),
        ("length", r"\d\s?(cm|mm|m|센티|센치|미터)"),
        ("lumen", r"\d\s?(lm|루멘)"),
        ("degree", r"\d\s?(도|℃|°)"),
        ("count", r"\d|한 |두 |세 |네 "),
        (
            "money",
            r"\d[\d,.]*\s?(만\s?)?(천\s?)?(원|won|krw)|무료|추가 ?(요금|비용) ?(은|이)? ?없|₩|free"
            r"|\d\s?(%|퍼센트)|유료|별도",
        ),
        (
            "when",
            r"\d|당일|다음\s?날|하루|매일|매주|매월|매달|[월화수목금토일]요일|주말|평일|공휴일|오전|오후|전\s|후\s"
            r"|즉시|바로|이내|정해지|미정|day|week|month",
        ),
        ("who", r"[가-힣]{2,4}\s?(씨|님)(?![가-힣])|(대표|강사|작가|원장|점장)\s?(는|은|:)\s?[가-힣]{3}(?![가-힣]*(어요|니다))"),
        ("shop", r"매장|지점|본점|[가-힣]점\b|쇼룸|가게|store|shop"),
        ("clock", r"\d{1,2}:\d\d|\d{1,2}\s?시"),
        ("#미리", r"\d\s?(ml|mm|밀리|미리|㎖|㎜)"),  # millilitres or millimetres
    )
}
_MONEY = re.compile(
    r"얼마(?!나|동안|만에|든지|\s?이상|\s?부터|\s?까지)|얼마나\s?(나오|나와|드나|드는|들어요|해요|하나)"
    r"|가격|비용|요금|값|몇\s?원|how much|price|cost|fee"
)
_CLOCK = re.compile(r"몇\s?시(?!간)|what time")
_DURATION = re.compile(r"얼마나\s?(걸|기다|되어야|돼야)|며칠|몇일|언제까지|얼마\s?동안|how long|how many days")
_WHO = re.compile(r"(?<![가-힣])(누구|누가)|성함|존함|who\b")  # not "비누가"
_SHOP = re.compile(r"(매장|지점|가게)(이|은|도|가)?\s?(있|없|어디)")
_WHEN = re.compile(r"언제|when\b")


def _any_of(*lists: str) -> str:
    return "|".join(word for words in lists for word in words.split())


_AMOUNT = re.compile(
    rf"(?<![가-힣A-Za-z])(\d[\d,.]{{0,11}})\s?({_any_of(_UNITS)})"  # at most twelve: no regular expression runs far into a run of digits
    r"(?![A-Za-z])(?=$|[^가-힣]|[은는이가을를에로의짜인만까부씩당간도랑과])(?!요일|정도|도착)",
    re.IGNORECASE,
)
_MEASURE = re.compile(rf"({_any_of(_UNITS, _AROUND)})", re.IGNORECASE)
_HOW_MANY = re.compile(rf"몇\s?({_any_of(_UNITS, _MORE_UNITS)}|[가-힣](?=[이에인예까나을를은는\s?]|$))", re.IGNORECASE)
_BUDGET = re.compile(
    r"(\d[\d,]{0,11})?\s?(만|천)?\s?(\d{1,2}천)?\s?원?\s?"
    r"(대|이하|미만|안\s?되는|안\s?넘|아래|밑|까지|이내|안쪽|언더|보다\s?싼|under|이상|넘는|초과|부터|보다\s?비싼)"
)
_AT_LEAST = frozenset({"이상", "넘는", "초과", "부터", "보다비싼"})
_THOUSANDS = {"만": 10000, "천": 1000}


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A number with its unit ("500g", in one spelling), and its place in the clause."""

    text: str
    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Whether a word lies inside, or is the particle after it that the tokeniser took for a word."""
        return self.start <= start < self.end or (start == self.end and end - start <= 1)


def amounts_in(text: str) -> tuple[Amount, ...]:
    """The numbers with units that a clause names, in order."""
    return tuple(
        Amount(
            text=f"{found[1].replace(',', '')}{_ONE_SPELLING.get(found[2].lower(), found[2].lower())}",
            start=found.start(),
            end=found.end(),
        )
        for found in _AMOUNT.finditer(text)
    )


def is_measure(form: str) -> bool:
    """Whether a word is a unit or goes with amounts ("짜리", "이하"), and so says nothing by itself."""
    return bool(_MEASURE.fullmatch(form))


def units_asked(lowered: str) -> tuple[str, ...]:
    """What "몇 …" counts, in order."""
    return tuple(found[1].lower() for found in _HOW_MANY.finditer(lowered))


def kinds_of_value(lowered: str) -> tuple[str, ...]:
    """The kinds of value wanted: of ``"mass"``, ``"money"``, ``"clock"`` … or ``"#송이"`` for a unit of no kind."""
    kinds: dict[str, None] = {}
    for found in _HOW_MANY.finditer(lowered):
        kinds[next((kind for kind, units in _KINDS_OF_UNIT.items() if found[1] in units), f"#{found[1]}")] = None
    if _CLOCK.search(lowered):
        kinds["clock"] = None
    if _DURATION.search(lowered):
        kinds["duration"] = None
    if _MONEY.search(lowered) and "duration" not in kinds and "clock" not in kinds:
        kinds["money"] = None
    if _WHO.search(lowered):
        kinds["who"] = None
    if _SHOP.search(lowered):
        kinds["shop"] = None
    if _WHEN.search(lowered) and not kinds:
        kinds["when"] = None
    return tuple(kinds)


def evidence_of(kind: str) -> re.Pattern[str]:
    """What evidence that holds a kind of value looks like."""
    return _EVIDENCE.get(kind) or re.compile(rf"\d\s?{re.escape(kind.removeprefix('#'))}")


def limits(lowered: str) -> tuple[int | None, int | None]:
    """The least and the most won to spend: "만원 이하" → (None, 10000), "5만원 이상" → (50000, None), "3만원대" → (30000, 39999),
    "10만원대" → (100000, 199999)."""
    found = _BUDGET.search(lowered)
    if not found or not (found[2] or "원" in found[0] or "won" in lowered):
        return None, None
    base = int((found[1] or "1").replace(",", "")) * _THOUSANDS.get(found[2] or "", 1)
    base += int(found[3][:-1]) * 1000 if found[3] else 0
    bound = found[4].replace(" ", "")
    if bound == "대":
        return base, base + _rounded_to(base) - 1
    return (base, None) if bound in _AT_LEAST else (None, base)


def _rounded_to(base: int) -> int:
    """The step of the round number that "대" is said of: 10,000 for 30,000 and 120,000, 100,000 for 100,000 and 300,000."""
    step = 1
    while base and base % (step * 10) == 0:
        step *= 10
    return step
