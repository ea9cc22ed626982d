"""`handsel up`: PostgreSQL, web and worker under one command; what dies is started again, what we started ends with us."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from handsel.environment import Environment
from handsel.runtime import connecting
from handsel.runtime.children import spawn
from handsel.runtime.gate import VARIABLE, Gate
from handsel.runtime.postgres import EmbeddedPostgres
from handsel.runtime.problems import RuntimeProblem

LOOK = 0.1  # seconds between looks at the children
LAST_WORDS = 5.0  # seconds that web and worker have when we stop
READY = 60.0  # seconds in which the page must answer
LIVED = 5.0  # seconds after which a child's death is no longer taken for a failing start
LONGEST_PAUSE = 10.0  # seconds between starts of a child that keeps failing


@dataclass(slots=True)
class Child:
    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = 0.0

    def start(self, *, gate: Gate | None = None) -> None:
        self.started = time.monotonic()
        variables = {} if gate is None else {VARIABLE: str(gate.descriptor)}
        self.process = spawn(
            self.argv,
            death_signal=signal.SIGTERM,
            environment=os.environ | variables,
            keep=[] if gate is None else [gate.descriptor],
        )

    def restart_if_dead(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            say(f"The {self.name} ended ({_ending(self.process.returncode)}) and starts again.")
            self.process = None
            self.failures = 0 if time.monotonic() - self.started > LIVED else self.failures + 1
            self.not_before = time.monotonic() + min(LONGEST_PAUSE, self.failures**2 * 0.25)
        if self.process is None and time.monotonic() >= self.not_before:
            self.start()

    def tell_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, *, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass(slots=True)
class Supervisor:
    settings: Environment
    postgres: EmbeddedPostgres | None
    prepare: Callable[[], object]
    """Called once the database is there and migrated, before anyone is served."""
    greet: Callable[[], object]
    """Called once the web server answers."""
    children: list[Child] = field(default_factory=list)
    is_serving: bool = False
    is_stopping: bool = False

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._start()
            self.is_serving = True
            while not self.is_stopping:
                self._look_after_everything()
                time.sleep(LOOK)
        except _Stopped:
            pass
        finally:
            self._end()

    def _start(self) -> None:
        self._start_database()
        web, worker = (
            Child(name, [sys.executable, "-m", "handsel.runtime", name]) for name in ("web", "worker")
        )
        self.children = [web]
        gate = Gate()
        web.start(gate=gate)
        with connecting.django_ready():
            connecting.migrate()
            self.prepare()
        gate.open()
        self._wait_until_ready(web)
        self.children = [web, worker]
        worker.start()
        self.greet()

    def _start_database(self) -> None:
        if self.postgres is None:
            connecting.check_database(self.settings.database_url or "")
            return
        self.postgres.start()
        os.environ["DATABASE_URL"] = self.postgres.url

    def _wait_until_ready(self, web: Child) -> None:
        end = time.monotonic() + READY
        while not answers(self.settings):
            if web.process is not None and web.process.poll() is not None:
                raise RuntimeProblem("The web server did not start; its reason stands above.")
            if time.monotonic() > end:
                raise RuntimeProblem(f"The web server did not answer within {READY:.0f} seconds.")
            time.sleep(0.02)

    def _look_after_everything(self) -> None:
        if self.postgres is not None and self.postgres.restart_if_dead():
            say("PostgreSQL ended and was started again.")
        for child in self.children:
            child.restart_if_dead()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.is_stopping:
            return
        self.is_stopping = True
        if not self.is_serving:
            raise _Stopped  # still migrating or loading

    def _end(self) -> None:
        self.is_stopping = True
        for child in self.children:
            child.tell_to_stop()
        until = time.monotonic() + LAST_WORDS
        for child in self.children:
            child.wait(until=until)
        if self.postgres is not None:
            self.postgres.stop()


class _Stopped(BaseException):
    """Told to stop; a BaseException so that nothing on the way takes it for a failure."""


def check_port(settings: Environment) -> None:
    """Raises RuntimeProblem before anything was started for nothing."""
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        raise RuntimeProblem(
            f"Port {settings.port} needs more rights: set HANDSEL_PORT to one above 1023."
        ) from None
    except socket.gaierror:
        raise RuntimeProblem(f"HANDSEL_HOST={settings.host} is no address of this machine.") from None
    except OSError as error:
        if "in use" in str(error):
            raise RuntimeProblem(
                f"Port {settings.port} of {settings.host} is taken by another program: set HANDSEL_PORT to a free one."
            ) from None
        raise RuntimeProblem(
            f"HANDSEL_HOST={settings.host} can't be listened on: {error.strerror}."
        ) from None


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data directory, or raise RuntimeProblem because another `handsel up` does."""
    descriptor = os.open(data / "up.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if os.geteuid() == 0:
        os.fchown(descriptor, data.stat().st_uid, data.stat().st_gid)  # who owns the data may run it later
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuntimeProblem(f"Handsel already runs on the data in {data}.") from None
        yield
    finally:
        os.close(descriptor)


def answers(settings: Environment) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 (compared with)
    try:
        with socket.create_connection((host, settings.port), timeout=2) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.")
    except OSError:
        return False


def say(sentence: str) -> None:
    print(sentence, flush=True)


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
