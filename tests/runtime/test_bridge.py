"""What reaches Django through the real server."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from handsel.runtime.web import LAST_WORDS

MEGABYTE = 1_000_000


@dataclass
class Server:
    url: str
    port: int
    process: subprocess.Popen[bytes]
    seen: Path
    closed: Path

    def connect(self, sent: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sendall(sent)
        return connection

    def paths_seen(self) -> list[str]:
        return self.seen.read_text().splitlines() if self.seen.exists() else []


@contextlib.contextmanager
def serving(folder: Path, **variables: str) -> Iterator[Server]:
    port = free_port()
    seen, closed = folder / "seen", folder / "closed"
    environment = os.environ | {"SEEN": str(seen), "CLOSED": str(closed)} | variables
    code = f"from handsel.runtime.web import serve; serve('tests.runtime.bridged:app', host='127.0.0.1', port={port}, processes=1)"
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=Path(__file__).parents[2])
    try:
        wait_for(port)
        yield Server(f"http://127.0.0.1:{port}", port, process, seen, closed)
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        with contextlib.suppress(OSError, httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/ready")
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("bridge")) as running:
        yield running


def test_a_chunked_body_arrives_whole(server: Server) -> None:
    answer = httpx.post(f"{server.url}/x", content=(b"x" * 1000 for _ in range(300))).json()

    assert answer["length"] == 300_000
    assert answer["environ"]["CONTENT_LENGTH"] == "300000"


def test_a_body_within_the_limit_of_its_route_arrives_whole(server: Server) -> None:
    answer = httpx.post(f"{server.url}/api/v1/imports/new", content=b"a" * 5 * MEGABYTE, timeout=20).json()

    assert answer["length"] == 5 * MEGABYTE


@pytest.mark.parametrize(
    ("path", "megabytes"), [("/api/v1/opportunities", 5), ("/api/v1/imports/large", 60), ("/sign-in", 2)]
)
def test_a_body_above_the_limit_is_refused_and_the_refusal_can_be_read(
    server: Server, path: str, megabytes: int
) -> None:
    answer = httpx.post(server.url + path, content=b"a" * megabytes * MEGABYTE, timeout=20)

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "body_too_large"
    assert path not in server.paths_seen()


def test_200_megabytes_in_chunks_are_refused_too(server: Server) -> None:
    answer = httpx.post(f"{server.url}/api/v1/x", content=(b"x" * MEGABYTE for _ in range(200)), timeout=30)

    assert answer.status_code == 413


def test_half_a_body_never_reaches_the_application(server: Server) -> None:
    connection = server.connect(b"POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nonly this")
    connection.close()

    assert httpx.get(f"{server.url}/after").status_code == 200
    assert "/half" not in server.paths_seen()


def test_stalled_senders_and_readers_hold_nobody_up(server: Server) -> None:
    start = b"POST /stalled HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n..."
    senders = [server.connect(start) for _ in range(20)]
    readers = [server.connect(b"GET /stream?40 HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(20)]
    try:
        time.sleep(0.5)
        with httpx.Client(timeout=30) as others:  # those stall for as long as this lasts
            answers = [others.get(f"{server.url}/others").status_code for _ in range(20)]

        assert answers == [200] * 20
    finally:
        for connection in senders + readers:
            connection.close()


def test_a_streaming_answer_is_closed_also_when_its_reader_leaves(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        whole = httpx.get(f"{server.url}/stream?3")
        with contextlib.closing(server.connect(b"GET /stream?40 HTTP/1.1\r\nHost: x\r\n\r\n")) as connection:
            connection.recv(1000)

        assert len(whole.content) == 3 * MEGABYTE
        assert eventually(lambda: server.closed.read_text() == "closed\nclosed\n")


def test_two_cookie_headers_are_one(server: Server) -> None:
    answer = httpx.get(
        f"{server.url}/x", headers=[("Cookie", "a=1"), ("Cookie", "b=2"), ("X-Y", "1"), ("X-Y", "2")]
    )

    assert answer.json()["environ"]["HTTP_COOKIE"] == "a=1; b=2"
    assert answer.json()["environ"]["HTTP_X_Y"] == "1,2"
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_header_names_with_an_underscore_are_dropped(server: Server) -> None:
    connection = server.connect(
        b"GET /x HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: 6.6.6.6\r\nX_Secret: 1\r\nConnection: close\r\n\r\n"
    )
    with contextlib.closing(connection), connection.makefile("rb") as answer:
        environ = json.loads(answer.read().partition(b"\r\n\r\n")[2])["environ"]

    assert [name for name in environ if "FORWARDED" in name or "SECRET" in name] == []


FORWARDED = {
    "X-Forwarded-For": "6.6.6.6, 203.0.113.9, 127.0.0.1",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "handsel.example.org",
}


def test_forwarded_headers_of_a_stranger_are_not_believed(server: Server) -> None:
    environ = httpx.get(f"{server.url}/x", headers=FORWARDED).json()["environ"]

    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("127.0.0.1", "http")
    assert environ["HTTP_HOST"] == f"127.0.0.1:{server.port}"
    assert [name for name in environ if "FORWARDED" in name] == []


def test_forwarded_headers_of_a_trusted_proxy_are_believed_as_far_as_it_wrote_them(tmp_path: Path) -> None:
    with serving(tmp_path, TRUSTED="127.0.0.0/8") as server:
        environ = httpx.get(f"{server.url}/x", headers=FORWARDED).json()["environ"]

    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("203.0.113.9", "https")
    assert environ["HTTP_HOST"] == "handsel.example.org"


def test_any_path_is_passed_on_as_its_bytes(server: Server) -> None:
    assert httpx.get(f"{server.url}/caf%C3%A9").json()["environ"]["PATH_INFO"] == "/caf\u00c3\u00a9"
    assert httpx.get(f"{server.url}/bad%ff%00").status_code == 200


def test_an_application_that_raises_is_a_500(server: Server) -> None:
    assert httpx.get(f"{server.url}/boom").json()["code"] == "internal"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_at_once_with_open_streams_and_a_request_running(
    tmp_path: Path, number: signal.Signals
) -> None:
    with serving(tmp_path) as server:
        streams = [server.connect(b"GET /open HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(50)]
        assert all(stream.recv(1000).startswith(b"HTTP/1.1 200") for stream in streams)
        running = server.connect(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        assert eventually(lambda: "/slow" in server.paths_seen())

        begun = time.monotonic()
        server.process.send_signal(number)
        server.process.wait(10)

        assert LAST_WORDS < 0.9
        assert time.monotonic() - begun < 8  # the rest is a busy machine's; the request takes a minute
        last = b"".join(iter(lambda: streams[7].recv(1000), b""))
        assert b"event: bye" in last
        for connection in [*streams, running]:
            connection.close()


def eventually(condition: object, *, within: float = 5) -> bool:
    assert callable(condition)
    end = time.monotonic() + within
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if condition():
                return True
        time.sleep(0.02)
    return False
