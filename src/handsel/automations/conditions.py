"""Do the conditions of a recipe hold? Asked in one statement, as filters by field are, with the eyes of its author (A4)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.document import SHADOWED, AnyOf, Condition, Conditions
from handsel.automations.triggers import Around, Happened
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.opportunities.access import values, visible
from handsel.opportunities.filtering import (
    FIELD,
    MOST_VALUES,
    attributes_called,
    compare,
    current_graphs,
    stored,
)
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
OF_CONTACT = "contact."
"""What is found there is not kept: who erases a contact would not find it in the logs of runs."""
LONGEST_FOUND = 200

Found = str | list[str] | None
FOUND = "found"
"""Under this the lines of a run keep it."""

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
    """`place` is `2`, or `2.any.0` inside of one of which any may hold. `found` is what there is to compare, as JSON; null
    where it is not to be kept."""

    place: str
    sql: str
    values: dict[str, Any]
    found: str = "NULL::jsonb"
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """`found` is what was compared, as text, cut where it is long; of money the currency stands beside it."""

    place: str
    holds: bool
    found: Found = None
    currency: str | None = None


def called(key: str) -> str:
    """What an attribute is called in a recipe."""
    return f"{SHADOWED}{key}" if key in FACTS else key


def judged(conditions: Conditions, *, opportunity_id: UUID, by: Member, at: datetime) -> list[Judged]:
    """Each of them, and each of those that one is made of. Raises Invalid where one can't be understood any more, and
    OpportunityNotFound where `by` can't see it, even with no conditions."""
    asked = list(compiled(conditions, by=by))
    columns = "".join(f", ({one.sql}) IS TRUE, ({one.found})::text" for one in asked)
    query = f"SELECT o.currency{columns} {FROM} WHERE o.id = %(id)s AND {visible()}"
    bound = {name: value for one in asked for name, value in one.values.items()}
    with connection.cursor() as cursor:
        cursor.execute(query, {**bound, **values(by, at), "id": opportunity_id})
        row = cursor.fetchone()
    if row is None:
        raise OpportunityNotFound(say("There is no such opportunity."))
    return [
        Judged(one.place, holds, _told(found), row[0] if one.is_money and found is not None else None)
        for one, holds, found in zip(asked, row[1::2], row[2::2], strict=True)
    ]


def all_hold(each: Iterable[Judged]) -> bool:
    """Those that a condition is made of are told, not counted."""
    return all(one.holds for one in each if "." not in one.place)


def _told(found: str | None) -> Found:
    """Numbers keep their digits."""
    value = None if found is None else json.loads(found, parse_int=str, parse_float=str)
    if isinstance(value, list):
        return [str(one)[:LONGEST_FOUND] for one in value[:MOST_VALUES]]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)[:LONGEST_FOUND]


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
    key, graphs = key.removeprefix(SHADOWED), list(graphs)
    asked = compare(key, condition.op, value, graphs=graphs, member=by, prefix=prefix)
    if key.startswith(OF_CONTACT):
        return Compiled(place, asked.sql, asked.values)
    kept = stored(key, prefix=prefix)
    is_money = any(one.type == "money" for one in attributes_called(key, graphs))
    return Compiled(place, asked.sql, asked.values | kept.values, kept.sql, is_money)


def _of_fact(fact: Fact, key: str, op: str, value: str, *, place: str, prefix: str, by: Member) -> Compiled:
    check_operator(key, op)
    kept = f"to_jsonb(({fact.sql})::text)"
    if op in ("empty", "filled"):
        return Compiled(place, f"{fact.sql} IS {'NOT ' if op == 'filled' else ''}NULL", {}, kept)
    if op == "contains":
        sql = f"position(handsel_fold(%({prefix}0)s) IN handsel_fold({fact.sql})) > 0"
        return Compiled(place, sql, {f"{prefix}0": value}, kept)
    several = [one.strip() for one in value.split(",") if one.strip()][:MOST_VALUES]
    read = [_read(fact, one, by=by) for one in (several if op == "any" else [value.strip()])]
    names = [f"{prefix}{number}" for number in range(len(read))]
    wrapped = WRAPPED.get(fact.kind, "{}")
    among = ", ".join(wrapped.format(f"%({each})s{CASTS.get(fact.kind, '')}") for each in names)
    sql = f"({wrapped.format(fact.sql)} IN ({among or 'NULL'}))"
    bound = dict(zip(names, read, strict=True))
    return Compiled(place, f"{sql} IS NOT TRUE" if op == "not" else sql, bound, kept)


def check_operator(key: str, op: str) -> None:
    known = OPERATORS[FACTS[key].kind]
    if op not in known:
        raise field_refused(
            FIELD,
            say("{key} can't be compared by {op}. Known: {known}.", key=key, op=op, known=", ".join(known)),
        )


def _read(fact: Fact, value: str, *, by: Member) -> Any:
    if fact.kind in ("word", "text"):
        return value
    if fact.kind == "boolean":
        if value.lower() not in TRUE + FALSE:
            raise field_refused(FIELD, say("Say yes or no."))
        return value.lower() in TRUE
    try:
        return by.id if fact.kind == "member" and value == "me" else UUID(value)
    except ValueError:
        raise field_refused(FIELD, say("Give an id.")) from None
