"""A small real server that stands in for whoever receives webhooks: it writes down what came, and answers as it was told."""

import contextlib
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass(frozen=True, slots=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Say:
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drips: float = 0.0
    """Seconds between its bytes."""


@dataclass
class Receiver:
    port: int
    says: list[Say]
    got: list[Got] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiving(*says: Say, port: int = 0) -> Generator[Receiver]:
    """Answers as `says` in their order, the last one for ever."""
    receiver = Receiver(0, list(says) or [Say()])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(
                Got(self.path, {key.lower(): value for key, value in self.headers.items()}, body)
            )
            say = receiver.says.pop(0) if len(receiver.says) > 1 else receiver.says[0]
            self.send_response_only(say.status)
            for name, value in say.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in say.headers and say.status != 204:
                self.send_header("Content-Length", str(len(say.body)))
            self.end_headers()
            self._drip(say)

        def _drip(self, say: Say) -> None:
            if not say.drips:
                self.wfile.write(say.body)
                return
            for byte in say.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(say.drips)

        def log_message(self, *_: object) -> None: ...

        def handle(self) -> None:
            with contextlib.suppress(OSError):  # whoever asked has left
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    receiver.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
