"""A browser's side of the stream: the ASGI application driven directly, without server or sockets."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db import connections

from handsel.organizations.acting import Member
from handsel.realtime import stream
from tests.cast import a_key
from tests.ledger.bells import PATIENCE, settle

T = TypeVar("T")
QUIET = 0.15  # seconds in which a hint would have come


@dataclass(frozen=True, slots=True)
class Said:
    name: str
    data: dict[str, Any]
    id: str


def play(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        try:
            await story()
        finally:
            stream.end_all()
            await asyncio.sleep(0)

    asyncio.run(whole())


async def do(call: Callable[..., T], *values: Any, **more: Any) -> T:
    """What a request would do, on a thread of its own."""

    def work() -> T:
        try:
            return call(*values, **more)
        finally:
            connections.close_all()

    return await asyncio.to_thread(work)


class Stream:
    """`async with Stream(key=…) as ben:`; `hello` is heard before the body begins."""

    def __init__(
        self,
        *,
        key: str | None = None,
        cookie: str | None = None,
        last: str = "",
        query: str = "",
        method: str = "GET",
    ) -> None:
        headers = [(b"authorization", f"Bearer {key}".encode())] if key else []
        headers += [(b"cookie", f"sessionid={cookie}".encode())] if cookie else []
        headers += [(b"last-event-id", last.encode())] if last else []
        self.scope = {
            "type": "http", "method": method, "path": "/api/v1/stream", "query_string": query.encode(), "headers": headers,
        }  # fmt: skip
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.last = last
        self._said: asyncio.Queue[Said] = asyncio.Queue()
        self._started, self._left, self._ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.open()
        self.hello = await self.next()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.leave()

    async def open(self) -> Self:
        self._task = asyncio.ensure_future(stream.endpoint(self.scope, self._receive, self._send))
        await _soon(self._started.wait())
        return self

    async def leave(self) -> None:
        self._left.set()
        await _soon(self._task)

    async def next(self) -> Said:
        said = await _soon(self._said.get())
        self.last = said.id or self.last
        return said

    async def some(self, count: int) -> list[Said]:
        return [await self.next() for _ in range(count)]

    async def until(self, name: str) -> Said:
        """The next hint of this type, or the next event of this name; what comes before is let pass."""
        while name not in ((said := await self.next()).name, said.data.get("type")):
            pass
        return said

    async def is_quiet(self) -> bool:
        await asyncio.sleep(QUIET)
        return self._said.empty()

    @property
    def is_over(self) -> bool:
        return self._ended.is_set()

    async def ended(self) -> None:
        await _soon(self._ended.wait())

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self._started.set()
            return
        self.body += message["body"]
        for each in _events(message["body"].decode()):
            self._said.put_nowait(each)
        if not message.get("more_body"):
            self._ended.set()


async def open_for(member: Member, *, last: str = "", query: str = "") -> Stream:
    """With a key of its own. What was done so far is behind the stream, and not about to come."""
    await do(settle)
    return Stream(key=await do(a_key, member), last=last, query=query)


def _events(text: str) -> Iterable[Said]:
    """The server sends whole events in each piece."""
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "event" in fields:
            yield Said(fields["event"], json.loads(fields["data"]), fields["id"])


async def _soon(waited: Awaitable[T]) -> T:
    return await asyncio.wait_for(waited, PATIENCE)
