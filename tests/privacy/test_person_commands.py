"""``dangol export-person`` and ``dangol erase-person`` as an owner types them."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_shop import EMAIL, WHO, WORDS
from traces import in_files
from typer.testing import CliRunner, Result

from dangol.bootstrap.house import House
from dangol.cli import telling
from dangol.cli.app import app


@pytest.fixture(autouse=True)
def _korean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "DANGOL_BRAND", "DANGOL_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    yield
    telling.speak(None)


def dangol(*arguments: object, given: str = "") -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


def test_export(shop: House, tmp_path: Path) -> None:
    made = dangol("export-person", EMAIL, "--brand", shop.folder, "--out", tmp_path / "minji.zip")
    assert made.exit_code == 0, made.output
    with zipfile.ZipFile(tmp_path / "minji.zip") as archive:
        assert WORDS in archive.read("person.json").decode()
    told = json.loads(dangol("export-person", WHO, "--inbox", "web", "--json", "--brand", shop.folder).stdout)
    assert len(told["identities"]) == 5
    alone = json.loads(dangol("export-person", WHO, "--inbox", "web", "--only", "--json", "--brand", shop.folder).stdout)
    assert len(alone["identities"]) == 1


def test_a_dry_run_and_then_the_erasure(shop: House) -> None:
    looked = dangol("erase-person", EMAIL, "--dry-run", "--json", "--brand", shop.folder)
    foreseen = json.loads(looked.stdout)
    assert (looked.exit_code, foreseen["erased"], len(foreseen["identities"])) == (0, False, 5)
    assert in_files(shop.folder)
    done = dangol("erase-person", EMAIL, "--merged", "--yes", "--json", "--brand", shop.folder)
    told = json.loads(done.stdout)
    assert {**foreseen, "erased": True} == told
    assert [kept["basis"] for kept in told["kept_by_law"]] == ["contract"]
    assert in_files(shop.folder) == {}
    again = dangol("erase-person", EMAIL, "--merged", "--yes", "--brand", shop.folder)
    assert again.exit_code == 2
    assert again.stderr.rstrip().endswith("[person.unknown]")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["erase-person", EMAIL, "--yes"], "erase.which"),
        (["erase-person", EMAIL, "--merged"], "erase.unconfirmed"),
        (["erase-person"], "erase.who"),
        (["erase-person", "nobody", "--yes"], "person.unknown"),
        (["export-person", "nobody"], "person.unknown"),
        (["export-person", EMAIL, "--out", "/proc/nowhere/x"], "export.not_writable"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_erased(shop: House, arguments: list[str], code: str) -> None:
    refused = dangol(*arguments, "--brand", shop.folder)
    assert refused.exit_code == 2
    assert refused.stderr.rstrip().endswith(f"[{code}]")
    assert dangol("export-person", EMAIL, "--json", "--brand", shop.folder).exit_code == 0


def test_people_are_shown_what_goes(shop: House) -> None:
    shown = dangol("erase-person", WHO, "--dry-run", "--brand", shop.folder)
    assert "이메일" in shown.stderr
    assert "법에 따라 2031-11-22까지 따로 보관" in shown.stderr
    assert "미리 보기" in shown.stdout


def test_the_files_can_be_rewritten_again(shop: House) -> None:
    assert dangol("erase-person", "--scrub", "--brand", shop.folder).exit_code == 0
