"""What a transition sets off (W8, D4): inside the move, once, and nothing of it when the move is refused."""

from typing import Any

import pytest

from handsel.contacts.models import Account, Contact
from handsel.opportunities import triggers
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import acting
from handsel.organizations.models import TeamSeat
from tests.cast import Acme, as_now, client_for
from tests.http.world import send
from tests.imports.running_maven import imported, table
from tests.opportunities.guided import API, Seller, a_seller, events_of


@pytest.fixture
def sol(acme: Acme) -> Seller:
    return a_seller(acme.organization)


def offered(sol: Seller, **more: Any) -> dict[str, Any]:
    card = sol.makes(attributes={"budget": "1"}, **more)
    moved = sol.goes(card, "Offer") if card["step"]["name"] == "Lead in" else card
    assert moved["step"]["name"] == "Offer", moved
    return moved


def rows(acme: Acme) -> tuple[list[str], list[str]]:
    with acting(acme.ada):
        return (
            sorted(Account.objects.values_list("name", flat=True)),
            sorted(Contact.objects.values_list("name", flat=True)),
        )


def set_off(acme: Acme, card: dict[str, Any]) -> list[tuple[str, int | None]]:
    return [one for one in events_of(card["id"], by=acme.ada) if one[0] == "opportunity.triggered"]


def test_an_account_is_made_of_the_contacts_name(sol: Seller, acme: Acme) -> None:
    card = offered(sol, new_contact={"name": "Ana Díaz"})

    won = sol.goes(card, "Sign", attributes={"amount": 5})

    assert (won["account"]["name"], won["contact"]["name"]) == ("Ana Díaz", "Ana Díaz")
    assert rows(acme) == (["Ana Díaz"], ["Ana Díaz"])
    with acting(acme.ada):
        assert Contact.objects.get().account_id == Account.objects.get().pk
    told = sol.ask("GET", f"/opportunities/{card['id']}/timeline")["items"]
    assert [
        (one["type"], one["text"]["values"].get("trigger"), one["text"]["values"].get("made"))
        for one in told[:3]
    ] == [
        ("opportunity.triggered", "create_contact", False),
        ("opportunity.triggered", "create_account", True),
        ("opportunity.moved", None, None),
    ]
    assert won["revision"] == card["revision"] + 1


def test_the_name_that_was_typed_is_used(sol: Seller, acme: Acme) -> None:
    card = offered(sol, new_contact={"name": "Ana Díaz"})

    won = sol.goes(card, "Sign", attributes={"amount": 5, "account.name": "Díaz Boats"})

    assert (won["account"]["name"], rows(acme)) == ("Díaz Boats", (["Díaz Boats"], ["Ana Díaz"]))


def test_an_existing_firm_is_used_and_never_doubled(sol: Seller, acme: Acme) -> None:
    """D4"""
    sol.ask("POST", "/accounts", {"name": "Díaz Boats"})
    card = offered(sol, new_contact={"name": "díaz  BOATS"})

    won = sol.goes(card, "Sign", attributes={"amount": 5})

    assert (won["account"]["name"], rows(acme)[0]) == ("Díaz Boats", ["Díaz Boats"])


def test_the_account_there_is_stays(sol: Seller, acme: Acme) -> None:
    account = sol.ask("POST", "/accounts", {"name": "Firm"})
    card = offered(sol, new_contact={"name": "Ana Díaz"})
    sol.ask("PATCH", f"/opportunities/{card['id']}", {"attributes": {"account.name": "Firm"}})

    won = sol.goes(card, "Sign", attributes={"amount": 5})

    assert (won["account"]["id"], rows(acme)[0]) == (account["id"], ["Firm"])


def test_the_contacts_own_account_comes_before_one_of_their_name(sol: Seller, acme: Acme) -> None:
    account = sol.ask("POST", "/accounts", {"name": "Firm"})
    card = offered(sol, new_contact={"name": "Ana Díaz"})
    sol.ask("PATCH", f"/contacts/{card['contact']['id']}", {"account": account["id"]})

    won = sol.goes(card, "Sign", attributes={"amount": 5})

    assert (won["account"]["id"], rows(acme)[0]) == (account["id"], ["Firm"])


NOBODY = """\
workflow: Sales
mode: guided
stages:
  - {name: New, status: open}
  - {name: Talking, status: open}
steps:
  - {name: Lead in, stage: New}
  - {name: Offer, stage: Talking}
transitions:
  - {name: Person, from: Lead in, to: Offer, triggers: [create_contact]}
  - {name: Firm, from: Lead in, to: Offer, triggers: [create_account, create_contact]}
entries: {new: Lead in}
"""


@pytest.fixture
def nobody(acme: Acme) -> tuple[Seller, dict[str, Any]]:
    """An opportunity whose contact was erased: it has nobody."""
    seller = a_seller(acme.organization, "Nobody", NOBODY)
    card = seller.makes()
    erased = send(client_for(acme.ada), "DELETE", f"{API}/contacts/{card['contact']['id']}")
    assert erased.status_code == 204
    return seller, card


@pytest.mark.parametrize(
    ("transition", "typed", "missing"),
    [
        ("Person", {}, ["contact.first_name"]),
        ("Person", {"account.name": "Firm"}, ["contact.first_name"]),
        ("Firm", {}, ["account.name"]),
        ("Firm", {"account.name": "Firm"}, ["contact.first_name"]),
    ],
)
def test_what_a_trigger_lacks_is_incomplete_and_leaves_nothing(
    nobody: tuple[Seller, dict[str, Any]],
    acme: Acme,
    transition: str,
    typed: dict[str, str],
    missing: list[str],
) -> None:
    """W6, W8"""
    seller, card = nobody
    before = (
        rows(acme),
        events_of(card["id"], by=acme.ada),
        seller.ask("GET", f"/opportunities/{card['id']}"),
    )

    refused = seller.goes(card, transition, attributes=typed)

    assert (refused["code"], [field["name"] for field in refused["fields"]]) == ("incomplete", missing)
    assert [one["key"] for one in refused["missing"]] == missing
    after = (
        rows(acme),
        events_of(card["id"], by=acme.ada),
        seller.ask("GET", f"/opportunities/{card['id']}"),
    )
    assert after == before


def test_a_contact_is_made_of_what_was_typed(nobody: tuple[Seller, dict[str, Any]], acme: Acme) -> None:
    seller, card = nobody
    typed = {"contact.first_name": "Bea", "contact.last_name": "Ruiz", "account.name": "Ruiz Ltd"}

    moved = seller.goes(card, "Firm", attributes=typed)

    assert (moved["contact"]["name"], moved["account"]["name"]) == ("Bea Ruiz", "Ruiz Ltd")
    with acting(acme.ada):
        assert Contact.objects.get(erased_at=None).account_id == Account.objects.get().pk
    told = seller.ask("GET", f"/opportunities/{card['id']}/timeline")["items"]
    assert [one["text"]["values"]["made"] for one in told[:2]] == [True, True]


def test_an_edit_sets_off_the_same(sol: Seller, acme: Acme) -> None:
    card = offered(sol, new_contact={"name": "Ana Díaz"})
    sign = sol.transitions(card)["Sign"]

    won = sol.ask("PATCH", f"/opportunities/{card['id']}", {"amount": 5, "transition": sign})

    assert (won["status"], won["account"]["name"], len(set_off(acme, card))) == ("won", "Ana Díaz", 2)


def test_a_batch_sets_off_the_same_and_takes_back_the_refused_alone(acme: Acme) -> None:
    """B7, W8"""
    seller = a_seller(
        acme.organization,
        "Batch",
        NOBODY.replace("  - {name: Person, from: Lead in, to: Offer, triggers: [create_contact]}\n", ""),
    )
    cards = [seller.makes(new_contact={"name": name}) for name in ("Ana", "Bea")]
    send(client_for(acme.ada), "DELETE", f"{API}/contacts/{cards[1]['contact']['id']}")
    batch = {
        "team": str(seller.team.pk),
        "stage": cards[0]["stage"]["id"],
        "to_stage": seller.moves(cards[0])["Offer"]["stage"]["id"],
    }

    preview = seller.ask("POST", "/board/batch/preview", batch)
    assert (preview["will_change"], preview["incomplete"], rows(acme)[0]) == (1, 1, [])
    done = seller.ask("POST", "/board/batch", batch)

    assert (done["changed"], done["incomplete"], rows(acme)[0]) == (1, 1, ["Ana"])
    assert [len(set_off(acme, card)) for card in cards] == [2, 0]


def test_the_import_sets_off_nothing(sol: Seller, acme: Acme) -> None:
    """I12: a row stands on a step, no transition was taken"""
    with acting(acme.ada):
        TeamSeat.objects.create(organization=acme.organization, team=sol.team, member_id=acme.ada.id)
    row = {"id": "1", "title": "A boat", "stage": "Signed", "owner": "", "contact": "Ana Díaz"}

    imported([table([row])], by=as_now(acme.ada), team="Yachts")

    with acting(acme.ada):
        one = Opportunity.objects.get()
    assert (one.account_id, rows(acme)[0]) == (None, [])
    assert events_of(str(one.pk), by=acme.ada) == [("opportunity.imported", 1)]


def test_a_double_click_sets_it_off_once(sol: Seller, acme: Acme) -> None:
    card = offered(sol, new_contact={"name": "Ana Díaz"})
    body = {
        "transition": sol.transitions(card)["Sign"],
        "attributes": {"amount": 5},
        "revision": card["revision"],
    }
    path = f"{API}/opportunities/{card['id']}/move"

    clicks = [
        sol.client.post(path, body, content_type="application/json", headers={"Idempotency-Key": "once"})
        for _ in range(2)
    ]
    late = sol.ask("POST", f"/opportunities/{card['id']}/move", body)

    assert clicks[0].content == clicks[1].content
    assert (late["code"], len(set_off(acme, card)), rows(acme)[0]) == ("conflict", 2, ["Ana Díaz"])


def test_what_this_handsel_cannot_do_is_refused_in_clear_words(acme: Acme) -> None:
    """What was published before the check knew: the move says so and leaves nothing."""
    text = NOBODY.replace("triggers: [create_contact]", "triggers: [create_account, create_contact]")
    seller = a_seller(acme.organization, "Early", text)
    card = seller.makes(new_contact={"name": "Ana"})
    known = triggers._triggers.pop("create_contact")
    try:
        refused = seller.goes(card, "Person")
    finally:
        triggers.register("create_contact", known)

    assert (refused["code"], "create contact" in refused["detail"]) == ("trigger_missing", True)
    assert rows(acme)[0] == []
