"""What one clause asks, ready to be matched with evidence: its subjects, its words with their weights, the day, and the kind of value wanted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from dangol.language.concepts import concepts_of_word, empty_words, is_shop_word, soft_words
from dangol.language.lexicon import Mention
from dangol.language.phrases import english_phrases, phrases_in
from dangol.language.reading import Clause, Language, Word

from .dates import When, when
from .ground import Ground

_MEASURE_KO = r"mg|㎎|g|kg|그램|킬로그램|킬로|프로|퍼센트|%|와트|w|도|분|시간|일|주|개월|달|년|명|인용|인|사람|세|살|장|정|알|포|ml|밀리|리터|l|cm|mm|센치|센티|미리|미터|m|루멘|구|개입|개|입|매|회|번|층|대|박|호|켤레|점|데니어|칸|단|줄|페이지|쪽|도트|색"
_COUNTED = re.compile(
    rf"(?<![가-힣A-Za-z])(\d[\d,.]{{0,11}})\s?({_MEASURE_KO}|미리)(?![A-Za-z])(?=$|[^가-힣]|[은는이가을를에로의짜인만까부씩당간도랑과])(?!요일|정도|도착)",
    re.IGNORECASE,
)
_PLAIN_UNIT = {
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
_HOW_MANY = re.compile(rf"몇\s?({_MEASURE_KO}|평|자루|필|송이|그루|포기|벌|쪽|단계|문|호선|정거장|번째)", re.IGNORECASE)
_UNIT_CLASSES = (
    ("mass", r"mg|㎎|g|kg|그램|킬로그램|킬로"),
    ("percent", r"프로|퍼센트|%"),
    ("watt", r"와트|w"),
    ("duration", r"분|시간|일|주|개월|달|년"),
    ("people", r"명|인용|인|사람"),
    ("age", r"세|살|개월"),
    ("volume", r"ml|밀리|리터|l"),
    ("length", r"cm|mm|센치|센티|미터|m"),
    ("lumen", r"루멘"),
    ("degree", r"도"),
    ("count", r"장|정|알|포|구|개입|개|입|매|회|번|대|켤레|칸|단|줄|페이지|쪽|색|점|층|박|호"),
)
_WANTED = {
    "mass": r"\d\s?(mg|g|kg|그램|킬로)",
    "percent": r"\d\s?(%|퍼센트|프로)",
    "watt": r"\d\s?(w|와트)",
    "duration": r"\d+\s?(~|-|∼)?\s?\d*\s?(분|시간|일|주|개월|달|년|영업일)|당일|다음\s?날|하루|이틀|사흘|익일|즉시|(minute|hour|day|week|month|year)",
    "people": r"\d\s?(~|-|∼)?\s?\d*\s?(명|인)|한 분|두 분",
    "age": r"\d+\s?(세|살|개월|년)|전 ?연령",
    "volume": r"\d\s?(ml|㎖|l|리터|밀리|cc)",
    "length": r"\d\s?(cm|mm|m|센티|센치|미터)",
    "lumen": r"\d\s?(lm|루멘)",
    "degree": r"\d\s?(도|℃|°)",
    "count": r"\d|한 |두 |세 |네 ",
    "money": r"\d[\d,.]*\s?(만\s?)?(천\s?)?(원|won|krw)|무료|추가 ?(요금|비용) ?(은|이)? ?없|₩|free|\d\s?(%|퍼센트)|유료|별도",
    "when": r"\d|당일|다음\s?날|하루|매일|매주|매월|매달|[월화수목금토일]요일|주말|평일|공휴일|오전|오후|전\s|후\s|즉시|바로|이내|정해지|미정|day|week|month",
    "who": r"[가-힣]{2,4}\s?(씨|님)(?![가-힣])|(대표|강사|작가|원장|점장)\s?(는|은|:)\s?[가-힣]{3}(?![가-힣]*(어요|니다))",
    "clock": r"\d{1,2}:\d\d|\d{1,2}\s?시",
}
_MONEY = re.compile(
    r"얼마(?!나|동안|만에|든지|\s?이상|\s?부터|\s?까지)|얼마나\s?(나오|나와|드나|드는|들어요|해요|하나)|가격|비용|요금|값|몇\s?원|how much|price|cost|fee"
)
_CLOCK = re.compile(r"몇\s?시(?!간)|what time")
_DURATION = re.compile(r"얼마나\s?(걸|기다|되어야|돼야)|며칠|몇일|언제까지|얼마\s?동안|how long|how many days")
_WHO = re.compile(r"누구|누가|성함|존함|who\b")
_WHEN = re.compile(r"언제|when\b")
_CONTAINS = re.compile(r"들어\s?가|들어\s?있|들었|드나|함유|포함|넣|섞|성분|알레르기|contain|include|\bhas\b|have")
_COMPARE = re.compile(
    r"차이|비교|더\s?(싸|비싸|저렴|가벼|무거|크|작|좋|낫|나은|높|낮|길|짧|오래|많|적|밝|따뜻|두껍|얇|진하|달|쓰|넓|튼튼|부드)|뭐가\s?(더|나|좋|낫|높|낮|달라|다른|다르)|어느\s?(게|것|쪽)|vs|중에\s?(서)?\s?(뭐|어느|어떤)|which (one )?is|difference|compare|cheaper|lighter|better|versus"
)
_SUPERLATIVE = re.compile(r"(가장|제일|젤|최고로|the most|\w+est\b)")
_CHOICE = re.compile(r"추천|골라|뭐가\s?좋|어떤\s?(게|걸|것이)\s?(좋|나을)|recommend|suggest")
_EXISTS = re.compile(r"있(나|어|을|는|으|음|습|냐)|파(나|시|는|세|냐)|팔(아|고|까|나|죠)|판매|취급|do you (have|sell|carry)|any ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word of the question and how much it counts. ``inherited`` ones come from the turn before; ``also`` are formal words for it;
    ``phrase``: it stands for a whole phrase; ``own``: its weight
    before a phrase took most of it; ``literal``: only the very word will do."""

    form: str
    weight: float
    start: int = -1
    end: int = -1
    inherited: bool = False
    also: tuple[str, ...] = ()
    phrase: bool = False
    own: float = 0.0
    literal: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The word and what it may be called instead."""
        return (self.form, *self.also)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One clause as a question to the knowledge.

    Attributes:
        text: the clause; language of the asker.
        mentions: what of the brand it names; subjects: the keys that are settled (one of each mention, or from the conversation).
        terms: its words that are neither empty nor part of a subject's name; calendar: its days, which passages may speak of; concepts: column concepts they ask for.
        counted: numbers with units that it names ("2호", "500g"); wanted: patterns the evidence must hold ("how many g" → a mass).
        day: the days asked about; units: what "몇 …" counts ("정", "그램"); near: the document talked about before; limits: the least and most won to spend ("만원 이하").
    """

    text: str
    language: Language
    mentions: tuple[Mention, ...]
    subjects: tuple[str, ...]
    terms: tuple[Term, ...]
    calendar: tuple[Term, ...]
    concepts: tuple[str, ...]
    counted: tuple[str, ...]
    wanted: tuple[re.Pattern[str], ...]
    day: When
    contains: bool
    compares: bool
    superlative: bool
    chooses: bool
    exists: bool
    units: tuple[str, ...] = ()
    limits: tuple[int | None, int | None] = (None, None)
    borrowed: bool = False
    near: str | None = None

    @property
    def plain(self) -> "Question":
        """The question without the formal words for its phrases, for matching columns: a column is asked for by its own words."""
        if self.language == "en" or not any(term.phrase for term in self.terms):
            return self
        return replace(self, terms=tuple(replace(term, weight=term.own or term.weight) for term in self.terms if not term.phrase))

    @property
    def weight(self) -> float:
        return sum(term.weight for term in self.terms)

    def asks_for(self, *names: str) -> bool:
        return any(name in self.concepts for name in names)


_TAG_WEIGHT = {"VV": 0.25, "VA": 0.35, "MAG": 0.15, "NNB": 0.1, "NR": 0.3, "IC": 0.0, "SN": 0.25}


def terms_of(clause: Clause, ground: Ground, language: Language) -> list[Term]:
    """The words that count, weighted by kind and rarity; misspelt ones repaired; names and numbers with units left out.

    In a Korean question a Latin word counts less: it mostly says again what stands beside it ("글루텐프리 gluten free").
    """
    named = clause.mentions
    counted = [found.span() for found in _COUNTED.finditer(clause.text)]
    foreign = language == "ko" and any(not word.form.isascii() for word in clause.words)
    words = clause.words
    exact = language == "en" and any(mention.exact for mention in named)
    aside = _aside(clause.text)
    terms = []
    for word in words:
        form = word.form
        if form in soft_words():
            terms.append(Term(form=form, weight=0.06, start=word.start, end=word.end))
            continue
        if form in empty_words() or (len(form) == 1 and word.tag not in {"NNG", "SL", "NNP"}) or _MEASURE_WORD.fullmatch(form):
            continue
        if any(mention.covers(word.start, word.end) or _clings(word, mention) for mention in named) or _counted_by(word, counted):
            continue
        if word.tag in {"NNG", "NNP", "UN", "XR"}:
            form = ground.repaired(form)
            if form in empty_words() or (len(form) == 1 and not ground.known(form)):
                continue
        kind = _TAG_WEIGHT.get(word.tag, 1.0) * (0.2 if form.isascii() and (foreign or exact) else 1.0)
        if word.tag in {"VV", "VA"} and is_shop_word(form):
            kind = 0.55
        if word.end <= aside:
            kind *= 0.25
        if form in _BUYING and _IF.match(clause.text[word.end :]):
            kind = 0.1
        terms.append(Term(form=form, weight=kind * (0.45 + 0.55 * ground.rarity(form)), start=word.start, end=word.end))
    return terms


_BUYING = frozenset("주문 구매 구입 결제 선택 신청".split())
_IF = re.compile(r"\s?(하면|할\s?때|하려|했는데|할\s?건데|하고|한\s|할려)")
_ASIDE = re.compile(r"(는데|은데|인데|한데|려고|려는데|건데|거든요|니까|길래|라서|해서|어서|아서)(요|여)?[\s,]+")


def _aside(text: str) -> int:
    """Where the lead-in of a question ends ("명함 찾으러 가려는데 | 열까요"): what stands there is half as important."""
    return max((found.end() for found in _ASIDE.finditer(text) if len(text) - found.end() >= 3), default=0)


def _clings(word: Word, mention: Mention) -> bool:
    """ "연어맛", "올리브색": a kind-word written onto a name belongs to it."""
    return len(word.form) <= 2 and word.form in _CLINGING and any(word.start == end for _, end in mention.spans)


_CLINGING = frozenset(["맛", "색", "향", "색상", "컬러", "버전", "타입", "거", "것"])


def _counted_by(word: Word, counted: list[tuple[int, int]]) -> bool:
    """Inside "500ml", or the particle after it that the tokeniser took for a word."""
    return any(start <= word.start < end or (word.start == end and word.end - word.start <= 1) for start, end in counted)


_MEASURE_WORD = re.compile(rf"({_MEASURE_KO}|용|짜리|이상|이하|미만|초과|까지|부터|씩|당|가량|이내)", re.IGNORECASE)


def question_of(clause: Clause, language: Language, ground: Ground, at: datetime) -> Question:
    """Reads a clause as a question. ``at`` is local time of the brand."""
    text = clause.text
    lowered = text.lower()
    terms = _with_phrases(terms_of(clause, ground, language), clause, ground, language)
    day = when(text, at.date())
    wanted = _wanted(lowered)
    calendar = [replace(term, weight=0.3) for term in terms if _calendar_word(term.form)] if day.named or day.now else []
    asked = {term.form for term in terms if "money" in wanted and term.form in _MONEY_WORDS}
    terms = [term for term in terms if term.form not in asked and term.form not in {word.form for word in calendar}]
    return Question(
        text=text,
        language=language,
        mentions=clause.mentions,
        subjects=tuple(mention.keys[0] for mention in clause.mentions if len(mention.keys) == 1),
        terms=tuple(terms),
        calendar=tuple(calendar),
        concepts=_concepts(clause, terms, lowered),
        counted=tuple(
            f"{found[1].replace(',', '')}{_PLAIN_UNIT.get(found[2].lower(), found[2].lower())}" for found in _COUNTED.finditer(text)
        ),
        wanted=tuple(_wanted_pattern(kind) for kind in wanted),
        day=day,
        contains=bool(_CONTAINS.search(lowered)),
        compares=bool(_COMPARE.search(lowered)),
        superlative=bool(_SUPERLATIVE.search(lowered)),
        chooses=bool(_CHOICE.search(lowered)),
        exists=bool(_EXISTS.search(lowered)),
        limits=_limits(lowered),
        units=tuple(found[1].lower() for found in _HOW_MANY.finditer(lowered)),
    )


def _with_phrases(terms: list[Term], clause: Clause, ground: Ground, language: Language) -> list[Term]:
    """Colloquial phrases give the formal words they stand for ("나눠 내도" → 할부); the words they are made of then count little."""
    found = english_phrases(clause.text, [word.form for word in clause.words]) if language == "en" else phrases_in(clause.text)
    for (start, end), formal in found:
        inside = [term for term in terms if start < term.end and term.start < end and not term.phrase]
        same = next((term for term in inside if term.form in formal), None)
        if same:  # the formal word itself was said
            terms = [replace(term, also=tuple(word for word in formal if word != term.form)) if term is same else term for term in terms]
            continue
        if language == "en" and not inside:
            continue
        terms = [
            replace(term, weight=term.weight * 0.25, own=term.weight) if term in inside and not term.phrase else term for term in terms
        ]
        weight = 0.9 * (0.45 + 0.55 * min((ground.rarity(word) for word in formal), default=1.0))
        terms.append(Term(form=formal[0], weight=weight, start=start, end=end, also=formal[1:], phrase=True))
    return terms


_CALENDAR = re.compile(
    r"첫날|오늘|내일|모레|지금|현재|주말|평일|공휴일|휴일|명절|연휴|설날|설|구정|추석|크리스마스|성탄절|당일|이번|이번주|다음주|담주|저녁|아침|오전|오후|밤|점심|낮|새벽|[월화수목금토일]요일|주|날|년|월|일|절|대체|삼일절|한글날|어린이날|새해|신정|"
    r"today|tomorrow|now|tonight|weekend|weekday|holiday|christma|christmas|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|new|year|eve|[0-9./]+|요일|이브"
)


def _calendar_word(form: str) -> bool:
    return bool(_CALENDAR.fullmatch(form))


def _concepts(clause: Clause, terms: list[Term], lowered: str) -> tuple[str, ...]:
    table = concepts_of_word()
    names: dict[str, None] = {}
    counted = [found.span() for found in _COUNTED.finditer(clause.text)]
    for word in clause.words:
        if any(mention.covers(word.start, word.end) for mention in clause.mentions) or _counted_by(word, counted):
            continue
        if any(_clings(word, mention) for mention in clause.mentions):
            continue
        for name in table.get(word.form, ()):
            names[name] = None
    for term in terms:
        for name in table.get(term.form, ()):
            names[name] = None
    squeezed = re.sub(r"\s+", "", _without_mentions(clause, lowered))
    if " " not in clause.text.strip():  # nothing between the words ("소금빵칼로리몇이에요"): look for them in the letters
        for asked, meant in table.items():
            if len(asked) > 1 and not asked.isascii() and not asked.endswith("다") and asked in squeezed:
                names.update(dict.fromkeys(meant))
    for pattern, name in _PHRASES:
        if re.search(pattern, squeezed) and not (name == "address" and set(names) & _NOT_OF_PLACES):
            names[name] = None
    if any(_FEE.search(term.form) for term in terms):
        names.pop("price", None)  # "배송비 얼마" does not ask what a product costs
    return tuple(names)


_FEE = re.compile(r"^.+(비|료)$|^(요금|배송|택배|수리|수선|교환|반품|인쇄|제본|대여|렌탈|fee|shipping|delivery)$")


def _without_mentions(clause: Clause, lowered: str) -> str:
    letters = list(lowered)
    for mention in clause.mentions:
        for start, end in mention.spans:
            letters[start:end] = " " * (end - start)
    return "".join(letters)


_NOT_OF_PLACES = frozenset({"origin", "brand", "price", "stock", "ingredients", "material"})


_PHRASES = (
    (r"얼마(?!나|동안|만에|든지)|얼만|how ?much", "price"),
    (
        r"몇시|언제(열|닫|오픈|문)|문(을)?(열|닫|연)|열려|열었|닫았|닫혀|영업|여나|여는|쉬나|쉬는|쉬어|쉽니|휴무|안쉬|휴점|오픈|open|clos|whattime",
        "hours",
    ),
    (
        r"재고|품절|주문(이)?가능|주문할수|주문되|남았|남아|살수있|구매가능|구입가능|구매할수|구입할수|솔드아웃|매진|instock|soldout|available",
        "stock",
    ),
    (r"(매장|지점|가게|오프라인|쇼룸)(은|이|도|을|에)?(어디|있|위치|찾)|근처(에)?(매장|지점)|stores?located|whereareyour", "address"),
    (r"어디(에|있|쯤|예|에요|인|야|임|죠|로|서)|위치|주소|찾아가|오시는길|가는길|길찾|where", "address"),
    (r"주차|차(를)?(가져|끌고|대|세울)|park", "parking"),
    (r"(언제|며칠|몇일|얼마나|얼마동안)(까지)?[가-힣]{0,3}(먹|보관|상하)|유통기한|소비기한", "expiry"),
    (r"(뭐|무엇|무슨|어떤|머|뭘)(로|으로)(만들|만든|되|돼)", "material"),
    (r"(뭐|무엇|머|뭐뭐|어떤|무슨)[가-힣]{0,3}(들어가|들었|들어있|넣)", "ingredients"),
    (r"어디(서|에서)?(만든|만들|난|생산|나는|나온)|어느나라|madein|whereisitmade", "origin"),
)


_BUDGET = re.compile(
    r"(\d[\d,]{0,11})?\s?(만|천)?\s?(\d{1,2}천)?\s?원?\s?(대|이하|미만|안\s?되는|안\s?넘|아래|밑|까지|이내|안쪽|언더|보다\s?싼|under|이상|넘는|초과|부터|보다\s?비싼)"
)


def _limits(lowered: str) -> tuple[int | None, int | None]:
    """("만원 이하" → (None, 10000), "3만원대" → (30000, 39999), "5만원 이상" → (50000, None)."""
    found = _BUDGET.search(lowered)
    if not found or not (found[2] or "원" in found[0] or "won" in lowered):
        return None, None
    base = int((found[1] or "1").replace(",", "")) * {"만": 10000, "천": 1000}.get(found[2] or "", 1)
    base += int(found[3][:-1]) * 1000 if found[3] else 0
    bound = found[4].replace(" ", "")
    if bound == "대":
        return base, base + {"만": 9999, "천": 999}.get(found[2] or "", 0)
    return (base, None) if bound in {"이상", "넘는", "초과", "부터", "보다비싼"} else (None, base)


_MONEY_WORDS = frozenset("가격 값 금액 비용 요금 얼마 비싸다 싸다 저렴하다 price cost fee charge".split())
_WANTED_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _WANTED.items()}


def _wanted_pattern(kind: str) -> re.Pattern[str]:
    if kind == "#미리":
        return re.compile(r"\d\s?(ml|mm|밀리|미리|㎖|㎜)", re.IGNORECASE)
    return re.compile(rf"\d\s?{re.escape(kind[1:])}") if kind.startswith("#") else _WANTED_PATTERNS[kind]


def _wanted(lowered: str) -> tuple[str, ...]:
    kinds: dict[str, None] = {}
    for found in _HOW_MANY.finditer(lowered):
        kinds[next((name for name, pattern in _UNIT_CLASSES if re.fullmatch(pattern, found[1], re.IGNORECASE)), f"#{found[1]}")] = None
    if _CLOCK.search(lowered):
        kinds["clock"] = None
    if _DURATION.search(lowered):
        kinds["duration"] = None
    if _MONEY.search(lowered) and "duration" not in kinds and "clock" not in kinds:
        kinds["money"] = None
    if _WHO.search(lowered):
        kinds["who"] = None
    if _WHEN.search(lowered) and not kinds:
        kinds["when"] = None
    return tuple(kinds)


def inherit(question: Question, terms: Iterable[str], aspects: Iterable[str], ground: Ground) -> Question:
    """The question with the words of the turn before, at half weight, where it does not say them itself."""
    own = {term.form for term in question.terms}
    table = concepts_of_word()
    added = tuple(Term(form=form, weight=0.5 * (0.45 + 0.55 * ground.rarity(form)), inherited=True) for form in terms if form not in own)
    concepts = dict.fromkeys((*question.concepts, *aspects, *(name for term in added for name in table.get(term.form, ()))))
    return replace(question, terms=question.terms + added, concepts=tuple(concepts), borrowed=True)
