"""What the page is told before anybody moves, and what a form that was open too long gets back (W5-W7, W14)."""

from typing import Any

import pytest

from tests.cast import Acme
from tests.http.world import send
from tests.opportunities.guided import API, SALES, Seller, a_seller, events_of, publishes


@pytest.fixture
def sol(acme: Acme) -> Seller:
    return a_seller(acme.organization)


def test_parallel_and_self_transitions_are_listed_each_with_what_it_asks(sol: Seller) -> None:
    """W5, W7"""
    moves = sol.moves(sol.makes())

    def told(step: str) -> list[tuple[str, list[str], list[str], list[str]]]:
        return [
            (one["name"], one["required"], [field["key"] for field in one["missing"]], one["triggers"])
            for one in moves[step]["transitions"]
        ]

    assert told("Lead in") == [("Call again", ["notes"], ["notes"], [])]
    assert told("Offer") == [
        ("Offer", ["budget"], ["budget"], []),
        ("Offer at once", [], [], ["create_contact"]),
    ]
    assert [(one["name"], one["roles"]) for one in moves["Offer"]["barred"]] == [("Favor", ["director"])]
    assert (moves["Offer"]["transition"], moves["Offer"]["required"]) == (None, [])
    assert moves["Signed"]["transitions"] == moves["Signed"]["barred"] == []


def test_moves_say_of_which_workflow(sol: Seller) -> None:
    card = sol.makes()

    told = sol.ask("GET", f"/opportunities/{card['id']}/moves")["workflow"]

    assert told == {"id": str(sol.team.workflow_id), "name": "Yachts", "version": 1, "mode": "guided"}


def test_a_transition_from_a_step_to_itself_is_taken(sol: Seller) -> None:
    """W5: real processes repeat"""
    card = sol.makes()

    refused = sol.goes(card, "Call again")
    moved = sol.goes(card, "Call again", attributes={"notes": "Rang twice"})

    assert refused["code"] == "incomplete"
    assert (moved["step"]["name"], moved["revision"], moved["attributes"]) == (
        "Lead in",
        2,
        {"notes": "Rang twice"},
    )


@pytest.fixture
def without_offer(sol: Seller) -> tuple[dict[str, Any], str]:
    """A card whose form was open, and its transition *Offer*, which version 2 lacks."""
    card = sol.makes()
    offer = sol.transitions(card)["Offer"]
    publishes(
        sol.team, SALES.replace("  - {name: Offer, from: Lead in, to: Offer, required: [budget]}\n", "")
    )
    return card, offer


@pytest.mark.parametrize(("method", "tail"), [("POST", "/move"), ("PATCH", "")])
def test_a_transition_that_is_gone_gives_back_what_was_typed(
    sol: Seller, acme: Acme, without_offer: tuple[dict[str, Any], str], method: str, tail: str
) -> None:
    """W14"""
    card, offer = without_offer
    before = events_of(card["id"], by=acme.ada)

    body = {"transition": offer, "attributes": {"budget": "900"}, "reason": None, "revision": 1}
    refused = send(sol.client, method, f"{API}/opportunities/{card['id']}{tail}", body)

    told = refused.json()
    assert (refused.status_code, told["code"]) == (409, "transition_gone")
    assert told["typed"] == {"attributes": {"budget": "900"}, "reason": None}
    assert [field["name"] for field in told["fields"]] == ["transition"]
    assert "Offer no longer exists, since version 2" in told["detail"]
    assert (told["current"]["step"]["name"], told["current"]["revision"]) == ("Lead in", 1)
    assert events_of(card["id"], by=acme.ada) == before


def test_a_form_gets_its_own_fields_back_too(sol: Seller, without_offer: tuple[dict[str, Any], str]) -> None:
    card, offer = without_offer
    typed = {"title": "T", "follow_up_at": "2030-01-01T10:00:00Z", "attributes": {"budget": "x"}}

    told = sol.ask("PATCH", f"/opportunities/{card['id']}", {**typed, "transition": offer})

    assert told["code"] == "transition_gone"
    assert told["typed"]["attributes"] == {
        "title": "T",
        "follow_up_at": "2030-01-01T10:00:00Z",
        "budget": "x",
    }


def test_a_way_of_a_free_workflow_is_gone_with_its_step(acme: Acme) -> None:
    free = "workflow: Sales\nmode: free\nstages:\n" + "".join(
        f"  - {{name: {name}, status: {status}}}\n"
        for name, status in (("New", "open"), ("Middle", "open"), ("Won", "won"))
    )
    sol = a_seller(acme.organization, "Free", free)
    card = sol.makes()
    middle = sol.transitions(card)["Middle"]
    publishes(sol.team, free.replace("  - {name: Middle, status: open}\n", ""))

    told = sol.ask("POST", f"/opportunities/{card['id']}/move", {"transition": middle})

    assert (told["code"], "Middle no longer exists" in told["detail"]) == ("transition_gone", True)


def test_a_transition_that_never_was_is_unknown(sol: Seller) -> None:
    card = sol.makes()

    told = [
        sol.ask("POST", f"/opportunities/{card['id']}/move", {"transition": transition})["code"]
        for transition in ("nonsense", card["id"])
    ]

    assert told == ["unknown_transition", "unknown_transition"]


def test_a_team_without_amounts_is_asked_for_none(acme: Acme) -> None:
    """B4, W6: nobody could fill it"""
    sol = a_seller(acme.organization, deal_amount=False)
    card = sol.makes(attributes={"budget": "1"})
    sol.goes(card, "Offer")

    sign = sol.moves(card)["Signed"]
    signed = sol.goes(card, "Sign")

    assert (sign["required"], sign["missing"]) == ([], [])
    assert (sign["transitions"][0]["required"], sign["transitions"][0]["missing"]) == ([], [])
    assert signed["status"] == "won"


def test_a_team_with_amounts_is_asked(sol: Seller) -> None:
    card = sol.makes(attributes={"budget": "1"})
    sol.goes(card, "Offer")

    assert [one["key"] for one in sol.moves(card)["Signed"]["missing"]] == ["amount"]
    assert sol.goes(card, "Sign")["code"] == "incomplete"
    assert sol.goes(card, "Sign", attributes={"amount": 0})["status"] == "won"
