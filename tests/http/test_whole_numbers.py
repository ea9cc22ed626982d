"""A whole number in a body is a number of JSON, in every body of the document: text or truth that looks like one is refused."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.endpoints import CALLS, description, operations
from tests.http.test_every_endpoint import path_of, with_unused_workflow
from tests.http.test_foreign_ids import PER_ELEMENT, put
from tests.http.world import World, a_world, filled, send

ENGLISH, SPANISH = "Input should be a valid integer", "Esto debe ser un número entero."
LOOKS_LIKE_ONE = ("1", True)


def places() -> Iterator[tuple[str, tuple[str, ...]]]:
    """In what has a result for each element, each tells of its own (tests/shares)."""
    for name, operation in operations():
        if name in PER_ELEMENT:
            continue
        content = operation.get("requestBody", {}).get("content", {})
        yield from (
            (name, path) for path in whole_numbers(content.get("application/json", {}).get("schema", {}))
        )


def whole_numbers(schema: dict[str, Any], name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to them, but where text will do as well."""
    if "$ref" in schema:
        schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    either = [schema, *schema.get("anyOf", [])]
    types = {one.get("type") for one in either}
    if "integer" in types and "string" not in types:
        yield name
    for one in [*schema.get("anyOf", []), *schema.get("allOf", [])]:
        if "$ref" in one:
            yield from whole_numbers(one, name)
    if "items" in schema:
        yield from whole_numbers(schema["items"], (*name, "0"))
    for key, part in schema.get("properties", {}).items():
        yield from whole_numbers(part, (*name, key))


@pytest.fixture
def acme(committing: str) -> World:
    return with_unused_workflow(a_world("Zanzibar"))


def test_text_is_no_whole_number_in_any_body(acme: World) -> None:
    found = set(places())
    told = {}
    for name, path in found:
        call, method = CALLS[name], name.partition(" ")[0]
        address = filled(path_of(name, call), acme.ids)
        for value in LOOKS_LIKE_ONE:
            body = filled(put(call.body, path, value, call=call), acme.ids)
            for language, sentence in (("en", ENGLISH), ("es", SPANISH)):
                acme.client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
                answer = send(acme.client, method, address, body)
                fields = answer.json().get("fields", []) if answer.status_code == 422 else []
                if (".".join(path), sentence) not in {(one["name"], one["message"]) for one in fields}:
                    told[name, path, value, language] = (answer.status_code, answer.content[:300])

    assert told == {}
    assert {
        ("POST /opportunities/{opportunity_id}/move", ("revision",)),
        ("PATCH /contacts/{contact_id}", ("revision",)),
        ("POST /shares/{share_id}/extend", ("days",)),
        ("PATCH /organization", ("shares", "default_days")),
    } <= found
