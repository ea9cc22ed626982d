"""All that a recipe of this organization may be made of: triggers, steps, fields, and what their slots may hold."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations import document as shape
from handsel.automations.conditions import FACTS, OPERATORS, called
from handsel.opportunities.filtering import COMPARISONS, ORDERED, WORDS, attributes_called
from handsel.organizations.acting import Member
from handsel.organizations.rules import Role, Switch, switches_of
from handsel.workflows.attributes import BUILT_IN
from handsel.workflows.graph import Graph
from handsel.workflows.versions import graph_of_version

# (name, type, needed). Types: team, member, whom, step, stage, transition, field, fields, values, duration, text, long_text,
# link, choice, weekdays, number, time, conditions, steps.
Slot = tuple[str, str, bool]
TRIGGER_SLOTS: dict[str, tuple[Slot, ...]] = {
    "opportunity_updated": (("fields", "fields", False),),
    "activity_added": (("activity_type", "text", False),),
    "activity_edited": (("activity_type", "text", False),),
    "step_changed": (("from", "step", False), ("to", "step", False)),
    "stage_changed": (("from", "stage", False), ("to", "stage", False), ("status", "choice", False)),
    "share_ended": (("cause", "choice", False),),
    "schedule": (
        ("every", "choice", True), ("weekdays", "weekdays", False), ("day", "number", False), ("at", "time", True),
    ),
}  # fmt: skip
STEP_SLOTS: dict[str, tuple[Slot, ...]] = {
    "share": (("to", "whom", True), ("duration", "duration", False), ("access", "choice", True)),
    "stop_sharing": (("whose", "whom", True),),
    "set_fields": (("fields", "values", True),),
    "move": (
        ("step", "step", False), ("stage", "stage", False), ("transition", "transition", False),
        ("attributes", "values", False), ("reason", "text", False),
    ),
    "set_owner": (("member", "member", False), ("person", "choice", False)),
    "create_task": (
        ("title", "text", True), ("owner", "whom", False), ("due", "duration", False), ("remind", "duration", False),
    ),
    "log_activity": (("type", "text", True), ("text", "long_text", False)),
    "add_note": (("text", "long_text", True),),
    "notify": (("to", "whom", True), ("text", "long_text", True)),
    "webhook": (("url", "link", True),),
    "wait": (("duration", "duration", True),),
    "branch": (("if", "conditions", True), ("then", "steps", False), ("else", "steps", False)),
}  # fmt: skip
OPTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("stage_changed", "status"): shape.STATUSES,
    ("share_ended", "cause"): shape.CAUSES,
    ("schedule", "every"): shape.EVERY,
    ("share", "to"): ("member", "team", "person"),
    ("share", "access"): shape.ACCESS,
    ("stop_sharing", "whose"): ("all", "mine", "member", "team"),
    ("set_owner", "person"): shape.PERSONS,
    ("create_task", "owner"): ("member", "person"),
    ("notify", "to"): ("member", "person", "role", "team"),
}
NEEDS_SWITCHES = {
    "share": (Switch.SHARING, Switch.SHARE_AUTOMATION),
}
MOST = 200

WORDS_OF = """
SELECT json_build_object(
  'teams', (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'workflow', workflow_id) ORDER BY name), '[]')
            FROM organizations_team WHERE dissolved_at IS NULL),
  'members', (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY name), '[]')
              FROM organizations_membership WHERE joined_at IS NOT NULL AND deactivated_at IS NULL),
  'channels', (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY name), '[]')
               FROM organizations_channel WHERE closed_at IS NULL),
  'products', (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]')
               FROM (SELECT id, name FROM catalog_product ORDER BY name LIMIT %(most)s) known),
  'activity_types', (SELECT coalesce(json_agg(type ORDER BY type), '[]')
                     FROM (SELECT DISTINCT type FROM opportunities_activity LIMIT %(most)s) known),
  'sources', (SELECT coalesce(json_agg(source ORDER BY source), '[]')
              FROM (SELECT DISTINCT source FROM opportunities_opportunity WHERE source <> '' LIMIT %(most)s) known),
  'currencies', (SELECT coalesce(json_agg(currency ORDER BY currency), '[]')
                 FROM (SELECT DISTINCT currency FROM opportunities_opportunity LIMIT %(most)s) known),
  'workflows', (SELECT coalesce(json_agg(json_build_object('id', w.id, 'name', w.name) ORDER BY w.name), '[]')
                FROM workflows_workflow w WHERE EXISTS (SELECT FROM workflows_workflowversion v WHERE v.workflow_id = w.id)),
  'switches', (SELECT switches FROM organizations_organization WHERE id = %(organization)s),
  'time_zone', (SELECT time_zone FROM organizations_organization WHERE id = %(organization)s)
)::text
"""
GRAPHS = """
SELECT DISTINCT ON (v.workflow_id) v.workflow_id, v.id FROM workflows_workflowversion v ORDER BY v.workflow_id, v.number DESC
"""


def describe_vocabulary(*, member: Member) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(WORDS_OF, {"organization": member.organization_id, "most": MOST})
        words: dict[str, Any] = json.loads(cursor.fetchone()[0])
        cursor.execute(GRAPHS)
        graphs = [(row[0], graph_of_version(row[1])) for row in cursor.fetchall()]
    switches = switches_of(words["switches"], parent=None)
    return {
        **words,
        **_processes(graphs),
        "triggers": list(_triggers()),
        "steps": list(_steps(switches)),
        "fields": list(_fields([graph for _, graph in graphs])),
        "roles": [role.value for role in Role],
        "placeholders": list(shape.PLACEHOLDERS),
        "switches": {name: switches[name] for name in (Switch.SHARING, Switch.SHARE_AUTOMATION)},
    }


def _triggers() -> Iterator[dict[str, Any]]:
    for kind in shape.TRIGGERS:
        slots = (("team", "team", False), *TRIGGER_SLOTS.get(kind, ()))
        yield {"type": kind, "slots": _slots(kind, slots), "available": True, "waits_for": None}
    for kind, waits_for in shape.TRIGGERS_TO_COME.items():
        yield {"type": kind, "slots": [], "available": False, "waits_for": waits_for}


def _steps(switches: Mapping[str, bool]) -> Iterator[dict[str, Any]]:
    for kind, slots in STEP_SLOTS.items():
        off = [switch.value for switch in NEEDS_SWITCHES.get(kind, ()) if not switches[switch]]
        yield {
            "do": kind,
            "slots": _slots(kind, slots),
            "available": True,
            "waits_for": None,
            "off": off,
        }
    for kind, waits_for in shape.STEPS_TO_COME.items():
        yield {"do": kind, "slots": [], "available": False, "waits_for": waits_for, "off": []}


def _slots(kind: str, slots: Sequence[Slot]) -> list[dict[str, Any]]:
    return [
        {"name": name, "type": type_, "needed": needed, "options": list(OPTIONS.get((kind, name), ()))}
        for name, type_, needed in slots
    ]


def _fields(graphs: Sequence[Graph]) -> Iterator[dict[str, Any]]:
    for key, fact in FACTS.items():
        options = {"status": shape.STATUSES, "excluded": ("true", "false")}.get(key, ())
        label = key.capitalize()
        yield _field(key, label, [fact.kind], options, OPERATORS[fact.kind], settable=False, group="fact")
    for one in BUILT_IN.values():
        yield _field(one.key, one.label, [one.type], one.options, operators_of(one.type), group="built_in")
    for key in sorted({key for graph in graphs for key in graph.attribute_by_key}):
        found = attributes_called(key, graphs)
        choices = dict.fromkeys(option for one in found for option in one.options)
        operators = dict.fromkeys(op for one in found for op in operators_of(one.type))
        types = [one.type for one in found]
        yield _field(called(key), found[0].label, types, choices, operators, group="attribute")


def _field(
    key: str,
    label: str,
    types: list[str],
    options: Iterable[str],
    operators: Iterable[str],
    *,
    group: str,
    settable: bool = True,
) -> dict[str, Any]:
    return {
        "key": key,
        "label": label,
        "types": types,
        "options": list(options),
        "operators": list(operators),
        "settable": settable,
        "group": group,
    }


def operators_of(kind: str) -> tuple[str, ...]:
    """As filters by field know them."""
    ordered = tuple(COMPARISONS) if kind in ORDERED else ()
    contains = ("contains",) if kind in WORDS or kind == "choices" else ()
    return ("is", "not", *ordered, *contains, "any", "empty", "filled")


def _processes(graphs: Sequence[tuple[UUID, Graph]]) -> dict[str, list[dict[str, Any]]]:
    return {
        "stages": [
            {"id": stage.id, "name": stage.name, "workflow": workflow, "status": stage.status.value}
            for workflow, graph in graphs
            for stage in graph.stages_on_board
        ],
        "workflow_steps": [
            {"id": step.id, "name": step.name, "workflow": workflow, "stage": step.stage_id}
            for workflow, graph in graphs
            for step in graph.steps_on_board
        ],
        "transitions": [
            {
                "id": one.id,
                "name": one.name,
                "workflow": workflow,
                "from_step": one.from_id,
                "to_step": one.to_id,
                "asks": [called(key) for key in one.required],
            }
            for workflow, graph in graphs
            for one in graph.declared
        ],
    }
