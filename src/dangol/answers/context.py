"""A question beside the talk so far: what its mentions mean there, and what it means without one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dangol.kit.text import squash
from dangol.language.concepts import concepts_of_word
from dangol.language.lexicon import Mention

from .answer import Topic
from .ground import Ground
from .pointing import of_category, pointed, series
from .question import Question

_ANY = re.compile(r"종류|뭐뭐|뭐\s?(가\s?)?있|어떤\s?(게|것|거)|다른\s?(거|것|건)|목록|리스트|추천|what .*have|any other|list")


def narrowed(question: Question, ground: Ground, topic: Topic, offered: Sequence[str]) -> Question:
    """Settles mentions that may mean several: by what we offered, by what the talk is about, by what only one of them has."""
    question = _by_category(question, ground)
    beside = tuple(mention.keys[0] for mention in question.mentions if len(mention.keys) == 1)
    recent = topic.subjects[:1]
    mentions = []
    for mention in question.mentions:
        several = len(mention.keys) > 1 and not (_ANY.search(question.text) and not offered)
        preferences = (offered, recent, series(beside or recent, mention.keys, ground), of_category(recent, mention.keys, ground))
        shared = (tuple(key for key in mention.keys if key in preferred) for preferred in (preferences if several else ()))
        mentions.append(replace(mention, keys=next((keys for keys in shared if len(keys) == 1), mention.keys)))
    if not mentions and (meant := pointed(question, topic, ground)):
        name = squash(ground.subjects[meant.keys[0]].name)
        rest = tuple(term for term in question.terms if squash(term.form) not in name and not meant.covers(term.start, term.end))
        return replace(question, terms=rest, counted=(), mentions=(meant,), subjects=meant.keys)
    settled = tuple(dict.fromkeys(mention.keys[0] for mention in mentions if len(mention.keys) == 1))
    return replace(question, mentions=tuple(mentions), subjects=settled)


def _by_category(question: Question, ground: Ground) -> Question:
    """A category's name ("간식", "옷") stands for its products; a product that merely carries it in its name is then one of them."""
    for mention in question.mentions:
        said = squash("".join(question.text[start:end] for start, end in mention.spans))
        keys = ground.category(said) or _of_a_kind(said, question, ground)
        if keys and not mention.exact:
            widened = replace(mention, keys=tuple(dict.fromkeys((*mention.keys, *keys))))
            return replace(question, mentions=(widened,), subjects=())
    return question if question.mentions else _category_said(question, ground)


def _of_a_kind(said: str, question: Question, ground: Ground) -> tuple[str, ...]:
    """The products whose names hold the word by which a kind is asked for ("고무나무 종류 다 보여주세요")."""
    if "종류" not in question.text or len(said) < 2:
        return ()
    return tuple(key for key, subject in ground.subjects.items() if subject.kind == "product" and said in squash(subject.name))


def _category_said(question: Question, ground: Ground) -> Question:
    """A term that is a category's name becomes a mention, unless another term is what some heading is about."""
    table = concepts_of_word()
    plain = question.plain
    for term in plain.terms:
        keys = ground.category(squash(term.form)) if term.start >= 0 and term.weight > 0.1 else ()
        # Beside a phrase the category's own word still counts: a heading about it is then meant rather than its products.
        rest = plain.terms if plain is not question else tuple(other for other in plain.terms if other is not term)
        if keys and not any(other.weight >= 0.3 and other.form not in table and ground.headed(other.form) for other in rest):
            mention = Mention(keys=keys, spans=((term.start, term.end),), coverage=0.0, exact=False)
            return replace(question, mentions=(mention,), subjects=keys if len(keys) == 1 else (), terms=rest)
    return question
