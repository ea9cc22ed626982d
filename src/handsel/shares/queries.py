"""Shares as their reader sees them: one statement, JSON built by PostgreSQL.

Who belongs to an opportunity sees all of its shares; who has it only by a share, their own (S8); who gave one, that one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language, override

from handsel.http.languages import ENGLISH, in_words
from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.sentences import say
from handsel.kernel.text import check_text
from handsel.opportunities.access import near, values
from handsel.opportunities.naming import names_of
from handsel.opportunities.projection import LEVEL, TITLE, close, ref
from handsel.opportunities.queries import page_of
from handsel.organizations.acting import Member
from handsel.shares.ordering import beyond, placed
from handsel.shares.rules import FAILURES, ShareNotFound, stops_any

FROM = close(f"""
FROM shares_share s
LEFT JOIN opportunities_grant g ON g.id = s.id
CROSS JOIN LATERAL (SELECT s.status = 'completed' AND g.stopped_at IS NULL AND g.ends_at > %(at)s AS live) v
CROSS JOIN (SELECT coalesce((
    SELECT (n.switches->>'sharing')::boolean FROM organizations_organization n WHERE n.id = %(organization)s), false) AS shares) f
LEFT JOIN opportunities_opportunity o ON o.id = s.opportunity_id
{LEVEL}
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
LEFT JOIN organizations_membership grantee ON grantee.id = s.member_id
LEFT JOIN organizations_team team ON team.id = s.team_id
LEFT JOIN organizations_membership giver ON giver.id = s.given_by
LEFT JOIN organizations_membership stopper ON stopper.id = s.stopped_by
LEFT JOIN organizations_membership asker ON asker.id = s.more_time_by
""")
IS_GRANTEE = "(s.member_id = %(me)s OR s.team_id = ANY(%(teams)s::uuid[]))"
# Who has it only for a time and tried to share it on sees nothing of that (S8).
BELONGS = "((b.belongs OR b.authored) IS TRUE OR (s.given_by = %(me)s AND s.failure IS DISTINCT FROM 'not_allowed'))"
SEEN = f"({BELONGS} OR (s.status = 'completed' AND {IS_GRANTEE}))"
STATE = """
CASE WHEN s.status <> 'completed' THEN NULL WHEN g.stopped_at IS NOT NULL THEN 'stopped'
     WHEN g.starts_at > %(at)s THEN 'scheduled' WHEN g.ends_at > %(at)s THEN 'active' ELSE 'expired' END"""
OUT = close(f"""
json_build_object(
    'id', s.id, 'number', s.number, 'deleted', CASE WHEN o.id IS NULL AND m.everything THEN s.opportunity_id END,
    'opportunity', CASE WHEN o.id IS NOT NULL AND l.level IS NOT NULL THEN handsel_ref(o.id, {TITLE}) END,
    'member', {ref("grantee")}, 'team', {ref("team")}, 'given_by', {ref("giver")},
    'automation', handsel_ref(s.automation_id, ''), 'source', s.source,
    'access', CASE s.level WHEN 2 THEN 'modify' ELSE 'view' END,
    'asked_at', handsel_z(s.asked_at),
    'starts_at', handsel_z(coalesce(g.starts_at, s.starts_at)), 'ends_at', handsel_z(coalesce(g.ends_at, s.ends_at)),
    'status', s.status, 'state', {STATE},
    'failure', CASE WHEN s.failure IS NOT NULL THEN json_build_object(
        'code', s.failure, 'text', %(failures)s::json ->> s.failure) END,
    'ended_at', handsel_z(CASE WHEN s.failure = 'stopped' THEN s.decided_at WHEN NOT v.live THEN least(g.stopped_at, g.ends_at) END),
    'stopped_by', {ref("stopper")}, 'stopped_by_automation', handsel_ref(s.stopped_by_automation_id, ''),
    'cause', CASE WHEN s.failure = 'stopped' THEN 'never_started' WHEN g.stopped_at IS NOT NULL THEN g.cause
                  WHEN g.ends_at <= %(at)s THEN 'time' END,
    'more_time', CASE WHEN s.more_time_at IS NOT NULL AND v.live THEN json_build_object(
        'until', handsel_z(s.more_time_until), 'note', s.more_time_note, 'at', handsel_z(s.more_time_at),
        'by', {ref("asker")}) END,
    'batch', s.batch_id,
    'may', json_build_object(
        'stop', (s.status = 'processing' OR v.live) AND (%(stops_any)s OR s.given_by = %(me)s OR o.owner_id = %(me)s) IS TRUE,
        'extend', v.live AND o.id IS NOT NULL AND (l.level = 3) IS TRUE AND f.shares,
        'ask', v.live AND g.starts_at <= %(at)s AND {IS_GRANTEE} IS TRUE AND f.shares)
)""")

ONE = f"SELECT {OUT}::text {FROM} WHERE s.organization_id = %(organization)s AND s.id = %(id)s AND {SEEN}"
FIND = f"""
SELECT s.opportunity_id, s.member_id, s.team_id, s.given_by, o.owner_id, o.revision, {IS_GRANTEE} IS TRUE
{FROM} WHERE s.organization_id = %(organization)s AND s.id = %(id)s AND {SEEN}
"""


MOST_NEAR = 1_000
# Whatever a viewer who does not see everything may see, as long as it is little: a walk through the history in its order would
# pass by all that is others'. Null when it is much, where the walk soon has a page.
NEAR = f"""
WITH mine AS MATERIALIZED ({near()} LIMIT {MOST_NEAR + 1}), little AS MATERIALIZED (
    SELECT s.id FROM shares_share s WHERE s.member_id = %(me)s
    UNION ALL SELECT s.id FROM shares_share s WHERE s.team_id = ANY(%(teams)s::uuid[])
    UNION ALL SELECT s.id FROM shares_share s WHERE s.given_by = %(me)s
    UNION ALL SELECT s.id FROM shares_share s WHERE s.opportunity_id = ANY(ARRAY(SELECT id FROM mine))
    LIMIT {MOST_NEAR + 1})
SELECT coalesce(array_agg(id), '{{}}')::text FROM little
HAVING count(*) <= {MOST_NEAR} AND (SELECT count(*) FROM mine) <= {MOST_NEAR}
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A share that the caller may see. `owner_id` and `revision` are those of its opportunity; null when that is gone."""

    opportunity_id: UUID
    member_id: UUID | None
    team_id: UUID | None
    given_by: UUID | None
    owner_id: UUID | None
    revision: int | None
    is_grantee: bool


COLUMNS = {
    "member": "s.member_id = ANY(%(member)s::uuid[])",
    "team": "s.team_id = ANY(%(team)s::uuid[])",
    "status": "s.status = ANY(%(status)s::text[])",
    "source": "s.source = ANY(%(source)s::text[])",
    "state": f"{STATE} = ANY(%(state)s::text[])",
    "given_by": "s.given_by = ANY(%(given_by)s::uuid[])",
    "opportunity": "s.opportunity_id = ANY(%(opportunity)s::uuid[])",
    "automation": "s.automation_id = ANY(%(automation)s::uuid[])",
    "batch": "s.batch_id = ANY(%(batch)s::uuid[])",
}
# What the reader may not see is not found by its name either.
SEARCHED = """(s.number::text = ltrim(btrim(%(q)s), '#')
    OR (l.level IS NOT NULL AND o.id IN (SELECT opportunities_search(%(q)s)))
    OR handsel_fold(coalesce(grantee.name, team.name)) LIKE '%%' || replace(replace(replace(
        handsel_fold(%(q)s), '\\', '\\\\'), '%%', '\\%%'), '_', '\\_') || '%%')"""


def show_share(share_id: UUID, *, member: Member, at: datetime) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(ONE, {**_values(member, at), "id": share_id})
        row = cursor.fetchone()
    if row is None:
        raise ShareNotFound(say("There is no such share."))
    return _named([row[0]])[0].encode()


def find_share(share_id: UUID, *, member: Member, at: datetime) -> Found:
    """Hidden and absent look alike."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, {**_values(member, at), "id": share_id})
        row = cursor.fetchone()
    if row is None:
        raise ShareNotFound(say("There is no such share."))
    return Found(*row)


def list_shares(
    filters: Mapping[str, Any],
    *,
    member: Member,
    at: datetime,
    sort: str = "asked",
    limit: int | None = None,
    cursor: str | None = None,
    seen: str = SEEN,
) -> bytes:
    """One page as JSON bytes. `filters`: lists by the names of COLUMNS, and `q`; `sort`: a key of ORDERS, with `-` before it
    for the other way round."""
    order, place_of = placed(sort)
    descending = order.descending != sort.startswith("-")
    found = [COLUMNS[name] for name in filters if name in COLUMNS]
    if filters.get("q"):
        check_text(filters["q"], field="q", limit=500)
        found.append(SEARCHED)
    count = check_limit(limit)
    scope = f"share history {member.organization_id} {member.id} {sort} {sorted(filters.items())}"
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        found.append(beyond(order, descending=descending))
    near_by = None if member.sees_everything or "opportunity" in filters else _near(member, at)
    if near_by is not None:
        found.append("s.id = ANY(%(near)s::uuid[])")
    direction = "DESC" if descending else "ASC"
    query = close(f"""
        SELECT {OUT}::text, {order.expression}::text, s.id {FROM} {place_of}
        WHERE s.organization_id = %(organization)s AND {seen} {"".join(f" AND {one}" for one in found)}
        ORDER BY {order.expression} {direction}, s.id DESC LIMIT {count + 1}""")
    value, share_id, since = after or (None, None, at.isoformat())
    place = {"after_value": value, "after_id": share_id, "since": since, "near": near_by}
    with connection.cursor() as statement:
        statement.execute(query, {**_values(member, at), **filters, **place})
        rows = statement.fetchall()
    shown = rows[:count]
    following = write_cursor([*shown[-1][1:], since], scope=scope) if len(rows) > count else None
    return page_of(_named([row[0] for row in shown]), following)


def _near(member: Member, at: datetime) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(NEAR, values(member, at))
        row = cursor.fetchone()
    return None if row is None else str(row[0])


def _values(member: Member, at: datetime) -> dict[str, Any]:
    return {
        **values(member, at),
        "organization": member.organization_id,
        "failures": _failures_in(get_language() or ENGLISH),
        "stops_any": stops_any(member.capabilities),
    }


@cache
def _failures_in(language: str) -> str:
    with override(language):
        return json.dumps(in_words(FAILURES))


def _named(items: list[str]) -> list[str]:
    """Automations stand above; their names are asked for where there are any."""
    read = {place: json.loads(text) for place, text in enumerate(items) if 'automation" : {' in text}
    if not read:
        return items
    found = [one[key] for one in read.values() for key in ("automation", "stopped_by_automation") if one[key]]
    names = names_of({UUID(each["id"]) for each in found})
    for each in found:
        each["name"] = names.get(UUID(each["id"]), "")
    return [json.dumps(read[place]) if place in read else text for place, text in enumerate(items)]
