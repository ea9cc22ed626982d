"""A run in committed chunks, each with its position and its undo list: cut off anywhere, it goes on where it stood.

Two who work on the same run take turns, chunk by chunk: the row of the import is locked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.imports import bringing, checking, firms, goods, people
from handsel.imports.chunks import Chunk, row_of, store_rows
from handsel.imports.directory import read_directory
from handsel.imports.events import ImportFinished, ImportProgressed
from handsel.imports.loading import Loaded, fetch, get_import, load, lock
from handsel.imports.models import Import, ImportRow
from handsel.imports.originals import Known, read_known, remember
from handsel.imports.records import Record
from handsel.imports.rules import CHUNK, Kind, Outcome, State
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import as_stored, say
from handsel.ledger.record import record as record_fact
from handsel.organizations.acting import Member, acting, require
from handsel.organizations.rules import Capability

Progress = Callable[[int, int], None]
Bring = Callable[[Sequence[Record], dict[str, Known], Chunk], list[tuple[Record, UUID]]]

BRING: dict[Kind, Bring] = {
    Kind.PERSON: people.bring_people,
    Kind.PRODUCT: goods.bring_products,
    Kind.ACCOUNT: firms.bring_accounts,
    Kind.OPPORTUNITY: bringing.bring_opportunities,
}
CUT_OFF = say("Something went wrong on our side. Running it again goes on.")
# One run at a time writes what a source brings to an organization.
HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
COUNTS = """
SELECT kind, outcome, count(*) FROM imports_importrow WHERE run_id = %s GROUP BY kind, outcome
"""


@dataclass(frozen=True, slots=True)
class Stand:
    done: int
    total: int
    is_over: bool


def run(import_id: UUID, *, by: Member, progress: Progress = lambda _done, _total: None) -> None:
    """Begins or goes on. ImportBroken where the files no longer fit what the organization is now; then nothing came in."""
    with acting(by):
        fetched = fetch(get_import(import_id), by=by)
    if fetched.run.state != State.RUNNING:
        return
    loaded = load(fetched, by=by)
    if loaded.run.done == 0:
        with acting(by):
            looked = checking.look(loaded.records, layout=loaded.layout, source=loaded.run.source, by=by)
        checked = checking.check(loaded.records, looked, layout=loaded.layout, default=loaded.default, by=by)
        checked.refuse_if_broken()
    while True:
        with acting(by) as at:
            stand = run_chunk(loaded, by=by, at=at)
        progress(stand.done, stand.total)
        if stand.is_over:
            return


def run_chunk(loaded: Loaded, *, by: Member, at: datetime) -> Stand:
    """The next rows of one kind, all of them or none; at the end, the report."""
    require(by, to=Capability.IMPORT)
    run = lock(loaded.run.pk)
    if run.state != State.RUNNING:
        return Stand(run.done, run.total, is_over=True)
    records = loaded.records.records
    if run.done == 0:
        run.total = len(records)
        ImportRow.objects.filter(run=run).delete()
    if run.done >= len(records):
        _finish(run, loaded, by=by, at=at)
        return Stand(run.done, run.total, is_over=True)
    kind = records[run.done].kind
    batch = [one for one in records[run.done : run.done + CHUNK] if one.kind is kind]
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [f"import {by.organization_id} {run.source}"])
    chunk = Chunk(run, loaded.layout, loaded.default, by, at, read_directory(by, loaded.layout))
    known = read_known(batch, kind=kind, source=run.source, by=by)
    became = BRING[kind](batch, known, chunk)
    remember(became, kind=kind, run=run, by=by)
    chunk.store()
    run.done += len(batch)
    run.updated_at = at
    run.save(update_fields=["done", "total", "updated_at"])
    record_fact(ImportProgressed(subject_id=run.pk, done=run.done, total=run.total), by=by, at=at)
    return Stand(run.done, run.total, is_over=False)


def fail(import_id: UUID, why: Refusal | None, *, by: Member) -> None:
    """Says why it stopped. What had come in stays, and can be undone; running it again goes on."""
    detail = why.detail if why is not None else CUT_OFF
    with acting(by) as at:
        run = lock(import_id)
        run.state = State.MAPPING if run.state == State.CHECKING else State.FAILED
        run.report = {**run.report, "notes": [*run.report.get("notes", []), as_stored(detail)]}
        run.updated_at = at
        run.save(update_fields=["state", "report", "updated_at"])
        record_fact(ImportFinished(subject_id=run.pk, state=run.state), by=by, at=at)


def _finish(run: Import, loaded: Loaded, *, by: Member, at: datetime) -> None:
    """The files are emptied: what they held of people is here now, where it can be erased."""
    _tell_twins(run, loaded, by=by)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [run.pk])
        counts = {(kind, outcome): count for kind, outcome, count in cursor.fetchall()}
    kinds = {kind for kind, _ in counts} - {Kind.OPPORTUNITY.value}
    created = counts.get((Kind.OPPORTUNITY.value, Outcome.CREATED.value), 0)
    updated = counts.get((Kind.OPPORTUNITY.value, Outcome.UPDATED.value), 0)
    skipped = counts.get((Kind.OPPORTUNITY.value, Outcome.SKIPPED.value), 0)
    problems = counts.get((Kind.OPPORTUNITY.value, Outcome.PROBLEM.value), 0)
    rows = len(loaded.records.of(Kind.OPPORTUNITY)) + len(loaded.records.twins)
    run.report = {
        **run.report,
        "create": created,
        "update": updated,
        "same": rows - created - updated - skipped - problems,
        "skipped": skipped,
        "problems": problems,
        "kinds": {
            kind: {
                "create": counts.get((kind, Outcome.CREATED.value), 0),
                "update": counts.get((kind, Outcome.UPDATED.value), 0),
            }
            for kind in sorted(kinds)
        },
    }
    run.state = State.DONE
    run.updated_at = at
    run.save(update_fields=["state", "report", "updated_at"])
    run.files.update(content=b"")
    record_fact(ImportFinished(subject_id=run.pk, state=run.state), by=by, at=at)


def _tell_twins(run: Import, loaded: Loaded, *, by: Member) -> None:
    store_rows([row_of(run, twin, Outcome.SKIPPED, [said], by=by) for twin, said in loaded.records.twins])
