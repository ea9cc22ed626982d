"""No surface goes around the gate: every surface that changes opportunities against every rule, one table.

A cell is the code of the refusal, after which the opportunity, its events and everything else are as before; or `Never`,
with the reason why it can't come to that there. A surface or a rule that is added without its cells fails.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from handsel.contacts.models import Account, Contact
from handsel.kernel.refusals import Refusal
from handsel.ledger.models import Event
from handsel.opportunities.models import Grant, Opportunity
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_member, a_team
from tests.http.world import send
from tests.imports.running_maven import checked, table
from tests.opportunities.guided import API, Seller, a_guided_team, a_seller

SALES = """\
workflow: Sales
mode: guided
sections:
  - name: Need
    attributes:
      - {key: budget, label: Budget, type: money}
stages:
  - {name: New, status: open}
  - {name: Talking, status: open}
  - {name: Won, status: won}
  - {name: Lost, status: lost, reasons: [price]}
  - {name: Shelf, status: archived}
steps:
  - {name: Lead in, stage: New}
  - {name: Offer, stage: Talking}
  - {name: Signed, stage: Won}
  - {name: Gone, stage: Lost}
  - {name: Shelved, stage: Shelf}
transitions:
  - {name: Offer, from: Lead in, to: Offer, required: [budget], triggers: [create_account]}
  - {name: Sign, from: Offer, to: Signed}
  - {name: Lose, from: Lead in, to: Gone}
  - {name: Shelve, from: Lead in, to: Shelved, roles: [director]}
entries: {new: Lead in}
follow_ons:
  - {name: Second boat, step: Lead in, carry: [amount]}
"""


@dataclass(frozen=True, slots=True)
class Never:
    """Why the rule can't be broken from there."""

    reason: str


@dataclass(frozen=True)
class Attempt:
    """What somebody tries: a step to go to by its transition, and what comes along."""

    to: str = "Offer"
    transition: str = "Offer"
    typed: dict[str, Any] = field(default_factory=lambda: {"budget": "5"})
    reason: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    """Besides a move: `owner` or `amount`."""
    revision: int | None = None
    by: Seller | None = None


@dataclass
class House:
    acme: Acme
    sol: Seller
    card: dict[str, Any]
    closed: dict[str, Any]
    other_team: str
    stranger: Seller
    """Pia, of another team."""
    otto: Seller
    without_amounts: Seller

    def id_of(self, what: str, name: str) -> str:
        """Of a step, stage or transition, by its name."""
        graph = self.sol.ask("GET", f"/workflows/{self.sol.team.workflow_id}")["graph"]
        return next(str(one["id"]) for one in graph[what] if one["name"] == name)

    def stage_of(self, step: str) -> str:
        graph = self.sol.ask("GET", f"/workflows/{self.sol.team.workflow_id}")["graph"]
        return next(str(one["stage"]) for one in graph["steps"] if one["name"] == step)


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


# -- surfaces: each tries it, and gives the code of the refusal ("" for none)


def code_of(answer: Any) -> str:
    return str(answer.get("code", ""))


def by_transition(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    return _move(house, card, tried, by, transition=house.id_of("transitions", tried.transition))


def by_step(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    return _move(house, card, tried, by, step=house.id_of("steps", tried.to))


def by_stage(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    return _move(house, card, tried, by, stage=house.stage_of(tried.to))


def _move(house: House, card: dict[str, Any], tried: Attempt, by: Seller, **target: str) -> str:
    amount = {"amount": tried.more["amount"]} if "amount" in tried.more else {}
    body = {
        **target,
        "attributes": {**tried.typed, **amount},
        "reason": tried.reason,
        "revision": tried.revision,
    }
    return code_of(by.ask("POST", f"/opportunities/{card['id']}/move", body))


def by_edit(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    body = {
        "transition": house.id_of("transitions", tried.transition),
        "attributes": tried.typed,
        "reason": tried.reason,
        "revision": tried.revision,
        **tried.more,
    }
    return code_of(by.ask("PATCH", f"/opportunities/{card['id']}", body))


def by_batch(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    what = (
        {"owner": tried.more["owner"]}
        if "owner" in tried.more
        else {"to_step": house.id_of("steps", tried.to)}
    )
    body = {"team": card["team"]["id"], "stage": card["stage"]["id"], "reason": tried.reason, **what}
    for path in ("/board/batch/preview", "/board/batch"):
        answer = by.ask("POST", path, body)
    return code_of(answer) or ",".join(one["code"] for one in answer["refused"])


def by_follow_on(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    step = {"step": house.id_of("steps", tried.to)} if tried.to != "Offer" else {}
    body = {"follow_on": "Second boat", "name": "Next", **step}
    return code_of(by.ask("POST", f"/opportunities/{card['id']}/follow-ons", body))


def by_creating(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    step = {"step": house.id_of("steps", tried.to)} if tried.to != "Offer" else {}
    body = {
        "team": card["team"]["id"],
        "contact": card["contact"]["id"],
        "channel": card["channel"]["id"],
        "attributes": tried.typed,
        **tried.more,
        **step,
    }
    return code_of(by.ask("POST", "/opportunities", body))


def by_change_of_team(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    step = {"step": house.id_of("steps", tried.to)} if tried.to != "Offer" else {}
    headers = {} if tried.revision is None else {"If-Match": f'"{tried.revision}"'}
    answer = by.client.put(
        f"{API}/opportunities/{card['id']}/team",
        {"team": house.other_team, **step},
        content_type="application/json",
        headers=headers,
    )
    return code_of(answer.json())


def by_owner_control(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    return _put(card, "owner", {"owner": tried.more.get("owner", str(house.sol.member.id))}, tried, by)


def by_amount_control(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    return _put(card, "amount", {"amount": tried.typed.get("budget")}, tried, by)


def _put(card: dict[str, Any], control: str, body: dict[str, Any], tried: Attempt, by: Seller) -> str:
    headers = {} if tried.revision is None else {"If-Match": f'"{tried.revision}"'}
    path = f"{API}/opportunities/{card['id']}/{control}"
    return code_of(by.client.put(path, body, content_type="application/json", headers=headers).json())


def by_import(house: House, card: dict[str, Any], tried: Attempt, by: Seller) -> str:
    """A seller may not import at all, so in Sol's place somebody does who may."""
    row = {"id": "9", "title": "A boat", "stage": tried.to, **tried.typed}
    who = house.acme.ada if by is house.sol else by.member
    try:
        run = checked([table([row])], by=who, team=card["team"]["name"])
    except Refusal as refusal:
        return refusal.code
    return "row_refused" if run.report["problems"] else ""


Surface = Callable[[House, dict[str, Any], Attempt, Seller], str]
SURFACES: dict[str, Surface] = {
    "move by transition": by_transition,
    "move by step": by_step,
    "move by stage": by_stage,
    "edit with a move": by_edit,
    "batch": by_batch,
    "follow-on": by_follow_on,
    "create": by_creating,
    "change of team": by_change_of_team,
    "owner control": by_owner_control,
    "amount control": by_amount_control,
    "import": by_import,
}
MOVES = ("move by transition", "move by step", "move by stage", "edit with a move")

# -- rules: what is tried


def shared_to_view(house: House) -> Seller:
    vera = Seller(house.acme.organization, house.sol.team, member=a_member(house.acme.organization, "Vera"))
    with acting(house.acme.ada) as at:
        Grant.objects.create(
            organization=house.acme.organization,
            opportunity_id=UUID(house.card["id"]),
            member_id=vera.member.id,
            level=1,
            starts_at=at - timedelta(days=1),
            ends_at=at + timedelta(days=1),
        )
    return vera


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
        **dict.fromkeys((*MOVES, "follow-on", "change of team", "owner control", "amount control"), "not_allowed"),
        "batch": "team_not_found",
        "create": "invalid",  # the team is none of theirs
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
