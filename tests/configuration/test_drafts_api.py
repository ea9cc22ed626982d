"""Drafts, versions and logs over HTTP: written by who configures, versions read by everybody."""

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handsel.organizations.acting import Member
from handsel.workflows.document import to_file
from tests.cast import Acme, client_for
from tests.counting import counted
from tests.workflows.boats import BOATS, a_document

YAML = "application/yaml"
SENT = "application/json"


@pytest.fixture
def ada(acme: Acme) -> Client:
    return client_for(acme.ada)


@pytest.fixture
def made(ada: Client) -> dict[str, Any]:
    """A guided workflow with version 1; `at` is its address."""
    answer = ada.post("/api/v1/workflows", {"name": "Guided", "text": BOATS}, content_type=SENT)
    return {**answer.json(), "at": f"/api/v1/workflows/{answer.json()['id']}"}


def draft_of(client: Client, made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{made['at']}/draft").json()
    return found


def put(client: Client, made: dict[str, Any], body: Any, **headers: str) -> Any:
    return client.put(f"{made['at']}/draft", body, content_type=SENT, headers=headers)


def test_a_draft_is_saved_and_shown_as_it_came(ada: Client, made: dict[str, Any]) -> None:
    draft = draft_of(ada, made)
    document = {**draft["document"], "milestones": ["Deposit"]}

    saved = put(ada, made, {"document": document, "revision": draft["revision"]})

    assert (saved.status_code, saved.json()["document"], saved["ETag"]) == (200, document, '"2"')
    assert (saved.json()["changed"], saved.json()["behind"], saved.json()["version"]) == (True, False, 1)
    listed = ada.get("/api/v1/workflows").json()["items"]
    assert [one["changed"] for one in listed if one["id"] == made["id"]] == [True]


def test_a_bare_document_and_a_file_are_taken_as_well(ada: Client, made: dict[str, Any]) -> None:
    document = draft_of(ada, made)["document"]
    bare = put(ada, made, {**document, "milestones": ["One"]})
    text = ada.put(f"{made['at']}/draft", BOATS.replace("Deposit", "Two"), content_type=YAML)
    inside = put(ada, made, {"text": BOATS.replace("Deposit", "Three")})

    assert [one.json()["document"]["milestones"][0] for one in (bare, text, inside)] == [
        "One",
        "Two",
        "Three",
    ]
    assert [one["id"] for one in inside.json()["document"]["steps"]] == [
        one["id"] for one in document["steps"]
    ]


def test_what_was_checked_is_told_as_a_file_without_its_formatting(ada: Client, made: dict[str, Any]) -> None:
    """W15."""
    stored = ada.get(f"{made['at']}/file", {"version": "draft"}).content.decode()
    formatted = f"# Ours\n{BOATS}".replace(
        "  - {name: Gone, stage: Lost}", "  - name:   Gone\n    stage: Lost"
    )
    formatted = formatted.replace("workflow: Boats", stored.splitlines()[0])

    sent = ada.post(f"{made['at']}/draft/check", {"text": formatted}, content_type=SENT)

    assert (sent.status_code, sent.json()["text"]) == (200, stored)


def test_the_second_to_save_is_shown_what_the_first_saved(ada: Client, made: dict[str, Any]) -> None:
    document = draft_of(ada, made)["document"]
    first = put(ada, made, {**document, "milestones": ["Mine"]}, **{"If-Match": '"1"'})

    second = put(ada, made, {**document, "milestones": ["Yours"]}, **{"If-Match": '"1"'})

    assert (second.status_code, second.json()["code"]) == (409, "draft_conflict")
    assert second.json()["current"] == first.json() == draft_of(ada, made)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('{"workflow": "W", "workflow": "V", "stages": []}', "workflow"),
        ('{"document": {"workflow": "W", "stages": [{"name": "A", "status": "ajar"}]}}', "stages.0.status"),
        ('{"document": {"workflow": "W", "stages": [{"name": "A", "name": "B", "status": "open"}]}}', "stages.0.name"),
        ('{"document": {"workflow": "W", "stages": []}, "revision": 1, "revision": 2}', "revision"),
        ('{"revision": 1}', "document"),
        ('{"document": {}, "revision": "soon"}', "revision"),
        ('{"document": {}, "colour": 1}', "colour"),
        ("[]", None),
        ("{", "file"),
        ('{"text": "a: b: c"}', "file (line 1)"),
        ('{"text": "a", "document": {}}', None),
    ],
)  # fmt: skip
def test_what_is_refused_names_its_field(
    ada: Client, made: dict[str, Any], body: str, name: str | None
) -> None:
    answer = put(ada, made, body)

    assert answer.status_code == 422
    assert name is None or name in [field["name"] for field in answer.json()["fields"]]
    assert draft_of(ada, made)["revision"] == 1


def test_a_draft_is_checked_as_it_is_sent_or_as_it_is_stored(ada: Client, made: dict[str, Any]) -> None:
    document = draft_of(ada, made)["document"]
    stored = ada.generic("POST", f"{made['at']}/draft/check")
    sent = ada.post(f"{made['at']}/draft/check", {"document": {**document, "entries": {}}}, content_type=SENT)

    assert (stored.status_code, stored.json()["errors"], stored.json()["publishable"]) == (200, 0, True)
    assert (sent.json()["errors"], sent.json()["publishable"]) == (1, False)
    (error,) = [one for one in sent.json()["findings"] if one["level"] == "error"]
    assert (error["code"], error["element"], error["id"]) == ("no_entry", "entry", "new")
    assert draft_of(ada, made)["revision"] == 1


def test_a_draft_is_simulated_and_published(ada: Client, made: dict[str, Any]) -> None:
    put(ada, made, {**draft_of(ada, made)["document"], "milestones": ["Deposit"]})

    simulated = ada.post(f"{made['at']}/draft/simulate", {"days": 30}, content_type=SENT)
    published = ada.post(f"{made['at']}/draft/publish", {"revision": 2, "map": {}}, content_type=SENT)

    assert simulated.json()["opportunities"] == {
        "total": 0,
        "open": 0,
        "closed": 0,
        "fit": 0,
        "on_removed": 0,
    }
    assert (simulated.json()["days"], simulated.json()["publishable"]) == (30, True)
    assert published.json()["published"] == {"version": 2, "carried": 0, "moved": 0}
    assert (published.json()["version"], published.json()["changed"]) == (2, False)


def test_publishing_says_what_stands_in_the_way(ada: Client, made: dict[str, Any]) -> None:
    document = draft_of(ada, made)["document"]
    put(ada, made, {**document, "entries": {}})
    errors = ada.generic("POST", f"{made['at']}/draft/publish")
    put(ada, made, {**document, "milestones": ["Deposit"]})
    twice = ada.post(f"{made['at']}/draft/publish", '{"map": {"a": "b", "a": "c"}}', content_type=SENT)
    unknown = ada.post(f"{made['at']}/draft/publish", {"map": {"a": "b"}}, content_type=SENT)
    other = BOATS.replace("Deposit", "Other").replace("Boats", "Guided")
    ada.put(f"{made['at']}/file", other, content_type=YAML)
    behind = ada.post(f"{made['at']}/draft/publish", {}, content_type=SENT)
    over = ada.post(f"{made['at']}/draft/publish", {"over": 2}, content_type=SENT)

    assert (errors.status_code, errors.json()["code"]) == (422, "not_publishable")
    assert errors.json()["findings"][0]["code"] == "no_entry"
    assert (twice.status_code, twice.json()["fields"][0]["name"]) == (422, "map.a")
    assert (unknown.status_code, unknown.json()["fields"][0]["name"]) == (422, "map.a")
    assert (behind.status_code, behind.json()["code"], behind.json()["version"]) == (409, "draft_behind", 2)
    assert (over.status_code, over.json()["published"]["version"]) == (200, 3)


def test_a_draft_is_reset_to_the_newest_version(ada: Client, made: dict[str, Any]) -> None:
    before = draft_of(ada, made)
    put(ada, made, {**before["document"], "milestones": ["Deposit"]})

    late = ada.post(f"{made['at']}/draft/reset", {"revision": 1}, content_type=SENT)
    reset = ada.post(f"{made['at']}/draft/reset", {"revision": 2}, content_type=SENT)

    assert (late.status_code, late.json()["current"]["revision"]) == (409, 2)
    assert reset.json() == {**before, "revision": 3}


def test_a_workflow_is_begun_as_a_draft_and_can_be_given_up(ada: Client, acme: Acme) -> None:
    body = {
        "name": "Sketch",
        "draft": True,
        "text": BOATS.replace("{name: Shelf, stage: Archived}", "{name: Shelf}"),
    }
    sketch = ada.post("/api/v1/workflows", body, content_type=SENT).json()
    at = f"/api/v1/workflows/{sketch['id']}"
    ben = client_for(acme.ben)

    assert (sketch["version"], sketch["graph"], sketch["changed"], sketch["may"]) == (
        None,
        None,
        True,
        {"edit": True, "delete": True},
    )
    assert draft_of(ada, {"at": at})["based_on"] is None
    assert "Sketch" not in [one["name"] for one in ben.get("/api/v1/workflows").json()["items"]]
    assert [ben.get(f"{at}{tail}").status_code for tail in ("", "/versions", "/file")] == [404, 404, 404]
    chosen = ada.patch(f"/api/v1/teams/{acme.boats.pk}", {"workflow": sketch["id"]}, content_type=SENT)
    assert (chosen.status_code, chosen.json()["fields"][0]["name"]) == (422, "workflow")
    assert ada.get(f"{at}/file?version=draft").content.decode().startswith("workflow: Sketch\n")
    assert ada.delete(at).status_code == 204
    assert ada.get(at).status_code == 404


def test_what_was_published_cannot_be_deleted(ada: Client, made: dict[str, Any]) -> None:
    answer = ada.delete(made["at"])

    assert (answer.status_code, answer.json()["code"]) == (409, "workflow_in_use")


def test_a_copy_of_a_workflow_has_ids_of_its_own(ada: Client, made: dict[str, Any]) -> None:
    document = draft_of(ada, made)["document"]

    copy = ada.post("/api/v1/workflows", {"name": "Copy", "document": document}, content_type=SENT).json()

    assert not {one["id"] for one in copy["graph"]["steps"]} & {one["id"] for one in document["steps"]}
    assert {**copy["document"], "workflow": "Guided"} == made["document"]


def test_versions_are_listed_shown_compared_and_downloaded(
    ada: Client, acme: Acme, made: dict[str, Any]
) -> None:
    ada.put(
        f"{made['at']}/file", BOATS.replace("Deposit", "Other").replace("Boats", "Guided"), content_type=YAML
    )
    ben = client_for(acme.ben)

    listed = ben.get(f"{made['at']}/versions?limit=1").json()
    (newest,) = listed["items"]
    (first,) = ben.get(f"{made['at']}/versions?cursor={listed['next_cursor']}").json()["items"]
    shown = ben.get(f"{made['at']}/versions/1").json()
    compared = ben.get(f"{made['at']}/compare?from=1&to=2").json()
    file = ben.get(f"{made['at']}/file?version=1")

    assert (newest["number"], newest["current"], newest["steps"], newest["transitions"]) == (2, True, 6, 9)
    assert (first["number"], first["current"], first["published_by"]["name"]) == (1, False, "Ada")
    assert shown["graph"]["stages"][0]["name"] == "New"
    assert shown["document"]["steps"][0]["stage"] == "New"
    assert (shown["text"], file["Content-Type"]) == (file.content.decode(), YAML)
    assert file["Content-Disposition"].endswith("filename*=UTF-8''Guided.yaml")
    assert [(one["kind"], one["text"]) for one in compared["lines"] if one["kind"] != "same"] == [
        ("removed", "- Deposit"),
        ("added", "- Other"),
    ]
    (change,) = compared["changes"]
    assert (change["element"], change["details"][0]["what"]) == ("workflow", "milestones")
    statuses = [
        ben.get(f"{made['at']}/{tail}").status_code
        for tail in ("versions/9", "compare?from=1&to=9", "compare?from=1&to=x", "compare?from=1&to=draft", "file?version=0")
    ]  # fmt: skip
    assert statuses == [404, 404, 422, 403, 404]
    assert ada.get(f"{made['at']}/compare?from=2&to=draft").json()["changes"] == []


def test_a_file_goes_round_unchanged(ada: Client, made: dict[str, Any]) -> None:
    """W15."""
    text = ada.get(f"{made['at']}/file").content

    again = ada.put(f"{made['at']}/draft", text, content_type=YAML)

    assert (again.status_code, again.json()["revision"], again.json()["changed"]) == (200, 1, False)


def test_drafts_are_for_who_configures(acme: Acme, made: dict[str, Any]) -> None:
    ben, scoped = client_for(acme.ben), client_for(acme.ada, scopes=["read", "write"])
    tails = ("", "/check", "/simulate", "/publish", "/reset")

    for client in (ben, scoped):
        answers = [client.get(f"{made['at']}/draft"), put(client, made, {})]
        answers += [client.post(f"{made['at']}/draft{tail}", {}, content_type=SENT) for tail in tails[1:]]
        answers += [client.delete(made["at"]), upload(client, f"{made['at']}/replay")]
        answers += [upload(client, "/api/v1/workflows/logs/discover")]
        assert {answer.status_code for answer in answers} == {403}


def test_otto_meets_no_draft(otto: Member, made: dict[str, Any]) -> None:
    client = client_for(otto)

    assert client.get(f"{made['at']}/draft").status_code == 404
    assert put(client, made, to_file(a_document())).status_code == 404
    assert client.post(f"{made['at']}/draft/publish").status_code == 404
    assert upload(client, f"{made['at']}/replay").status_code == 404


LOG = "case,activity,time\n" + "".join(
    f"{case},{activity},2026-01-0{day}\n"
    for case in range(6)
    for day, activity in enumerate(("Ask", "Offer", "Sign") if case else ("Ask", "Sign"), start=1)
)


def upload(client: Client, path: str, log: bytes = LOG.encode(), **fields: Any) -> Any:
    return client.post(path, {"file": SimpleUploadedFile("sales.csv", log), **fields})


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_log_becomes_a_draft(ada: Client, pack: Any) -> None:
    """W17."""
    found = upload(ada, "/api/v1/workflows/logs/discover", pack(LOG.encode()), min=2).json()

    assert (found["log"]["cases"], found["log"]["events"], found["min"]) == (6, 17, 2)
    assert found["columns"]["available"] == ["case", "activity", "time"]
    assert [(one["from"], one["to"], one["count"]) for one in found["successions"]] == [
        ("Ask", "Offer", 5),
        ("Ask", "Sign", 1),
        ("Offer", "Sign", 5),
    ]
    assert [step["name"] for step in found["document"]["steps"]] == ["Ask", "Offer", "Sign"]
    assert found["document"]["workflow"] == "sales"
    sketch = ada.post(
        "/api/v1/workflows",
        {"name": "Sales", "draft": True, "document": found["document"]},
        content_type=SENT,
    )
    assert sketch.status_code == 201
    replayed = upload(ada, f"/api/v1/workflows/{sketch.json()['id']}/replay").json()
    assert (replayed["cases"], replayed["completed"], replayed["refused"], replayed["accepted"]) == (
        6,
        5,
        1,
        10,
    )
    assert replayed["refusals"] == [{"from": "Ask", "to": "Sign", "count": 1, "reason": "no_transition"}]
    assert replayed["unlisted"] == 0
    assert found["replay"] == replayed


def test_the_column_of_the_states_of_a_log_is_chosen(ada: Client, made: dict[str, Any]) -> None:
    """W17."""
    log = b"case,activity,phase\n1,Ask,start\n1,Ask,done\n1,Sign,DONE\n"
    chosen = {"lifecycle": "done", "lifecycle_column": "phase"}

    found = upload(ada, "/api/v1/workflows/logs/discover", log, min=1, **chosen).json()
    played = upload(ada, f"{made['at']}/replay", log, **chosen)
    lacking = [
        upload(ada, path, log, lifecycle="done")
        for path in ("/api/v1/workflows/logs/discover", f"{made['at']}/replay")
    ]

    assert (found["log"]["events"], found["log"]["skipped"], found["columns"]["lifecycle"]) == (2, 1, "phase")
    assert (played.status_code, played.json()["cases"]) == (200, 1)
    assert [(one.status_code, one.json()["fields"][0]["name"]) for one in lacking] == [
        (422, "lifecycle_column")
    ] * 2


def test_a_log_that_cannot_be_read_says_why(ada: Client, made: dict[str, Any]) -> None:
    bad = [
        upload(ada, "/api/v1/workflows/logs/discover", b""),
        upload(ada, "/api/v1/workflows/logs/discover", b"a,b\n1,2\n"),
        upload(ada, "/api/v1/workflows/logs/discover", min=0),
        upload(ada, f"{made['at']}/replay", b"\x1f\x8bnonsense"),
    ]

    assert [answer.status_code for answer in bad] == [422] * 4
    assert all(answer.json()["fields"] for answer in bad)
    assert upload(ada, f"{made['at']}/replay", version=9).status_code == 404


def test_a_field_of_a_form_is_named_as_it_was_written(ada: Client, made: dict[str, Any]) -> None:
    answers = [
        upload(ada, "/api/v1/workflows/logs/discover", min="some"),
        upload(ada, f"{made['at']}/replay", version="newest"),
    ]

    assert [[field["name"] for field in answer.json()["fields"]] for answer in answers] == [
        ["min"],
        ["version"],
    ]


def test_json_stays_json(ada: Client, made: dict[str, Any]) -> None:
    """Every key is always there, and ids are strings."""
    document = json.loads(ada.get(f"{made['at']}/draft").content)["document"]

    assert set(document["transitions"][0]) == {
        "id", "name", "from", "to", "required", "roles", "triggers", "communications",
    }  # fmt: skip
    assert set(document["entries"]) == {"new", "existing_account"}


@pytest.mark.parametrize("what", ["check", "simulate"])
def test_what_only_reads_writes_nothing_however_it_is_sent(
    ada: Client, made: dict[str, Any], what: str
) -> None:
    """A write would stall the readers of the ledger for as long as it works."""
    once = {"Idempotency-Key": "once"}
    draft_of(ada, made)

    with counted() as statements:
        first = ada.post(f"{made['at']}/draft/{what}", {}, content_type=SENT, headers=once)
        again = ada.post(f"{made['at']}/draft/{what}", {"text": BOATS}, content_type=SENT, headers=once)

    assert (first.status_code, again.status_code) == (200, 200)
    assert [
        one for one in statements if not one.lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ] == []
