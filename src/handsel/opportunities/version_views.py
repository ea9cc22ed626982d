"""Published versions as the API shows them: listed, whole, as a file, compared (W15).

Every member may read a version; the draft is for who configures.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.opportunities.workflow_list import describe_graph, get_workflow
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability, Scope
from handsel.workflows.comparing import compare_elements, compare_lines
from handsel.workflows.document import describe, to_draft_document
from handsel.workflows.drafts import stored_draft
from handsel.workflows.graph import graph_of
from handsel.workflows.versions import VersionNotFound, WorkflowNotFound, newest_version, version_numbered

DRAFT = "draft"
MOST_DIGITS = 10
VERSIONS = """
SELECT v.number, v.published_at, m.id, m.name, jsonb_array_length(v.document->'steps'),
       jsonb_array_length(v.document->'transitions'),
       v.number = (SELECT max(number) FROM workflows_workflowversion WHERE workflow_id = %(workflow)s)
FROM workflows_workflowversion v LEFT JOIN organizations_membership m ON m.id = v.published_by
WHERE v.workflow_id = %(workflow)s
"""
LAST = [2**31]


def versions(workflow_id: UUID, *, member: Member, limit: int | None, cursor: str | None) -> dict[str, Any]:
    """The newest first."""
    check_readable(workflow_id, member=member)
    scope = f"versions {member.organization_id} {workflow_id}"
    (before,) = read_cursor(cursor, scope=scope) or LAST
    count = check_limit(limit)
    rows = _rows(
        "AND v.number < %(before)s ORDER BY v.number DESC LIMIT %(count)s",
        {"workflow": workflow_id, "before": before, "count": count + 1},
    )
    shown = rows[:count]
    following = write_cursor([shown[-1]["number"]], scope=scope) if len(rows) > count else None
    return {"items": shown, "next_cursor": following}


def version(workflow_id: UUID, *, number: int, member: Member) -> dict[str, Any]:
    check_readable(workflow_id, member=member)
    document = version_numbered(workflow_id, number=number).document
    (told,) = _rows("AND v.number = %(number)s", {"workflow": workflow_id, "number": number})
    return {
        **told,
        "document": to_draft_document(document),
        "graph": describe_graph(graph_of(document)),
        "text": describe(document),
    }


def file_of(workflow_id: UUID, *, which: str | None, member: Member) -> tuple[str, str]:
    """Its name and its YAML; of the newest version where none is named."""
    check_readable(workflow_id, member=member)
    named = _document(workflow_id, which, field="version", member=member) if which else None
    document = named or _newest(workflow_id)
    return document["workflow"], describe(document)


def compared(workflow_id: UUID, *, start: str, to: str, member: Member) -> dict[str, Any]:
    check_readable(workflow_id, member=member)
    before = _document(workflow_id, start, field="from", member=member)
    after = _document(workflow_id, to, field="to", member=member)
    return {
        "from": start if start == DRAFT else int(start),
        "to": to if to == DRAFT else int(to),
        "lines": compare_lines(before, after),
        "changes": compare_elements(before, after),
    }


def check_readable(workflow_id: UUID, *, member: Member) -> None:
    """A workflow that is nothing but a draft is not there for who may not read drafts."""
    get_workflow(workflow_id)
    if not member.can(Capability.CONFIGURE) and newest_version(workflow_id) is None:
        raise WorkflowNotFound(say("There is no such workflow."))


def _document(workflow_id: UUID, which: str, *, field: str, member: Member) -> Mapping[str, Any]:
    if which == DRAFT:
        require(member, to=Capability.CONFIGURE, scope=Scope.CONFIGURE)
        return stored_draft(workflow_id).document
    if not (which.isascii() and which.isdigit()) or len(which) > MOST_DIGITS:
        raise field_refused(field, say("Name a version by its number, or say draft."))
    return version_numbered(workflow_id, number=int(which)).document


def _newest(workflow_id: UUID) -> Mapping[str, Any]:
    newest = newest_version(workflow_id)
    if newest is None:
        raise VersionNotFound(say("Nothing of this workflow has been published."))
    return newest.document


def _rows(where: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS + where, values)
        rows = cursor.fetchall()
    return [
        {
            "number": number,
            "published_at": at,
            "published_by": None if member_id is None else {"id": member_id, "name": name},
            "steps": steps,
            "transitions": transitions,
            "current": current,
        }
        for number, at, member_id, name, steps, transitions, current in rows
    ]
