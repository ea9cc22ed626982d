"""One event tried: the same code as a run, in a transaction that is always rolled back (A6).

Waits are stepped over and said. What a step puts into a queue or writes as a notice is gone with the transaction; a number
that a sequence gave is not given again, and that is all that stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction

from handsel.automations.document import Recipe, Step, Wait
from handsel.automations.lines import Line
from handsel.automations.paths import first, following
from handsel.automations.performing import judge, perform
from handsel.automations.scene import Scene
from handsel.automations.stepping import refused_line
from handsel.automations.trying_past import Past
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import Refusal
from handsel.opportunities.rules import OpportunityNotFound
from handsel.organizations.acting import Member, acting

GONE, STEP_GONE, BUSY, OUT_OF_SIGHT = "opportunity_gone", "step_gone", "busy", "out_of_sight"

# Not waited for: who works on it just now goes first. Of the team's workflow the newest version, as publishing moves all.
PUT_BACK = """
WITH o AS MATERIALIZED (SELECT id FROM opportunities_opportunity WHERE id = %(id)s FOR UPDATE SKIP LOCKED),
v AS MATERIALIZED (
    SELECT v.id FROM organizations_team t JOIN workflows_workflowversion v ON v.workflow_id = t.workflow_id
    WHERE t.id = %(team)s ORDER BY v.number DESC LIMIT 1),
s AS MATERIALIZED (SELECT s.status FROM v JOIN workflows_versionstep s ON s.version_id = v.id AND s.step_id = %(step)s),
changed AS (
    UPDATE opportunities_opportunity SET team_id = %(team)s, owner_id = %(owner)s, step_id = %(step)s,
        workflow_version_id = (SELECT id FROM v),
        closed_at = CASE WHEN (SELECT status FROM s) = 'open' THEN NULL ELSE coalesce(closed_at, %(at)s) END
    WHERE id IN (SELECT id FROM o) AND EXISTS (SELECT FROM s))
SELECT EXISTS (SELECT FROM o), EXISTS (SELECT FROM s)
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """`skipped` says why nothing could be tried; `held`: the conditions did."""

    past: Past
    lines: tuple[Line, ...] = ()
    held: bool = False
    skipped: str | None = None


def try_once(recipe: Recipe, past: Past, *, automation_id: UUID, by: Member) -> Tried:
    """`by` would be the author. Nothing of it is there afterwards."""
    if past.number is None:
        return Tried(past, skipped=GONE)
    scene = Scene(
        automation_id=automation_id,
        run_id=new_id(),
        opportunity_id=past.opportunity_id,
        number=past.number,
        event=past.event,
    )
    author = replace(
        by, automation_id=automation_id, run_id=scene.run_id, client=None, key_id=None, scopes=None
    )
    try:
        with acting(author) as at:
            skipped = _put_back(past)
            tried = Tried(past, skipped=skipped) if skipped else _run(recipe, past, scene, by=author, at=at)
            transaction.set_rollback(True)
    except OperationalError:  # somebody else held what it needs
        return Tried(past, skipped=BUSY)
    return tried


def _put_back(past: Past) -> str | None:
    """Why that can't be. What is tried as of now stays as it is."""
    if past.step_id is None:
        return None
    with connection.cursor() as cursor:
        values = {
            "id": past.opportunity_id,
            "team": past.team_id,
            "owner": past.owner_id,
            "step": past.step_id,
            "at": past.event.at,
        }
        cursor.execute(PUT_BACK, values)
        was_free, has_step = cursor.fetchone()
    return BUSY if not was_free else None if has_step else STEP_GONE


def _run(recipe: Recipe, past: Past, scene: Scene, *, by: Member, at: datetime) -> Tried:
    try:
        with transaction.atomic():
            held, judged = judge(recipe.conditions, scene, by=by, at=at)
    except OpportunityNotFound:
        return Tried(past, skipped=OUT_OF_SIGHT)
    except Refusal as refusal:
        return Tried(past, (refused_line(refusal, None),))
    lines = list(judged)
    if held:
        lines += _steps(recipe, scene, by=by, at=at)
    return Tried(past, tuple(lines), held=held)


def _steps(recipe: Recipe, scene: Scene, *, by: Member, at: datetime) -> Iterator[Line]:
    step = first(recipe.steps)
    while step is not None:
        try:
            with transaction.atomic():
                done = perform(step, scene, by=by, at=at)
        except Refusal as refusal:
            yield refused_line(refusal, step)
            return
        yield from (_stepped_over(line, step) for line in done.lines)
        if done.refusal is not None:
            yield refused_line(done.refusal, step)
            return
        step = following(recipe.steps, step, chosen=done.chosen)


def _stepped_over(line: Line, step: Step) -> Line:
    if not isinstance(step, Wait):
        return line
    unit = "days" if step.duration.days is not None else "minutes"
    values = {unit: getattr(step.duration, unit)}
    return replace(line, key=f"automation.line.would_wait_{unit}", values=values)
