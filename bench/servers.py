"""The programs that are measured, and the processor time that they and PostgreSQL take."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
READY = 30  # seconds
LOGS = Path(tempfile.gettempdir())


@dataclass(frozen=True, slots=True)
class Served:
    name: str
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of processor time of the program and all that it started."""
        return sum(_cpu(pid) for pid in [self.pid, *descendants(self.pid)])


@contextlib.contextmanager
def floor(url: str) -> Iterator[Served]:
    with _serving("floor", ["bench/floor.py"], url=url, folder=None) as served:
        yield served


@contextlib.contextmanager
def handsel(url: str, *, folder: Path) -> Iterator[Served]:
    """`handsel web` as it is: one process, eight threads, its log in a file."""
    with _serving("handsel", ["-m", "handsel.runtime", "web"], url=url, folder=folder) as served:
        yield served


@contextlib.contextmanager
def _serving(name: str, program: list[str], *, url: str, folder: Path | None) -> Iterator[Served]:
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": url,
        "HANDSEL_PORT": str(port),
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }
    if folder is None:
        program = [*program, str(port)]
    else:
        folder.mkdir(parents=True, exist_ok=True)
        environment["HANDSEL_DATA"] = str(folder)
    log = LOGS / f"bench-{name}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, *program], cwd=ROOT, env=environment, stdout=file, stderr=file
        )
    try:
        wait_for(port, process, log=log)
        yield Served(name, port, process.pid)
    finally:
        end(process)


def start_and_stop(folder: Path) -> float:
    """Seconds until `handsel up` on that data answers."""
    with contextlib.ExitStack() as stack:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"HANDSEL_DATA": str(folder), "HANDSEL_PORT": str(free_port())}
        environment.pop("DATABASE_URL", None)
        folder.mkdir(parents=True, exist_ok=True)
        log = LOGS / "bench-up.log"
        file = stack.enter_context(log.open("wb"))
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "handsel.runtime", "up"],
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=file,
        )
        stack.callback(end, process)
        wait_for(int(environment["HANDSEL_PORT"]), process, log=log)
        return time.monotonic() - begun


def wait_for(port: int, process: subprocess.Popen[bytes], *, log: Path) -> None:
    until = time.monotonic() + READY
    while not answers(port):
        if process.poll() is not None or time.monotonic() > until:
            sys.exit(f"It did not start: see {log}.")
        time.sleep(0.01)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(16).startswith(b"HTTP/1.")
    except OSError:
        return False


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()  # a shell in the background has SIGINT ignored
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def cpu_of_postgres(postmaster: int) -> float:
    """Of all its processes, also of those that ended meanwhile."""
    return _cpu(postmaster, with_ended=True) + sum(_cpu(pid) for pid in descendants(postmaster))


def descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    found = [int(child) for child in children]
    return found + [grandchild for child in found for grandchild in descendants(child)]


def _cpu(pid: int, *, with_ended: bool = False) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11 : 15 if with_ended else 13]) / TICKS
