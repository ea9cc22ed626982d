"""Lists of opportunities: one statement, JSON built by PostgreSQL, costs that grow with what is shown."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import check_text
from handsel.opportunities.access import changes, near, values, visible, visible_among
from handsel.opportunities.filtering import conditions
from handsel.opportunities.projection import JOINS, LEVEL, OUT, TITLE, close
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph

DUE = ("overdue", "today", "week")
STATUSES = ("open", "won", "lost", "archived")
SEVERAL = {"team": "o.team_id", "stage": "s.stage_id", "step": "o.step_id"}
MOST = 100
UNASSIGNED = frozenset({"none", "unassigned"})
SHARED = {
    "with_me": "(g.member_id = %(me)s::uuid OR g.team_id = ANY(%(teams)s::uuid[]))",
    "by_me": "g.given_by = %(me)s::uuid",
    "any": "true",
}
EXCLUDED = {
    "only": "o.excluded_at IS NOT NULL",
    "true": "o.excluded_at IS NOT NULL",
    "without": "o.excluded_at IS NULL",
    "false": "o.excluded_at IS NULL",
    "with": "true",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What lists, boards, batches and exports filter by; of what may be several, any. `owner`: an id, `me` or `none`;
    `excluded`: only, without or with; `shared`: with_me, by_me or any."""

    team: Sequence[UUID] = ()
    stage: Sequence[UUID] = ()
    step: Sequence[UUID] = ()
    status: Sequence[str] = ()
    owner: Sequence[str] = ()
    shared: str | None = None
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
    for column in ("contact", "account", "product"):
        value = getattr(filters, column)
        if value is not None:
            made.add(f"o.{column}_id = %({column}_filter)s", **{f"{column}_filter": value})
    for name, column in SEVERAL.items():
        each = list(getattr(filters, name))
        _check_few(name, each)
        if each:
            made.add(f"{column} = ANY(%({name}_filter)s::uuid[])", **{f"{name}_filter": each})
    _add_status(made, filters.status)
    _add_owner(made, filters.owner, member=member)
    _add_shared(made, filters.shared, member=member, at=at)
    _add_due(made, filters.due, member=member, at=at)
    if filters.excluded is not None:
        _check_known("excluded", filters.excluded, tuple(EXCLUDED))
        made.add(EXCLUDED[filters.excluded])
    if filters.q:
        check_text(filters.q, field="q", limit=500)
        made.add("o.id IN (SELECT opportunities_search(%(q)s))", q=filters.q)
    team_id = filters.team[0] if len(filters.team) == 1 else None
    for one in conditions(filters.field, member=member, graph=graph, team_id=team_id):
        made.add(one.sql, **one.values)
    return made


def _check_few(name: str, each: Sequence[object]) -> None:
    if len(each) > MOST:
        raise field_refused(name, say("At most {most} at once.", most=MOST))


def _add_status(made: Where, each: Sequence[str]) -> None:
    """`closed_at` says half of it and has indexes."""
    _check_few("status", each)
    for status in each:
        _check_known("status", status, STATUSES)
    if each:
        made.add("s.status = ANY(%(status_filter)s::text[])", status_filter=list(each))
        if set(each) == {"open"} or "open" not in each:
            made.add("o.closed_at IS NULL" if "open" in each else "o.closed_at IS NOT NULL")


def _add_owner(made: Where, each: Sequence[str], *, member: Member) -> None:
    _check_few("owner", each)
    owners: list[UUID] = []
    for one in set(each) - UNASSIGNED:
        try:
            owners.append(member.id if one == "me" else UUID(one))
        except ValueError:
            raise field_refused("owner", say("Give a member's id, `me` or `none`.")) from None
    either = ["o.owner_id IS NULL"] if UNASSIGNED & set(each) else []
    if owners:
        either.append("o.owner_id = ANY(%(owner_filter)s::uuid[])")
        made.values["owner_filter"] = owners
    if either:
        made.add(f"({' OR '.join(either)})")


def _add_shared(made: Where, shared: str | None, *, member: Member, at: datetime) -> None:
    """By a share that is live at this instant: with the viewer or a team of theirs, by them, or any that there is."""
    if shared is None:
        return
    _check_known("shared", shared, tuple(SHARED))
    made.add(
        f"EXISTS (SELECT FROM opportunities_grant g WHERE g.organization_id = o.organization_id "
        f"AND g.opportunity_id = o.id AND g.stopped_at IS NULL AND g.starts_at <= %(at)s AND g.ends_at > %(at)s "
        f"AND {SHARED[shared]})",
        at=at,
        me=member.id,
        teams=member.team_ids,
    )


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
        raise field_refused(name, say("Choose one of: {known}.", known=", ".join(known)))


@dataclass(frozen=True, slots=True)
class Order:
    expression: str
    type: str
    descending: bool
    joins: str = ""
    """What the expression names besides the row and its step."""


# A step there always is; joined so, PostgreSQL leaves it out where nothing asks for it.
STEP = """LEFT JOIN workflows_versionstep s
    ON s.organization_id = o.organization_id AND s.version_id = o.workflow_version_id AND s.step_id = o.step_id"""
_ACCOUNT = "LEFT JOIN contacts_account a ON a.id = o.account_id"
ORDERS = {
    "updated": Order("o.updated_at", "timestamptz", descending=True),
    "created": Order("o.created_at", "timestamptz", descending=True),
    "title": Order(
        f"handsel_fold(left({TITLE}, 200))",
        "text",
        descending=False,
        joins=f"LEFT JOIN contacts_contact c ON c.id = o.contact_id {_ACCOUNT}",
    ),
    "amount": Order("coalesce(o.amount, -1)", "numeric", descending=True),
    "follow_up": Order("coalesce(o.follow_up_at, 'infinity')", "timestamptz", descending=False),
    "number": Order("o.lineage", "bigint", descending=True),
    "step": Order(
        "lpad(s.stage_position::text, 6, '0') || lpad(s.position::text, 6, '0')", "text", descending=False
    ),
    "owner": Order(
        "handsel_fold(left(coalesce(w.name, ''), 200))",
        "text",
        descending=False,
        joins="LEFT JOIN organizations_membership w ON w.id = o.owner_id",
    ),
    "team": Order(
        "handsel_fold(left(t.name, 200))",
        "text",
        descending=False,
        joins="JOIN organizations_team t ON t.id = o.team_id",
    ),
    "account": Order(
        "handsel_fold(left(coalesce(a.name, ''), 200))", "text", descending=False, joins=_ACCOUNT
    ),
}
COUNTED = 1_000
PIECE = 500

_SEEN = f"FROM opportunities_opportunity o {STEP} WHERE {visible_among()}"
_PLACED = f"{{order}} AS place FROM opportunities_opportunity o {STEP} {{named}} WHERE {visible_among()}"
_COUNTED = f"(SELECT count(*) FROM (SELECT FROM found LIMIT {COUNTED + 1}) c), handsel_z({changes()})"
# Who sees little has it looked up, since a walk in the order of the list would pass by all that others have; who sees much has
# a page soon on such a walk. Two statements, as a plan for any viewer can't be good for both. The second also finds the page of
# who sees little, so that what was looked up need not be read again.
FOUND = close(f"WITH found AS NOT MATERIALIZED (SELECT {_SEEN} {{found}}) SELECT NULL, {_COUNTED}")
FOUND_NEAR = close(f"""
WITH near AS MATERIALIZED (
    SELECT CASE WHEN count(*) <= {COUNTED} THEN coalesce(array_agg(id), '{{{{}}}}') END AS ids FROM ({near()} LIMIT {COUNTED + 1}) n),
little AS MATERIALIZED (
    SELECT o.id, {{after}} AS follows, {_PLACED} AND o.id = ANY((SELECT ids FROM near)::uuid[]) {{found}}),
page AS (SELECT id FROM little WHERE follows ORDER BY place {{direction}}, id {{direction}} LIMIT {{most}}),
found AS NOT MATERIALIZED (
    SELECT FROM little UNION ALL SELECT {_SEEN} AND (SELECT ids FROM near) IS NULL {{found}})
SELECT (SELECT CASE WHEN ids IS NOT NULL THEN ARRAY(SELECT id FROM page)::text END FROM near), {_COUNTED}
""")
# What is found is cut to a page before it is joined with all that is told of it.
PAGE = close(f"""
SELECT {OUT.replace("{", "{{").replace("}", "}}")}::text, o.place::text, o.id
FROM (SELECT o.*, {_PLACED} AND {{after}} {{found}}
    ORDER BY {{order}} {{direction}}, o.id {{direction}} LIMIT {{most}}) o {LEVEL} {JOINS}
ORDER BY o.place {{direction}}, o.id {{direction}}
""")


def list_opportunities(
    filters: Filters,
    *,
    member: Member,
    at: datetime,
    sort: str = "updated",
    limit: int | None = None,
    cursor: str | None = None,
    only: str = "true",
) -> bytes:
    """One page as JSON bytes, with the total as far as COUNTED. `sort` is a key of ORDERS, with `-` before it for the
    other way round; `only` is SQL over `o`."""
    order = order_of(sort)
    descending = order.descending != sort.startswith("-")
    direction = "DESC" if descending else "ASC"
    found, count = where(filters, member=member, at=at), check_limit(limit)
    found.add(only)
    scope = f"opportunities {member.organization_id} {member.id} {sort} {filters}"
    after = read_cursor(cursor, scope=scope)
    rows: list[Any] = []
    bound = {**values(member, at), **found.values}
    spelled = {
        "order": order.expression,
        "named": order.joins,
        "after": "true",
        "direction": direction,
        "most": count + 1,
    }
    if after is not None:
        comparison, last = "<" if descending else ">", f"(%(after_value)s::{order.type}, %(after_id)s::uuid)"
        spelled["after"] = f"({order.expression}, o.id) {comparison} {last}"
        bound |= {"after_value": after[0], "after_id": after[1]}
    with connection.cursor() as statement:
        query = FOUND if member.sees_everything else FOUND_NEAR
        statement.execute(query.format(found=found.sql, **spelled), bound)
        page, total, changes_at = statement.fetchone()
        if total:
            if page is not None:
                found.add("o.id = ANY(%(page)s::uuid[])")
                bound["page"] = page
            statement.execute(PAGE.format(found=found.sql, **spelled), bound)
            rows = statement.fetchall()
    shown = rows[:count]
    following = write_cursor(shown[-1][1:3], scope=scope) if len(rows) > count else None
    return page_of(
        [row[0] for row in shown],
        following,
        access_changes_at=changes_at,
        total=min(total, COUNTED),
        total_capped=total > COUNTED,
    )


def order_of(sort: str, *, among: Mapping[str, Order] = ORDERS) -> Order:
    order = among.get(sort.removeprefix("-"))
    if order is None:
        raise field_refused(
            "sort",
            say("Sort by one of: {orders}; with - before it the other way round.", orders=", ".join(among)),
        )
    return order


def read_own(filters: Filters, *, member: Member, at: datetime, most: int) -> Iterator[dict[str, Any]]:
    """The newest, without those that a share alone opens: they are not the reader's to take away (S12)."""
    found = where(filters, member=member, at=at)
    query = f"""
        SELECT {OUT}::text FROM opportunities_opportunity o {LEVEL} {JOINS}
        WHERE (b.belongs OR b.authored) {found.sql}
        ORDER BY o.created_at DESC, o.id DESC LIMIT %(most)s"""
    with connection.cursor() as statement:
        statement.execute(query, {**values(member, at), **found.values, "most": most})
        while rows := statement.fetchmany(PIECE):
            yield from (json.loads(row[0]) for row in rows)


def page_of(items: list[str], following: str | None, **more: Any) -> bytes:
    """`{items, next_cursor}` and `more`, out of JSON texts."""
    ends = {"next_cursor": following, **more}
    return f'{{"items": [{", ".join(items)}], {json.dumps(ends)[1:]}'.encode()


def access_changes_at(member: Member, *, at: datetime) -> str | None:
    """By itself, for what finds no row that could carry it."""
    with connection.cursor() as statement:
        statement.execute(f"SELECT handsel_z({changes()})", values(member, at))
        found: str | None = statement.fetchone()[0]
    return found


SEARCH = f"""
SELECT json_build_object(
    'access_changes_at', handsel_z({changes()}), 'opportunities', coalesce(json_agg(json_build_object(
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
