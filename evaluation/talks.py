"""``python -m evaluation.talks [BRAND …] [--half developed|held_out|both] [--failures]``: whole conversations on the development brands.

A brand's ``talks.tsv`` holds talks, one after the other with an empty line between, each line a turn:

    kind, text, decisions (empty: ``answer``), values (``;`` between those wanted, ``/`` between spellings), places cited (with spaces)

A place cited is the beginning of an id: ``product/p06`` is any column of it. Every second talk was held out while the code was
written: nobody looked at its failures.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evaluation.score import Scored, answerer_for, ask_all, table

BRANDS = Path(__file__).parent / "brands"
AT = "2026-11-25T15:00:00+09:00"  # a Wednesday
HALVES = {"developed": (0,), "held_out": (1,), "both": (0, 1)}


def read_talks(brand: Path, half: str = "both") -> list[dict[str, Any]]:
    """The turns of a brand's talks as questions, in order; ``half`` is a key of ``HALVES``."""
    talks = (brand / "talks.tsv").read_text(encoding="utf-8").strip().split("\n\n")
    return [turn for at, talk in enumerate(talks) if at % 2 in HALVES[half] for turn in _turns(f"{brand.name}-{at + 1}", talk)]


def _turns(name: str, talk: str) -> Iterator[dict[str, Any]]:
    for at, line in enumerate(talk.splitlines()):
        kind, text, decisions, values, cited = (*line.split("\t"), "", "", "", "")[:5]
        yield {
            "id": f"{name}.{at + 1}",
            "conversation": name,
            "kind": kind,
            "at": AT,
            "text": text,
            "decision": (decisions or "answer").split("/"),
            "values": [value.split("/") for value in values.split(";") if value],
            "citations": cited.split(),
        }


def ask_brand(name: str, half: str = "both") -> list[Scored]:
    folder = BRANDS / name
    return ask_all(answerer_for(folder), read_talks(folder, half))


def brands() -> list[str]:
    """The brands that have talks."""
    return sorted(path.parent.name for path in BRANDS.glob("*/talks.tsv"))


def failures(scored: Iterable[Scored]) -> Iterator[str]:
    """Each talk that went wrong somewhere, with what was said."""
    rows = list(scored)
    bad = Counter(row.question["conversation"] for row in rows if not row.right)
    for row in rows:
        if bad[row.question["conversation"]]:
            mark = "WRONG" if row.wrong else "" if row.right else "not right"
            yield f"{row.question['id']:<14}{row.question['kind']:<8}{row.question['text']}"
            yield f"    {mark:<10}{row.answer.reasons} {row.answer.text[:160]}" + (f"   [{row.why}]" if row.why else "")


def main(arguments: list[str]) -> int:
    half = arguments[arguments.index("--half") + 1] if "--half" in arguments else "both"
    names = [word for word in arguments if not word.startswith("--") and word not in HALVES] or brands()
    everything: list[Scored] = []
    for name in names:
        scored = ask_brand(name, half)
        right, wrong = (sum(getattr(row, what) for row in scored) for what in ("right", "wrong"))
        print(
            f"{name:<12}{len(scored):>5} turns, right {100 * right / len(scored):5.1f} %, wrong {100 * wrong / len(scored):5.1f} %",
            flush=True,
        )
        if "--failures" in arguments:
            print("\n".join(failures(scored)))
        everything += scored
    print(table(everything))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
