"""Event logs as the API answers about them (W17). Nothing is kept; no transaction is open while a log is read."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from ninja.files import UploadedFile

from handsel.kernel.ids import new_id
from handsel.kernel.text import check_name, is_filled
from handsel.opportunities.workflow_list import get_workflow
from handsel.organizations.acting import Member, acting
from handsel.workflows.discovering import discover
from handsel.workflows.document import parse, to_draft_document
from handsel.workflows.draft_views import findings
from handsel.workflows.drafts import stored_draft
from handsel.workflows.graph import Graph, graph_of
from handsel.workflows.logs import Bounds, LogOptions
from handsel.workflows.replaying import Replay, replay
from handsel.workflows.versions import version_numbered

# A quarter million events of XES with many attributes are half of that size; so many lines are read in some seconds.
BOUNDS = Bounds(size=400_000_000, events=2_000_000)


def discovered(
    file: UploadedFile, options: LogOptions, *, at_least: int, name: str | None, member: Member
) -> dict[str, Any]:
    """The draft is called as wanted, else as the file; `replay` is the same log played on it."""
    wanted = name if is_filled(name) else (file.name or "").partition(".")[0]
    called = check_name(wanted or "Log", field="name")
    found = discover(file, options, at_least=at_least, name=called, bounds=BOUNDS)
    document = parse(found.file, previous=None, new_id=new_id)
    with acting(member):
        checked = findings(document, workflow_id=None)
    file.seek(0)
    again = replay(graph_of(document), file, options, bounds=BOUNDS)
    observed = found.observed
    return {
        "log": {
            "cases": observed.cases,
            "events": observed.events,
            "skipped": observed.skipped,
            "activities": [asdict(one) for one in observed.activities],
        },
        "columns": asdict(observed.columns),
        "successions": [
            {"from": start, "to": to, "count": count} for (start, to), count in observed.successions.items()
        ],
        "min": found.at_least,
        "document": to_draft_document(document),
        "text": found.text,
        "findings": checked,
        "replay": _told(again),
    }


def replayed(
    workflow_id: UUID, file: UploadedFile, options: LogOptions, *, number: int | None, member: Member
) -> dict[str, Any]:
    with acting(member):
        graph = _graph(workflow_id, number)
    return _told(replay(graph, file, options, bounds=BOUNDS))


def _told(found: Replay) -> dict[str, Any]:
    return {
        "cases": found.cases,
        "completed": found.completed,
        "refused": found.refused,
        "accepted": found.accepted,
        "refusals": [
            {"from": one.start, "to": one.to, "count": one.count, "reason": one.reason}
            for one in found.refusals
        ],
        "unlisted": found.unlisted,
    }


def _graph(workflow_id: UUID, number: int | None) -> Graph:
    get_workflow(workflow_id)
    if number is None:
        return graph_of(stored_draft(workflow_id).document)
    return graph_of(version_numbered(workflow_id, number=number).document)
