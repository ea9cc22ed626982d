"""Members without rows behind them: rooms take a member as what `acting` was told."""

from typing import Any
from uuid import UUID

from handsel.kernel.ids import new_id
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.models import Organization
from handsel.organizations.rules import Role, capabilities_of


def an_organization(name: str) -> UUID:
    organization_id = new_id()
    with acting(System(organization_id=organization_id)) as at:
        Organization.objects.create(
            id=organization_id, name=name, time_zone="America/Montreal", locale="en-CA", created_at=at
        )
    return organization_id


def a_member(
    organization_id: UUID, name: str = "Ben", *, role: Role = Role.PROFESSIONAL, **more: Any
) -> Member:
    return Member(
        id=new_id(),
        user_id=new_id(),
        organization_id=organization_id,
        name=name,
        email=f"{name.lower()}@example.org",
        roles=(role.value,),
        sales_licence=role != Role.LEAD_GENERATOR,
        capabilities=capabilities_of(
            [role], licence=role in {Role.PROFESSIONAL, Role.MANAGER, Role.DIRECTOR}
        ),
        teams=(),
        **{"time_zone": "America/Montreal", "locale": "en-CA", "currency": "CAD", **more},
    )
