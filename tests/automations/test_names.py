"""What an automation did is told by its name, also when it is deleted (A1)."""

from dataclasses import replace
from uuid import UUID

from handsel.automations import drafts
from handsel.kernel.ids import new_id
from handsel.opportunities.noting import add_note
from handsel.organizations.acting import Member, acting
from tests.automations.acme import a_live_one
from tests.automations.recipes import a_document, note
from tests.cast import Acme, an_opportunity, client_for
from tests.counting import counted


def as_automation(member: Member, automation_id: UUID) -> Member:
    return replace(member, automation_id=automation_id, run_id=new_id())


def test_a_timeline_names_the_automation(acme: Acme) -> None:
    automation = a_live_one("Greeting", a_document(note()), by=acme.ada)
    sale = an_opportunity(acme.boats, by=acme.ben, owner_id=acme.ben.id)
    client = client_for(acme.ada)
    path = f"/api/v1/opportunities/{sale}/timeline"
    client.get(path)  # tells when the key was last used
    with counted() as before:
        client.get(path)
    by = as_automation(acme.ada, automation)
    with acting(by) as at:
        add_note(sale, text="Hello", by=by, at=at)
    with acting(acme.ada) as at:
        drafts.delete(automation, by=acme.ada, at=at)

    with counted() as after:
        first = client.get(path).json()["items"][0]

    assert (first["actor_kind"], first["actor"]) == (
        "automation",
        {"id": str(automation), "name": "Greeting"},
    )
    assert len(after) == len(before) + 1
