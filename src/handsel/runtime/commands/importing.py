"""import: a folder of another system's files, through the gate (I4)."""

import argparse
from pathlib import Path

from handsel.runtime import connecting
from handsel.runtime.commands import Commands
from handsel.runtime.problems import RuntimeProblem


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("import", help="bring in opportunities from files of another system")
    parser.add_argument("layout", help="what the files are, for example maven or csv")
    parser.add_argument("folder", type=Path, help="where they lie")
    parser.add_argument("--organization", help="by default the first parent organization")
    parser.add_argument("--email", help="who imports; by default the organization's administrator")
    parser.add_argument("--yes", action="store_true", help="import without asking after the check")
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> None:
    if not arguments.folder.is_dir():
        raise RuntimeProblem(f"There is no folder {arguments.folder}.")
    with connecting.database():
        from handsel.imports import commands

        commands.run(
            arguments.layout,
            folder=arguments.folder,
            organization=arguments.organization,
            email=arguments.email,
            is_confirmed=arguments.yes,
        )
