"""One of everything in an organization, made through the API and committed: what the tests of all endpoints call upon."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handsel.automations.runs_models import Line, Run
from handsel.organizations.acting import System, acting
from handsel.organizations.models import Organization
from tests.cast import a_member, a_team, an_organization, client_for

TENANTS = """
SELECT c.relname, CASE WHEN c.relname = 'organizations_organization' THEN 'id' ELSE 'organization_id' END
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
AND c.relname <> 'http_idempotencykey' ORDER BY 1
"""
SEEN_AT = "'last_used_at', 'last_seen_at'"  # told at most every five minutes, by any request

FREE = {
    "mode": "free",
    "stages": [
        {"name": "New", "status": "open"},
        {"name": "Qualified", "status": "open"},
        {"name": "Won", "status": "won"},
    ],
}


@dataclass(frozen=True)
class World:
    organization: Organization
    """Its name is in every name of the world, so that it shows wherever something leaks."""
    client: Client
    """Of an administrator who is a manager too and sits in the team."""
    ids: dict[str, str]
    """By kind: opportunity, team, contact, step, …"""


def a_world(name: str) -> World:
    organization = an_organization(name, switches={"sharing": True})
    teams = [a_team(organization, f"{kind} {name}") for kind in ("Boats", "Loans", "Empty")]
    boss = a_member(organization, f"Boss {name}", roles=("administrator", "manager"), teams=teams[:1])
    mate = a_member(organization, f"Mate {name}", teams=teams[:1])
    client = client_for(boss)
    ids = {
        "organization": str(organization.pk),
        "team": str(teams[0].pk),
        "other_team": str(teams[1].pk),
        "empty_team": str(teams[2].pk),
        "workflow": str(teams[0].workflow_id),
        "boss": str(boss.id),
        "member": str(mate.id),
    }

    def make(kind: str, path: str, body: dict[str, Any]) -> None:
        answer = send(client, "POST", f"/api/v1{path}", body)
        assert answer.status_code == 201, (path, answer.content)
        ids[kind] = answer.json()["id"]

    follow = {**FREE, "workflow": f"Boats {name}", "follow_ons": [{"name": f"Service {name}", "step": "Won"}]}
    answer = send(client, "PUT", f"/api/v1/workflows/{ids['workflow']}/file", {"document": follow})
    assert answer.status_code == 200, answer.content
    make("channel", "/channels", {"kind": "in_person", "name": f"Counter {name}"})
    make("spare_channel", "/channels", {"kind": "voice", "name": f"Phone {name}"})
    make("account", "/accounts", {"name": f"Firm {name}"})
    make("other_account", "/accounts", {"name": f"Other firm {name}"})
    make("contact", "/contacts", {"name": f"Ana {name}", "email": f"ana@{name.lower()}.example"})
    make("spare_contact", "/contacts", {"name": f"Spare {name}"})
    make("product", "/products", {"name": f"Boat {name}", "price": "10", "currency": "EUR"})
    new = {
        "team": ids["team"],
        "contact": ids["contact"],
        "channel": ids["channel"],
        "account": ids["account"],
    }
    make("opportunity", "/opportunities", {**new, "title": f"Sale {name}", "owner": ids["member"]})
    make("spare_opportunity", "/opportunities", {**new, "title": f"Spare {name}"})
    own = f"/opportunities/{ids['opportunity']}"
    make("note", f"{own}/notes", {"text": f"Note {name}"})
    make("task", f"{own}/tasks", {"title": f"Task {name}", "due_at": "2030-01-01T00:00:00Z"})
    make("activity", f"{own}/activities", {"type": f"Visit {name}"})
    make("share", f"{own}/shares", {"team": ids["other_team"], "days": 3})
    make("share_with_boss", f"{own}/shares", {"member": ids["boss"], "days": 3})
    make("view", "/views", {"name": f"View {name}", "team": ids["team"]})
    note = {"id": "01980000-0000-7000-8000-000000000002", "do": "add_note", "text": f"Hello {name}"}
    recipe = {"trigger": {"type": "opportunity_created"}, "conditions": [], "steps": [note]}
    make("automation", "/automations", {"name": f"Greeting {name}", "document": recipe})
    ids["run"] = a_run(organization, ids)
    make("key", "/keys", {"name": f"Key {name}", "scopes": ["read"]})
    people = {"name": f"Guest {name}", "roles": ["professional"], "email": f"guest@{name.lower()}.example"}
    make("invited", "/members", people)
    deals = SimpleUploadedFile(f"{name}.csv", f"id,title,stage\n1,Deal {name},New\n".encode())
    begun = client.post("/api/v1/imports", {"files": [deals], "team": ids["team"]})
    assert begun.status_code == 201, begun.content
    ids["import"] = begun.json()["id"]
    moves = client.get(f"/api/v1{own}/moves").json()
    ids |= {"here": moves["step"]["id"], "here_stage": moves["stage"]["id"]}
    ids |= {"step": moves["moves"][0]["step"]["id"], "stage": moves["moves"][0]["stage"]["id"]}
    ids["transition"] = moves["moves"][0]["transition"]["id"]
    ids["follow_on"] = client.get(f"/api/v1{own}/family").json()["follow_ons"][0]["id"]
    return World(organization, client, ids)


def a_run(organization: Organization, ids: dict[str, str]) -> str:
    """As the worker would have left it."""
    with acting(System(organization_id=organization.pk)) as at:
        run = Run.objects.create(
            organization=organization, automation_id=ids["automation"], version_number=1, event_transaction=1, event_id=1,
            event_type="opportunity.created", event_at=at, opportunity_id=ids["opportunity"], number=1, position=0, depth=1,
            state="done", started_at=at, ended_at=at, created_at=at,
        )  # fmt: skip
        text = {"key": "automation.line.set_owner", "values": {"owner": ids["member"]}}
        Line.objects.create(
            organization=organization, run=run, number=1, what="action", outcome="done", text=text, at=at
        )
    return str(run.pk)


def send(client: Client, method: str, path: str, body: Any = None, query: str = "", *, file: str = "") -> Any:
    """With a `file`, as a form that brings it; else as JSON."""
    if file:
        one, several = (SimpleUploadedFile("table.csv", file.encode(), content_type="text/csv") for _ in "12")
        return client.post(path, {**(body or {}), "file": one, "files": several})
    if body is None:
        return client.generic(method, path, QUERY_STRING=query)
    return client.generic(method, path, json.dumps(body), "application/json", QUERY_STRING=query)


def filled(template: Any, ids: dict[str, str]) -> Any:
    """`$team` becomes the team's id, wherever it stands."""
    if isinstance(template, str):
        return re.sub(r"\$(\w+)", lambda found: ids[found[1]], template)
    if isinstance(template, dict):
        return {key: filled(value, ids) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(value, ids) for value in template]
    return template


def fingerprint(address: str, *, organization: Organization | None = None) -> dict[str, tuple[int, str]]:
    """Every tenant row of the database, or of one organization, by table: how many, and what they come to."""
    found: dict[str, tuple[int, str]] = {}
    with psycopg.connect(address) as connection:
        for table, column in connection.execute(TENANTS).fetchall():
            inside = "" if organization is None else f"WHERE {column} = '{organization.pk}'"
            query = f"""
                SELECT count(*), md5(coalesce(string_agg(row, '|' ORDER BY row), '')) FROM (
                    SELECT (to_jsonb(t) - ARRAY[{SEEN_AT}])::text AS row FROM {table} t {inside}) rows"""
            [found[table]] = connection.execute(query).fetchall()
    return found


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [table for table in before if before[table] != after[table]]


def leaks(text: str, world: World) -> Iterator[str]:
    """What of the world stands in an answer."""
    if world.organization.name in text:
        yield world.organization.name
    yield from (f"{kind} {identity}" for kind, identity in world.ids.items() if identity in text)


def nowhere() -> str:
    return str(UUID(int=uuid4().int))
