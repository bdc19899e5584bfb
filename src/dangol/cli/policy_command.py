"""``policy``: what it is called, takes and says."""

from typing import Annotated

import typer

from dangol.cli.options import Brand, folder_of
from dangol.cli.telling import plain_errors


def policy(
    context: typer.Context,
    live: Annotated[bool, typer.Option("--live", help="통과했다면 이제부터 이 정책으로 / from now on, if it passes.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON 하나로 답합니다 / one JSON object.")] = False,
    brand: Brand = None,
) -> None:
    """내 정책이 지금까지의 기록으로 통과하는지 / whether your own policy passes, by what was tried."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.judging import run_policy

        with opened(folder_of(context, brand)) as house:
            run_policy(house, live=live, as_json=json)
