"""`GET /api/v1/stream`: server-sent events over bare ASGI, with no thread per open stream.

`hello` first, then what came since `Last-Event-ID`, then what comes; `reset` when that is too much or not known;
`bye` before a planned end.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.conf import settings
from django.db import connections
from django.db.utils import Error
from django.http import HttpResponse, parse_cookie

from handsel.bridge import Receive, Scope, Send
from handsel.database.fields import instant
from handsel.database.mending import steady
from handsel.http.problems import problem
from handsel.kernel.sentences import say
from handsel.ledger.readers import Cursor, read
from handsel.organizations.acting import Member
from handsel.organizations.authentication import member_by_key, member_by_session, members_by_id
from handsel.organizations.rules import Scope as KeyScope
from handsel.realtime.audience import Viewers, now, tell
from handsel.realtime.hints import read_position, write_event
from handsel.realtime.hub import TOO_FAR, Hub
from handsel.realtime.listeners import Credentials, Listener

PING_EVERY = 15.0
CHECK_EVERY = 30.0
PATIENCE = 10.0  # seconds for the database at the beginning
THREADS = 4  # for asking who they are and for catching up; open streams take none

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"content-encoding", b"identity"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

T = TypeVar("T")

log = logging.getLogger(__name__)


class _Hubs:
    """The one of this process, while anybody listens."""

    current: Hub | None = None


_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="stream")


async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
    answer = await _admit(scope)
    if isinstance(answer, HttpResponse):
        await _refuse(send, answer)
        return
    hub, listener, since = answer
    until = hub.join(listener)
    left = asyncio.ensure_future(_until_left(receive, listener))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _say(send, await _beginning(hub, listener, since=since, until=until))
        await _go_on(hub, listener, send)
        if not left.done():
            await _say(send, write_event("bye", {}, id=hub.place(listener)))
            await send({"type": "http.response.body", "body": b""})
    except Error as error:  # before `hello`: the client comes again and begins where it stood
        log.warning("a stream could not begin: %s", error)
        await send({"type": "http.response.body", "body": b""})
    finally:
        hub.leave(listener)
        left.cancel()


def end_all() -> None:
    """On the event loop's thread, when the process is told to stop."""
    if _Hubs.current is not None:
        _Hubs.current.end()


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    credentials: Credentials
    last: str

    @classmethod
    def of(cls, scope: Scope) -> "_Request":
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            key, text = name.decode("latin1").lower(), value.decode("latin1")
            headers[key] = f"{headers[key]}; {text}" if key == "cookie" and key in headers else text
        asked = parse_qs(scope["query_string"].decode("latin1")).get("last_event_id", [""])
        return cls(
            method=scope["method"],
            credentials=_credentials(headers),
            last=headers.get("last-event-id") or asked[-1],
        )


def _credentials(headers: dict[str, str]) -> Credentials:
    """A bearer decides alone, as everywhere."""
    authorization = headers.get("authorization")
    if authorization is not None:
        kind, _, secret = authorization.partition(" ")
        return Credentials(secret=secret.strip() if kind.lower() == "bearer" else "")
    return Credentials(session_key=parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME))


Admitted = tuple[Hub, Listener, Cursor | str | None]


async def _admit(scope: Scope) -> Admitted | HttpResponse:
    request = _Request.of(scope)
    if request.method != "GET":
        refusal = problem(None, 405, "method_not_allowed", say("The stream is read with GET."))
        refusal["Allow"] = "GET"
        return refusal
    try:
        member = await _in_thread(identify, request.credentials)
        if member is None:
            refusal = problem(None, 401, "not_signed_in", say("Sign in, or send an API key that is valid."))
            refusal["WWW-Authenticate"] = 'Bearer realm="handsel"'
            return refusal
        if member.scopes is not None and not member.scopes & {KeyScope.READ, KeyScope.WRITE}:
            return problem(
                None, 403, "scope_missing", say("This API key lacks the scope read. Make one that has it.")
            )
        hub = await _hub()
    except (Error, TimeoutError):
        return problem(
            None, 503, "database_unavailable", say("The database does not answer. Try again soon.")
        )
    listener = Listener(member, request.credentials)
    position = read_position(request.last)
    if not request.last:
        return hub, listener, None
    return hub, listener, position[1] if position and position[0] == hub.epoch else request.last


async def _hub() -> Hub:
    loop = asyncio.get_running_loop()
    hub = _Hubs.current
    if hub is None or hub.is_over or hub.loop is not loop:
        hub = _Hubs.current = Hub(loop)
    await hub.ready(seconds=PATIENCE)
    return await _hub() if hub.is_over else hub


def identify(credentials: Credentials) -> Member | None:
    if credentials.secret is not None:
        return member_by_key(credentials.secret)
    if credentials.session_key is None:
        return None
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return member_by_session(store(credentials.session_key))


async def _beginning(hub: Hub, listener: Listener, *, since: Cursor | str | None, until: Cursor) -> bytes:
    """`hello` carries the place from which the stream goes on, so that one who is cut off at once misses nothing."""
    here = hub.position(until)
    # Asked again now that the hub knows of us: what changed about this member before, it does not tell us.
    members = await _in_thread(members_by_id, [listener.member.id])
    hub.renew(listener, members.get(listener.member.id))
    hello = {"now": instant(await _in_thread(_with_system, now))}
    if since is None or (isinstance(since, Cursor) and since >= until):
        listener.after = max(until, since or until)
        return write_event("hello", hello, id=hub.position(listener.after))
    if isinstance(since, str):  # of another life of the database, or none of ours
        return write_event("hello", hello, id=here) + write_event("reset", {}, id=here)
    missed = await _in_thread(catch_up, listener.member, since, until, hub)
    if missed is None:
        return write_event("hello", hello, id=here) + write_event("reset", {}, id=here)
    return write_event("hello", hello, id=hub.position(since)) + missed


def catch_up(member: Member, since: Cursor, until: Cursor, hub: Hub) -> bytes | None:
    """The hints between two places in the ledger, for one member; None when there are too many events."""

    def missed(connection: Any) -> bytes | None:
        events = read(connection, since, limit=TOO_FAR + 1, organization_id=member.organization_id)
        if len(events) > TOO_FAR:
            return None
        told = tell(
            [event for event in events if event.cursor <= until], Viewers([member]), connection=connection
        )
        return b"".join(write_event("hint", one.hint, id=hub.position(one.cursor)) for one in told)

    return _with_system(missed)


async def _go_on(hub: Hub, listener: Listener, send: Send) -> None:
    """One alarm per silence and not one per hint: a hint costs nothing but itself."""
    loop = asyncio.get_running_loop()
    said_at = loop.time()
    check_at = said_at + CHECK_EVERY
    rings_at = min(said_at + PING_EVERY, check_at)
    alarm = loop.call_at(rings_at, listener.wake)
    try:
        while not listener.is_over:
            piece, now_is = await listener.wait(), loop.time()
            if listener.must_be_checked or now_is >= check_at:
                listener.must_be_checked, check_at = False, now_is + CHECK_EVERY
                if not await _is_still_valid(hub, listener):
                    listener.end()
                    return  # what waited for them is not theirs any more
            elif not piece and now_is >= said_at + PING_EVERY:
                piece = hub.ping(listener)
            if piece:
                said_at = now_is
                await _say(send, piece)
            if now_is >= rings_at:
                rings_at = min(said_at + PING_EVERY, check_at)
                alarm = loop.call_at(rings_at, listener.wake)
    finally:
        alarm.cancel()


async def _is_still_valid(hub: Hub, listener: Listener) -> bool:
    """As before when the database can't say: nothing is sent then anyway."""
    try:
        member = await _in_thread(identify, listener.credentials)
    except Error:
        return True
    if member is None or member.id != listener.member.id:
        return False
    hub.renew(listener, member)
    return True


async def _until_left(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


async def _say(send: Send, piece: bytes) -> None:
    if piece:
        await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _refuse(send: Send, answer: HttpResponse) -> None:
    headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in answer.items()]
    headers.append((b"cache-control", b"no-store"))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})


async def _in_thread(call: Callable[..., T], *values: Any) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads, _and_let_go, call, *values)


def _and_let_go(call: Callable[..., T], *values: Any) -> T:
    """Connections go back to the pool at once."""
    try:
        return call(*values)
    finally:
        connections.close_all()


def _with_system(call: Callable[[Any], T]) -> T:
    def read() -> T:
        system = connections["system"]
        with system.wrap_database_errors:
            system.ensure_connection()
            return call(system.connection)

    return steady("system", read)
