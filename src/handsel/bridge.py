"""From ASGI to WSGI: one server for Django's threads and for open streams.

The whole body is read before a thread is taken, so a slow sender costs none and one that leaves early never reaches
Django; a streaming answer takes a thread for each chunk only, so a slow reader holds none. Forwarded headers are
settled here: the application sees the caller's true address, scheme and host, and never an `X-Forwarded-*`.
"""

import asyncio
import json
import logging
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import IO, Any, cast

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Network = IPv4Network | IPv6Network

MEGABYTE = 1_000_000
IN_MEMORY = MEGABYTE  # of a body; what is longer is kept on disk
PIECE = 64 * 1024  # of a streaming answer
SILENCE = 30.0  # seconds that a sender may pause in a body
DRAINING = 10.0  # seconds that a sender of too much is listened to, so that it can read the refusal

# By how a path begins (a regular expression), first match: what is uploaded as files, then everything else.
LIMITS: tuple[tuple[str, int], ...] = (
    (r"/api/v1/imports", 50 * MEGABYTE),
    (r"/api/v1/workflows/(logs/discover|[^/]+/replay)$", 64 * MEGABYTE),
    ("", MEGABYTE),
)

DROPPED = frozenset({b"content-length", b"transfer-encoding", b"forwarded", b"x-real-ip"})

logger = logging.getLogger(__name__)


class _Left(Exception):
    """The client is gone; nobody waits for an answer."""


class _TooLarge(Exception):
    pass


class _Silent(Exception):
    pass


@dataclass(slots=True)
class _Answer:
    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    rest: Iterator[bytes] | None = None
    close: Callable[[], object] | None = None


class Bridge:
    """An ASGI application for `http` that runs a WSGI application on its own threads."""

    def __init__(
        self,
        application: WSGI,
        *,
        threads: int = 8,
        trusted: Sequence[Network] = (),
        limits: Sequence[tuple[str, int]] = LIMITS,
    ) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._trusted = tuple(trusted)
        self._limits = tuple(limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = self._limit_of(scope["path"])
        try:
            body, length = await _read_body(scope, receive, limit=limit)
        except _Left:
            return
        except _TooLarge:
            await _drain(receive)
            await _refuse(
                send, 413, "body_too_large", f"The body is larger than the {limit:,} bytes allowed here."
            )
            return
        except _Silent:
            await _refuse(send, 408, "body_timeout", "The body did not arrive in time.")
            return
        with body:
            await self._answer(environ_of(scope, body, length=length, trusted=self._trusted), send)

    def _limit_of(self, path: str) -> int:
        return next(limit for begins, limit in self._limits if re.match(begins, path))

    async def _answer(self, environ: dict[str, Any], send: Send) -> None:
        loop = asyncio.get_running_loop()
        try:
            answer = await loop.run_in_executor(self._threads, _call, self._application, environ)
        except Exception:
            logger.exception("The application raised instead of answering.")
            await _refuse(send, 500, "internal", "Something went wrong here.")
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.rest is None:
            await send({"type": "http.response.body", "body": answer.body})
            return
        try:
            await self._stream(answer, send)
        finally:
            if answer.close is not None:
                await loop.run_in_executor(self._threads, answer.close)

    async def _stream(self, answer: _Answer, send: Send) -> None:
        loop = asyncio.get_running_loop()
        piece, rest = answer.body, cast("Iterator[bytes]", answer.rest)
        while piece:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await loop.run_in_executor(self._threads, _next_piece, rest)
        await send({"type": "http.response.body", "body": b""})


def environ_of(scope: Scope, body: IO[bytes], *, length: int, trusted: Sequence[Network]) -> dict[str, Any]:
    """What PEP 3333 asks for. Header names with an underscore are dropped: `X_Forwarded_For` and `X-Forwarded-For`
    would look alike."""
    server, client = scope.get("server") or ("127.0.0.1", 80), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode(errors="surrogateescape").decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": str(client[0]),
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    forwarded: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        _add_header(environ, forwarded, raw_name, raw_value.decode("latin1"))
    if forwarded and _is_trusted(environ["REMOTE_ADDR"], trusted):
        _believe(environ, forwarded, trusted)
    return environ


def _add_header(environ: dict[str, Any], forwarded: dict[str, str], name: bytes, value: str) -> None:
    if b"_" in name or name in DROPPED:
        return
    if name.startswith(b"x-forwarded-"):
        key = name.decode("latin1")
        forwarded[key] = f"{forwarded[key]},{value}" if key in forwarded else value
        return
    key = name.decode("latin1").upper().replace("-", "_")
    if key != "CONTENT_TYPE":
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


def _believe(environ: dict[str, Any], forwarded: dict[str, str], trusted: Sequence[Network]) -> None:
    """The caller is the last address of the chain that is no proxy of ours: what stands before it anyone can write."""
    chain = [
        address.strip() for address in forwarded.get("x-forwarded-for", "").split(",") if address.strip()
    ]
    for address in reversed(chain):
        environ["REMOTE_ADDR"] = address
        if not _is_trusted(address, trusted):
            break
    scheme = forwarded.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    if scheme in {"http", "https"}:
        environ["wsgi.url_scheme"] = scheme
    if host := forwarded.get("x-forwarded-host", "").rpartition(",")[2].strip():
        environ["HTTP_HOST"] = host


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)


async def _read_body(scope: Scope, receive: Receive, *, limit: int) -> tuple[IO[bytes], int]:
    announced = _announced(scope)
    if announced == 0:
        return BytesIO(), 0
    if announced is not None and announced > limit:
        raise _TooLarge
    first = await _receive(receive)
    if not first.get("more_body", False):
        body = first.get("body", b"")
        if len(body) > limit:
            raise _TooLarge
        return BytesIO(body), len(body)
    return await _spool(first, receive, limit=limit)


async def _spool(message: Message, receive: Receive, *, limit: int) -> tuple[IO[bytes], int]:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    try:
        length = _keep(message, file, limit=limit)
        while message.get("more_body", False):
            message = await _receive(receive)
            length += _keep(message, file, limit=limit - length)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return cast("IO[bytes]", file), length


def _keep(message: Message, file: tempfile.SpooledTemporaryFile[bytes], *, limit: int) -> int:
    chunk = message.get("body", b"")
    if len(chunk) > limit:
        raise _TooLarge
    return file.write(chunk)


def _announced(scope: Scope) -> int | None:
    """The length that the headers tell; None when it comes in chunks."""
    length = 0
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = int(value) if value.isdigit() else 0
    return length


async def _receive(receive: Receive) -> Message:
    try:
        async with asyncio.timeout(SILENCE):
            message = await receive()
    except TimeoutError:
        raise _Silent from None
    if message["type"] == "http.disconnect":
        raise _Left
    return message


async def _drain(receive: Receive) -> None:
    try:
        async with asyncio.timeout(DRAINING):
            while (message := await receive())["type"] != "http.disconnect" and message.get(
                "more_body", False
            ):
                pass
    except TimeoutError:
        pass


async def _refuse(send: Send, status: int, code: str, detail: str) -> None:
    title = {413: "Content Too Large", 408: "Request Timeout"}.get(status, "Internal Server Error")
    problem = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "fields": [],
    }
    body = json.dumps(problem).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _call(application: WSGI, environ: dict[str, Any]) -> _Answer:
    """On a thread: an ordinary answer whole, a streaming one with its first piece."""
    answer = _Answer()

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        del exc_info
        answer.status = int(status[:3])
        answer.headers = [(name.encode("latin1").lower(), value.encode("latin1")) for name, value in headers]

    content = application(environ, start_response)
    close: Callable[[], object] | None = getattr(content, "close", None)
    try:
        if not getattr(content, "streaming", False):
            answer.body = b"".join(content)
        else:
            rest = iter(content)
            answer.body = _next_piece(rest)
            if len(answer.body) >= PIECE:
                answer.rest, answer.close = rest, close
    finally:
        if answer.rest is None and close is not None:
            close()
    return answer


def _next_piece(rest: Iterator[bytes]) -> bytes:
    """Small chunks together, so that a row of a table does not cost a change of threads; empty at the end."""
    parts: list[bytes] = []
    length = 0
    for chunk in rest:
        parts.append(chunk)
        length += len(chunk)
        if length >= PIECE:
            break
    return b"".join(parts)
