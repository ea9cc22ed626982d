"""What the ids in recipes are called, for people who read them."""

import re
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.opportunities.filtering import current_graphs

SPELLED = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

# Steps and stages are called as in the newest version that has them; stages and steps are rows of versions.
NAMES = """
SELECT id, name FROM organizations_membership WHERE id = ANY(%(ids)s::uuid[])
UNION ALL SELECT id, name FROM organizations_team WHERE id = ANY(%(ids)s::uuid[])
UNION ALL SELECT id, name FROM organizations_channel WHERE id = ANY(%(ids)s::uuid[])
UNION ALL SELECT id, name FROM catalog_product WHERE id = ANY(%(ids)s::uuid[])
UNION ALL (SELECT DISTINCT ON (step_id) step_id, name FROM workflows_versionstep
           WHERE step_id = ANY(%(ids)s::uuid[]) ORDER BY step_id, id DESC)
UNION ALL (SELECT DISTINCT ON (stage_id) stage_id, stage_name FROM workflows_versionstep
           WHERE stage_id = ANY(%(ids)s::uuid[]) ORDER BY stage_id, id DESC)
"""


def names_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """Of this organization's members, teams, channels, products, steps, stages and transitions; what is unknown is absent."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"ids": list(ids)})
        found: dict[UUID, str] = dict(cursor.fetchall())
    return found | _of_transitions(set(ids) - set(found))


def ids_in(*documents: Any) -> set[UUID]:
    """Every id that stands anywhere in them, alone or among others in the value of a condition."""
    return {UUID(one) for document in documents for text in _texts(document) for one in SPELLED.findall(text)}


def names_of_automations(automation_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of deleted ones too: what they did goes on naming them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM automations_automation WHERE id = ANY(%s)", [list(automation_ids)]
        )
        return dict(cursor.fetchall())


def _of_transitions(ids: Collection[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    wanted = {str(one) for one in ids}
    found = (one for graph in current_graphs() for one in graph.declared if one.id in wanted)
    return {UUID(one.id): one.name for one in found}


def _texts(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for key, value in document.items():
            if key != "id":  # of the step itself
                yield from _texts(value)
    elif isinstance(document, list):
        for one in document:
            yield from _texts(one)
