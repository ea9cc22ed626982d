"""Oneself, and the organization one works in."""

from handsel.organizations.acting import Member
from tests.cast import Acme, a_member, a_team, an_organization, as_now, browser_for, client_for, csrf
from tests.counting import counted


def test_me_says_who_where_and_what_may_be_done(acme: Acme) -> None:
    answer = client_for(acme.ben).get("/api/v1/me")

    assert answer.status_code == 200
    me = answer.json()
    assert me.pop("now").endswith("Z")
    assert me == {
        "id": str(acme.ben.id),
        "name": "Ben",
        "email": acme.ben.email,
        "locale": "en",
        "time_zone": "Europe/Madrid",
        "own_time_zone": "",
        "availability": "available",
        "organization": {
            "id": str(acme.organization.pk),
            "name": "Acme",
            "time_zone": "Europe/Madrid",
            "locale": "en",
            "currency": "EUR",
            "parent": None,
        },
        "organizations": [{"id": str(acme.organization.pk), "name": "Acme"}],
        "roles": ["professional"],
        "sales_licence": True,
        "capabilities": ["create", "export", "work"],
        "teams": [
            {
                "id": str(acme.boats.pk),
                "name": "Boats",
                "sees": "all",
                "deal_amount": True,
                "potential": False,
            }
        ],
        "switches": {
            "handover": False,
            "cross_silo": False,
            "sharing": False,
            "share_automation": False,
            "potential": False,
        },
        "unread": 0,
        "may": {
            "configure": False,
            "manage_people": False,
            "import": False,
            "create": True,
            "see_everything": False,
            "work": True,
        },
    }


def test_a_manager_opens_every_board(acme: Acme) -> None:
    me = client_for(acme.ada).get("/api/v1/me").json()

    assert [(team["name"], team["sees"]) for team in me["teams"]] == [("Boats", ""), ("Loans", "")]


def test_a_child_shows_its_parent_and_the_parents_switches(acme: Acme) -> None:
    parent = an_organization("Lake Boats", switches={"handover": True, "sharing": True})
    child = an_organization("Lake Boats East", parent=parent)
    an_organization("Lake Boats West", parent=parent)

    here = client_for(a_member(child, "Eve", roles=["administrator"])).get("/api/v1/organization").json()

    assert here["parent"] == {"id": str(parent.pk), "name": "Lake Boats"}
    assert here["children"] == []
    assert (here["switches"]["handover"], here["switches"]["sharing"]) == (True, False)
    assert here["may"] == {"edit": True}


def test_a_parent_shows_its_children(acme: Acme) -> None:
    parent = an_organization("Lake Boats")
    children = [an_organization(name, parent=parent) for name in ("Lake Boats East", "Lake Boats West")]

    here = client_for(a_member(parent, "Eve")).get("/api/v1/organization").json()

    assert here["children"] == [{"id": str(child.pk), "name": child.name} for child in children]
    assert here["may"] == {"edit": False}


def test_the_organization_is_edited(acme: Acme) -> None:
    client = client_for(acme.ada)
    changes = {"name": "Acme Boats", "currency": "USD", "time_zone": "UTC", "switches": {"sharing": True}}

    answer = client.patch("/api/v1/organization", changes, content_type="application/json")

    assert answer.status_code == 200, answer.content
    here = client.get("/api/v1/organization").json()
    assert (here["name"], here["currency"], here["time_zone"]) == ("Acme Boats", "USD", "UTC")
    assert here["switches"]["sharing"]


def test_bad_settings_are_refused_by_field(acme: Acme, otto: Member) -> None:
    client, child = client_for(acme.ada), an_organization("Acme East", parent=acme.organization)
    below = client_for(a_member(child, "Eve", roles=["administrator"]))
    cases = [
        (client, {"name": " \u200b "}, 422, "name"),
        (client, {"name": "a\0b"}, 422, "name"),
        (client, {"name": "x" * 5001}, 422, "name"),
        (client, {"name": None}, 422, "name"),
        (client, {"name": "Other Ltd"}, 409, "name"),
        (client, {"currency": "XYZ"}, 422, "currency"),
        (client, {"locale": "klingon"}, 422, "locale"),
        (client, {"time_zone": "Mars/Olympus"}, 422, "time_zone"),
        (client, {"switches": {"magic": True}}, 422, "switches.magic"),
        (client, {"parent": str(otto.organization_id)}, 422, "parent"),
        (below, {"switches": {"handover": True}}, 422, "switches.handover"),
    ]

    for caller, body, status, field in cases:
        answer = caller.patch("/api/v1/organization", body, content_type="application/json")

        assert (answer.status_code, [one["name"] for one in answer.json()["fields"]]) == (status, [field]), (
            body
        )
    assert client.get("/api/v1/organization").json()["name"] == "Acme"


def test_only_an_administrator_edits_the_organization(acme: Acme) -> None:
    for caller in (client_for(acme.ben), client_for(acme.ada, ["read", "write"])):
        answer = caller.patch("/api/v1/organization", {"name": "Mine"}, content_type="application/json")

        assert answer.status_code == 403


def test_one_edits_oneself(acme: Acme) -> None:
    client = client_for(acme.ben)

    answer = client.patch("/api/v1/me", {"name": "Benno", "locale": "es"}, content_type="application/json")

    assert (answer.json()["name"], answer.json()["locale"]) == ("Benno", "es")
    assert (as_now(acme.ben).name, as_now(acme.ben).locale) == ("Benno", "es")
    refused = client.patch("/api/v1/me", {"locale": "xx-nowhere"}, content_type="application/json")
    assert refused.json()["fields"][0]["name"] == "locale"


def test_availability_has_a_history(acme: Acme) -> None:
    """O5"""
    client = client_for(acme.ben)
    for state in ("away", "away", "available"):
        answer = client.put("/api/v1/me/availability", {"state": state}, content_type="application/json")
        assert answer.json()["availability"] == state

    history = client_for(acme.ada).get(f"/api/v1/members/{acme.ben.id}/availability").json()

    assert [one["state"] for one in history["items"]] == ["available", "away"]
    refused = client.put("/api/v1/me/availability", {"state": "asleep"}, content_type="application/json")
    assert refused.json()["fields"][0]["name"] == "state"


def test_who_belongs_to_two_organizations_chooses_one(acme: Acme, otto: Member) -> None:
    second = an_organization("Second")
    cy = a_member(acme.organization, "Cy", password="correct horse battery")
    a_member(second, "Cy in Second", user_id=cy.user_id, teams=[a_team(second, "Cars")])
    browser = browser_for(cy)
    assert [one["name"] for one in browser.get("/api/v1/me").json()["organizations"]] == ["Acme", "Second"]

    answer = browser.put(
        "/api/v1/me/organization",
        {"organization": str(second.pk)},
        content_type="application/json",
        headers=csrf(browser),
    )

    assert answer.status_code == 204
    me = browser.get("/api/v1/me").json()
    assert (me["organization"]["name"], me["name"]) == ("Second", "Cy in Second")
    assert [team["name"] for team in me["teams"]] == ["Cars"]


def test_an_organization_where_one_does_not_belong_is_unknown(acme: Acme, otto: Member) -> None:
    cy = a_member(acme.organization, "Cy", password="correct horse battery")
    browser = browser_for(cy)

    answer = browser.put(
        "/api/v1/me/organization",
        {"organization": str(otto.organization_id)},
        content_type="application/json",
        headers=csrf(browser),
    )

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "organization")
    assert browser.get("/api/v1/me").json()["organization"]["name"] == "Acme"


def test_a_key_stays_in_its_organization(acme: Acme) -> None:
    body = {"organization": str(acme.organization.pk)}

    answer = client_for(acme.ben).put("/api/v1/me/organization", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (403, "key_has_one_organization")


def test_otto_sees_his_own(acme: Acme, otto: Member) -> None:
    client = client_for(otto)

    assert client.get("/api/v1/me").json()["organization"]["name"] == "Other Ltd"
    assert client.get("/api/v1/organization").json()["name"] == "Other Ltd"
    assert client.get(f"/api/v1/members/{acme.ben.id}/availability").status_code == 404
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer hs_nobody"}).status_code == 401


def test_a_list_takes_as_many_statements_for_three_as_for_one(acme: Acme) -> None:
    """/me asks once for all teams."""
    client = client_for(acme.ada)
    client.get("/api/v1/me")
    with counted() as for_two:
        client.get("/api/v1/me")
    for name in ("Cars", "Planes"):
        a_team(acme.organization, name)

    with counted() as for_four:
        assert len(client.get("/api/v1/me").json()["teams"]) == 4

    assert len(for_four) == len(for_two)
