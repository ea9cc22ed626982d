"""Calls as an existing integration makes them."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from handsel.organizations.acting import Member
from handsel.organizations.keys import SHOWN
from tests.cast import a_key

HERE = "/v2/EntityAccess.svc"
SCOPES = ("read", "write")


@dataclass(frozen=True)
class Program:
    """Knows one key, and nothing of our API."""

    access: str
    secret: str

    def send(self, path: str, body: Any = None, **more: str) -> Any:
        query = urlencode({"accessKey": self.access, "secretKey": self.secret, **more})
        client = Client(enforce_csrf_checks=True)
        if body is None:
            return client.get(f"{HERE}{path}?{query}")
        return client.post(f"{HERE}{path}?{query}", json.dumps(body), content_type="application/json")

    def share(self, *elements: dict[str, Any]) -> str:
        return accepted(self.send("/Share", list(elements)))

    def revoke(self, *elements: dict[str, Any]) -> str:
        return accepted(self.send("/Revoke", list(elements)))

    def status(self, request_id: str) -> dict[str, Any]:
        answer = self.send("/Status/Get", id=request_id)
        assert answer.status_code == 200, answer.content
        told: dict[str, Any] = answer.json()
        return told


def accepted(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    assert answer.json()["Status"] == "Success"
    return str(answer.json()["Message"]["Id"])


def program_of(member: Member, scopes: tuple[str, ...] = SCOPES) -> Program:
    secret = a_key(member, scopes)
    return Program(secret[:SHOWN], secret)


def an_element(opportunity: Any, member: Member, **more: Any) -> dict[str, Any]:
    """Of the vendor's page: https://apidocs.leadsquared.com/share-an-opportunity/"""
    return {
        "UserId": str(member.id),
        "Entity": 5,
        "EntityType": 3,
        "EntityId": str(opportunity),
        "AccessType": 2,
        **more,
    }


def kind_of(answer: Any) -> tuple[int, str, str]:
    body = answer.json()
    assert set(body) == {"Status", "ExceptionType", "ExceptionMessage"}
    assert body["Status"] == "Error"
    return answer.status_code, body["ExceptionType"], body["ExceptionMessage"]
