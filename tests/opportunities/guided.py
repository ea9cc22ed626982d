"""Guided workflows for the tests of the gate, and short ways to ask through the API."""

from typing import Any
from uuid import UUID

from django.test import Client

from handsel.kernel.ids import new_id
from handsel.ledger.models import Event
from handsel.opportunities.republishing import republish_file
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.models import Organization, Team
from handsel.workflows.document import parse
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import make_workflow
from tests.cast import a_channel, a_member, a_team, client_for
from tests.http.world import send

API = "/api/v1"

SALES = """\
workflow: Sales
mode: guided
sections:
  - name: Need
    attributes:
      - {key: budget, label: Budget, type: money}
      - {key: notes, label: Notes, type: long_text}
stages:
  - {name: New, status: open}
  - {name: Talking, status: open}
  - {name: Won, status: won}
  - {name: Lost, status: lost, reasons: [price, other]}
steps:
  - {name: Lead in, stage: New, attributes: [budget]}
  - {name: Known firm, stage: New}
  - {name: Offer, stage: Talking}
  - {name: Signed, stage: Won}
  - {name: Gone, stage: Lost}
transitions:
  - {name: Call again, from: Lead in, to: Lead in, required: [notes]}
  - {name: Offer, from: Lead in, to: Offer, required: [budget]}
  - {name: Offer at once, from: Lead in, to: Offer, triggers: [create_contact]}
  - {name: Favor, from: Lead in, to: Offer, roles: [director]}
  - {name: Sign, from: Offer, to: Signed, required: [amount], triggers: [create_account, create_contact]}
  - {name: Give up, from: Lead in, to: Gone}
  - {name: Back, from: Signed, to: Offer}
entries:
  new: {step: Lead in, name: Somebody new}
  existing_account: {step: Known firm, name: A firm we know}
follow_ons:
  - {name: Second boat, step: Lead in, carry: [budget, amount, description]}
  - {name: Service, step: Offer}
"""


def a_guided_team(organization: Organization, name: str, text: str = SALES, **more: Any) -> Team:
    by = System(organization_id=organization.pk)
    with acting(by) as at:
        document = parse(text.replace("workflow: Sales", f"workflow: {name}"), previous=None, new_id=new_id)
        workflow = make_workflow(name, document=document, by=by, at=at)
    return a_team(organization, name, workflow_id=workflow.pk, **more)


def publishes(team: Team, text: str) -> None:
    """The workflow of the team is written so from now on."""
    by = System(organization_id=team.organization_id)
    with acting(by) as at:
        workflow = Workflow.objects.get(pk=team.workflow_id)
        republish_file(
            workflow, written=text.replace("workflow: Sales", f"workflow: {workflow.name}"), by=by, at=at
        )


class Seller:
    """Somebody who sells in a guided team, and asks through the API."""

    def __init__(
        self, organization: Organization, team: Team, name: str = "Sol", member: Member | None = None
    ) -> None:
        self.team = team
        self.member = member or a_member(organization, name, teams=[team])
        self.client: Client = client_for(self.member)

    def ask(self, method: str, path: str, body: Any = None, query: str = "") -> Any:
        answer = send(self.client, method, f"{API}{path}", body, query)
        return answer.json() if answer.content else {}

    def makes(self, **more: Any) -> dict[str, Any]:
        named = {"contact", "new_contact"} & set(more)
        person = {} if named else {"new_contact": {"name": f"Kim {new_id().hex[-6:]}"}}
        made: dict[str, Any] = self.ask(
            "POST", "/opportunities", {"team": str(self.team.pk), **person, **more}
        )
        assert "id" in made, made
        return made

    def moves(self, card: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """By the name of the step."""
        found = self.ask("GET", f"/opportunities/{card['id']}/moves")["moves"]
        return {one["step"]["name"]: one for one in found}

    def transitions(self, card: dict[str, Any]) -> dict[str, str]:
        return {
            one["name"]: one["id"]
            for move in self.moves(card).values()
            for one in (*move["transitions"], *move["barred"])
        }

    def goes(self, card: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
        body = {"transition": self.transitions(card)[name], **more}
        answer: dict[str, Any] = self.ask("POST", f"/opportunities/{card['id']}/move", body)
        return answer


def a_seller(organization: Organization, name: str = "Yachts", text: str = SALES, **more: Any) -> Seller:
    team = a_guided_team(organization, name, text, **more)
    a_channel(organization, f"Counter of {name}")
    return Seller(organization, team, f"Sol of {name}")


def events_of(opportunity_id: str, *, by: Member) -> list[tuple[str, int | None]]:
    with acting(by):
        found = Event.objects.filter(opportunity_id=UUID(opportunity_id)).order_by("pk")
        return list(found.values_list("type", "revision"))
