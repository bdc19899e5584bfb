"""The ways a clause may be meant beside the talk so far, each with how likely it is: alone, or with what it leaves unsaid put back.

What a clause says decides what it takes from the talk:

- it names another thing and asks nothing ("초코는요?"): the last frame is asked of that thing, and nothing else is meant;
- it says only a region, a day or an amount ("일요일은?"): the last frame, with that in the place of its kind;
- it asks and names nothing ("재고는요?"): it is asked of what the talk is about, as if that had been named, or beside the last frame;
- it compares and names one thing or none ("둘 중에 뭐가 더 싸요?"): the things spoken of last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dangol.language.reading import Clause, language_of, one_clause

from .answer import Topic
from .ellipsis import Completed, bare, beside, filled, frame_of, joined, kinds_of, option_kept, within_kinds
from .fragments import asks_of_the_talk, is_condition, is_fragment, is_nominal, points_at_place
from .ground import Ground
from .question import Question, question_of
from .setting import Setting
from .terms import Term
from .together import together

# Chosen on the development brands (evaluation/brands).
_AS_IT_STANDS = 0.8  # a clause that leans on the talk is rather understood with it
_WITH_TALK = 0.9  # a clause that does not lean on the talk is rather understood alone
_OF_ANOTHER = 0.85  # the last question was of no thing: what was spoken of before it is less likely meant
_BESIDE = 0.5  # of its own weight: a word of the frame that only stands beside what was said
_ASKS = 0.25  # the weight from which a word asks for something
_KIND = re.compile(r"(?:맛|색상|색|컬러|향|버전|타입|쪽|거|것)(?=[은는이가을를도요?\s]|$)")
_ENOUGH = 0.95  # a clause that weighs so much asks by itself, unless it is a piece of a sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One way to understand a clause.

    Attributes:
        question: what is then asked; likely: 0…1, lowers what is found that way beside other ways.
        frame, said: what the topic keeps of it: what was asked, and what stood beside that.
        own: only what explains the clause's own words, too, is found that way.
    """

    question: Question
    likely: float = 1.0
    frame: str = ""
    said: str = ""
    own: bool = False


def leans(question: Question, clause: Clause, topic: Topic, ground: Ground, *, alone: bool) -> bool:
    """Whether a clause is meant beside the talk rather than by itself."""
    if clause.elliptical or clause.points or asks_of_the_talk(question, topic, ground):
        return True
    return alone and is_fragment(question, clause, topic, ground)


def ways(question: Question, clause: Clause, topic: Topic, setting: Setting, *, alone: bool) -> list[Way]:
    """The ways to understand a clause, of which the best-founded is taken."""
    ground, frame = setting.ground, own_frame(question)
    several = together(question, topic, ground)
    if several:
        return [Way(question=replace(question, subjects=several, mentions=(), borrowed=True), frame=frame)]
    nothing = asks_nothing(question) and is_nominal(clause)
    if question.mentions:
        if nothing and topic.frame and _of_one_kind(question.subjects, topic.about):
            return list(_same(question, topic, setting))
        return [Way(question=question, frame=frame)]
    return list(_with_talk(question, clause, topic, setting, nothing=nothing, alone=alone))


def asks_nothing(question: Question) -> bool:
    """Whether a question says of what it is asked, or where or when, and not what is asked."""
    if question.concepts or question.wanted or question.units or question.compares or question.superlative or question.chooses:
        return False
    if question.limits != (None, None) or question.exists:
        return False
    return all(
        term.weight < _ASKS or within_kinds(question.text, term.start, term.end) or _beside_name(question, term.start, term.end)
        for term in question.terms
    )


def own_frame(question: Question) -> str:
    """What a question by itself asks, in words, without names."""
    return frame_of(question.text, [_with_kind(question.text, span) for mention in question.mentions for span in mention.spans])


def _with_kind(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A name with the kind that is written onto it ("연어맛")."""
    kind = _KIND.match(text, span[1])
    return (span[0], kind.end()) if kind else span


def _beside_name(question: Question, start: int, end: int) -> bool:
    """Whether a word is written onto a name ("커피머신" where 머신 is the name)."""
    joined = ((first, last) for mention in question.mentions for first, last in mention.spans)
    return any(0 <= gap <= 1 for first, last in joined for gap in (first - end, start - last))


def _same(question: Question, topic: Topic, setting: Setting) -> Iterator[Way]:
    """The last question asked of what this one names: by its full name, and by the words it was called by."""
    ground = setting.ground
    spans = [span for mention in question.mentions for span in mention.spans]
    rest = frame_of(question.text, spans)
    whole = filled(topic.frame, topic.said, rest if kinds_of(rest) else "")
    for key in question.subjects[:1]:
        text = f"{ground.subjects[key].name} {whole.text}"
        yield _way(text, question.subjects, whole, setting)
    if not question.subjects or spans[0][0] < len(bare(question.text)) or kinds_of(bare(question.text)):
        text = f"{bare(question.text)} {filled(topic.frame, topic.said, '').text}"
        yield _way(text, question.subjects, whole, setting)


def _with_talk(question: Question, clause: Clause, topic: Topic, setting: Setting, *, nothing: bool, alone: bool) -> Iterator[Way]:
    ground, frame = setting.ground, own_frame(question)
    leaning = leans(question, clause, topic, ground, alone=alone)
    started = bool(topic.frame or topic.subjects)
    about = _known(topic.about, ground)
    if not (topic.passage and not about and _says_little(question)):
        yield Way(question=question, likely=_AS_IT_STANDS if leaning and started else 1.0, frame=frame)
    with_talk = 1.0 if leaning else _WITH_TALK
    if nothing and topic.frame and kinds_of(question.text):
        whole = filled(topic.frame, topic.said, question.text)
        named = " ".join(ground.subjects[key].name for key in about[:1])
        yield _way(f"{named} {whole.text}".strip(), about, whole, setting)
        if about or whole.placed:
            return
    if (nothing or (is_condition(clause) and not (question.concepts or question.wanted))) and topic.frame and about:
        whole = beside(topic.frame, question.text)
        yield replace(_way(f"{ground.subjects[about[0]].name} {whole.text}", about, whole, setting), own=True)
    subjects, likely = _meant(question, clause, topic, ground)
    if len(subjects) == 1 and question.language == "ko":
        option = option_kept(topic.frame) if question.asks_for("price") else ""
        text = " ".join(f"{ground.subjects[subjects[0]].name} {option} {frame_of(question.text, ())}".split())
        yield replace(_way(text, subjects, Completed(text=frame, frame=frame), setting, question.terms), likely=with_talk * likely)
    if subjects:
        yield Way(question=replace(question, subjects=subjects, borrowed=True), likely=with_talk * likely, frame=frame)
    if topic.frame and (not about or topic.passage) and (leaning or topic.passage or question.weight < _ENOUGH):
        yield replace(_aside(question, topic, setting, fragment=is_fragment(question, clause, topic, ground)), likely=with_talk)


def _says_little(question: Question) -> bool:
    """Whether a question says only what kind of thing it asks ("얼마나 걸려요?", "어디서 하는 거예요?"): after a text it is about that."""
    return not (question.mentions or question.asks_for("hours", "phone", "parking")) and all(
        term.phrase or term.form.endswith("다") or max(term.weight, term.own) < _ASKS for term in question.terms
    )


def _way(text: str, subjects: Sequence[str], whole: Completed, setting: Setting, own: Sequence[Term] = ()) -> Way:
    """A text that was put together, as a question of its own. Of ``own``, the clause's words, none is lost in a name beside it."""
    language = language_of(text)
    read = question_of(one_clause(text, language, setting.ground.lexicon), language, setting.ground, setting.at)
    if subjects:
        read = replace(read, subjects=tuple(subjects))
    kept = {term.form for term in read.terms}
    lost = tuple(term for term in own if term.weight >= _ASKS and not term.phrase and term.form not in kept)
    return Way(question=replace(read, terms=read.terms + lost, unnamed=True), frame=whole.frame, said=whole.said)


def _aside(question: Question, topic: Topic, setting: Setting, *, fragment: bool) -> Way:
    """What was said with the frame beside it: that weighs half, and wants nothing of its own."""
    whole = beside(topic.frame, question.text)
    language = language_of(whole.text)
    read = question_of(one_clause(whole.text, language, setting.ground.lexicon), language, setting.ground, setting.at)
    said = len(whole.said)
    terms = tuple(
        replace(term, weight=term.weight * _BESIDE, inherited=True) if term.start > said or term.start < 0 else term for term in read.terms
    )
    found = replace(
        read, terms=terms, borrowed=True, near=_document(topic), wanted=question.wanted, units=question.units, limits=question.limits
    )
    if question.concepts or question.wanted or question.units:
        found = replace(found, concepts=question.concepts, day=question.day)
    if fragment:
        return Way(question=found, frame=topic.frame, said=whole.said, own=True)
    return Way(question=found, frame=joined(own_frame(question), topic.frame), own=True)


def _meant(question: Question, clause: Clause, topic: Topic, ground: Ground) -> tuple[tuple[str, ...], float]:
    """What of the talk a clause without a name asks about, and how likely that is."""
    about, spoken = _known(topic.about, ground), _known((*topic.about, *topic.subjects), ground)
    places = tuple(key for key in spoken if key.startswith("place/"))[:1]
    if points_at_place(clause) or question.asks_for("hours") or (question.day.named and not question.concepts):
        return places, 1.0
    having = [key for key in spoken if any(ground.column(ground.subjects[key], name) for name in question.concepts)]
    if about and (not having or having[0] in about):
        several = about if question.concepts and len(about) == 2 else about[:1]
        return tuple(key for key in several if not having or key in having), 1.0
    if having:
        return (having[0],), 1.0
    return spoken[:1], _OF_ANOTHER


def _of_one_kind(these: Sequence[str], those: Sequence[str]) -> bool:
    return not these or not those or these[0].partition("/")[0] == those[0].partition("/")[0]


def _known(keys: Sequence[str], ground: Ground) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key in ground.subjects))


def _document(topic: Topic) -> str | None:
    return topic.passage.partition("#")[0] if topic.passage else None
