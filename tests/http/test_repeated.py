"""I1, O9: a request that is repeated with its key is judged by what its sender may do now, and is never done twice.

What it may see of opportunities is tested in tests/test_exactness_repeated.py.
"""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from handsel.organizations import people
from handsel.organizations.acting import acting
from tests.cast import a_member
from tests.http.endpoints import CALLS
from tests.http.test_every_endpoint import path_of, with_unused_workflow
from tests.http.world import World, a_world, filled, fingerprint, send

SETUP = ("/members", "/teams", "/channels", "/workflows", "/automations", "/imports")


@pytest.fixture
def acme(committing: str) -> World:
    return with_unused_workflow(a_world("Zanzibar"))


def sent(world: World, name: str, *, key: str) -> Any:
    call, method = CALLS[name], name.partition(" ")[0]
    key_of_boss = world.client.defaults["HTTP_AUTHORIZATION"]
    client = Client(headers={"Authorization": key_of_boss, "Idempotency-Key": f"{key} {name}"})
    path, body, query = (filled(one, world.ids) for one in (path_of(name, call), call.body, call.query))
    return send(client, method, path, body, query, file=call.file)


def demote(world: World) -> None:
    """The boss generates leads from now on."""
    other = a_member(world.organization, "Other", roles=("administrator",))
    with acting(other) as at:
        people.edit(UUID(world.ids["boss"]), changes={"roles": ["lead_generator"]}, by=other, at=at)


def said(answer: Any) -> tuple[int, Any, Any]:
    problem = answer.json() if answer.status_code >= 400 else {}
    return answer.status_code, problem.get("code"), problem.get("detail")


def test_who_has_lost_the_role_is_refused_a_repeated_request_as_a_first_one(
    acme: World, committing: str
) -> None:
    """Of every POST: where it would be refused for want of the capability if it came now, its twin is refused by the same words."""
    posts = {name: sent(acme, name, key="once") for name in CALLS}
    posts = {name: answer for name, answer in posts.items() if name.startswith("POST ")}
    demote(acme)
    before = fingerprint(committing)
    again = {name: sent(acme, name, key="once") for name in posts}
    after = fingerprint(committing)
    anew = {name: sent(acme, name, key="anew") for name in posts}

    asked = {name for name, answer in anew.items() if said(answer)[1] == "capability_missing"}
    kept = {name for name in asked if "Idempotency-Replayed" in again[name].headers}
    read = asked - kept
    assert {said(posts[name])[0] // 100 for name in asked} == {2}
    assert {name: said(again[name]) for name in asked} == {name: said(anew[name]) for name in asked}
    assert {name for name in posts if name.split()[1].startswith(SETUP)} == asked
    assert all(name.endswith(("/check", "/simulate", "/try", "/discover", "/replay")) for name in read)
    assert before == after
