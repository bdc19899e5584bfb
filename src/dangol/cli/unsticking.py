"""``dangol stuck``, ``replay`` and ``settle``: what waits for a person's word. Ids and reasons only: no text, no recipient."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table

from dangol.bootstrap.house import House
from dangol.bootstrap.stuck import Stuck, replay, settle, stuck
from dangol.cli.json_lines import write_json
from dangol.cli.telling import PARTLY, words

_KINDS = {
    "message.decide": ("답을 정하지 못한 메시지", "a message that cannot be decided about"),
    "event.apply": ("반영하지 못한 이벤트", "an event that cannot be applied"),
    "uncertain": ("도착했는지 모르는 답", "a reply that may have arrived"),
    "failed": ("보내지 못한 답", "a reply that could not be delivered"),
}


def list_stuck(house: House, json: bool) -> None:
    lines = list(_lines(stuck(house)))
    if json:
        for line in lines:
            write_json(line)
        return
    console = Console(highlight=False)
    if not lines:
        console.print(words("걸린 일이 없습니다.", "Nothing is stuck.", between=" / "))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "what", "reason", "times", "since"):
        table.add_column(heading, no_wrap=heading in {"id", "since"})
    for line in lines:
        what = words(*_KINDS[line["what"]], between=" / ")
        table.add_row(line["id"], what, line["reason"], str(line["times"]), line["since"][:19])
    console.print(table)
    console.print(
        words(
            "다시 해 보기: dangol replay ID   도착 여부 정하기: dangol settle ID --arrived 또는 --lost",
            "Try again: dangol replay ID   Say whether it arrived: dangol settle ID --arrived or --lost",
        )
    )


def replay_stuck(house: House, names: Iterable[str], everything: bool) -> int:
    """Prints one line for each. Returns 0, or 1 when one failed again."""
    if everything:
        found = stuck(house)
        names = [*(one.subject for one in found.aside), *(row.id for row in found.failed)]
    code = 0
    for name in names:
        done = replay(house, name)
        if done.reason:
            code = PARTLY
            print(words(f"{name}: 다시 실패했습니다 [{done.reason}]", f"{name}: it failed again [{done.reason}]", between=" / "))
        else:
            print(words(f"{name}: 다시 합니다", f"{name}: tried again", between=" / "))
    return code


def settle_stuck(house: House, row_id: str, arrived: bool) -> None:
    row = settle(house, row_id, sent=arrived)
    if row.status == "sent":
        print(words(f"{row.id}: 도착한 것으로 적었습니다", f"{row.id}: noted as arrived", between=" / "))
    else:
        print(words(f"{row.id}: 다시 보냅니다", f"{row.id}: it is sent again", between=" / "))


def _lines(found: Stuck) -> Iterable[dict[str, Any]]:
    for one in found.aside:
        yield {"id": one.subject, "what": one.work, "reason": one.reason, "times": one.failures, "since": one.first_at.isoformat()}
    for what, rows in (("uncertain", found.uncertain), ("failed", found.failed)):
        for row in rows:
            since = row.created_at.isoformat()
            yield {"id": row.id, "what": what, "reason": row.last_error or "", "times": row.attempts, "since": since, "inbox": row.inbox}
