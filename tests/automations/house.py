"""Automations as they run: published through the API's own commands, set off by real commits, worked by hand."""

import threading
from typing import Any
from uuid import UUID

from handsel import reactions
from handsel.automations import drafts, executing, publishing
from handsel.automations.running import READER, worth_reading
from handsel.automations.runs_models import Line, Run
from handsel.ledger.listening import connect
from handsel.ledger.readers import Cursor, Recorded, read
from handsel.ledger.running import _hand_over, _store, _stored
from handsel.organizations.acting import Member, System, acting
from tests.ledger.bells import settle


def publish(name: str, document: dict[str, Any], *, by: Member) -> UUID:
    """A live automation, after those there are."""
    with acting(by) as at:
        made = drafts.make(name, document=document, by=by, at=at)
        publishing.publish(made, revision=1, by=by, at=at)
    return made


def begin() -> None:
    """From here on the reader sees what happens."""
    with connect() as connection:
        _stored(connection, READER)


def read_events() -> int:
    """The reader of automations, by hand: up to the present; how many events it read."""
    settle()
    stop, seen = threading.Event(), 0
    with connect() as connection:
        cursor = _stored(connection, READER)
        while batch := read(connection, cursor):
            meant = worth_reading(connection, {event.organization_id for event in batch})
            for event in batch:
                if event.organization_id in meant and event.type in reactions.AUTOMATIONS:
                    _hand_over(READER, event, reactions.AUTOMATIONS[event.type], opening=_inside, stop=stop)
                cursor = event.cursor
                seen += 1
            _store(READER, cursor)
    return seen


def work() -> None:
    """Reader and executor in turn, until nothing is left to do now."""
    while read_events() + executing.work_through():
        pass


def _inside(event: Recorded) -> Any:
    return acting(System(organization_id=event.organization_id))


def runs(by: Member) -> list[Run]:
    """In the order in which they were to run."""
    with acting(by):
        return list(Run.objects.order_by("event_transaction", "event_id", "position", "id"))


def told(run: Run, *, by: Member) -> list[tuple[str, str, str | None]]:
    """What, outcome and code of each line."""
    with acting(by):
        return list(Line.objects.filter(run=run).order_by("number").values_list("what", "outcome", "code"))


def react(kind: str, by: Member) -> None:
    """What follows from the newest fact of this kind, by hand."""
    settle()
    with connect() as connection:
        known = read(connection, Cursor(0, 0), limit=10_000, organization_id=by.organization_id)
    event = [each for each in known if each.type == kind][-1]
    with _inside(event) as at:
        for handle in reactions.REACTIONS[kind]:
            handle(event, at)


def make_due(by: Member) -> None:
    """What waits for its time, or for its next try, waits no longer."""
    with acting(by) as at:
        Run.objects.filter(due_at__isnull=False, ended_at__isnull=True).update(due_at=at)
