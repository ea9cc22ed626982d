"""The start and the stop of a serving process."""

import asyncio
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from handsel.bridge import Receive, Send


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


def _chained(previous: Any, *, loop: asyncio.AbstractEventLoop, end_streams: Callable[[], object]) -> Any:
    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end_streams)
        if callable(previous):
            previous(number, frame)

    return handle
