"""A line in the list of whoever is named, of those who may see the opportunity: it would tell others of what is not theirs."""

import json
from uuid import UUID

from django.db import connection

from handsel.automations.actions.doing import Doing, Done, done
from handsel.automations.document import Notify
from handsel.automations.scene import NobodyThere, person
from handsel.kernel.sentences import say
from handsel.notifications.telling import Line
from handsel.notifications.telling import notify as write
from handsel.opportunities.access import MANY, viewer_values, visible
from handsel.organizations.acting import System
from handsel.organizations.authentication import members_by_id

NOTIFY = "automation.notify"
OF_TEAM = "SELECT member_id FROM organizations_teamseat WHERE team_id = %s"
OF_ROLE = "SELECT id FROM organizations_membership WHERE %s = ANY(roles)"
SEES = f"""
SELECT m.me
FROM json_to_recordset(%(viewers)s::json)
     AS m(me uuid, licence boolean, everything boolean, follows boolean, whole uuid[], teams uuid[])
JOIN opportunities_opportunity o ON o.id = %(id)s
WHERE {visible(MANY)}
"""


def notify(step: Notify, doing: Doing) -> Done:
    scene, by, at = doing.scene, doing.by, doing.at
    named = _named(step, doing)
    seeing = _who_sees(scene.opportunity_id, named, doing)
    if not seeing:
        raise NobodyThere(say("Nobody of those to be notified is active and may see the opportunity."))
    text = doing.card.fill(step.text)
    lines = [
        Line(
            member_id=each,
            kind=NOTIFY,
            opportunity_id=scene.opportunity_id,
            subject_id=scene.automation_id,
            because=f"{scene.run_id} {step.id}",
            data={"text": text},
        )
        for each in sorted(seeing)
    ]
    system = System(
        organization_id=by.organization_id,
        kind="automation",
        actor_id=scene.automation_id,
        cause_id=scene.run_id,
    )
    write(lines, by=system, at=at)
    return done(step, count=len(seeing), left_out=len(named) - len(seeing))


def _named(step: Notify, doing: Doing) -> set[UUID]:
    if step.to.team is not None:
        return _ids(OF_TEAM, step.to.team)
    if step.to.role is not None:
        return _ids(OF_ROLE, step.to.role)
    return {person(step.to, doing.scene, doing.card)}


def _who_sees(opportunity_id: UUID, member_ids: set[UUID], doing: Doing) -> set[UUID]:
    live = members_by_id(member_ids).values()
    viewers = [viewer_values(each) for each in live if each.organization_id == doing.by.organization_id]
    with connection.cursor() as cursor:
        cursor.execute(
            SEES, {"viewers": json.dumps(viewers, default=str), "id": opportunity_id, "at": doing.at}
        )
        return {row[0] for row in cursor.fetchall()}


def _ids(query: str, value: UUID | str) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(query, [value])
        return {row[0] for row in cursor.fetchall()}
