"""How to get to a place, in the brand's own words: its column for that, else a text of the brand that says it of this place."""

import re
from collections.abc import Iterator

from dangol.kit.text import squash
from dangol.knowledge.facts import Subject

from .answer import Citation, Sentence
from .ground import Ground
from .saying import called, cite
from .voice import Voice

_HEADERS = re.compile(r"오시는길|오는길|가는길|찾아오|찾아가|교통|지하철|약도|directions|howtoget|access|transit", re.IGNORECASE)
_MOST = 300  # characters of a text that is quoted


def directions(place: Subject, ground: Ground, voice: Voice) -> list[Sentence]:
    """One sentence, or none where the brand does not say."""
    label = voice.say("오시는 길", "how to get there")
    for column, fact in place.facts.items():
        if _HEADERS.search(squash(column)):
            return [Sentence(text=f"{called(place, voice)} {label}: {fact.value}", citations=(cite(fact),))]
    found = next(_texts(place, ground), None)
    if found is None:
        return []
    text, citation = found
    return [Sentence(text=f"{called(place, voice)} {label}: {text}", citations=(citation,))]


def _texts(place: Subject, ground: Ground) -> Iterator[tuple[str, Citation]]:
    """Texts whose heading asks the way to this place by its name."""
    names = {squash(place.name), squash(place.name.removeprefix(ground.snapshot.brand.name))} - {""}
    for faq in ground.faqs.values():
        if _HEADERS.search(squash(faq.question)) and any(name in squash(faq.question) for name in names) and len(faq.answer) <= _MOST:
            yield faq.answer, Citation(id=faq.citation_id, version=faq.version, quote=faq.answer)
    for passage in ground.passages.values():
        head = squash(" ".join((passage.title, *passage.headings)))
        if _HEADERS.search(head) and any(name in head for name in names) and len(passage.text) <= _MOST:
            yield passage.text, Citation(id=passage.citation_id, version=passage.version, quote=passage.text)
