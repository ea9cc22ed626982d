"""Where an opportunity starts is decided by the facts (W10), on each surface that puts one onto a team's entry."""

from typing import Any

import pytest
from django.test import Client

from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import acting
from tests.cast import Acme, client_for
from tests.http.world import send
from tests.opportunities.guided import API, SALES, Seller, a_guided_team, a_seller

NEW, KNOWN = "Lead in", "Known firm"


@pytest.fixture
def sol(acme: Acme) -> Seller:
    return a_seller(acme.organization)


@pytest.fixture
def people(sol: Seller) -> dict[str, str]:
    """Ana comes alone, Bea has a firm; there is another firm."""
    firm = sol.ask("POST", "/accounts", {"name": "Firm"})["id"]
    return {
        "firm": firm,
        "other": sol.ask("POST", "/accounts", {"name": "Other"})["id"],
        "ana": sol.ask("POST", "/contacts", {"name": "Ana", "email": "ana@example.org"})["id"],
        "bea": sol.ask("POST", "/contacts", {"name": "Bea", "email": "bea@example.org", "account": firm})[
            "id"
        ],
    }


FACTS: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "somebody new": ({"new_contact": {"name": "Zoe"}}, NEW, None),
    "a known person without a firm": ({"contact": "ana"}, NEW, None),
    "a known person of a firm": ({"contact": "bea"}, KNOWN, "Firm"),
    "somebody typed in who is known and of a firm": (
        {"new_contact": {"name": "B.", "email": "BEA@example.org"}}, KNOWN, "Firm",
    ),
    "a known person, another firm is named": ({"contact": "bea", "account": "other"}, KNOWN, "Other"),
    "a known person, a firm is named": ({"contact": "ana", "account": "firm"}, KNOWN, "Firm"),
    "a new person, a firm is named": ({"new_contact": {"name": "Zoe"}, "account": "firm"}, KNOWN, "Firm"),
    "a new firm": ({"contact": "ana", "new_account": {"name": "Brand new"}}, NEW, "Brand new"),
    "a new firm for who has one": ({"contact": "bea", "new_account": {"name": "Brand new"}}, NEW, "Brand new"),
    "a firm typed in that is there already": ({"contact": "ana", "new_account": {"name": " FIRM "}}, KNOWN, "Firm"),
}  # fmt: skip


@pytest.mark.parametrize("facts", FACTS)
def test_a_new_one_starts_where_the_facts_say(
    sol: Seller, acme: Acme, people: dict[str, str], facts: str
) -> None:
    body, step, account = FACTS[facts]
    given = {
        key: people.get(value, value) if isinstance(value, str) else value for key, value in body.items()
    }

    made = sol.makes(**given)

    assert (made["step"]["name"], (made["account"] or {}).get("name")) == (step, account)
    with acting(acme.ada):
        kind = Opportunity.objects.get(pk=made["id"]).entry_kind
    assert kind == ("new" if step == NEW else "existing_account")


NAMED: dict[str, tuple[dict[str, Any], str]] = {
    "a new person for a firm": ({"new_contact": {"name": "Zoe"}, "account": "firm"}, "Firm"),
    "a new person for a new firm": ({"new_contact": {"name": "Zoe"}, "new_account": {"name": "Fresh"}}, "Fresh"),
    "a known person without a firm": ({"contact": "ana", "account": "firm"}, "Firm"),
    "the same, typed in": (
        {"new_contact": {"name": "A.", "email": "ANA@example.org"}, "new_account": {"name": "Fresh"}}, "Fresh",
    ),
    "who has a firm keeps it": ({"contact": "bea", "account": "other"}, "Firm"),
}  # fmt: skip


@pytest.mark.parametrize("named", NAMED)
def test_who_comes_for_a_firm_comes_for_it_again(sol: Seller, people: dict[str, str], named: str) -> None:
    """C7: only what is missing is filled in. W10: the next one takes the contact's firm."""
    body, firm = NAMED[named]
    given = {
        key: people.get(value, value) if isinstance(value, str) else value for key, value in body.items()
    }
    first = sol.makes(**given)

    second = sol.makes(contact=first["contact"]["id"])

    assert (second["step"]["name"], (second["account"] or {}).get("name")) == (KNOWN, firm)


def test_a_firm_that_is_typed_later_is_the_contacts_too(sol: Seller) -> None:
    first = sol.makes(new_contact={"name": "Zoe"})
    sol.ask("PATCH", f"/opportunities/{first['id']}", {"attributes": {"account.name": "Fresh"}})

    second = sol.makes(contact=first["contact"]["id"])

    assert (second["step"]["name"], (second["account"] or {}).get("name")) == (KNOWN, "Fresh")


def test_without_an_entry_for_known_firms_all_start_as_new(acme: Acme) -> None:
    sol = a_seller(
        acme.organization,
        "Plain",
        SALES.replace("  existing_account: {step: Known firm, name: A firm we know}\n", ""),
    )
    firm = sol.ask("POST", "/accounts", {"name": "Firm"})["id"]

    assert sol.makes(account=firm)["step"]["name"] == NEW


@pytest.fixture
def ada(acme: Acme) -> Client:
    return client_for(acme.ada)


@pytest.mark.parametrize(("person", "step"), [("ana", NEW), ("bea", KNOWN)])
def test_a_change_of_team_asks_the_same_question(
    sol: Seller, acme: Acme, ada: Client, people: dict[str, str], person: str, step: str
) -> None:
    """B18"""
    there = a_guided_team(acme.organization, "There")
    card = sol.makes(contact=people[person])

    preview = send(
        ada, "GET", f"{API}/opportunities/{card['id']}/team-change", query=f"team={there.pk}"
    ).json()
    moved = send(ada, "PUT", f"{API}/opportunities/{card['id']}/team", {"team": str(there.pk)}).json()

    assert (preview["step"]["name"], moved["step"]["name"]) == (step, step)


def test_an_account_that_a_trigger_made_counts_at_a_change_of_team(
    sol: Seller, acme: Acme, ada: Client
) -> None:
    """W8, W10"""
    there = a_guided_team(acme.organization, "There")
    card = sol.makes(new_contact={"name": "Ana"}, attributes={"budget": 1}, amount=1)
    sol.goes(card, "Offer")
    sol.goes(card, "Sign")

    moved = send(ada, "PUT", f"{API}/opportunities/{card['id']}/team", {"team": str(there.pk)}).json()

    assert (moved["step"]["name"], moved["account"]["name"]) == (KNOWN, "Ana")


def test_a_follow_on_starts_on_its_own_step_whatever_the_firm(sol: Seller, people: dict[str, str]) -> None:
    """W11"""
    parent = sol.makes(contact=people["bea"])

    child = sol.ask(
        "POST", f"/opportunities/{parent['id']}/follow-ons", {"follow_on": "Second boat", "name": "Two"}
    )

    assert (child["step"]["name"], child["account"]["name"]) == (NEW, "Firm")


def test_an_entry_shows_under_the_name_it_was_given(sol: Seller) -> None:
    """W10"""
    graph = sol.ask("GET", f"/workflows/{sol.team.workflow_id}")["graph"]

    shown = {one["kind"]: (one["name"], one["step"]["name"]) for one in graph["entries"]}

    assert shown == {"new": ("Somebody new", NEW), "existing_account": ("A firm we know", KNOWN)}
