"""What the server runs: `/api/v1/stream` is a bare ASGI endpoint, all else is Django on eight threads."""

import os

from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, reset_queries
from django.urls import get_resolver

from handsel import environment
from handsel.bridge import Bridge, Receive, Scope, Send
from handsel.lifespan import lifespan

STREAM = "/api/v1/stream"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.settings")

django = Bridge(get_wsgi_application(), threads=8, trusted=environment.read().trusted_proxies)

from handsel.realtime import stream  # noqa: E402 (only now: rooms need Django to be set up)

# A thread's connections went back to their pools when its last request ended, and queries are kept only for debugging.
request_started.disconnect(close_old_connections)
request_started.disconnect(reset_queries)

get_resolver().url_patterns  # noqa: B018 (loads every room now, so that the first request need not wait)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        endpoint = stream.endpoint if scope["path"] == STREAM else django
        await endpoint(scope, receive, send)
    elif scope["type"] == "lifespan":
        await lifespan(receive, send, end_streams=stream.end_all)
