"""No surface goes around the gate: every surface that changes opportunities against every rule, one table.

A cell is the code of the refusal, after which the opportunity, its events and everything else are as before; or `Never`,
with the reason why it can't come to that there. A surface or a rule that is added without its cells fails.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from handsel.contacts.models import Account, Contact
from handsel.ledger.models import Event
from handsel.opportunities.models import Grant, Opportunity
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_member, a_team
from tests.http.world import send
from tests.opportunities.guided import API, Seller, a_guided_team, a_seller
from tests.surfaces import MOVES, SALES, SURFACES, Attempt, House


@dataclass(frozen=True, slots=True)
class Never:
    """Why the rule can't be broken from there."""

    reason: str


@pytest.fixture
def house(acme: Acme, otto: Member) -> House:
    sol = a_seller(acme.organization, "Yachts", SALES)
    without = Seller(
        acme.organization, a_guided_team(acme.organization, "Ferries", SALES, deal_amount=False), "Fay"
    )
    card = sol.makes(new_contact={"name": "Ana"}, amount="7")
    closed = sol.goes(sol.makes(), "Lose", reason="price")
    assert closed["status"] == "lost"
    return House(
        acme,
        sol,
        card,
        closed,
        str(a_team(acme.organization, "Elsewhere").pk),
        Seller(acme.organization, sol.team, member=acme.pia),
        Seller(acme.organization, sol.team, member=otto),
        without,
    )


# -- rules: what is tried


def shared_to_view(house: House) -> Seller:
    return _shared(house, "Vera", level=1, until=timedelta(days=1))


def shared_until_yesterday(house: House) -> Seller:
    return _shared(house, "Mia", level=2, until=timedelta(days=-1))


def _shared(house: House, name: str, *, level: int, until: timedelta) -> Seller:
    grantee = Seller(house.acme.organization, house.sol.team, member=a_member(house.acme.organization, name))
    with acting(house.acme.ada) as at:
        Grant.objects.create(
            organization=house.acme.organization,
            opportunity_id=UUID(house.card["id"]),
            member_id=grantee.member.id,
            level=level,
            starts_at=at - timedelta(days=2),
            ends_at=at + until,
        )
    return grantee


def nobody_special(house: House) -> Seller:
    return house.sol


@dataclass(frozen=True)
class Rule:
    tried: Attempt
    who: Callable[[House], Seller] = nobody_special
    card: Callable[[House], dict[str, Any]] = lambda house: house.card


def without_amounts(house: House) -> dict[str, Any]:
    return house.without_amounts.makes(channel=house.card["channel"]["id"])


RULES: dict[str, Rule] = {
    "only declared transitions": Rule(Attempt(to="Signed", transition="Sign")),
    "a closed one stays where no transition leads on": Rule(Attempt(), card=lambda house: house.closed),
    "roles": Rule(Attempt(to="Shelved", transition="Shelve")),
    "required attributes": Rule(Attempt(typed={})),
    "reason of a lost stage": Rule(Attempt(to="Gone", transition="Lose")),
    "attribute types": Rule(Attempt(typed={"budget": "much"})),
    "only the team owns": Rule(Attempt(more={"owner": "$pia"})),
    "amounts off": Rule(
        Attempt(more={"amount": "5"}), who=lambda house: house.without_amounts, card=without_amounts
    ),
    "an old revision": Rule(Attempt(revision=99)),
    "view only": Rule(Attempt(), who=shared_to_view),
    "a share that has ended": Rule(Attempt(), who=shared_until_yesterday),
    "another organization": Rule(Attempt(), who=lambda house: house.otto),
    "another team": Rule(Attempt(), who=lambda house: house.stranger),
}

STARTS = Never("It starts on an entry of its own and takes no transition.")
NO_FIELDS = Never("It brings no fields.")
NO_OWNER = Never("It sets no owner.")
NO_AMOUNT = Never("It sets no amount.")
NO_MOVE = Never("It moves nothing.")
ANY_STEP = Never(
    "I12: for who may import, a row starts on any step; what a way there asks for is told, not refused."
)
NOTHING_OLD = Never("There is nothing yet that could have changed.")

CELLS: dict[str, dict[str, str | Never]] = {
    "only declared transitions": {
        **dict.fromkeys((*MOVES, "batch"), "no_transition"),
        **dict.fromkeys(("follow-on", "create", "change of team"), "invalid"),  # a step can't even be named
        **dict.fromkeys(("owner control", "amount control"), NO_MOVE),
        "import": ANY_STEP,
    },
    "a closed one stays where no transition leads on": {
        **dict.fromkeys((*MOVES, "batch"), "no_transition"),
        "follow-on": Never("The parent stays closed; the child is another opportunity."),
        "create": STARTS,
        "change of team": Never("B18: it begins again on the other team's entry."),
        **dict.fromkeys(("owner control", "amount control"), NO_MOVE),
        "import": ANY_STEP,
    },
    "roles": {
        **dict.fromkeys((*MOVES, "batch"), "role_required"),
        **dict.fromkeys(("follow-on", "create", "change of team"), "invalid"),
        **dict.fromkeys(("owner control", "amount control"), NO_MOVE),
        "import": ANY_STEP,
    },
    "required attributes": {
        **dict.fromkeys((*MOVES, "batch"), "incomplete"),
        **dict.fromkeys(("follow-on", "create", "change of team"), STARTS),
        **dict.fromkeys(("owner control", "amount control"), NO_MOVE),
        "import": ANY_STEP,
    },
    "reason of a lost stage": {
        **dict.fromkeys((*MOVES, "batch"), "incomplete"),
        **dict.fromkeys(("follow-on", "create", "change of team"), "invalid"),
        **dict.fromkeys(("owner control", "amount control"), NO_MOVE),
        "import": ANY_STEP,
    },
    "attribute types": {
        **dict.fromkeys((*MOVES, "create", "amount control"), "invalid"),
        **dict.fromkeys(("batch", "change of team", "owner control"), NO_FIELDS),
        "follow-on": Never("What it carries over was checked when it was typed, and is again; what does not fit stays."),
        "import": "row_refused",
    },
    "only the team owns": {
        **dict.fromkeys(("edit with a move", "batch", "create", "owner control"), "owner_not_in_team"),
        **dict.fromkeys((*MOVES[:3], "amount control"), NO_OWNER),
        "follow-on": Never("Who starts it owns it, if of the team; else it is Unassigned."),
        "change of team": Never("The owner stays if of the team; else it is Unassigned."),
        "import": Never("An owner who is not of the team is told and left out: Unassigned."),
    },
    "amounts off": {
        **dict.fromkeys((*MOVES, "create", "amount control"), "deal_amount_off"),
        **dict.fromkeys(("batch", "change of team", "owner control"), NO_AMOUNT),
        "follow-on": Never("It carries no amount where the team has none."),
        "import": Never("An amount is told and left out where the team has none."),
    },
    "an old revision": {
        **dict.fromkeys((*MOVES, "change of team", "owner control", "amount control"), "conflict"),
        "batch": Never("It names the revision that it has just read; who changes it meanwhile makes it a conflict."),
        "follow-on": Never("It changes nothing of its parent."),
        "create": NOTHING_OLD,
        "import": NOTHING_OLD,
    },
    "view only": {
        **dict.fromkeys(SURFACES.keys() - {"create", "import"}, "not_allowed"),
        "create": "invalid",  # the team is none of theirs
        "import": "capability_missing",
    },
    "a share that has ended": {
        **dict.fromkeys(SURFACES.keys() - {"batch", "create", "import"}, "share_ended"),
        "batch": "team_not_found",
        "create": "invalid",
        "import": "capability_missing",
    },
    "another organization": {
        **dict.fromkeys(
            (*MOVES, "follow-on", "owner control", "amount control"), "opportunity_not_found"
        ),
        "change of team": "invalid",  # its new team does not exist, and that is looked at first
        "batch": "team_not_found",
        "create": "invalid",
        "import": "invalid",
    },
    "another team": {
        **dict.fromkeys(
            (*MOVES, "follow-on", "change of team", "owner control", "amount control"), "opportunity_not_found"
        ),
        "batch": "team_not_found",
        "create": "invalid",
        "import": "capability_missing",
    },
}  # fmt: skip


def test_every_surface_meets_every_rule() -> None:
    assert {rule: set(cells) for rule, cells in CELLS.items()} == {rule: set(SURFACES) for rule in RULES}
    assert all(
        cell.reason.strip() for cells in CELLS.values() for cell in cells.values() if isinstance(cell, Never)
    )


def fingerprint(house: House, card: dict[str, Any]) -> dict[str, Any]:
    """The opportunity as it is, its events, and how many of everything there are."""
    with acting(house.acme.ada):
        row = Opportunity.objects.filter(pk=card["id"]).values().get()
        events = Event.objects.filter(opportunity_id=card["id"]).order_by("pk")
        return {
            "row": {key: str(value) for key, value in row.items()},
            "events": list(events.values_list("pk", flat=True)),
            "all": (Opportunity.objects.count(), Account.objects.count(), Contact.objects.count()),
            "told": Event.objects.exclude(type__startswith="import.").count(),
        }


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_refuses_and_leaves_everything_as_it_was(house: House, surface: str) -> None:
    told, expected, changed = {}, {}, {}
    for name, rule in RULES.items():
        cell = CELLS[name][surface]
        if isinstance(cell, Never):
            continue
        card, by = rule.card(house), rule.who(house)
        more = json.loads(json.dumps(rule.tried.more).replace("$pia", str(house.acme.pia.id)))
        before = fingerprint(house, card)

        told[name] = SURFACES[surface](house, card, replace(rule.tried, more=more), by)

        expected[name] = cell
        if fingerprint(house, card) != before:
            changed[name] = fingerprint(house, card)
    assert (told, changed) == (expected, {})


@pytest.mark.parametrize("surface", SURFACES)
def test_the_same_surface_does_it_when_no_rule_is_broken(house: House, surface: str) -> None:
    """Or the table above would prove nothing."""
    if surface == "batch":
        send(
            house.sol.client,
            "PATCH",
            f"{API}/opportunities/{house.card['id']}",
            {"attributes": {"budget": "5"}},
        )

    by = (
        Seller(house.acme.organization, house.sol.team, member=house.acme.ada)
        if surface == "change of team"
        else house.sol
    )

    assert SURFACES[surface](house, house.card, Attempt(), by) == ""
