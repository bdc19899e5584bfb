"""``dangol segments``: sizes, exports and removals, told to the person at the terminal."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from dangol.bootstrap.house import House
from dangol.bootstrap.segments.exporting import NAMES, export
from dangol.bootstrap.segments.lists import Listed, listed
from dangol.bootstrap.segments.removing import removed, to_remove, write_removals
from dangol.cli.json_lines import write_json
from dangol.cli.telling import words
from dangol.people.consents import AUDIENCES, Recipient


def run_list(house: House, *, as_json: bool) -> None:
    """All segments with their sizes, and how many removals wait."""
    at = house.clock()
    found = listed(house, at)
    waiting = {to: len(to_remove(house, to, at)) for to in AUDIENCES}
    if as_json:
        write_json({"at": at.isoformat(), "segments": [_as_json(one) for one in found], "to_remove": waiting})
        return
    if not found:
        print(
            words(
                "세그먼트가 없습니다. segments.toml에 [segment.이름]과 people을 적어 주세요.",
                "There are no segments. Write [segment.NAME] with people into segments.toml.",
            )
        )
    else:
        Console(highlight=False).print(_table(found))
    for to, count in waiting.items():
        if count:
            ko, en = NAMES[to]
            print(
                words(
                    f"{ko}에서 뺄 것이 {count:,}개 있습니다: dangol segments removals FILE --to {to}",
                    f"{count:,} have to be taken out at {en}: dangol segments removals FILE --to {to}",
                )
            )


def run_export(house: House, name: str, to: Recipient, file: Path, by: str) -> None:
    done = export(house, name, to, file, by=by, at=house.clock())
    ko, en = NAMES[to]
    print(
        words(
            f"{name} {done.segment:,}명 가운데 {ko}에 건네는 데 동의한 {done.people:,}명의 해시 {done.contacts:,}개를 {file}에 적었습니다. "
            f"올린 뒤에는 파일을 지워 주세요.",
            f"Of the {done.segment:,} people in {name}, {done.people:,} agreed to {en}: {done.contacts:,} digests are in {file}. "
            f"Delete the file once it is uploaded.",
        )
    )


def run_removals(house: House, to: Recipient, file: Path, *, done: bool) -> None:
    ko, en = NAMES[to]
    if done:
        count = removed(house, to, file, house.clock())
        print(words(f"{ko}에서 뺀 {count:,}개를 잊었습니다.", f"Forgot the {count:,} that {en} has taken out."))
        return
    count = write_removals(house, to, file, house.clock())
    if not count:
        print(words(f"{ko}에서 뺄 것이 없습니다. 파일을 쓰지 않았습니다.", f"Nothing has to be taken out at {en}: no file was written."))
        return
    print(
        words(
            f"{ko}에서 뺄 해시 {count:,}개를 {file}에 적었습니다. 올린 뒤에: dangol segments removals {file} --to {to} --done",
            f"{count:,} digests to take out at {en} are in {file}. Once uploaded: dangol segments removals {file} --to {to} --done",
        )
    )


def _table(found: list[Listed]) -> Table:
    shown = Table()
    for heading in (words("이름", "name", " / "), words("조건", "conditions", " / "), words("사람", "people", " / "), "Meta", "Naver"):
        shown.add_column(heading)
    for one in found:
        kept = words(f"{one.frozen_at:%Y-%m-%d}에 얼림", f"frozen {one.frozen_at:%Y-%m-%d}", " / ") if one.frozen_at else one.title
        text = one.text or words("모두", "everybody", " / ")
        sizes = (f"{one.people:,}", *(f"{one.may_go[to]:,}" for to in AUDIENCES))
        shown.add_row(one.name if kept == one.name else f"{one.name} ({kept})", text, *sizes)
    return shown


def _as_json(one: Listed) -> dict[str, object]:
    return {
        "name": one.name,
        "title": one.title,
        "conditions": one.text,
        "people": one.people,
        "may_go": dict(one.may_go),
        "frozen_at": one.frozen_at.isoformat() if one.frozen_at else None,
        "made_from": one.made_from or None,
    }
