"""Answers and hits for a person at a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dangol.cli.telling import words
from dangol.knowledge.facts import Hit

_DECISIONS = {
    "answer": ("답함", "answer"),
    "ask_back": ("되물음", "asks back"),
    "hand_over": ("사람에게 넘김", "handed over"),
    "offer": ("제안", "offer"),
    "silence": ("말하지 않음", "silence"),
}


def print_answer(told: Mapping[str, Any]) -> None:
    console = Console(highlight=False)
    console.print(Text(told["text"]))
    for cited in told["citations"]:
        console.print(Text(f"  ↳ {cited['id']} (v{cited['version']}): {' '.join(cited['quote'].split())[:120]}", style="dim"))
    decision = words(*_DECISIONS[told["decision"]], between=" / ")
    console.print(Text(f"  {decision} · {told['confidence']:.0%} · {told['ms']:.1f} ms", style="dim"))


def print_hits(hits: Sequence[Hit]) -> None:
    console = Console(highlight=False)
    if not hits:
        console.print(words("찾은 것이 없습니다.", "Nothing was found.", between=" / "))
        return
    table = Table(box=None, pad_edge=False)
    for heading, justify in (("score", "right"), ("id", "left"), ("title", "left")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for hit in hits:
        table.add_row(f"{hit.score:.3f}", Text(hit.key), Text(hit.title))
    console.print(table)
