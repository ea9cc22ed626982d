"""Two workflows per organization of the measurements, published by Handsel itself: a free one and a guided one."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connections

from handsel.kernel.ids import new_id
from handsel.organizations.acting import System, acting
from handsel.workflows.document import parse
from handsel.workflows.publishing import make_workflow

STAGES = ("New", "Qualified", "Proposal", "Negotiation", "Contract")
ENDS: list[dict[str, Any]] = [
    {"name": "Won", "status": "won"},
    {"name": "Lost", "status": "lost", "reasons": ["Price", "No answer", "Other"]},
]
SECTIONS = [
    {
        "name": "Need",
        "attributes": [
            {"key": "need", "label": "Need", "type": "choice", "options": ["cruising", "racing", "fishing"]},
            {"key": "length", "label": "Length", "type": "number"},
            {"key": "budget", "label": "Budget", "type": "money"},
        ],
    }
]


def make_workflows() -> None:
    for organization_id in _organizations():
        for name, document in (("Free", _free()), ("Guided", _guided())):
            by = System(organization_id=organization_id)
            with acting(by) as at:
                make_workflow(name, document=parse(document, previous=None, new_id=new_id), by=by, at=at)


def _organizations() -> list[UUID]:
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT id FROM organizations_organization ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def _free() -> dict[str, Any]:
    open_stages = [{"name": name, "status": "open"} for name in STAGES]
    return {"workflow": "Free", "mode": "free", "sections": SECTIONS, "stages": [*open_stages, *ENDS]}


def _guided() -> dict[str, Any]:
    """Two steps to a stage; one way forward and one back between neighbors, and out of each to both ends."""
    steps = [f"{stage} {number}" for stage in STAGES for number in (1, 2)]
    neighbors = [pair for one, next_ in pairwise(steps) for pair in ((one, next_), (next_, one))]
    ways = [*neighbors, *((step, end["name"]) for step in steps for end in ENDS)]
    return {
        "workflow": "Guided",
        "mode": "guided",
        "sections": SECTIONS,
        "stages": [*({"name": name, "status": "open"} for name in STAGES), *ENDS],
        "steps": [
            *(
                {"name": step, "stage": step.rpartition(" ")[0], "attributes": ["need", "length", "budget"]}
                for step in steps
            ),
            *({"name": end["name"], "stage": end["name"]} for end in ENDS),
        ],
        "transitions": [{"name": f"{one} to {other}", "from": one, "to": other} for one, other in ways],
        "entries": {"new": steps[0]},
    }
