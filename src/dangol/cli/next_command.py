"""``next``: what it is called, takes and says."""

from typing import Annotated

import typer

from dangol.cli.options import Brand, folder_of
from dangol.cli.telling import plain_errors
from dangol.kit.errors import BadInput


def next_(
    context: typer.Context,
    identity: Annotated[str | None, typer.Argument(help="고객 아이디 / the customer's id.", show_default=False)] = None,
    json: Annotated[bool, typer.Option("--json", help="JSON으로. '--json -'는 줄마다 하나씩 / JSON; '--json -' reads JSON lines.")] = False,
    brand: Brand = None,
) -> None:
    """그 사람이 다음에 고를 만한 것의 순위 / ranks what someone will choose next; nothing is shown or sent."""
    with plain_errors():
        if identity is None or (identity == "-" and not json):
            raise BadInput(
                "next.nobody",
                ko="누구의 것인지 고객 아이디를 적어 주세요. 여러 줄은 --json - 으로.",
                en='Say whose, by the customer\'s id; many lines with "--json -".',
            )
        from dangol.bootstrap.house import opened
        from dangol.bootstrap.tastes import Tastes
        from dangol.cli.choosing import Choosing, print_items
        from dangol.cli.json_lines import answer_lines, write_json

        with opened(folder_of(context, brand)) as house:
            choosing, code = Choosing(house, Tastes(house)), 0
            if json and identity == "-":
                code = answer_lines(choosing)
            elif json:
                write_json(choosing({"identity": identity}))
            else:
                print_items(choosing({"identity": identity}))
    raise SystemExit(code)
