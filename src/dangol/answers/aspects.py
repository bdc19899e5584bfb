"""Which aspects a clause asks for, such as price, stock or hours: by its words, and by what its letters spell without spaces."""

import re
from collections.abc import Iterable, Sequence

from dangol.language.concepts import concepts, concepts_of_word
from dangol.language.reading import Clause

from .terms import Term, names_something
from .wanted import Amount

ASPECTS = frozenset(concepts())
OF_PLACES = ("hours", "address", "parking", "phone", "services")
OF_PRODUCTS = ("price", "stock", "options", "color", "size", "weight", "ingredients", "allergens", "origin", "flavor", "material")
_NOT_WHERE = frozenset({"origin", "brand", "price", "stock", "ingredients", "material"})  # "원산지가 어디인가요" asks for no address
_FEE = re.compile(r"^.+(비|료)$|^(요금|배송|택배|수리|수선|교환|반품|인쇄|제본|대여|렌탈|fee|shipping|delivery)$")
_SPELLED = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"얼마(?!나|동안|만에|든지)|얼만|how ?much", "price"),
        (r"\d원(이|인거|인게)?(맞|이죠|이지|인가)", "price"),
        (r"(얼마|몇)[가-힣]{0,2}짜리[가-힣]{0,3}(있|팔|뭐|나오)", "options"),
        (
            r"몇시(?!간)|언제(열|닫|오픈|문)|문(을)?(열|닫|연)|열려|열었|닫았|닫혀|영업|여나|여는|쉬나|쉬는|쉬어|쉽니|휴무|안쉬|휴점|오픈"
            r"|(휴일|주말|평일|명절|연휴|요일|설날|추석|크리스마스|오늘|내일)(에도|에|도|은|는)?(하나|해요|하시|합니)|open|clos|whattime",
            "hours",
        ),
        (
            r"재고|품절|주문(이)?가능|주문할수|주문되|남았|남아|살수있|구매가능|구입가능|구매할수|구입할수|솔드아웃|매진"
            r"|instock|soldout|available",
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
)


def aspects_of(clause: Clause, terms: Sequence[Term], amounts: Sequence[Amount]) -> tuple[str, ...]:
    """The concepts a clause asks for, by name, each once, those its words name first."""
    names = dict.fromkeys(_by_words(clause, terms, amounts))
    letters = re.sub(r"\s+", "", _without_names(clause))
    if " " not in clause.text.strip():  # nothing between the words ("소금빵칼로리몇이에요"): look for them in the letters
        names.update(dict.fromkeys(_inside(letters)))
    for pattern, name in _SPELLED:
        if pattern.search(letters) and not (name == "address" and names.keys() & _NOT_WHERE):
            names[name] = None
    if any(_FEE.search(term.form) for term in terms):
        names.pop("price", None)  # "배송비 얼마" does not ask what a product costs
    return tuple(names)


def _by_words(clause: Clause, terms: Sequence[Term], amounts: Sequence[Amount]) -> Iterable[str]:
    table = concepts_of_word()
    for word in clause.words:
        if not names_something(word, clause.mentions) and not any(amount.holds(word.start, word.end) for amount in amounts):
            yield from table.get(word.form, ())
    for term in terms:
        yield from table.get(term.form, ())


def _inside(letters: str) -> Iterable[str]:
    for asked, meant in concepts_of_word().items():
        if len(asked) > 1 and not asked.isascii() and not asked.endswith("다") and asked in letters:
            yield from meant


def _without_names(clause: Clause) -> str:
    letters = list(clause.text.lower())
    for mention in clause.mentions:
        for start, end in mention.spans:
            letters[start:end] = " " * (end - start)
    return "".join(letters)
