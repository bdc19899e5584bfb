"""Whether what was found bears on what a clause of a talk says, and on what the talk is about: a frame put beside it explains much."""

from collections.abc import Iterable, Sequence

from dangol.kit.text import squash
from dangol.language.concepts import synonyms

from .candidate import Candidate
from .ground import Ground
from .question import Question
from .terms import Term

_FREE = synonyms("무료")  # asks for a price, that may be one
_SAYS, _OWN = 0.25, 0.5  # the weight of a noun that a clause says itself; how well one of them must be explained
_BESIDE_ENOUGH = 0.5  # the probability from which a passage found beside a frame is spoken; chosen on the development brands' talks
_INHERITED = 0.1  # the weight of a noun of the frame


def explains_own(candidate: Candidate, question: Question, ground: Ground) -> bool:
    """Whether evidence speaks of one of the nouns that the clause itself says; where it says none, of one of the frame's."""
    own = [term for term in question.terms if not term.inherited and not term.phrase and term.weight >= _SAYS]
    headed = [term for term in own if _is_noun(term) and ground.headed(term.form)]
    frame = [term for term in question.terms if term.inherited and not term.phrase and term.weight >= _INHERITED and _is_noun(term)]
    needed = headed or ([] if any(_is_noun(term) for term in own) else frame)
    if candidate.passage is not None and candidate.score < _BESIDE_ENOUGH:
        return False
    if candidate.passage is None:
        said = squash(" ".join(sentence.text for sentence in candidate.sentences))
        return not headed or any(squash(form) in said for term in headed for form in term.forms)
    piece = ground.shelf.pieces((candidate.passage,), at_most=1).get(candidate.passage)
    if piece is None or not (not needed or any(piece.explains_any(term.forms) >= _OWN for term in needed)):
        return piece is None
    if candidate.passage.partition("#")[0] == question.near:
        return True
    explained = sum(term.weight * piece.explains_any(term.forms) for term in frame)
    return explained >= _OWN * sum(term.weight for term in frame)


def _is_noun(term: Term) -> bool:
    return not term.form.endswith("다") and term.form not in _FREE


def speaks_of_another(candidate: Candidate, asked: Question, subjects: Sequence[str], ground: Ground) -> bool:
    """Whether a passage names other products and not the one that the talk is about, where the clause itself names none."""
    about = [key for key in subjects if key.startswith("product/")]
    if candidate.passage is None or not about or asked.mentions:
        return False
    faq = ground.faqs.get(candidate.passage)
    said = " ".join(sentence.text for sentence in candidate.sentences)
    named = set(_named(said, ground, exact=True)) | (set(_named(faq.question, ground, exact=False, unsaid=asked.text)) if faq else set())
    return bool(named) and not named & set(about)


def _named(text: str, ground: Ground, *, exact: bool, unsaid: str = "") -> Iterable[str]:
    """The products that a text names: by their whole names, or by a part that the customer has not said."""
    for mention in ground.lexicon.find(text):
        letters = "".join(text[start:end] for start, end in mention.spans)
        if mention.kind == "product" and (mention.exact or not exact) and not (unsaid and squash(letters) in squash(unsaid)):
            yield from mention.keys
