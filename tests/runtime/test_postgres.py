"""The embedded server itself; the tests start servers of their own on temporary data."""

import errno
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from handsel import environment
from handsel.runtime import connecting, places
from handsel.runtime.postgres import EmbeddedPostgres
from handsel.runtime.problems import RuntimeProblem, problem_of

IS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data directory with a stopped server. Below /tmp, because pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="handsel-"))
    folder.chmod(0o711)
    postgres = EmbeddedPostgres(folder / "postgres")
    postgres.start()
    postgres.stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def postgres(made: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(made / "postgres")
    server.start()
    yield server
    server.stop()


def ask(server: EmbeddedPostgres, question: str) -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def test_it_answers_as_our_user_in_our_database(postgres: EmbeddedPostgres) -> None:
    assert ask(postgres, "SELECT current_user || ' ' || current_database()") == "handsel handsel"


def test_it_listens_on_no_network_and_does_not_compile_queries(postgres: EmbeddedPostgres) -> None:
    assert ask(postgres, "SHOW listen_addresses") == ""
    assert ask(postgres, "SHOW jit") == "off"


def test_what_was_committed_survives_kill_9(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS n")
    pid = int((postgres.data / "postmaster.pid").read_text().splitlines()[0])

    os.kill(pid, signal.SIGKILL)
    while not postgres.restart_if_dead():
        time.sleep(0.02)

    assert ask(postgres, "SELECT n FROM kept") == 42
    assert not postgres.restart_if_dead()


def test_a_second_start_is_refused_in_one_sentence(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(RuntimeProblem, match="already runs the PostgreSQL of"):
        EmbeddedPostgres(postgres.root).start()


def test_a_running_server_is_adopted_and_left_running(postgres: EmbeddedPostgres) -> None:
    with EmbeddedPostgres(postgres.root) as other:
        assert not other.is_ours
        assert ask(other, "SELECT 1") == 1

    assert ask(postgres, "SELECT 1") == 1


def test_without_a_running_server_one_is_started_for_the_time(made: Path) -> None:
    with EmbeddedPostgres(made / "postgres") as server:
        assert server.is_ours
        assert ask(server, "SELECT 1") == 1

    with pytest.raises(psycopg.OperationalError):
        ask(server, "SELECT 1")


def test_it_ends_with_the_process_that_started_it(made: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from handsel.runtime.postgres import EmbeddedPostgres\n"
        "EmbeddedPostgres(Path(sys.argv[1])).start(); print('ready', flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, made / "postgres"], stdout=subprocess.PIPE)
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"ready\n"

    starter.kill()
    starter.wait()
    starter.stdout.close()

    after = EmbeddedPostgres(made / "postgres")
    after.start()  # waits for the old one to end
    assert ask(after, "SELECT 1") == 1
    after.stop()


def test_data_of_another_major_version_is_refused(made: Path) -> None:
    version = made / "postgres" / "pgdata" / "PG_VERSION"
    right = version.read_text()
    version.write_text("15\n")
    try:
        with pytest.raises(
            RuntimeProblem, match=r"written by PostgreSQL 15, and this is PostgreSQL 18: dump it .* restore"
        ):
            EmbeddedPostgres(made / "postgres").start()
    finally:
        version.write_text(right)


def test_programs_that_are_not_there_are_named(made: Path) -> None:
    with pytest.raises(RuntimeProblem, match="HANDSEL_PG_BIN=/nowhere holds no program"):
        EmbeddedPostgres(made / "postgres", pg_bin=Path("/nowhere")).start()


def test_a_failing_start_says_why_and_can_be_repeated(made: Path) -> None:
    with pytest.raises(RuntimeProblem, match=r"did not start: .*max_connections.*postgres\.log"):
        EmbeddedPostgres(made / "postgres", settings={"max_connections": "many"}).start()

    with EmbeddedPostgres(made / "postgres") as server:
        assert ask(server, "SELECT 1") == 1


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk that holds /data is full"),
        (errno.EDQUOT, "The disk that holds /data is full"),
        (errno.EACCES, "Handsel may not write /data/lock"),
        (errno.EROFS, "Handsel may not write /data/lock"),
    ],
)
def test_trouble_with_the_disk_is_one_sentence(number: int, sentence: str) -> None:
    problem = problem_of(OSError(number, os.strerror(number), "/data/lock"), where=Path("/data"))

    assert str(problem).startswith(sentence)
    assert "\n" not in str(problem)


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount")
def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="handsel-"))
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=60m,mode=711", "none", folder], check=False
    ).returncode:
        folder.rmdir()
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(RuntimeProblem, match=r"The disk that holds .* is full"):
            EmbeddedPostgres(folder / "postgres").start()
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def test_a_long_path_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    long = tmp_path / ("long" * 20)

    assert "host=/tmp/handsel-" in EmbeddedPostgres(long).url.replace(
        tempfile.gettempdir().replace("/", "%2F"), "/tmp"
    )


# -- whose data, and where


def settings_of(**variables: str) -> environment.Environment:
    return environment.read(variables)


@pytest.mark.skipif(not IS_ROOT, reason="only root needs another account")
def test_under_root_a_directory_that_was_asked_for_and_can_not_be_reached_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    with pytest.raises(RuntimeProblem, match=r"does not run as root.*choose another HANDSEL_DATA"):
        places.settle_data_directory(settings_of(HANDSEL_DATA=str(tmp_path / "data")))
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(not IS_ROOT, reason="only root needs another account")
def test_under_root_a_default_directory_that_can_not_be_reached_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, reachable = tmp_path / "checkout", Path(tempfile.mkdtemp(prefix="handsel-"))
    reachable.chmod(0o711)
    closed.mkdir(mode=0o700)
    monkeypatch.chdir(closed)
    monkeypatch.setattr(places, "UNDER_ROOT", reachable)

    found = places.settle_data_directory(settings_of())

    assert found.parent == reachable
    assert found.name.startswith("checkout-")
    assert places.settle_data_directory(settings_of()) == found
    shutil.rmtree(reachable)


@pytest.mark.skipif(not IS_ROOT, reason="only root can become someone else")
def test_an_ordinary_user_runs_it_too_and_root_can_use_it_after() -> None:
    nobody = pwd.getpwnam("nobody")
    folder = Path(tempfile.mkdtemp(prefix="handsel-"))
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    code = (
        "import os, sys; from pathlib import Path\n"
        "import handsel.runtime.postgres as p, handsel.runtime.binaries as b, psycopg\n"
        "os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[2]))\n"
        "server = p.EmbeddedPostgres(Path(sys.argv[1])); server.start()\n"
        "print(psycopg.connect(server.url).execute('SELECT 1').fetchone()); server.stop()"
    )
    python = shutil.which("python3", path="/usr/bin") or sys.executable
    said = subprocess.run(
        [python, "-c", code, folder / "postgres", str(nobody.pw_uid), str(nobody.pw_gid)],
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join(
                path for path in sys.path if path.endswith(("site-packages", "src"))
            )
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if (
        "PermissionError" in said.stderr
        or "ImportError" in said.stderr
        or "ModuleNotFoundError" in said.stderr
    ):
        pytest.skip("another account can't reach this Python")

    assert said.stdout == "(1,)\n", said.stderr
    with EmbeddedPostgres(folder / "postgres") as server:
        assert ask(server, "SELECT 1") == 1
    assert (folder / "postgres" / "postgres.log").stat().st_uid == nobody.pw_uid
    shutil.rmtree(folder)


# -- a database elsewhere


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://ada:s3cr3t@127.0.0.1:1/x", "The database of DATABASE_URL does not answer"),
        ("postgresql://ada:s3cr3t@127.0.0.1:port/x", "The database of DATABASE_URL does not answer"),
        ("mysql://ada:s3cr3t@localhost/x", "DATABASE_URL must look like"),
    ],
)
def test_an_unreachable_database_is_one_sentence_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(RuntimeProblem, match=sentence) as caught:
        connecting.check_database(url)

    assert "s3cr3t" not in str(caught.value)
    assert "\n" not in str(caught.value)
