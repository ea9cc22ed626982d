"""`handsel up` as people run it, and what it survives."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.runtime.test_bridge import eventually, free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")

OURS = ("HANDSEL_", "DATABASE_URL", "DJANGO_", "PG", "PYTEST_")


@dataclass
class Handsel:
    folder: Path
    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answers(self) -> bool:
        return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200

    def command(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return command(*words, HANDSEL_DATA=str(self.folder), **variables)

    def processes(self) -> dict[str, list[int]]:
        """Ours by what they are; `server` are granian's own children, which hold the port."""
        below = {pid: line_of(pid) for pid in children_of(self.process.pid)}
        web = [pid for pid, line in below.items() if "handsel.runtime web" in line]
        return {
            "web": web,
            "server": [pid for main in web for pid in children_of(main)],
            "worker": [pid for pid, line in below.items() if "handsel.runtime worker" in line],
            "postgres": [pid for pid, line in below.items() if "pgdata" in line],
        }


def clean(**variables: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | variables


def command(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handsel.runtime", *words],
        env=clean(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def children_of(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def family_of(pid: int) -> list[int]:
    return [each for child in children_of(pid) for each in (child, *family_of(child))]


def line_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def without_errors(condition: Callable[[], bool]) -> Callable[[], bool]:
    def asked() -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return condition()
        return False

    return asked


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Handsel]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "handsel.runtime", "up"],
        env=clean(HANDSEL_DATA=str(folder), HANDSEL_PORT=str(port)),
        stdout=subprocess.PIPE,
        text=True,
    )
    handsel = Handsel(folder, port, process)
    try:
        assert process.stdout is not None
        handsel.said.append(process.stdout.readline())
        yield handsel
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="handsel-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def handsel(folder: Path) -> Iterator[Handsel]:
    with running(folder) as started:
        yield started


def test_it_says_where_it_runs_and_is_ready_then(handsel: Handsel) -> None:
    assert handsel.said == [f"Handsel runs at {handsel.url} (data in {handsel.folder}; Ctrl-C stops it).\n"]
    assert handsel.answers()


def test_a_second_start_on_the_same_data_is_one_sentence(handsel: Handsel) -> None:
    said = handsel.command("up", HANDSEL_PORT=str(free_port()))

    assert (said.returncode, said.stderr) == (
        1,
        f"handsel: Handsel already runs on the data in {handsel.folder}.\n",
    )


def test_a_command_uses_the_running_database(handsel: Handsel) -> None:
    said = handsel.command("doctor")

    assert said.returncode == 0, said.stdout
    assert "MEND" not in said.stdout
    assert handsel.answers()


def test_a_taken_port_is_one_sentence_that_names_the_variable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = command("up", HANDSEL_DATA=tempfile.mkdtemp(prefix="handsel-"), HANDSEL_PORT=str(port))

    assert said.returncode == 1
    assert said.stderr == (
        f"handsel: Port {port} of 127.0.0.1 is taken by another program: set HANDSEL_PORT to a free one.\n"
    )


def test_a_public_address_without_https_is_refused(tmp_path: Path) -> None:
    said = command("up", HANDSEL_DATA=tempfile.mkdtemp(prefix="handsel-"), HANDSEL_HOST="0.0.0.0")

    assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert "HANDSEL_PUBLIC_URL" in said.stderr


@pytest.mark.parametrize("name", ["server", "web", "worker", "postgres"])
def test_what_is_killed_is_started_again(handsel: Handsel, name: str) -> None:
    before = handsel.processes()
    assert all(len(pids) == 1 for pids in before.values()), before

    os.kill(before[name][0], signal.SIGKILL)

    def is_back() -> bool:
        now = handsel.processes()
        return len(now[name]) == 1 and now[name] != before[name] and handsel.answers()

    assert eventually(without_errors(is_back), within=15)
    assert eventually(lambda: not any(is_alive(pid) for pid in before[name]))


def test_killing_the_supervisor_leaves_nothing_running_and_the_data_usable(
    folder: Path, handsel: Handsel
) -> None:
    everything = family_of(handsel.process.pid)

    handsel.process.kill()
    handsel.process.wait()

    assert eventually(lambda: not any(is_alive(pid) for pid in everything), within=10)
    with running(folder) as again:
        assert again.answers()
        everything = family_of(again.process.pid)
        begun = time.monotonic()
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(10) == 0
        assert time.monotonic() - begun < 8  # what is left would be killed after ten
        assert not any(is_alive(pid) for pid in everything)
