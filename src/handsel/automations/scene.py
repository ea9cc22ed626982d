"""What a step needs to know: the run that it is of, and the opportunity as it stands when the step is done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.document import Duration, Whom
from handsel.kernel.refusals import Conflict
from handsel.kernel.sentences import say
from handsel.kernel.times import in_days
from handsel.opportunities.access import values, visible
from handsel.opportunities.projection import JOINS, TITLE
from handsel.opportunities.rules import OpportunityNotFound
from handsel.organizations.acting import Member
from handsel.shares.terms import read_terms

LOOK = f"""
SELECT o.team_id, o.step_id, s.name, s.stage_id, s.status, o.owner_id, w.name, o.author_id, {TITLE}, o.lineage, c.name
FROM opportunities_opportunity o {JOINS} WHERE o.id = %(id)s AND {visible()}
"""
PLACEHOLDER = re.compile(r"\{(title|number|step|owner|contact)\}")


class NobodyThere(Conflict):
    """A recipe names a person by what they are, and nobody is that now."""

    code = "nobody_there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """The event that set it off."""

    id: int
    type: str
    at: datetime
    subject_id: UUID | None = None
    actor_kind: str = "system"
    actor_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`number` is the opportunity's, as people see it."""

    automation_id: UUID
    run_id: UUID
    opportunity_id: UUID
    number: int | None
    event: Occasion


@dataclass(frozen=True, slots=True)
class Card:
    """The opportunity as it is now, as far as its author may see it."""

    team_id: UUID
    step_id: UUID
    step: str
    stage_id: UUID
    status: str
    owner_id: UUID | None
    owner: str | None
    author_id: UUID | None
    title: str
    number: int
    contact: str | None

    def fill(self, text: str) -> str:
        """{title}, {number}, {step}, {owner} and {contact} become what they stand for; nobody is nothing."""
        said = {
            "title": self.title,
            "number": str(self.number),
            "step": self.step,
            "owner": self.owner or "",
            "contact": self.contact or "",
        }
        return PLACEHOLDER.sub(lambda found: said[found[1]], text)

    def fill_all(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self.fill(one) if isinstance(one, str) else one for key, one in fields.items()}


def look(opportunity_id: UUID, *, by: Member, at: datetime) -> Card:
    """Raises OpportunityNotFound where `by` can't see it."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, {**values(by, at), "id": opportunity_id})
        row = cursor.fetchone()
    if row is None:
        raise OpportunityNotFound(say("There is no such opportunity."))
    return Card(*row)


def is_gone(opportunity_id: UUID) -> bool:
    """Deleted; otherwise it is only out of sight."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM opportunities_opportunity WHERE id = %s", [opportunity_id])
        return cursor.fetchone() is None


def person(whom: Whom, scene: Scene, card: Card) -> UUID:
    """The one member that is meant. Raises NobodyThere."""
    if whom.member is not None:
        return whom.member
    found = {
        "owner": lambda: card.owner_id,
        "author": lambda: card.author_id,
        "task_owner": lambda: _task_owner(scene),
        "actor": lambda: _actor(scene.event),
    }[whom.person or "owner"]()
    if found is None:
        raise NobodyThere(NOBODY.get(whom.person or "owner", say("Nobody is that now.")))
    return found


NOBODY = {
    "owner": say("The opportunity has no owner now."),
    "author": say("The opportunity has no author."),
    "task_owner": say("No task set this off, or it has no owner now."),
    "actor": say("No person set this off."),
}


def _task_owner(scene: Scene) -> UUID | None:
    if not scene.event.type.startswith("task."):
        return None
    return _one("SELECT owner_id FROM opportunities_task WHERE id = %s", scene.event.subject_id)


def _actor(event: Occasion) -> UUID | None:
    """Of what another automation did, its author."""
    if event.actor_kind == "automation":
        return _one("SELECT author_id FROM automations_automation WHERE id = %s", event.actor_id)
    return event.actor_id if event.actor_kind in {"user", "key"} else None


def _one(query: str, value: UUID | None) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(query, [value])
        row = cursor.fetchone()
    return None if row is None else row[0]


def after(duration: Duration, *, by: Member, at: datetime) -> datetime:
    """Days are those of the calendar in the organization's zone."""
    if duration.days is not None:
        return in_days(at, duration.days, zone=read_terms(by.organization_id).zone)
    return at + timedelta(minutes=duration.minutes or 0)
