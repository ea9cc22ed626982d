"""Lists of opportunities: one statement, JSON built by PostgreSQL, costs that grow with what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.refusals import field_refused
from handsel.kernel.text import check_text
from handsel.opportunities.access import values, visible
from handsel.opportunities.filtering import conditions
from handsel.opportunities.projection import JOINS, LEVEL, OUT, TITLE
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph

DUE = ("overdue", "today", "week")
STATUSES = ("open", "won", "lost", "archived")
EXCLUDED = {
    "only": "o.excluded_at IS NOT NULL",
    "true": "o.excluded_at IS NOT NULL",
    "without": "o.excluded_at IS NULL",
    "false": "o.excluded_at IS NULL",
    "with": "true",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What lists, boards, batches and exports filter by. `owner`: an id, `me` or `none`; `excluded`: only, without or with."""

    team: UUID | None = None
    stage: UUID | None = None
    step: UUID | None = None
    status: str | None = None
    owner: str | None = None
    contact: UUID | None = None
    account: UUID | None = None
    product: UUID | None = None
    q: str | None = None
    excluded: str | None = None
    due: str | None = None
    field: Sequence[str] = ()
    """Of the layout or built-in, each as `KEY:OP:VALUE`."""


@dataclass(slots=True)
class Where:
    """SQL over `o` (and `s`, its step) with its values."""

    conditions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, **values: Any) -> None:
        self.conditions.append(condition)
        self.values |= values

    @property
    def sql(self) -> str:
        return "".join(f" AND {condition}" for condition in self.conditions)


def where(filters: Filters, *, member: Member, at: datetime, graph: Graph | None = None) -> Where:
    """Refuses a value that means nothing by its name; an unknown id simply finds nothing. `graph` is the workflow that
    fields are of, where one is known."""
    made = Where()
    for column in ("team", "contact", "account", "product"):
        value = getattr(filters, column)
        if value is not None:
            made.add(f"o.{column}_id = %({column}_filter)s", **{f"{column}_filter": value})
    if filters.step is not None:
        made.add("o.step_id = %(step_filter)s", step_filter=filters.step)
    if filters.stage is not None:
        made.add("s.stage_id = %(stage_filter)s", stage_filter=filters.stage)
    if filters.status is not None:
        _check_known("status", filters.status, STATUSES)
        made.add("s.status = %(status_filter)s", status_filter=filters.status)
        made.add("o.closed_at IS NULL" if filters.status == "open" else "o.closed_at IS NOT NULL")
    _add_owner(made, filters.owner, member=member)
    _add_due(made, filters.due, member=member, at=at)
    if filters.excluded is not None:
        _check_known("excluded", filters.excluded, tuple(EXCLUDED))
        made.add(EXCLUDED[filters.excluded])
    if filters.q:
        check_text(filters.q, field="q", limit=500)
        made.add("o.id IN (SELECT opportunities_search(%(q)s))", q=filters.q)
    for one in conditions(filters.field, member=member, graph=graph, team_id=filters.team):
        made.add(one.sql, **one.values)
    return made


def _add_owner(made: Where, owner: str | None, *, member: Member) -> None:
    if owner is None:
        return
    if owner in ("none", "unassigned"):
        made.add("o.owner_id IS NULL")
        return
    try:
        owner_id = member.id if owner == "me" else UUID(owner)
    except ValueError:
        raise field_refused("owner", "Give a member's id, `me` or `none`.") from None
    made.add("o.owner_id = %(owner_filter)s", owner_filter=owner_id)


def _add_due(made: Where, due: str | None, *, member: Member, at: datetime) -> None:
    """Days are those of the viewer's time zone; a week is the seven days from today."""
    if due is None:
        return
    _check_known("due", due, DUE)
    if due == "overdue":
        made.add("o.follow_up_at < %(at)s AND o.closed_at IS NULL")
        return
    today = at.astimezone(ZoneInfo(member.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    until = today + timedelta(days=1 if due == "today" else 7)
    made.add(
        "o.follow_up_at >= %(due_from)s AND o.follow_up_at < %(due_until)s", due_from=today, due_until=until
    )


def _check_known(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise field_refused(name, f"Choose one of: {', '.join(known)}.")


@dataclass(frozen=True, slots=True)
class Order:
    expression: str
    type: str
    descending: bool


ORDERS = {
    "updated": Order("o.updated_at", "timestamptz", descending=True),
    "created": Order("o.created_at", "timestamptz", descending=True),
    "title": Order(f"handsel_fold(left({TITLE}, 200))", "text", descending=False),
    "amount": Order("coalesce(o.amount, -1)", "numeric", descending=True),
    "follow_up": Order("coalesce(o.follow_up_at, 'infinity')", "timestamptz", descending=False),
}


def list_opportunities(
    filters: Filters,
    *,
    member: Member,
    at: datetime,
    sort: str = "updated",
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    """One page as JSON bytes. `sort` is a key of ORDERS, with `-` before it for the other way round."""
    order = ORDERS.get(sort.removeprefix("-"))
    if order is None:
        raise field_refused(
            "sort", f"Sort by one of: {', '.join(ORDERS)}; with - before it the other way round."
        )
    descending = order.descending != sort.startswith("-")
    found, count = where(filters, member=member, at=at), check_limit(limit)
    scope = f"opportunities {member.organization_id} {member.id} {sort} {filters}"
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        comparison = "<" if descending else ">"
        found.add(
            f"({order.expression}, o.id) {comparison} (%(after_value)s::{order.type}, %(after_id)s::uuid)",
            after_value=after[0],
            after_id=after[1],
        )
    direction = "DESC" if descending else "ASC"
    query = f"""
        SELECT {OUT}::text, {order.expression}::text, o.id
        FROM opportunities_opportunity o {LEVEL} {JOINS}
        WHERE l.level IS NOT NULL {found.sql}
        ORDER BY {order.expression} {direction}, o.id {direction} LIMIT {count + 1}"""
    with connection.cursor() as statement:
        statement.execute(query, {**values(member, at), **found.values})
        rows = statement.fetchall()
    following = (
        write_cursor([rows[count - 1][1], rows[count - 1][2]], scope=scope) if len(rows) > count else None
    )
    return page_of([row[0] for row in rows[:count]], following)


def page_of(items: list[str], following: str | None) -> bytes:
    """`{items, next_cursor}` out of JSON texts; a cursor is plain ASCII."""
    end = f'"{following}"' if following else "null"
    return f'{{"items": [{", ".join(items)}], "next_cursor": {end}}}'.encode()


SEARCH = f"""
SELECT json_build_object(
    'opportunities', coalesce(json_agg(json_build_object(
        'id', o.id, 'number', o.lineage, 'title', {TITLE}, 'contact', c.name, 'account', a.name,
        'stage', json_build_object('id', s.stage_id, 'name', s.stage_name, 'status', s.status),
        'amount', o.amount::text, 'currency', o.currency)), '[]'),
    'contacts', (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]') FROM (
        SELECT id, name FROM contacts_contact WHERE id IN (SELECT contacts_search(%(q)s)) ORDER BY updated_at DESC LIMIT 5) best),
    'accounts', (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name)), '[]') FROM (
        SELECT id, name FROM contacts_account WHERE id IN (SELECT accounts_search(%(q)s)) ORDER BY updated_at DESC LIMIT 5) best)
)::text
FROM (
    SELECT o.* FROM opportunities_opportunity o
    WHERE o.id IN (SELECT opportunities_search(%(q)s)) AND {visible()}
    ORDER BY o.closed_at IS NOT NULL, o.updated_at DESC LIMIT 8) o {JOINS}
"""


def search(q: str, *, member: Member, at: datetime) -> bytes:
    """For the palette, as JSON bytes: the best few of each kind, open opportunities first."""
    with connection.cursor() as statement:
        statement.execute(SEARCH, {**values(member, at), "q": q})
        found: str = statement.fetchone()[0]
    return found.encode()
