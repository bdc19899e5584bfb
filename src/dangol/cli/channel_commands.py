"""The commands about channels: what a payload says."""

from typing import Annotated

import typer

from dangol.cli.telling import plain_errors
from dangol.kit.errors import BadInput

channels = typer.Typer(help="채널: 들어온 것을 읽어 봅니다 / channels: what a payload says.", no_args_is_help=True)


@channels.command("parse")
def parse(
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="kakao, talktalk, telegram, email")],
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
        code = answer_lines(parsing)
    raise SystemExit(code)
