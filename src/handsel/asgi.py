"""What the server runs: `/api/v1/stream` is a bare ASGI endpoint, all else is Django on eight threads."""

import asyncio
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.wsgi import get_wsgi_application

from handsel import environment
from handsel.bridge import Bridge, Receive, Scope, Send

STREAM = "/api/v1/stream"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")

django = Bridge(get_wsgi_application(), threads=8, trusted=environment.read().trusted_proxies)

from handsel.realtime import stream  # noqa: E402 (its models need Django)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        endpoint = stream.endpoint if scope["path"] == STREAM else django
        await endpoint(scope, receive, send)
    elif scope["type"] == "lifespan":
        await lifespan(receive, send, end_streams=stream.end_all)


async def lifespan(receive: Receive, send: Send, *, end_streams: Callable[[], object]) -> None:
    await receive()
    end_streams_on_signals(asyncio.get_running_loop(), end_streams)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def end_streams_on_signals(loop: asyncio.AbstractEventLoop, end_streams: Callable[[], object]) -> None:
    """The server waits for open streams when it is told to stop, so they must end first; its own handlers stay."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _chained(signal.getsignal(number), loop=loop, end_streams=end_streams))


def _chained(previous: Any, *, loop: asyncio.AbstractEventLoop, end_streams: Callable[[], object]) -> Any:  # noqa: ANN401 (what signal gives)
    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end_streams)
        if callable(previous):
            previous(number, frame)

    return handle
