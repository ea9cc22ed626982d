"""The demonstration: loaded through the gate into an empty database, so that every page has something to show."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from handsel import demo
from handsel.configuration import Kind, apply_text, describe


def rows(query: str) -> list[tuple[Any, ...]]:
    """As the owner of the tables, over all organizations."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def told(query: str) -> dict[str, int]:
    return dict(rows(query))


def test_every_page_has_something_to_show(loaded: str) -> None:
    assert stat.S_IMODE((settings.HANDSEL_DATA / "demo.txt").stat().st_mode) == 0o600
    statuses = told(
        "SELECT s.status, count(*) FROM opportunities_opportunity o JOIN workflows_versionstep s "
        "ON s.version_id = o.workflow_version_id AND s.step_id = o.step_id GROUP BY 1"
    )
    assert statuses.keys() >= {"open", "won", "lost"}
    assert rows("SELECT count(*) FROM opportunities_opportunity WHERE parent_id IS NULL") == [(90,)]
    assert rows("SELECT count(*) > 0 FROM opportunities_opportunity WHERE parent_id IS NOT NULL") == [(True,)]
    assert rows("SELECT max(number) FROM workflows_workflowversion") == [(2,)]
    events = told("SELECT type, count(*) FROM ledger_event GROUP BY 1")
    assert events.keys() >= {
        "opportunity.created", "opportunity.moved", "opportunity.assigned", "opportunity.follow_up_set", "note.added",
        "activity.added", "task.added", "contact.created", "account.created", "product.created", "member.deactivated",
        "opportunity.triggered", "opportunity.followed_on", "share.given", "share.ended", "automation.published",
    }  # fmt: skip
    assert {currency for (currency,) in rows("SELECT DISTINCT currency FROM opportunities_opportunity")} >= {
        "CAD",
        "EUR",
    }
    assert rows("SELECT count(*) > 10 FROM contacts_account WHERE parent_id IS NOT NULL") == [(True,)]
    assert rows(
        "SELECT bool_or(follow_up_at < now()), bool_or(follow_up_at > now()) FROM opportunities_opportunity WHERE closed_at IS NULL"
    ) == [(True, True)]


LISTS = (
    "opportunities", "contacts", "accounts", "products", "tasks", "teams", "members", "channels", "workflows", "keys",
    "shares", "automations",
)  # fmt: skip


def test_every_list_of_the_api_has_something_to_show(loaded: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {loaded.rpartition('API key: ')[2].strip()}"})

    shown = {name: client.get(f"/api/v1/{name}").json()["items"] for name in LISTS}
    boards = [client.get(f"/api/v1/board?closed=all&team={team['id']}").json() for team in shown["teams"]]
    timeline = client.get(f"/api/v1/opportunities/{shown['opportunities'][0]['id']}/timeline").json()["items"]

    assert [name for name, items in shown.items() if not items] == []
    assert len(boards) == 4
    everything = rows(
        "SELECT count(*) FROM opportunities_opportunity o JOIN organizations_organization g ON g.id = o.organization_id "
        "WHERE g.name = 'Lake Boats'"
    )
    assert [(sum(board["count"] for board in boards),)] == everything
    assert timeline


def test_nothing_happens_in_the_future_or_out_of_order(loaded: str) -> None:
    assert rows("SELECT count(*) FROM ledger_event WHERE at > now()") == [(0,)]
    assert rows(
        "SELECT count(*) FROM ledger_event e JOIN ledger_event f ON f.opportunity_id = e.opportunity_id "
        "AND f.revision > e.revision AND f.at < e.at"
    ) == [(0,)]
    assert rows(
        "SELECT count(*) FROM opportunities_opportunity o JOIN workflows_versionstep s "
        "ON s.version_id = o.workflow_version_id AND s.step_id = o.step_id "
        "WHERE (s.status = 'open') <> (o.closed_at IS NULL)"
    ) == [(0,)]
    assert rows(
        "SELECT count(*) FROM opportunities_opportunity WHERE follow_up_due_at < now() - interval '2 days'"
    ) == [(0,)]


def test_one_of_each_role_signs_in_and_the_key_opens(loaded: str) -> None:
    first, *people, key = loaded.splitlines()
    password = first.rpartition(" ")[2]
    told_roles = [line.split(", ", 1)[1] for line in people]
    assert told_roles[:3] == [
        "administrator of Lake Boats",
        "director of Lake Boats",
        "manager of Lake Boats",
    ]
    assert {"professional of Lake Boats", "lead generator of Lake Boats"} <= set(told_roles)

    for email in {line.split()[0] for line in people}:
        answer = Client().post(
            "/_allauth/browser/v1/auth/login",
            {"email": email, "password": password},
            content_type="application/json",
        )
        assert answer.status_code == 200, email

    me = Client(headers={"Authorization": f"Bearer {key.removeprefix('API key: ')}"}).get("/api/v1/me").json()
    assert (me["organization"]["name"], me["roles"], me["sales_licence"]) == (
        "Lake Boats",
        ["administrator"],
        True,
    )
    assert me["organization"]["parent"] is None


def test_the_demonstration_loads_only_into_an_empty_database(loaded: str) -> None:
    with pytest.raises(demo.NotEmpty, match="only into an empty database"):
        demo.load(opportunities=60)


def test_the_demonstration_is_described_as_its_file(loaded: str, tmp_path: Path) -> None:
    assert {one.kind for one in apply_text(describe(), folder=tmp_path)} == {Kind.UNCHANGED}
