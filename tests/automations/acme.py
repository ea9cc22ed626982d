"""Automations of Acme, by the API and by the actions."""

import json
from typing import Any
from uuid import UUID

from django.test import Client

from handsel.automations import drafts, publishing
from handsel.automations.checking import check_document
from handsel.kernel.ids import new_id
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Organization

ROOT = "/api/v1/automations"


def ask(client: Client, method: str, path: str = "", body: Any = None) -> Any:
    """Path behind /automations."""
    if body is None:
        return client.generic(method, ROOT + path)
    return client.generic(method, ROOT + path, json.dumps(body), "application/json")


def made(client: Client, name: str, document: Any = None) -> dict[str, Any]:
    answer = ask(client, "POST", "", {"name": name, **({"document": document} if document else {})})
    assert answer.status_code == 201, answer.content
    plain: dict[str, Any] = answer.json()
    return plain


def an_automation(name: str, document: dict[str, Any], *, by: Member) -> UUID:
    with acting(by) as at:
        return drafts.make(name, document=document, by=by, at=at)


def a_live_one(name: str, document: dict[str, Any], *, by: Member) -> UUID:
    automation_id = an_automation(name, document, by=by)
    with acting(by) as at:
        publishing.publish(automation_id, revision=1, by=by, at=at)
    return automation_id


def findings(document: dict[str, Any], *, by: Member) -> list[tuple[str, str, str, str]]:
    """Level, code, place and slot of each."""
    with acting(by):
        found = check_document(document, automation_id=new_id(), by=by, name="Draft")
    return [(one.level, one.code, one.place, one.slot) for one in found]


def switch_on(organization: Organization, *names: str, by: Member) -> None:
    with acting(by):
        Organization.objects.filter(pk=organization.pk).update(switches=dict.fromkeys(names, True))
