"""A server of its own for the tests of the bridge: no Django, no database. Run by granian as `bridged:app`."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from handsel.bridge import Bridge, Receive, Scope, Send
from handsel.lifespan import lifespan

ended = asyncio.Event()


class Stream:
    streaming = True

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.megabytes):
            yield b"x" * 1_000_000

    def close(self) -> None:
        with Path(os.environ["CLOSED"]).open("a") as file:
            file.write("closed\n")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    with Path(os.environ["SEEN"]).open("a") as file:
        file.write(path + "\n")
    if path == "/slow":
        time.sleep(60)
    if path == "/boom":
        raise ValueError(path)
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    )
    if path == "/stream":
        return Stream(int(environ["QUERY_STRING"]))
    body = environ["wsgi.input"].read()
    seen = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps({"environ": seen, "length": len(body), "start": body[:10].decode("latin1")}).encode()]


bridge = Bridge(application, threads=4, trusted=[ip_network(os.environ.get("TRUSTED", "192.0.2.0/24"))])


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send, end_streams=ended.set)
    elif scope["path"] == "/open":
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"text/event-stream")],
            }
        )
        await send({"type": "http.response.body", "body": b"event: hello\n\n", "more_body": True})
        await ended.wait()
        await send({"type": "http.response.body", "body": b"event: bye\n\n"})
    else:
        await bridge(scope, receive, send)
