"""The one door to an opportunity and the one way to change it: lock → decide → change → record.

`take` locks and says what the caller has; an action decides and calls `save`, which changes, records and shows.
"""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.sentences import say
from handsel.ledger.facts import Fact
from handsel.ledger.record import record
from handsel.opportunities.access import values, visible
from handsel.opportunities.lapsed import check_not_ended
from handsel.opportunities.projection import JOINS, LEVEL, OUT
from handsel.opportunities.rules import (
    LEAST,
    Level,
    OpportunityNotFound,
    Permission,
    Stale,
    check_allowed,
)
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph
from handsel.workflows.versions import graph_of_version


@dataclass(frozen=True, slots=True)
class Taken:
    """An opportunity under lock, as an action needs it. `level` is what the caller has."""

    level: Level
    id: UUID
    number: int
    team_id: UUID
    workflow_version_id: UUID
    step_id: UUID
    title: str | None
    contact_id: UUID | None
    account_id: UUID | None
    channel_id: UUID | None
    owner_id: UUID | None
    author_id: UUID | None
    amount: Decimal | None
    currency: str
    follow_up_at: datetime | None
    description: str
    attributes: dict[str, Any]
    lost_reason: str | None
    excluded_at: datetime | None
    closed_at: datetime | None
    revision: int
    deal_amount: bool
    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None
    account_name: str | None

    @property
    def graph(self) -> Graph:
        return graph_of_version(self.workflow_version_id)

    def before(self) -> dict[str, Any]:
        """What every fact about it carries: who could see it before the change."""
        return {
            "opportunity_id": self.id,
            "revision": self.revision + 1,
            "workflow_version_id": self.workflow_version_id,
            "team_id": self.team_id,
            "owner_id": self.owner_id,
            "author_id": self.author_id,
        }


_COLUMNS = """
o.id, o.lineage, o.team_id, o.workflow_version_id, o.step_id, o.title, o.contact_id, o.account_id, o.channel_id, o.owner_id, o.author_id,
o.amount, o.currency, o.follow_up_at, o.description, o.attributes::text, o.lost_reason, o.excluded_at, o.closed_at, o.revision,
t.deal_amount, c.first_name, c.last_name, c.email, c.phone, a.name
"""
_JOINED = f"""
{LEVEL}
JOIN organizations_team t ON t.id = o.team_id
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
WHERE o.id = %(id)s AND {visible()}
"""
LOOK = f"SELECT l.level, {_COLUMNS} FROM opportunities_opportunity o {_JOINED}"
# Locked before it is joined: who waited for somebody that changed its team would find nothing otherwise.
TAKE = f"""
SELECT l.level, {_COLUMNS}
FROM (SELECT * FROM opportunities_opportunity o WHERE o.id = %(id)s FOR UPDATE OF o) o {_JOINED}
"""
SHOW_MADE = f"SELECT {OUT}::text FROM opportunities_opportunity o {LEVEL} {JOINS} WHERE o.id = %(id)s"
SHOW = f"{SHOW_MADE} AND l.level IS NOT NULL"
SEEN = f"SELECT FROM opportunities_opportunity o WHERE o.id = %(id)s AND {visible()}"
ATTRIBUTES = [field.name for field in fields(Taken)].index("attributes")


def take(
    opportunity_id: UUID, *, member: Member, to: Permission, at: datetime, revision: int | None = None
) -> Taken:
    """Locks it until the transaction ends. Hidden and absent look alike, but to those who had it by a share that would
    have been enough (ShareEnded); an old revision gets the current state."""
    taken = _admitted(TAKE, opportunity_id, member=member, to=to, at=at)
    if _is_torn(taken):
        taken = _read(LOOK, opportunity_id, member=member, at=at)
    check_revision(taken, revision, member=member, at=at)
    return taken


def look_to(opportunity_id: UUID, *, member: Member, to: Permission, at: datetime) -> Taken:
    """The same refusals without a lock, for a command that must lock something else before."""
    return _admitted(LOOK, opportunity_id, member=member, to=to, at=at)


def _admitted(query: str, opportunity_id: UUID, *, member: Member, to: Permission, at: datetime) -> Taken:
    try:
        taken = _read(query, opportunity_id, member=member, at=at)
    except OpportunityNotFound:
        check_not_ended(opportunity_id, member=member, at=at)
        raise
    if taken.level < LEAST[to]:
        check_not_ended(opportunity_id, member=member, at=at, least=LEAST[to])
    check_allowed(taken.level, to, capabilities=member.capabilities)
    return taken


def _is_torn(taken: Taken) -> bool:
    """Who waited for somebody that gave it a contact or account sees the row as it is, and not yet what it points at."""
    nameless_contact = taken.contact_id is not None and taken.first_name is None
    return nameless_contact or (taken.account_id is not None and taken.account_name is None)


def check_revision(taken: Taken, revision: int | None, *, member: Member, at: datetime) -> None:
    if revision is not None and revision != taken.revision:
        raise Stale(
            say(
                "Somebody changed this opportunity since you saw it. Look at it as it is now, then decide again."
            ),
            current=json.loads(show(taken.id, member=member, at=at)),
        )


def look(opportunity_id: UUID, *, member: Member, at: datetime) -> Taken:
    """Without a lock, for who only reads."""
    return _read(LOOK, opportunity_id, member=member, at=at)


def check_visible(opportunity_id: UUID, *, member: Member, at: datetime) -> None:
    """For who asks only for what hangs on it."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {**values(member, at), "id": opportunity_id})
        if cursor.fetchone() is None:
            raise OpportunityNotFound(say("There is no such opportunity."))


def _read(query: str, opportunity_id: UUID, *, member: Member, at: datetime) -> Taken:
    with connection.cursor() as cursor:
        cursor.execute(query, {**values(member, at), "id": opportunity_id})
        row = cursor.fetchone()
    if row is None:
        raise OpportunityNotFound(say("There is no such opportunity."))
    level, *before = row[:ATTRIBUTES]
    return Taken(*(Level(level), *before, json.loads(row[ATTRIBUTES]), *row[ATTRIBUTES + 1 :]))


def show(opportunity_id: UUID, *, member: Member, at: datetime) -> str:
    """The opportunity as this member sees it at this instant, as JSON text."""
    return _show(SHOW, opportunity_id, member=member, at=at)


def show_made(opportunity_id: UUID, *, member: Member, at: datetime) -> str:
    """To who just made it, though they may not see it again: an unassigned one where they see only their own."""
    return _show(SHOW_MADE, opportunity_id, member=member, at=at)


def _show(query: str, opportunity_id: UUID, *, member: Member, at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query, {**values(member, at), "id": opportunity_id})
        row = cursor.fetchone()
    if row is None:
        raise OpportunityNotFound(say("There is no such opportunity."))
    shown: str = row[0]
    return shown


def save(taken: Taken, changes: dict[str, Any], *facts: Fact, by: Member, at: datetime) -> str:
    """Write the changed columns, count the revision up, record, and show it as it is now.

    Once more also to a caller who can't see it any more, because they gave it away.
    """
    columns = sorted(changes)
    assignments = "".join(f"{column} = %({column})s{_CASTS.get(column, '')}, " for column in columns)
    query = f"""
        WITH changed AS (
            UPDATE opportunities_opportunity SET {assignments} revision = revision + 1, updated_at = %(at)s
            WHERE id = %(id)s RETURNING *)
        SELECT {OUT}::text FROM changed o {LEVEL} {JOINS}"""
    written = {column: _written(changes[column]) for column in columns}
    with connection.cursor() as cursor:
        cursor.execute(query, {**values(by, at), **written, "id": taken.id})
        row = cursor.fetchone()
    record(*facts, by=by, at=at)
    shown: str = row[0]
    return shown


_CASTS = {"attributes": "::jsonb", "amount": "::numeric"}


def _written(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
