"""``python -m evaluation.audit [--failures]``: of the contradictions planted into shops, how many are found; and what else is reported.

``planted.jsonl`` holds sentences as an owner would write them into a new article, each with the right value and with a wrong one.
The wrong one should be reported against the place named, the right one not at all. The untouched shops hold no contradiction that
their writers know of, so what is reported there is a false alarm. Shops and sentences were looked at while limits were chosen.
"""

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dangol.answers.audit.conflict import Conflict
from dangol.answers.audit.conflicts import conflicts
from dangol.answers.ground import Ground
from dangol.knowledge.facts import Passage, Snapshot, Source
from evaluation.score import answerer_for

HERE = Path(__file__).parent
BRANDS = HERE.parent / "brands"
DEMO = HERE.parent.parent / "src/dangol/sample/brand"
CLEAN = ("demo", "bakery", "clothing", "cosmetics", "electronics", "fitness", "flowers", "furniture", "petshop", "stationery", "tea_cafe")
AT = datetime(2026, 11, 25, 3, tzinfo=UTC)


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]


def snapshot_of(brand: str) -> Snapshot:
    return answerer_for(DEMO if brand == "demo" else BRANDS / brand).ground.snapshot


def planted(snapshot: Snapshot, case: dict[str, Any], value: str) -> Snapshot:
    """The shop with one more article."""
    passage = Passage(
        kind="article",
        document="planted",
        anchor="1",
        number=1,
        title=case["title"],
        headings=(case["heading"],) if case["heading"] else (),
        text=case["text"].format(value),
        version=1,
        source=Source(file="articles/planted.md", line=1),
    )
    return replace(snapshot, passages=(*snapshot.passages, passage))


def against(found: Iterable[Conflict], case: dict[str, Any]) -> bool:
    """Whether the planted article is reported against the place that it contradicts."""
    return any({"article/planted#1"} < {one.first.id, one.second.id} and _other(one).startswith(case["against"]) for one in found)


def of_planted(found: Iterable[Conflict]) -> list[Conflict]:
    return [one for one in found if "article/planted#1" in {one.first.id, one.second.id}]


def _other(one: Conflict) -> str:
    return one.second.id if one.first.id == "article/planted#1" else one.first.id


def main(arguments: list[str]) -> int:
    loud = "--failures" in arguments
    snapshots: dict[str, Snapshot] = {}
    begun = time.process_time()
    reported = 0
    for brand in CLEAN:
        snapshots[brand] = snapshot_of(brand)
        for one in conflicts(Ground(snapshots[brand]), AT):
            reported += 1
            if loud:
                print(f"  {brand} {one.code}: {one.first.id} 「{one.first.text}」 / {one.second.id} 「{one.second.text}」")
    print(f"untouched shops: {reported} reported in {len(CLEAN)}")
    alarms = wrong = 0
    for case in cases("planted"):
        snapshot = snapshots[case["brand"]]
        told = conflicts(Ground(planted(snapshot, case, case["wrong"])), AT)
        calm = of_planted(conflicts(Ground(planted(snapshot, case, case["right"])), AT))
        wrong += against(told, case)
        alarms += bool(calm)
        if loud and not against(told, case):
            print(f"  missed {case['brand']}: {case['text']} {case['wrong']}")
        for one in calm if loud else ():
            print(f"  alarm {case['brand']} {one.code}: {one.first.text} / {one.second.id} {one.second.text}")
    total = len(cases("planted"))
    print(f"planted: {wrong} of {total} found; with the right value {alarms} of {total} reported")
    print(f"processor time in all: {time.process_time() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
