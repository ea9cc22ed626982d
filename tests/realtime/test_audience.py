"""Who hears of what: as a table where the event alone decides, and against the access query where it must agree."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from handsel.kernel.ids import new_id
from handsel.ledger.readers import Cursor, Recorded
from handsel.opportunities.access import values, visible
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import Member, acting
from handsel.organizations.rules import capabilities_of
from handsel.realtime.audience import Viewers, tell
from tests.cast import Acme, a_member, an_opportunity

ORGANIZATION = new_id()
NOBODY: Any = None  # no statement is needed where the event alone decides


def a_person(name: str, *roles: str) -> Member:
    return Member(
        id=new_id(), user_id=new_id(), organization_id=ORGANIZATION, name=name, email="", time_zone="UTC", locale="en",
        currency="EUR", roles=roles, sales_licence=False, capabilities=capabilities_of(roles, licence=False), teams=(),
    )  # fmt: skip


ADA, MAX, BEN = a_person("Ada", "administrator"), a_person("Max", "manager"), a_person("Ben", "professional")
PEOPLE = {person.id: person.name for person in (ADA, MAX, BEN)}


def an_event(kind: str, *, actor_id: UUID | None = None, **data: Any) -> Recorded:
    return Recorded(
        cursor=Cursor(1, 1), organization_id=ORGANIZATION, type=kind, at=datetime(2031, 1, 1, tzinfo=UTC),
        actor_kind="user", actor_id=actor_id, client=None, opportunity_id=None, revision=None, subject_id=None, data=data,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "hearing"),
    [
        (an_event("team.edited"), ["Ada", "Ben", "Max"]),
        (an_event("contact.created"), ["Ada", "Ben", "Max"]),
        (an_event("notification.added", member_id=str(BEN.id)), ["Ben"]),
        (an_event("key.made", member_id=str(BEN.id)), ["Ada", "Ben"]),
        (an_event("key.revoked", member_id=str(MAX.id)), ["Ada", "Max"]),
        (an_event("import.progressed", actor_id=ADA.id), ["Ada", "Max"]),
        (an_event("import.finished", actor_id=BEN.id), ["Ada", "Ben", "Max"]),
        (an_event("automation.ran"), ["Ada"]),
        (an_event("automation.saved", actor_id=BEN.id), ["Ada"]),
        (an_event("opportunity.moved"), []),
        (an_event("organization.founded"), []),
        (an_event("something.new"), []),
    ],
    ids=lambda value: value.type if isinstance(value, Recorded) else "",
)
def test_some_things_are_told_by_what_they_are(event: Recorded, hearing: list[str]) -> None:
    told = tell([event], Viewers([ADA, MAX, BEN]), connection=NOBODY)

    assert sorted(PEOPLE[each] for one in told for each in one.members) == hearing


def test_who_could_see_it_before_is_who_sees_one_that_is_still_so(db: None, acme: Acme) -> None:
    """The plain question about a deleted opportunity agrees with the access query about a living one."""
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats], sees="own")
    mara = a_member(acme.organization, "Mara", roles=("manager",))
    people = [acme.ada, acme.ben, acme.pia, acme.leo, cleo, mara]
    made = [
        an_opportunity(acme.boats, by=acme.ben),
        an_opportunity(acme.boats, by=acme.ben, owner_id=cleo.id),
        an_opportunity(acme.boats, by=acme.ben, owner_id=None),
        an_opportunity(acme.loans, by=acme.pia),
    ]
    with acting(acme.ada):
        Opportunity.objects.filter(pk=made[3]).update(author_id=acme.leo.id)

    for each in made:
        with acting(acme.ada) as at:
            row = Opportunity.objects.get(pk=each)
            event = an_event(
                "opportunity.deleted",
                team_id=str(row.team_id),
                owner_id=row.owner_id and str(row.owner_id),
                author_id=row.author_id and str(row.author_id),
            )
            seeing = {person.id for person in people if _sees(each, person, at=at)}
        told = tell([event], Viewers(people), connection=NOBODY)

        assert {member for one in told for member in one.members} == seeing


def _sees(opportunity_id: UUID, member: Member, *, at: datetime) -> bool:
    query = f"SELECT count(*) FROM opportunities_opportunity o WHERE o.id = %(id)s AND {visible()}"
    with connection.cursor() as cursor:
        cursor.execute(query, {**values(member, at), "id": opportunity_id})
        return bool(cursor.fetchone()[0])
