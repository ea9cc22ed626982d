"""A change of team: first what would be unseen there, then onto that team's entry (B18)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.opportunities.events import TeamChanged
from handsel.opportunities.gate import Taken, look, save, take
from handsel.opportunities.owning import is_of_team, lock_owner
from handsel.opportunities.rules import Permission, check_allowed
from handsel.organizations.acting import Member
from handsel.workflows.graph import EXISTING_ACCOUNT, NEW, Status, Step
from handsel.workflows.rules import entry_for
from handsel.workflows.versions import current_version, describe_attribute, graph_of_version


@dataclass(frozen=True, slots=True)
class Destination:
    team_id: UUID
    version_id: UUID
    deal_amount: bool

    def entry(self, *, existing_account: bool) -> Step:
        return entry_for(graph_of_version(self.version_id), existing_account=existing_account)


def change_team(
    opportunity_id: UUID, *, team_id: UUID, by: Member, at: datetime, revision: int | None = None
) -> str:
    """The owner stays if a member there; amount and fields that the new team does not show are kept, unseen."""
    there = destination(team_id)  # holds the workflow, which is locked before members and opportunities
    lock_owner(opportunity_id)
    taken = take(opportunity_id, member=by, to=Permission.CHANGE_TEAM, at=at, revision=revision)
    entry = there.entry(existing_account=taken.account_id is not None)
    owner_id = taken.owner_id if _stays(taken, there) else None
    is_open = graph_of_version(there.version_id).stage_of(entry.id).status is Status.OPEN
    columns = {
        "team_id": team_id,
        "workflow_version_id": there.version_id,
        "step_id": UUID(entry.id),
        "entry_kind": EXISTING_ACCOUNT if taken.account_id is not None else NEW,
        "entered_at": at,
        "closed_at": None if is_open else at,
        "lost_reason": None,
        "owner_id": owner_id,
    }
    fact = TeamChanged(
        **(taken.before() | {"workflow_version_id": there.version_id}),
        new_team=team_id,
        new_owner=owner_id,
        from_step=taken.step_id,
        step=UUID(entry.id),
    )
    return save(taken, columns, fact, by=by, at=at)


def preview_team_change(opportunity_id: UUID, *, team_id: UUID, by: Member, at: datetime) -> dict[str, Any]:
    """What to show before: fields that the new layout lacks and that hold something, the entry, whether the owner stays."""
    there = destination(team_id)
    taken = look(opportunity_id, member=by, at=at)
    check_allowed(taken.level, Permission.CHANGE_TEAM, capabilities=by.capabilities)
    graph = graph_of_version(there.version_id)
    entry = there.entry(existing_account=taken.account_id is not None)
    stage = graph.stage_of(entry.id)
    lost = [
        one
        for one in taken.graph.attributes
        if one.key in taken.attributes and one.key not in graph.attribute_by_key
    ]
    return {
        "lost_fields": [describe_attribute(one) for one in lost],
        "loses_amount": taken.amount is not None and not there.deal_amount,
        "step": {"id": entry.id, "name": entry.name},
        "stage": {"id": stage.id, "name": stage.name, "status": stage.status.value},
        "owner_stays": taken.owner_id is None or _stays(taken, there),
    }


def destination(team_id: UUID, *, field: str = "team") -> Destination:
    """Holds workflow and team until the transaction ends: a version published meanwhile would leave us behind, and a team
    is not dissolved under us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.workflow_id, t.deal_amount FROM organizations_team t "
            "JOIN workflows_workflow w ON w.id = t.workflow_id "
            "WHERE t.id = %s AND t.dissolved_at IS NULL FOR KEY SHARE OF w, t",
            [team_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise field_refused(field, say("There is no such team."))
    return Destination(team_id, current_version(row[0])[0], row[1])


def _stays(taken: Taken, there: Destination) -> bool:
    return taken.owner_id is not None and is_of_team(taken.owner_id, team_id=there.team_id)
