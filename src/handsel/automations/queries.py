"""Automations as the API shows them, for who configures."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.checking import check_document
from handsel.automations.checking_findings import Finding
from handsel.automations.naming import ids_in, names_of
from handsel.automations.rules import AutomationNotFound
from handsel.kernel.sentences import say
from handsel.organizations.acting import Member
from handsel.workflows.versions import LARGEST_NUMBER, VersionNotFound

SELECT = """
SELECT a.id, a.name, a.position, a.state, a.stopped_cause, a.version, a.draft::text, a.draft_revision, v.document::text,
       m.id, m.name, m.joined_at IS NOT NULL AND m.deactivated_at IS NULL, a.secret
FROM automations_automation a
JOIN organizations_membership m ON m.id = a.author_id
LEFT JOIN automations_automationversion v ON v.automation_id = a.id AND v.number = a.version
WHERE a.deleted_at IS NULL
"""
AWAITED = """
SELECT DISTINCT v.document->'trigger'->>'activity_type' FROM automations_automation a
JOIN automations_automationversion v ON v.automation_id = a.id AND v.number = a.version
WHERE a.deleted_at IS NULL AND a.state = 'live' AND v.document->'trigger'->>'activity_type' IS NOT NULL ORDER BY 1
"""
VERSIONS = """
SELECT v.number, v.published_at, v.published_by, m.name, v.document::text
FROM automations_automationversion v JOIN organizations_membership m ON m.id = v.published_by
WHERE v.automation_id = %(automation)s
"""
RUNS = """
SELECT asked.id, day.count, day.failed, last.created_at FROM unnest(%(ids)s::uuid[]) AS asked(id)
CROSS JOIN LATERAL (
    SELECT count(*), count(*) FILTER (WHERE state IN ('failed', 'cut')) AS failed FROM (
        SELECT state FROM automations_run r WHERE r.automation_id = asked.id AND r.created_at > %(since)s
        ORDER BY r.created_at DESC LIMIT %(most)s) newest) day
LEFT JOIN LATERAL (
    SELECT created_at FROM automations_run r WHERE r.automation_id = asked.id ORDER BY r.created_at DESC LIMIT 1) last ON true
"""
DAY = timedelta(days=1)
MOST_COUNTED = 10_000


def awaited_activity_types() -> list[str]:
    """That set a live automation off. No secret: who types one of them must be able to spell it."""
    with connection.cursor() as cursor:
        cursor.execute(AWAITED)
        return [row[0] for row in cursor.fetchall()]


def automations(*, at: datetime) -> list[dict[str, Any]]:
    """In their order (A5)."""
    rows = [_row(row) for row in _fetch(f"{SELECT} ORDER BY a.position, a.id")]
    counts = _runs([row["id"] for row in rows], at=at)
    return [_shown(row, counts) for row in rows]


def automation(automation_id: UUID, *, member: Member, at: datetime) -> dict[str, Any]:
    rows = _fetch(f"{SELECT} AND a.id = %(id)s", id=automation_id)
    if not rows:
        raise AutomationNotFound(say("There is no such automation."))
    row = _row(rows[0])
    found = check_document(row["draft"], automation_id=automation_id, by=member, name=row["name"])
    return {
        **_shown(row, _runs([automation_id], at=at)),
        "draft": row["draft"],
        "draft_revision": row["draft_revision"],
        "document": row["document"],
        "findings": [asdict(one) for one in found],
        "names": _names(row["draft"], row["document"]),
        "secret": row["secret"],
    }


def describe_check(
    document: Mapping[str, Any], *, automation_id: UUID, name: str, member: Member
) -> dict[str, Any]:
    found = check_document(document, automation_id=automation_id, by=member, name=name)
    errors = count_errors(found)
    return {
        "findings": [asdict(one) for one in found],
        "errors": errors,
        "warnings": len(found) - errors,
        "publishable": errors == 0,
        "names": _names(document),
    }


def count_errors(found: Collection[Finding]) -> int:
    return sum(one.level == "error" for one in found)


def versions(automation_id: UUID) -> list[dict[str, Any]]:
    """Newest first."""
    rows = _fetch(f"{VERSIONS} ORDER BY v.number DESC", automation=automation_id)
    return [_version(row) for row in rows]


def version(automation_id: UUID, *, number: int) -> dict[str, Any]:
    is_number = 0 < number <= LARGEST_NUMBER
    rows = (
        _fetch(f"{VERSIONS} AND v.number = %(number)s", automation=automation_id, number=number)
        if is_number
        else []
    )
    if not rows:
        raise VersionNotFound(say("This automation has no version {number}.", number=number))
    document = json.loads(rows[0][4])
    return {**_version(rows[0]), "document": document, "names": _names(document)}


def _fetch(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _row(row: tuple[Any, ...]) -> dict[str, Any]:
    (
        automation_id,
        name,
        position,
        state,
        cause,
        number,
        draft,
        revision,
        live,
        author_id,
        author,
        active,
        secret,
    ) = row
    return {
        "id": automation_id,
        "name": name,
        "position": position,
        "state": state,
        "stopped_cause": cause,
        "version": number,
        "draft": json.loads(draft),
        "draft_revision": revision,
        "document": None if live is None else json.loads(live),
        "author": {"id": author_id, "name": author},
        "author_active": active,
        "secret": secret,
    }


def _shown(row: Mapping[str, Any], counts: Mapping[UUID, tuple[int, int, datetime | None]]) -> dict[str, Any]:
    day, failed, last = counts.get(row["id"], (0, 0, None))
    shown = row["document"] or row["draft"]
    told = ("id", "name", "position", "state", "stopped_cause", "version", "author", "author_active")
    return {
        **{key: row[key] for key in told},
        "changed": row["draft"] != row["document"],
        "trigger": shown.get("trigger"),
        "does": [step["do"] for step in shown.get("steps") or [] if isinstance(step.get("do"), str)],
        "runs": {"day": day, "failed": failed},
        "last_run_at": last,
        "may": {"edit": True, "publish": True},
    }


def _runs(automation_ids: list[UUID], *, at: datetime) -> dict[UUID, tuple[int, int, datetime | None]]:
    """Of the last 24 hours: how many, how many that failed or were cut; and when the last one began."""
    rows = _fetch(RUNS, ids=automation_ids, since=at - DAY, most=MOST_COUNTED)
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _version(row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "number": row[0],
        "published_at": row[1],
        "published_by": {"id": row[2], "name": row[3]},
    }


def _names(*documents: Any) -> dict[str, str]:
    return {str(one): name for one, name in names_of(ids_in(*documents)).items()}
