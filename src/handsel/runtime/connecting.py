"""The database of a command: the one of DATABASE_URL, the one of a running Handsel, or one started for the command."""

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg

from handsel import environment
from handsel.environment import Environment
from handsel.runtime.places import settle_data_directory
from handsel.runtime.postgres import EmbeddedPostgres
from handsel.runtime.problems import RuntimeProblem

OLDEST_POSTGRES = 150_000
PATIENCE = 5  # seconds


def prepare() -> Environment:
    """Settle the data directory, so that every child finds the same one, and refuse what is not safe to run."""
    settings = environment.read()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")
    folder = settle_data_directory(settings)
    os.environ["HANDSEL_DATA"] = str(folder)
    settled = environment.read()
    environment.check_safe(settled, secret_key=environment.secret_key(settled))
    return settled


@contextlib.contextmanager
def database() -> Iterator[Environment]:
    """Django, ready to use. A database that only this command uses is migrated first."""
    settings = prepare()
    with reached(settings) as is_ours, django_ready():
        if is_ours:
            migrate()
        yield settings


@contextlib.contextmanager
def reached(settings: Environment) -> Iterator[bool]:
    """DATABASE_URL is set and answers; true when the server was started for this command alone."""
    if settings.database_url is not None:
        check_database(settings.database_url)
        yield False
        return
    with embedded(settings) as postgres:
        os.environ["DATABASE_URL"] = postgres.url
        yield postgres.is_ours


def embedded(settings: Environment) -> EmbeddedPostgres:
    return EmbeddedPostgres(settings.data / "postgres", pg_bin=settings.pg_bin)


@contextlib.contextmanager
def django_ready() -> Iterator[None]:
    import django
    from django.db import connections

    django.setup()
    try:
        yield
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()


def migrate() -> None:
    from handsel.database.migrating import migrate as bring_up_to_date

    bring_up_to_date()


def check_database(url: str) -> None:
    """Raises RuntimeProblem, which never shows the password."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise RuntimeProblem("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise RuntimeProblem(
            f"The database of DATABASE_URL does not answer: {_without_secrets(error, url)}"
        ) from None
    if version < OLDEST_POSTGRES:
        raise RuntimeProblem(f"DATABASE_URL is PostgreSQL {version // 10_000}; Handsel needs 15 or newer.")


def _without_secrets(error: psycopg.Error, url: str) -> str:
    said = " ".join(str(error).split()) or type(error).__name__
    try:
        secret = str(psycopg.conninfo.conninfo_to_dict(url).get("password") or "")
    except psycopg.Error:
        return "it is not written as libpq expects."  # what libpq says of it may quote the password
    return said.replace(secret, "***") if secret else said
