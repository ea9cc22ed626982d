"""The gate's entry for imports (I12): opportunities that begin on any step, many at a time, in one statement each.

The same checks as everywhere: attribute types, steps of the team's workflow, owners of the team, amounts by currency. Only
what a transition on the way would have required is told, not refused, and nothing is set off: an imported opportunity
reminds nobody of a follow-up that is past.
"""

import json
from collections import deque
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.kernel.refusals import FieldProblem, Refusal
from handsel.kernel.sentences import say
from handsel.kernel.text import fold, is_filled
from handsel.ledger.record import record
from handsel.opportunities.events import OpportunityDeleted, OpportunityImported
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability
from handsel.workflows.attributes import attribute_for, check_value
from handsel.workflows.graph import NEW, Attribute, Graph, Mode, Status, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One opportunity as it shall stand. Columns of the table, by their names."""

    id: UUID
    source: str
    source_id: str | None
    team_id: UUID
    workflow_version_id: UUID
    step_id: UUID
    title: str | None = None
    contact_id: UUID | None = None
    account_id: UUID | None = None
    product_id: UUID | None = None
    owner_id: UUID | None = None
    amount: Decimal | None = None
    currency: str
    follow_up_at: datetime | None = None
    description: str = ""
    lost_reason: str | None = None
    attributes: dict[str, Any]
    created_at: datetime
    entered_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Incoming):
    """One that is there already, under lock."""

    revision: int
    author_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """What values are judged by: the organization's zone and country, its active members (ids), the row's currency."""

    currency: str
    zone: ZoneInfo
    region: str | None
    members: Container[str]


_TYPES = {
    "id": "uuid", "source": "text", "source_id": "text", "team_id": "uuid", "workflow_version_id": "uuid",
    "step_id": "uuid", "title": "text", "contact_id": "uuid", "account_id": "uuid", "product_id": "uuid",
    "owner_id": "uuid", "amount": "numeric", "currency": "text", "follow_up_at": "timestamptz", "description": "text",
    "lost_reason": "text", "attributes": "jsonb", "created_at": "timestamptz", "entered_at": "timestamptz",
    "closed_at": "timestamptz",
}  # fmt: skip
_COLUMNS = ", ".join(_TYPES)
_ROWS = "jsonb_to_recordset(%(rows)s::jsonb) AS r({})".format(
    ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
)
_DUE = "CASE WHEN r.follow_up_at > %(at)s THEN r.follow_up_at END"
_KEPT = frozenset({"id", "source", "source_id"})

INSERT = f"""
INSERT INTO opportunities_opportunity (organization_id, lineage, entry_kind, author_id, revision, updated_at,
                                       follow_up_due_at, {_COLUMNS})
SELECT %(organization)s, nextval('opportunities_lineage'), '{NEW}', %(author)s, 1, %(at)s, {_DUE},
       {", ".join(f"r.{name}" for name in _TYPES)}
FROM {_ROWS}
"""
UPDATE = f"""
UPDATE opportunities_opportunity o
SET {", ".join(f"{name} = r.{name}" for name in _TYPES if name not in _KEPT)},
    follow_up_due_at = CASE WHEN o.follow_up_at IS DISTINCT FROM r.follow_up_at THEN {_DUE} ELSE o.follow_up_due_at END,
    revision = o.revision + 1, updated_at = %(at)s
FROM {_ROWS} WHERE o.id = r.id
"""
LOCK = f"""
SELECT {", ".join("attributes::text" if name == "attributes" else name for name in _TYPES)}, revision, author_id
FROM opportunities_opportunity WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
# Shared locks: nobody of them is deactivated or leaves the team before we commit.
OWNERS = """
SELECT m.id, seat.team_id FROM organizations_membership m
JOIN organizations_teamseat seat ON seat.member_id = m.id
WHERE m.id = ANY(%s) AND m.joined_at IS NOT NULL AND m.deactivated_at IS NULL
ORDER BY m.id, seat.team_id FOR SHARE
"""
TAKE_BACK = """
DELETE FROM opportunities_opportunity o
USING unnest(%s::uuid[], %s::int[]) AS made(id, revision)
WHERE o.id = made.id AND o.revision = made.revision
  AND NOT EXISTS (SELECT FROM opportunities_note n WHERE n.opportunity_id = o.id)
  AND NOT EXISTS (SELECT FROM opportunities_activity a WHERE a.opportunity_id = o.id)
  AND NOT EXISTS (SELECT FROM opportunities_task t WHERE t.opportunity_id = o.id)
  AND NOT EXISTS (SELECT FROM opportunities_grant g WHERE g.opportunity_id = o.id)
  AND NOT EXISTS (SELECT FROM opportunities_opportunity child WHERE child.parent_id = o.id)
RETURNING o.id, o.lineage, o.team_id, o.owner_id, o.author_id, o.workflow_version_id, o.step_id, o.revision
"""


def check_typed(
    graph: Graph, typed: Mapping[str, Any], *, judge: Judge
) -> tuple[dict[str, Any], list[FieldProblem]]:
    """Values by attribute key (built-in or of the layout) as they are stored, and all that is wrong, by the same keys."""
    checked: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for key, value in typed.items():
        attribute = attribute_for(graph, key)
        if attribute is None:
            problems.append(
                FieldProblem(key, say("The workflow {workflow} has no such field.", workflow=graph.name))
            )
            continue
        try:
            checked[key] = check_value(
                attribute,
                value,
                field=key,
                currency=judge.currency,
                region=judge.region,
                zone=judge.zone,
                members=judge.members,
            )
        except Refusal as refusal:
            problems += refusal.fields or [FieldProblem(key, refusal.detail)]
    return checked, problems


def step_called(graph: Graph, name: str) -> Step | None:
    """By the step's name, else the first step of the stage of this name; case and space aside."""
    called: dict[str, Step] | None = graph.memory.get("steps_called")
    if called is None:
        steps = [step for step in graph.steps_on_board if step.stage_id is not None][::-1]
        called = {fold(graph.stage_of(step.id).name): step for step in steps}
        called |= {fold(step.name): step for step in steps}
        graph.memory["steps_called"] = called
    return called.get(fold(name))


def is_open(graph: Graph, step_id: str) -> bool:
    return graph.stage_of(step_id).status is Status.OPEN


def missing_on_the_way(graph: Graph, step_id: str, values: Mapping[str, Any]) -> list[Attribute]:
    """What the transitions of the shortest way from the entry would have asked for and `values` lack (I12)."""
    found = (attribute_for(graph, key) for key in _asked_on_the_way(graph, step_id))
    return [one for one in found if one is not None and not is_filled(values.get(one.key))]


def lock_owners(member_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Pairs of an active member and a team of theirs: only these may own, on every surface (B4)."""
    with connection.cursor() as cursor:
        cursor.execute(OWNERS, [sorted(set(member_ids))])
        return set(cursor.fetchall())


def bring_in(rows: Sequence[Incoming], *, by: Member, at: datetime) -> None:
    """All of them or none. The source's id is unique: who brings in the same row twice must have asked before."""
    require(by, to=Capability.IMPORT)
    if rows:
        _write(INSERT, rows, at=at, organization=by.organization_id, author=by.id)
        record(*(_imported(row, revision=1, author_id=by.id) for row in rows), by=by, at=at)


def lock_standing(ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Those that are still there; nobody else changes them until the transaction ends."""
    if not ids:
        return {}
    names = [field.name for field in fields(Standing)]
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [sorted(ids)])
        found = [dict(zip([*_TYPES, "revision", "author_id"], row, strict=True)) for row in cursor.fetchall()]
    standing = (
        Standing(**{name: row[name] for name in names} | {"attributes": json.loads(row["attributes"])})
        for row in found
    )
    return {one.id: one for one in standing}


def change(changes: Sequence[tuple[Standing, Mapping[str, Any]]], *, by: Member, at: datetime) -> None:
    """The columns that each brings; the revision of each is one higher then."""
    require(by, to=Capability.IMPORT)
    if changes:
        _write(UPDATE, [replace(standing, **columns) for standing, columns in changes], at=at)
        told = (
            _imported(
                replace(standing, step_id=columns.get("step_id", standing.step_id)),
                revision=standing.revision + 1,
                author_id=standing.author_id,
            )
            for standing, columns in changes
        )
        record(*told, by=by, at=at)


def take_back(made: Mapping[UUID, int], *, by: Member, at: datetime) -> set[UUID]:
    """Deletes those that nobody has touched since they had this revision, and says which."""
    require(by, to=Capability.IMPORT)
    if not made:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, [list(made), list(made.values())])
        gone = cursor.fetchall()
    record(
        *(
            OpportunityDeleted(
                opportunity_id=row[0],
                number=row[1],
                team_id=row[2],
                owner_id=row[3],
                author_id=row[4],
                workflow_version_id=row[5],
                step=row[6],
                revision=row[7] + 1,
            )
            for row in gone
        ),
        by=by,
        at=at,
    )
    return {row[0] for row in gone}


def _write(query: str, rows: Sequence[Incoming], *, at: datetime, **values: Any) -> None:
    plain = [{name: getattr(row, name) for name in _TYPES} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(query, {"rows": json.dumps(plain, default=_plain), "at": at, **values})


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _imported(row: Incoming, *, revision: int, author_id: UUID | None) -> OpportunityImported:
    return OpportunityImported(
        opportunity_id=row.id,
        revision=revision,
        workflow_version_id=row.workflow_version_id,
        team_id=row.team_id,
        owner_id=row.owner_id,
        author_id=author_id,
        step=row.step_id,
    )


def _asked_on_the_way(graph: Graph, step_id: str) -> tuple[str, ...]:
    if graph.mode is Mode.FREE:
        return ()
    known: dict[str, tuple[str, ...]] | None = graph.memory.get("asked_on_the_way")
    if known is None:
        known = graph.memory["asked_on_the_way"] = _walk(graph)
    return known.get(step_id, ())


def _walk(graph: Graph) -> dict[str, tuple[str, ...]]:
    start = graph.entries[NEW].step_id
    asked: dict[str, tuple[str, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for transition in graph.transitions_from(here):
            if transition.to_id not in asked:
                asked[transition.to_id] = tuple(dict.fromkeys((*asked[here], *transition.required)))
                waiting.append(transition.to_id)
    return asked
