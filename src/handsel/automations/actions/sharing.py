"""Lending the opportunity, and taking it back (S2, S7)."""

from handsel.automations.actions.doing import Doing, Done, done
from handsel.automations.document import Share, StopSharing, Whom
from handsel.automations.scene import person
from handsel.database.fields import instant
from handsel.shares.giving import give
from handsel.shares.models import Share as Given
from handsel.shares.rules import DEFAULT, Lasting
from handsel.shares.stopping import stop_of_automation, stop_of_opportunity


def share(step: Share, doing: Doing) -> Done:
    """A request that was understood and failed stays in the history of shares, with its reason."""
    team = step.to.team
    member = None if team is not None else person(step.to, doing.scene, doing.card)
    lasting = DEFAULT
    if step.duration is not None:
        lasting = Lasting(minutes=step.duration.minutes, days=step.duration.days)
    given = give(
        doing.scene.opportunity_id,
        to_member=member,
        to_team=team,
        lasting=lasting,
        access=step.access,
        by=doing.by,
        at=doing.at,
    )
    if given.refusal is not None:
        return Done([], refusal=given.refusal)
    ends_at = Given.objects.values_list("ends_at", flat=True).get(pk=given.share_id)
    return done(step, to=str(member or team), access=step.access, until=instant(ends_at))


def stop_sharing(step: StopSharing, doing: Doing) -> Done:
    """What is not there is no error (S7)."""
    opportunity_id, by, at = doing.scene.opportunity_id, doing.by, doing.at
    if step.whose == "mine":
        count = stop_of_automation(opportunity_id, automation_id=doing.scene.automation_id, by=by, at=at)
    elif isinstance(step.whose, Whom):
        team = step.whose.team
        member = None if team is not None else person(step.whose, doing.scene, doing.card)
        count = stop_of_opportunity(opportunity_id, to_member=member, to_team=team, by=by, at=at)
    else:
        count = stop_of_opportunity(opportunity_id, by=by, at=at)
    return done(step, count=count)
