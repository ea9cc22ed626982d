"""Channels, teams and their people. Who is in a team stays there, whether the file names them or not."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from handsel.configuration.changes import Run, refusing_at
from handsel.configuration.reading import ChannelPart, TeamPart
from handsel.kernel.sentences import as_it_is
from handsel.organizations import channels, teams
from handsel.organizations.models import Channel, Membership, Team, TeamSeat
from handsel.organizations.rules import Sees
from handsel.workflows.models import Workflow


def make_channels(parts: Iterable[ChannelPart], run: Run) -> None:
    """A closed one is opened again; a channel keeps its kind."""
    known = {one.name: one for one in Channel.objects.exclude(closed_at=None).order_by("closed_at")}
    known |= {one.name: one for one in Channel.objects.filter(closed_at=None)}
    for part in parts:
        with refusing_at(part.part):
            channel, what = known.get(part.name), f"channel {part.name}"
            if channel is not None and channel.kind != part.kind and channel.closed_at is None:
                part.part.at("kind").refuse(
                    as_it_is(f"This channel is of the kind {channel.kind}, and a channel keeps its kind.")
                )
            elif channel is None or channel.kind != part.kind:
                channels.add(part.name, kind=part.kind, by=run.by, at=run.at)
                run.made(what)
            else:
                run.compared(what, {"open": (channel.closed_at is None, True)})
                channels.reopen(channel, by=run.by, at=run.at)


def make_teams(parts: Iterable[TeamPart], run: Run) -> None:
    known = {team.name: team for team in Team.objects.filter(dissolved_at=None)}
    workflows = dict(Workflow.objects.values_list("name", "id"))
    members = {one.user.email: one for one in Membership.objects.select_related("user")}
    for part in parts:
        with refusing_at(part.part):
            if part.workflow is not None and part.workflow not in workflows:
                part.part.at("workflow").refuse(
                    as_it_is(f"There is no workflow {part.workflow!r:.80} in this organization.")
                )
                continue
            _make(part, known.get(part.name), run, workflows, members)


def _make(
    part: TeamPart,
    team: Team | None,
    run: Run,
    workflows: Mapping[str, UUID],
    members: Mapping[str, Membership],
) -> None:
    what = f"team {part.name}"
    if team is None:
        workflow_id = workflows[part.workflow] if part.workflow is not None else None
        team = teams.create(part.name, workflow_id=workflow_id, by=run.by, at=run.at, **part.changes)
        _seat(part, team, run, members)
        run.made(what)
        return
    values: dict[str, tuple[Any, Any]] = {
        key: (getattr(team, key), value) for key, value in part.changes.items()
    }
    changes: dict[str, Any] = dict(part.changes)
    if part.workflow is not None:
        named = {row_id: name for name, row_id in workflows.items()}
        values["workflow"] = (named.get(team.workflow_id), part.workflow)
        changes["workflow_id"] = workflows[part.workflow]
    teams.edit(team.pk, changes=cast("teams.TeamChanges", changes), by=run.by, at=run.at)
    run.compared(what, values | _seat(part, team, run, members))


def _seat(
    part: TeamPart, team: Team, run: Run, members: Mapping[str, Membership]
) -> dict[str, tuple[Any, Any]]:
    sees_now = dict(TeamSeat.objects.filter(team=team).values_list("member_id", "sees"))
    values = {}
    for wanted in part.members:
        with refusing_at(wanted.part):
            member = members.get(wanted.email)
            if member is None:
                wanted.part.refuse(
                    as_it_is(f"Nobody here has the address {wanted.email}. Name them under `people` first.")
                )
                continue
            before = sees_now.get(member.pk)
            sees = wanted.sees or Sees(before or Sees.ALL)
            if sees != before:
                teams.seat(team.pk, member_id=member.pk, sees=sees, by=run.by, at=run.at)
            values[wanted.email] = (before and f"sees {before}", f"sees {sees.value}")
    return values
