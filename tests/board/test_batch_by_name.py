"""One action on opportunities that are named, as a table does it: each through the gate, each with its own answer (B7)."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from handsel.ledger.models import Event
from handsel.opportunities.models import Grant, Opportunity
from handsel.organizations.acting import Member, acting
from tests.board.test_board import read
from tests.cast import Acme, a_channel, a_member, an_opportunity, client_for
from tests.opportunities.test_gate_api import post


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


@pytest.fixture
def three(ben: Client, acme: Acme) -> list[str]:
    """Two of Boats, and one of Loans that Ben can't see."""
    own = [str(an_opportunity(acme.boats, by=acme.ben)) for _ in "12"]
    return [*own, str(an_opportunity(acme.loans, by=acme.pia))]


def did(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    before, done = (post(client, f"/board/batch{tail}", body) for tail in ("/preview", ""))
    assert (before.status_code, done.status_code) == (200, 200), done.content
    told: dict[str, Any] = done.json()
    assert before.json() == {key: value for key, value in told.items() if key != "changed"}
    return told


HIDDEN = {"code": "opportunity_not_found", "reason": "There is no such opportunity."}
DONE = {"code": None, "reason": None}


def test_each_has_an_answer_of_its_own(ben: Client, acme: Acme, three: list[str]) -> None:
    """B7, B9: what is hidden looks like what is not there, and takes nothing else back."""
    absent = str(uuid4())
    stages = {one["stage"]["name"]: one["stage"]["id"] for one in read(ben, acme)["columns"]}

    told = did(ben, {"opportunities": [three[2], three[0], absent], "to_stage": stages["Won"]})

    assert told["results"] == [
        {"id": three[2], **HIDDEN},
        {"id": three[0], **DONE},
        {"id": absent, **HIDDEN},
    ]
    assert (told["total"], told["changed"], told["refused"]) == (3, 1, [{**HIDDEN, "count": 2}])
    assert [one["count"] for one in read(ben, acme, closed="all")["columns"] if one["count"]] == [1, 1]


def test_a_follow_up_is_set_and_cleared(ben: Client, acme: Acme, three: list[str]) -> None:
    """B4: a local time is one of the organization's zone."""
    own = three[:2]

    did(ben, {"opportunities": own, "follow_up_at": "2030-01-01T10:00"})
    set_to = [one["follow_up_at"] for one in ben.get("/api/v1/opportunities").json()["items"]]
    did(ben, {"opportunities": own[:1], "follow_up_at": None})
    left = {one["id"]: one["follow_up_at"] for one in ben.get("/api/v1/opportunities").json()["items"]}

    assert set_to == ["2030-01-01T09:00:00.000000Z"] * 2
    assert left == {own[0]: None, own[1]: set_to[0]}


def test_what_is_deleted_is_gone_and_what_may_not_be_stays(ben: Client, acme: Acme, three: list[str]) -> None:
    """B6, S12: a share never deletes."""
    with acting(acme.pia) as at:
        Grant.objects.create(
            organization=acme.organization,
            opportunity_id=three[2],
            member_id=acme.ben.id,
            level=2,
            starts_at=at,
            ends_at=at.replace(year=at.year + 1),
        )

    told = did(ben, {"opportunities": three, "delete": True})

    assert [one["code"] for one in told["results"]] == [None, None, "not_allowed"]
    with acting(acme.ada):
        assert [str(one) for one in Opportunity.objects.values_list("pk", flat=True)] == [three[2]]
        assert Event.objects.filter(type="opportunity.deleted").count() == 2


def test_an_owner_must_be_of_each_ones_team(acme: Acme, three: list[str]) -> None:
    """B4: decided for each by its own team."""
    told = did(client_for(acme.ada), {"opportunities": three, "owner": str(acme.ben.id)})

    assert [one["code"] for one in told["results"]] == [None, None, "owner_not_in_team"]


def test_a_preview_leaves_nothing_behind_and_is_never_answered_from_memory(
    ben: Client, acme: Acme, three: list[str]
) -> None:
    body, key = {"opportunities": three[:1], "delete": True}, {"Idempotency-Key": "once"}

    first = post(ben, "/board/batch/preview", body, **key).json()
    ben.delete(f"/api/v1/opportunities/{three[0]}")
    second = post(ben, "/board/batch/preview", body, **key).json()

    assert [one["results"][0]["code"] for one in (first, second)] == [None, "opportunity_not_found"]
    with acting(acme.ben):
        assert Event.objects.filter(type="opportunity.deleted").count() == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"opportunities": ["$own"]}, "to_stage"),
    ({"opportunities": ["$own"], "delete": True, "owner": None}, "to_stage"),
    ({"opportunities": ["$own"], "delete": True, "team": "$team"}, "opportunities"),
    ({"opportunities": ["$own"], "delete": True, "filters": {"q": "x"}}, "opportunities"),
    ({"opportunities": ["$own"] * 201, "delete": True}, "opportunities"),
    ({"opportunities": ["x"], "delete": True}, "opportunities.0"),
    ({"opportunities": ["$own"], "follow_up_at": "soon"}, "follow_up_at"),
    ({"team": "$team", "delete": True}, "stage"),
    ({"delete": True}, "team"),
]


@pytest.mark.parametrize(("body", "field"), BAD)
def test_what_can_not_be_meant_is_refused_by_field(
    ben: Client, acme: Acme, three: list[str], body: dict[str, Any], field: str
) -> None:
    known = {"$own": three[0], "$team": str(acme.boats.pk)}
    given = {
        key: [known.get(one, one) for one in value]
        if isinstance(value, list)
        else known.get(str(value), value)
        for key, value in body.items()
    }

    for tail in ("/preview", ""):
        answer = post(ben, f"/board/batch{tail}", given)
        assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, field), answer.content
    with acting(acme.ada):
        assert Opportunity.objects.count() == 3


def test_nobody_named_is_nothing_done(ben: Client) -> None:
    assert did(ben, {"opportunities": [], "delete": True})["total"] == 0


def test_otto_reaches_none_of_them(acme: Acme, three: list[str], otto: Member) -> None:
    told = did(client_for(otto), {"opportunities": three, "delete": True})

    assert {one["code"] for one in told["results"]} == {"opportunity_not_found"}
    with acting(acme.ada):
        assert Opportunity.objects.count() == 3


def test_who_sees_only_their_own_acts_on_their_own(acme: Acme, three: list[str]) -> None:
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats], sees="own")

    told = did(client_for(cleo), {"opportunities": three, "owner": None})

    assert {one["code"] for one in told["results"]} == {"opportunity_not_found"}
