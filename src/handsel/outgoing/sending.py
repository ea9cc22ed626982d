"""One POST to an address that somebody typed. The name is looked up here, what it leads to is checked, and exactly that is
connected to: an answer of the DNS that changes afterwards leads nowhere. The same for each redirect."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

import certifi
import httpcore

from handsel.kernel.refusals import Conflict
from handsel.kernel.sentences import said_of, say
from handsel.outgoing.rules import Address, Network, Place, UrlRefused, check_addresses, check_url

SECONDS = 10.0
"""In all: looking up, connecting, sending, reading, redirects."""
MOST_READ = 64 * 1024
MOST_REDIRECTS = 3
REPEATED = frozenset({301, 302, 307, 308})
"""Redirects under which the same POST is sent again; RFC 9110, 15.4. A 303 asks for something else, and is not followed."""

Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a host, as text."""


class Unreachable(Conflict):
    """Nobody there, or no answer in time."""

    code = "unreachable"


class RedirectRefused(Conflict):
    code = "redirect_refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is cut off after MOST_READ bytes."""

    status: int
    body: bytes

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 (the second hundred)


def look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    allowed: Iterable[Network] = (),
    resolve: Resolver = look_up,
    seconds: float = SECONDS,
) -> Answer:
    """Refused: UrlRefused, AddressRefused, RedirectRefused, Unreachable. No proxy of the environment is asked."""
    network = _Guarded(tuple(allowed), resolve, _Deadline(seconds))
    place = check_url(url)
    for _ in range(MOST_REDIRECTS + 1):
        answer, location = _ask(place, body=body, headers=headers, network=network)
        if answer.status not in REPEATED or location is None:
            return answer
        place = _redirected(place, location)
    raise RedirectRefused(say("More than {most} redirects.", most=MOST_REDIRECTS))


def _ask(
    place: Place, *, body: bytes, headers: Mapping[str, str], network: "_Guarded"
) -> tuple[Answer, str | None]:
    sent = {
        "Host": place.authority,
        "Content-Length": str(len(body)),
        "Accept-Encoding": "identity",
        "User-Agent": "Handsel",
        "Connection": "close",
        **headers,
    }
    url = httpcore.URL(
        scheme=place.scheme.encode(), host=place.host.encode(), port=place.port, target=place.target.encode()
    )
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_tls(), network_backend=network) as pool,
            pool.stream("POST", url, headers=list(sent.items()), content=body) as response,
        ):
            answer = Answer(response.status, _read(response))
            return answer, _location(response)
    except (httpcore.TimeoutException, httpcore.NetworkError) as problem:
        raise Unreachable(
            say("{host} can't be reached: {problem}.", host=place.host, problem=said_of(problem))
        ) from problem
    except httpcore.ProtocolError as problem:
        raise Unreachable(
            say(
                "{host} answers something that is no HTTP: {problem}.",
                host=place.host,
                problem=said_of(problem),
            )
        ) from problem


def _read(response: httpcore.Response) -> bytes:
    read = b""
    for chunk in response.iter_stream():
        read += chunk
        if len(read) >= MOST_READ:
            break
    return read[:MOST_READ]


def _location(response: httpcore.Response) -> str | None:
    return next(
        (value.decode("latin-1") for name, value in response.headers if name.lower() == b"location"), None
    )


def _redirected(before: Place, location: str) -> Place:
    """What a redirect leads to is checked as if it had been typed; from https it leads to https only."""
    try:
        place = check_url(urljoin(f"{before.scheme}://{before.authority}{before.target}", location))
    except (UrlRefused, ValueError) as problem:
        raise RedirectRefused(
            say("It redirects to what can't be asked: {problem}", problem=said_of(problem))
        ) from None
    if before.scheme == "https" and place.scheme != "https":
        raise RedirectRefused(say("It redirects from https to http, which anybody on the way could read."))
    return place


@cache
def _tls() -> ssl.SSLContext:
    """The authorities of this machine, and those of certifi where it has none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _Deadline:
    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    def left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(say("no answer in time"))
        return left


class _Guarded(httpcore.NetworkBackend):
    def __init__(self, allowed: Sequence[Network], resolve: Resolver, deadline: _Deadline) -> None:
        self._allowed, self._resolve, self._deadline = allowed, resolve, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        addresses = check_addresses(self._look_up(host, port), host=host, allowed=self._allowed)
        if not addresses:
            raise httpcore.ConnectError(say("there is no such host"))
        return _Stream(self._connect(addresses, port), self._deadline)

    def _look_up(self, host: str, port: int) -> list[str]:
        """The library's own look-up knows no time limit: it is left behind on its thread when it takes too long."""
        found: list[str] = []
        problems: list[Exception] = []

        def look() -> None:
            try:
                found.extend(each.partition("%")[0] for each in self._resolve(host, port))
            except Exception as problem:  # noqa: BLE001 (told by the thread that waits)
                problems.append(problem)

        thread = threading.Thread(target=look, name="look-up", daemon=True)
        thread.start()
        thread.join(self._deadline.left())
        self._deadline.left()
        if problems:
            raise httpcore.ConnectError(say("there is no such host")) from problems[0]
        return found

    def _connect(self, addresses: Sequence[Address], port: int) -> httpcore.NetworkStream:
        backend = httpcore.SyncBackend()
        for place, address in enumerate(addresses, start=1):
            try:
                return backend.connect_tcp(str(address), port, timeout=self._deadline.left())
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(addresses):
                    raise
        raise AssertionError


class _Stream(httpcore.NetworkStream):
    """Every wait of it ends at the deadline, however slowly something drips in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
