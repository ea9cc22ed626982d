"""Teams: made, listed, changed, dissolved, and who sits in them."""

from handsel.ledger.models import Event
from handsel.organizations.acting import Member, acting
from handsel.workflows.models import Workflow
from tests.cast import Acme, a_team, as_now, client_for
from tests.counting import counted
from tests.organizations.asking import holding, patch, post, put

NOBODY = "00000000-0000-7000-8000-000000000000"


def test_a_team_is_made_with_a_workflow_of_its_own(acme: Acme) -> None:
    client = client_for(acme.ada)

    answer = post(client, "teams", {"name": "Cars", "deal_amount": False})

    assert answer.status_code == 201, answer.content
    team = answer.json()
    assert client.get(f"/api/v1/teams/{team['id']}").json() == team
    assert team.pop("workflow")["name"] == "Cars"
    assert team.pop("id")
    assert team == {
        "name": "Cars",
        "deal_amount": False,
        "potential": False,
        "automatic_assignment": False,
        "members": [],
        "may": {"edit": True},
    }


def test_a_team_may_share_a_workflow(acme: Acme) -> None:
    body = {"name": "Cars", "workflow": str(acme.boats.workflow_id)}

    answer = post(client_for(acme.ada), "teams", body)

    assert answer.json()["workflow"] == {"id": str(acme.boats.workflow_id), "name": "Boats"}


def test_a_bad_team_is_refused_by_field(acme: Acme, otto: Member) -> None:
    client = client_for(acme.ada)
    with acting(otto):
        theirs = str(Workflow.objects.get().pk)
    cases = [
        ({"name": ""}, 422, "name"),
        ({"name": "\u2060"}, 422, "name"),
        ({"name": "Boats"}, 409, "name"),
        ({"workflow": NOBODY}, 422, "workflow"),
        ({"workflow": theirs}, 422, "workflow"),
        ({"workflow": "Boats"}, 422, "workflow"),
    ]

    for wrong, status, field in cases:
        made = post(client, "teams", {"name": "Cars"} | wrong)
        changed = patch(client, f"teams/{acme.loans.pk}", wrong)

        for answer in (made, changed):
            assert (answer.status_code, [one["name"] for one in answer.json()["fields"]]) == (
                status,
                [field],
            ), wrong
    assert len(client.get("/api/v1/teams").json()["items"]) == 2


def test_one_lists_the_boards_one_can_open_or_all_teams(acme: Acme) -> None:
    client = client_for(acme.ben)

    mine, every = client.get("/api/v1/teams").json(), client.get("/api/v1/teams?all=true").json()

    assert [team["name"] for team in mine["items"]] == ["Boats"]
    assert [team["name"] for team in every["items"]] == ["Boats", "Loans"]
    assert mine["items"][0]["members"] == [
        {"id": str(acme.ben.id), "name": "Ben", "sees": "all", "active": True}
    ]
    assert client_for(acme.leo).get("/api/v1/teams").json()["items"] == []


def test_the_list_takes_as_many_statements_for_three_as_for_one(acme: Acme) -> None:
    a_team(acme.organization, "Cars", members=[acme.ben, acme.pia])
    client = client_for(acme.ada)
    client.get("/api/v1/teams")

    with counted() as for_one:
        client.get("/api/v1/teams?limit=1")
    with counted() as for_three:
        assert len(client.get("/api/v1/teams?limit=3").json()["items"]) == 3

    assert len(for_three) == len(for_one)


def test_seats_say_what_one_sees(acme: Acme) -> None:
    client = client_for(acme.ada)
    path = f"teams/{acme.boats.pk}/members/{acme.pia.id}"

    answer = put(client, path, {"sees": "own"})

    assert [(one["name"], one["sees"]) for one in answer.json()["members"]] == [
        ("Ben", "all"),
        ("Pia", "own"),
    ]
    pia = as_now(acme.pia)
    assert (sorted(pia.team_ids), pia.teams_seen_whole) == ([acme.boats.pk, acme.loans.pk], [acme.loans.pk])
    put(client, path, {"sees": "all"})
    put(client, path, {})
    assert len(as_now(acme.pia).teams_seen_whole) == 2
    client.delete(f"/api/v1/{path}")
    client.delete(f"/api/v1/{path}")
    assert as_now(acme.pia).team_ids == [acme.loans.pk]
    with acting(acme.ada):
        told = [event.data for event in Event.objects.filter(type="team.edited").order_by("pk")]
    assert [(one["saw"], one["sees"]) for one in told] == [(None, "own"), ("own", "all"), ("all", None)]
    assert put(client, path, {"sees": "some"}).status_code == 422


def test_who_was_let_go_gets_no_seat(acme: Acme) -> None:
    client = client_for(acme.ada)
    post(client, f"members/{acme.pia.id}/deactivate")

    answer = put(client, f"teams/{acme.boats.pk}/members/{acme.pia.id}", {"sees": "all"})

    assert (answer.status_code, answer.json()["code"]) == (409, "member_inactive")


def test_a_team_with_opportunities_keeps_its_workflow_and_itself(acme: Acme) -> None:
    client, path = client_for(acme.ada), f"teams/{acme.boats.pk}"
    with holding({acme.boats.pk: 3}):
        dissolved = client.delete(f"/api/v1/{path}")
        changed = patch(client, path, {"workflow": str(acme.loans.workflow_id)})
        renamed = patch(client, path, {"name": "Ships", "workflow": str(acme.boats.workflow_id)})

    for answer in (dissolved, changed):
        assert (answer.status_code, answer.json()["code"], answer.json()["count"]) == (
            409,
            "team_holds_opportunities",
            3,
        )
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Ships")


def test_an_empty_team_is_dissolved_and_its_name_is_free(acme: Acme) -> None:
    client = client_for(acme.ada)

    assert client.delete(f"/api/v1/teams/{acme.boats.pk}").status_code == 204

    assert client.get(f"/api/v1/teams/{acme.boats.pk}").status_code == 404
    assert as_now(acme.ben).teams == ()
    body = {"name": "Boats", "workflow": str(acme.boats.workflow_id)}
    assert post(client, "teams", body).status_code == 201


def test_colleagues_look_and_do_not_touch(acme: Acme) -> None:
    client, path = client_for(acme.ben), f"teams/{acme.boats.pk}"

    assert client.get(f"/api/v1/{path}").json()["may"] == {"edit": False}
    for answer in (
        post(client, "teams", {"name": "Mine"}),
        patch(client, path, {"name": "Mine"}),
        client.delete(f"/api/v1/{path}"),
        put(client, f"{path}/members/{acme.ben.id}", {"sees": "all"}),
        client.delete(f"/api/v1/{path}/members/{acme.ben.id}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "capability_missing")


def test_otto_finds_no_team(acme: Acme, otto: Member) -> None:
    client, path = client_for(otto), f"teams/{acme.boats.pk}"
    own = f"teams/{otto.team_ids[0]}"

    assert [team["name"] for team in client.get("/api/v1/teams?all=true").json()["items"]] == ["Cars"]
    for answer in (
        client.get(f"/api/v1/{path}"),
        patch(client, path, {"name": "Mine"}),
        client.delete(f"/api/v1/{path}"),
        put(client, f"{path}/members/{otto.id}", {"sees": "all"}),
        client.delete(f"/api/v1/{path}/members/{otto.id}"),
        put(client, f"{own}/members/{acme.ben.id}", {"sees": "all"}),
        client.delete(f"/api/v1/{own}/members/{acme.ben.id}"),
    ):
        assert answer.status_code == 404
