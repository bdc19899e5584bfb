"""SIGKILL at random moments under load: real servers and workers die and are started again, and at the end every promise is checked."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx

from crash.clients import KEY, Crowd, Promises
from crash.parcel import Platform, install
from crash.verdict import Verdict, judge, settled

ROOT = Path(__file__).parents[1]
_TOML = '\n[inboxes.outside]\nchannel = "kakao"\nmode = "automatic"\n'
_PLENTY = "1000000/60000000"


@dataclass
class Program:
    """One server or worker: its command, its address if it has one, and the process that runs it now."""

    argv: list[str]
    door: str = ""
    pid: int = 0


@dataclass(kw_only=True)
class Result:
    """What a run did, and what was wrong afterwards."""

    seed: int
    kills: int
    seconds: float
    promises: Promises
    verdict: Verdict
    moments: Counter[str] = field(default_factory=Counter)


class Forge:
    """The warm process of ``crash.forge``."""

    def __init__(self, folder: Path, url: str, platform: str, breaks: str) -> None:
        environment = {
            **os.environ,
            "DANGOL_DATABASE_URL": url,
            "DANGOL_API_KEYS": KEY,
            "DANGOL_ADDRESS_RATE": _PLENTY,
            "DANGOL_VISITOR_RATE": _PLENTY,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }
        command = [sys.executable, "-m", "crash.forge", str(folder), platform, breaks]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
        self._log = folder.parent / "children.log"
        self._told()

    def start(self, program: Program) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"argv": program.argv, "log": str(self._log)}) + "\n")
        self._process.stdin.flush()
        program.pid = int(self._told()["pid"])

    def close(self) -> None:
        with self._process as process:
            process.kill()

    def log(self) -> str:
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def _told(self) -> dict[str, int]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"the forge ended; children said:\n{self.log()[-3000:]}")
        return dict(json.loads(line))


def run_kills(folder: Path, url: str, *, kills: int, seed: int, breaks: str = "", visitors: int = 8) -> Result:
    """Kills ``kills`` times and judges. ``folder`` is an imported brand's; with PostgreSQL two servers and a worker serve it."""
    (folder / "brand.toml").write_text((folder / "brand.toml").read_text("utf-8") + _TOML, "utf-8")
    many = url.startswith("postgres")
    platform = Platform(seed)
    forge = Forge(folder, url, platform.address, breaks)
    programs = [_server(folder) for _ in range(2 if many else 1)]
    doors = tuple(program.door for program in programs)
    if many:
        programs.append(Program(argv=["worker", "--brand", str(folder)]))
    began = time.monotonic()
    crowd = Crowd(doors, seed, visitors)
    try:
        for program in programs:
            forge.start(program)
        moments = asyncio.run(_die(forge, programs, crowd, platform, Random(seed), kills))
        for program in programs:
            _kill(program)
    finally:
        for program in programs:
            _kill(program)
        forge.close()
    remove = install(platform.address)
    house = settled(folder, url)
    try:
        verdict = judge(house, crowd.promises, platform.arrived)
    finally:
        house.close()
        remove()
        platform.close()
    seconds = time.monotonic() - began
    return Result(seed=seed, kills=kills, seconds=seconds, promises=crowd.promises, verdict=verdict, moments=moments)


async def _die(forge: Forge, programs: list[Program], crowd: Crowd, platform: Platform, random: Random, kills: int) -> Counter[str]:
    """The load goes on while they die: before they are up again, while they serve, and while one of them sends something outside."""
    load = asyncio.create_task(crowd.run())
    moments: Counter[str] = Counter()
    for _ in range(kills):
        (moment,) = random.choices(("while starting", "while serving", "while sending"), (2, 5, 3))
        victim, wait = random.choice(programs), random.uniform(0.0, 0.8)
        if moment == "while starting":
            await asyncio.sleep(wait / 3)
        else:
            await _up(forge, victim, load)
            await asyncio.sleep(wait)
        if moment == "while sending":
            victim = await _sender(programs, platform, wait) or victim
            moment = moment if platform.speaking else "while serving"
        moments[moment] += 1
        _kill(victim)
        platform.speaking.clear()
        await asyncio.to_thread(forge.start, victim)
        if load.done():
            await load  # raises what a client found wrong
    await asyncio.gather(*(_up(forge, program, load) for program in programs))
    await asyncio.sleep(0.3)
    crowd.stop()
    await load
    return moments


async def _sender(programs: list[Program], platform: Platform, wait: float) -> Program | None:
    """The program that is sending something outside, a little after it began; None when nobody does for some seconds."""
    until = time.monotonic() + 4
    while time.monotonic() < until:
        for pid in tuple(platform.speaking.values()):
            await asyncio.sleep(wait / 10)
            return next((program for program in programs if program.pid == pid), None)
        await asyncio.sleep(0.002)
    return None


async def _up(forge: Forge, program: Program, load: asyncio.Task[None]) -> None:
    if not program.door:
        return
    until = time.monotonic() + 60
    async with httpx.AsyncClient(timeout=2) as client:
        while time.monotonic() < until and not load.done():
            with suppress(httpx.HTTPError):
                if (await client.get(f"{program.door}/healthz")).status_code == 200:
                    return
            await asyncio.sleep(0.01)
    if load.done():
        await load
    raise AssertionError(f"{program.argv} does not come up:\n{forge.log()[-3000:]}")


def _kill(program: Program) -> None:
    if program.pid:
        with suppress(ProcessLookupError):
            os.kill(program.pid, signal.SIGKILL)
        program.pid = 0


def _server(folder: Path) -> Program:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return Program(argv=["serve", "--brand", str(folder), "--port", str(port)], door=f"http://127.0.0.1:{port}")
