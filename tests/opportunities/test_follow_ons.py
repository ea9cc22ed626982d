"""Follow-ons and families (W11): whose child it is, what it takes along, and who may see whom."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from handsel.contacts.models import Contact
from handsel.kernel.ids import new_id
from handsel.opportunities.models import Grant, Opportunity
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_member, a_team, client_for
from tests.counting import counted
from tests.http.world import send
from tests.opportunities.guided import API, SALES, Seller, a_seller, events_of, publishes


@pytest.fixture
def sol(acme: Acme) -> Seller:
    return a_seller(acme.organization)


def follows(
    seller: Seller, parent: dict[str, Any], name: str = "Next", follow_on: str = "Second boat"
) -> dict[str, Any]:
    body = {"follow_on": follow_on, "name": name}
    answer: dict[str, Any] = seller.ask("POST", f"/opportunities/{parent['id']}/follow-ons", body)
    return answer


def family(seller: Seller, card: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = seller.ask("GET", f"/opportunities/{card['id']}/family")
    return answer


def tree(told: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["title"], one["depth"]) for one in told["members"]]


def test_a_follow_on_takes_along_what_it_says(sol: Seller) -> None:
    account = sol.ask("POST", "/accounts", {"name": "Firm"})
    person = sol.ask("POST", "/contacts", {"name": "Ana", "account": account["id"]})
    parent = sol.makes(
        contact=person["id"],
        title="First boat",
        amount="500",
        description="Blue",
        attributes={"budget": "9", "notes": "Stays here"},
        follow_up_at="2031-01-01T10:00:00Z",
    )

    child = follows(sol, parent, "Second one")

    assert (child["title"], child["step"]["name"], child["revision"]) == ("Second one", "Lead in", 1)
    assert (child["contact"]["id"], child["account"]["id"]) == (person["id"], account["id"])
    assert (child["channel"], child["team"], child["owner"]["id"]) == (
        parent["channel"],
        parent["team"],
        str(sol.member.id),
    )
    assert (child["amount"], child["description"], child["attributes"]) == (
        "500.00",
        "Blue",
        {"budget": "9.00"},
    )
    assert (child["follow_up_at"], child["parent"]) == (None, {"id": parent["id"], "name": "First boat"})
    assert child["parent_deleted"] is False


def test_a_follow_on_is_known_by_its_id_too_and_title_is_another_word_for_name(sol: Seller) -> None:
    parent = sol.makes()
    service = next(one for one in family(sol, parent)["follow_ons"] if one["name"] == "Service")

    body = {"follow_on": service["id"], "title": "Yearly"}
    child = sol.ask("POST", f"/opportunities/{parent['id']}/follow-ons", body)

    assert (child["title"], child["step"]["name"]) == ("Yearly", "Offer")


@pytest.mark.parametrize("name", [None, "", "  ", "\u200b\u00a0"])
def test_its_name_is_asked_for(sol: Seller, acme: Acme, name: str | None) -> None:
    parent = sol.makes()

    refused = sol.ask(
        "POST", f"/opportunities/{parent['id']}/follow-ons", {"follow_on": "Service", "name": name}
    )

    assert refused["fields"] == [{"name": "name", "message": "A name is needed."}]
    with acting(acme.ada):
        assert Opportunity.objects.count() == 1


def test_a_follow_on_that_is_not_on_offer_is_refused_with_those_that_are(sol: Seller) -> None:
    refused = follows(sol, sol.makes(), follow_on="Third boat")

    assert (refused["code"], [one["name"] for one in refused["choices"]]) == (
        "unknown_follow_on",
        ["Second boat", "Service"],
    )
    assert refused["fields"][0]["name"] == "follow_on"


def test_the_parent_hears_of_it_and_stays_as_it_is(sol: Seller, acme: Acme) -> None:
    """B5: its revision too"""
    parent = sol.makes(title="First")

    child = follows(sol, parent, "Second")

    assert sol.ask("GET", f"/opportunities/{parent['id']}")["revision"] == 1
    assert events_of(parent["id"], by=acme.ada)[-1] == ("opportunity.followed_on", 1)
    told = [sol.ask("GET", f"/opportunities/{one['id']}/timeline")["items"][0] for one in (parent, child)]
    assert [
        (one["type"], one["text"]["values"].get("child"), one["text"]["values"].get("parent")) for one in told
    ] == [
        ("opportunity.followed_on", "Second", None),
        ("opportunity.created", None, "First"),
    ]


def test_who_is_not_of_the_team_starts_an_unassigned_one(sol: Seller, acme: Acme) -> None:
    """B4"""
    manager = Seller(acme.organization, sol.team, member=acme.ada)

    child = follows(manager, sol.makes())

    assert child["owner"] is None


def test_an_amount_is_not_carried_where_the_team_has_none(acme: Acme) -> None:
    """B4"""
    sol = a_seller(acme.organization)
    parent = sol.makes(amount="500")
    send(client_for(acme.ada), "PATCH", f"{API}/teams/{sol.team.pk}", {"deal_amount": False})

    child, told = follows(sol, parent), family(sol, parent)

    assert child["amount"] is None
    assert (told["totals"], [one["amount"] for one in told["members"]]) == ([], [None, None])


def test_what_became_another_type_since_is_left_out(sol: Seller) -> None:
    parent = sol.makes(attributes={"budget": "9"}, description="Blue")
    publishes(
        sol.team,
        SALES.replace(
            "{key: budget, label: Budget, type: money}", "{key: budget, label: Budget, type: boolean}"
        ),
    )

    child = follows(sol, parent)

    assert (child["attributes"], child["description"]) == ({}, "Blue")


def test_an_erased_contact_is_not_taken_along(sol: Seller, acme: Acme) -> None:
    """B14"""
    parent = sol.makes()
    send(client_for(acme.ada), "DELETE", f"{API}/contacts/{parent['contact']['id']}")

    child = follows(sol, parent)

    assert (child["contact"], child["title"]) == (None, "Next")


def test_the_child_lives_on_when_its_parent_is_deleted_and_says_so(sol: Seller) -> None:
    parent = sol.makes()
    child = follows(sol, parent)
    grandchild = follows(sol, child, "Third")

    sol.ask("DELETE", f"/opportunities/{parent['id']}")

    after, told = sol.ask("GET", f"/opportunities/{child['id']}"), family(sol, grandchild)
    assert (after["parent"], after["parent_deleted"]) == (None, True)
    assert (told["parent"]["id"], told["parent_deleted"], tree(told)) == (
        child["id"],
        False,
        [("Next", 0), ("Third", 1)],
    )
    assert family(sol, child)["parent_deleted"] is True


def test_the_family_is_told_whole_from_each_of_its_members(sol: Seller) -> None:
    """Root first, depth first; follow-ons of follow-ons."""
    root = sol.makes(title="Root", amount="1")
    left, right = follows(sol, root, "Left"), follows(sol, root, "Right", "Service")
    below = follows(sol, left, "Below")

    told = [family(sol, card) for card in (root, left, right, below)]

    assert [tree(one) for one in told] == [[("Root", 0), ("Left", 1), ("Below", 2), ("Right", 1)]] * 4
    assert [(one["parent"] or {}).get("title") for one in told] == [None, "Root", "Root", "Left"]
    assert [one["follow_on"] for one in told[0]["members"]] == [None, "Second boat", "Second boat", "Service"]
    assert [one["parent"] for one in told[0]["members"]] == [None, root["id"], left["id"], root["id"]]
    assert told[0]["totals"] == [{"currency": "EUR", "amount": "3.00", "count": 3}]


def test_totals_never_mix_currencies(sol: Seller, acme: Acme) -> None:
    """D8"""
    root = sol.makes(amount="1")
    child = follows(sol, root)
    with acting(acme.ada):
        Opportunity.objects.filter(pk=child["id"]).update(currency="USD")

    assert family(sol, root)["totals"] == [
        {"currency": "EUR", "amount": "1.00", "count": 1},
        {"currency": "USD", "amount": "1.00", "count": 1},
    ]


@pytest.fixture
def nell(sol: Seller, acme: Acme) -> Seller:
    """Sells in the same team, but sees only her own."""
    return Seller(
        acme.organization, sol.team, member=a_member(acme.organization, "Nell", teams=[sol.team], sees="own")
    )


def gives(seller: Seller, card: dict[str, Any], to: Seller) -> None:
    answer = seller.ask("PUT", f"/opportunities/{card['id']}/owner", {"owner": str(to.member.id)})
    assert answer["owner"]["id"] == str(to.member.id)


def test_who_may_not_be_seen_is_absent_and_their_children_hang_on_the_nearest_above(
    sol: Seller, nell: Seller
) -> None:
    root = sol.makes(title="Root", amount="1")
    hidden = follows(sol, root, "Hidden")
    child = follows(sol, hidden, "Child")
    for card in (root, child):
        gives(sol, card, nell)

    told, seen = family(nell, child), nell.ask("GET", f"/opportunities/{child['id']}")

    assert (tree(told), told["parent"], told["parent_deleted"]) == ([("Root", 0), ("Child", 1)], None, False)
    assert (told["members"][1]["parent"], told["members"][1]["follow_on"]) == (root["id"], None)
    assert told["totals"] == [{"currency": "EUR", "amount": "2.00", "count": 2}]
    assert (seen["parent"], seen["parent_deleted"]) == (None, False)
    assert hidden["id"] not in json.dumps([told, seen])
    timeline = nell.ask("GET", f"/opportunities/{child['id']}/timeline")
    assert hidden["id"] not in json.dumps(timeline)
    assert {"parent": None, "follow_on": None}.items() <= timeline["items"][-1]["text"]["values"].items()


def test_a_hidden_parent_looks_absent_in_lists_and_moves_too(sol: Seller, nell: Seller) -> None:
    child = follows(sol, sol.makes(title="Hidden"))
    gives(sol, child, nell)

    listed = nell.ask("GET", "/opportunities")["items"]
    moved = nell.goes(child, "Offer at once")

    assert [(one["id"], one["parent"]) for one in listed] == [(child["id"], None)]
    assert moved["parent"] is None


def shared(acme: Acme, card: dict[str, Any], with_: Member, level: int) -> None:
    with acting(acme.ada) as at:
        Grant.objects.create(
            organization=acme.organization,
            opportunity_id=UUID(card["id"]),
            member_id=with_.id,
            level=level,
            starts_at=at - timedelta(days=1),
            ends_at=at + timedelta(days=1),
        )


@pytest.mark.parametrize("level", [1, 2])
def test_a_share_starts_no_follow_on(sol: Seller, acme: Acme, level: int) -> None:
    """S12: it is another opportunity, with the contact and the fields of this one, and would outlive the share."""
    parent, pia = sol.makes(), Seller(acme.organization, sol.team, member=acme.pia)
    shared(acme, parent, acme.pia, level)

    told, answer = family(pia, parent), follows(pia, parent)

    assert (told["may"]["follow_on"], answer["code"]) == (False, "not_allowed")


def test_a_stranger_finds_no_family(sol: Seller, acme: Acme, otto: Member) -> None:
    parent = sol.makes()

    for stranger in (otto, acme.pia):
        seller = Seller(acme.organization, sol.team, member=stranger)
        assert family(seller, parent)["code"] == "opportunity_not_found"
        assert follows(seller, parent)["code"] == "opportunity_not_found"


def test_a_parent_is_set_once_and_of_the_same_organization(sol: Seller, acme: Acme, otto: Member) -> None:
    """The database's own word."""
    parent = sol.makes()
    child = follows(sol, parent)
    theirs = Seller(acme.organization, sol.team, member=otto)
    answer = send(theirs.client, "POST", f"{API}/channels", {"kind": "in_person", "name": "C"})
    assert answer.status_code == 201
    foreign = theirs.ask(
        "POST", "/opportunities", {"team": str(otto.team_ids[0]), "new_contact": {"name": "X"}}
    )

    copy = (
        "INSERT INTO opportunities_opportunity SELECT (jsonb_populate_record(o, jsonb_build_object("
        f"'id', '{new_id()}', 'lineage', 1, 'parent_id', '%s'))).* FROM opportunities_opportunity o "
        f"WHERE id = '{parent['id']}'"
    )
    faults = []
    for query in (
        f"UPDATE opportunities_opportunity SET parent_id = NULL WHERE id = '{child['id']}'",
        f"UPDATE opportunities_opportunity SET parent_id = '{child['id']}' WHERE id = '{parent['id']}'",
        copy % foreign["id"],
        copy % new_id(),
    ):
        with acting(acme.ada):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(query)
                faults.append("done")
            except Error as error:
                faults.append(str(getattr(error.__cause__, "sqlstate", None)))
    assert faults == ["23001", "23001", "23503", "23503"]


def test_a_long_chain_is_told_as_far_as_anybody_reads(sol: Seller) -> None:
    card = first = sol.makes(title="First")
    for place in range(12):
        card = follows(sol, card, f"{place}")

    assert [depth for _, depth in tree(family(sol, first))] == list(range(13))
    assert len(family(sol, card)["members"]) == 13


def test_a_family_of_three_costs_what_a_family_of_one_costs(sol: Seller) -> None:
    root = sol.makes()
    costs = []
    for _ in range(3):
        family(sol, root)
        with counted() as statements:
            told = family(sol, root)
        costs.append((len(told["members"]), len(statements)))
        follows(sol, root)

    assert [count for count, _ in costs] == [1, 2, 3]
    assert costs[0][1] == costs[2][1]


def test_a_team_elsewhere_has_its_own_follow_ons(sol: Seller, acme: Acme) -> None:
    """B18: after a change of team those of the new workflow are on offer; the family stays together."""
    root = sol.makes(title="Root")
    child = follows(sol, root)
    plain = a_team(acme.organization, "Plain", members=[acme.ada])
    send(client_for(acme.ada), "PUT", f"{API}/opportunities/{child['id']}/team", {"team": str(plain.pk)})
    manager = Seller(acme.organization, sol.team, member=acme.ada)

    told = family(manager, child)

    assert (told["follow_ons"], tree(told)) == ([], [("Root", 0), ("Next", 1)])
    assert told["members"][1]["follow_on"] == "Second boat"
    with acting(acme.ada):
        assert Contact.objects.count() == 1
