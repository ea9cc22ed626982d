"""A guided sale with a firm in it: from the entry to won, once lost, and the second boat that followed."""

from typing import Any

from handsel.organizations.acting import Member
from tests.cast import Acme, a_channel, a_member, client_for
from tests.http.world import send
from tests.opportunities.guided import SALES, Seller, a_guided_team, publishes

API = "/api/v1"


def test_from_the_entry_to_the_second_boat(committing: str, acme: Acme, otto: Member) -> None:
    """W5-W8, W10, W11, W14"""
    a_channel(acme.organization, "Counter")
    team = a_guided_team(acme.organization, "Yachts")
    sol = Seller(acme.organization, team, "Sol")
    nell = Seller(
        acme.organization, team, member=a_member(acme.organization, "Nell", teams=[team], sees="own")
    )
    ada = client_for(acme.ada)

    # Ana comes by herself: she starts where people start who are new.
    first = sol.makes(new_contact={"name": "Ana Díaz", "email": "ana@example.org"}, title="The blue one")
    assert (first["step"]["name"], first["account"]) == ("Lead in", None)

    # Two ways lead to an offer, one asks for the budget; a third is the director's.
    offer = sol.moves(first)["Offer"]
    assert [(one["name"], [field["key"] for field in one["missing"]]) for one in offer["transitions"]] == [
        ("Offer", ["budget"]),
        ("Offer at once", []),
    ]
    assert [(one["name"], one["roles"]) for one in offer["barred"]] == [("Favor", ["director"])]
    several = sol.ask("POST", f"/opportunities/{first['id']}/move", {"step": offer["step"]["id"]})
    assert (several["code"], [one["name"] for one in several["choices"]]) == (
        "several_transitions",
        ["Offer", "Offer at once"],
    )

    # The small form brings what is missing, and one submit saves and moves.
    refused = sol.goes(first, "Offer")
    assert (refused["code"], [one["key"] for one in refused["missing"]]) == ("incomplete", ["budget"])
    assert sol.ask("GET", f"/opportunities/{first['id']}")["revision"] == 1
    offered = sol.goes(first, "Offer", attributes={"budget": "90000"}, revision=1)
    assert (offered["step"]["name"], offered["revision"]) == ("Offer", 2)

    # Signing makes the firm of the name that was typed, and puts Ana there; once, though somebody clicks twice.
    sign = {
        "transition": sol.transitions(offered)["Sign"],
        "attributes": {"amount": "88000", "account.name": "Díaz Boats"},
        "revision": 2,
    }
    won, twice = (sol.ask("POST", f"/opportunities/{first['id']}/move", sign) for _ in range(2))
    assert (won["status"], won["account"]["name"], won["amount"]) == ("won", "Díaz Boats", "88000.00")
    assert (twice["code"], twice["current"]["status"]) == ("conflict", "won")
    told = sol.ask("GET", f"/opportunities/{first['id']}/timeline")["items"]
    assert [one["type"].partition(".")[2] for one in told] == [
        "triggered",
        "triggered",
        "moved",
        "moved",
        "created",
    ]

    # She comes again, by another door; the firm is known by now, so it starts where known firms start.
    person = {"name": "A. Díaz", "email": "ANA@example.org"}
    again = sol.makes(new_contact=person)
    assert (again["contact"]["id"], again["account"]["id"]) == (first_contact(won), won["account"]["id"])
    assert again["step"]["name"] == "Known firm"

    # Another one comes to nothing, and says why.
    lost = sol.makes(new_contact={"name": "Bea"})
    assert [field["name"] for field in sol.goes(lost, "Give up")["fields"]] == ["reason"]
    gone = sol.goes(lost, "Give up", reason="price")
    assert (gone["status"], gone["lost_reason"]) == ("lost", "price")

    the_second_boat(sol, nell, Seller(acme.organization, team, member=otto), won)

    second = next(one for one in sol.ask("GET", "/opportunities")["items"] if one["title"] == "The red one")

    # The workflow changes while Sol has a form open: he is told, and keeps what he typed.
    offer_id = sol.transitions(second)["Offer"]
    publishes(team, SALES.replace("  - {name: Offer, from: Lead in, to: Offer, required: [budget]}\n", ""))
    late = sol.ask(
        "POST", f"/opportunities/{second['id']}/move", {"transition": offer_id, "attributes": {"budget": "1"}}
    )
    assert (late["code"], late["typed"]["attributes"]) == ("transition_gone", {"budget": "1"})

    # The first is deleted; the second lives on and says so.
    assert send(ada, "DELETE", f"{API}/opportunities/{first['id']}").status_code == 204
    orphan = sol.ask("GET", f"/opportunities/{second['id']}")
    assert (orphan["parent"], orphan["parent_deleted"]) == (None, True)
    red = sol.client.get(
        f"{API}/opportunities", {"field": ["account.name:contains:diaz", "budget:gt:80000"]}
    ).json()
    assert [one["title"] for one in red["items"]] == ["The red one"]


def the_second_boat(sol: Seller, nell: Seller, otto: Seller, first: dict[str, Any]) -> None:
    """W11"""
    # The second boat follows from the first, and is Nell's; the third follows from the second.
    offers = sol.ask("GET", f"/opportunities/{first['id']}/family")
    assert [one["name"] for one in offers["follow_ons"]] == ["Second boat", "Service"]
    second = sol.ask(
        "POST",
        f"/opportunities/{first['id']}/follow-ons",
        {"follow_on": "Second boat", "name": "The red one"},
    )
    assert (second["title"], second["account"]["name"], second["amount"], second["step"]["name"]) == (
        "The red one",
        "Díaz Boats",
        "88000.00",
        "Lead in",
    )
    assert second["attributes"] == {"budget": "90000.00"}
    third = sol.ask(
        "POST", f"/opportunities/{second['id']}/follow-ons", {"follow_on": "Service", "name": "Yearly"}
    )
    sol.ask("PUT", f"/opportunities/{third['id']}/owner", {"owner": str(nell.member.id)})
    family = sol.ask("GET", f"/opportunities/{third['id']}/family")
    assert [(one["title"], one["depth"], one["follow_on"]) for one in family["members"]] == [
        ("The blue one", 0, None),
        ("The red one", 1, "Second boat"),
        ("Yearly", 2, "Service"),
    ]
    assert family["totals"] == [{"currency": "EUR", "amount": "176000.00", "count": 2}]

    # Nell sees her own only: no parent, no total of others. Otto sees nothing at all.
    alone = nell.ask("GET", f"/opportunities/{third['id']}/family")
    assert ([one["title"] for one in alone["members"]], alone["parent"], alone["totals"]) == (
        ["Yearly"],
        None,
        [],
    )
    assert otto.ask("GET", f"/opportunities/{third['id']}/family")["code"] == "opportunity_not_found"


def first_contact(card: dict[str, Any]) -> str:
    return str(card["contact"]["id"])
