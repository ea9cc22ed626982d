"""Two at once: triggers make one firm, and no follow-on is started of what is being deleted. Each fails without the lock
that it names."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from handsel.contacts.matching import find_or_make_account
from handsel.contacts.models import Account, Contact
from handsel.ledger.models import Event
from handsel.opportunities import changing_team, creating, deleting, follow_ons, moving
from handsel.opportunities.gate import take
from handsel.opportunities.models import Opportunity
from handsel.opportunities.rules import Permission
from handsel.organizations.acting import acting
from handsel.organizations.models import TeamSeat
from tests.cast import Acme, a_team, as_now
from tests.counting import counted
from tests.opportunities.guided import Seller, a_seller
from tests.racing import DONE, in_line, overlapping, together

Card = dict[str, Any]


@pytest.fixture
def sol(committing: str, acme: Acme) -> Seller:
    return a_seller(acme.organization)


def offered(sol: Seller, **more: Any) -> Card:
    card = sol.makes(attributes={"budget": "1"}, amount="5", **more)
    return sol.goes(card, "Offer")


def signing(sol: Seller, card: Card, **typed: Any) -> Callable[[datetime], str]:
    sign = sol.transitions(card)["Sign"]

    def sign_it(at: datetime) -> str:
        return moving.move(UUID(card["id"]), by=sol.member, at=at, transition=sign, attributes=typed)

    return sign_it


def test_two_opportunities_of_one_contact_make_one_account(sol: Seller, acme: Acme) -> None:
    """The lock of `take_contact`, and behind it that on the firm's name: each alone would do."""
    first = offered(sol, new_contact={"name": "Ana Díaz"})
    second = offered(sol, contact=first["contact"]["id"])

    assert overlapping(signing(sol, first), signing(sol, second), by=sol.member) == (DONE, DONE)
    with acting(acme.ada):
        account = Account.objects.get()
        assert set(Opportunity.objects.values_list("account_id", flat=True)) == {account.pk}
        told = Event.objects.filter(type="opportunity.triggered", data__trigger="create_account")
        assert sorted(one["made"] for one in told.values_list("data", flat=True)) == [False, True]


def test_two_opportunities_of_one_firm_make_one_account(sol: Seller, acme: Acme) -> None:
    """The lock on the firm's name in `find_or_make_account`."""
    first, second = offered(sol), offered(sol)
    typed = [{"account.name": name} for name in ("Díaz Boats", "DÍAZ  boats")]

    signed = overlapping(signing(sol, first, **typed[0]), signing(sol, second, **typed[1]), by=sol.member)

    assert signed == (DONE, DONE)
    with acting(acme.ada):
        assert [one.name for one in Account.objects.all()] == ["Díaz Boats"]


def test_a_contact_keeps_the_firm_that_it_was_given_first(sol: Seller, acme: Acme) -> None:
    """The lock of `take_contact`."""
    first = offered(sol, new_contact={"name": "Ana Díaz"})
    second = offered(sol, contact=first["contact"]["id"])
    typed = [{"account.name": name} for name in ("Díaz Boats", "Ana's Yachts")]

    signed = overlapping(signing(sol, first, **typed[0]), signing(sol, second, **typed[1]), by=sol.member)

    assert signed == (DONE, DONE)
    with acting(acme.ada):
        contact = Contact.objects.select_related("account").get()
        assert (contact.account and contact.account.name) == "Díaz Boats"
        assert Account.objects.count() == 2


def test_a_firm_that_is_being_typed_is_not_doubled_by_one_of_the_contacts_name(
    sol: Seller, acme: Acme
) -> None:
    """The lock of `take_contact`, before `create_account` looks whose the contact is."""
    first = offered(sol, new_contact={"name": "Ana Díaz"})
    second = offered(sol, contact=first["contact"]["id"])
    typed = {"account.name": "Díaz Boats"}

    signed = overlapping(signing(sol, first, **typed), signing(sol, second), by=sol.member)

    assert signed == (DONE, DONE)
    with acting(acme.ada):
        account = Account.objects.get()
        assert account.name == "Díaz Boats"
        assert set(Opportunity.objects.values_list("account_id", flat=True)) == {account.pk}


def test_who_types_and_who_signs_never_wait_for_each_other(sol: Seller, acme: Acme) -> None:
    """Contact, then firm. Were the second to take the firm first, the third would have the contact and they would wait in
    a circle."""
    first = offered(sol, new_contact={"name": "Ana Díaz"})
    second = offered(sol, contact=first["contact"]["id"])
    typed = {"contact.phone": "+34 600 000 001", "account.name": "Ana Díaz"}

    def hold_the_name(at: datetime) -> object:
        return find_or_make_account(sol.member, name="Ana Díaz", at=at)

    done = in_line(hold_the_name, signing(sol, first), signing(sol, second, **typed), by=sol.member)

    assert done == [DONE, DONE, DONE]
    with acting(acme.ada):
        contact = Contact.objects.get()
        assert (contact.phone, contact.account_id) == ("+34600000001", Account.objects.get().pk)


def test_of_two_who_bring_a_contact_for_a_firm_the_first_gives_it(sol: Seller, acme: Acme) -> None:
    """Likewise, for a new opportunity."""
    known = sol.makes(new_contact={"name": "Ana Díaz"})["contact"]["id"]

    def creating_for(firm: str) -> Callable[[datetime], str]:
        new = creating.NewOpportunity(team_id=sol.team.pk, contact_id=UUID(known), new_account=firm)
        return lambda at: creating.create(new, by=sol.member, at=at)

    done = overlapping(creating_for("Díaz Boats"), creating_for("Ana's Yachts"), by=sol.member)

    assert done == (DONE, DONE)
    with acting(acme.ada):
        contact = Contact.objects.select_related("account").get()
        assert (contact.account and contact.account.name) == "Díaz Boats"


def test_eight_at_once_make_one_account(sol: Seller, acme: Acme) -> None:
    first = offered(sol, new_contact={"name": "Ana Díaz"})
    cards = [first, *(offered(sol, contact=first["contact"]["id"]) for _ in range(7))]
    sign = sol.transitions(first)["Sign"]

    def click(card: Card) -> int:
        answer = sol.client.post(
            f"/api/v1/opportunities/{card['id']}/move", {"transition": sign}, content_type="application/json"
        )
        connections.close_all()
        return int(answer.status_code)

    assert together([partial(click, card) for card in cards]) == [200] * 8
    with acting(acme.ada):
        assert (Account.objects.count(), Contact.objects.count()) == (1, 1)


def test_a_double_click_runs_the_triggers_once(sol: Seller, acme: Acme) -> None:
    """W8: the lock of `take`, and the revision."""
    card = offered(sol)
    sign = sol.transitions(card)["Sign"]

    def click(at: datetime) -> str:
        return moving.move(UUID(card["id"]), by=sol.member, at=at, transition=sign, revision=card["revision"])

    assert overlapping(click, click, by=sol.member) == (DONE, "conflict")
    with acting(acme.ada):
        assert Event.objects.filter(type="opportunity.triggered").count() == 2


def starting(sol: Seller, card: Card) -> Callable[[datetime], str]:
    def start(at: datetime) -> str:
        return follow_ons.start(UUID(card["id"]), follow_on="Service", name="Next", by=sol.member, at=at)

    return start


def test_no_follow_on_is_started_of_what_is_being_deleted(sol: Seller, acme: Acme) -> None:
    """The lock of `take`, in both orders."""
    cards = [sol.makes(), sol.makes()]

    def deleting_it(card: Card) -> Callable[[datetime], None]:
        return lambda at: deleting.delete(UUID(card["id"]), by=sol.member, at=at)

    assert overlapping(deleting_it(cards[0]), starting(sol, cards[0]), by=sol.member) == (
        DONE,
        "opportunity_not_found",
    )
    assert overlapping(starting(sol, cards[1]), deleting_it(cards[1]), by=sol.member) == (DONE, DONE)
    with acting(acme.ada):
        assert [str(one.parent_id) for one in Opportunity.objects.all()] == [cards[1]["id"]]


def test_no_follow_on_lands_in_the_team_that_its_parent_is_leaving(sol: Seller, acme: Acme) -> None:
    """The team is looked at again under the lock of `take`."""
    card, other = sol.makes(), a_team(acme.organization, "Other")

    def leave(at: datetime) -> str:
        return changing_team.change_team(UUID(card["id"]), team_id=other.pk, by=acme.ada, at=at)

    with acting(acme.ada):
        TeamSeat.objects.create(
            organization=acme.organization, team=other, member_id=sol.member.id, sees="all"
        )
    sol.member = as_now(sol.member)

    assert overlapping(leave, starting(sol, card), by=acme.ada, then_by=sol.member) == (DONE, "conflict")
    with acting(acme.ada):
        assert Opportunity.objects.count() == 1


def test_who_waited_for_a_new_account_sees_it(sol: Seller, acme: Acme) -> None:
    """The second look of `take`."""
    card = offered(sol, new_contact={"name": "Ana"})
    sign, seen = signing(sol, card), []

    def look(at: datetime) -> None:
        taken = take(UUID(card["id"]), member=sol.member, to=Permission.EDIT, at=at)
        seen.append((taken.account_name, taken.first_name))

    assert overlapping(sign, look, by=sol.member) == (DONE, DONE)
    assert seen == [("Ana", "Ana")]


def test_a_move_without_triggers_asks_nothing_of_them(sol: Seller) -> None:
    """Who acts is known: the lock, the change, the events."""
    card = sol.makes(attributes={"budget": "1"})
    offer = sol.transitions(card)["Offer"]

    with acting(sol.member) as at, counted() as statements:
        moving.move(UUID(card["id"]), by=sol.member, at=at, transition=offer)

    assert len(statements) == 3
