"""apply, describe: an organization as a file (I14)."""

import argparse
from collections import Counter
from pathlib import Path

from handsel.runtime import connecting
from handsel.runtime.commands import Commands
from handsel.runtime.problems import RuntimeProblem


def add_to(commands: Commands) -> None:
    apply = commands.add_parser("apply", help="make organizations as a file describes them")
    apply.add_argument("file", type=Path)
    apply.add_argument("--dry-run", action="store_true", help="show the difference and change nothing")
    apply.add_argument("--yes", action="store_true", help="accepted for scripts; nothing is ever asked")
    apply.set_defaults(run=run_apply)
    describe = commands.add_parser("describe", help="print the organizations as such a file")
    describe.set_defaults(run=run_describe)


def run_apply(arguments: argparse.Namespace) -> None:
    if not arguments.file.is_file():
        raise RuntimeProblem(f"There is no file {arguments.file}.")
    with connecting.database():
        from handsel import configuration

        act = configuration.preview if arguments.dry_run else configuration.apply
        changes = act(arguments.file)
    for change in changes:
        print(change)
    counts = Counter(change.kind for change in changes)
    told = ", ".join(f"{counts[kind]} {kind}" for kind in configuration.Kind)
    print(f"{told}." + " Nothing was changed: this was a dry run." * arguments.dry_run)


def run_describe(_: argparse.Namespace) -> None:
    with connecting.database():
        from handsel import configuration

        print(configuration.describe(), end="")
