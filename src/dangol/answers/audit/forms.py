"""An answer beside its forms: what a chat shows, a platform gets, and a loudspeaker says, all held against the answer's own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dangol.answers.answer import Answer
from dangol.answers.ground import Ground
from dangol.answers.speech import LINK_SAID, spoken
from dangol.kit.text import squash

from .heard import heard
from .surface import Difference, differences, surface

SPOKEN = "spoken"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormDifference:
    """A form of one answer that states something else: both texts, and in what they differ."""

    form: str
    ours: str
    theirs: str
    differences: tuple[Difference, ...]


def different_forms(answer: Answer, forms: Mapping[str, str], ground: Ground, today: date, language: str) -> Iterator[FormDifference]:
    """Each of ``forms`` (its name and its words) that does not state what the answer does, and the spoken form where it does not."""
    text = answer.text
    names = _names(answer, ground)
    ours = surface(text, today, names)
    pages = _pages(answer, today)
    said = spoken(text, language)
    written = {SPOKEN: (said, heard(said, text) if language == "ko" else said)}
    for form, (shown, read) in ({name: (words, words) for name, words in forms.items()} | written).items():
        if squash(read) == squash(text):
            continue
        found = differences(ours, surface(read, today, names))
        found = tuple(one for one in found if not (one.code == "address" and not one.lacks and set(one.adds) <= pages))
        if form == SPOKEN and LINK_SAID in shown:  # a link stands on the screen, and is not spelt out
            found = tuple(one for one in found if one.code != "address" or one.adds)
        if found:
            yield FormDifference(form=form, ours=text, theirs=shown, differences=found)


def _pages(answer: Answer, today: date) -> frozenset[str]:
    """The addresses that stand under the answer, as buttons where there are buttons: a form that writes them out adds nothing."""
    urls = (*(link.url for link in answer.links), *(answer.comparison.urls if answer.comparison else ()))
    found = differences(surface("", today, {}), surface(" ".join(urls), today, {}))
    return frozenset(address for one in found if one.code == "address" for address in one.adds)


def _names(answer: Answer, ground: Ground) -> dict[str, str]:
    """The subjects that the answer cites, by key."""
    keys = {"/".join(citation.id.split("/")[:2]) for citation in answer.citations}
    return {key: ground.subjects[key].name for key in keys if key in ground.subjects}
