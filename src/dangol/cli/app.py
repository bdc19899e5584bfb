"""What each command is called, takes and says; the work is elsewhere, and is imported when it is asked for."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from dangol.cli.backup_commands import backup, restore
from dangol.cli.channel_commands import channels, simulate
from dangol.cli.lake_commands import lake
from dangol.cli.next_command import next_
from dangol.cli.options import Brand, folder_of
from dangol.cli.person_commands import erase_person, export_person, reseal
from dangol.cli.policy_command import policy
from dangol.cli.segment_commands import segments
from dangol.cli.stuck_commands import replay, settle, stuck
from dangol.cli.telling import PARTLY, plain_errors, speak, tell, words
from dangol.kit.errors import BadInput, DangolError

app = typer.Typer(
    name="dangol",
    help="단골: 작은 브랜드를 위한 관계 엔진 / a relationship engine for small brands.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts in a third of the time
)

Json = Annotated[bool, typer.Option("--json", help="JSON으로 답합니다. '--json -'는 줄마다 하나씩 / JSON; '--json -' reads JSON lines.")]
Text = Annotated[str | None, typer.Argument(help="물어볼 말 / what to ask.", show_default=False)]


@app.callback()
def start(
    context: typer.Context,
    brand: Brand = None,
    lang: Annotated[Literal["ko", "en"] | None, typer.Option(help="말할 언어 / language.", show_default=False)] = None,
) -> None:
    context.obj = brand
    if lang:
        speak(lang)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="예시 브랜드를 둘 폴더 / where the demo brand is kept.")] = Path("demo-brand"),
    port: Annotated[int, typer.Option(help="포트 / port.", min=0, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help="주소 / address.")] = "127.0.0.1",
) -> None:
    """예시 브랜드와 석 달의 기록으로 바로 써 보기 / a sample brand, served."""
    with plain_errors():
        from dangol.cli.showing import run_demo

        run_demo(folder, host, port)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="새 브랜드 폴더 / the new folder.")],
    name: Annotated[str, typer.Option(help="브랜드 이름 / the brand's name.")] = "",
) -> None:
    """새 브랜드 폴더를 만듭니다 / makes a brand of your own."""
    with plain_errors():
        from dangol.cli.starting import make_brand

        made = make_brand(folder, name or folder.resolve().name)
        print(
            words(
                f"{made} 폴더를 만들었습니다. CSV 파일을 채운 뒤:\n  dangol import --brand {made}\n  dangol serve --brand {made}",
                f"Made {made}. Fill in its CSV files, then:\n  dangol import --brand {made}\n  dangol serve --brand {made}",
            )
        )


@app.command()
def serve(
    context: typer.Context,
    brand: Brand = None,
    host: Annotated[str | None, typer.Option(help="주소 / address (default 127.0.0.1).", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="포트 / port (default 8000).", min=0, max=65535, show_default=False)] = None,
) -> None:
    """채팅, 상담함, API를 엽니다 / serves the chat, the inbox and the API."""
    with plain_errors():
        from dangol.cli.showing import run_serve

        run_serve(folder_of(context, brand), host, port)


@app.command()
def worker(context: typer.Context, brand: Brand = None) -> None:
    """보낼 것을 보내는 일꾼 / the worker that sends what waits; stops on SIGTERM."""
    with plain_errors():
        from dangol.cli.logs import set_logs
        from dangol.cli.prepared import prepared
        from dangol.worker import work_until_told

        with prepared(folder_of(context, brand)) as house:
            set_logs(house.settings.log_format)
            work_until_told(house, lambda: tell("일꾼이 일을 시작했습니다. Ctrl+C로 멈춥니다.", "The worker has started. Ctrl+C stops it."))


@app.command()
def doctor(context: typer.Context, brand: Brand = None) -> None:
    """설치와 브랜드를 점검합니다 / checks the installation and the brand."""
    with plain_errors():
        from dangol.cli.checking import run_doctor

        code = run_doctor(folder_of(context, brand))
    raise SystemExit(code)


@app.command()
def audit(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="JSON 하나로 답합니다 / one JSON object.")] = False,
    asked: Annotated[
        int, typer.Option(metavar="N", min=0, help="손님이 한 질문을 최대 몇 개 / at most so many of customers' questions.")
    ] = 500,
    brand: Brand = None,
) -> None:
    """모든 채널에서 같은 말을 하는지, 지식이 서로 어긋나지 않는지 봅니다 / the same everywhere?"""
    with plain_errors():
        from dangol.cli.auditing import run_audit
        from dangol.cli.prepared import prepared

        with prepared(folder_of(context, brand)) as house:
            code = run_audit(house, asked, as_json=json)
    raise SystemExit(code)


@app.command("import")
def import_(
    context: typer.Context,
    path: Annotated[Path | None, typer.Argument(help="파일 / a file; 없으면 브랜드 폴더.", show_default=False)] = None,
    kind: Annotated[
        str | None, typer.Option("--as", metavar="KIND", help="products, places, faq, policies, articles, offers, events")
    ] = None,
    id_: Annotated[str | None, typer.Option("--id", metavar="COL", help="id 열 / column.")] = None,
    title: Annotated[str | None, typer.Option(metavar="COL", help="제목 열 / column.")] = None,
    body: Annotated[str | None, typer.Option(metavar="COL", help="본문 열 / column.")] = None,
    name: Annotated[str | None, typer.Option(metavar="COL", help="이름 열 / column.")] = None,
    price: Annotated[str | None, typer.Option(metavar="COL", help="가격 열 / column.")] = None,
    question: Annotated[str | None, typer.Option(metavar="COL", help="질문 열 / column.")] = None,
    answer: Annotated[str | None, typer.Option(metavar="COL", help="답 열 / column.")] = None,
    brand: Brand = None,
) -> None:
    """폴더나 파일을 지식으로 가져옵니다 / imports a folder or a file."""
    with plain_errors():
        from dangol.bootstrap.house import opened
        from dangol.cli.importing import run_import

        given = {"id": id_, "title": title, "body": body, "name": name, "price": price, "question": question, "answer": answer}
        with opened(folder_of(context, brand)) as house:
            run_import(house, path, kind, {column: header for column, header in given.items() if header})


@app.command()
def ask(
    context: typer.Context,
    text: Text = None,
    json: Json = False,
    record: Annotated[bool, typer.Option("--record", help="실제로 기록하고 답을 남깁니다 / make it real.")] = False,
    brand: Brand = None,
) -> None:
    """물어봅니다; 기록하거나 보내지 않습니다 / asks; nothing is recorded or sent."""
    with plain_errors():
        _needs_text(text, json)
        from dangol.cli.asking import Asking, warm
        from dangol.cli.json_lines import answer_lines, error_json, write_json
        from dangol.cli.prepared import prepared

        with prepared(folder_of(context, brand)) as house:
            asking = Asking(house, record)
            if json and text == "-":
                warm(house)
                code = answer_lines(asking)
            elif json:
                try:
                    write_json(asking({"text": text}))
                    code = 0
                except DangolError as error:
                    write_json(error_json(error))
                    code = PARTLY
            else:
                from dangol.cli.printing import print_answer

                warm(house)
                print_answer(asking({"text": text}))
                code = 0
    raise SystemExit(code)


@app.command()
def search(
    context: typer.Context,
    text: Text = None,
    json: Json = False,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 10,
    brand: Brand = None,
) -> None:
    """지식에서 찾습니다 / searches what the brand knows."""
    with plain_errors():
        _needs_text(text, json)
        from dangol.cli.finding import Finding
        from dangol.cli.json_lines import answer_lines, write_json
        from dangol.cli.prepared import prepared

        with prepared(folder_of(context, brand)) as house:
            finding, code = Finding(house), 0
            if json and text == "-":
                house.knowledge.search()
                code = answer_lines(finding)
            elif json:
                write_json(finding({"text": text, "limit": limit}))
            else:
                from dangol.cli.printing import print_hits

                print_hits(finding.find(text or "", limit))
    raise SystemExit(code)


@app.command()
def read(context: typer.Context, text: Text = None, json: Json = False, brand: Brand = None) -> None:
    """글이 무엇을 말하는지 읽습니다 / reads what a text says."""
    with plain_errors():
        _needs_text(text, json)
        from dangol.cli.asking import warm
        from dangol.cli.hearing import Hearing
        from dangol.cli.json_lines import answer_lines, write_json
        from dangol.cli.prepared import prepared

        with prepared(folder_of(context, brand)) as house:
            hearing, code = Hearing(warm(house).ground.lexicon), 0
            if json and text == "-":
                code = answer_lines(hearing, stored=False)
            else:
                write_json(hearing({"text": text}))
    raise SystemExit(code)


app.add_typer(channels, name="channel")
app.add_typer(lake, name="lake")
app.add_typer(segments, name="segments")
app.command()(simulate)

Data = Annotated[Path, typer.Option(metavar="DIR", help="공개 데이터 폴더 / the folder of the public data.")]
_DATA = Path("../shared/data")


@app.command()
def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="search, answers, messages, intake, reading, all")] = "all",
    paraphrases: Annotated[
        Path, typer.Option(metavar="TSV", help="번호와 문장 / number and wording; 없으면 브랜드의 질문 / else the brand's questions.")
    ] = Path("../shared/data/parakqc_half.tsv"),
    data: Data = _DATA,
    events: Annotated[
        str, typer.Option(metavar="N,N", help="intake, messages: 미리 쌓아 둘 이벤트 수 / events that the journal holds before.")
    ] = "10000,1000000",
    postgres: Annotated[str, typer.Option(metavar="URL", help="intake, messages: PostgreSQL 서버 / a PostgreSQL server.")] = "",
    brand: Brand = None,
) -> None:
    """속도와 정확도를 기준선과 함께 잽니다 / measures speed and accuracy beside their baselines."""
    with plain_errors():
        from dangol.cli.benching import run_bench
        from dangol.cli.prepared import prepared

        with prepared(folder_of(context, brand)) as house:
            run_bench(name, house, paraphrases, data, events, postgres)


@app.command()
def train(
    task: Annotated[str, typer.Argument(help="sentiment, act, toxicity, all")] = "all",
    data: Data = _DATA,
    out: Annotated[Path, typer.Option(metavar="DIR", help="가중치를 둘 폴더 / where the weights go.")] = Path(
        "src/dangol/language/weights"
    ),
) -> None:
    """글을 읽는 모델을 공개 데이터로 다시 만듭니다 / makes the reading models anew from public data."""
    with plain_errors():
        from dangol.cli.training import run_train

        run_train(task, data, out)


for _command in (stuck, replay, settle, export_person, erase_person, reseal, backup, restore):
    app.command(_command.__name__.replace("_", "-"))(_command)
app.command("next")(next_)
app.command()(policy)


def _needs_text(text: str | None, json: bool) -> None:
    if text is None or (text == "-" and not json):
        raise BadInput(
            "text.missing",
            ko="무엇을 물을지 따옴표 안에 적어 주세요. 여러 줄은 --json - 으로.",
            en='Say what to ask, in quotes; many lines with "--json -".',
        )


def run() -> None:
    """Runs the command line; text comes and goes as UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
