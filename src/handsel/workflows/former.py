"""What earlier versions of a workflow had and the newest lacks: asked only when something was refused (W14)."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.workflows.graph import Mode, implicit_id

# Of a free version the steps, since its transitions are written nowhere.
EARLIER = """
SELECT earlier.number, earlier.document->>'mode',
       (SELECT one->>'name' FROM jsonb_array_elements(earlier.document->'transitions') one WHERE one->>'id' = %(transition)s),
       CASE WHEN earlier.document->>'mode' = 'free' THEN (earlier.document->'steps')::text END
FROM workflows_workflowversion here
JOIN workflows_workflowversion earlier ON earlier.workflow_id = here.workflow_id AND earlier.number < here.number
WHERE here.id = %(version)s ORDER BY earlier.number DESC
"""


@dataclass(frozen=True, slots=True)
class Former:
    """`gone_since` is the number of the first version without it."""

    name: str
    gone_since: int


def former_transition(transition_id: str, *, version_id: UUID) -> Former | None:
    """The transition as the last version that had it called it; None where none of them did."""
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, {"version": version_id, "transition": transition_id})
        for number, mode, name, steps in cursor.fetchall():
            found = name or (_implied(transition_id, json.loads(steps)) if mode == Mode.FREE else None)
            if found is not None:
                return Former(found, number + 1)
    return None


def _implied(transition_id: str, steps: list[dict[str, Any]]) -> str | None:
    for start in steps:
        for to in steps:
            if implicit_id(start["id"], to["id"]) == transition_id:
                return str(to["name"])
    return None
