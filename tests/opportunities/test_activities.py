"""Activities that are changed after they were logged (B13)."""

from typing import Any

import pytest
from django.test import Client

from handsel.ledger.models import Event
from handsel.opportunities.models import Activity, Grant
from handsel.opportunities.noting import edit_activity
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_channel, a_member, an_opportunity, client_for
from tests.racing import overlapping

VISIT = {"type": "Visit", "text": "They came", "at": "2027-03-14T09:00:00Z"}


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


@pytest.fixture
def visit(ben: Client, acme: Acme) -> dict[str, Any]:
    own = an_opportunity(acme.boats, by=acme.ben)
    logged = ben.post(f"/api/v1/opportunities/{own}/activities", VISIT, content_type="application/json")
    assert logged.status_code == 201, logged.content
    return {**logged.json(), "opportunity": str(own)}


def edit(client: Client, visit: dict[str, Any], body: dict[str, Any]) -> Any:
    return client.patch(f"/api/v1/activities/{visit['id']}", body, content_type="application/json")


def test_who_logged_an_activity_changes_it(ben: Client, acme: Acme, visit: dict[str, Any]) -> None:
    """B13: the timeline shows it as it is now, and that it was changed."""
    answer = edit(ben, visit, {"type": "Document Collection", "text": "All papers"})

    now = {
        "id": visit["id"],
        "type": "Document Collection",
        "text": "All papers",
        "at": VISIT["at"],
        "mine": True,
    }
    assert (answer.status_code, answer.json()) == (200, now)
    items = ben.get(f"/api/v1/opportunities/{visit['opportunity']}/timeline").json()["items"]
    assert [(one["type"], one["body"]) for one in items[:2]] == [
        ("activity.edited", None),
        ("activity.added", "All papers"),
    ]
    assert (items[1]["activity"]["type"], items[1]["activity"]["mine"]) == ("Document Collection", True)
    with acting(acme.ben):
        event = Event.objects.get(type="activity.edited")
        assert (str(event.subject_id), event.data, event.revision) == (
            visit["id"],
            {"fields": ["text", "type"]},
            1,
        )


def test_what_stays_as_it_was_is_no_event(ben: Client, acme: Acme, visit: dict[str, Any]) -> None:
    assert edit(ben, visit, VISIT).status_code == 200
    assert edit(ben, visit, {}).status_code == 200

    with acting(acme.ben):
        assert not Event.objects.filter(type="activity.edited").exists()


def test_a_manager_changes_it_and_a_colleague_does_not(
    ben: Client, acme: Acme, visit: dict[str, Any]
) -> None:
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats])

    answers = [edit(client_for(one), visit, {"text": "No"}) for one in (cleo, acme.ada, acme.pia)]

    assert [answer.status_code for answer in answers] == [403, 200, 404]
    assert answers[0].json()["code"] == "not_allowed"


def test_a_share_to_view_changes_nothing(ben: Client, acme: Acme, visit: dict[str, Any]) -> None:
    """S12"""
    with acting(acme.ada) as at:
        Activity.objects.update(author_id=acme.pia.id)
        Grant.objects.create(
            organization=acme.organization,
            opportunity_id=visit["opportunity"],
            member_id=acme.pia.id,
            level=1,
            starts_at=at,
            ends_at=at.replace(year=at.year + 1),
        )

    assert edit(client_for(acme.pia), visit, {"text": "No"}).status_code == 403
    with acting(acme.ada):
        Grant.objects.update(level=2)
    assert edit(client_for(acme.pia), visit, {"text": "Yes"}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"type": " "}, "type"),
        ({"type": None}, "type"),
        ({"text": "a\0b"}, "text"),
        ({"at": "yesterday"}, "at"),
        ({"kind": "x"}, "kind"),
    ],
)
def test_bad_changes_are_refused_by_field(
    ben: Client, visit: dict[str, Any], body: dict[str, Any], field: str
) -> None:
    answer = edit(ben, visit, body)

    assert (answer.status_code, [one["name"] for one in answer.json()["fields"]]) == (422, [field])


def test_otto_finds_no_activity(ben: Client, visit: dict[str, Any], otto: Member) -> None:
    answer = edit(client_for(otto), visit, {"text": "Mine"})

    assert (answer.status_code, answer.json()["code"]) == (404, "activity_not_found")


def test_two_who_change_it_at_once_change_it_one_after_the_other(committing: str, acme: Acme) -> None:
    """The second sees what the first wrote: what it does not name stays as the first left it."""
    ben = client_for(acme.ben)
    own = an_opportunity(acme.boats, by=acme.ben)
    made = ben.post(f"/api/v1/opportunities/{own}/activities", VISIT, content_type="application/json").json()

    overlapping(
        lambda at: edit_activity(made["id"], changes={"text": "New"}, by=acme.ben, at=at),
        lambda at: edit_activity(made["id"], changes={"text": "They came"}, by=acme.ben, at=at),
        by=acme.ben,
    )

    with acting(acme.ben):
        assert Activity.objects.get().text == "They came"
        assert Event.objects.filter(type="activity.edited").count() == 2
