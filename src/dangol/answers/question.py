"""One clause as a question to the knowledge: its subjects, its words with their weights, the day, and the kind of value wanted."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from dangol.language.concepts import concepts_of_word
from dangol.language.lexicon import Mention
from dangol.language.reading import Clause, Language

from .aspects import aspects_of
from .dates import When, when
from .ground import Ground
from .terms import Term, calendar_terms, terms_of
from .wanted import amounts_in, evidence_of, kinds_of_value, limits, units_asked

_MONEY_WORDS = frozenset(["가격", "값", "금액", "비용", "요금", "얼마", "비싸다", "싸다", "저렴하다", "price", "cost", "fee", "charge"])
_CONTAINS = re.compile(r"들어\s?가|들어\s?있|들었|드나|함유|포함|넣|섞|성분|알레르기|contain|include|\bhas\b|have")
_COMPARE = re.compile(
    r"차이|비교|vs|더\s?(싸|비싸|저렴|가벼|무거|크|작|좋|낫|나은|높|낮|길|짧|오래|많|적|밝|따뜻|두껍|얇|진하|달|쓰|넓|튼튼|부드)"
    r"|뭐가\s?(더|나|좋|낫|높|낮|달라|다른|다르)|어느\s?(게|것|쪽)|중에\s?(서)?\s?(뭐|어느|어떤)"
    r"|which (one )?is|difference|compare|cheaper|lighter|better|versus"
)
_SUPERLATIVE = re.compile(r"가장|제일|젤|최고로|the most|\w+est\b")
_CHOICE = re.compile(r"추천|골라|뭐가\s?좋|어떤\s?(게|걸|것이)\s?(좋|나을)|recommend|suggest")
_EXISTS = re.compile(r"있(나|어|을|는|으|음|습|냐)|파(나|시|는|세|냐)|팔(아|고|까|나|죠)|판매|취급|do you (have|sell|carry)|any ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One clause as a question to the knowledge.

    Attributes:
        text: the clause; language: the asker's.
        mentions: what of the brand it names; subjects: the keys that are settled (one of each mention, or from the conversation).
        terms: its words that are neither empty nor part of a subject's name; calendar: its days, which passages may speak of.
        concepts: the column concepts it asks for.
        counted: amounts that it names ("2호", "500g"); wanted: patterns the evidence must hold ("how many g" → a mass).
        day: the days asked about; units: what "몇 …" counts ("정", "그램"); limits: the least and most won to spend ("만원 이하").
        contains, compares, superlative, chooses, exists: what is in it, which is more, which is most, which to take, whether there is any.
        unnamed: what it is asked of was put in from the talk, and is not asked about as a whole.
        borrowed: it leans on the turn before; near: the document talked about before.
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
    unnamed: bool = False
    near: str | None = None

    @property
    def plain(self) -> "Question":
        """The question without the formal words for its phrases, for matching columns: a column is asked for by its own words."""
        if self.language == "en" or not any(term.phrase for term in self.terms):
            return self
        return replace(self, terms=tuple(replace(term, weight=term.own or term.weight) for term in self.terms if not term.phrase))

    @property
    def weight(self) -> float:
        """How much its terms weigh together."""
        return sum(term.weight for term in self.terms)

    @property
    def spoken(self) -> str:
        """What is asked in words, with those borrowed from the turn before."""
        return " ".join([*(term.form for term in self.terms if term.inherited), self.text.strip()])

    @property
    def bare(self) -> bool:
        """Whether nothing is said but what column is asked for ("재고 있나요")."""
        table = concepts_of_word()
        return all(term.form in table or term.weight < 0.1 for term in self.plain.terms)

    def asks_for(self, *names: str) -> bool:
        """Whether it asks for any of these concepts."""
        return any(name in self.concepts for name in names)


def question_of(clause: Clause, language: Language, ground: Ground, at: datetime) -> Question:
    """Reads a clause as a question. ``at`` is local time of the brand."""
    lowered = clause.text.lower()
    amounts = amounts_in(clause.text)
    terms = terms_of(clause, amounts, ground, language)
    day = when(clause.text, at.date())
    kinds = kinds_of_value(lowered)
    calendar = calendar_terms(terms) if day.named or day.now else []
    elsewhere = {word.form for word in calendar} | (_MONEY_WORDS if "money" in kinds else frozenset())
    terms = [term for term in terms if term.form not in elsewhere]
    return Question(
        text=clause.text,
        language=language,
        mentions=clause.mentions,
        subjects=tuple(mention.keys[0] for mention in clause.mentions if len(mention.keys) == 1),
        terms=tuple(terms),
        calendar=tuple(calendar),
        concepts=aspects_of(clause, terms, amounts),
        counted=tuple(amount.text for amount in amounts),
        wanted=tuple(evidence_of(kind) for kind in kinds),
        day=day,
        contains=bool(_CONTAINS.search(lowered)),
        compares=bool(_COMPARE.search(lowered)),
        superlative=bool(_SUPERLATIVE.search(lowered)),
        chooses=bool(_CHOICE.search(lowered)),
        exists=bool(_EXISTS.search(lowered)),
        limits=limits(lowered),
        units=units_asked(lowered),
    )
