"""``dangol import``: the brand's own folder, or a file as some kind; progress while it runs, a summary with every refused row after."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast, get_args

from dangol.bootstrap.event_file import import_events
from dangol.bootstrap.house import House
from dangol.bootstrap.offer_book import OffersImported, import_offers
from dangol.bootstrap.refusals import Refusals
from dangol.bootstrap.reviewers import whose
from dangol.cli.telling import words
from dangol.kit.errors import BadInput
from dangol.knowledge.imports import ImportReport, import_file, import_folder
from dangol.knowledge.rows import ImportKind, RefusedRow

KINDS = (*get_args(ImportKind), "offers", "events")
LATER = ("mentions", "creators")  # §6 names them; their rooms are not built yet

Progress = Callable[[int, int], None]


def run_import(house: House, path: Path | None, kind: str | None, mapping: Mapping[str, str]) -> None:
    """Imports and prints the summary.

    Raises:
        BadInput: ``import.no_kind``, ``import.unknown_kind``, ``import.no_mapping``; whatever the files are refused for as a whole.
    """
    _check(path, kind, mapping)
    with _progress() as progress:
        if path is None:
            report = import_folder(house.store, house.folder, house.clock(), progress, whose(house))
        elif kind == "events":
            events = import_events(house, path, progress)
        elif kind == "offers":
            _tell_offers(import_offers(house, path))
            return
        else:
            report = import_file(house.store, path, cast(ImportKind, kind), house.clock(), mapping or None, progress, whose(house))
    if kind == "events" and path is not None:
        print(
            words(
                f"새 이벤트 {events.added:,}건, 이미 있던 것 {events.duplicates:,}건",
                f"events: {events.added:,} new, {events.duplicates:,} known",
            )
        )
        _tell_refused(events.refused)
    else:
        _tell(report)
    if path is None:
        _tell_offers(import_offers(house))


def _check(path: Path | None, kind: str | None, mapping: Mapping[str, str]) -> None:
    known = ", ".join(KINDS)
    if path is None and (kind is not None or mapping):
        raise BadInput(
            "import.no_path",
            ko="--as와 열 이름은 파일 이름과 함께 씁니다: dangol import 파일 --as 종류.",
            en="--as and columns go with a file: dangol import FILE --as KIND.",
        )
    if path is not None and kind is None:
        raise BadInput("import.no_kind", ko=f"--as로 종류를 적어 주세요: {known}.", en=f"Say what the file is with --as: {known}.")
    if kind in LATER:
        raise BadInput(
            "import.unknown_kind",
            ko=f"{kind}은(는) 아직 가져올 수 없습니다. 지금은: {known}.",
            en=f"{kind} cannot be imported yet. For now: {known}.",
        )
    if kind is not None and kind not in KINDS:
        raise BadInput(
            "import.unknown_kind",
            ko=f"모르는 종류입니다: {kind[:40]}. 쓸 수 있는 종류: {known}.",
            en=f"Unknown kind: {kind[:40]}. Known are: {known}.",
        )
    if kind in {"events", "offers"} and mapping:
        raise BadInput("import.no_mapping", ko=f"{kind}의 열 이름은 정해져 있습니다.", en=f"The columns of {kind} are fixed.")


def _tell_offers(done: OffersImported) -> None:
    one = done.report
    if one.added or one.changed or one.retired or one.unchanged or done.refused:
        counts = (one.added, one.changed, one.retired, one.unchanged)
        ko = "혜택: 추가 {:,} · 변경 {:,} · 제외 {:,} · 그대로 {:,}".format(*counts)
        en = "offers: added {:,} · changed {:,} · retired {:,} · unchanged {:,}".format(*counts)
        print(words(ko, en))
        _tell_refused(done.refused)


def _tell(report: ImportReport) -> None:
    counts = (report.added, report.changed, report.retired, report.unchanged, report.version)
    ko = "추가 {:,} · 변경 {:,} · 제외 {:,} · 그대로 {:,} (지식 버전 {})".format(*counts)
    en = "added {:,} · changed {:,} · retired {:,} · unchanged {:,} (knowledge version {})".format(*counts)
    print(words(ko, en))
    _tell_refused(report.refused)


def _tell_refused(refused: Sequence[RefusedRow] | Refusals) -> None:
    if len(refused):
        print(words(f"거절된 행 {len(refused):,}개:", f"refused rows: {len(refused):,}", between=" / "))
    for row in refused:
        place = f"{row.file}:{row.line}" if row.line else row.file
        print(f"  {place}: {words(row.reason_ko, row.reason_en, between=' / ')}")


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words("가져오는 중", "importing", between=" / "), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
