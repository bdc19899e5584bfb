"""The files that an operator copies: systemd and Caddy read them, and what they call and set exists."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dangol.bootstrap.settings import Settings
from dangol.web.handling import DRAIN_SECONDS

DEPLOY = Path(__file__).parents[1] / "docs" / "how-to" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


def values(unit: str) -> dict[str, str]:
    lines = (DEPLOY / unit).read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_reads_the_unit(unit: str, tmp_path: Path) -> None:
    """``systemd-analyze verify`` where it is installed; the program it names is replaced by one that exists here."""
    text = (
        (DEPLOY / unit).read_text("utf-8").replace("/opt/dangol/bin/dangol", "/bin/true").replace("EnvironmentFile=/", "EnvironmentFile=-/")
    )
    copy = tmp_path / unit.replace("@.", "@8001.")
    copy.write_text(text, "utf-8")
    assert [line for line in text.splitlines() if line and not re.match(r"\[\w+\]$|[A-Z][A-Za-z]*=", line)] == []
    if shutil.which("systemd-analyze"):
        told = subprocess.run(["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, timeout=60, check=False)
        ours = [line for line in (told.stdout + told.stderr).splitlines() if copy.name in line]
        assert ours == []


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_calls_a_command_that_exists_and_waits_for_the_drain(unit: str) -> None:
    from typer.testing import CliRunner

    from dangol.cli.app import app

    words = values(unit)["ExecStart"].split()
    shown = CliRunner().invoke(app, [words[1], "--help"])
    assert shown.exit_code == 0
    assert all(word in shown.output for word in words if word.startswith("--"))
    assert float(values(unit)["TimeoutStopSec"]) >= 10 + DRAIN_SECONDS
    assert values(unit)["User"] == "dangol"


def test_every_variable_of_the_environment_is_a_setting() -> None:
    named = re.findall(r"^#?DANGOL_([A-Z_]+)=", (DEPLOY / "dangol.env").read_text("utf-8"), re.M)
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_caddy_reads_its_file_and_keeps_the_figures_inside() -> None:
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert text.count("{") == text.count("}")
    assert re.search(r"@inside path /metrics\n\s+respond @inside 404", text)
    if caddy := shutil.which("caddy"):
        subprocess.run([caddy, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")], check=True, timeout=60)
