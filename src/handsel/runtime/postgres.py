"""PostgreSQL below the data directory, started by us over a local socket only.

The lock file is inherited by every process of the server, so whoever gets the lock knows that none of them lives.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from handsel.runtime import binaries
from handsel.runtime.children import Account, spawn
from handsel.runtime.places import account_for
from handsel.runtime.problems import NO_SPACE, RuntimeProblem, disk_full, problem_of

USER = DATABASE = "handsel"
BUILTIN_LOCALES_SINCE = 17
LONGEST_SOCKET_FOLDER = 80  # the kernel allows 108 with the file's name
LARGEST_LOG = 10_000_000
RECOVERY = 300  # seconds; after a crash the server may replay a lot
CLOSING = 20  # seconds that a server whose supervisor was killed may need to end

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "autovacuum_naptime": "20s",
    "jit": "off",
    "dynamic_shared_memory_type": "mmap",  # /dev/shm has 64 MB in a container
    "max_parallel_workers_per_gather": "0",
    "idle_session_timeout": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
}


class EmbeddedPostgres:
    """`url` is what DATABASE_URL wants once it is started. Start it from the main thread: it dies with its thread."""

    def __init__(
        self, root: Path, *, pg_bin: Path | None = None, settings: dict[str, str] | None = None
    ) -> None:
        self.root = root.resolve()
        self.data = self.root / "pgdata"
        self.log = self.root / "postgres.log"
        self.is_ours = False
        self._pg_bin = pg_bin
        self._settings = SETTINGS | (settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    @property
    def url(self) -> str:
        return f"postgresql:///{DATABASE}?host={quote(str(self._socket_folder()))}&user={USER}"

    def start(self) -> None:
        """Start it, or raise RuntimeProblem: also when another process holds this data."""
        try:
            self._start()
        except OSError as error:
            self.stop()
            raise problem_of(error, where=self.root) from None
        except BaseException:
            self.stop()
            raise

    def start_or_adopt(self) -> None:
        """As `start`, but a server that already runs on this data is used as it is, and then `stop` leaves it alone."""
        try:
            self._prepare_root()
            is_locked = self._take_lock(patience=0)
        except OSError as error:
            raise problem_of(error, where=self.root) from None
        if is_locked or not self._adopt():
            self.start()

    def restart_if_dead(self) -> bool:
        """For a supervisor's loop; true when it had to be started again."""
        if self._process is None or self._process.poll() is None:
            return False
        self._process = None
        self._wait_for_children()
        self._launch(self._programs())
        return True

    def stop(self, *, patience: float = 60) -> None:
        """Fast shutdown of the server that we started; of an adopted one nothing."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        self.is_ours = False

    def __enter__(self) -> Self:
        self.start_or_adopt()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- the lock

    def _prepare_root(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self.root.chmod(0o711)

    def _take_lock(self, *, patience: float) -> bool:
        if self._lock is None:
            self._lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._hand_over(self.root / "lock")
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end or (patience and self._is_kept()):
                    os.close(self._lock)
                    self._lock = None
                    return False
                time.sleep(0.05)
            else:
                return True

    def _is_kept(self) -> bool:
        """Whether the server that holds the lock has a living parent that is neither init nor a subreaper's orphan:
        a server whose supervisor was killed ends by itself, one that is kept will not."""
        try:
            pid = int(self._postmaster_file()[0])
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            argv = Path(f"/proc/{parent}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return False
        return parent > 1 and (b"handsel" in argv or b"python" in argv or b"pytest" in argv)

    def _adopt(self) -> bool:
        end = time.monotonic() + CLOSING
        while time.monotonic() < end:
            if self._is_ready():
                with (
                    contextlib.suppress(psycopg.OperationalError),
                    psycopg.connect(self.url, connect_timeout=5),
                ):
                    return True
            try:
                if self._take_lock(patience=0):
                    return False  # it ended meanwhile
            except OSError as error:
                raise problem_of(error, where=self.root) from None
            time.sleep(0.05)
        raise RuntimeProblem(f"Another process holds {self.root.parent}, but its PostgreSQL does not answer.")

    # -- the start

    def _start(self) -> None:
        self._prepare_root()
        if not self._take_lock(patience=CLOSING):
            raise RuntimeProblem(f"Another process already runs the PostgreSQL of {self.root.parent}.")
        self._start_locked()

    def _start_locked(self) -> None:
        self.is_ours = True
        programs = self._programs()
        major = binaries.major_of(programs)
        if not (self.data / "PG_VERSION").exists():
            self._initialize(programs, major=major)
        self._check_major(major)
        self._launch(programs)
        self._make_database()

    def _programs(self) -> Path:
        return binaries.locate(self.root, account=self._account(), given=self._pg_bin)

    def _account(self) -> Account:
        return account_for(self.data)

    def _initialize(self, programs: Path, *, major: int) -> None:
        fresh, account = self.root / "pgdata.new", self._account()
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        os.chown(fresh, account.uid, account.gid)
        by_itself = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = by_itself if major >= BUILTIN_LOCALES_SINCE else ["--locale=C.UTF-8"]
        argv: list[str | Path] = [
            programs / "initdb",
            "-D",
            fresh,
            "-U",
            USER,
            "--auth=trust",
            "-E",
            "UTF8",
            *locale,
            "--data-checksums",
        ]
        process = spawn(
            argv,
            account=account,
            environment=binaries.environment_for(programs),
            cwd="/",
            out=subprocess.PIPE,
        )
        said = process.communicate()[0].decode(errors="replace")
        if process.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise self._problem(
                said, otherwise=f"PostgreSQL could not make its data directory: {_last_line(said)}"
            )
        fresh.rename(self.data)  # so a killed initdb leaves no half cluster

    def _check_major(self, major: int) -> None:
        stored = int((self.data / "PG_VERSION").read_text())
        if stored != major:
            raise RuntimeProblem(
                f"The data in {self.data} was written by PostgreSQL {stored}, and this is PostgreSQL {major}: dump it with "
                f"PostgreSQL {stored} (HANDSEL_PG_BIN names its programs) and restore it into a new data directory."
            )

    def _launch(self, programs: Path) -> None:
        assert self._lock is not None
        (self.data / "postmaster.pid").unlink(
            missing_ok=True
        )  # safe: no process of the server lives, we have the lock
        settings = {"unix_socket_directories": str(self._make_socket_folder())} | self._settings
        log = self._open_log()
        start_of_log = os.fstat(log).st_size
        try:
            self._process = spawn(
                [
                    programs / "postgres",
                    "-D",
                    self.data,
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                account=self._account(),
                death_signal=signal.SIGINT,
                environment=binaries.environment_for(programs),
                cwd="/",
                out=log,
                keep=[self._lock],
            )
        finally:
            os.close(log)
        self._wait_until_ready(self._process, start_of_log=start_of_log)

    def _wait_until_ready(self, process: subprocess.Popen[bytes], *, start_of_log: int) -> None:
        end = time.monotonic() + RECOVERY
        while not self._is_ready():
            if process.poll() is not None:
                with self.log.open("rb") as log:
                    log.seek(start_of_log)
                    said = log.read().decode(errors="replace")
                raise self._problem(
                    said, otherwise=f"PostgreSQL did not start: {_reason(said)} See {self.log}."
                )
            if time.monotonic() > end:
                raise RuntimeProblem(f"PostgreSQL was not ready after {RECOVERY} seconds. See {self.log}.")
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        try:
            return self._postmaster_file()[7].strip() == "ready"
        except (OSError, IndexError):
            return False

    def _postmaster_file(self) -> list[str]:
        return (self.data / "postmaster.pid").read_text().splitlines()

    def _make_database(self) -> None:
        with psycopg.connect(self.url.replace(f"/{DATABASE}?", "/postgres?"), autocommit=True) as connection:
            if (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                is None
            ):
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _wait_for_children(self) -> None:
        """A killed postmaster's children notice and end; until then they hold shared memory and a copy of the lock."""
        probe = os.open(self.root / "lock", os.O_RDWR | os.O_CLOEXEC)
        os.close(self._lock) if self._lock is not None else None
        self._lock = probe
        if not self._take_lock(patience=CLOSING):
            raise RuntimeProblem(f"Processes of the old PostgreSQL still hold {self.root}.")

    # -- files

    def _socket_folder(self) -> Path:
        folder = self.root / "run"
        if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        return (
            Path(tempfile.gettempdir())
            / f"handsel-{hashlib.sha256(str(self.root).encode()).hexdigest()[:16]}"
        )

    def _make_socket_folder(self) -> Path:
        folder, account = self._socket_folder(), self._account()
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {account.uid, os.geteuid()}:
            raise RuntimeProblem(
                f"{folder} belongs to someone else: remove it or choose a shorter HANDSEL_DATA."
            )
        folder.chmod(0o700)
        os.chown(folder, account.uid, account.gid)
        return folder

    def _open_log(self) -> int:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._hand_over(self.log)
        return descriptor

    def _hand_over(self, path: Path) -> None:
        """Root makes files that the owner of the data can use later without root."""
        if os.geteuid() == 0:
            os.chown(path, self._account().uid, self._account().gid)

    def _problem(self, said: str, *, otherwise: str) -> RuntimeProblem:
        return disk_full(self.root) if NO_SPACE in said else RuntimeProblem(otherwise)


def _last_line(said: str) -> str:
    return next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "it said nothing.")


def _reason(said: str) -> str:
    """The first line of the log that says what was fatal."""
    fatal = (line.partition("FATAL:")[2].strip() for line in said.splitlines() if "FATAL:" in line)
    reason = next(fatal, _last_line(said))
    return reason if reason.endswith(".") else f"{reason}."
