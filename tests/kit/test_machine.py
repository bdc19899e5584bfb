import os
import platform

from dangol.kit import machine as room
from dangol.kit.machine import machine


def test_the_machine_names_model_cores_and_python(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nmodel name\t: Tiny CPU @ 1 GHz\n", "utf-8")
    monkeypatch.setattr(room, "_CPUINFO", tmp_path / "cpuinfo")
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3}, raising=False)
    assert machine().startswith("Tiny CPU @ 1 GHz, 1 core, ")
    assert machine().endswith(platform.python_version())
    monkeypatch.setattr(room, "_CPUINFO", tmp_path / "none")
    monkeypatch.setattr(platform, "processor", lambda: "")
    assert machine().startswith("unknown CPU, ")
