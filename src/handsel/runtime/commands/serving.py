"""up, web, worker, migrate, demo."""

import argparse
import os

from handsel.environment import Environment
from handsel.runtime import connecting, demonstrating, supervisor
from handsel.runtime.commands import Commands


def add_to(commands: Commands) -> None:
    up = commands.add_parser("up", help="start PostgreSQL, web and worker; Ctrl-C stops everything")
    up.add_argument(
        "--demo", action="store_true", help="load the demonstration organizations when the database is empty"
    )
    up.set_defaults(run=run_up)
    commands.add_parser("web", help="only the web server").set_defaults(run=run_web)
    commands.add_parser("worker", help="only the worker: reactions, timers, jobs").set_defaults(
        run=run_worker
    )
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(run=run_migrate)
    commands.add_parser("demo", help="load the demonstration organizations").set_defaults(run=run_demo)


def run_up(arguments: argparse.Namespace) -> None:
    settings = connecting.prepare()
    with supervisor.only_one(settings.data):
        supervisor.check_port(settings)
        supervisor.Supervisor(
            settings,
            postgres=None if settings.database_url else connecting.embedded(settings),
            prepare=demonstrating.load_when_empty if arguments.demo else lambda: None,
            greet=lambda: greet(settings),
        ).run()


def greet(settings: Environment) -> None:
    supervisor.say(f"Handsel runs at {settings.public_url} (data in {settings.data}; Ctrl-C stops it).")
    demonstrating.show(settings)


def run_web(_: argparse.Namespace) -> None:
    from handsel.runtime import web

    os.environ["HANDSEL_PROCESS"] = "web"
    settings = connecting.prepare()
    with connecting.reached(settings):
        supervisor.check_port(settings)
        web.serve(
            "handsel.asgi:app", host=settings.host, port=settings.port, processes=settings.web_processes
        )


def run_worker(_: argparse.Namespace) -> None:
    os.environ["HANDSEL_PROCESS"] = "worker"
    with connecting.reached(connecting.prepare()), connecting.django_ready():
        from handsel.runtime import worker

        worker.run()


def run_migrate(_: argparse.Namespace) -> None:
    with connecting.database():
        connecting.migrate()
    print("The database is up to date.")


def run_demo(_: argparse.Namespace) -> None:
    with connecting.database() as settings:
        if not demonstrating.load_when_empty():
            print("There are organizations already: the demonstration is loaded only into an empty database.")
        print(f"Address: {settings.public_url}")
        demonstrating.show(settings)
