"""The log of runs over the API (A1): newest first, filtered, by pages, in names."""

from typing import Any

import pytest
from django.test import Client

from handsel.opportunities.deleting import delete
from handsel.organizations.acting import acting
from tests.automations.house import begin, publish, runs, work
from tests.automations.recipes import a_document, a_step, an_id, note
from tests.cast import Acme, an_opportunity, client_for
from tests.counting import counted
from tests.http.world import send


@pytest.fixture
def ada(committing: str, acme: Acme) -> Client:
    begin()
    return client_for(acme.ada)


def ask(client: Client, path: str) -> Any:
    answer = send(client, "GET", f"/api/v1/automations{path.partition('?')[0]}", query=path.partition("?")[2])
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_run_says_what_set_it_off_and_what_came_of_it(ada: Client, acme: Acme) -> None:
    when = ({"field": "owner", "op": "any", "value": f"{acme.ben.id},{acme.pia.id}"},)
    made = publish("Give", a_document(a_step("set_owner", member=None), when=when), by=acme.ada)
    boat = an_opportunity(acme.boats, by=acme.ben, title="Sail")
    work()

    [shown] = ask(ada, "/runs")["items"]

    [run] = runs(acme.ada)
    at = {line.pop("at") for line in shown["lines"]}
    times = {name: shown.pop(name) for name in ("started_at", "ended_at")}
    assert shown == {
        "id": str(run.pk),
        "automation": {"id": str(made), "name": "Give"},
        "version": 1,
        "opportunity": {"id": str(boat), "name": "Sail"},
        "number": run.number,
        "event": {
            "id": str(run.event_id),
            "type": "opportunity.created",
            "at": run.event_at.isoformat().replace("+00:00", "Z"),
        },
        "state": "done",
        "depth": 1,
        "caused_by": None,
        "due_at": None,
        "lines": [
            {
                "what": "condition",
                "step_id": None,
                "outcome": "yes",
                "code": None,
                "text": {
                    "key": "automation.line.condition",
                    "values": {
                        "field": "owner",
                        "op": "any",
                        "value": "Ben,Pia",
                        "place": "0",
                        "found": "Ben",
                    },
                },
            },
            {
                "what": "action",
                "step_id": an_id(1),
                "outcome": "done",
                "code": None,
                "text": {"key": "automation.line.set_owner", "values": {"owner": None}},
            },
        ],
    }
    assert at == set(times.values())
    assert ask(ada, f"/runs/{run.pk}")["id"] == str(run.pk)


def test_what_conditions_found_is_told_as_long_as_the_opportunity_is_there(ada: Client, acme: Acme) -> None:
    publish("Give", a_document(note(), when=({"field": "title", "op": "is", "value": "Sail"},)), by=acme.ada)
    boat = an_opportunity(acme.boats, by=acme.ben, title="Sail")
    work()

    def found() -> Any:
        [run] = ask(ada, "/runs")["items"]
        return run["lines"][0]["text"]["values"].get("found", "nothing")

    before = found()
    with acting(acme.ada) as at:
        delete(boat, by=acme.ada, at=at)

    assert (before, found()) == ("Sail", "nothing")


def test_runs_are_filtered_by_state_automation_and_opportunity(ada: Client, acme: Acme) -> None:
    one = publish("One", a_document(note()), by=acme.ada)
    publish("Two", a_document(a_step("wait", days=1), note(called=2)), by=acme.ada)
    boat, other = (an_opportunity(acme.boats, by=acme.ben) for _ in range(2))
    work()

    def count(path: str) -> int:
        return len(ask(ada, path)["items"])

    assert count("/runs") == 4
    assert count("/runs?state=done") == 2
    assert count("/runs?state=done&state=waiting") == 4
    assert count("/runs?state=failed") == 0
    assert count(f"/runs?automation={one}") == 2
    assert count(f"/{one}/runs") == 2
    assert count(f"/{one}/runs?opportunity={boat}&state=done") == 1
    assert count(f"/runs?opportunity={other}") == 2


def test_runs_come_by_pages_newest_first(ada: Client, acme: Acme) -> None:
    publish("One", a_document(note()), by=acme.ada)
    for _ in range(5):
        an_opportunity(acme.boats, by=acme.ben)
        work()

    seen, cursor = [], ""
    while True:
        page = ask(ada, f"/runs?limit=2{cursor}")
        seen += [run["number"] for run in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5


def test_a_page_asks_as_often_for_three_as_for_one(ada: Client, acme: Acme) -> None:
    publish("One", a_document(a_step("set_owner", member=str(acme.ben.id)), note(called=2)), by=acme.ada)
    for _ in range(3):
        an_opportunity(acme.boats, by=acme.ben)
    work()
    ask(ada, "/runs")  # what is kept from then on

    with counted() as for_one:
        assert len(ask(ada, "/runs?limit=1")["items"]) == 1
    with counted() as for_three:
        assert len(ask(ada, "/runs?limit=3")["items"]) == 3

    assert len(for_three) == len(for_one)


def test_an_unknown_run_or_state_is_refused(ada: Client, acme: Acme) -> None:
    unknown = an_id("nobody")

    for path in (f"/automations/runs/{unknown}", f"/automations/{unknown}/runs"):
        assert send(ada, "GET", f"/api/v1{path}").status_code == 404
    assert send(ada, "GET", "/api/v1/automations/runs", query="state=gone").status_code == 422
    assert send(ada, "GET", "/api/v1/automations/runs", query="cursor=other").status_code == 422


def test_who_does_not_configure_reads_no_log(ada: Client, acme: Acme) -> None:
    for member in (acme.ben, acme.leo):
        assert send(client_for(member), "GET", "/api/v1/automations/runs").status_code == 403


def test_the_list_of_automations_counts_the_runs_of_a_day(ada: Client, acme: Acme) -> None:
    publish("Gives", a_document(a_step("set_owner", member=str(acme.pia.id))), by=acme.ada)
    for _ in range(2):
        an_opportunity(acme.boats, by=acme.ben)
    work()

    [shown] = ask(ada, "")["items"]
    assert shown["runs"] == {"day": 2, "failed": 2}
    assert shown["last_run_at"] is not None
