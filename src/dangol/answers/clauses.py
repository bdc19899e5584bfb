"""One clause of a message, resolved: its subject found (also from the turns before), its candidates weighed, the best one chosen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from dangol.kit.text import squash
from dangol.knowledge.search import Search
from dangol.language.concepts import concepts, concepts_of_word
from dangol.language.lexicon import Mention, respell
from dangol.language.reading import Clause, Reading
from dangol.language.signals import steers

from . import attributes, choices, hours, passages
from .answer import Sentence, Topic
from .candidate import Candidate
from .ground import Ground
from .question import Question, inherit, question_of
from .voice import Voice

ENOUGH = 0.62  # the part of a question's weight that evidence must explain before it is spoken; set on the two development brands
ENOUGH_PASSAGE = 0.4  # a passage's score is a probability; below this a wrong answer costs more than a person's minute
_FACT_LEAD = 0.12  # a fact about the named subject is preferred to a passage that explains no more than this above it
_PLACE_ASPECTS = ("hours", "address", "parking", "phone", "services")
ASPECTS = frozenset(concepts())
_OF_PRODUCTS = ("price", "stock", "options", "color", "size", "weight", "ingredients", "allergens", "origin", "flavor", "material")
_PRODUCT_ASPECTS = ("price", "stock", "options")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """What became of a clause. ``aside``: it asks nothing by itself, so failing it spoils nothing."""

    clause: Clause
    outcome: Literal["answer", "ask_back", "hand_over", "nothing"]
    sentences: tuple[Sentence, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()
    topic: Topic
    candidates: tuple[str, ...] = ()
    draft: tuple[Sentence, ...] = ()
    aside: bool = False


def resolve(
    clause: Clause, reading: Reading, ground: Ground, search: Search, voice: Voice, topic: Topic, local: datetime, offered: Sequence[str]
) -> Resolved:
    """Resolves one clause. ``offered`` are the subjects we named when asking back, if this is the reply."""
    if steers(clause.text) and len(reading.clauses) > 1:
        return Resolved(clause=clause, outcome="nothing", topic=topic, aside=True)
    question = question_of(clause, reading.language, ground, local)
    question = _narrow(_by_category(question, ground), ground, topic, offered)
    aside = not clause.asks and not clause.elliptical
    if not clause.asks and not clause.elliptical and not question.concepts and not (question.mentions and len(reading.clauses) == 1):
        return _carry(clause, question, topic)
    orphan = (
        not question.mentions and not topic.subjects and bool(question.concepts) and _bare(question) and question.asks_for(*_OF_PRODUCTS)
    )
    vague = orphan or not question.mentions and not question.concepts and not topic.subjects and not topic.terms and _vague(question)
    best = None if vague else _best(question, clause, ground, search, voice, topic, local)
    if best and best.score >= (ENOUGH_PASSAGE if best.kind == "passage" else ENOUGH):
        return Resolved(
            clause=clause,
            outcome="answer",
            sentences=best.sentences,
            confidence=round(min(best.score, 1.0), 3),
            reasons=(f"{best.kind}.{best.detail}",),
            topic=_topic(topic, question, best),
            aside=aside,
        )
    back = _ask_back(question, clause, ground, voice, topic) or (_unclear(voice) if vague and not _strange(question, ground) else None)
    if back:
        sentences, candidates, reason = back
        return Resolved(
            clause=clause,
            outcome="ask_back",
            sentences=sentences,
            confidence=0.5,
            reasons=(reason,),
            topic=topic,
            candidates=candidates,
            aside=aside,
        )
    if not question.terms and not question.mentions and not question.concepts:
        return Resolved(clause=clause, outcome="nothing", topic=topic, aside=True)
    return Resolved(
        clause=clause,
        outcome="hand_over",
        confidence=round(best.score, 3) if best else 0.0,
        reasons=("thin_evidence" if best else "no_evidence",),
        topic=topic,
        draft=best.sentences if best else (),
        aside=aside,
    )


def _vague(question: Question) -> bool:
    """A verb alone ("바꿀 수 있나요?"), or a wish that names one thing and asks nothing of it ("예약하고 싶은데요")."""
    if any(term.phrase for term in question.terms):
        return False
    heavy = [term for term in question.terms if term.weight >= 0.4]
    wish = (
        len(heavy) == 1
        and bool(re.search(r"싶(은데|어요|습니다|어서|은)|할게요|하려고요|하려는데요|주세요\s*$", question.text))
        and not question.wanted
    )
    verbs_only = all(term.form.endswith("다") or term.weight < 0.15 for term in question.terms)
    return verbs_only or wish


def _unclear(voice: Voice) -> tuple[tuple[Sentence, ...], tuple[str, ...], str]:
    text = voice.say(
        "어떤 것에 대해 알려 드릴까요? 조금만 더 자세히 말씀해 주세요.",
        "What would you like to know about it? Please tell me a little more.",
    )
    return (Sentence(text=text),), (), "unclear"


def _strange(question: Question, ground: Ground) -> bool:
    """Whether the question is about something the brand has never spoken of."""
    return sum(term.weight for term in question.terms if not ground.known(term.form) and term.form not in concepts_of_word()) > 0.5


def _carry(clause: Clause, question: Question, topic: Topic) -> Resolved:
    """A clause that tells rather than asks: what it names is what the next clause is about."""
    if question.subjects:
        topic = replace(topic, subjects=_recent(question.subjects, topic.subjects))
    return Resolved(clause=clause, outcome="nothing", topic=topic, aside=True)


def _narrow(question: Question, ground: Ground, topic: Topic, offered: Sequence[str]) -> Question:
    """Settles a mention that may mean several: by what we offered, by what the talk is about, by what only one of them has."""
    mentions: list[Mention] = []
    settled: list[str] = []
    beside = tuple(mention.keys[0] for mention in question.mentions if len(mention.keys) == 1)
    for mention in question.mentions:
        keys = mention.keys
        if len(keys) > 1:
            for preferred in (offered, topic.subjects[:1], _series(beside or topic.subjects[:1], keys, ground)):
                shared = tuple(key for key in keys if key in preferred)
                if len(shared) == 1:
                    keys = shared
                    break
        mentions.append(replace(mention, keys=keys))
        if len(keys) == 1:
            settled.append(keys[0])
    if not mentions and topic.subjects and topic.subjects[0].startswith("product/") and len(question.text) < 30:
        kin = _series(topic.subjects[:1], sorted(ground.lexicon.touching(question.text)), ground)
        other = [key for key in kin if key != topic.subjects[0]]
        if len(other) == 1 and other == list(kin):
            settled = other  # "12구는?" after the box of six
            name = squash(respell(ground.subjects[other[0]].name))
            question = replace(question, terms=tuple(term for term in question.terms if squash(term.form) not in name), counted=())
    return replace(question, mentions=tuple(mentions), subjects=tuple(dict.fromkeys(settled)))


def _by_category(question: Question, ground: Ground) -> Question:
    """A category's name ("간식", "옷") stands for its products; a product that merely carries it in its name is then one of them."""
    for mention in question.mentions:
        said = squash("".join(question.text[start:end] for start, end in mention.spans))
        keys = ground.category(said)
        if keys and not mention.exact:
            widened = replace(mention, keys=tuple(dict.fromkeys((*mention.keys, *keys))))
            return replace(question, mentions=(widened,), subjects=())
    if question.mentions or not question.terms:
        return question
    table = concepts_of_word()
    for term in question.plain.terms:
        keys = ground.category(squash(term.form)) if term.start >= 0 and term.weight > 0.1 else ()
        others = [other for other in question.plain.terms if other is not term and other.weight >= 0.3 and other.form not in table]
        if keys and not any(ground.headed(other.form) for other in others):
            mention = Mention(keys=keys, spans=((term.start, term.end),), coverage=0.0, exact=False)
            rest = tuple(other for other in question.plain.terms if other is not term)
            return replace(question, mentions=(mention,), subjects=keys if len(keys) == 1 else (), terms=rest)
    return question


def _series(recent: Sequence[str], keys: Sequence[str], ground: Ground) -> tuple[str, ...]:
    """Those of ``keys`` that share a part of their name with what the talk is about ("소금빵" … "초코는요?" → 초코 소금빵)."""
    if not recent or recent[0] not in ground.subjects:
        return ()
    name = ground.subjects[recent[0]].name
    parts = {part for part in name.split() if len(part) > 1} | {name.replace(" ", "")}
    return tuple(key for key in keys if any(part in ground.subjects[key].name.replace(" ", "") for part in parts))


def _best(
    question: Question, clause: Clause, ground: Ground, search: Search, voice: Voice, topic: Topic, local: datetime
) -> Candidate | None:
    """The best candidate over the ways the clause can be understood: as it stands, and with what was said before."""
    leans = clause.elliptical or clause.points
    if (
        question.concepts
        and _bare(question)
        and not question.mentions
        and any(ground.column(ground.subjects[key], name) for key in topic.subjects if key in ground.subjects for name in question.concepts)
    ):
        leans = True
    own = _weigh(question, ground, search, voice, local)
    found = [
        (candidate, candidate.score * (0.8 if leans and (topic.terms or topic.subjects) and not question.subjects else 1.0))
        for candidate in own[:1]
    ]
    if question.superlative and topic.candidates and not question.mentions:  # "그중에 제일 싼 건요?" after a list
        listed = choices.listing(question, [key for key in topic.candidates if key in ground.subjects], ground, voice)
        if listed:
            return listed
    for understood in _with_context(question, clause, ground, topic):
        prior = 1.0 if leans or not own else 0.9
        found += [(candidate, candidate.score * prior) for candidate in _weigh(understood, ground, search, voice, local)[:1]]
    if not found:
        return None
    found.sort(key=lambda pair: -pair[1])
    return replace(found[0][0], score=found[0][1]) if found[0][1] < found[0][0].score and not leans else found[0][0]


def _bare(question: Question) -> bool:
    """Whether nothing is said but what column is asked for ("재고 있나요")."""
    table = concepts_of_word()
    return all(term.form in table or term.weight < 0.1 for term in question.plain.terms)


def _with_context(question: Question, clause: Clause, ground: Ground, topic: Topic) -> Iterable[Question]:
    """The clause understood with the talk's subject, with its aspect, or with the words of the last question."""
    known = tuple(key for key in topic.subjects if key in ground.subjects)
    bare = not question.terms and not question.concepts
    if question.mentions and not question.subjects:
        return
    if question.subjects:
        if (
            topic.terms
            and (bare or clause.elliptical)
            and not any(name in question.concepts for name in (*_PRODUCT_ASPECTS, *_PLACE_ASPECTS))
        ):
            yield replace(inherit(question, topic.terms, _aspects(topic), ground), near=_document(topic))
        return
    if known:
        subject = _meant(question, known, ground)
        if subject:
            yield replace(question, subjects=(subject,), borrowed=True)
            if (topic.terms or topic.aspect) and (bare or clause.elliptical):
                yield replace(inherit(question, topic.terms, _aspects(topic), ground), subjects=(subject,), near=_document(topic))
    if topic.terms and (clause.elliptical or clause.points or topic.passage or len(question.terms) <= 2):
        yield replace(inherit(question, topic.terms, _aspects(topic), ground), near=_document(topic))


def _meant(question: Question, known: Sequence[str], ground: Ground) -> str | None:
    """Which of the subjects talked about a clause without one is about: the latest that has what is asked for."""
    having = [key for key in known if any(ground.column(ground.subjects[key], name) for name in question.concepts)]
    if question.asks_for("hours") or (question.day.named and not question.concepts):
        having = [key for key in known if key.startswith("place/")]
    return next(iter(having or ([] if question.asks_for("hours") else known)), None)


def _document(topic: Topic) -> str | None:
    return topic.passage.partition("#")[0] if topic.passage else None


def _aspects(topic: Topic) -> tuple[str, ...]:
    return tuple(topic.aspect.split(",")) if topic.aspect else ()


def _weigh(question: Question, ground: Ground, search: Search, voice: Voice, local: datetime) -> list[Candidate]:
    """All candidates for one understanding of a clause, best first."""
    facts = _facts(question.plain, ground, voice, local)
    which = any(len(mention.keys) > 1 for mention in question.mentions) and bool(question.concepts) and _bare(question)
    texts = [] if which else passages.candidates(question, ground, search, voice)
    best_fact = max((candidate.score for candidate in facts), default=0.0)
    sure = 0.2 if question.concepts and any(mention.exact for mention in question.mentions) else 0.0
    ranked = [(candidate.score + _FACT_LEAD + sure, candidate) for candidate in facts]
    ranked += [(candidate.score + (0.02 if at == 0 else 0.0) - 0.001 * at, candidate) for at, candidate in enumerate(texts)]
    if best_fact >= ENOUGH and question.subjects:
        ranked = [(score + (0.1 if candidate.kind != "passage" else 0.0), candidate) for score, candidate in ranked]
    ranked.sort(key=lambda pair: -pair[0])
    return [candidate for _, candidate in ranked]


def _facts(question: Question, ground: Ground, voice: Voice, local: datetime) -> list[Candidate]:
    if len(question.subjects) > 1:
        kinds = {key.partition("/")[0] for key in question.subjects}
        if kinds == {"product"}:
            together = choices.compare(question, question.subjects, ground, voice)
            if together:
                return [together]
        parts = [found for key in question.subjects for found in _facts(replace(question, subjects=(key,)), ground, voice, local)[:1]]
        return [_merged(parts)] if parts else []
    found: list[Candidate] = []
    for key in question.subjects or _unnamed_places(question, ground):
        if key.startswith("place/"):
            found += _some(_of_place(question, key, ground, voice, local))
        else:
            found += _some(attributes.candidate(question, key, ground, voice))
    if not found and question.asks_for("address") and not question.mentions and not question.subjects:
        found += _everywhere(question, ground, voice)
    found += _of_alternatives(question, ground, voice)
    if not found and not question.mentions and not question.subjects:
        found += _some(choices.by_attributes(question, ground, voice))
    return sorted(found, key=lambda candidate: -candidate.score)


def _everywhere(question: Question, ground: Ground, voice: Voice) -> list[Candidate]:
    """Where all the shops are, when no one shop is meant ("매장 어디에 있어요?")."""
    keys = [key for key in ground.subjects if key.startswith("place/") and "address" in ground.subjects[key].facts]
    strange = [
        term
        for term in question.terms
        if term.weight > 0.1 and not (hours.of_hours(term.form) or "address" in concepts_of_word().get(term.form, ()))
    ]
    if not keys or strange or len(keys) > 6:
        return []
    lines = tuple(attributes.sentence(ground.subjects[key], "address", voice) for key in keys)
    return [Candidate(kind="fact", detail="address", score=0.85, sentences=lines, aspect="address")]


def _of_place(question: Question, key: str, ground: Ground, voice: Voice, local: datetime) -> Candidate | None:
    """A place's hours, its other columns, or both; a place named and nothing asked is asked for its hours."""
    others = tuple(name for name in question.concepts if name != "hours")
    rest = tuple(term for term in question.terms if not hours.of_hours(term.form))
    opening = (
        question.asks_for("hours") or question.day.named or question.day.now or not (question.terms or question.concepts or question.units)
    )
    if others and not question.asks_for("hours") and set(others) & set(_PLACE_ASPECTS):
        opening = False  # "일요일에 주차 되나요" asks about parking, not about Sunday
    times = hours.candidate(question, key, ground, voice, local) if opening else None
    if times is None or not (rest or others):
        return times or attributes.candidate(question, key, ground, voice)
    extra = attributes.candidate(replace(question, concepts=others, terms=rest, wanted=()), key, ground, voice)
    if extra is None or extra.score < ENOUGH:
        return times
    return replace(_merged([times, extra]), score=extra.score) if others or rest else times


def _some(candidate: Candidate | None) -> list[Candidate]:
    return [candidate] if candidate else []


def _merged(parts: Sequence[Candidate]) -> Candidate:
    first = parts[0]
    return replace(
        first,
        score=min(1.0, max(part.score for part in parts)),
        sentences=tuple(sentence for part in parts for sentence in part.sentences),
        subjects=tuple(dict.fromkeys(key for part in parts for key in part.subjects)),
    )


def _unnamed_places(question: Question, ground: Ground) -> list[str]:
    """The places to look at when none is named: the only one; or those whose address or other words the question names ("부산에도 …")."""
    places = [key for key in ground.subjects if key.startswith("place/")]
    if question.mentions or not question.asks_for(*_PLACE_ASPECTS):
        return []
    if len(places) == 1:
        return places
    return [key for key in places if any(_says(ground, key, term.form) for term in question.terms if not hours.of_hours(term.form))]


def _says(ground: Ground, key: str, form: str) -> bool:
    address = ground.subjects[key].text("address") or ""
    bare = _SHOP_TAIL.sub("", form)
    return len(bare) > 1 and bare in f"{ground.subjects[key].name} {address}"


_SHOP_TAIL = re.compile(r"(매장|가게|지점|점|동|역|쪽|시|구|리)$")


def _of_alternatives(question: Question, ground: Ground, voice: Voice) -> list[Candidate]:
    """A mention that may mean several: the only one that explains the question; or, when a choice is asked for, all of them."""
    open_mentions: list[Mention] = [mention for mention in question.mentions if len(mention.keys) > 1]
    if not open_mentions or question.subjects:
        return []
    keys = _counted_among(open_mentions[0].keys, question, ground)
    scored = [(candidate.score, key) for key in keys for candidate in _some(attributes.candidate(question, key, ground, voice))]
    scored.sort(reverse=True)
    if scored and scored[0][0] >= ENOUGH and (len(scored) == 1 or scored[0][0] > scored[1][0] + 0.2):
        return _some(attributes.candidate(question, scored[0][1], ground, voice))
    lists = choices.asks_for_list(question) and not question.asks_for("stock", "hours", "price")
    kinds = set(question.concepts) <= {"options", "color", "flavor", "size", "category", "description"}
    if lists and (kinds or "뭐뭐" in question.text) and _bare(question):
        return _some(choices.listing(question, keys, ground, voice))
    if (question.superlative and not question.units) or question.limits != (None, None):
        return _some(choices.listing(question, keys, ground, voice))
    return []


def _counted_among(keys: Sequence[str], question: Question, ground: Ground) -> tuple[str, ...]:
    """Those that have the size or number said ("4인용 텐트"), if any has."""
    bare = [counted.removesuffix("용") for counted in question.counted]
    having = tuple(key for key in keys if bare and all(number in ground.subject_pieces[key].letters for number in bare))
    return having or tuple(keys)


def _ask_back(
    question: Question, clause: Clause, ground: Ground, voice: Voice, topic: Topic
) -> tuple[tuple[Sentence, ...], tuple[str, ...], str] | None:
    """The question back, its candidates and the reason, when one answer would settle the matter."""
    several = next((mention for mention in question.mentions if len(mention.keys) > 1), None)
    if clause.points and not question.mentions and not topic.subjects:
        return choices.ask_which((), ground, voice), (), "which"
    if _strange(question, ground):
        return None
    about = bool(question.concepts) or not any(term.weight >= 0.3 for term in question.terms)
    if several and not question.subjects and about:
        keys = several.keys
        return choices.ask_which(keys, ground, voice, place=keys[0].startswith("place/")), keys, "which"
    if question.mentions:
        return None
    places = tuple(key for key in ground.subjects if key.startswith("place/"))
    other = [term for term in question.plain.terms if term.weight >= 0.3 and not _of_places(term.form)]
    if question.asks_for("hours", "parking", "address", "phone") and len(places) > 1 and not (question.asks_for("price", "stock") or other):
        return choices.ask_which(places, ground, voice, place=True), places, "which_place"
    known_terms = [term for term in question.terms if term.weight >= 0.3]
    if not known_terms and (question.concepts or clause.points or question.chooses or clause.asks):
        return choices.ask_which((), ground, voice), (), "which"
    if question.chooses:
        return choices.ask_which((), ground, voice), (), "which"
    return None


def _of_places(form: str) -> bool:
    return bool(hours.of_hours(form)) or bool(set(concepts_of_word().get(form, ())) & set(_PLACE_ASPECTS))


def _topic(topic: Topic, question: Question, best: Candidate) -> Topic:
    own = [term.form for term in question.terms if not term.inherited and term.weight > 0.1]
    kept = [form for form in topic.terms if form not in own] if question.borrowed else []
    aspects = [name for name in question.concepts if name in ASPECTS]
    return replace(
        topic,
        subjects=_recent(best.subjects or question.subjects, topic.subjects),
        aspect=",".join(aspects) or (best.aspect if best.aspect in ASPECTS else None),
        passage=best.passage,
        terms=tuple((own + kept)[:6]),
        asked_back=None,
        candidates=best.subjects if best.kind == "list" else (),
    )


def _recent(new: Iterable[str], old: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new, *old)))[:4]
