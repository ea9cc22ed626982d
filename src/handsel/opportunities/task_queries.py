"""Lists of tasks, as their readers get them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.opportunities.access import changes, values, visible
from handsel.opportunities.projection import LEVEL, TITLE, ref
from handsel.opportunities.queries import access_changes_at, page_of
from handsel.organizations.acting import Member

TASK = f"""
json_build_object('id', k.id, 'title', k.title, 'due_at', handsel_z(k.due_at), 'remind_at', handsel_z(k.remind_at),
    'done_at', handsel_z(k.done_at), 'owner', {ref("w")},
    'opportunity', json_build_object('id', o.id, 'name', {TITLE}),
    'may', json_build_object('edit', l.level >= 2))"""
FROM = f"""
FROM opportunities_task k
JOIN opportunities_opportunity o ON o.id = k.opportunity_id {LEVEL}
LEFT JOIN organizations_membership w ON w.id = k.owner_id
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
"""
ORDER = "coalesce(k.due_at, 'infinity')"


def list_tasks(
    *,
    member: Member,
    at: datetime,
    opportunity_id: UUID | None = None,
    mine: bool = False,
    due: str | None = None,
    done: bool | None = False,
    limit: int | None = None,
    cursor: str | None = None,
) -> bytes:
    """Soonest first. `due`: overdue, today or week; `done`: None for both."""
    conditions, given = [visible()], dict(values(member, at))
    if opportunity_id is not None:
        conditions.append("k.opportunity_id = %(opportunity)s")
        given["opportunity"] = opportunity_id
    if mine:
        conditions.append("k.owner_id = %(me)s")
    if done is not None:
        conditions.append(f"k.done_at IS {'NOT ' if done else ''}NULL")
    _add_due(conditions, given, due, member=member, at=at)
    scope = f"tasks {member.organization_id} {member.id} {opportunity_id} {mine} {due} {done}"
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        conditions.append(f"({ORDER}, k.id) > (%(after_value)s::timestamptz, %(after_id)s::uuid)")
        given |= {"after_value": after[0], "after_id": after[1]}
    count = check_limit(limit)
    query = f"""
        SELECT {TASK}::text, ({ORDER})::text, k.id, handsel_z({changes()}) {FROM}
        WHERE {" AND ".join(conditions)} ORDER BY {ORDER}, k.id LIMIT {count + 1}"""
    with connection.cursor() as statement:
        statement.execute(query, given)
        rows = statement.fetchall()
    following = (
        write_cursor([rows[count - 1][1], rows[count - 1][2]], scope=scope) if len(rows) > count else None
    )
    changes_at = rows[0][3] if rows else access_changes_at(member, at=at)
    return page_of([row[0] for row in rows[:count]], following, access_changes_at=changes_at)


def show_task(task_id: UUID, *, member: Member, at: datetime) -> bytes:
    with connection.cursor() as statement:
        statement.execute(
            f"SELECT {TASK}::text {FROM} WHERE k.id = %(id)s AND {visible()}",
            {**values(member, at), "id": task_id},
        )
        shown: str = statement.fetchone()[0]
        return shown.encode()


def _add_due(
    conditions: list[str], given: dict[str, Any], due: str | None, *, member: Member, at: datetime
) -> None:
    if due is None:
        return
    today = at.astimezone(ZoneInfo(member.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    spans = {
        "overdue": (None, at),
        "today": (today, today + timedelta(days=1)),
        "week": (today, today + timedelta(days=7)),
    }
    if due not in spans:
        raise field_refused("due", say("Choose one of: {known}.", known=", ".join(spans)))
    start, end = spans[due]
    conditions.append("k.due_at < %(due_until)s")
    given["due_until"] = end
    if start is not None:
        conditions.append("k.due_at >= %(due_from)s")
        given["due_from"] = start
