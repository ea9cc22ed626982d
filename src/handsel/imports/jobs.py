"""What the worker does for imports. `start` is what a reader of the ledger calls after `import.started`."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError
from procrastinate import Blueprint

from handsel.imports import checking, running, undoing
from handsel.imports.actions import keep_check
from handsel.imports.loading import fetch, get_import, load, lock
from handsel.imports.rules import State, Work
from handsel.kernel.refusals import Refusal
from handsel.ledger.readers import Recorded
from handsel.organizations.acting import Member, acting
from handsel.organizations.authentication import member_by_id

log = logging.getLogger(__name__)
tasks = Blueprint()


def start(event: Recorded, at: datetime) -> None:  # noqa: ARG001 (a reaction)
    work_on_import.defer(
        import_id=str(event.subject_id), member_id=str(event.actor_id), work=str(event.data["work"])
    )


@tasks.task(name="work_on_import", retry=5)
def work_on_import(*, import_id: str, member_id: str, work: str) -> None:
    """Safe to run twice, also at once. A database that does not answer is tried again; any other failure is told."""
    member = member_by_id(UUID(member_id))
    if member is None:
        return  # who may not act any more imports nothing
    try:
        do(Work(work), UUID(import_id), by=member)
    except (OperationalError, InterfaceError):
        raise
    except Refusal as refusal:
        running.fail(UUID(import_id), refusal, by=member)
    except Exception:
        running.fail(UUID(import_id), None, by=member)
        log.exception("import %s could not go on", import_id)


def do(work: Work, import_id: UUID, *, by: Member) -> None:
    if work is Work.CHECK:
        check(import_id, by=by)
    elif work is Work.RUN:
        running.run(import_id, by=by)
    else:
        undoing.undo(import_id, by=by)


def check(import_id: UUID, *, by: Member) -> None:
    """The dry run of large files: transactions only around what is read and what is told."""
    with acting(by):
        fetched = fetch(get_import(import_id), by=by)
    loaded = load(fetched, by=by)
    with acting(by):
        looked = checking.look(loaded.records, layout=loaded.layout, source=loaded.run.source, by=by)
    checked = checking.check(loaded.records, looked, layout=loaded.layout, default=loaded.default, by=by)
    with acting(by) as at:
        run = lock(import_id)
        if run.state == State.CHECKING:
            keep_check(run, checked, by=by, at=at)
