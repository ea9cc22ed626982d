"""What bad input is tried on, and how a problem answer is told."""

from typing import Any

from django.db import connection
from django.test import Client

from tests.cast import Acme
from tests.http.world import send

API = "/api/v1"
NOWHERE = "00000000-0000-7000-8000-000000000000"
LONG, LONGER = "é" * 5_000, "é" * 100_000  # two bytes each: limits count characters


def body(acme: Acme, **more: Any) -> dict[str, Any]:
    return {"team": str(acme.boats.pk), "new_contact": {"name": "Ana"}, **more}


def created(client: Client, acme: Acme, **more: Any) -> dict[str, Any]:
    answer = send(client, "POST", f"{API}/opportunities", body(acme, **more))
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def stored() -> list[int]:
    """How many rows and events there are, as the test's own transaction sees them."""
    tables = (
        "opportunities_opportunity", "opportunities_note", "opportunities_task", "opportunities_activity",
        "contacts_contact", "contacts_account", "board_savedview", "ledger_event",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        counts = []
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(int(cursor.fetchone()[0]))
        cursor.execute("SET ROLE handsel_app")
        return counts


def assert_problem(answer: Any, status: int, field: str | None) -> None:
    said = answer.json()
    assert answer.status_code == status, said
    assert answer["Content-Type"] == "application/problem+json"
    assert said["code"]
    assert said["detail"]
    if field is not None:
        assert [one["name"] for one in said["fields"]] == [field]
        assert all(one["message"] for one in said["fields"])
