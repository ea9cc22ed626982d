"""Asking for contacts and accounts over HTTP."""

from typing import Any

from django.test import Client

CONTACTS, ACCOUNTS = "/api/v1/contacts", "/api/v1/accounts"


def send(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    return getattr(client, method)(path, body, content_type="application/json", headers=headers)


def make(client: Client, path: str = CONTACTS, **body: Any) -> dict[str, Any]:
    answer = send(client, "post", path, body)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def get(client: Client, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def patch(client: Client, path: str, **body: Any) -> dict[str, Any]:
    answer = send(client, "patch", path, body)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def refused_fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.content
    return [field["name"] for field in answer.json()["fields"]]
