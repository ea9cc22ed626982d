"""What an event sets off: a reader of the ledger by the name `automations` writes one run for each automation that it
matches, in the transaction of its cursor, so once (A5). Nothing is done here: `executing` does it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from handsel.automations import conditions
from handsel.automations.choosing import choose
from handsel.automations.document import SCHEDULE, Recipe
from handsel.automations.document_reading import NotReady
from handsel.automations.events import AutomationRan
from handsel.automations.keeping import write
from handsel.automations.lines import Line, cut
from handsel.automations.recipes import recipe_of
from handsel.automations.telling import CUT, tell_administrators
from handsel.automations.triggers import MAY_MATCH, matches
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Refusal
from handsel.ledger.readers import Recorded
from handsel.ledger.record import record
from handsel.ledger.wake import wake
from handsel.organizations.acting import System

READER = "automations"
DEEPEST = 8
"""A chain of runs, each set off by what the one before did, is at most so long."""

WITH_LIVE = "SELECT DISTINCT organization_id FROM automations_automation WHERE organization_id = ANY(%s) AND state = 'live'"

# In their listed order, each in the version that was published when it happened.
LIVE = """
SELECT a.id, a.author_id, v.number
FROM automations_automation a
JOIN LATERAL (SELECT max(number) AS number FROM automations_automationversion
              WHERE automation_id = a.id AND published_at <= %(at)s) v ON v.number IS NOT NULL
WHERE a.state = 'live' AND a.deleted_at IS NULL AND a.live_since <= %(at)s
ORDER BY a.position, a.id
"""
INSERT = """
INSERT INTO automations_run (id, organization_id, automation_id, version_number, event_transaction, event_id, event_type,
    event_at, opportunity_id, number, position, depth, cause_id, state, tries, facts, created_at, ended_at)
SELECT n.id, %(organization)s, n.automation_id, n.version, %(transaction)s, %(event)s, %(type)s, %(event_at)s,
       n.opportunity_id, o.lineage, n.position, d.depth, %(cause)s,
       CASE WHEN d.depth > %(deepest)s THEN 'cut' ELSE n.state END, 0, %(facts)s::jsonb, %(at)s,
       CASE WHEN d.depth > %(deepest)s OR n.state <> 'ready' THEN %(at)s END
FROM unnest(%(ids)s::uuid[], %(automations)s::uuid[], %(versions)s::int[], %(positions)s::int[], %(opportunities)s::uuid[],
            %(states)s::text[]) AS n(id, automation_id, version, position, opportunity_id, state)
CROSS JOIN (SELECT coalesce((SELECT depth FROM automations_run WHERE id = %(cause)s), 0) + 1 AS depth) d
LEFT JOIN opportunities_opportunity o ON o.id = n.opportunity_id
ON CONFLICT DO NOTHING
RETURNING id, automation_id, state, depth
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A live automation that may be meant. `position` is its place among them."""

    position: int
    automation_id: UUID
    author_id: UUID
    version: int
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Beginning:
    found: Found
    opportunity_id: UUID | None
    state: str = "ready"
    lines: Sequence[Line] = ()


def worth_reading(connection: psycopg.Connection[Any], organizations: Collection[UUID]) -> set[UUID]:
    """Those with live automations: one look for a whole batch of events, so that all others cost nothing more."""
    return {row[0] for row in connection.execute(WITH_LIVE, [list(organizations)])}


def start(event: Recorded, at: datetime) -> None:
    """A handler of every kind of event that some trigger knows."""
    found = _live(event)
    if not found:
        return
    if event.type == "automation.due":
        beginning = [
            one for each in found if each.automation_id == event.subject_id for one in _due(each, event, at)
        ]
    elif event.opportunity_id is None:
        return
    else:
        around = conditions.around(event, opportunity_id=event.opportunity_id, subject_id=event.subject_id)
        beginning = [
            Beginning(each, event.opportunity_id)
            for each in found
            if matches(each.recipe.trigger, event, around)
        ]
    if beginning:
        _begin(beginning, event, at=at)


def _live(event: Recorded) -> list[Found]:
    kinds = MAY_MATCH[event.type]
    with connection.cursor() as cursor:
        cursor.execute(LIVE, {"at": event.at})
        rows = cursor.fetchall()
    found = []
    for position, (automation_id, author_id, version) in enumerate(rows):
        try:
            recipe = recipe_of(automation_id, version)
        except NotReady:
            continue  # its page says what is wrong with it
        if recipe.trigger.type in kinds:
            found.append(Found(position, automation_id, author_id, version, recipe))
    return found


def _due(found: Found, event: Recorded, at: datetime) -> list[Beginning]:
    """A run for each opportunity that matches now, or one of none that says why there is no other."""
    assert found.recipe.trigger.type == SCHEDULE
    try:
        chosen = choose(found.recipe, author_id=found.author_id, organization_id=event.organization_id, at=at)
    except Refusal as refusal:
        line = Line(
            what="condition", outcome="refused", code=refusal.code,
            key="automation.line.refused", values={"reason": refusal.detail},
        )  # fmt: skip
        return [Beginning(found, None, "failed", [line])]
    runs = [Beginning(found, each) for each in chosen.ids]
    if chosen.limited:
        runs.append(Beginning(found, None, "cut", [cut("too_many", limit=len(chosen.ids))]))
    return runs or [Beginning(found, None, "skipped", [cut("none_matched", outcome="no")])]


def _begin(beginning: Sequence[Beginning], event: Recorded, *, at: datetime) -> None:
    by_id = {new_id(): one for one in beginning}
    values: dict[str, Any] = {
        "organization": event.organization_id,
        "transaction": event.cursor.transaction,
        "event": event.cursor.id,
        "type": event.type,
        "event_at": event.at,
        "at": at,
        "cause": event.cause_id,
        "deepest": DEEPEST,
        "facts": json.dumps(_facts(event), default=str),
        "ids": list(by_id),
        "automations": [one.found.automation_id for one in beginning],
        "versions": [one.found.version for one in beginning],
        "positions": [one.found.position for one in beginning],
        "opportunities": [one.opportunity_id for one in beginning],
        "states": [one.state for one in beginning],
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        rows = cursor.fetchall()
    for run_id, automation_id, state, depth in rows:
        if depth > DEEPEST:
            _cut(run_id, automation_id, event, at=at)
        elif state != "ready":
            write(run_id, by_id[run_id].lines, at=at)
    # Of what is ready the executor tells once it has done it.
    over = dict.fromkeys(row[1] for row in rows if row[2] != "ready")
    by = System(organization_id=event.organization_id)
    record(*(AutomationRan(subject_id=one) for one in over), by=by, at=at)
    if any(row[2] == "ready" for row in rows):
        transaction.on_commit(wake)


def _cut(run_id: UUID, automation_id: UUID, event: Recorded, *, at: datetime) -> None:
    """A loop that could not be found at publishing. Administrators hear of it, of one automation once a day."""
    write(run_id, [cut("too_deep", limit=DEEPEST)], at=at)
    by = System(organization_id=event.organization_id, cause_id=event.cause_id)
    tell_administrators(CUT, automation_id=automation_id, because=at.date().isoformat(), by=by, at=at)


def _facts(event: Recorded) -> dict[str, Any]:
    return {"subject": event.subject_id, "actor_kind": event.actor_kind, "actor": event.actor_id}
