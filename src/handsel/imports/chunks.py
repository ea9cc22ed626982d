"""One transaction of a run: who acts, where to look things up, and the trace of what it made and changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.imports.directory import Directory
from handsel.imports.layouts import Layout
from handsel.imports.models import Import, ImportRow
from handsel.imports.records import Record, Said
from handsel.imports.resolving import Default
from handsel.imports.rules import Outcome
from handsel.organizations.acting import Member

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

    def told(self, record: Record, outcome: Outcome, messages: Iterable[Said]) -> None:
        self._add(record, outcome, record.kind.value, messages=messages)

    def _add(
        self, record: Record, outcome: Outcome, what: str, *, messages: Iterable[Said] = (), **more: Any
    ) -> None:
        self.trace.append(
            ImportRow(
                organization_id=self.by.organization_id,
                run=self.run,
                file=record.file,
                line=record.line,
                source_id=record.source_id if record.given_id else "",
                outcome=outcome.value,
                kind=what,
                messages=[said.plain() for said in messages],
                **more,
            )
        )

    def store(self) -> None:
        ImportRow.objects.bulk_create(self.trace, batch_size=1_000)
