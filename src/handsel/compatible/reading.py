"""What a call asks for: a JSON array of elements, each as the vendor's page describes it.

https://apidocs.leadsquared.com/share-an-opportunity/ and …/revoke-access-to-a-shared-opportunity/
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.sentences import as_it_is

MOST = 200
TOLD = 20
OPPORTUNITY, USER = 5, 3
ACCESS = {1: "view", 2: "modify"}


class BadCall(Invalid):
    code = "bad_call"


class Missing(BadCall):
    code = "attribute_missing"


@dataclass(frozen=True, slots=True)
class Element:
    """`minutes` None: as long as the organization says."""

    user: UUID
    opportunity: UUID
    access: str
    minutes: int | None


def read_shares(body: bytes) -> list[Element]:
    return _read(body, IN_SHARE)


def read_revocations(body: bytes) -> list[Element]:
    """Without a duration; which access is revoked makes no difference, and is read when nothing is said."""
    return _read(body, IN_REVOCATION)


def _one_of(*known: int) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        return value if type(value) is int and value in known else None

    return check


def _id(value: Any) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _minutes(value: Any) -> int | None:
    return value if type(value) is int and value >= 1 else None


@dataclass(frozen=True, slots=True)
class Attribute:
    """`check` gives None for what can't be read."""

    check: Callable[[Any], Any]
    wanted: str
    default: Any = None
    is_optional: bool = False


ID = "an id"
IN_REVOCATION = {
    "UserId": Attribute(_id, ID),
    "Entity": Attribute(_one_of(OPPORTUNITY), "5, an opportunity"),
    "EntityType": Attribute(_one_of(USER), "3, a user"),
    "EntityId": Attribute(_id, ID),
    "AccessType": Attribute(_one_of(*ACCESS), "1 (read) or 2 (read and write)", default=1, is_optional=True),
}
IN_SHARE = {
    **IN_REVOCATION,
    "AccessType": Attribute(_one_of(*ACCESS), "1 (read) or 2 (read and write)"),
    "DurationInMinutes": Attribute(_minutes, "a whole number of minutes, at least 1", is_optional=True),
}


def _read(body: bytes, attributes: dict[str, Attribute]) -> list[Element]:
    """Everything at fault is told at once, by its place: `[0].UserId`."""
    try:
        elements = json.loads(body)
    except (ValueError, RecursionError):
        raise BadCall(as_it_is("The body must be a JSON array.")) from None
    if not isinstance(elements, list) or not 0 < len(elements) <= MOST:
        raise BadCall(as_it_is(f"The body must be a JSON array of 1 to {MOST} elements."))
    problems: list[FieldProblem] = []
    missing = False
    read: list[dict[str, Any]] = []
    for place, element in enumerate(elements):
        if not isinstance(element, dict):
            problems.append(FieldProblem(f"[{place}]", as_it_is("must be an object")))
            continue
        for name in _absent(element, attributes):
            missing = True
            problems.append(FieldProblem(f"[{place}].{name}", as_it_is("is mandatory")))
        read.append({name: _value(element, name, one) for name, one in attributes.items()})
        problems += [
            FieldProblem(f"[{place}].{name}", as_it_is(f"must be {attributes[name].wanted}"))
            for name, value in read[-1].items()
            if value is None and element.get(name) is not None
        ]
    if problems:
        told = "; ".join(f"'{one.name}' {one.message}" for one in problems[:TOLD])
        raise (Missing if missing else BadCall)(as_it_is(told), fields=problems)
    return [_element(one) for one in read]


def _absent(element: dict[str, Any], attributes: dict[str, Attribute]) -> Iterator[str]:
    for name, attribute in attributes.items():
        if element.get(name) is None and not attribute.is_optional:
            yield name


def _value(element: dict[str, Any], name: str, attribute: Attribute) -> Any:
    value = element.get(name)
    return attribute.default if value is None else attribute.check(value)


def _element(values: dict[str, Any]) -> Element:
    return Element(
        user=values["UserId"],
        opportunity=values["EntityId"],
        access=ACCESS[values["AccessType"]],
        minutes=values.get("DurationInMinutes"),
    )
