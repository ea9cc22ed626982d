"""Imports as people see them. The bytes of their files are never read here."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.imports.layouts.known import LAYOUTS, layout_called
from handsel.imports.loading import get_import, graphs_for
from handsel.imports.mapping import targets_for
from handsel.imports.models import Import, ImportFile, ImportRow
from handsel.imports.rules import BEGINS_FROM, MAPPED_IN, Outcome, State, Work
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.organizations.acting import Member
from handsel.organizations.models import Membership

EMPTY = {"create": 0, "update": 0, "same": 0, "skipped": 0, "problems": 0, "kinds": {}, "notes": []}


def layouts() -> list[dict[str, Any]]:
    return [
        {"name": one.name, "label": one.label, "files": [sheet.name for sheet in one.sheets]}
        for one in LAYOUTS.values()
    ]


def show(import_id: UUID, *, member: Member) -> dict[str, Any]:
    run = get_import(import_id)
    layout = layout_called(run.layout)
    shown = _shown([run])[0]
    return {
        **shown,
        "source": run.source,
        "options": {name: value for name, value in run.options.items() if value is not None},
        "mapping": run.mapping,
        "targets": targets_for(layout, graphs_for(run.options, by=member)),
    }


def newest(*, member: Member, limit: int | None, cursor: str | None) -> dict[str, Any]:
    scope, count = f"imports {member.organization_id}", check_limit(limit)
    found = Import.objects.order_by("-created_at", "-id")
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        found = found.filter(created_at__lte=after[0]).exclude(created_at=after[0], id__gte=after[1])
    runs = list(found[: count + 1])
    page = runs[:count]
    last = page[-1] if len(runs) > count else None
    return {
        "items": _shown(page),
        "next_cursor": write_cursor([last.created_at.isoformat(), last.pk], scope=scope) if last else None,
    }


def rows(
    import_id: UUID, *, member: Member, kind: str | None, limit: int | None, cursor: str | None
) -> dict[str, Any]:
    """In the order in which they were told; `kind` is an outcome."""
    run = get_import(import_id)
    if kind is not None and kind not in set(Outcome):
        raise field_refused("kind", say("Choose one of: {known}.", known=", ".join(Outcome)))
    scope, count = f"import rows {member.organization_id} {run.pk} {kind}", check_limit(limit)
    found: QuerySet[ImportRow] = ImportRow.objects.filter(run=run).order_by("id")
    if kind is not None:
        found = found.filter(outcome=kind)
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        found = found.filter(id__gt=after[0])
    page = list(found.defer("before")[: count + 1])
    more = len(page) > count
    items = [
        {
            "file": row.file,
            "line": row.line,
            "source_id": row.source_id,
            "about": row.kind,
            "subject": row.subject_id,
            "outcome": row.outcome,
            "messages": row.messages,
        }
        for row in page[:count]
    ]
    return {"items": items, "next_cursor": write_cursor([page[count - 1].pk], scope=scope) if more else None}


def _shown(runs: Iterable[Import]) -> list[dict[str, Any]]:
    """Two statements, however many."""
    runs = list(runs)
    files: dict[UUID, list[dict[str, Any]]] = {run.pk: [] for run in runs}
    lines = ImportFile.objects.filter(run__in=runs).order_by("id")
    for run_id, name, count, columns in lines.values_list("run_id", "name", "rows", "columns"):
        files[run_id].append({"name": name, "rows": count, "columns": columns})
    people = dict(Membership.objects.filter(pk__in=[run.member_id for run in runs]).values_list("pk", "name"))
    return [
        {
            "id": run.pk,
            "layout": run.layout,
            "state": run.state,
            "files": files[run.pk],
            "progress": {"done": run.done, "total": run.total},
            "report": EMPTY | run.report,
            "created_at": run.created_at,
            "updated_at": run.updated_at,
            "by": {"id": run.member_id, "name": people.get(run.member_id, "")},
            "may": _may(run),
        }
        for run in runs
    ]


def _may(run: Import) -> dict[str, bool]:
    state = State(run.state)
    return {
        "map": state in MAPPED_IN,
        "check": state in BEGINS_FROM[Work.CHECK],
        "run": state in BEGINS_FROM[Work.RUN] and not run.report.get("problems"),
        "undo": state in BEGINS_FROM[Work.UNDO],
    }
