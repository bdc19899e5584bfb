"""The commands about channels: what a payload says, and platforms to try them on."""

from pathlib import Path
from typing import Annotated

import typer

from dangol.cli.telling import plain_errors
from dangol.cli.which_brand import brand_folder
from dangol.kit.errors import BadInput

channels = typer.Typer(help="채널: 들어온 것을 읽어 봅니다 / channels: what a payload says.", no_args_is_help=True)


@channels.command("parse")
def parse(
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="kakao, talktalk, telegram, email, cafe24, smartstore")],
    text: Annotated[str | None, typer.Argument(show_default=False, help="-")] = None,
    json: Annotated[bool, typer.Option("--json", help="'--json -'는 한 줄에 하나씩 / one payload a line.")] = False,
) -> None:
    """플랫폼이 보낸 것에서 어떤 이벤트가 나오는지 봅니다; 기록하지 않습니다 / the events made of each payload; records nothing."""
    with plain_errors():
        from dangol.cli.channels import Parsing, known_channel
        from dangol.cli.json_lines import answer_lines

        parsing = Parsing(known_channel(channel))
        if not json or text != "-":
            raise BadInput("channel.json_only", ko="'--json -'로 한 줄에 하나씩 넣어 주세요.", en="Give one payload a line: '--json -'.")
        code = answer_lines(parsing, any_value=True)
    raise SystemExit(code)


@channels.command("connect")
def connect(
    context: typer.Context,
    inbox: Annotated[str, typer.Argument(metavar="INBOX", help="brand.toml의 [inboxes.INBOX]")],
    url: Annotated[str, typer.Argument(metavar="URL", help="밖에서 보이는 주소 / your public address: https://shop.example")],
    brand: Annotated[Path | None, typer.Option("--brand", metavar="DIR", help="브랜드 폴더 / its folder.", show_default=False)] = None,
) -> None:
    """플랫폼이 우리를 부를 주소를 정합니다 / tells the platform where to call, or you what to enter there."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.channels import connect_inbox

        with opened(brand_folder(brand or context.obj)) as house:
            connect_inbox(house, inbox, url)


@channels.command("authorise")
def authorise(
    context: typer.Context,
    inbox: Annotated[str, typer.Argument(metavar="INBOX", help="brand.toml의 [inboxes.INBOX] (cafe24)")],
    redirect: Annotated[str, typer.Argument(metavar="URL", help="앱에 등록한 Redirect URI / the one registered with the app.")],
    code: Annotated[
        str, typer.Option("--code", metavar="CODE", help="동의 뒤 주소창의 code / the code in the address bar after consenting.")
    ] = "",
    brand: Annotated[Path | None, typer.Option("--brand", metavar="DIR", help="브랜드 폴더 / its folder.", show_default=False)] = None,
) -> None:
    """쇼핑몰에 물어볼 수 있게 동의를 받습니다 / gets the consent to ask a mall: first its page, then the code that it gave."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.authorising import authorise_inbox

        with opened(brand_folder(brand or context.obj)) as house:
            authorise_inbox(house, inbox, redirect, code)


def simulate(
    context: typer.Context,
    channel: Annotated[
        str, typer.Argument(metavar="CHANNEL", help="kakao, talktalk, telegram, cafe24, smartstore; 없으면 모두 / else all.")
    ] = "all",
    say: Annotated[
        list[str] | None, typer.Option("--say", metavar="TEXT", help="말하고 답을 봅니다 / says this, prints the reply.")
    ] = None,
    port: Annotated[int, typer.Option(help="포트 / port.", min=0, max=65535)] = 8100,
    to: Annotated[str | None, typer.Option(metavar="URL", help="떠 있는 서버 / a server that runs.", show_default=False)] = None,
    brand: Annotated[Path | None, typer.Option("--brand", metavar="DIR", help="브랜드 폴더 / its folder.", show_default=False)] = None,
) -> None:
    """계정 없이 카카오톡·톡톡·텔레그램 손님이 되어 봅니다 / talk as a customer on a platform, without an account."""
    with plain_errors():
        from dangol.cli.simulating import run_simulate

        run_simulate(brand_folder(brand or context.obj), channel, port, say or [], to)
