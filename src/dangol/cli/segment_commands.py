"""``segments``: what its commands are called, take and say."""

import getpass
from pathlib import Path
from typing import Annotated, Literal

import typer

from dangol.cli.options import Brand, folder_of
from dangol.cli.telling import plain_errors, words
from dangol.kit.errors import BadInput

segments = typer.Typer(help="세그먼트: 조건에 맞는 사람들 / groups of people by conditions.", invoke_without_command=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="세그먼트 이름 / its name.")]
To = Annotated[Literal["meta", "naver"], typer.Option("--to", help="누구에게 건넬지 / the platform.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="파일 / a file.")]
Json = Annotated[bool, typer.Option("--json", help="JSON 하나로 답합니다 / one JSON object.")]


def _user() -> str:
    """Raises ``BadInput`` (``audience.by``) where this machine has no name for whoever runs it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise BadInput("audience.by", ko="누가 하는지 --by로 적어 주세요.", en="Say who does it with --by.") from error


@segments.callback()
def list_(context: typer.Context, json: Json = False, brand: Brand = None) -> None:
    """세그먼트마다 몇 명이고, 몇 명을 건넬 수 있는지 / each with its size, and how many may be handed over."""
    if context.invoked_subcommand is not None:
        context.obj = brand or context.obj
        return
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.segmenting import run_list

        with opened(folder_of(context, brand)) as house:
            run_list(house, as_json=json)


@segments.command("freeze")
def freeze(
    context: typer.Context,
    name: Name,
    new_name: Annotated[str, typer.Argument(metavar="NEW", help="얼린 목록의 이름 / the frozen list's name.")],
    brand: Brand = None,
) -> None:
    """지금 이 사람들을 이름 붙여 그대로 남깁니다 / keeps whoever is in it now as a list."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.bootstrap.segments.lists import freeze as keep

        with opened(folder_of(context, brand)) as house:
            people = keep(house, name, new_name, house.clock())
        print(words(f"{name}의 {people:,}명을 {new_name}(으)로 얼렸습니다.", f"Froze the {people:,} people of {name} as {new_name}."))


@segments.command("export")
def export(
    context: typer.Context,
    name: Name,
    file: File,
    to: To,
    by: Annotated[str, typer.Option(metavar="WHO", help="누가, 기록에 남습니다 / who does it, for the record.")] = "",
    brand: Brand = None,
) -> None:
    """동의한 분들의 연락처를 해시로 적습니다 / hashed contacts of those who agreed to it."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.segmenting import run_export

        with opened(folder_of(context, brand)) as house:
            run_export(house, name, to, file, by.strip() or _user())


@segments.command("removals")
def removals(
    context: typer.Context,
    file: File,
    to: To,
    done: Annotated[bool, typer.Option("--done", help="이 파일을 플랫폼에 올렸습니다 / the platform has taken FILE.")] = False,
    brand: Brand = None,
) -> None:
    """건넨 뒤 마음을 바꾸거나 지워진 분들을 빼는 파일 / what to take out of the platform's lists again."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.segmenting import run_removals

        with opened(folder_of(context, brand)) as house:
            run_removals(house, to, file, done=done)
