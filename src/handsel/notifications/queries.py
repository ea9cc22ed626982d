"""A member's list, newest first. An opportunity that they may no longer see is not named."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.opportunities.access import changes, viewer_values, visible
from handsel.opportunities.naming import names_of
from handsel.opportunities.projection import TITLE
from handsel.organizations.acting import Member

LIST = f"""
SELECT n.id, n.kind, handsel_z(n.at), handsel_z(n.read_at), o.id, {TITLE}, giver.name, task.title, n.data::text, n.at,
    handsel_z({changes()})
FROM notifications_notification n
LEFT JOIN opportunities_opportunity o ON o.id = n.opportunity_id AND {visible()}
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
LEFT JOIN organizations_membership giver ON giver.id =
    CASE WHEN n.kind = 'opportunity.assigned' THEN n.subject_id ELSE (n.data->>'actor')::uuid END
LEFT JOIN opportunities_task task ON n.kind = 'task.reminded' AND task.id = n.subject_id AND task.opportunity_id = o.id
WHERE n.organization_id = %(organization)s AND n.member_id = %(me)s AND (n.at, n.id) < (%(before)s, %(before_id)s)
ORDER BY n.at DESC, n.id DESC LIMIT %(count)s
"""
FROM_THE_TOP = ("infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff")


def page(member: Member, *, limit: int | None, cursor: str | None, at: datetime) -> dict[str, Any]:
    scope = f"notifications {member.id}"
    before, before_id = read_cursor(cursor, scope=scope) or FROM_THE_TOP
    count = check_limit(limit)
    values = {
        **viewer_values(member),
        "at": at,
        "organization": member.organization_id,
        "before": before,
        "before_id": before_id,
        "count": count + 1,
    }
    with connection.cursor() as statement:
        statement.execute(LIST, values)
        rows = statement.fetchall()
    shown = rows[:count]
    data = [json.loads(row[8]) for row in shown]
    nameless = {
        UUID(one["actor"]) for one, row in zip(data, shown, strict=True) if one.get("actor") and not row[6]
    }
    automations = names_of(nameless) if nameless else {}
    return {
        "items": [_item(row, one, automations, member) for row, one in zip(shown, data, strict=True)],
        "next_cursor": write_cursor([shown[-1][9].isoformat(), shown[-1][0]], scope=scope)
        if len(rows) > count
        else None,
        "unread": unread(member),
        "access_changes_at": rows[0][10] if rows else None,
    }


def unread(member: Member) -> int:
    """The number at the bell."""
    with connection.cursor() as statement:
        statement.execute(
            "SELECT count(*) FROM notifications_notification "
            "WHERE organization_id = %s AND member_id = %s AND read_at IS NULL",
            [member.organization_id, member.id],
        )
        return int(statement.fetchone()[0])


def _item(
    row: tuple[Any, ...], data: dict[str, Any], automations: dict[UUID, str], member: Member
) -> dict[str, Any]:
    """The keys of texts are those of the timeline; of shares it is said to whom they are for."""
    number, kind, at, read_at, opportunity_id, name, giver, task, *_ = row
    values = dict(data)
    if values.get("actor"):
        values["actor"] = giver or automations.get(UUID(values["actor"]))
    if kind == "opportunity.assigned":
        values = {"actor": giver, "new_owner": member.name}
    elif kind == "task.reminded":
        values = {"task": task}
    return {
        "id": number,
        "kind": kind,
        "opportunity": None if opportunity_id is None else {"id": opportunity_id, "name": name},
        "text": {"key": f"{kind}_you" if kind.startswith("share.") else kind, "values": values},
        "at": at,
        "read_at": read_at,
    }
