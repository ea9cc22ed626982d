"""import: files of another system, through the gate (I4)."""

import argparse
from pathlib import Path

from handsel.runtime import connecting
from handsel.runtime.commands import Commands
from handsel.runtime.problems import RuntimeProblem

OPTIONS = {
    "team": "the team of rows that name none",
    "currency": "of amounts without one; by default the organization's",
    "source": "whose ids the rows have; by default the layout's name",
    "encoding": "utf-8 or cp1252",
    "date-order": "day_first or month_first, where the dates do not show it",
    "decimal-sign": "point or comma, where the amounts do not show it",
}


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("import", help="bring in opportunities from files of another system")
    parser.add_argument("layout", help="what the files are: maven, or csv for any table")
    parser.add_argument("folder", type=Path, help="where they lie, or the one file")
    parser.add_argument("--organization", help="by default the first parent organization")
    parser.add_argument("--email", help="who imports; by default the organization's administrator")
    parser.add_argument("--dry-run", action="store_true", help="only check and report")
    for name, help_text in OPTIONS.items():
        parser.add_argument(f"--{name}", help=help_text)
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> None:
    if not arguments.folder.exists():
        raise RuntimeProblem(f"There is no folder or file {arguments.folder}.")
    given = {name.replace("-", "_") for name in OPTIONS}
    with connecting.database():
        from handsel.imports import commands

        commands.run(
            arguments.layout,
            place=arguments.folder,
            organization=arguments.organization,
            email=arguments.email,
            is_dry=arguments.dry_run,
            options={name: value for name in given if (value := getattr(arguments, name)) is not None},
        )
