"""Costs grow with what is shown, not with statements: every list asks as often for three as for one."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import Acme, a_channel, client_for
from tests.counting import counted
from tests.http.endpoints import CALLS, description, operations
from tests.http.world import send

API = "/api/v1"

# Lists that are counted beside what they list.
ELSEWHERE = {
    "GET /members": "tests/organizations/test_people_api.py",
    "GET /members/{member_id}/availability": "tests/organizations/test_me_api.py",
    "GET /teams": "tests/organizations/test_teams_api.py",
    "GET /keys": "tests/organizations/test_ways_api.py",
    "GET /channels": "tests/organizations/test_ways_api.py",
    "GET /products": "tests/catalog/test_products.py",
    "GET /notifications": "tests/notifications",
    "GET /shares": "tests/shares",
    "GET /opportunities/{opportunity_id}/shares": "tests/shares",
    "GET /automations": "tests/automations",
    "GET /automations/{automation_id}/versions": "tests/automations",
    "GET /automations/runs": "tests/automations",
    "GET /automations/{automation_id}/runs": "tests/automations",
    "GET /imports": "tests/imports",
    "GET /imports/layouts": "of the program, not of the database",
    "GET /imports/{import_id}/rows": "tests/imports",
}
LISTS = {
    "GET /opportunities": "opportunities?{}",
    "GET /opportunities/{opportunity_id}/timeline": "opportunities/{first}/timeline?{}",
    "GET /opportunities/{opportunity_id}/tasks": "opportunities/{first}/tasks?{}",
    "GET /tasks": "tasks?{}",
    "GET /contacts": "contacts?{}",
    "GET /contacts/{contact_id}/opportunities": "contacts/{contact}/opportunities?{}",
    "GET /accounts": "accounts?{}",
    "GET /accounts/{account_id}/opportunities": "accounts/{account}/opportunities?{}",
    "GET /accounts/{account_id}/contacts": "accounts/{account}/contacts?{}",
    "GET /workflows/{workflow_id}/versions": "workflows/{workflow}/versions?{}",
}
WITHOUT_PAGES = {"GET /workflows": "workflows", "GET /views": "views"}


def test_every_list_is_counted() -> None:
    lists = {
        name
        for name, operation in operations()
        if name in CALLS and name.startswith("GET ") and "items" in fields_of(operation)
    }

    assert lists - set(LISTS) - set(WITHOUT_PAGES) - set(ELSEWHERE) == set()


def fields_of(operation: dict[str, Any]) -> set[str]:
    content = operation["responses"].get("200", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    schema = description()["components"]["schemas"].get(reference.rpartition("/")[2], {})
    return set(schema.get("properties", {}))


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


@pytest.fixture
def three(ben: Client, acme: Acme) -> dict[str, str]:
    """Three of everything; the first opportunity has three tasks and notes."""
    account = send(ben, "POST", f"{API}/accounts", {"name": "Firm"}).json()["id"]
    contact = send(ben, "POST", f"{API}/contacts", {"name": "Ana", "account": account}).json()["id"]
    for name in ("Bea", "Caro"):
        send(ben, "POST", f"{API}/accounts", {"name": f"Firm of {name}"})
        send(ben, "POST", f"{API}/contacts", {"name": name, "account": account})
    body = {"team": str(acme.boats.pk), "contact": contact}
    made = [
        send(ben, "POST", f"{API}/opportunities", body | {"title": title}).json()["id"] for title in "abc"
    ]
    for title in "abc":
        send(ben, "POST", f"{API}/opportunities/{made[0]}/tasks", {"title": title})
        send(ben, "POST", f"{API}/opportunities/{made[0]}/notes", {"text": title})
        send(ben, "POST", f"{API}/views", {"name": title, "team": str(acme.boats.pk)})
    workflow, ada = str(acme.boats.workflow_id), client_for(acme.ada)
    file = ada.get(f"{API}/workflows/{workflow}").json()["document"]
    for name in ("Second", "Third"):
        send(ada, "PUT", f"{API}/workflows/{workflow}/file", {"document": {**file, "workflow": name}})
    return {"first": made[0], "contact": contact, "account": account, "workflow": workflow}


def statements_for(client: Client, path: str) -> tuple[int, int]:
    with counted() as statements:
        answer = client.get(f"{API}/{path}")
    return len(statements), len(answer.json()["items"])


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS)
def test_a_list_of_three_costs_what_a_list_of_one_costs(
    ben: Client, three: dict[str, str], path: str
) -> None:
    one, most = (path.format(f"limit={count}", **three) for count in (1, 3))
    ben.get(f"{API}/{most}")

    for_one, for_three = statements_for(ben, one), statements_for(ben, most)

    assert (for_one[1], for_three[1]) == (1, 3)
    assert for_one[0] == for_three[0]


@pytest.mark.parametrize("path", WITHOUT_PAGES.values())
def test_a_list_that_is_never_long_asks_a_fixed_number_too(
    ben: Client, three: dict[str, str], path: str
) -> None:
    with counted() as statements:
        items = ben.get(f"{API}/{path}").json()["items"]

    assert len(items) >= 2
    assert len(commands_of(statements)) == 2


def test_a_board_costs_the_same_for_one_card_and_for_three(ben: Client, acme: Acme) -> None:
    counts = []
    for name in ("Ana", "Bea", "Caro"):
        send(ben, "POST", f"{API}/opportunities", {"team": str(acme.boats.pk), "new_contact": {"name": name}})
        with counted() as statements:
            board = ben.get(f"{API}/board", {"team": str(acme.boats.pk)}).json()
        counts.append((board["count"], len(statements)))

    assert [count for count, _ in counts] == [1, 2, 3]
    assert counts[0][1] == counts[2][1]
    assert counts[0][1] <= 12


def commands_of(statements: list[str]) -> list[str]:
    """Between BEGIN and COMMIT: without what opens and closes a wrapped test's savepoints."""
    since = next(place for place, statement in enumerate(statements) if "organizations_enter(" in statement)
    return [
        statement
        for statement in statements[since:]
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL ROLE"))
        and "set_config('handsel.organization', ''" not in statement
    ]


def test_a_move_takes_four_statements(ben: Client, acme: Acme) -> None:
    """Whose key it is and the clock, the lock, the change, the event."""
    body = {"team": str(acme.boats.pk), "new_contact": {"name": "Ana"}}
    made = send(ben, "POST", f"{API}/opportunities", body).json()
    path = f"{API}/opportunities/{made['id']}"
    stages = [one["stage"]["id"] for one in ben.get(f"{path}/moves").json()["moves"]]
    send(ben, "POST", f"{path}/move", {"stage": stages[0]})

    with counted() as statements:
        moved = send(ben, "POST", f"{path}/move", {"stage": stages[1], "revision": 2})

    assert moved.status_code == 200
    commands = commands_of(statements)
    assert len(commands) == 4, commands
    assert "organizations_enter(" in commands[0]
    assert "FOR UPDATE OF o" in commands[1]
    assert "UPDATE opportunities_opportunity" in commands[2]
    assert "INSERT INTO ledger_event" in commands[3]


@pytest.mark.parametrize(
    ("tail", "body"),
    [("/owner", {"owner": None}), ("/amount", {"amount": 1}), ("/follow-up", {"follow_up_at": None})],
)
def test_a_quick_control_takes_no_more(ben: Client, acme: Acme, tail: str, body: dict[str, Any]) -> None:
    new = {"team": str(acme.boats.pk), "new_contact": {"name": "Ana"}}
    path = f"{API}/opportunities/{send(ben, 'POST', f'{API}/opportunities', new).json()['id']}"

    with counted() as statements:
        saved = send(ben, "PUT", path + tail, body)

    assert saved.status_code == 200
    assert len(commands_of(statements)) == 4


def test_a_new_opportunity_takes_a_fixed_number(ben: Client, acme: Acme) -> None:
    counts = []
    for name in ("Ana", "Bea", "Caro"):
        with counted() as statements:
            send(
                ben,
                "POST",
                f"{API}/opportunities",
                {"team": str(acme.boats.pk), "new_contact": {"name": name}},
            )
        counts.append(len(commands_of(statements)))

    assert counts[1] == counts[2]
    assert counts[1] <= 12
