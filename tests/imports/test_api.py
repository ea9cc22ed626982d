"""Imports over HTTP, from the upload to the undo; and who may not."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handsel.imports import jobs
from handsel.imports.reading import Upload
from handsel.imports.rules import Work
from handsel.organizations.acting import Member
from tests.cast import Acme, client_for
from tests.imports.running_maven import maven, table

ROWS = [{"id": "1", "title": "A boat", "stage": "New"}, {"id": "2", "title": "A bigger boat", "stage": "Won"}]


def upload(client: Client, uploads: list[Upload], **form: str) -> Any:
    files = [SimpleUploadedFile(one.name, one.content) for one in uploads]
    return client.post("/api/v1/imports", {"files": files, **form})


def started(client: Client, acme: Acme) -> str:
    answer = upload(client, [table(ROWS)], layout="csv", team=str(acme.boats.pk))
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def test_an_import_from_upload_to_undo(db: None, acme: Acme) -> None:
    client = client_for(acme.ada)

    begun = upload(client, [table(ROWS)], team="Boats").json()

    assert (begun["state"], begun["layout"], begun["source"]) == ("mapping", "csv", "csv")
    assert begun["files"] == [{"name": "deals.csv", "rows": 2, "columns": ["id", "title", "stage"]}]
    assert begun["mapping"][1] == {
        "file": "deals.csv", "column": "title", "target": "title", "sample": ["A boat", "A bigger boat"], "note": "",
    }  # fmt: skip
    assert {"key": "contact.email", "label": "Contact: e-mail"} in begun["targets"]
    one = f"/api/v1/imports/{begun['id']}"

    mapped = client.put(
        f"{one}/mapping",
        {"mapping": [{"file": "deals.csv", "column": "title", "target": "description"}]},
        content_type="application/json",
    ).json()
    checked = client.post(f"{one}/check").json()

    assert mapped["mapping"][1]["target"] == "description"
    assert (checked["state"], checked["report"]["create"], checked["may"]["run"]) == ("checked", 2, True)

    running = client.post(f"{one}/run").json()
    assert running["state"] == "running"
    the_worker_does(begun["id"], acme.ada)
    done = client.get(one).json()

    assert (done["state"], done["progress"], done["report"]["create"]) == ("done", {"done": 2, "total": 2}, 2)
    assert done["by"] == {"id": str(acme.ada.id), "name": "Ada"}
    rows = client.get(f"{one}/rows?kind=created&limit=1").json()
    assert [row["source_id"] for row in rows["items"]] == ["1"]
    rest = client.get(f"{one}/rows?kind=created&limit=1&cursor={rows['next_cursor']}").json()
    assert ([row["source_id"] for row in rest["items"]], rest["next_cursor"]) == (["2"], None)
    assert [line["id"] for line in client.get("/api/v1/imports").json()["items"]] == [begun["id"]]

    assert client.post(f"{one}/undo").json()["state"] == "undoing"
    the_worker_does(begun["id"], acme.ada)
    assert client.get(one).json()["state"] == "undone"
    assert client.get("/api/v1/opportunities").json()["items"] == []


def the_worker_does(import_id: str, member: Member) -> None:
    """What the ledger says last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('handsel.organization', %s, true)", [str(member.organization_id)])
        cursor.execute(
            "SELECT data->>'work', actor_id FROM ledger_event WHERE type = 'import.started' ORDER BY id DESC LIMIT 1"
        )
        work, member_id = cursor.fetchone()
    jobs.work_on_import(import_id=import_id, member_id=str(member_id), work=Work(work).value)


def test_the_maven_layout_is_known_by_its_files(db: None, acme: Acme) -> None:
    client = client_for(acme.ada)

    begun = upload(client, maven(rows=5)).json()

    assert begun["layout"] == "maven"
    assert begun["mapping"][0] == {
        "file": "accounts.csv", "column": "account", "target": "account.name",
        "sample": ["Acme Corporation", "Betasoloin", "Betatech"], "note": "",
    }  # fmt: skip
    left_out = [line for line in begun["mapping"] if not line["target"]]
    assert {line["file"] for line in left_out} == {"data_dictionary.csv"}
    assert left_out[0]["note"] == "left out: it describes the columns of the others"


def test_a_broken_table_is_not_run_and_names_its_lines(db: None, acme: Acme) -> None:
    client = client_for(acme.ada)
    rows = [*ROWS, {"id": "3", "title": "x", "stage": "Nowhere"}]
    begun = upload(client, [table(rows)], team="Boats").json()

    checked = client.post(f"/api/v1/imports/{begun['id']}/check").json()
    refused = client.post(f"/api/v1/imports/{begun['id']}/run")

    assert (checked["report"]["problems"], checked["may"]["run"]) == (1, False)
    assert refused.status_code == 422
    assert refused.json()["code"] == "import_broken"
    assert refused.json()["fields"][0]["name"] == "deals.csv:4 stage"
    problem = client.get(f"/api/v1/imports/{begun['id']}/rows?kind=problem").json()["items"][0]
    assert (problem["line"], problem["messages"][0]["column"]) == (4, "stage")


def test_what_can_not_be_read_is_refused_at_the_upload(db: None, acme: Acme) -> None:
    client = client_for(acme.ada)

    nul = upload(client, [Upload("a.csv", b"a,b\n1,\0\n")])
    no_layout = upload(client, [table(ROWS)], layout="dbase")
    no_team = upload(client, [table(ROWS)], team=str(acme.organization.pk))
    no_file = client.post("/api/v1/imports", {"layout": "csv"})

    assert [answer.status_code for answer in (nul, no_layout, no_team, no_file)] == [422] * 4
    assert nul.json()["fields"] == [{"name": "a.csv:2", "message": nul.json()["fields"][0]["message"]}]
    assert no_layout.json()["fields"][0]["name"] == "layout"
    assert no_team.json()["fields"][0]["name"] == "team"
    assert client.get("/api/v1/imports").json()["items"] == []


def test_a_run_needs_a_check_and_happens_once(db: None, acme: Acme) -> None:
    client = client_for(acme.ada)
    one = f"/api/v1/imports/{started(client, acme)}"

    assert client.post(f"{one}/run").json()["code"] == "import_not_ready"
    client.post(f"{one}/check")
    assert client.post(f"{one}/run").status_code == 200
    assert client.post(f"{one}/run").status_code == 409
    assert client.put(f"{one}/mapping", {"mapping": []}, content_type="application/json").status_code == 409


def test_otto_and_who_may_not_import_see_nothing(db: None, acme: Acme, otto: Member) -> None:
    ours = started(client_for(acme.ada), acme)
    calls = [
        ("get", ""),
        ("get", "/rows"),
        ("post", "/check"),
        ("post", "/run"),
        ("post", "/undo"),
        ("put", "/mapping"),
    ]

    def answers(client: Client) -> set[int]:
        return {
            getattr(client, method)(
                f"/api/v1/imports/{ours}{end}", {}, content_type="application/json"
            ).status_code
            if method != "get"
            else client.get(f"/api/v1/imports/{ours}{end}").status_code
            for method, end in calls
        }

    assert answers(client_for(otto)) == {404}
    assert client_for(otto).get("/api/v1/imports").json()["items"] == []
    assert answers(client_for(acme.ben)) == {403}
    assert answers(client_for(acme.ada, scopes=("read", "write"))) == {403}
    assert upload(client_for(acme.ben), [table(ROWS)]).status_code == 403


def test_a_list_costs_the_same_however_long(db: None, acme: Acme) -> None:
    client = client_for(acme.ada)
    costs = []
    for count in (1, 2):
        for _ in range(count):
            started(client, acme)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/api/v1/imports").status_code == 200
        costs.append(len(captured))

    assert costs[0] == costs[1]
