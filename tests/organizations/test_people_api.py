"""Members: inviting, listing, editing, letting go, taking back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from handsel.organizations.acting import Member, acting
from handsel.organizations.models import ApiKey, Membership
from tests.cast import Acme, a_key, a_member, browser_for, client_for
from tests.counting import counted
from tests.organizations.asking import Held, facts_of, holding, patch, post

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def held(acme: Acme) -> Iterator[Held]:
    with holding({acme.ben.id: 2}) as held:
        yield held


def test_members_are_listed_by_name(acme: Acme, otto: Member) -> None:
    answer = client_for(acme.ada).get("/api/v1/members")

    items = answer.json()["items"]
    assert [one["name"] for one in items] == ["Ada", "Ben", "Leo", "Pia"]
    assert items[1] == {
        "id": str(acme.ben.id),
        "name": "Ben",
        "email": acme.ben.email,
        "roles": ["professional"],
        "sales_licence": True,
        "teams": [{"id": str(acme.boats.pk), "name": "Boats", "sees": "all"}],
        "active": True,
        "availability": "available",
        "time_zone": "Europe/Madrid",
        "invited": False,
        "last_seen_at": None,
        "holds": 0,
        "may": {"edit": True, "deactivate": True},
    }


def test_members_are_paged_and_searched(acme: Acme) -> None:
    client = client_for(acme.ben)
    a_member(acme.organization, "Zoë Ångström", email="zoe@example.org")

    first = client.get("/api/v1/members?limit=2").json()
    second = client.get(f"/api/v1/members?limit=3&cursor={first['next_cursor']}").json()

    assert [one["name"] for one in first["items"] + second["items"]] == [
        "Ada",
        "Ben",
        "Leo",
        "Pia",
        "Zoë Ångström",
    ]
    assert second["next_cursor"] is None
    for q in ("angstrom", "ZOE@example", "zoë"):
        assert [one["name"] for one in client.get("/api/v1/members", {"q": q}).json()["items"]] == [
            "Zoë Ångström"
        ]
    assert client.get("/api/v1/members?q=100%25").json()["items"] == []


def test_what_cannot_be_kept_is_not_searched_for(acme: Acme) -> None:
    answer = client_for(acme.ben).get("/api/v1/members?q=a%00b")

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "q")


def test_a_cursor_of_another_organization_is_refused(acme: Acme, otto: Member) -> None:
    cursor = client_for(acme.ben).get("/api/v1/members?limit=2").json()["next_cursor"]

    answer = client_for(otto).get(f"/api/v1/members?limit=2&cursor={cursor}")

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "cursor")


def test_the_list_takes_as_many_statements_for_three_as_for_one(acme: Acme) -> None:
    client = client_for(acme.ada)
    client.get("/api/v1/members")

    with counted() as for_one:
        client.get("/api/v1/members?limit=1")
    with counted() as for_three:
        client.get("/api/v1/members?limit=3")

    assert len(for_three) == len(for_one)


def test_somebody_new_is_invited(acme: Acme) -> None:
    client = client_for(acme.ada)
    teams = [{"id": str(acme.boats.pk), "sees": "own"}, str(acme.loans.pk)]

    answer = post(
        client,
        "members",
        {"email": "Cy@Example.org", "name": "Cy", "roles": ["professional"], "teams": teams},
    )

    assert answer.status_code == 201, answer.content
    cy = answer.json()
    assert (cy["email"], cy["invited"], cy["active"]) == ("cy@example.org", True, False)
    assert [(team["name"], team["sees"]) for team in cy["teams"]] == [("Boats", "own"), ("Loans", "all")]
    assert facts_of(acme.ada, "member.")[-1] == "member.invited"
    again = post(client, f"members/{cy['id']}/invitation")
    assert again.status_code == 200
    assert facts_of(acme.ada, "member.")[-2:] == ["member.invited", "member.invited"]


def test_a_bad_invitation_is_refused_by_field(acme: Acme, otto: Member) -> None:
    client = client_for(acme.ada)
    good = {"email": "cy@example.org", "name": "Cy", "roles": ["professional"]}
    with acting(otto):
        theirs = str(otto.team_ids[0])
    cases: list[tuple[dict[str, Any], int, str]] = [
        ({"email": "nobody"}, 422, "email"),
        ({"email": acme.ben.email}, 409, "email"),
        ({"email": acme.ben.email.upper()}, 409, "email"),
        ({"name": "  "}, 422, "name"),
        ({"name": "C\0y"}, 422, "name"),
        ({"roles": []}, 422, "roles"),
        ({"roles": ["boss"]}, 422, "roles"),
        ({"teams": [NOBODY]}, 422, "teams"),
        ({"teams": [theirs]}, 422, "teams"),
        ({"licence": True}, 422, "licence"),
    ]

    for wrong, status, field in cases:
        answer = post(client, "members", good | wrong)

        assert (answer.status_code, [one["name"] for one in answer.json()["fields"]]) == (status, [field]), (
            wrong
        )
    assert client.get("/api/v1/members?active=false").json()["items"] == []


def test_who_is_known_elsewhere_may_be_invited_here(acme: Acme, otto: Member) -> None:
    answer = post(client_for(acme.ada), "members", {"email": otto.email, "name": "O", "roles": ["manager"]})

    assert answer.status_code == 201
    with acting(acme.ada):
        assert Membership.objects.get(pk=answer.json()["id"]).user_id == otto.user_id


def test_a_member_is_edited(acme: Acme) -> None:
    client = client_for(acme.ada)

    answer = patch(
        client, f"members/{acme.ben.id}", {"name": "Benno", "roles": ["director"], "sales_licence": False}
    )

    assert (answer.json()["name"], answer.json()["roles"], answer.json()["sales_licence"]) == (
        "Benno",
        ["director"],
        False,
    )
    assert patch(client, f"members/{acme.ben.id}", {"sales_licence": None}).json()["sales_licence"]
    assert patch(client, f"members/{acme.ben.id}", {"roles": ["boss"]}).status_code == 422


def test_the_last_administrator_keeps_the_role(acme: Acme) -> None:
    client = client_for(acme.ada)

    demoted = patch(client, f"members/{acme.ada.id}", {"roles": ["manager"]})
    left = post(client, f"members/{acme.ada.id}/deactivate")

    assert (demoted.status_code, demoted.json()["code"]) == (409, "last_administrator")
    assert (left.status_code, left.json()["code"]) == (409, "last_administrator")
    patch(client, f"members/{acme.ben.id}", {"roles": ["administrator"]})
    assert patch(client, f"members/{acme.ada.id}", {"roles": ["manager"]}).status_code == 200


def test_an_invited_administrator_does_not_count(acme: Acme) -> None:
    client = client_for(acme.ada)
    post(client, "members", {"email": "cy@example.org", "name": "Cy", "roles": ["administrator"]})

    assert post(client, f"members/{acme.ada.id}/deactivate").json()["code"] == "last_administrator"


def test_nothing_is_released_silently(acme: Acme, held: Held) -> None:
    client = client_for(acme.ada)
    path = f"members/{acme.ben.id}/deactivate"

    refused = post(client, path)

    assert (refused.status_code, refused.json()["code"], refused.json()["count"]) == (
        409,
        "holds_opportunities",
        2,
    )
    items = client.get("/api/v1/members").json()["items"]
    assert [one["holds"] for one in items] == [0, 2, 0, 0]
    done = post(client, path, {"reassign_to": str(acme.pia.id)})
    assert (done.status_code, done.json()["active"]) == (200, False)
    assert held.counts[acme.pia.id] == 2
    assert facts_of(acme.ada, "member.")[-1] == "member.deactivated"


def test_what_is_held_may_be_left_unassigned(acme: Acme, held: Held) -> None:
    answer = post(client_for(acme.ada), f"members/{acme.ben.id}/deactivate", {"reassign_to": None})

    assert answer.status_code == 200
    assert held.counts == {}


def test_an_heir_is_a_live_member_of_this_organization(acme: Acme, otto: Member, held: Held) -> None:
    client = client_for(acme.ada)
    post(client, f"members/{acme.pia.id}/deactivate")

    for heir in (NOBODY, str(otto.id), str(acme.ben.id), str(acme.pia.id)):
        answer = post(client, f"members/{acme.ben.id}/deactivate", {"reassign_to": heir})

        assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "reassign_to")
    assert held.counts[acme.ben.id] == 2


def test_deactivating_ends_sessions_and_keys_for_good(acme: Acme) -> None:
    cy = a_member(acme.organization, "Cy", password="correct horse battery")
    browser, program, ada = browser_for(cy), client_for(cy), client_for(acme.ada)
    assert (browser.get("/api/v1/me").status_code, program.get("/api/v1/me").status_code) == (200, 200)

    post(ada, f"members/{cy.id}/deactivate")

    assert (browser.get("/api/v1/me").status_code, program.get("/api/v1/me").status_code) == (401, 401)
    assert post(ada, f"members/{cy.id}/reactivate").json()["active"]
    assert (browser.get("/api/v1/me").status_code, program.get("/api/v1/me").status_code) == (401, 401)
    with acting(acme.ada):
        assert ApiKey.objects.filter(member_id=cy.id).count() == 1
    browser_for(cy)


def test_who_was_let_go_is_taken_back_not_invited(acme: Acme) -> None:
    client = client_for(acme.ada)
    post(client, f"members/{acme.ben.id}/deactivate")

    answer = post(client, "members", {"email": acme.ben.email, "name": "Ben", "roles": ["professional"]})

    assert answer.status_code == 409
    assert "reactivate" in answer.json()["detail"]


def test_colleagues_look_and_do_not_touch(acme: Acme) -> None:
    client = client_for(acme.ben)

    assert client.get(f"/api/v1/members/{acme.pia.id}").json()["may"] == {"edit": False, "deactivate": False}
    for answer in (
        post(client, "members", {"email": "a@example.org", "name": "A", "roles": ["administrator"]}),
        patch(client, f"members/{acme.ben.id}", {"roles": ["administrator"]}),
        post(client, f"members/{acme.pia.id}/deactivate"),
        post(client, f"members/{acme.pia.id}/reactivate"),
        post(client, f"members/{acme.pia.id}/invitation"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "capability_missing")


def test_otto_finds_nobody(acme: Acme, otto: Member) -> None:
    client = client_for(otto)

    assert [one["name"] for one in client.get("/api/v1/members").json()["items"]] == ["Otto"]
    assert client.get("/api/v1/members?q=ben").json()["items"] == []
    for answer in (
        client.get(f"/api/v1/members/{acme.ben.id}"),
        patch(client, f"members/{acme.ben.id}", {"name": "Mine"}),
        post(client, f"members/{acme.ben.id}/deactivate"),
        post(client, f"members/{acme.ben.id}/deactivate", {"reassign_to": None}),
        post(client, f"members/{acme.ben.id}/reactivate"),
        post(client, f"members/{acme.ben.id}/invitation"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "member_not_found")


def test_a_repeated_invitation_is_made_once(acme: Acme) -> None:
    client, body = client_for(acme.ada), {"email": "cy@example.org", "name": "Cy", "roles": ["professional"]}

    answers = [
        client.post(
            "/api/v1/members", body, content_type="application/json", headers={"Idempotency-Key": "one"}
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_when_one_was_seen_is_told_at_most_every_five_minutes(acme: Acme) -> None:
    client = Client(headers={"Authorization": f"Bearer {a_key(acme.ben)}"})

    def used_at() -> datetime | None:
        with acting(acme.ben):
            return ApiKey.objects.get(member_id=acme.ben.id).last_used_at

    client.get("/api/v1/me")
    first = used_at()
    client.get("/api/v1/me")

    assert first is not None
    assert used_at() == first
