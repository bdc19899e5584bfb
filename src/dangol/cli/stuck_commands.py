"""``stuck``, ``replay`` and ``settle``: what they are called, take and say."""

from typing import Annotated

import typer

from dangol.cli.options import Brand, folder_of
from dangol.cli.telling import plain_errors


def stuck(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="줄마다 JSON 하나 / one JSON line each.")] = False,
    brand: Brand = None,
) -> None:
    """실패해 따로 둔 일과 도착을 모르는 답 / what was set aside, failed or is uncertain."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.unsticking import list_stuck

        with opened(folder_of(context, brand)) as house:
            list_stuck(house, json)


def replay(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="dangol stuck 이 보인 id / ids.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="따로 둔 것과 보내지 못한 것 모두 / all set aside or failed.")] = False,
    brand: Brand = None,
) -> None:
    """따로 둔 일을 다시 합니다 / tries again what was set aside or failed."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.unsticking import replay_stuck

        with opened(folder_of(context, brand)) as house:
            code = replay_stuck(house, ids or (), everything)
    raise SystemExit(code)


def settle(
    context: typer.Context,
    row: Annotated[str, typer.Argument(metavar="ID", help="dangol stuck 이 보인 id / the id.", show_default=False)],
    arrived: Annotated[bool, typer.Option("--arrived/--lost", help="도착했음, 또는 다시 보냄 / it had arrived, or is sent again.")],
    brand: Brand = None,
) -> None:
    """도착을 모르는 답을 사람이 정합니다 / a person's word on an uncertain reply."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.unsticking import settle_stuck

        with opened(folder_of(context, brand)) as house:
            settle_stuck(house, row, arrived)
