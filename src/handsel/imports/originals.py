"""What a source's records were like when they were last imported: so only what changed there is changed here (I13)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.imports.models import Import
from handsel.imports.records import Record
from handsel.imports.rules import Kind
from handsel.organizations.acting import Member

READ = """
SELECT source_id, subject_id, prints::text FROM imports_original
WHERE organization_id = %s AND source = %s AND kind = %s AND source_id = ANY(%s)
"""
REMEMBER = """
INSERT INTO imports_original (organization_id, source, first_run_id, kind, source_id, subject_id, prints)
SELECT %s, %s, %s, %s, r.source_id, r.subject_id, r.prints
FROM jsonb_to_recordset(%s::jsonb) AS r(source_id text, subject_id uuid, prints jsonb)
ON CONFLICT (organization_id, source, kind, source_id)
DO UPDATE SET subject_id = excluded.subject_id, prints = excluded.prints
"""
FORGET = "DELETE FROM imports_original WHERE organization_id = %s AND subject_id = ANY(%s)"
FORGET_RUN = "DELETE FROM imports_original WHERE organization_id = %s AND first_run_id = %s AND kind <> %s"
REMEMBER_AGAIN = "UPDATE imports_original SET prints = %s::jsonb WHERE organization_id = %s AND kind = %s AND subject_id = %s"
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Known:
    subject_id: UUID
    prints: Mapping[str, str]

    def changed_in(self, record: Record) -> set[str]:
        """Targets whose value in the source is another one than last time. One that was never imported counts if filled."""
        return {
            target
            for target, printed in record.prints().items()
            if self.prints.get(target) != printed
            and (target in self.prints or record.values[target] is not None)
        }


def read_known(records: Iterable[Record], *, kind: Kind, source: str, by: Member) -> dict[str, Known]:
    ids = [record.source_id for record in records]
    found: dict[str, Known] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(ids), AT_ONCE):
            cursor.execute(READ, [by.organization_id, source, kind.value, ids[start : start + AT_ONCE]])
            found |= {row[0]: Known(row[1], json.loads(row[2])) for row in cursor.fetchall()}
    return found


def remember(became: Iterable[tuple[Record, UUID]], *, kind: Kind, run: Import, by: Member) -> None:
    rows = [
        {"source_id": record.source_id, "subject_id": str(subject_id), "prints": record.prints()}
        for record, subject_id in became
    ]
    if rows:
        with connection.cursor() as cursor:
            values: list[Any] = [by.organization_id, run.source, run.pk, kind.value, json.dumps(rows)]
            cursor.execute(REMEMBER, values)


def remember_again(subject_id: UUID, prints: Mapping[str, str], *, kind: str, by: Member) -> None:
    """As it was before an import that is being undone."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER_AGAIN, [json.dumps(prints), by.organization_id, kind, subject_id])


def forget(subject_ids: Iterable[UUID], *, by: Member) -> None:
    """What was taken back may come in again."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [by.organization_id, list(subject_ids)])


def forget_run(run: Import, *, by: Member) -> None:
    """People, products and accounts are found again by name; opportunities that were kept stay known."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_RUN, [by.organization_id, run.pk, Kind.OPPORTUNITY.value])
