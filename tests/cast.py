"""The cast: Ada manages Acme, Ben sells there, Pia sells there in another team, Leo brings leads; Otto is of another
organization and must see nothing.

Everything here opens its own transaction, so call it outside `acting`. The fixtures `acme` and `otto` stand in conftest.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from handsel.kernel.ids import new_id
from handsel.opportunities.creating import NewContact, NewOpportunity, create
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.authentication import hash_secret, make_secret, member_by_id
from handsel.organizations.models import ApiKey, Channel, Membership, Organization, Team, TeamSeat, User
from handsel.workflows.publishing import publish_free

PASSWORD = "correct horse battery"
ALL_SCOPES = ("read", "write", "configure", "import")


@dataclass(frozen=True, slots=True)
class Acme:
    organization: Organization
    boats: Team
    loans: Team
    ada: Member
    """Administrator and manager, in no team."""
    ben: Member
    """Sells in Boats, sees all of it."""
    pia: Member
    """Sells in Loans, sees all of it."""
    leo: Member
    """Lead generator, in no team."""


def found_acme() -> Acme:
    organization = an_organization("Acme")
    boats, loans = a_team(organization, "Boats"), a_team(organization, "Loans")
    return Acme(
        organization,
        boats,
        loans,
        ada=a_member(organization, "Ada", roles=("administrator", "manager")),
        ben=a_member(organization, "Ben", teams=[boats]),
        pia=a_member(organization, "Pia", teams=[loans]),
        leo=a_member(organization, "Leo", roles=("lead_generator",)),
    )


def found_otto() -> Member:
    """Administrator and manager of Other Ltd, with a team there."""
    other = an_organization("Other Ltd")
    team = a_team(other, "Cars")
    return a_member(other, "Otto", roles=("administrator", "manager"), teams=[team])


def an_organization(
    name: str,
    *,
    parent: Organization | None = None,
    currency: str = "EUR",
    time_zone: str = "Europe/Madrid",
    locale: str = "en",
    switches: dict[str, bool] | None = None,
) -> Organization:
    organization_id = new_id()
    with acting(System(organization_id=organization_id)) as at:
        return Organization.objects.create(
            id=organization_id,
            name=name,
            parent=parent,
            currency=currency,
            time_zone=time_zone,
            locale=locale,
            switches=switches or {},
            created_at=at,
        )


def a_member(
    organization: Organization,
    name: str,
    *,
    roles: Iterable[str] = ("professional",),
    sales_licence: bool | None = None,
    teams: Iterable[Team] = (),
    sees: str = "all",
    email: str | None = None,
    password: str | None = None,
    user_id: UUID | None = None,
) -> Member:
    """Joined already. Signs in with `password` when one is given (slow: it is hashed). `user_id` makes somebody who
    belongs elsewhere a member here too."""
    with acting(System(organization_id=organization.pk)) as at:
        user = (
            User.objects.get(pk=user_id)
            if user_id
            else _a_user(email or _address(name, organization), name, password)
        )
        member = Membership.objects.create(
            organization=organization,
            user=user,
            name=name,
            roles=list(roles),
            sales_licence=sales_licence,
            joined_at=at,
        )
        for team in teams:
            TeamSeat.objects.create(organization=organization, team=team, member=member, sees=sees)
    return as_now(member.pk)


def _address(name: str, organization: Organization) -> str:
    return f"{name.lower().replace(' ', '.')}.{organization.pk.hex[-12:]}@example.org"


def _a_user(email: str, name: str, password: str | None) -> User:
    user = User(email=email, name=name)
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    return user


def a_team(
    organization: Organization,
    name: str,
    *,
    workflow_id: UUID | None = None,
    members: Iterable[Member] = (),
    sees: str = "all",
    deal_amount: bool = True,
) -> Team:
    """With a free workflow of its own unless one is given. Members that are seated here are told so by `as_now`."""
    by = System(organization_id=organization.pk)
    with acting(by) as at:
        team = Team.objects.create(
            organization=organization,
            name=name,
            workflow_id=workflow_id or publish_free(name, by=by, at=at).id,
            deal_amount=deal_amount,
            created_at=at,
        )
        for member in members:
            TeamSeat.objects.create(organization=organization, team=team, member_id=member.id, sees=sees)
    return team


def as_now(member: Member | UUID) -> Member:
    """The acting member as the database knows it now: seats, roles and licence included."""
    found = member_by_id(member.id if isinstance(member, Member) else member)
    assert found is not None
    return found


def a_key(member: Member, scopes: Iterable[str] = ALL_SCOPES) -> str:
    secret = make_secret()
    with acting(member) as at:
        ApiKey.objects.create(
            organization_id=member.organization_id,
            member_id=member.id,
            name="a key",
            prefix=secret[:8],
            secret_hash=hash_secret(secret),
            scopes=list(scopes),
            created_at=at,
        )
    return secret


def client_for(member: Member, scopes: Iterable[str] = ALL_SCOPES) -> Client:
    """A client of the API with a key of the member's."""
    return Client(headers={"Authorization": f"Bearer {a_key(member, scopes)}"})


def browser_for(member: Member, *, password: str = PASSWORD) -> Client:
    """Signed in by allauth as the page does it, with CSRF enforced; unsafe requests need `csrf(client)`."""
    client = Client(enforce_csrf_checks=True)
    client.get("/_allauth/browser/v1/config")
    answer = client.post(
        "/_allauth/browser/v1/auth/login",
        {"email": member.email, "password": password},
        content_type="application/json",
        headers=csrf(client),
    )
    assert answer.status_code == 200, answer.content
    return client


def csrf(client: Client) -> dict[str, str]:
    return {"X-CSRFToken": client.cookies["csrftoken"].value}


def a_channel(organization: Organization, name: str, *, kind: str = "in_person") -> Channel:
    with acting(System(organization_id=organization.pk)) as at:
        return Channel.objects.create(organization=organization, kind=kind, name=name, created_at=at)


def an_opportunity(team: Team, *, by: Member, **more: Any) -> UUID:
    """Through the gate, on the entry of the team's workflow; owned by its maker unless `owner_id` says otherwise."""
    more.setdefault("new_contact", NewContact(name=f"Kim {new_id().hex[-6:]}"))
    with acting(by) as at:
        if not Channel.objects.exists():
            Channel.objects.create(
                organization_id=by.organization_id, kind="in_person", name="Counter", created_at=at
            )
        shown = create(NewOpportunity(team_id=team.pk, **more), by=by, at=at)
    return UUID(json.loads(shown)["id"])
