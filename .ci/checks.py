"""Checks, tests, repairs and generated types: what the words of the Makefile mean once everything is set up.

`bootstrap.py` calls it with the project's own Python and with Node in PATH. Every step runs, also after one that
failed; the end lists those.
"""

import concurrent.futures
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WEB = ROOT / "web"
OPENAPI = ROOT / "openapi.json"
SCHEMA = WEB / "src" / "lib" / "schema.d.ts"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
COUNTED = ("failed", "error", "passed", "skipped", "xfailed", "rerun")

# A browser on a loaded machine stumbles now and then. What passes at its second try is told with its first one's
# traceback, for it is a fault all the same: of the test, or of a page that can be too fast or too slow for people.
SECOND_TRY = ("--reruns", "1", "--max-suite-reruns", "4", "--rerun-show-tracebacks")

# Checks need settings, not a secret: without this a key would be made in the data directory.
UNSECRET = {"HANDSEL_SECRET_KEY": "only-for-checks-" * 4}

NODE_PROGRAMS = {
    "vitest": "vitest/vitest.mjs",
    "biome": "@biomejs/biome/bin/biome",
    "tsc": "typescript7/bin/tsc",
    "openapi-typescript": "openapi-typescript/bin/cli.js",
}


def main() -> int:
    os.chdir(ROOT)
    word, *rest = sys.argv[1:]
    if word == "types":
        return write_types(OPENAPI, SCHEMA)
    if word == "types-are-fresh":
        return types_are_fresh()
    report = Report()
    if word == "fix":
        repair(report)
    elif word == "audit":
        audit(report)
    else:
        report.run_together([*checks(), *(tests_of_the_page() if word == "test" else [])])
    if word == "test":
        test(report, rest)
    return report.close()


def test(report: "Report", rest: Iterable[str]) -> None:
    report.run(Step("pytest", python("pytest", "-n", "2", "-m", "not browser", *rest), is_live=True))
    browser_tests(report)


def tests_of_the_page() -> list["Step"]:
    return [Step("vitest", node("vitest", "run"), cwd=WEB)] if has_page() else []


def repair(report: "Report") -> None:
    report.run(Step("ruff", python("ruff", "check", "--fix", "--quiet", ".")))
    report.run(Step("ruff format", python("ruff", "format", "--quiet", ".")))
    if has_page():
        report.run(Step("biome", node("biome", "check", "--write", "."), cwd=WEB))


def audit(report: "Report") -> None:
    """Asks the registries about every dependency, so it is a word of its own and not part of each check."""
    report.run(
        Step("pip-audit", python("pip_audit", "--local", "--skip-editable", "--progress-spinner", "off"))
    )
    if has_page():
        report.run(Step("npm audit", ["npm", "audit", "--omit=dev"], cwd=WEB))


def has_page() -> bool:
    return (WEB / "package.json").exists()


def python(module: str, *words: str) -> list[str | Path]:
    return [sys.executable, "-m", module, *words]


def node(program: str, *words: str | Path) -> list[str | Path]:
    return ["node", WEB / "node_modules" / NODE_PROGRAMS[program], *words]


@dataclass
class Step:
    name: str
    argv: Sequence[str | Path]
    cwd: Path = ROOT
    is_live: bool = False
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    code: int
    said: str
    seconds: float


def checks() -> list[Step]:
    page = [
        Step("biome", node("biome", "ci", "--colors=off", "."), cwd=WEB),
        Step("tsc", node("tsc", "-p", "."), cwd=WEB),
    ]
    return [
        Step("mypy", python("mypy"), environment=UNSECRET),
        Step("ruff", python("ruff", "check", "--quiet", ".")),
        Step("ruff format", python("ruff", "format", "--check", "--quiet", ".")),
        Step("lint-imports", [BIN / "lint-imports", "--no-cache"], environment={"PYTHONPATH": "src"}),
        Step("migrations", [sys.executable, ".ci/migrations.py"], environment=UNSECRET),
        *(page if has_page() else []),
        Step("types", [sys.executable, ".ci/checks.py", "types-are-fresh"]),
    ]


def browser_tests(report: "Report") -> None:
    if not (ROOT / "tests" / "browser").exists():
        return
    chromium = find_chromium() or install_chromium()
    if chromium is None:
        report.skip(
            "browser tests", "there is no Chromium and it may not be installed here: apt-get install chromium"
        )
        return
    report.run(
        Step(
            "browser",
            python("pytest", "-n", "2", "--dist", "loadfile", *SECOND_TRY, "-m", "browser", "tests/browser"),
            is_live=True,
            environment={"HANDSEL_CHROMIUM": chromium},
        )
    )


def find_chromium() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def install_chromium() -> str | None:
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    print("Chromium is missing: installing Debian's …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"],
    ):
        subprocess.run(["apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
    return find_chromium()


# -- types of the API


def write_types(openapi: Path, schema: Path) -> int:
    """What the API says of itself, and the page's types made from it."""
    described = perform(Step("openapi", python("handsel.runtime", "openapi"), environment=UNSECRET))
    if described.code:
        print(described.said)
        return described.code
    openapi.write_text(described.said)
    if not has_page():
        return 0
    typed = perform(
        Step(
            "types",
            node("openapi-typescript", openapi, "--default-non-nullable=false", "-o", schema),
            cwd=WEB,
        )
    )
    if typed.code:
        print(typed.said)
    return typed.code


def types_are_fresh() -> int:
    with tempfile.TemporaryDirectory() as folder:
        openapi, schema = Path(folder) / OPENAPI.name, Path(folder) / SCHEMA.name
        if code := write_types(openapi, schema):
            return code
        pairs = ((openapi, OPENAPI), (schema, SCHEMA)) if has_page() else ((openapi, OPENAPI),)
        stale = [
            old.name for new, old in pairs if not old.exists() or not filecmp.cmp(new, old, shallow=False)
        ]
    if stale:
        print(f"Not what the API says: {', '.join(stale)}. Run `make types`.")
    return 1 if stale else 0


# -- doing and telling


class Report:
    """Runs every step, also after one that failed, and ends with the list of those."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.skipped: list[str] = []
        self.counts: dict[str, int] = {}
        self.begun = time.monotonic()

    def run(self, step: Step) -> None:
        self.tell(step, perform(step))

    def run_together(self, steps: Sequence[Step]) -> None:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for step, outcome in zip(steps, pool.map(perform, steps), strict=True):
                self.tell(step, outcome)

    def tell(self, step: Step, outcome: Outcome) -> None:
        print(f"{'FAILED' if outcome.code else 'ok':6} {step.name} ({outcome.seconds:.1f} s)", flush=True)
        if outcome.code:
            self.failed.append(step.name)
            if not step.is_live:
                print(outcome.said.rstrip(), flush=True)
        if step.is_live:
            self.count(outcome.said)

    def skip(self, name: str, reason: str) -> None:
        self.skipped.append(name)
        print(f"skipped {name}: {reason}", flush=True)

    def count(self, said: str) -> None:
        closing = next((line for line in reversed(said.splitlines()) if re.search(r" in [\d.]+s", line)), "")
        for number, word in re.findall(r"(\d+) (failed|error|passed|skipped|xfailed|rerun)", closing):
            self.counts[word] = self.counts.get(word, 0) + int(number)

    def close(self) -> int:
        if self.skipped:
            print(f"Skipped: {', '.join(self.skipped)}")
        print(f"Failed: {', '.join(self.failed)}" if self.failed else "Everything is in order.")
        if self.counts:
            counted = ", ".join(f"{self.counts[word]} {word}" for word in COUNTED if word in self.counts)
            print(f"===== {counted} in {time.monotonic() - self.begun:.2f}s =====", flush=True)
        return 1 if self.failed else 0


def perform(step: Step) -> Outcome:
    """A live step is shown while it runs, the others only when they fail."""
    begun = time.monotonic()
    try:
        process = subprocess.Popen(
            [str(word) for word in step.argv],
            cwd=step.cwd,
            env=os.environ | step.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        return Outcome(127, f"{step.argv[0]}: {error.strerror}", 0.0)
    said = []
    for line in process.stdout or ():
        said.append(line)
        if step.is_live:
            print(line, end="", flush=True)
    return Outcome(process.wait(), "".join(said), time.monotonic() - begun)


if __name__ == "__main__":
    sys.exit(main())
