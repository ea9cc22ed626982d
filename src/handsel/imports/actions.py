"""Beginning an import, saying what its columns are, and starting its work. The work itself: checking, running, undoing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.imports import checking, mapping
from handsel.imports.chunks import row_of, store_rows
from handsel.imports.columns import DateOrder, DecimalSign
from handsel.imports.directory import read_directory
from handsel.imports.events import ImportFinished, ImportStarted
from handsel.imports.layouts import Layout
from handsel.imports.layouts.known import layout_called, recognized
from handsel.imports.layouts.spreadsheet import SPREADSHEET
from handsel.imports.loading import fetch, graphs_for, load, lock
from handsel.imports.models import Import, ImportFile, ImportRow
from handsel.imports.reading import ENCODINGS, Table, Upload, check_size, read_table
from handsel.imports.records import Record, Said
from handsel.imports.rules import (
    AT_ONCE,
    DURING,
    MOST_ROWS,
    Outcome,
    State,
    Work,
    broken,
    check_begins,
    check_may_map,
)
from handsel.kernel.money import check_currency
from handsel.kernel.refusals import FieldProblem, field_refused
from handsel.kernel.sentences import say, sentence_of
from handsel.kernel.text import check_name
from handsel.ledger.record import record as record_fact
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability

MOST_ROWS_TOLD = 5_000
SHEET = b"PK\x03\x04"
WEIGHT_OF_WORKBOOK = 16
"""A megabyte of a workbook takes as long as so many of CSV."""

CHOICES: dict[str, tuple[str, ...]] = {
    "encoding": ENCODINGS,
    "date_order": tuple(DateOrder),
    "decimal_sign": tuple(DecimalSign),
}


def begin(
    uploads: Sequence[Upload],
    *,
    by: Member,
    at: datetime,
    layout: str | None = None,
    options: Mapping[str, str | None] | None = None,
) -> Import:
    """Reads the files and suggests a mapping. `options`: team, currency, source, encoding, date_order, decimal_sign."""
    require(by, to=Capability.IMPORT)
    if not uploads:
        raise field_refused("files", say("Choose at least one file."))
    names = [check_name(upload.name, field="files", limit=255) for upload in uploads]
    if len(set(names)) < len(names):
        raise field_refused("files", say("Two files have the same name."))
    check_size(uploads)
    chosen = layout_called(layout) if layout else recognized(names)
    checked = check_options(options or {}, by=by)
    tables = [read_table(upload, encoding=checked.get("encoding") or "utf-8") for upload in uploads]
    _check_tables(chosen, tables)
    run = Import.objects.create(
        organization_id=by.organization_id,
        member_id=by.id,
        layout=chosen.name,
        source=checked.pop("source", None) or chosen.source,
        options=checked,
        mapping=mapping.suggest(chosen, tables, graphs_for(checked, by=by)),
        total=sum(
            len(table.rows) for table in tables if chosen.is_free or mapping.sheet_of(chosen, table.name)
        ),
        created_at=at,
        updated_at=at,
    )
    ImportFile.objects.bulk_create(
        ImportFile(
            organization_id=by.organization_id,
            run=run,
            name=upload.name,
            content=upload.content,
            rows=len(table.rows),
            columns=table.columns,
        )
        for upload, table in zip(uploads, tables, strict=True)
    )
    return run


def remap(
    import_id: UUID,
    *,
    wanted: Iterable[Mapping[str, str]],
    options: Mapping[str, str | None],
    by: Member,
    at: datetime,
) -> Import:
    require(by, to=Capability.IMPORT)
    run = lock(import_id)
    check_may_map(run.state)
    layout = layout_called(run.layout)
    run.options = run.options | check_options(options, by=by)
    run.source = run.options.pop("source", None) or run.source
    targets = mapping.targets_for(layout, graphs_for(run.options, by=by))
    run.mapping = mapping.change(run.mapping, wanted, targets=[target["key"] for target in targets])
    run.state = State.MAPPING
    run.report = {}
    run.updated_at = at
    run.save(update_fields=["options", "source", "mapping", "state", "report", "updated_at"])
    return run


def start(import_id: UUID, work: Work, *, by: Member, at: datetime) -> Import:
    """The worker does it after commit. Refused as a whole where the check found problems."""
    run = start_here(import_id, work, by=by, at=at)
    record_fact(ImportStarted(subject_id=run.pk, work=work.value), by=by, at=at)
    return run


def start_here(import_id: UUID, work: Work, *, by: Member, at: datetime) -> Import:
    """For who does the work themselves: no worker is told."""
    require(by, to=Capability.IMPORT)
    run = lock(import_id)
    check_begins(run.state, work)
    if work is Work.RUN:
        refuse_if_broken(run)
    run.state = DURING[work]
    run.updated_at = at
    run.save(update_fields=["state", "updated_at"])
    return run


def check_now(import_id: UUID, *, by: Member, at: datetime) -> Import:
    """The dry run, while the caller waits: for small files."""
    require(by, to=Capability.IMPORT)
    run = lock(import_id)
    check_begins(run.state, Work.CHECK)
    loaded = load(fetch(run, by=by), by=by)
    looked = checking.look(loaded.records, layout=loaded.layout, source=run.source, by=by)
    checked = checking.check(loaded.records, looked, layout=loaded.layout, default=loaded.default, by=by)
    return keep_check(run, checked, by=by, at=at)


def keep_check(run: Import, checked: checking.Checked, *, by: Member, at: datetime) -> Import:
    ImportRow.objects.filter(run=run).delete()
    _tell(run, ((one, Outcome.PROBLEM, [said]) for one, said in checked.problems[:MOST_ROWS_TOLD]), by=by)
    _tell(run, ((one, Outcome.NOTE, said) for one, said in checked.told[:MOST_ROWS_TOLD]), by=by)
    run.report = checked.report()
    run.state = State.CHECKED
    run.updated_at = at
    run.save(update_fields=["report", "state", "updated_at"])
    record_fact(ImportFinished(subject_id=run.pk, state=run.state), by=by, at=at)
    return run


def is_small(run: Import) -> bool:
    weights = (
        len(content) * (WEIGHT_OF_WORKBOOK if bytes(content[:4]) == SHEET else 1)
        for content in run.files.values_list("content", flat=True)
    )
    return sum(weights) <= AT_ONCE


def refuse_if_broken(run: Import) -> None:
    count = run.report.get("problems", 0)
    if count:
        rows = ImportRow.objects.filter(run=run, outcome=Outcome.PROBLEM.value).order_by("id")[:100]
        raise broken(
            [
                FieldProblem(f"{row.file}:{row.line} {said['column']}".strip(), sentence_of(said["text"]))
                for row in rows
                for said in row.messages
            ],
            count=count,
        )


def check_options(options: Mapping[str, str | None], *, by: Member) -> dict[str, Any]:
    """Only what was given; an empty one is taken off."""
    checked: dict[str, Any] = {}
    for name, value in options.items():
        if name in CHOICES and value and value not in CHOICES[name]:
            raise field_refused(name, say("Choose one of: {known}.", known=", ".join(CHOICES[name])))
        if name == "currency" and value:
            check_currency(value)
        if name == "source" and value:
            check_name(value, field="source", limit=100)
        checked[name] = str(_team_called(value, by=by)) if name == "team" and value else value or None
    return checked


def _team_called(name_or_id: str, *, by: Member) -> UUID:
    places = read_directory(by, SPREADSHEET).places
    for place in places:
        if place.id is not None and name_or_id in (place.name, str(place.id)):
            return place.id
    raise field_refused("team", say("There is no such team."))


def _check_tables(layout: Layout, tables: Sequence[Table]) -> None:
    if layout.is_free and len(tables) > 1:
        raise field_refused(
            "files", say("Bring in one table at a time; these files are not of a known layout.")
        )
    rows = sum(len(table.rows) for table in tables)
    if rows > MOST_ROWS:
        raise field_refused(
            "files",
            say("These are {rows:,} rows; at most {most:,} at once.", rows=rows, most=MOST_ROWS),
        )
    if not layout.is_free:
        mapping.apply(layout, tables, [])


def _tell(run: Import, told: Iterable[tuple[Record, Outcome, Sequence[Said]]], *, by: Member) -> None:
    store_rows([row_of(run, record, outcome, said, by=by) for record, outcome, said in told])
