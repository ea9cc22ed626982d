"""A team that sells yachts by a guided workflow: what the stories of new versions share."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.kernel.ids import new_id
from handsel.kernel.written import plain_part
from handsel.opportunities.creating import NewContact, NewOpportunity, create
from handsel.opportunities.models import Opportunity
from handsel.opportunities.moving import move
from handsel.opportunities.republishing import publish_draft, republish_file
from handsel.organizations import channels
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Team
from handsel.workflows import drafting
from handsel.workflows.document import parse, to_draft_document
from handsel.workflows.drafts import Draft, stored_draft
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import make_workflow
from tests.cast import Acme, a_member, a_team

YACHTS = """\
workflow: Yachts
stages:
  - {name: New, status: open}
  - {name: Parked, status: open}
  - {name: Won, status: won}
  - {name: Lost, status: lost}
steps:
  - {name: Lead, stage: New}
  - {name: Shelf, stage: Parked}
  - {name: Signed, stage: Won}
  - {name: Gone, stage: Lost}
transitions:
  - {name: Park, from: Lead, to: Shelf}
  - {name: Unpark, from: Shelf, to: Lead}
  - {name: Sign, from: Lead, to: Signed}
  - {name: Give up, from: Lead, to: Gone}
entries: {new: Lead}
"""
PARKED_IS_ARCHIVED = YACHTS.replace("name: Parked, status: open", "name: Parked, status: archived")


class Yard:
    """A team that sells yachts, and Yves, who sells there."""

    def __init__(self, acme: Acme) -> None:
        self.ada = acme.ada
        with acting(acme.ada) as at:
            channels.add("Counter", kind="in_person", by=acme.ada, at=at)
            document = parse(YACHTS, previous=None, new_id=new_id)
            self.workflow: Workflow = make_workflow("Yachts", document=document, by=acme.ada, at=at)
        self.team: Team = a_team(acme.organization, "Yachts", workflow_id=self.workflow.pk)
        self.yves: Member = a_member(acme.organization, "Yves", teams=[self.team])

    def an_opportunity(self) -> UUID:
        new = NewOpportunity(team_id=self.team.pk, new_contact=NewContact(name="Kim"))
        with acting(self.yves) as at:
            return UUID(json.loads(create(new, by=self.yves, at=at))["id"])

    def move(self, opportunity_id: UUID, **there: Any) -> dict[str, Any]:
        with acting(self.yves) as at:
            shown: dict[str, Any] = json.loads(move(opportunity_id, by=self.yves, at=at, **there))
        return shown

    def step(self, name: str) -> str:
        with acting(self.ada):
            version = self.workflow.versions.order_by("-number")[0]
            return next(str(step["id"]) for step in version.document["steps"] if step["name"] == name)

    def republish(self, text: str) -> datetime:
        with acting(self.ada) as at:
            republish_file(self.workflow, written=text, by=self.ada, at=at)
        return at

    def get(self, opportunity_id: UUID) -> Opportunity:
        with acting(self.ada):
            return Opportunity.objects.select_related("workflow_version").get(pk=opportunity_id)

    def draft(self) -> Draft:
        with acting(self.ada):
            return stored_draft(self.workflow.pk)

    def edit(self, **changes: Any) -> Draft:
        """Saves the draft with these parts changed."""
        with acting(self.ada) as at:
            document = {**to_draft_document(stored_draft(self.workflow.pk).document), **changes}
            drafting.save(self.workflow, written=plain_part(document), revision=None, by=self.ada, at=at)
        return self.draft()

    def without(self, *steps: str) -> Draft:
        """Saves the draft without these steps and what touches them."""
        document = to_draft_document(self.draft().document)
        transitions = [
            one for one in document["transitions"] if one["from"] not in steps and one["to"] not in steps
        ]
        kept = [step for step in document["steps"] if step["name"] not in steps]
        return self.edit(steps=kept, transitions=transitions)

    def publish(self, **options: Any) -> dict[str, int]:
        with acting(self.ada) as at:
            wanted: dict[str, Any] = {"revision": None, "mapped": None, "over": None, **options}
            return publish_draft(self.workflow, **wanted, by=self.ada, at=at)

    def numbers(self) -> list[int]:
        with acting(self.ada):
            return sorted(self.workflow.versions.values_list("number", flat=True))
