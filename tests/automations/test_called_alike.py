"""A field of a workflow that is called like a fact of the opportunity: what a recipe names is what is heard, set and told."""

from typing import Any

import pytest

from handsel.automations.runs_models import Line
from handsel.automations.triggers import Around, matches
from handsel.automations.vocabulary import describe_vocabulary
from handsel.organizations.acting import acting
from tests.automations.acme import findings
from tests.automations.house import begin, publish, runs, work
from tests.automations.playing import Happened
from tests.automations.recipes import a_document, a_recipe, a_step, note
from tests.cast import Acme, an_opportunity, client_for
from tests.http.problems import API
from tests.http.world import send

BOATS = {
    "workflow": "Boats", "mode": "guided",
    "sections": [{"name": "Boat", "attributes": [
        {"key": "owner", "label": "Owner of the boat", "type": "text"},
        {"key": "status", "label": "Condition", "type": "text"},
    ]}],
    "stages": [{"name": "New", "status": "open"}, {"name": "Won", "status": "won"}],
    "steps": [
        {"name": "New", "stage": "New", "attributes": ["owner", "status"]},
        {"name": "Won", "stage": "Won"},
    ],
    "transitions": [{"name": "Win", "from": "New", "to": "Won", "required": ["status", "amount"]}],
    "entries": {"new": "New"},
}  # fmt: skip
EDITED = Happened("opportunity.edited", {"fields": ["owner"]})
ASSIGNED = Happened("opportunity.assigned")


@pytest.fixture
def boats(acme: Acme) -> Acme:
    path = f"{API}/workflows/{acme.boats.workflow_id}/file"
    answer = send(client_for(acme.ada), "PUT", path, {"document": BOATS})
    assert answer.status_code == 200, answer.content
    return acme


@pytest.mark.parametrize(
    ("named", "event", "heard"),
    [
        ("owner", ASSIGNED, True),
        ("owner", EDITED, False),
        ("attributes.owner", ASSIGNED, False),
        ("attributes.owner", EDITED, True),
        ("attributes.status", Happened("opportunity.edited", {"fields": ["status"]}), True),
    ],
)
def test_a_trigger_hears_the_one_that_it_names(named: str, event: Happened, *, heard: bool) -> None:
    trigger = a_recipe(note(), on={"type": "opportunity_updated", "fields": [named]}).trigger

    assert matches(trigger, event, Around()) is heard


def test_the_vocabulary_calls_them_apart_wherever_it_names_them(boats: Acme) -> None:
    with acting(boats.ada):
        words = describe_vocabulary(member=boats.ada)

    named = {one["key"]: (one["label"], one["settable"]) for one in words["fields"]}
    assert {key: named[key] for key in ("status", "attributes.status", "owner", "attributes.owner")} == {
        "status": ("Status", False),
        "attributes.status": ("Condition", True),
        "owner": ("Owner", False),
        "attributes.owner": ("Owner of the boat", True),
    }
    assert [one["asks"] for one in words["transitions"]] == [["attributes.status", "amount"]]


def test_the_check_knows_both(boats: Acme) -> None:
    recipe = a_document(
        a_step("set_fields", fields={"attributes.status": "Good"}),
        on={"type": "opportunity_updated", "fields": ["owner", "attributes.owner"]},
        when=(
            {"field": "status", "op": "is", "value": "open"},
            {"field": "attributes.status", "op": "is", "value": "Bad"},
        ),
    )

    assert findings(recipe, by=boats.ada) == []


def test_what_is_set_is_the_field_and_is_told_by_its_name(committing: str, boats: Acme) -> None:
    """A3. Its own change is not the owner's."""
    begin()
    condition = a_step("set_fields", fields={"attributes.status": "Good"})
    owner = a_step("set_fields", called=2, fields={"attributes.owner": "Kim"})
    publish("Write", a_document(condition, owner), by=boats.ada)
    publish("Hear", a_document(note(), on={"type": "opportunity_updated", "fields": ["owner"]}), by=boats.ada)
    made = an_opportunity(boats.boats, by=boats.ben)
    work()

    shown: dict[str, Any] = client_for(boats.ben).get(f"{API}/opportunities/{made}").json()
    [run] = runs(boats.ada)
    with acting(boats.ada):
        texts = Line.objects.filter(run=run, what="action").order_by("number").values_list("text", flat=True)
        told = [text["values"]["fields"] for text in texts]
    assert (shown["attributes"], shown["status"]) == ({"status": "Good", "owner": "Kim"}, "open")
    assert shown["owner"]["name"] == "Ben"
    assert (run.state, told) == ("done", [["attributes.status"], ["attributes.owner"]])
