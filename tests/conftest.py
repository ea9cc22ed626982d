"""One PostgreSQL per run, migrated once into a template; each worker and each committing test gets its own copy.

Everything connects as `handsel_app`, so every test runs under row-level security.
"""

import os
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest

RUN = Path(os.environ.setdefault("HANDSEL_TEST_DATA", f"/tmp/handsel-tests-{os.getuid()}"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")
os.environ["HANDSEL_DATA"] = str(RUN / "data")
os.environ["HANDSEL_SECRET_KEY"] = "a key for tests only, long enough for every check"
os.environ["HANDSEL_EMAIL_URL"] = f"file://{RUN}/mail"
os.environ.setdefault("HANDSEL_LOG_LEVEL", "CRITICAL")
os.environ["HANDSEL_PUBLIC_URL"] = "http://localhost"

from handsel.runtime.postgres import EmbeddedPostgres

TEMPLATE = "handsel_template"
PATIENCE = 60  # seconds


SERVER = pytest.StashKey[EmbeddedPostgres]()
BASE = pytest.StashKey[str]()
OWN = pytest.StashKey[str]()


def _server() -> EmbeddedPostgres:
    """The first worker starts it, the others adopt it."""
    server = EmbeddedPostgres(
        RUN / "postgres", settings={"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    )
    server.start_or_adopt()
    return server


def pytest_configure(config: pytest.Config) -> None:
    """Before Django is loaded: settings read the address of the database."""
    if hasattr(config, "workerinput"):
        os.environ["DATABASE_URL"] = config.workerinput["database_url"]
    else:
        config.stash[SERVER] = server = _server()
        os.environ["DATABASE_URL"] = server.url
        _make_template(server.url)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"handsel_{worker}_{uuid.uuid4().hex[:8]}"
    base = config.stash[BASE] = os.environ["DATABASE_URL"]
    _copy(base, name)
    config.stash[OWN] = name
    os.environ["DATABASE_URL"] = in_database(base, name)
    import django

    django.setup()
    _be_patient()


def _be_patient() -> None:
    """A busy machine may be late with the first connection to a new database; people are not kept waiting so long."""
    from django.conf import settings

    for alias in ("default", "system"):
        settings.DATABASES[alias]["OPTIONS"]["pool"]["timeout"] = PATIENCE


def pytest_configure_node(node: Any) -> None:
    node.workerinput["database_url"] = node.config.stash[BASE]


def pytest_unconfigure(config: pytest.Config) -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    _drop(config.stash[BASE], config.stash[OWN])
    if SERVER in config.stash:
        config.stash[SERVER].stop()


def in_database(url: str, name: str) -> str:
    before, _, query = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}?{query}"


def _make_template(url: str) -> None:
    """Migrated once; made anew when a migration file has changed since."""
    import hashlib

    files = sorted(Path(__file__).parent.parent.glob("src/handsel/**/*.py"))
    schema = [file for file in files if "migrations" in file.parts or file.name in {"roles.py", "fences.py"}]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in schema)).hexdigest()
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE]
        ).fetchone()
        if row == (digest,):
            return
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    _migrate(in_database(url, TEMPLATE))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"COMMENT ON DATABASE {TEMPLATE} IS '{digest}'")


def _migrate(url: str) -> None:
    import subprocess
    import sys

    program = "import django; django.setup(); from handsel.database.migrating import migrate; migrate()"
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "DATABASE_URL": url})


def _copy(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")


def _drop(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def db() -> Generator[None]:
    """A transaction around the test, rolled back at its end."""
    from django.db import connections, transaction

    connections["system"].close()
    with transaction.atomic():
        with _reading_through("default"):
            yield
        transaction.set_rollback(True)


@pytest.fixture
def committing(request: pytest.FixtureRequest) -> Generator[str]:
    """A database of the test's own, where commits are real: for races, readers and stories. Gives its address."""
    base, name = request.config.stash[BASE], f"handsel_test_{uuid.uuid4().hex[:12]}"
    _copy(base, name)
    try:
        with _connected_to(name):
            yield in_database(base, name)
    finally:
        _drop(base, name)


@pytest.fixture
def acme(request: pytest.FixtureRequest) -> Any:
    """`tests.cast.Acme`, in the database that the test asked for: `committing` where it did, else `db`."""
    _ask_for_database(request)
    from tests.cast import found_acme

    return found_acme()


@pytest.fixture
def otto(request: pytest.FixtureRequest) -> Any:
    """The member of another organization, who must see nothing."""
    _ask_for_database(request)
    from tests.cast import found_otto

    return found_otto()


def _ask_for_database(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("committing" if "committing" in request.fixturenames else "db")


from contextlib import contextmanager


@contextmanager
def _connected_to(name: str) -> Generator[None]:
    from django.db import connections

    before = connections["default"].settings_dict["NAME"]
    _switch(name)
    try:
        yield
    finally:
        _switch(before)


def _switch(name: str) -> None:
    from django.db import connections

    for alias in ("default", "system", "owner"):
        connection: Any = connections[alias]
        connection.close()
        # First the name: a thread that comes between opens its pool to what is there from now on.
        connections.settings[alias]["NAME"] = name
        connection.settings_dict["NAME"] = name
        connection.close_pool()


@contextmanager
def _reading_through(alias: str) -> Generator[None]:
    """Inside a wrapped test the system's reads must see what the test has not committed: they use its connection.

    The role is switched for each statement, so that what the system may read is still tested.
    """
    from django.db import connections as kept

    connections: Any = kept
    real = connections["system"]
    connections["system"] = AsSystem(connections[alias])
    try:
        yield
    finally:
        connections["system"] = real


class AsSystem:
    """Enough of a connection for the hand-written reads of `system`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.alias = "system"
        self.queries_log: list[Any] = []

    def close_if_unusable_or_obsolete(self) -> None: ...

    def close(self) -> None: ...

    def __getattr__(self, name: str) -> Any:
        """What Django does with every connection around a request is done to the real one."""
        return getattr(self._connection, name)

    @contextmanager
    def cursor(self) -> Generator[Any]:
        with self._connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE handsel_system")
            try:
                yield cursor
            finally:
                if not self._connection.needs_rollback:
                    cursor.execute("SET LOCAL ROLE handsel_app")
