"""Whether what a sentence says stands in its evidence: its words, its names, and whether it affirms what the evidence affirms."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from dangol.kit.text import squash
from dangol.language.concepts import empty_words, soft_words, synonyms
from dangol.language.lexicon import Mention, respell
from dangol.language.phrases import english_phrases
from dangol.language.words import english_words

from .statements import korean
from .verdict import Case

_NAMED = 0.6  # of a name must be said before another thing's name is taken to be meant
_UNSAID_VERBS = 1  # verbs without evidence in a sentence that are style ("살펴보다"), where most of its words have some
_ENGLISH_UNSAID = 0.34  # of an English sentence's words; its evidence is mostly Korean and the dictionary is small. From bakery cases
_TURNING = "중강약비무불미반초고저최"
_SAME = {
    "당일": (
        "그날",
        "오늘",
    ),
    "그날": (
        "당일",
        "오늘",
    ),
    "견학": (
        "구경",
        "보이다",
    ),
    "익일": ("다음날",),
    "성함": ("이름",),
    "자동": ("저절로",),
    "댁": ("집",),
    "무상": ("무료",),
    "무료": ("무상",),
}
_PARTICLES = "은는이가을를의도로과와에만"


@cache
def hard() -> frozenset[str]:
    """Words that only themselves prove: their neighbours in meaning are other promises."""
    return _words("hard.txt")


@cache
def neutral() -> frozenset[str]:
    """Words that claim nothing."""
    return _words("neutral.txt") | ((empty_words() | soft_words()) - hard())


def _words(name: str) -> frozenset[str]:
    lines = files("dangol.answers.proof").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def name_faults(case: Case) -> Iterator[str]:
    """``"name"`` where the sentence names a product or place that is neither cited nor in what is cited."""
    spoken = korean(case.text)
    for mention in case.ground.lexicon.find(respell(case.text)):
        if set(mention.keys) & case.keys or not (mention.exact or spoken):
            continue
        said = squash("".join(case.text[start:end] for start, end in mention.spans))
        if said and not mention.exact and said in case.called:
            continue
        if _of_something_else(mention, said, case):
            yield "name"


def _of_something_else(mention: Mention, said: str, case: Case) -> bool:
    sure = mention.exact or (mention.coverage >= _NAMED and len(mention.keys) == 1)
    if said and sure and said not in case.letters and not all(word in case.letters for word in _pieces(case.text, mention.spans)):
        return True
    kinds = {key.partition("/")[0] for key in case.keys}
    return mention.exact and mention.kind in kinds and _longer(said, case)


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    return [squash(text[start:end]) for start, end in spans if squash(text[start:end])]


def _longer(said: str, case: Case) -> bool:
    """Whether what is named is another thing whose name is a part of the cited one's: 달빛 랜턴 beside 달빛 랜턴 프로."""
    texts = [one for one in case.evidence if said in squash(one.text.replace(_called(case, one.about), " "))]
    return not texts


def _called(case: Case, key: str | None) -> str:
    return case.ground.subjects[key].name if key else "\0"


def word_faults(case: Case) -> Iterator[str]:
    """``"word"`` where something is said for which the evidence has no word, nor a synonym of it."""
    if not korean(case.text):
        if _unsaid_english(case) > _ENGLISH_UNSAID:
            yield "word"
        return
    said = frozenset(word for one in case.said for word in one.words)
    unsaid = [word for word in said if not _known(word.lstrip("¬~"), case)]
    nouns = [word for word in unsaid if not word.endswith("다")]
    if nouns or len(unsaid) > _UNSAID_VERBS or (unsaid and not any(_known(word, case, apart=True) for word in said)):
        yield "word"


def _known(word: str, case: Case, *, apart: bool = False) -> bool:
    """Whether the evidence holds a word; ``apart`` asks for words that say something, without the neutral ones."""
    if not word or word[0] == "@" or (not apart and word in neutral()):
        return True
    letters = squash(word.removesuffix("다") if word.endswith("다") else word)
    if len(letters) == 1:
        return letters in case.called or _spelled(letters, case)
    if len(letters) > 2 and letters[-1] in _PARTICLES and letters[:-1] in case.letters:
        return True  # a noun that the tokeniser doesn't know, with its particle
    if word in case.words or (len(letters) > 1 and _begins(letters, case)) or letters in _of_the_brand(case):
        return True
    if any(other in case.letters for other in _SAME.get(word, ())):
        return True
    if word not in hard() and any(other in case.words or (len(other) > 1 and other in case.letters) for other in synonyms(word)):
        return True
    return len(letters) > 2 and any(
        _short(letters[:cut], case) and _short(letters[cut:], case) for cut in range(1, len(letters)) if max(cut, len(letters) - cut) > 1
    )


def _begins(letters: str, case: Case) -> bool:
    """Whether the evidence spells a word, and not only as the end of another that one syllable turns: 약배전 is not in 중약배전."""
    at = case.letters.find(letters)
    while at >= 0:
        if at < 1 or case.letters[at - 1] not in _TURNING:
            return True
        at = case.letters.find(letters, at + 1)
    return False


def _spelled(letter: str, case: Case) -> bool:
    """A syllable that the tokeniser cut off: the evidence has it as a word, or has the longer word of the sentence in which it stands."""
    if letter in case.pieces:
        return True
    around = [word for word in map(squash, case.text.split()) if letter in word and len(word) > 1]
    return any(word[:size] in case.letters for word in around for size in range(len(word), 1, -1) if letter in word[:size])


def _short(part: str, case: Case) -> bool:
    """A part of a compound: itself in the evidence, or an ending such as -비, -용, -일."""
    if len(part) == 1:
        return part in "비용료일날권점별내당식형류들측쪽간값품시후전"
    return part in case.words or part in case.letters or part in neutral()


def _of_the_brand(case: Case) -> frozenset[str]:
    brand = case.ground.snapshot.brand
    return frozenset({squash(brand.name), squash(brand.name_en), squash(brand.voice.customer), *map(squash, brand.name_en.split())})


def _unsaid_english(case: Case) -> float:
    words = [word.form for word in english_words(" ".join(one.moments.rest for one in case.said)) if word.form.isalpha()]
    kept = [word for word in words if word not in neutral()]
    if not kept:
        return 0.0
    translated = {word: formal for span, formal in english_phrases(case.text, words) for word in _between(case.text, span)}
    unsaid = [
        word
        for word in kept
        if not _known(word, case) and not any(_known(squash(other), case, apart=False) for other in translated.get(word, ()))
    ]
    return len(unsaid) / len(kept)


def _between(text: str, span: tuple[int, int]) -> list[str]:
    return [word.form for word in english_words(text[span[0] : span[1]])]
