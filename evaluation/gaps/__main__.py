"""``python -m evaluation.gaps TSV``: how well wordings are grouped, on ParaKQC (``number<TAB>wording`` lines).

Of half of the intents one to ten wordings each, in any order; their numbers chose the limits of ``answers.wordings``. The other half
measures them. B³ (Bagga and Baldwin, 1998): of the group of each question, the part that is of its intent (precision), and the part of its
intent that is there (recall).
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from dangol.answers.wordings import groups

_HOW_MANY = (1, 1, 2, 3, 5, 10)  # wordings of one intent
_ENCODER_ALONE = 0.6  # the best limit for it on the first half


def b_cubed(found: Sequence[Sequence[int]], intents: Sequence[str]) -> tuple[float, float]:
    """``(precision, recall)`` of groups of places in ``intents``.

    >>> b_cubed([[0, 1], [2]], ["a", "a", "a"])
    (1.0, 0.5555555555555556)
    """
    size = Counter(intents)
    precision = recall = 0.0
    for group in found:
        same = Counter(intents[at] for at in group)
        precision += sum(count * count / len(group) for count in same.values())
        recall += sum(count * count / size[intent] for intent, count in same.items())
    return precision / len(intents), recall / len(intents)


def drawn(wordings: dict[str, list[str]], intents: Sequence[str]) -> list[tuple[str, str]]:
    chance = random.Random(3)
    asked = []
    for intent in intents:
        count = min(chance.choice(_HOW_MANY), len(wordings[intent]))
        asked += [(intent, text) for text in chance.sample(wordings[intent], count)]
    chance.shuffle(asked)
    return asked


def main(arguments: list[str]) -> int:
    wordings: dict[str, list[str]] = defaultdict(list)
    for line in Path(arguments[0]).read_text(encoding="utf-8").splitlines():
        intent, _, text = line.partition("\t")
        wordings[intent].append(text)
    intents = sorted(wordings)
    random.Random(1).shuffle(intents)
    half = len(intents) // 2
    for name, chosen in (("limits chosen on", intents[:half]), ("measured on", intents[half:])):
        asked = drawn(wordings, chosen)
        texts = [text for _, text in asked]
        for what, found in (("encoder and words", groups(texts)), ("encoder alone", groups(texts, like=_ENCODER_ALONE, by_words=0.0))):
            precision, recall = b_cubed(found, [intent for intent, _ in asked])
            f1 = 2 * precision * recall / (precision + recall)
            print(
                f"{name} {len(asked)} wordings of {len(chosen)} intents, {what}: precision {precision:.3f}, recall {recall:.3f}, F {f1:.3f}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
