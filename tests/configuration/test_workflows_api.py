"""Workflows over HTTP: everybody reads them, who configures writes them as a file."""

from typing import Any

from django.test import Client

from handsel.organizations.acting import Member
from tests.cast import Acme, client_for
from tests.workflows.boats import BOATS

YAML = "application/yaml"


def _made(client: Client, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/workflows", {"name": "Guided", **body}, content_type="application/json")
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def test_workflows_are_listed_with_their_teams(acme: Acme) -> None:
    items = client_for(acme.ben).get("/api/v1/workflows").json()["items"]

    assert [(one["name"], one["mode"], one["version"], one["may"]) for one in items] == [
        ("Boats", "free", 1, {"edit": False, "delete": False}),
        ("Loans", "free", 1, {"edit": False, "delete": False}),
    ]
    assert items[0]["teams"] == [{"id": str(acme.boats.pk), "name": "Boats"}]


def test_a_workflow_is_made_of_its_file_and_shown_with_its_graph(acme: Acme) -> None:
    made = _made(client_for(acme.ada), text=BOATS)

    assert (made["name"], made["mode"], made["version"], made["teams"]) == ("Guided", "guided", 1, [])
    assert made["document"]["entries"]["new"] == "Lead in"
    graph = made["graph"]
    assert [stage["name"] for stage in graph["stages"]] == ["New", "Proposed", "Won", "Lost", "Archived"]
    steps = {step["id"]: step["name"] for step in graph["steps"]}
    sign = next(one for one in graph["transitions"] if one["name"] == "Sign by phone")
    assert (steps[sign["from"]], steps[sign["to"]]) == ("Offer sent", "Signed")
    assert [one["key"] for one in graph["attributes"]] == ["budget", "trade_in"]


def test_the_same_file_changes_nothing_and_another_is_the_next_version(acme: Acme) -> None:
    client = client_for(acme.ada)
    made = _made(client, text=BOATS)
    address = f"/api/v1/workflows/{made['id']}/file"
    same = BOATS.replace("workflow: Boats", "workflow: Guided")

    again = client.put(address, same, content_type=YAML)
    changed = client.put(address, {"text": same.replace("Gone", "Given up")}, content_type="application/json")

    assert (again.status_code, again.json()) == (200, made)
    assert changed.json()["version"] == 2
    before = {step["name"]: step["id"] for step in made["graph"]["steps"]}
    after = {step["name"]: step["id"] for step in changed.json()["graph"]["steps"]}
    assert {name for name in before if before.get(name) != after.get(name)} == {"Gone"}


def test_a_bad_file_is_refused_by_line(acme: Acme) -> None:
    client = client_for(acme.ada)
    made = _made(client)

    answer = client.put(
        f"/api/v1/workflows/{made['id']}/file", BOATS.replace("stage: Won", "stage: Wun"), content_type=YAML
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "file_refused")
    assert [field["name"] for field in answer.json()["fields"]] == ["steps[3].stage (line 18)"]
    assert client.get(f"/api/v1/workflows/{made['id']}").json() == made


def test_a_bad_document_is_refused_by_field(acme: Acme) -> None:
    """JSON has no lines; a field is named as it is for a draft."""
    client = client_for(acme.ada)
    made = _made(client)
    bad = {
        "workflow": "Bad",
        "stages": [{"name": "New", "status": "open"}],
        "steps": [{"name": "In", "stage": "Old"}],
    }

    answers = [
        client.post("/api/v1/workflows", {"name": "Bad", "document": bad}, content_type="application/json"),
        client.put(
            f"/api/v1/workflows/{made['id']}/file", {"document": bad}, content_type="application/json"
        ),
        client.put(
            f"/api/v1/workflows/{made['id']}/draft", {"document": bad}, content_type="application/json"
        ),
    ]

    assert [[field["name"] for field in answer.json()["fields"]] for answer in answers] == [
        ["steps.0.stage"]
    ] * 3


def test_a_workflow_takes_its_name_from_the_file_unless_it_is_taken(acme: Acme) -> None:
    client = client_for(acme.ada)
    made = _made(client, text=BOATS)
    address = f"/api/v1/workflows/{made['id']}/file"

    taken = client.put(address, BOATS.replace("workflow: Boats", "workflow: Loans"), content_type=YAML)
    renamed = client.put(address, BOATS.replace("workflow: Boats", "workflow: Yachts"), content_type=YAML)

    assert (taken.status_code, taken.json()["code"]) == (409, "workflow_name_taken")
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Yachts")


def test_odd_bodies_are_refused(acme: Acme) -> None:
    client = client_for(acme.ada)
    address = f"/api/v1/workflows/{_made(client)['id']}/file"
    odd = [
        ("[1]", "application/json"),
        ("{}", "application/json"),
        ('{"text": 3}', "application/json"),
        ("\xff\xfe", "application/json"),
        ("- a\n- b", "application/yaml"),
        ("a: &x 1\nb: *x", "application/yaml"),
        ("", "application/yaml"),
    ]

    answers = [client.put(address, text.encode("latin-1"), content_type=kind) for text, kind in odd]
    answers.append(client.put(address, b"\xff\xfe\xfd", content_type=YAML))

    assert [answer.status_code for answer in answers] == [422] * 8


def test_only_who_configures_writes(acme: Acme) -> None:
    made = _made(client_for(acme.ada))
    ben = client_for(acme.ben)

    assert ben.get(f"/api/v1/workflows/{made['id']}").status_code == 200
    assert ben.put(f"/api/v1/workflows/{made['id']}/file", BOATS, content_type=YAML).status_code == 403
    assert ben.post("/api/v1/workflows", {"name": "X"}, content_type="application/json").status_code == 403
    reading = client_for(acme.ada, scopes=["read", "write"])
    assert (
        reading.put(f"/api/v1/workflows/{made['id']}/file", BOATS, content_type=YAML).json()["code"]
        == "scope_missing"
    )


def test_otto_sees_nothing(acme: Acme, otto: Member) -> None:
    made = _made(client_for(acme.ada))
    client = client_for(otto)

    assert [one["name"] for one in client.get("/api/v1/workflows").json()["items"]] == ["Cars"]
    assert client.get(f"/api/v1/workflows/{made['id']}").status_code == 404
    assert client.put(f"/api/v1/workflows/{made['id']}/file", BOATS, content_type=YAML).status_code == 404


def test_a_file_alone_makes_a_workflow_that_is_called_as_it_says(acme: Acme) -> None:
    client = client_for(acme.ada)

    made = client.post(
        "/api/v1/workflows", BOATS.replace("workflow: Boats", "workflow: Hulls"), content_type=YAML
    )

    assert (made.status_code, made.json()["name"], made.json()["version"]) == (201, "Hulls", 1)


def test_a_key_that_stands_twice_is_refused_by_every_way_in(acme: Acme) -> None:
    client = client_for(acme.ada)
    made = _made(client)
    twice = '{"document": {"workflow": "A", "workflow": "B", "stages": []}}'
    named = twice.replace('{"document"', '{"name": "Twice", "document"')

    answers = [
        client.post("/api/v1/workflows", named, content_type="application/json"),
        client.put(f"/api/v1/workflows/{made['id']}/file", twice, content_type="application/json"),
        client.put(f"/api/v1/workflows/{made['id']}/draft", twice, content_type="application/json"),
    ]

    assert [(one.status_code, one.json()["fields"][0]["name"]) for one in answers] == [(422, "workflow")] * 3
