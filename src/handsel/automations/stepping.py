"""A step of a run: one transaction in which its author's command happens, the lines that tell of it are written, and the run
stands where it goes on. Whatever is killed, all of that is there or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import connection, transaction

from handsel.automations.document import Step
from handsel.automations.keeping import Held, Progress, hold, save
from handsel.automations.lines import Line, cut
from handsel.automations.paths import find, first, following
from handsel.automations.performing import judge, perform
from handsel.automations.recipes import recipe_of
from handsel.automations.scene import Scene, is_gone
from handsel.automations.stopping import stop_if_lost
from handsel.kernel.refusals import Refusal
from handsel.opportunities.rules import OpportunityNotFound
from handsel.organizations.acting import Member, System, acting

MOST_TRIES = 5
PAUSES = tuple(timedelta(seconds=each) for each in (1, 10, 60, 300))
"""After an error that is no refusal, before it is tried again."""

# Shared: nobody is deactivated, or loses a role, between our look and our commit.
AUTHOR = """
SELECT roles FROM organizations_membership
WHERE id = %s AND joined_at IS NOT NULL AND deactivated_at IS NULL FOR SHARE
"""


class Then(Enum):
    """What comes after a step was tried."""

    NEXT = "the next step"
    OVER = "nothing: it ended, or waits"
    LATER = "nothing was done: it is not its turn, or somebody else was faster"
    LOST = "its author can't act any more"


def take_step(run_id: UUID, *, automation_id: UUID, author: Member) -> Then:
    """What is no refusal is raised, and then nothing of the step has happened."""
    by = replace(author, automation_id=automation_id, run_id=run_id, client=None)
    with acting(by) as at:
        roles = _hold_author(author.id)
        if roles is None:
            return Then.LOST
        held = hold(run_id)
        if held is None or not _has_its_turn(held, at=at):
            return Then.LATER
        if held.automation_deleted or held.automation_state != "live":
            progress = Progress(state="stopped", lines=[cut("deleted")])
        elif held.author_id != author.id or roles != author.roles:
            return Then.LATER  # asked again with who it is by now
        else:
            progress = _advance(held, by=by, at=at)
        save(run_id, progress, at=at)
        return Then.NEXT if progress.goes_on else Then.OVER


def end_without_author(run_id: UUID, *, organization_id: UUID) -> None:
    """Its automation stops, and all its runs with it; one that was deleted before only ends its runs."""
    system = System(organization_id=organization_id)
    with acting(system) as at:
        held = hold(run_id)
        if held is None or not held.open:
            return
        if held.automation_deleted or held.automation_state not in {"live", "paused"}:
            save(run_id, Progress(state="stopped", lines=[cut("deleted")]), at=at)
            return
    with acting(system) as at:
        stop_if_lost(held.automation_id, by=system, at=at)


def put_off(run_id: UUID, *, organization_id: UUID) -> None:
    """It failed, and is tried again later; the fifth time it has failed for good."""
    with acting(System(organization_id=organization_id)) as at:
        held = hold(run_id)
        if held is None or not held.open:
            return
        tries = held.tries + 1
        if tries < MOST_TRIES:
            due_at = at + PAUSES[tries - 1]
            progress = Progress(state="ready", step=held.step, due_at=due_at, tries=tries)
        else:
            line = Line(
                what="error",
                outcome="failed",
                code="error",
                step_id=_id(held.step),
                key="automation.line.gave_up",
                values={"tries": tries},
            )
            progress = Progress(state="failed", step=held.step, tries=tries, lines=[line])
        save(run_id, progress, at=at)


def _has_its_turn(held: Held, *, at: datetime) -> bool:
    due = held.due_at is None or held.due_at <= at
    return held.open and due and not held.blocked and held.automation_state != "paused"


def _hold_author(author_id: UUID) -> tuple[str, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(AUTHOR, [author_id])
        row = cursor.fetchone()
    return None if row is None else tuple(row[0])


def _advance(held: Held, *, by: Member, at: datetime) -> Progress:
    """A refusal takes back what its step had begun, and ends the run; the lines before it stay."""
    step: Step | None = None
    try:
        with transaction.atomic():
            recipe = recipe_of(held.automation_id, held.version)
            scene = held.scene()
            assert scene is not None
            if held.step is None:
                return _begin(recipe.steps, *judge(recipe.conditions, scene, by=by, at=at))
            step = find(recipe.steps, held.step)
            assert step is not None, held.step
            return _after(recipe.steps, step, scene, by=by, at=at)
    except OpportunityNotFound as refusal:
        if held.opportunity_id is not None and is_gone(held.opportunity_id):
            return Progress(state="skipped", step=held.step, lines=[cut("opportunity_gone", outcome="no")])
        return _refused(held, step, refusal)
    except Refusal as refusal:
        return _refused(held, step, refusal)


def _begin(steps: Sequence[Step], holds: bool, lines: Sequence[Line]) -> Progress:  # noqa: FBT001 (what the conditions said)
    if not holds:
        return Progress(state="skipped", lines=lines)
    begun = first(steps)
    return Progress(state="done" if begun is None else "ready", step=_name(begun), lines=lines)


def _after(steps: Sequence[Step], step: Step, scene: Scene, *, by: Member, at: datetime) -> Progress:
    done = perform(step, scene, by=by, at=at)
    if done.refusal is not None:
        refused = refused_line(done.refusal, step)
        return Progress(state="failed", step=str(step.id), lines=[*done.lines, refused])
    coming = following(steps, step, chosen=done.chosen)
    if coming is None:
        return Progress(state="done", step=None, lines=done.lines)
    state = "ready" if done.until is None else "waiting"
    return Progress(state=state, step=_name(coming), due_at=done.until, lines=done.lines)


def _refused(held: Held, step: Step | None, refusal: Refusal) -> Progress:
    return Progress(state="failed", step=held.step, lines=[refused_line(refusal, step)])


def refused_line(refusal: Refusal, step: Step | None) -> Line:
    """With its reason as a person would have got it."""
    fields = [problem.name for problem in refusal.fields]
    values = {"reason": refusal.detail, **({"fields": fields} if fields else {})}
    return Line(
        what="condition" if step is None else "action",
        outcome="refused",
        code=refusal.code,
        step_id=None if step is None else step.id,
        key="automation.line.refused",
        values=values,
    )


def _name(step: Step | None) -> str | None:
    return None if step is None else str(step.id)


def _id(step: str | None) -> UUID | None:
    return None if step is None else UUID(step)
