"""A guided sale from the first visit to the signature, told through the API: what the heart of the house does."""

from typing import Any

from django.test import Client

from handsel.kernel.ids import new_id
from handsel.organizations.acting import Member, System, acting
from handsel.workflows.document import parse
from handsel.workflows.publishing import make_workflow
from tests.cast import Acme, a_channel, a_member, a_team, client_for
from tests.http.world import send
from tests.workflows.boats import BOATS

API = "/api/v1/opportunities"


def ask(client: Client, method: str, path: str, body: Any = None) -> Any:
    answer = send(client, method, f"{API}{path}", body)
    return answer.json() if answer.content else answer


def test_from_the_first_visit_to_the_signature(committing: str, acme: Acme, otto: Member) -> None:
    """B1, B4, B5, B9, B13, W5, W6, W7"""
    a_channel(acme.organization, "Counter")
    by = System(organization_id=acme.organization.pk)
    with acting(by) as at:
        document = parse(BOATS, previous=None, new_id=new_id)
        workflow = make_workflow("Guided", document=document, by=by, at=at)
    yachts = a_team(acme.organization, "Yachts", workflow_id=workflow.pk)
    ben = client_for(a_member(acme.organization, "Ben Two", teams=[yachts]))
    cleo = client_for(a_member(acme.organization, "Cleo", teams=[yachts]))
    ada = client_for(acme.ada)

    # Somebody comes in. Ben writes down what he knows; it lands on the entry, and is his.
    person = {"name": "Ana Díaz", "phone": "+34 600 000 001"}
    made = ask(ben, "POST", "", {"team": str(yachts.pk), "new_contact": person})
    card = f"/{made['id']}"
    assert (made["title"], made["step"]["name"], made["status"]) == ("Ana Díaz", "Lead in", "open")
    assert (made["owner"]["name"], made["revision"]) == ("Ben Two", 1)

    # He asks what comes next: an offer is green, though it will ask for two fields; signing is not, and says the way.
    moves = {move["step"]["name"]: move for move in ask(ben, "GET", f"{card}/moves")["moves"]}
    assert moves["Offer sent"]["allowed"]
    assert [one["key"] for one in moves["Offer sent"]["missing"]] == ["budget", "contact.email"]
    assert not moves["Signed"]["allowed"]
    assert [step["name"] for step in moves["Signed"]["path"]] == ["Offer sent", "Signed"]

    # The drop is refused with all that is missing; the small form brings it, and one submit saves and moves.
    offer = {"stage": moves["Offer sent"]["stage"]["id"], "revision": 1}
    refused = ask(ben, "POST", f"{card}/move", offer)
    assert (refused["code"], [one["key"] for one in refused["missing"]]) == (
        "incomplete",
        ["budget", "contact.email"],
    )
    brought = {"budget": "90000", "contact.email": "ana@example.org"}
    offered = ask(ben, "POST", f"{card}/move", offer | {"attributes": brought})
    assert (offered["step"]["name"], offered["contact"]["email"]) == ("Offer sent", "ana@example.org")
    assert (offered["attributes"]["budget"], offered["revision"]) == ("90000.00", 2)

    # Cleo had the card open from before. She loses, and sees it as it is now.
    late = ask(cleo, "PATCH", card, {"description": "Wants red", "revision": 1})
    assert (late["code"], late["current"]["step"]["name"]) == ("conflict", "Offer sent")

    # Two ways lead to the signature; nothing moves until one is chosen, and that one lacks the amount.
    won = next(move for move in ask(ben, "GET", f"{card}/moves")["moves"] if move["step"]["name"] == "Signed")
    several = ask(ben, "POST", f"{card}/move", {"step": won["step"]["id"]})
    assert several["code"] == "several_transitions"
    ways = {choice["name"]: choice["id"] for choice in several["choices"]}
    assert sorted(ways) == ["Sign", "Sign by phone"]
    assert ask(ben, "POST", f"{card}/move", {"transition": ways["Sign"]})["code"] == "incomplete"
    signed = ask(
        ben,
        "POST",
        f"{card}/move",
        {"transition": ways["Sign"], "attributes": {"amount": "88000"}, "revision": 2},
    )
    assert (signed["status"], signed["amount"], signed["revision"]) == ("won", "88000.00", 3)
    assert signed["closed_at"] is not None

    # A trailer came with it: a manager leaves it out of the figures, a seller may not.
    assert ask(ben, "PUT", f"{card}/exclusion", {"excluded": True})["code"] == "not_allowed"
    assert ask(ada, "PUT", f"{card}/exclusion", {"excluded": True})["excluded"] is True

    # The history tells all of it, newest first, each with who did it.
    told = [(item["type"], item["actor"]["name"]) for item in ask(ben, "GET", f"{card}/timeline")["items"]]
    assert told == [
        ("opportunity.excluded", "Ada"),
        ("opportunity.moved", "Ben Two"),
        ("opportunity.moved", "Ben Two"),
        ("opportunity.created", "Ben Two"),
    ]

    # To Otto, and to Pia of another team, it does not exist.
    for stranger in (client_for(otto), client_for(acme.pia)):
        assert ask(stranger, "GET", card)["code"] == "opportunity_not_found"

    # In the end it is deleted: gone for everybody.
    assert ask(ada, "DELETE", card).status_code == 204
    assert ask(ben, "GET", card)["code"] == "opportunity_not_found"
