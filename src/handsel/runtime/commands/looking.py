"""doctor, openapi: what this installation is and whether it is well."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version

from handsel.environment import Environment
from handsel.kernel.refusals import Refusal
from handsel.runtime import connecting
from handsel.runtime.commands import Commands
from handsel.runtime.problems import RuntimeProblem

LOW_DISK = 1_000_000_000


def add_to(commands: Commands) -> None:
    commands.add_parser("doctor", help="check this installation").set_defaults(run=run_doctor)
    openapi = commands.add_parser("openapi", help="print the description of the API")
    openapi.set_defaults(run=run_openapi)


def run_doctor(_: argparse.Namespace) -> int:
    """Ends with 1 when something needs a hand."""
    print(f"Handsel {version('handsel')}, Python {sys.version.split()[0]}")
    is_well = True
    with connecting.database() as settings:
        for check in (_data, _database, _roles, _migrations):
            try:
                for line in check(settings):
                    print(f"ok    {line}")
            except (RuntimeProblem, Refusal) as problem:
                is_well = False
                print(f"MEND  {problem}")
    return 0 if is_well else 1


def run_openapi(_: argparse.Namespace) -> None:
    """Needs Django, but neither database nor data directory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")
    os.environ.setdefault("HANDSEL_SECRET_KEY", "unused, because nothing is signed here")
    with connecting.django_ready():
        from handsel.api import api

        print(json.dumps(api.get_openapi_schema(), indent=2, sort_keys=True, default=str))


def _data(settings: Environment) -> Iterator[str]:
    yield f"data in {settings.data}, address {settings.public_url}"
    free = shutil.disk_usage(settings.data).free
    if free < LOW_DISK:
        raise RuntimeProblem(f"only {free / 1e9:.1f} GB are free on the disk that holds {settings.data}")


def _database(settings: Environment) -> Iterator[str]:
    from handsel.database.migrating import login

    with login() as connection:
        kind = "external" if settings.database_url else "embedded"
        number = connection.info.server_version
        yield f"{kind} PostgreSQL {number // 10_000}.{number % 10_000}, database {connection.info.dbname}"


def _roles(_: Environment) -> Iterator[str]:
    from handsel.database.migrating import check_roles, login

    with login() as connection:
        check_roles(connection)
    yield "row-level security binds the roles of web and worker"


def _migrations(_: Environment) -> Iterator[str]:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        raise RuntimeProblem(f"{waiting} migrations have not run: handsel migrate")
    yield "every migration has run"
