"""workflow check, discover, replay: the workflow file (W13, W17), without a database. workflow export, import: with it (W15)."""

import argparse
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from handsel.runtime import connecting
from handsel.runtime.commands import Commands
from handsel.runtime.problems import RuntimeProblem

if TYPE_CHECKING:
    from handsel.workflows.graph import Graph
    from handsel.workflows.logs import LogOptions

MEGABYTE = 1_000_000
TOLD_EVERY = 16 * MEGABYTE
LISTED = 50

LOG_OPTIONS = {
    "case": ("COLUMN", "of the case, where it has no usual name"),
    "activity": ("COLUMN", "of the activity"),
    "time": ("COLUMN", "of the time; the order of the file decides, never the time"),
    "lifecycle": ("STATE", "keep only events of this life-cycle state, like COMPLETE"),
    "lifecycle-column": ("COLUMN", "of the life-cycle state"),
}
REASONS = {"unknown_step": "the workflow has no such step", "no_transition": "no transition"}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "workflow", help="check a workflow file, or make and try one from an event log"
    )
    kinds = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    _add_check(kinds)
    _add_discover(kinds)
    _add_replay(kinds)
    _add_export(kinds)
    _add_import(kinds)


def _add_check(kinds: Commands) -> None:
    check = kinds.add_parser("check", help="say what is wrong with a workflow file; ends with 1 on errors")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=run_check)


def _add_discover(kinds: Commands) -> None:
    discover = kinds.add_parser("discover", help="make a workflow file from an event log")
    discover.add_argument("log", type=Path, metavar="LOG", help="CSV or XES, packed with gzip or not")
    discover.add_argument(
        "--min", type=int, default=5, metavar="N", help="how often a succession must be seen (5)"
    )
    discover.add_argument(
        "--out", type=Path, metavar="FILE", help="where to write it; by default it is printed"
    )
    discover.add_argument("--name", help="of the workflow; by default the log's")
    _add_log_options(discover)
    discover.set_defaults(run=run_discover)


def _add_replay(kinds: Commands) -> None:
    replay = kinds.add_parser("replay", help="try an event log on a workflow file")
    replay.add_argument("file", type=Path, metavar="FILE")
    replay.add_argument("log", type=Path, metavar="LOG", help="CSV or XES, packed with gzip or not")
    _add_log_options(replay)
    replay.set_defaults(run=run_replay)


def _add_export(kinds: Commands) -> None:
    export = kinds.add_parser("export", help="write a workflow as a file")
    export.add_argument("name", metavar="NAME", help="of the workflow")
    export.add_argument("--organization", help="by default the first parent organization")
    export.add_argument("--version", metavar="N|draft", help="by default the newest version")
    export.add_argument(
        "--out", type=Path, metavar="FILE", help="where to write it; by default it is printed"
    )
    export.set_defaults(run=run_export)


def _add_import(kinds: Commands) -> None:
    bring = kinds.add_parser("import", help="make a workflow file the draft of its workflow")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("--organization", help="by default the first parent organization")
    bring.add_argument("--name", help="of the workflow; by default as the file says")
    bring.add_argument("--publish", action="store_true", help="publish it at once; the draft stays")
    bring.add_argument(
        "--map",
        nargs=2,
        action="append",
        default=[],
        metavar=("OLD", "NEW"),
        help="with --publish: opportunities on the step OLD, which the file no longer has, go to NEW; repeat it for each",
    )
    bring.set_defaults(run=run_import)


def _add_log_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--activities",
        action="append",
        default=[],
        metavar="PATTERNS",
        help="keep only activities like 'A_*'; several parted by commas, or the option repeated",
    )
    for name, (metavar, help_text) in LOG_OPTIONS.items():
        parser.add_argument(f"--{name}", metavar=metavar, help=help_text)


def run_check(arguments: argparse.Namespace) -> int:
    from handsel.workflows.checking import Level, check

    findings = check(_graph_in(arguments.file))
    for finding in findings:
        element = finding.element.replace("_", "-")
        print(_shown(f'{finding.level}  {element} "{finding.name}": {finding.text}'))
    errors = sum(finding.level is Level.ERROR for finding in findings)
    print(f"{errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def run_discover(arguments: argparse.Namespace) -> None:
    from handsel.workflows.discovering import discover

    name = arguments.name or arguments.log.name.partition(".")[0]
    with _opened(arguments.log) as stream:
        found = discover(stream, _log_options(arguments), at_least=arguments.min, name=name)
    _write(found.text, arguments.out)
    summary = {
        "cases": found.observed.cases,
        "events": found.observed.events,
        "events left out": found.observed.skipped,
        "steps": len(found.file["steps"]),
        "transitions": len(found.file["transitions"]),
    }
    for what, count in summary.items():
        print(f"{what}: {count}", file=sys.stdout if arguments.out else sys.stderr)


def run_replay(arguments: argparse.Namespace) -> None:
    """The last four lines are for programs."""
    from handsel.workflows.replaying import replay

    graph = _graph_in(arguments.file)
    with _opened(arguments.log) as stream:
        found = replay(graph, stream, _log_options(arguments))
    for refusal in found.refusals[:LISTED]:
        start = "(start)" if refusal.start is None else refusal.start
        print(_shown(f"{refusal.count:>7}  {start} → {refusal.to}: {REASONS[refusal.reason]}"))
    others = found.refused - sum(refusal.count for refusal in found.refusals[:LISTED])
    if others:
        print(f"{others:>7}  for other reasons")
    print(f"cases: {found.cases}")
    print(f"completed: {found.completed}")
    print(f"refused: {found.refused}")
    print(f"transitions accepted: {found.accepted}")


def run_export(arguments: argparse.Namespace) -> None:
    with connecting.database():
        from handsel.configuration.workflow_files import export_workflow

        text = export_workflow(arguments.name, organization=arguments.organization, which=arguments.version)
    _write(text, arguments.out)


def run_import(arguments: argparse.Namespace) -> None:
    mapped = [(old, new) for old, new in arguments.map]
    if mapped and not arguments.publish:
        raise RuntimeProblem("A draft moves no opportunities: --map goes with --publish.")
    text = _read(arguments.file)
    where = {"organization": arguments.organization, "name": arguments.name}
    with connecting.database():
        from handsel.configuration.workflow_files import import_draft, import_published

        lines = (
            import_published(text, **where, mapped=mapped)
            if arguments.publish
            else import_draft(text, **where)
        )
    for line in lines:
        print(_shown(line))


def _graph_in(file: Path) -> "Graph":
    from handsel.kernel.ids import new_id
    from handsel.workflows.document import parse
    from handsel.workflows.graph import graph_of

    return graph_of(parse(_read(file), previous=None, new_id=new_id))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RuntimeProblem(f"{file} can't be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise RuntimeProblem(f"{file} is not UTF-8.") from None


def _write(text: str, out: Path | None) -> None:
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RuntimeProblem(f"{out} can't be written: {error.strerror}.") from None


def _log_options(arguments: argparse.Namespace) -> "LogOptions":
    from handsel.workflows.logs import LogOptions, patterns

    return LogOptions(
        case=arguments.case,
        activity=arguments.activity,
        time=arguments.time,
        lifecycle=arguments.lifecycle,
        lifecycle_column=arguments.lifecycle_column,
        activities=patterns(arguments.activities),
    )


def _opened(log: Path) -> BinaryIO:
    try:
        file = log.open("rb")
        size = log.stat().st_size
    except OSError as error:
        raise RuntimeProblem(f"{log} can't be read: {error.strerror}.") from None
    return io.BufferedReader(_Told(file, size)) if sys.stderr.isatty() else file


class _Told(io.RawIOBase):
    """A file that says how far it has been read."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.told = self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # (typeshed asks for any buffer)
        data = self.file.read(len(buffer))
        self.count += len(data)
        if self.count - self.told >= TOLD_EVERY or (not data and self.told):
            self.told = self.count
            end = "\r" if data else "\n"
            print(f"{self.count // MEGABYTE} of {self.size // MEGABYTE} MB read", end=end, file=sys.stderr)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self.file.close()
        super().close()


def _shown(line: str) -> str:
    """Names are people's: nothing in them may end a line or steer the terminal."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in line)
