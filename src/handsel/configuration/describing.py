"""Writes the organizations as the file that `apply` accepts and finds unchanged; without passwords."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connections

from handsel.kernel.written import write_yaml
from handsel.organizations import editing
from handsel.organizations.acting import System, acting
from handsel.organizations.models import Channel, Membership, Organization, Team, TeamSeat
from handsel.organizations.rules import FROM_PARENT, Sees, Switch
from handsel.workflows.document import to_file
from handsel.workflows.models import Workflow
from handsel.workflows.versions import current_version, document_of_version

EVERYTHING = """
SELECT o.id, o.name, p.name FROM organizations_organization o
LEFT JOIN organizations_organization p ON p.id = o.parent_id
ORDER BY coalesce(p.name, o.name), o.parent_id IS NOT NULL, o.name
"""


def describe() -> str:
    """Every organization of the installation, each parent before its children."""
    with connections["system"].cursor() as cursor:
        cursor.execute(EVERYTHING)
        rows = cursor.fetchall()
    return write_yaml({"organizations": [_organization(row_id, parent) for row_id, _, parent in rows]})


def _organization(organization_id: UUID, parent: str | None) -> dict[str, Any]:
    with acting(System(organization_id=organization_id)):
        organization = Organization.objects.get(pk=organization_id)
        switches = [one.value for one in Switch if parent is None or one not in FROM_PARENT]
        return _said(
            {
                "name": organization.name,
                "parent": parent,
                "time_zone": organization.time_zone,
                "currency": organization.currency,
                "locale": organization.locale,
                "switches": {name: bool(organization.switches.get(name, False)) for name in switches},
                "shares": {name: getattr(organization, column) for name, column in editing.SHARES.items()},
                "people": [
                    _person(one) for one in Membership.objects.select_related("user").order_by("name", "pk")
                ],
                "channels": [
                    {"kind": one.kind, "name": one.name}
                    for one in Channel.objects.filter(closed_at=None).order_by("created_at", "pk")
                ],
                "workflows": [_workflow(one) for one in _published()],
                "teams": [_team(one) for one in Team.objects.filter(dissolved_at=None).order_by("name")],
            }
        )


def _person(member: Membership) -> dict[str, Any]:
    return _said(
        {
            "email": member.user.email,
            "name": member.name,
            "roles": member.roles,
            "sales_licence": member.sales_licence,
            "active": None if member.deactivated_at is None else False,
        }
    )


def _published() -> Iterable[Workflow]:
    """A draft is no configuration yet: a workflow of which nothing has been published is left out."""
    return Workflow.objects.filter(versions__isnull=False).distinct().order_by("name")


def _workflow(workflow: Workflow) -> dict[str, Any]:
    document = to_file(document_of_version(current_version(workflow.pk)[0]))
    return {"name": workflow.name, "document": {**document, "workflow": workflow.name}}


def _team(team: Team) -> dict[str, Any]:
    seats = TeamSeat.objects.filter(team=team, member__deactivated_at=None)
    return _said(
        {
            "name": team.name,
            "workflow": Workflow.objects.get(pk=team.workflow_id).name,
            "deal_amount": team.deal_amount,
            "potential": team.potential,
            "automatic_assignment": team.automatic_assignment,
            "members": [
                _seat(one) for one in seats.select_related("member__user").order_by("member__name", "pk")
            ],
        }
    )


def _seat(seat: TeamSeat) -> str | dict[str, str]:
    email: str = seat.member.user.email
    return email if seat.sees == Sees.ALL else {"email": email, "sees": seat.sees}


def _said(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None and value != []}
