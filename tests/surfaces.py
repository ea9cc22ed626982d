"""A house to try things in, and every surface that changes opportunities, each trying the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from handsel.kernel.refusals import Refusal
from tests.cast import Acme
from tests.imports.running_maven import checked, table
from tests.opportunities.guided import API, Seller

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
