"""Ids of another organization in every place where an id can stand: as if they did not exist, and nothing changes.

The places come from the OpenAPI document, so a new field is tried without anybody thinking of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.http.endpoints import CALLS, Call, description, operations
from tests.http.test_every_endpoint import path_of, with_unused_workflow
from tests.http.world import World, a_world, differences, filled, fingerprint, leaks, nowhere, send

# What an id of this name is the id of, where the name does not say.
KINDS = {
    "owner": "member",
    "parent": "account",
    "to_stage": "stage",
    "to_step": "step",
    "reassign_to": "member",
    "teams": "team",
    "opportunities": "opportunity",
    "given_by": "member",
    "automations": "automation",
    "batch": "share",  # the id of its shares' request; any that is not theirs
}
# Plain text in the document, because ids of stages are text inside a workflow.
TEXT_IDS = {"step", "stage", "transition", "follow_on"}
# A filter that finds nothing is an answer.
IN_QUERY = {200, 404, 422}
IN_BODY_OR_PATH = {404, 422}
# Each element has its own result, as opportunities have that are named; tests/shares tries ids in whole ones. A preview says
# why it would not work.
PER_ELEMENT = {"POST /shares/batch", "POST /opportunities/{opportunity_id}/shares/preview"}


@dataclass(frozen=True)
class Place:
    operation: str
    where: str
    name: tuple[str, ...]

    @property
    def kind(self) -> str:
        name = next(part for part in reversed(self.name) if part not in {"id", "0"}).removesuffix("_id")
        return KINDS.get(name, name)

    def __str__(self) -> str:
        return f"{self.operation} {self.where} {'.'.join(self.name)}"


def places() -> Iterator[Place]:
    for name, operation in operations():
        if name not in CALLS:
            continue
        for parameter in operation.get("parameters", []):
            if is_id(parameter["schema"]) or parameter["name"] == "owner":
                yield Place(name, parameter["in"], (parameter["name"],))
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for path in ids_in(content["schema"]):
                yield Place(name, "body", path)
    yield Place("POST /imports", "body", ("team",))
    yield Place("PUT /imports/{import_id}/mapping", "body", ("options", "team"))


def is_id(schema: dict[str, Any]) -> bool:
    """Or several, in an address."""
    either = [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    return schema.get("format") == "uuid" or any(is_id(one) for one in either)


def ids_in(schema: dict[str, Any], name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to every id in a body: names, `0` for the first of a list."""
    if "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if schema.get("format") == "uuid" or (name and name[-1] in TEXT_IDS and "properties" not in schema):
        yield name
        return
    for one in schema.get("anyOf", []):
        yield from ids_in(one, name)
    if "items" in schema:
        yield from ids_in(schema["items"], (*name, "0"))
    for key, part in schema.get("properties", {}).items():
        yield from ids_in(part, (*name, key))


def put(body: Any, name: tuple[str, ...], value: Any, *, call: Call) -> Any:
    """The body with this value in this place, and without what would hide it."""
    first, *rest = name
    if first == "0":
        return [put({}, tuple(rest), value, call=call) if rest else value]
    gone = (first, *call.without.get(first, ()))
    kept = {key: part for key, part in (body or {}).items() if key not in gone}
    return {**kept, first: put((body or {}).get(first), tuple(rest), value, call=call) if rest else value}


def tried(place: Place, value: str, world: World) -> Any:
    call = CALLS[place.operation]
    path, query, body = path_of(place.operation, call), call.query, call.body
    if place.where == "path":
        own = dict(call.path).get(place.name[0], "$" + place.name[0].removesuffix("_id"))
        path = path.replace(own, value)
    elif place.where == "query":
        query = urlencode({**dict(parse_qsl(query)), place.name[0]: value}, safe="$")
    else:
        body = put(body, place.name, value, call=call)
    ids = world.ids
    return send(
        world.client,
        place.operation.partition(" ")[0],
        filled(path, ids),
        filled(body, ids),
        filled(query, ids),
    )


def test_the_document_names_the_places() -> None:
    found = {str(place) for place in places()}

    assert {
        "POST /opportunities body new_account.id",
        "POST /opportunities body owner",
        "POST /members body teams.0.id",
        "POST /opportunities/{opportunity_id}/move body transition",
        "GET /board query owner",
        "DELETE /teams/{team_id}/members/{member_id} path member_id",
    } - found == {"POST /opportunities body new_account.id"}


@pytest.fixture
def acme(committing: str) -> World:
    return with_unused_workflow(a_world("Zanzibar"))


def test_an_id_of_another_organization_does_not_exist(acme: World, committing: str) -> None:
    otto = with_unused_workflow(a_world("Ottos"))
    before = fingerprint(committing)
    faults: dict[str, Any] = {}
    for place in places():
        foreign, absent = tried(place, otto.ids[place.kind], acme), tried(place, nowhere(), acme)
        in_list = place.operation in PER_ELEMENT or place.name[0] == "opportunities"
        says_each = place.where == "query" or in_list
        fine = IN_QUERY if says_each else IN_BODY_OR_PATH
        told = foreign.content.decode() if foreign.status_code == 200 else ""
        named = otto.ids[place.kind] if in_list else ""  # an element says which one it is
        leaked = list(leaks(told.replace(named, "") if named else told, otto))
        same = (foreign.status_code, code_of(foreign)) == (absent.status_code, code_of(absent))
        if foreign.status_code not in fine or leaked or not same:
            faults[str(place)] = (foreign.status_code, absent.status_code, leaked, foreign.content[:200])
        after = fingerprint(committing)
        if before != after:
            faults[str(place) + " changed"], before = differences(before, after), after

    assert faults == {}


def code_of(answer: Any) -> str:
    is_problem = answer.headers.get("Content-Type", "").startswith("application/problem+json")
    return str(answer.json()["code"]) if is_problem else ""
