"""The documentation is true: what it shows exists and runs, and what exists is shown.

``python tests/test_docs.py`` writes the generated parts anew (headers that are understood, event types, limits).
"""

import ast
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import typer
from typer.testing import CliRunner

import dangol.bootstrap.audit.tables
import dangol.bootstrap.tables
import dangol.conversations.tables
import dangol.decisions.tables
import dangol.events.tables
import dangol.knowledge.tables
import dangol.offers.consultation.tables
import dangol.offers.tables
import dangol.outbox.tables
import dangol.people.tables  # noqa: F401 (importing a table declares it)
from dangol.answers.candidate import ENOUGH, ENOUGH_PASSAGE, ENOUGH_TOLD
from dangol.answers.hints import NEAR
from dangol.bootstrap.law import Law
from dangol.bootstrap.offer_settings import OfferSettings
from dangol.bootstrap.settings import Limits, Settings
from dangol.cli import telling
from dangol.cli.app import app
from dangol.decisions.policy import THRESHOLD
from dangol.events.catalog import CATALOG
from dangol.events.declared import EventType
from dangol.events.payload import Field
from dangol.knowledge.subject_rows import FAQ_COLUMNS, PLACE_COLUMNS, PRODUCT_COLUMNS
from dangol.language.concepts import concepts
from dangol.offers.offer_file import OFFER_COLUMNS
from dangol.store.personal import declared
from dangol.store.schema import metadata

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([ROOT / "README.md", ROOT / "README.ko.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
PROSE = [*PAGES, ROOT / "NOTICE"]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


# --- what is generated -----------------------------------------------------------------------------------------------------------


def headers_table() -> str:
    rows = ["| meaning | headers | asked for with, among others |", "|---|---|---|"]
    for concept in concepts().values():
        words = [word for word in sorted(concept.words) if not word.isascii()][:8]
        rows.append(f"| {concept.en} ({concept.ko}) | {', '.join(sorted(concept.headers))} | {', '.join(words)} |")
    return "\n".join(rows)


def events_text() -> str:
    return "\n\n".join(_event(declared) for declared in CATALOG.values())


def _event(declared: EventType) -> str:
    rows = [_field(field) for field in declared.fields]
    one_of = f"\n\nAt least one of {', '.join(f'`{name}`' for name in declared.one_of)}." if declared.one_of else ""
    table = "\n".join(["| `data` | | needed |", "|---|---|---|", *(row for part in rows for row in part)])
    line = {"id": "e-1", "type": declared.name, "identity": "minji", "occurred_at": "2026-11-20T10:00:00+09:00"}
    example = json.dumps({**line, "data": declared.example}, ensure_ascii=False)
    return f"## {declared.name}\n\n{declared.meaning}\n\n{table}{one_of}\n\n```json\n{example}\n```"


_KINDS = {"id": "text of 1 to 512 characters", "integer": "whole number", "list": "list of objects"}


def _field(field: Field, inside: str = "") -> Iterator[str]:
    limits = [f"at least {field.low:g}" for _ in "x" if field.low is not None] + [f"at most {field.high:g}" for _ in "x" if field.high]
    said = ", ".join([_KINDS.get(field.kind, field.kind), *limits, *([f"one of {', '.join(field.choices)}"] if field.choices else [])])
    yield f"| `{inside}{field.name}` | {said} | {'yes' if field.required else ''} |"
    for item in field.items:
        yield from _field(item, f"{inside}{field.name}[].")


def limits_table() -> str:
    rows = (
        ("a fact", "the part of the question's weight that it explains", "less is not spoken", ENOUGH),
        ("a passage", "the probability that it answers", "less is not spoken", ENOUGH_PASSAGE),
        ("a row held against the question by meaning", "the probability that it answers", "less is not spoken", ENOUGH_TOLD),
        ("a title beside a hand-over", "the probability that its text is the one asked for", "less is not offered", NEAR),
        ("any answer", "its confidence, which is the above", "the policy hands over less (`confidence` in `brand.toml`)", THRESHOLD),
    )
    lines = (f"| {what} | {measure} | {number:g} | {below} |" for what, measure, below, number in rows)
    return "\n".join(("| | measured by | limit | below it |", "|---|---|---|---|", *lines))


_FATES = {"deleted": "deleted", "unlinked": "stays without identity", "kept": "kept: law, or the ledger"}


def personal_table() -> str:
    rows = [
        f"| `{name}` | {'yes' if how else 'no'} | {_FATES[how.fate] if how else 'belongs to nobody'} |"
        for name, how in sorted(declared().items())
    ]
    return "\n".join(("| table | export | erasure |", "|---|---|---|", *rows))


GENERATED = (
    ("personal", REFERENCE / "personal-data.md", personal_table),
    ("headers", REFERENCE / "brand-folder.md", headers_table),
    ("events", REFERENCE / "events.md", events_text),
    ("limits", DOCS / "how-it-answers.md", limits_table),
)


def _filled(name: str, text: str, content: str) -> str:
    begin, end = f"<!-- generated: {name} -->", "<!-- /generated -->"
    head, _, rest = text.partition(begin)
    assert end in rest, f"{begin} … {end} is missing"
    return f"{head}{begin}\n\n{content}\n\n{end}{rest.partition(end)[2]}"


@pytest.mark.parametrize(("name", "page", "content"), GENERATED, ids=lambda value: value if isinstance(value, str) else "")
def test_generated_parts_are_up_to_date(name: str, page: Path, content: Any) -> None:
    text = page.read_text(encoding="utf-8")
    assert _filled(name, text, content()) == text, f"run: python tests/test_docs.py ({shown(page)})"


# --- what is there is documented -------------------------------------------------------------------------------------------------


@cache
def commands() -> Mapping[str, click.Command]:
    group = typer.main.get_command(app)
    return dict(group.commands)  # type: ignore[attr-defined]


def options(command: Any) -> set[str]:
    inner = [options(one) for one in getattr(command, "commands", {}).values() if command.name != "dangol"]
    return {name for parameter in command.params for name in parameter.opts if name.startswith("-")} | {"--help"} | set().union(*inner)


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_and_option_has_its_place() -> None:
    written = sections((REFERENCE / "commands.md").read_text(encoding="utf-8"))
    for name, command in commands().items():
        text = written[f"dangol {name}"]
        listed = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", text))
        assert options(command) - {"--help"} <= listed, name
    assert {title.removeprefix("dangol ") for title in written if title.startswith("dangol ")} == set(commands())


def test_every_setting_is_documented() -> None:
    text = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"| `DANGOL_{name.upper()}`" in text
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    used = {name for path in sources for name in re.findall(r"[\"']\$?(DANGOL_[A-Z_]+[A-Z])[\"']", path.read_text(encoding="utf-8"))}
    assert used <= set(re.findall(r"`(DANGOL_[A-Z_]+)`", text))
    limits = (REFERENCE / "brand-folder.md").read_text(encoding="utf-8")
    assert all(
        re.search(rf"^{name} = ", limits, re.MULTILINE) for name in (*Limits.model_fields, *Law.model_fields, *OfferSettings.model_fields)
    )


def test_no_setting_is_invented() -> None:
    known = {f"DANGOL_{name.upper()}" for name in Settings.model_fields} | {"DANGOL_BRAND", "DANGOL_DEBUG", "DANGOL_TEST_POSTGRES"}
    for page in PROSE:
        assert set(re.findall(r"DANGOL_[A-Z_]*[A-Z]", page.read_text(encoding="utf-8"))) <= known, shown(page)


def test_every_column_with_a_meaning_is_documented() -> None:
    written = sections((REFERENCE / "brand-folder.md").read_text(encoding="utf-8"))
    for title, columns in (
        ("products.csv", PRODUCT_COLUMNS),
        ("places.csv", PLACE_COLUMNS),
        ("faq.csv", FAQ_COLUMNS),
        ("offers.csv", OFFER_COLUMNS),
    ):
        assert all(f"`{column}`" in written[title] for column in columns), title


def test_every_table_is_documented() -> None:
    text = (REFERENCE / "database.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)) == {*metadata.tables, "alembic_version"}


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    packages = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    front = packages["dependencies"] | packages["devDependencies"]
    names = {re.match(r"[A-Za-z0-9_.-]+", line)[0] for line in wanted} | set(front)  # type: ignore[index]
    text = (DOCS / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)) == names


def test_every_error_of_the_web_room_is_documented() -> None:
    text = (REFERENCE / "api.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([a-z_]+\.[a-z0-9_]+)`", text))
    for path in sorted((ROOT / "src/dangol/web").glob("*.py")):
        raised = set(_error_codes(path)) - {"settings.secret_short"}  # at start, not in a request
        assert raised <= documented, path.name


def _error_codes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        first = node.args[0] if isinstance(node, ast.Call) and node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and {"ko", "en"} <= {word.arg for word in node.keywords}:  # type: ignore[attr-defined]
            yield first.value


def test_every_error_that_is_documented_exists() -> None:
    raised = {code for path in (ROOT / "src/dangol").rglob("*.py") for code in _error_codes(path)} | {"fields.invalid", "rate.too_many"}
    tables = re.findall(
        r"^\| (`[a-z_]+\.[a-z0-9_]+`(?: · `[a-z_]+\.[a-z0-9_]+`)*) \|", (REFERENCE / "api.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    documented = {code for row in tables for code in re.findall(r"[a-z_]+\.[a-z0-9_]+", row)}
    assert len(documented) > 40
    assert documented <= raised


_ROUTES = (("chat_api.py", "/v1/chat"), ("events_api.py", "/v1"), ("home_api.py", "/v1"), ("chat_socket.py", ""), ("health.py", ""))


def test_every_address_of_the_api_is_documented() -> None:
    text = (REFERENCE / "api.md").read_text(encoding="utf-8")
    routes = {
        (method.upper(), prefix + path)
        for file, prefix in (
            ("chat_api.py", "/v1/chat"),
            ("events_api.py", "/v1"),
            ("home_api.py", "/v1"),
            ("chat_socket.py", ""),
            ("health.py", ""),
        )
        for method, path in re.findall(
            r"@(?:router|app)\.(get|post|websocket)\(\"([^\"]+)\"", (ROOT / "src/dangol/web" / file).read_text(encoding="utf-8")
        )
    }
    assert len(routes) == 14
    for method, path in routes:
        assert f"`{path}`" in text if method == "WEBSOCKET" else f"{method} {path}" in text, path


def test_every_decision_is_in_the_index() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert all(f"]({path.name})" in index for path in (DOCS / "decisions").glob("0*.md"))


# --- what is documented is there -------------------------------------------------------------------------------------------------


def _fences(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in re.finditer(r"^```([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]


def _shown_commands(text: str) -> Iterator[str]:
    for kind, body in _fences(text):
        for line in body.splitlines():
            if kind.startswith("console") and line.startswith("$ "):
                yield line[2:]
            elif kind == "sh":
                yield line
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (code for code in re.findall(r"`([^`\n]+)`", outside) if code.startswith(("dangol ", "make ")))


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_shown_commands_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for line in _shown_commands(page.read_text(encoding="utf-8")):
        words = shlex.split(line.replace("…", "x").rpartition("|")[2])
        if words[0] == "make":
            assert words[1] in targets, line
        elif words[0] == "dangol":
            _check_command(words[1:], line)


def _check_command(words: list[str], line: str) -> None:
    top = options(typer.main.get_command(app))
    while words and words[0].startswith("--"):
        assert words[0] in top, line
        words = words[1:] if words[0] == "--help" else words[2:]
    if not words or words[0] in {"COMMAND", "x"}:  # "dangol --lang ko …"
        return
    assert words[0] in commands(), line
    known = options(commands()[words[0]])
    assert {word for word in words[1:] if word.startswith("--")} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_and_pictures_resolve(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.is_file(), f"{shown(page)}: {target}"
        if anchor:
            assert anchor in _anchors(there), f"{shown(page)}: {target}"


def _anchors(page: Path) -> set[str]:
    """Headings as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_pictures_are_small_and_used() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (DOCS / "pictures").iterdir():
        assert picture.stat().st_size < 400_000, picture.name
        assert f"pictures/{picture.name})" in text, picture.name


_OF_A_MACHINE = re.compile(r"/work/|(?<!/v1)/home/|/root/|/tmp/|/Users/|pypi\.org|pythonhosted|npmjs|registry\.|jsdelivr|unpkg")


@pytest.mark.parametrize("page", PROSE, ids=shown)
def test_no_page_names_a_machine_or_a_registry(page: Path) -> None:
    assert _OF_A_MACHINE.findall(page.read_text(encoding="utf-8")) == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 202
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


# --- what is marked runnable runs ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """A block of a page: a file to write, or commands with what they print."""

    kind: str
    body: str

    @property
    def file(self) -> str | None:
        found = re.search(r"\bfile=(\S+)", self.kind)
        return found[1] if found else None


def _commands(body: str) -> Iterator[tuple[list[str], str]]:
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, printed = part.partition("\n")
        yield shlex.split(line), printed


def _plain(printed: str) -> str:
    """Without what differs between machines: milliseconds, percentages, and where a line is broken."""
    return " ".join(re.sub(r"\d+% · [\d.]+ ms", "N% · N ms", printed).split())


@pytest.fixture
def _english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "DANGOL_BRAND", "DANGOL_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    telling.speak(None)


RUN = [page for page in PAGES if any("runnable" in kind for kind, _ in _fences(page.read_text(encoding="utf-8")))]


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize("page", RUN, ids=shown)
def test_what_is_marked_runnable_runs(page: Path) -> None:
    for step in (Step(kind, body) for kind, body in _fences(page.read_text(encoding="utf-8"))):
        if step.file:
            Path(step.file).write_text(step.body, encoding="utf-8")
        elif step.kind == "console runnable":
            for (program, *arguments), printed in _commands(step.body):
                assert program == "dangol"
                result = CliRunner().invoke(app, arguments)
                assert result.exit_code == 0, result.output
                assert _plain(result.stdout) == _plain(printed)
        elif step.kind == "python runnable":
            exec(compile(step.body, shown(page), "exec"), {})


def test_the_tutorial_and_the_sign_in_are_run() -> None:
    assert {shown(page) for page in RUN} >= {"docs/tutorial.md", "docs/how-to/embed-the-chat.md", "docs/channels/a-channel-of-your-own.md"}


if __name__ == "__main__":
    for part, target, written in GENERATED:
        before = target.read_text(encoding="utf-8")
        target.write_text(_filled(part, before, written()), encoding="utf-8")
    sys.exit(0)
