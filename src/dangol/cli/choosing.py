"""``dangol next``: what a person is likeliest to choose next. Ranks only; nothing is recorded, shown or sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dangol.bootstrap.house import WEB, House
from dangol.bootstrap.tastes import KINDS, Of, Tastes
from dangol.cli.json_lines import instant_field, known_fields, limit_field, text_field
from dangol.cli.telling import words
from dangol.kit.errors import BadInput


@dataclass(slots=True)
class Choosing:
    """Answers lines ``{"identity","at"?,"limit"?,"inbox"?,"of"?}`` with ``{"items":[{"id","score","because"}]}``."""

    house: House
    tastes: Tastes

    def __call__(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        known_fields(line, "identity", "at", "limit", "inbox", "of")
        who = text_field(line, "identity", required=True, most=200) or ""
        at = instant_field(line, "at") or self.house.clock()
        limit = limit_field(line, default=10)
        inbox = text_field(line, "inbox", most=64) or WEB
        ranked = self.tastes.next(inbox, who, at, of=_of(line), limit=limit)
        return {"items": [{"id": one.id, "score": round(one.score, 6), "because": words(one.ko, one.en, between=" / ")} for one in ranked]}


def _of(line: Mapping[str, Any]) -> Of | None:
    value = text_field(line, "of", most=40)
    if value is not None and value not in KINDS:
        listed = ", ".join(KINDS)
        raise BadInput("next.bad_of", ko=f"of는 다음 중 하나여야 합니다: {listed}.", en=f"of must be one of: {listed}.")
    return value


def print_items(answer: Mapping[str, Any]) -> None:
    """One line a thing, best first."""
    if not answer["items"]:
        print(words("아직 주문이나 방문 기록이 없습니다.", "There are no orders or visits yet."))
    for number, item in enumerate(answer["items"], start=1):
        print(f"{number:>3}. {item['id']}  {100 * item['score']:.1f}%  {item['because']}")
