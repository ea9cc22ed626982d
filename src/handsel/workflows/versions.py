"""Published versions as frozen graphs, loaded once per process: deciding costs no query."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.refusals import NotFound
from handsel.kernel.sentences import say
from handsel.workflows.attributes import attribute_for
from handsel.workflows.graph import Attribute, Graph, graph_of

LARGEST_NUMBER = 2**31 - 1  # of PostgreSQL's integer
_graphs: dict[UUID, Graph] = {}


class WorkflowNotFound(NotFound):
    code = "workflow_not_found"


class VersionNotFound(NotFound):
    code = "version_not_found"


def graph_of_version(version_id: UUID) -> Graph:
    """A version never changes, so it may be kept as long as the process lives."""
    graph = _graphs.get(version_id)
    if graph is None:
        graph = _graphs[version_id] = graph_of(document_of_version(version_id))
    return graph


def document_of_version(version_id: UUID) -> Mapping[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT document::text FROM workflows_workflowversion WHERE id = %s", [version_id])
        row = cursor.fetchone()
    if row is None:
        raise WorkflowNotFound(say("No such version of a workflow."))
    document: Mapping[str, Any] = json.loads(row[0])
    return document


@dataclass(frozen=True, slots=True)
class WorkflowOfVersion:
    id: UUID
    name: str
    version: int


def workflow_of_version(version_id: UUID) -> WorkflowOfVersion:
    """A workflow may be renamed, so it is asked each time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.id, w.name, v.number FROM workflows_workflowversion v "
            "JOIN workflows_workflow w ON w.id = v.workflow_id WHERE v.id = %s",
            [version_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise WorkflowNotFound(say("No such version of a workflow."))
    return WorkflowOfVersion(*row)


@dataclass(frozen=True, slots=True)
class Version:
    id: UUID
    number: int
    document: Mapping[str, Any]


def newest_version(workflow_id: UUID) -> Version | None:
    """None where nothing of it has been published."""
    return _version("WHERE workflow_id = %s ORDER BY number DESC LIMIT 1", [workflow_id])


def version_numbered(workflow_id: UUID, *, number: int) -> Version:
    is_number = 0 < number <= LARGEST_NUMBER
    found = _version("WHERE workflow_id = %s AND number = %s", [workflow_id, number]) if is_number else None
    if found is None:
        raise VersionNotFound(say("This workflow has no version {number}.", number=number))
    return found


def _version(where: str, values: list[Any]) -> Version | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, number, document::text FROM workflows_workflowversion {where}", values)
        row = cursor.fetchone()
    return Version(row[0], row[1], json.loads(row[2])) if row is not None else None


def current_version(workflow_id: UUID) -> tuple[UUID, int]:
    """Id and number of the newest version: what new opportunities start on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number FROM workflows_workflowversion WHERE workflow_id = %s ORDER BY number DESC LIMIT 1",
            [workflow_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise WorkflowNotFound(say("No such workflow."))
    return row[0], row[1]


def describe_attribute(attribute: Attribute) -> dict[str, Any]:
    """As the API shows it."""
    return {**asdict(attribute), "options": list(attribute.options)}


def fields_of_step(graph: Graph, step_id: str) -> list[dict[str, Any]]:
    """The attributes that a step displays, in their order; all of the layout where it names none."""
    keys = graph.step(step_id).attributes or tuple(one.key for one in graph.attributes)
    found = (attribute_for(graph, key) for key in keys)
    return [describe_attribute(attribute) for attribute in found if attribute is not None]
