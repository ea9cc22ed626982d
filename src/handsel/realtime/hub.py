"""One per process: follows the ledger on a thread of its own and tells the listeners of this process.

The thread reads a batch, notes how far it has come (`_frontier`) together with who listens at that moment, asks who may
see what, and hands the result to the event loop. Who joins later begins at that frontier: up to there they catch up by
themselves, from there on they are told. Hence no gap and nothing twice.
"""

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections
from django.db.utils import Error
from prometheus_client import Counter, Gauge

from handsel.ledger.listening import Connect, connect, listen, wait
from handsel.ledger.readers import BATCH, Cursor, Recorded, horizon, read
from handsel.opportunities.access import viewer_values
from handsel.organizations.acting import Member
from handsel.organizations.authentication import members_by_id
from handsel.realtime.audience import Told, Viewers, tell
from handsel.realtime.hints import write_event, write_ping, write_position
from handsel.realtime.listeners import Listener

TOO_FAR = 10_000  # events behind: fetching everything again is cheaper than being told each
PAUSE = 0.1
LONGEST_PAUSE = 5.0

OPEN = Gauge("handsel_streams_open", "Live streams open in this process")
SENT = Counter("handsel_hints_sent", "Hints put on their way, each receiver counted")

BEHIND = """
SELECT count(*) FROM (SELECT FROM ledger_event WHERE (transaction, id) > (%s::text::xid8, %s) LIMIT %s) events
"""

# After these, what a member may see or whether they belong here may have changed.
CHANGES_MEMBERS = ("team.", "member.")
KEY_REVOKED = "key.revoked"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What the event loop is to do about some events."""

    until: Cursor
    told: list[Told]
    changed: list[Listener]
    """Who sees other things than before: they fetch all again."""
    doubtful: list[Listener]
    """Who may have no right to listen any more: their stream asks."""


class Hub:
    def __init__(self, loop: asyncio.AbstractEventLoop, *, connect: Connect = connect) -> None:
        self.loop = loop
        self.epoch = ""
        self._connect = connect
        self._listeners: dict[UUID, list[Listener]] = defaultdict(list)
        self._lock = threading.Lock()  # holds listeners, what is known of them, and the frontier together
        self._viewers: dict[UUID, Viewers] = {}  # by organization, as long as nothing changes there
        self._frontier: Cursor | None = None
        self._told = Cursor(0, 0)  # how far the event loop has handed hints out
        self._ready = asyncio.Event()
        self._stop = threading.Event()
        threading.Thread(target=self._run, name="stream-hub", daemon=True).start()

    # On the event loop's thread.

    @property
    def is_over(self) -> bool:
        return self._stop.is_set()

    async def ready(self, *, seconds: float) -> None:
        """Raises TimeoutError when the database can't be reached."""
        async with asyncio.timeout(seconds):
            await self._ready.wait()

    def join(self, listener: Listener) -> Cursor:
        """From the cursor that is returned on, hints come into the mailbox."""
        with self._lock:
            assert self._frontier is not None
            listener.after = self._frontier
            self._listeners[listener.member.id].append(listener)
            self._viewers.pop(listener.member.organization_id, None)
        OPEN.inc()
        if self.is_over:
            listener.end()
        return listener.after

    def leave(self, listener: Listener) -> None:
        """The last one closes the door."""
        with self._lock:
            mine = self._listeners.get(listener.member.id, [])
            if listener not in mine:
                return
            mine.remove(listener)
            if not mine:
                del self._listeners[listener.member.id]
                self._viewers.pop(listener.member.organization_id, None)
            if not self._listeners:
                self._stop.set()
        OPEN.dec()

    def end(self) -> None:
        self._stop.set()
        for listener in self._all():
            listener.end()

    def ping(self, listener: Listener) -> bytes:
        """Call it only while the mailbox is empty: it tells the client that nothing was missed so far."""
        return write_ping(id=self.place(listener))

    def place(self, listener: Listener) -> str:
        """How far it has been told, once its mailbox is empty."""
        return self.position(max(listener.after, self._told))

    def renew(self, listener: Listener, member: Member | None) -> None:
        """Who is no member any more is checked, and so ended; who sees other things than before fetches all again."""
        if member is None:
            listener.check()
        elif self._take_facts(listener, member):
            self._reset(listener, id=self.place(listener))

    def position(self, cursor: Cursor) -> str:
        return write_position(self.epoch, cursor)

    def _all(self) -> list[Listener]:
        return [listener for mine in self._listeners.values() for listener in mine]

    def _hand_out(self, batch: Batch) -> None:
        for listener in batch.changed:
            self._reset(listener, id=self.position(batch.until))
        for listener in batch.doubtful:
            listener.check()
        for one in batch.told:
            self._hand_out_one(one)
        self._told = batch.until

    def _hand_out_one(self, told: Told) -> None:
        position, receivers = self.position(told.cursor), 0
        frame, reset = write_event("hint", told.hint, id=position), write_event("reset", {}, id=position)
        for member_id in told.members:
            for listener in self._listeners.get(member_id, ()):
                if told.cursor > listener.after:
                    listener.put(frame, instead=reset)
                    receivers += 1
        SENT.inc(receivers)

    def _reset(self, listener: Listener, *, id: str) -> None:
        reset = write_event("reset", {}, id=id)
        listener.put(reset, instead=reset)

    def _begin_anew(self, cursor: Cursor, epoch: str) -> None:
        """What was missed is not known, or too much: everybody fetches all again."""
        self.epoch, self._told = epoch, cursor
        for listener in self._all():
            listener.after = cursor
            self._reset(listener, id=self.position(cursor))
        self._ready.set()

    # On the hub's thread.

    def _run(self) -> None:
        pause = PAUSE
        while not self._stop.is_set():
            try:
                with self._connect() as connection:
                    self._begin(connection)
                    pause = PAUSE
                    self._follow(connection)
            except (psycopg.Error, Error) as problem:
                log.warning("the stream lost the database and looks for it again: %s", problem)
            finally:
                connections.close_all()
            self._stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _begin(self, connection: psycopg.Connection[Any]) -> None:
        """On a new connection we go on where we stood, unless that is too far back or in another life of the database."""
        listen(connection)
        row = connection.execute("SELECT id FROM database_epoch").fetchone()
        assert row is not None
        epoch = row[0].hex[:12]
        if self._frontier is not None and epoch == self.epoch:
            values = [str(self._frontier.transaction), self._frontier.id, TOO_FAR + 1]
            if connection.execute(BEHIND, values).fetchone() != (TOO_FAR + 1,):
                return
        start = horizon(connection)
        with self._lock:
            self._frontier = start
        self._in_loop(self._begin_anew, start, epoch)

    def _follow(self, connection: psycopg.Connection[Any]) -> None:
        while not self._stop.is_set():
            assert self._frontier is not None
            before = self._frontier
            events = read(connection, before)
            if events:
                try:
                    self._tell(events, connection)
                except (psycopg.Error, Error):
                    self._frontier = (
                        before  # nobody was told; who joined meanwhile skips what they caught up with
                    )
                    raise
                except Exception:
                    log.exception("the stream could not tell of some events: everybody fetches all again")
                    self._in_loop(self._begin_anew, events[-1].cursor, self.epoch)
            if len(events) < BATCH:
                wait(connection, stop=self._stop)

    def _tell(self, events: list[Recorded], connection: psycopg.Connection[Any]) -> None:
        until = events[-1].cursor
        with self._lock:
            self._frontier = until
            here = {mine[0].member.organization_id for mine in self._listeners.values()}
        events = [event for event in events if event.organization_id in here]
        changed, doubtful = self._renew_all(events)
        told = [
            one
            for group in _by_organization(events)
            for one in tell(group, self._viewers_of(group[0].organization_id), connection=connection)
        ]
        told.sort(key=lambda one: one.cursor)
        self._in_loop(self._hand_out, Batch(until, told, changed, doubtful))

    def _viewers_of(self, organization_id: UUID) -> Viewers:
        with self._lock:
            if organization_id not in self._viewers:
                members = [mine[-1].member for mine in self._listeners.values()]
                there = [member for member in members if member.organization_id == organization_id]
                self._viewers[organization_id] = Viewers(there)
            return self._viewers[organization_id]

    def _renew_all(self, events: list[Recorded]) -> tuple[list[Listener], list[Listener]]:
        """Before anything is told: whoever listens in organizations whose people changed, as they are now."""
        people = {event.organization_id for event in events if event.type.startswith(CHANGES_MEMBERS)}
        keys = {event.organization_id for event in events if event.type == KEY_REVOKED}
        if not people and not keys:
            return [], []
        with self._lock:
            listeners = self._all()
        doubtful = [one for one in listeners if one.member.key_id and one.member.organization_id in keys]
        affected = [one for one in listeners if one.member.organization_id in people]
        found = _members({one.member.id for one in affected})
        doubtful += [one for one in affected if one.member.id not in found]
        changed = [
            one for one in affected if one.member.id in found and self._take_facts(one, found[one.member.id])
        ]
        return changed, doubtful

    # On either thread.

    def _take_facts(self, listener: Listener, member: Member) -> bool:
        """Whether what they may see has changed."""
        before = listener.member
        if viewer_values(before) == viewer_values(member) and before.capabilities == member.capabilities:
            return False
        with self._lock:
            listener.member = replace(
                member, key_id=before.key_id, scopes=before.scopes, client=before.client
            )
            self._viewers.pop(member.organization_id, None)
        return True

    def _in_loop(self, call: Any, *values: Any) -> None:
        try:
            self.loop.call_soon_threadsafe(call, *values)
        except RuntimeError:  # the loop is closed: the process ends
            self._stop.set()


def _members(member_ids: Collection[UUID]) -> dict[UUID, Member]:
    try:
        return members_by_id(member_ids) if member_ids else {}
    finally:
        connections["system"].close()


def _by_organization(events: list[Recorded]) -> list[list[Recorded]]:
    ordered = sorted(events, key=lambda event: str(event.organization_id))  # stable: each keeps its order
    return [list(group) for _, group in groupby(ordered, key=lambda event: event.organization_id)]
