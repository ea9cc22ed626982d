"""A key is proven by the statement that opens the request's transaction, and by nothing else (docs/adr/0014)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from handsel.organizations.acting import System, acting
from handsel.organizations.authentication import ENTER, hash_secret
from tests.cast import Acme, a_key, client_for

SETTINGS = "SELECT current_setting('handsel.organization', true), current_setting('handsel.member', true)"


def ask(query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def test_a_live_key_enters_its_members_organization(acme: Acme) -> None:
    secret = a_key(acme.ben)

    rows = ask(ENTER, [hash_secret(secret)])

    assert [row[:4] for row in rows] == [
        (acme.ben.id, acme.ben.user_id, acme.ben.organization_id, acme.ben.name)
    ]
    assert ask(SETTINGS) == [(str(acme.ben.organization_id), str(acme.ben.id))]


@pytest.mark.parametrize(
    "ended",
    [
        "UPDATE organizations_apikey SET revoked_at = now() WHERE member_id = %s",
        "UPDATE organizations_membership SET deactivated_at = now() WHERE id = %s",
        "UPDATE organizations_membership SET joined_at = NULL WHERE id = %s",
        "UPDATE organizations_user SET is_active = false WHERE id = (SELECT user_id FROM organizations_membership WHERE id = %s)",
    ],
)
def test_a_key_that_ended_enters_nothing(acme: Acme, ended: str) -> None:
    secret = a_key(acme.ben)
    with acting(System(organization_id=acme.ben.organization_id)), connection.cursor() as cursor:
        cursor.execute(ended, [acme.ben.id])

    assert ask(ENTER, [hash_secret(secret)]) == []
    assert ask(ENTER, [hash_secret("hs_nobody's")]) == []
    assert ask(SETTINGS) in ([("", "")], [(None, None)])


def test_who_may_not_ask_hears_that_before_what_is_wrong_with_the_question(acme: Acme) -> None:
    nobody, reader, writer = (
        Client(headers={"Authorization": "Bearer hs_nobody"}),
        client_for(acme.ben, ["read"]),
        client_for(acme.ben),
    )

    answers = {
        name: [
            client.post("/api/v1/keys", body, "application/json").status_code for body in ("{", '{"name": 7}')
        ]
        for name, client in (("nobody", nobody), ("reader", reader), ("writer", writer))
    }

    assert answers == {"nobody": [401, 401], "reader": [403, 403], "writer": [400, 422]}


def test_no_request_leaves_its_organization_behind(committing: str, acme: Acme) -> None:
    client = client_for(acme.ben)
    for method, path, body, status in (
        ("GET", "me", None, 200),
        ("GET", "opportunities?limit=x", None, 422),
        ("GET", f"opportunities/{acme.ben.id}", None, 404),
        ("POST", "keys", "{", 400),
    ):
        answer = client.generic(method, f"/api/v1/{path}", body or "", content_type="application/json")

        assert answer.status_code == status
        assert not connection.in_atomic_block
        assert ask(SETTINGS) in ([("", "")], [(None, None)])
