"""Do the conditions of a recipe hold? Asked in one statement, as filters by field are, with the eyes of its author (A4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.document import SHADOWED, AnyOf, Condition, Conditions
from handsel.automations.triggers import Around, Happened
from handsel.kernel.refusals import field_refused
from handsel.opportunities.access import values, visible
from handsel.opportunities.filtering import FIELD, MOST_VALUES, compare, current_graphs
from handsel.opportunities.rules import OpportunityNotFound
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph


@dataclass(frozen=True, slots=True)
class Fact:
    """Of the opportunity itself, as SQL over `o` and `s`, its step. `kind`: id, member, word, text or boolean."""

    sql: str
    kind: str


FACTS = {
    "team": Fact("o.team_id", "id"),
    "step": Fact("o.step_id", "id"),
    "stage": Fact("s.stage_id", "id"),
    "status": Fact("s.status", "word"),
    "owner": Fact("o.owner_id", "member"),
    "author": Fact("o.author_id", "member"),
    "source": Fact("nullif(o.source, '')", "text"),
    "channel": Fact("o.channel_id", "id"),
    "product": Fact("o.product_id", "id"),
    "currency": Fact("o.currency", "word"),
    "excluded": Fact("(o.excluded_at IS NOT NULL)", "boolean"),
}
OPERATORS: dict[str, tuple[str, ...]] = {
    "id": ("is", "not", "any", "empty", "filled"),
    "member": ("is", "not", "any", "empty", "filled"),
    "word": ("is", "not", "any"),
    "text": ("is", "not", "any", "contains", "empty", "filled"),
    "boolean": ("is", "not"),
}
WRAPPED = {"text": "handsel_fold({})"}
CASTS = {"id": "::uuid", "member": "::uuid", "boolean": "::boolean"}
TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")

FROM = """
FROM opportunities_opportunity o
JOIN workflows_versionstep s ON s.version_id = o.workflow_version_id AND s.step_id = o.step_id
"""
AROUND = """
SELECT o.team_id, a.type, b.stage_id, s.stage_id, s.status
FROM (SELECT 1) one
LEFT JOIN opportunities_opportunity o ON o.id = %(opportunity)s
LEFT JOIN opportunities_activity a ON a.id = %(activity)s
LEFT JOIN LATERAL (SELECT stage_id FROM workflows_versionstep WHERE step_id = %(from)s::uuid ORDER BY id DESC LIMIT 1) b ON true
LEFT JOIN LATERAL (SELECT stage_id, status FROM workflows_versionstep WHERE step_id = %(to)s::uuid ORDER BY id DESC LIMIT 1) s
    ON true
"""


@dataclass(frozen=True, slots=True)
class Compiled:
    """`place` is `2`, or `2.any.0` inside of one of which any may hold."""

    place: str
    sql: str
    values: dict[str, Any]


def holds(
    conditions: Conditions, *, opportunity_id: UUID, by: Member, at: datetime
) -> list[tuple[str, bool]]:
    """Each of them, and each of those that one is made of. Raises Invalid where one can't be understood any more, and
    OpportunityNotFound where `by` can't see it, even with no conditions."""
    asked = list(compiled(conditions, by=by))
    columns = "".join(f", ({one.sql}) IS TRUE" for one in asked)
    query = f"SELECT true{columns} {FROM} WHERE o.id = %(id)s AND {visible()}"
    bound = {name: value for one in asked for name, value in one.values.items()}
    with connection.cursor() as cursor:
        cursor.execute(query, {**bound, **values(by, at), "id": opportunity_id})
        row = cursor.fetchone()
    if row is None:
        raise OpportunityNotFound("There is no such opportunity.")
    return [(one.place, held) for one, held in zip(asked, row[1:], strict=True)]


def all_hold(held: list[tuple[str, bool]]) -> bool:
    """Those that a condition is made of are told, not counted."""
    return all(holds for place, holds in held if "." not in place)


def compiled(conditions: Conditions, *, by: Member) -> Iterator[Compiled]:
    """As SQL over a row `o` and its step `s`, for a run of one or to choose many."""
    graphs = current_graphs() if conditions else []
    for number, one in enumerate(conditions):
        if isinstance(one, Condition):
            yield _compile(one, str(number), graphs=graphs, by=by)
            continue
        among = [
            _compile(each, f"{number}.any.{place}", graphs=graphs, by=by)
            for place, each in enumerate(one.conditions)
        ]
        yield _either(one, number, among)
        yield from among


def around(event: Happened, *, opportunity_id: UUID | None, subject_id: UUID | None) -> Around:
    """What the ledger does not carry, as it is now."""
    told = {
        "opportunity": opportunity_id,
        "activity": subject_id if event.type.startswith("activity.") else None,
        "from": event.data.get("from_step"),
        "to": event.data.get("step"),
    }
    with connection.cursor() as cursor:
        cursor.execute(AROUND, told)
        return Around(*cursor.fetchone())


def compile_one(condition: Condition, *, graphs: Iterable[Graph], by: Member) -> Compiled:
    """Raises Invalid for what can't be understood: an unknown field, or a value that its type does not take."""
    return _compile(condition, "0", graphs=graphs, by=by)


def _either(one: AnyOf, number: int, among: list[Compiled]) -> Compiled:
    if not one.conditions:
        return Compiled(str(number), "true", {})
    bound = {name: value for each in among for name, value in each.values.items()}
    return Compiled(str(number), " OR ".join(f"({each.sql})" for each in among), bound)


def _compile(condition: Condition, place: str, *, graphs: Iterable[Graph], by: Member) -> Compiled:
    prefix = f"c{place.replace('.', '_')}_"
    key, value = condition.field, condition.value or ""
    if key in FACTS:
        return _of_fact(FACTS[key], key, condition.op, value, place=place, prefix=prefix, by=by)
    found = compare(key.removeprefix(SHADOWED), condition.op, value, graphs=graphs, member=by, prefix=prefix)
    return Compiled(place, found.sql, found.values)


def _of_fact(fact: Fact, key: str, op: str, value: str, *, place: str, prefix: str, by: Member) -> Compiled:
    check_operator(key, op)
    if op in ("empty", "filled"):
        return Compiled(place, f"{fact.sql} IS {'NOT ' if op == 'filled' else ''}NULL", {})
    if op == "contains":
        sql = f"position(handsel_fold(%({prefix}0)s) IN handsel_fold({fact.sql})) > 0"
        return Compiled(place, sql, {f"{prefix}0": value})
    several = [one.strip() for one in value.split(",") if one.strip()][:MOST_VALUES]
    read = [_read(fact, one, by=by) for one in (several if op == "any" else [value.strip()])]
    names = [f"{prefix}{number}" for number in range(len(read))]
    wrapped = WRAPPED.get(fact.kind, "{}")
    among = ", ".join(wrapped.format(f"%({each})s{CASTS.get(fact.kind, '')}") for each in names)
    sql = f"({wrapped.format(fact.sql)} IN ({among or 'NULL'}))"
    bound = dict(zip(names, read, strict=True))
    return Compiled(place, f"{sql} IS NOT TRUE" if op == "not" else sql, bound)


def check_operator(key: str, op: str) -> None:
    known = OPERATORS[FACTS[key].kind]
    if op not in known:
        raise field_refused(FIELD, f"{key} can't be compared by {op}. Known: {', '.join(known)}.")


def _read(fact: Fact, value: str, *, by: Member) -> Any:
    if fact.kind in ("word", "text"):
        return value
    if fact.kind == "boolean":
        if value.lower() not in TRUE + FALSE:
            raise field_refused(FIELD, "Say yes or no.")
        return value.lower() in TRUE
    try:
        return by.id if fact.kind == "member" and value == "me" else UUID(value)
    except ValueError:
        raise field_refused(FIELD, "Give an id.") from None
