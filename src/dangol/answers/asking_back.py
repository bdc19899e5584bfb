"""Questions back to the customer: which product, which shop, or what about it. One answer must then settle the matter."""

from collections.abc import Sequence
from dataclasses import dataclass

from dangol.language.concepts import concepts_of_word
from dangol.language.reading import Clause

from .answer import Sentence, Topic
from .aspects import OF_PLACES
from .ground import Ground
from .hours import of_hours
from .listing import MOST_NAMED
from .question import Question
from .voice import Voice

_COUNTS = 0.3  # the weight from which a term is something the question is about
_STRANGE = 0.5  # so much weight in words that the brand has never used, and asking which of its things is meant leads nowhere


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedBack:
    """A question back: what is said, the subjects it offers, and the reason (``"which"``, ``"which_place"``, ``"unclear"``)."""

    text: str
    candidates: tuple[str, ...] = ()
    reason: str

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return (Sentence(text=self.text),)


def ask_back(question: Question, clause: Clause, ground: Ground, voice: Voice, topic: Topic) -> AskedBack | None:
    """The question back, or None where no one answer would settle the matter."""
    if clause.points and not question.mentions and not topic.subjects:
        return _which_product((), ground, voice)
    if strange(question, ground):
        return None
    several = next((mention for mention in question.mentions if len(mention.keys) > 1), None)
    heavy = [term for term in question.terms if term.weight >= _COUNTS]
    if several and not question.subjects and (_has_column(several.keys, question, ground) or not heavy):
        which = _which_place if several.kind == "place" else _which_product
        return which(several.keys, ground, voice)
    if question.mentions:
        return None
    places = tuple(key for key in ground.subjects if key.startswith("place/"))
    if len(places) > 1 and _about_a_place(question):
        return _which_place(places, ground, voice, reason="which_place")
    if question.chooses or (not heavy and (question.concepts or clause.points or clause.asks)):
        return _which_product((), ground, voice)
    return None


def _has_column(keys: Sequence[str], question: Question, ground: Ground) -> bool:
    """Whether any of several keeps a column for what is asked: else naming one would not help ("원두 보관은 어떻게 해요?")."""
    return any(ground.column(ground.subjects[key], name) for key in keys if key in ground.subjects for name in question.concepts)


def unclear(voice: Voice) -> AskedBack:
    """What is asked of a thing, when it is named and no more."""
    text = voice.say(
        "어떤 것에 대해 알려 드릴까요? 조금만 더 자세히 말씀해 주세요.",
        "What would you like to know about it? Please tell me a little more.",
    )
    return AskedBack(text=text, reason="unclear")


def strange(question: Question, ground: Ground) -> bool:
    """Whether the question is about something the brand has never spoken of."""
    unknown = (term for term in question.terms if not (ground.known(term.form) or term.form in concepts_of_word() or of_hours(term.form)))
    return sum(term.weight for term in unknown) > _STRANGE


def _about_a_place(question: Question) -> bool:
    """Whether only a place's columns are asked for, and nothing else is said."""
    if not question.asks_for("hours", "parking", "address", "phone") or question.asks_for("price", "stock"):
        return False
    return all(term.weight < _COUNTS or _of_places(term.form) for term in question.plain.terms)


def _of_places(form: str) -> bool:
    return of_hours(form) or any(name in OF_PLACES for name in concepts_of_word().get(form, ()))


def _which_place(keys: Sequence[str], ground: Ground, voice: Voice, reason: str = "which") -> AskedBack:
    names = _names(keys, ground)
    text = voice.say(f"어느 매장을 말씀하시는 걸까요? ({names})", f"Which shop do you mean? ({names})")
    return AskedBack(text=text, candidates=tuple(keys), reason=reason)


def _which_product(keys: Sequence[str], ground: Ground, voice: Voice) -> AskedBack:
    names = _names(keys, ground)
    if names:
        text = voice.say(f"어떤 제품을 말씀하시는 걸까요? ({names})", f"Which product do you mean? ({names})")
    else:
        text = voice.say(
            "어떤 제품이나 매장을 말씀하시는지 이름을 알려 주시겠어요?",
            "Could you tell me the name of the product or shop you mean?",
        )
    return AskedBack(text=text, candidates=tuple(keys), reason="which")


def _names(keys: Sequence[str], ground: Ground) -> str:
    return ", ".join(ground.subjects[key].name for key in keys[:MOST_NAMED] if key in ground.subjects)
