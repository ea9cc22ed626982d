"""What publishing a draft would do, before it does: to what is in flight, and to what has happened (W14).

Nothing is changed and nothing is locked: the figures are those of the instant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import fold
from handsel.opportunities.republishing_map import step_map
from handsel.opportunities.simulating_history import judge_history
from handsel.workflows.graph import Graph, Status, Step, graph_of
from handsel.workflows.models import Workflow
from handsel.workflows.versions import newest_version

MOST_DAYS = 3_650
STANDING = """
SELECT s.step_id::text, s.name, s.stage_id::text, s.stage_name, s.status, count(*)
FROM opportunities_opportunity o
JOIN workflows_workflowversion v ON v.id = o.workflow_version_id AND v.workflow_id = %s
JOIN workflows_versionstep s ON s.version_id = o.workflow_version_id AND s.step_id = o.step_id
GROUP BY 1, 2, 3, 4, 5 ORDER BY count(*) DESC, s.name
"""


@dataclass(frozen=True, slots=True)
class Group:
    """What stands on one step, as it is now."""

    step_id: str
    name: str
    stage_id: str
    stage_name: str
    status: Status
    count: int


def simulate(
    workflow: Workflow,
    *,
    document: Mapping[str, Any],
    days: int,
    mapped: Mapping[str, str] | None,
    at: datetime,
) -> dict[str, Any]:
    """Of every opportunity of the workflow, whoever may see it, and of the moves of the last `days`.

    With `mapped` (as publishing takes it) the changes of status are told of what would be moved, too.
    """
    if not 1 <= days <= MOST_DAYS:
        raise field_refused(
            "days", say("Look back at least a day, and at most {most:,} days.", most=MOST_DAYS)
        )
    graph = graph_of(document)
    steps = step_map(mapped or {}, newest=newest_version(workflow.pk), document=document)
    groups = _standing(workflow.pk)
    removed = [group for group in groups if not graph.has_step(group.step_id)]
    return {
        "days": days,
        "opportunities": _total(groups, removed),
        "removed": [_removed(group, graph) for group in removed],
        "status_changes": _status_changes(groups, graph, {str(one): str(to) for one, to in steps.items()}),
        "history": judge_history(workflow.pk, graph=graph, days=days, at=at),
    }


def _standing(workflow_id: UUID) -> list[Group]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [workflow_id])
        return [
            Group(step, name, stage, stage_name, Status(status), count)
            for step, name, stage, stage_name, status, count in cursor.fetchall()
        ]


def _total(groups: Iterable[Group], removed: Iterable[Group]) -> dict[str, int]:
    total, gone = sum(one.count for one in groups), sum(one.count for one in removed)
    is_open = sum(one.count for one in groups if one.status is Status.OPEN)
    return {
        "total": total,
        "open": is_open,
        "closed": total - is_open,
        "fit": total - gone,
        "on_removed": gone,
    }


def _removed(group: Group, graph: Graph) -> dict[str, Any]:
    return {
        "step": {"id": group.step_id, "name": group.name},
        "stage": {"id": group.stage_id, "name": group.stage_name, "status": group.status.value},
        "count": group.count,
        "open": group.count if group.status is Status.OPEN else 0,
        "suggestion": _suggestion(group, graph),
    }


def _suggestion(group: Group, graph: Graph) -> str | None:
    """A step of the same name, else the first of the same stage, which a stage of the same name stands in for."""
    placed = [step for step in graph.steps if step.stage_id is not None]
    alike: list[Iterable[Step]] = [
        (step for step in placed if fold(step.name) == fold(group.name)),
        (step for step in placed if step.stage_id == group.stage_id),
        (step for step in placed if fold(graph.stage_of(step.id).name) == fold(group.stage_name)),
    ]
    found = (step.id for steps in alike for step in steps)
    return next(found, None)


def _status_changes(groups: Iterable[Group], graph: Graph, mapped: Mapping[str, str]) -> list[dict[str, Any]]:
    found = []
    for group in groups:
        target = mapped.get(group.step_id, group.step_id)
        stage_id = graph.step(target).stage_id if graph.has_step(target) else None
        if stage_id is None:
            continue
        status = graph.stage(stage_id).status
        if status is not group.status:
            step = {"id": group.step_id, "name": group.name}
            found.append({"step": step, "from": group.status.value, "to": status.value, "count": group.count})
    return found
