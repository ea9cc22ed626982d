"""Every endpoint, over real commits: it works for who may, and Otto of another organization sees and changes nothing.

In a wrapped test a forgotten `acting` would stay hidden; here it finds nothing and fails.
"""

from typing import Any

import pytest

from tests.http.endpoints import CALLS, ELSEWHERE, PREFIX, Call, operations
from tests.http.world import World, a_world, differences, filled, fingerprint, leaks, send


def test_every_endpoint_has_a_row() -> None:
    described = {name for name, _ in operations()}

    assert described - set(CALLS) - set(ELSEWHERE) == set()
    assert set(CALLS) - described == set()


@pytest.fixture
def acme(committing: str) -> World:
    return with_unused_workflow(a_world("Zanzibar"))


def with_unused_workflow(world: World) -> World:
    made = send(world.client, "POST", f"{PREFIX}/workflows", {"name": "Unused"})
    sketched = send(world.client, "POST", f"{PREFIX}/workflows", {"name": "Sketch", "draft": True})
    world.ids.update(unused_workflow=made.json()["id"], draft_workflow=sketched.json()["id"])
    return world


def path_of(name: str, call: Call) -> str:
    """With `$kind` for each parameter."""
    path = name.partition(" ")[2]
    for part in [part.strip("{}") for part in path.split("/") if part.startswith("{")]:
        path = path.replace(f"{{{part}}}", call.path.get(part, "$" + part.removesuffix("_id")))
    return PREFIX + path


def made(name: str, by: World, *, of: World) -> Any:
    call = CALLS[name]
    return send(
        by.client,
        name.partition(" ")[0],
        filled(path_of(name, call), of.ids),
        filled(call.body, of.ids),
        filled(call.query, of.ids),
        file=call.file,
    )


def test_every_endpoint_works_for_who_may(acme: World) -> None:
    failed = {}
    for name in CALLS:
        answer = made(name, acme, of=acme)
        if answer.status_code not in {200, 201, 204}:
            failed[name] = (answer.status_code, answer.content.decode()[:300])

    assert failed == {}


def test_otto_sees_nothing_and_changes_nothing(acme: World, committing: str) -> None:
    otto = with_unused_workflow(a_world("Ottos"))
    before = fingerprint(committing, organization=acme.organization)
    told, changed = {}, {}
    for name in CALLS:
        answer = made(name, otto, of=acme)
        text = answer.content.decode()
        leaked = list(leaks(text, acme))
        if answer.status_code >= 500 or leaked:
            told[name] = (answer.status_code, leaked, text[:300])
        if "$" in path_of(name, CALLS[name]) and answer.status_code not in {404, 422}:
            told[name] = (answer.status_code, ["should be absent"], text[:300])
        after = fingerprint(committing, organization=acme.organization)
        if before != after:
            changed[name], before = differences(before, after), after

    assert (told, changed) == ({}, {})
