"""`handsel web`: granian with as many processes as were asked for."""

import ctypes
import importlib
import os
import signal
import sys
from functools import partial
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from handsel.runtime import gate

STREAMS = 10_000  # open connections of one process before new ones wait
LAST_WORDS: Any = 0.6  # seconds that running requests have when we stop (declared as int; a fraction works)


def serve(target: str, *, host: str, port: int, processes: int) -> None:
    """Blocks until SIGTERM or SIGINT. `target` is `module:name` of an ASGI application."""
    server = Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop if sys.platform != "win32" else Loops.asyncio,
        workers=processes,
        http=HTTPModes.http1,
        websockets=False,
        backpressure=STREAMS,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        respawn_interval=0,
        workers_kill_timeout=LAST_WORDS,
    )
    server.serve(target_loader=partial(load, target, os.getpid()), wrap_loader=False)


def load(target: str, parent: int) -> Any:
    """In each serving process, which must not outlive the one that started it: it would keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit("parent gone")
    module, _, name = target.partition(":")
    application = getattr(importlib.import_module(module), name)
    gate.wait()
    return application
