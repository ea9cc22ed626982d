"""One transaction of a run: who acts, where to look things up, and the trace of what it made and changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.imports.directory import Directory
from handsel.imports.layouts import Layout
from handsel.imports.models import Import, ImportRow
from handsel.imports.records import Record, Said
from handsel.imports.resolving import Default
from handsel.imports.rules import Outcome
from handsel.organizations.acting import Member

COLUMNS = {
    "file": "text",
    "line": "int",
    "source_id": "text",
    "outcome": "text",
    "messages": "jsonb",
    "kind": "text",
    "subject_id": "uuid",
    "before": "jsonb",
    "revision": "int",
}
INSERT = f"""
INSERT INTO imports_importrow (organization_id, run_id, {", ".join(COLUMNS)})
SELECT %s, %s, {", ".join(f"r.{name}" for name in COLUMNS)}
FROM jsonb_to_recordset(%s::jsonb) AS r({", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())})
"""

Before = Mapping[str, tuple[Any, Any]]
"""By column: what stood there, and what the import wrote. Undo puts back only where the latter still stands."""


@dataclass(slots=True)
class Chunk:
    run: Import
    layout: Layout
    default: Default
    by: Member
    at: datetime
    directory: Directory
    trace: list[ImportRow] = field(default_factory=list)

    def made(self, record: Record, what: str, subject_id: UUID, *, revision: int | None = None) -> None:
        self._add(record, Outcome.CREATED, what, subject_id=subject_id, revision=revision)

    def changed(
        self,
        record: Record,
        what: str,
        subject_id: UUID,
        before: Before,
        *,
        messages: Iterable[Said] = (),
        prints: Mapping[str, str] | None = None,
        revision: int | None = None,
    ) -> None:
        """`prints` are those of the source's record before, where it was known."""
        plain = {
            "columns": {column: list(pair) for column, pair in before.items()},
            "prints": prints and dict(prints),
            "revision": revision and revision - 1,
        }
        self._add(
            record,
            Outcome.UPDATED,
            what,
            subject_id=subject_id,
            before=plain,
            messages=messages,
            revision=revision,
        )

    def filled_in(self, what: str, subject_id: UUID, revision: int) -> None:
        """By this import itself, so what it made here still counts as untouched."""
        for row in self.trace:
            if (row.kind, row.subject_id, row.revision) == (what, subject_id, revision - 1):
                row.revision = revision
        ours = ImportRow.objects.filter(run=self.run, kind=what, subject_id=subject_id)
        ours.filter(outcome=Outcome.CREATED.value, revision=revision - 1).update(revision=revision)

    def told(self, record: Record, outcome: Outcome, messages: Iterable[Said]) -> None:
        self._add(record, outcome, record.kind.value, messages=messages)

    def _add(self, record: Record, outcome: Outcome, what: str, **more: Any) -> None:
        self.trace.append(row_of(self.run, record, outcome, by=self.by, what=what, **more))

    def store(self) -> None:
        store_rows(self.trace)


def store_rows(rows: Sequence[ImportRow]) -> None:
    """In their order, which undo goes back. Written by hand: a chunk has hundreds of them."""
    if not rows:
        return
    plain = [{name: getattr(row, name) for name in COLUMNS} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [rows[0].organization_id, rows[0].run_id, json.dumps(plain, default=str)])


def row_of(
    run: Import,
    record: Record,
    outcome: Outcome,
    messages: Iterable[Said] = (),
    *,
    by: Member,
    what: str | None = None,
    **more: Any,
) -> ImportRow:
    """`what` it is about, where that is not the kind of the record itself: a team that a person's row made."""
    return ImportRow(
        organization_id=by.organization_id,
        run=run,
        file=record.file,
        line=record.line,
        source_id=record.source_id if record.given_id else "",
        outcome=outcome.value,
        kind=what or record.kind.value,
        messages=[said.plain() for said in messages],
        **more,
    )
