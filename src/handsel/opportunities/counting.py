"""How many opportunities hang on contacts and accounts, of those that the viewer may see."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from handsel.opportunities.access import values, visible
from handsel.organizations.acting import Member

COUNT = """
SELECT o.{column}, count(*) FROM opportunities_opportunity o
WHERE o.organization_id = %(organization)s AND o.{column} = ANY(%(ids)s::uuid[]) AND {visible} GROUP BY o.{column}
"""


def of_contacts(member: Member, contact_ids: Collection[UUID], *, at: datetime) -> Mapping[UUID, int]:
    return _count("contact_id", member, contact_ids, at=at)


def of_accounts(member: Member, account_ids: Collection[UUID], *, at: datetime) -> Mapping[UUID, int]:
    return _count("account_id", member, account_ids, at=at)


def _count(column: str, member: Member, ids: Collection[UUID], *, at: datetime) -> Mapping[UUID, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT.format(column=column, visible=visible()),
            {**values(member, at), "organization": member.organization_id, "ids": list(ids)},
        )
        return dict(cursor.fetchall())
