"""Funnels and their people (O4)."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from handsel.database.conflicts import refusing, taken
from handsel.kernel.ids import new_id
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.organizations import upstairs
from handsel.organizations.acting import Actor
from handsel.organizations.events import TeamCreated, TeamDeleted, TeamEdited
from handsel.organizations.models import Membership, Team, TeamSeat
from handsel.organizations.queries import get_member
from handsel.organizations.rules import MemberInactive, Sees, TeamNotFound, check_is_empty

NAME_TAKEN = say("There is a team of this name already. Choose another name.")


class TeamChanges(TypedDict, total=False):
    name: str
    workflow_id: UUID
    deal_amount: bool
    potential: bool
    automatic_assignment: bool


def create(
    name: str,
    *,
    by: Actor,
    at: datetime,
    workflow_id: UUID | None = None,
    deal_amount: bool = True,
    potential: bool = False,
    automatic_assignment: bool = False,
) -> Team:
    """Without a workflow it gets a free one of its own (W12)."""
    name = check_name(name, field="name")
    if workflow_id is not None:
        _check_workflow(workflow_id)
    elif Team.objects.filter(name=name, dissolved_at=None).exists():
        raise taken("name", NAME_TAKEN)  # before its workflow is refused for the same name
    team = Team(
        id=new_id(),
        organization_id=by.organization_id,
        name=name,
        workflow_id=workflow_id or upstairs.workflows().make_default(name, by=by, at=at),
        deal_amount=deal_amount,
        potential=potential,
        automatic_assignment=automatic_assignment,
        created_at=at,
    )
    with refusing(team_name_once=taken("name", NAME_TAKEN)):
        team.save(force_insert=True)
    record(TeamCreated(subject_id=team.pk), by=by, at=at)
    return team


def edit(team_id: UUID, *, changes: TeamChanges, by: Actor, at: datetime) -> Team:
    """Another workflow only while the team has no opportunities: theirs would stand on steps that are gone."""
    team = _locked(team_id)
    if "name" in changes:
        changes["name"] = check_name(changes["name"], field="name")
    changed = {name: value for name, value in changes.items() if getattr(team, name) != value}
    if not changed:
        return team
    if "workflow_id" in changed:
        _check_workflow(changes["workflow_id"])
        check_is_empty(upstairs.holdings().of_team(team.pk), to=say("give it another workflow"))

    for name, value in changed.items():
        setattr(team, name, value)
    with refusing(team_name_once=taken("name", NAME_TAKEN)):
        team.save(update_fields=changed)
    named = ["workflow" if name == "workflow_id" else name for name in changed]
    record(TeamEdited(subject_id=team.pk, changed=named), by=by, at=at)
    return team


def dissolve(team_id: UUID, *, by: Actor, at: datetime) -> None:
    """Refused while it has opportunities. What they were in stays readable: the row is kept."""
    team = _locked(team_id)
    check_is_empty(upstairs.holdings().of_team(team.pk), to=say("dissolve it"))
    team.dissolved_at = at
    team.save(update_fields=["dissolved_at"])
    record(TeamDeleted(subject_id=team.pk), by=by, at=at)
    upstairs.departures().team_dissolved(team.pk, by=by, at=at)


def seat(team_id: UUID, *, member_id: UUID, sees: Sees, by: Actor, at: datetime) -> TeamSeat:
    """Into the team, or another view of it for who is there already."""
    member = get_member(member_id)
    if member.deactivated_at is not None:
        raise MemberInactive(say("{member} is deactivated. Reactivate them first.", member=member.name))
    team = _locked(team_id)
    current = TeamSeat.objects.filter(team=team, member=member).first()
    if current is not None and current.sees == sees:
        return current
    taken_seat, _ = TeamSeat.objects.update_or_create(
        organization_id=by.organization_id, team=team, member=member, defaults={"sees": sees.value}
    )
    _record_seat(team, member, saw=None if current is None else current.sees, sees=sees.value, by=by, at=at)
    return taken_seat


def unseat(team_id: UUID, *, member_id: UUID, by: Actor, at: datetime) -> None:
    """What they own there stays theirs until somebody reassigns it."""
    member, team = get_member(member_id), _locked(team_id)
    current = TeamSeat.objects.filter(team=team, member=member).first()
    if current is not None:
        current.delete()
        _record_seat(team, member, saw=current.sees, sees=None, by=by, at=at)


def _record_seat(
    team: Team, member: Membership, *, saw: str | None, sees: str | None, by: Actor, at: datetime
) -> None:
    fact = TeamEdited(subject_id=team.pk, changed=["members"], member_id=member.pk, saw=saw, sees=sees)
    record(fact, by=by, at=at)


def _locked(team_id: UUID) -> Team:
    """Not even an opportunity is added meanwhile: its foreign key waits for this lock."""
    team = Team.objects.select_for_update().filter(pk=team_id, dissolved_at=None).first()
    if team is None:
        raise TeamNotFound(say("No such team."))
    return team


def _check_workflow(workflow_id: UUID) -> None:
    if workflow_id not in upstairs.workflows().names_of([workflow_id]):
        raise field_refused("workflow", say("No such workflow."))
