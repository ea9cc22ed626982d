"""The list behind the bell."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from handsel.ledger.listening import connect
from handsel.ledger.readers import horizon, read
from handsel.notifications import telling
from handsel.notifications.telling import FOLLOW_UP_DUE, Line, notify
from handsel.opportunities.owning import set_owner
from handsel.organizations.acting import Member, System, acting
from handsel.reactions import REACTIONS
from tests.cast import Acme, an_opportunity, client_for
from tests.counting import counted
from tests.ledger.bells import settle


def a_line(member: Member, opportunity_id: UUID, *, because: str = "x", later: int = 0) -> datetime:
    by = System(organization_id=member.organization_id)
    with acting(by) as at:
        told_at = at + timedelta(seconds=later)
        line = Line(member_id=member.id, kind=FOLLOW_UP_DUE, opportunity_id=opportunity_id, because=because)
        notify([line], by=by, at=told_at)
    return told_at


def listed(client: Client, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/v1/notifications{query}")
    assert answer.status_code == 200, answer.content
    page: dict[str, Any] = answer.json()
    return page


def test_newest_first_with_what_is_unread(db: None, acme: Acme) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben, title="The yacht")
    for number in range(3):
        last = a_line(acme.ben, mine, because=str(number), later=number)
    ben = client_for(acme.ben)

    page = listed(ben, "?limit=2")
    rest = listed(ben, f"?limit=2&cursor={page['next_cursor']}")

    assert page["unread"] == 3
    assert (len(page["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert page["items"][0] | {"id": ""} == {
        "id": "",
        "kind": "opportunity.follow_up_due",
        "opportunity": {"id": str(mine), "name": "The yacht"},
        "text": {"key": "opportunity.follow_up_due", "values": {}},
        "at": last.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "read_at": None,
    }


def test_the_same_cause_is_told_once(db: None, acme: Acme) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    for _ in range(2):
        a_line(acme.ben, mine)

    assert listed(client_for(acme.ben))["unread"] == 1


def test_what_was_looked_at_is_read_and_what_came_meanwhile_is_not(db: None, acme: Acme) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    looked = a_line(acme.ben, mine, because="1")
    a_line(acme.ben, mine, because="2", later=60)
    ben = client_for(acme.ben)

    answer = ben.put(
        "/api/v1/notifications/read", {"until": looked.isoformat()}, content_type="application/json"
    )

    assert answer.status_code == 204
    assert [item["read_at"] is None for item in listed(ben)["items"]] == [True, False]
    assert ben.get("/api/v1/me").json()["unread"] == 1


def test_otto_and_colleagues_read_only_their_own(db: None, acme: Acme, otto: Member) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    a_line(acme.ben, mine)

    for other in (otto, acme.ada):
        client = client_for(other)
        client.put(
            "/api/v1/notifications/read", {"until": "2099-01-01T00:00:00Z"}, content_type="application/json"
        )
        assert listed(client) == {"items": [], "next_cursor": None, "unread": 0, "access_changes_at": None}
    assert listed(client_for(acme.ben))["unread"] == 1


def test_what_they_may_not_see_any_more_is_not_named(db: None, acme: Acme) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben, title="Secret yacht")
    a_line(acme.pia, mine)

    page = listed(client_for(acme.pia))

    assert page["items"][0]["opportunity"] is None
    assert "Secret" not in str(page)


def test_a_cursor_of_somebody_else_is_refused(db: None, acme: Acme) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    for number in range(2):
        a_line(acme.ben, mine, because=str(number))
    cursor = listed(client_for(acme.ben), "?limit=1")["next_cursor"]

    answer = client_for(acme.ada).get(f"/api/v1/notifications?cursor={cursor}")

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "cursor")


def test_who_is_given_one_by_somebody_else_is_told(committing: str, acme: Acme) -> None:
    """Not who takes one, and not who gives one away."""
    settle()
    with connect() as connection:
        start = horizon(connection)
    given = an_opportunity(acme.boats, by=acme.ada, owner_id=acme.ben.id, title="Given")
    own = an_opportunity(acme.boats, by=acme.ben, title="Own")
    for owner in (None, acme.ben.id):
        with acting(acme.ben) as at:
            set_owner(own, owner_id=owner, by=acme.ben, at=at)
    settle()
    with connect() as connection:
        events = read(connection, start)

    for event in events + events:  # as if told twice
        for react in REACTIONS.get(event.type, ()):
            with acting(System(organization_id=event.organization_id)) as at:
                react(event, at)

    page = listed(client_for(acme.ben))
    assert [(item["opportunity"]["id"], item["text"]) for item in page["items"]] == [
        (str(given), {"key": telling.GIVEN, "values": {"actor": "Ada", "new_owner": "Ben"}})
    ]


def test_a_longer_list_needs_no_more_statements(db: None, acme: Acme) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    ben, counts = client_for(acme.ben), []
    a_line(acme.ben, mine, because="first")
    listed(ben)  # the key was not used before: that is noted once

    for more in ((), ("second", "third")):
        for because in more:
            a_line(acme.ben, mine, because=because)
        with counted() as statements:
            listed(ben)
        counts.append(len(statements))

    assert counts[0] == counts[1]
