"""``python -m evaluation.proof [--failures]``: how many wrong outputs leave unflagged, and how many right ones are blocked."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dangol.answers.answer import Citation, Sentence
from dangol.answers.proof.prover import Prover
from dangol.language.tokens import forget
from evaluation.score import answerer_for

HERE = Path(__file__).parent
BRAND = HERE.parent.parent / "src/dangol/sample/brand"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proved:
    case: dict[str, Any]
    faults: tuple[tuple[str, ...], ...]
    ms: float

    @property
    def flagged(self) -> bool:
        return any(self.faults)


def cases(name: str, folder: Path = HERE) -> list[dict[str, Any]]:
    """The lines of ``wrong.jsonl`` or ``right.jsonl``."""
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]


def prove_all(prover: Prover, given: Iterable[dict[str, Any]]) -> list[Proved]:
    """Each case's faults, sentence by sentence, and the processor time for one sentence in milliseconds."""
    proved = []
    for case in given:
        sentences = [
            Sentence(text=one["text"], citations=tuple(Citation(id=name, version=0, quote="") for name in one["citations"]))
            for one in case["sentences"]
        ]
        begun = time.process_time()
        verdicts = prover.prove(sentences, datetime.fromisoformat(case["at"]))
        spent = (time.process_time() - begun) * 1000 / max(1, len(sentences))
        proved.append(Proved(case=case, faults=tuple(verdict.faults for verdict in verdicts), ms=spent))
    return proved


def main(arguments: list[str]) -> int:
    folder = next((Path(argument) for argument in arguments if not argument.startswith("--")), HERE)
    prover = Prover(answerer_for(BRAND).ground)
    spent: list[float] = []
    for name, flagged_is_right in (("wrong", True), ("right", False)):
        proved = prove_all(prover, cases(name, folder))
        forget()  # the sentences, not the evidence
        spent += [one.ms for one in prove_all(prover, cases(name, folder))]
        missed = [one for one in proved if one.flagged != flagged_is_right]
        kinds = Counter(one.case["kind"] for one in missed)
        said = "leave unflagged" if flagged_is_right else "are blocked"
        print(f"{name}: {len(missed)} of {len(proved)} {said} ({len(missed) / len(proved):.1%}): {dict(kinds.most_common())}")
        for one in (one for one in proved if one.flagged != flagged_is_right) if "--failures" in arguments else ():
            print(f"  {one.case['id']} {one.case['kind']} {one.faults} {[sentence['text'] for sentence in one.case['sentences']]}")
            print(f"      {[sentence['citations'] for sentence in one.case['sentences']]}")
    spent.sort()
    half, most = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
    print(f"processor time a sentence, its evidence read before: p50 {half:.2f} ms, p95 {most:.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
