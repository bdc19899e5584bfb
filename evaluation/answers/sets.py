"""What is measured on: paraphrases (ParaKQC), texts of the development brands, and texts by the thousand for the time of a search."""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from dangol.answers.engine import Answerer
from dangol.knowledge.facts import BrandProfile, Passage, Snapshot, Source
from evaluation.fit import BRANDS, HERE
from evaluation.score import answerer_for

PARAPHRASES, REVIEWS = "parakqc_half.tsv", "nsmc_train.tsv.gz"
SEED = 20261126


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Texts by key, and questions, each with the key of the one that answers it."""

    name: str
    texts: Mapping[str, str]
    asked: Sequence[tuple[str, str]]


def paraphrases(data: Path, most: int) -> Questions | None:
    """Each set's first wording is the text, the others ask for it: ``most`` of them, drawn once. None where the file is not there."""
    path = data / PARAPHRASES
    if not path.exists():
        return None
    wordings: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        number, _, text = line.partition("\t")
        wordings.setdefault(number, []).append(text)
    asked = [(text, number) for number, texts in wordings.items() for text in texts[1:]]
    return Questions(
        name="ParaKQC",
        texts={number: texts[0] for number, texts in wordings.items()},
        asked=Random(SEED).sample(asked, min(most, len(asked))),
    )


def articles(texts: Mapping[str, str]) -> Snapshot:
    """Texts as articles of one passage each, without titles."""
    passages = tuple(
        Passage(
            kind="article", document=key, anchor="1", number=1, title="", headings=(), text=text, version=1, source=Source(file="bench")
        )
        for key, text in texts.items()
    )
    return Snapshot(version=1, brand=BrandProfile(name=""), products={}, places={}, faqs={}, passages=passages)


def many(data: Path, count: int) -> list[str] | None:
    """That many short texts in Korean (NSMC's film reviews), None where there are not as many."""
    path = data / REVIEWS
    if not path.exists():
        return None
    texts: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            texts.append(line.rstrip("\n").rpartition("\t")[2])
            if len(texts) == count:
                return texts
    return None


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A development brand, and its questions of one turn that one of its texts answers: (text, acceptable documents)."""

    name: str
    answerer: Answerer
    asked: Sequence[tuple[str, frozenset[str]]]


def shops(names: Sequence[str] = BRANDS) -> list[Shop]:
    """The brands whose questions may be fitted on; the demo's and the blind ones are not among them."""
    found = []
    for name in names:
        folder = HERE / "brands" / name
        lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        asked = []
        for row in (json.loads(line) for line in lines if line.strip()):
            gold = frozenset(citation.partition("#")[0] for citation in row.get("citations", []))
            of_texts = gold and all(one.startswith(("faq/", "policy/", "article/")) for one in gold)
            if of_texts and not row.get("conversation") and "answer" in row["decision"] and row["kind"] != "multi":
                asked.append((row["text"], gold))
        found.append(Shop(name=name, answerer=answerer_for(folder), asked=asked))
    return found
