"""Reading contacts and accounts: hand-written SQL, plain values as JSON writes them. Counts are those of the viewer."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.contacts.counting import counting
from handsel.contacts.rules import AccountNotFound, ContactNotFound, may_tend
from handsel.database.fields import instant
from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.sentences import say
from handsel.kernel.text import NAME_LIMIT, check_text, is_filled
from handsel.organizations.acting import Member

Shown = dict[str, Any]

CONTACTS = """
SELECT c.id, c.name, c.first_name, c.last_name, c.email, c.phone, c.other_names::text::json, c.created_at, c.revision,
       a.id, a.name, c.name_key
FROM contacts_contact c LEFT JOIN contacts_account a ON a.id = c.account_id
WHERE c.organization_id = %s AND c.erased_at IS NULL
"""
ACCOUNTS = """
SELECT a.id, a.name, p.id, p.name, a.attributes::text::json, a.created_at, a.revision,
       (SELECT coalesce(json_agg(json_build_object('id', k.id, 'name', k.name) ORDER BY k.name_key, k.id), '[]')
          FROM contacts_account k WHERE k.organization_id = a.organization_id AND k.parent_id = a.id),
       (SELECT count(*) FROM contacts_contact c
         WHERE c.organization_id = a.organization_id AND c.account_id = a.id AND c.erased_at IS NULL),
       a.name_key
FROM contacts_account a LEFT JOIN contacts_account p ON p.id = a.parent_id
WHERE a.organization_id = %s
"""
PHONE_LIKE = re.compile(r"[\d\s().+/-]*\d[\d\s().+/-]*")
DIGITS_AT_LEAST = 4


def contacts_page(
    member: Member,
    *,
    q: str | None = None,
    account_id: UUID | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    at: datetime,
) -> Shown:
    query = CONTACTS
    values: list[Any] = [member.organization_id]
    wanted = _searched(q)
    if wanted:
        query, values = query + " AND c.id IN (SELECT contacts_search(%s))", [*values, _digits(wanted)]
    if account_id is not None:
        query, values = query + " AND c.account_id = %s", [*values, account_id]
    scope = f"contacts:{member.organization_id}:{account_id}:{wanted}"
    rows, following = _page(query, values, "c", limit=limit, cursor=cursor, scope=scope)
    return {"items": _contacts(rows, member, at=at), "next_cursor": following}


def read_contact(contact_id: UUID, *, member: Member, at: datetime) -> Shown:
    """Erased and another's look like absent."""
    rows = _rows(CONTACTS + " AND c.id = %s", [member.organization_id, contact_id])
    if not rows:
        raise ContactNotFound(say("No such contact."))
    return _contacts(rows, member, at=at)[0]


def accounts_page(
    member: Member, *, q: str | None = None, limit: int | None = None, cursor: str | None = None, at: datetime
) -> Shown:
    query = ACCOUNTS
    values: list[Any] = [member.organization_id]
    wanted = _searched(q)
    if wanted:
        query, values = query + " AND a.id IN (SELECT accounts_search(%s))", [*values, wanted]
    scope = f"accounts:{member.organization_id}:{wanted}"
    rows, following = _page(query, values, "a", limit=limit, cursor=cursor, scope=scope)
    return {"items": _accounts(rows, member, at=at), "next_cursor": following}


def read_account(account_id: UUID, *, member: Member, at: datetime) -> Shown:
    rows = _rows(ACCOUNTS + " AND a.id = %s", [member.organization_id, account_id])
    if not rows:
        raise AccountNotFound(say("No such account."))
    return _accounts(rows, member, at=at)[0]


def _page(
    query: str, values: list[Any], row: str, *, limit: int | None, cursor: str | None, scope: str
) -> tuple[list[tuple[Any, ...]], str | None]:
    """By name, then id; `name_key` is each row's last column, its id the first."""
    most = check_limit(limit)
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        query += f" AND ({row}.name_key, {row}.id) > (%s, %s::uuid)"
        values = [*values, *after]
    rows = _rows(query + f" ORDER BY {row}.name_key, {row}.id LIMIT %s", [*values, most + 1])
    if len(rows) <= most:
        return rows, None
    rows = rows[:most]
    return rows, write_cursor([rows[-1][-1], rows[-1][0]], scope=scope)


def _rows(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _contacts(rows: list[tuple[Any, ...]], member: Member, *, at: datetime) -> list[Shown]:
    counts = counting().of_contacts(member, [row[0] for row in rows], at=at) if rows else {}
    may = {"edit": may_tend(member.capabilities), "delete": may_tend(member.capabilities)}
    return [
        {
            "id": str(row[0]),
            "name": row[1],
            "first_name": row[2],
            "last_name": row[3],
            "email": row[4],
            "phone": row[5],
            "other_names": row[6],
            "created_at": instant(row[7]),
            "revision": row[8],
            "account": _ref(row[9], row[10]),
            "opportunities": counts.get(row[0], 0),
            "may": may,
        }
        for row in rows
    ]


def _accounts(rows: list[tuple[Any, ...]], member: Member, *, at: datetime) -> list[Shown]:
    counts = counting().of_accounts(member, [row[0] for row in rows], at=at) if rows else {}
    may = {"edit": may_tend(member.capabilities)}
    return [
        {
            "id": str(row[0]),
            "name": row[1],
            "parent": _ref(row[2], row[3]),
            "attributes": row[4],
            "created_at": instant(row[5]),
            "revision": row[6],
            "children": row[7],
            "contacts": row[8],
            "opportunities": counts.get(row[0], 0),
            "may": may,
        }
        for row in rows
    ]


def _ref(row_id: UUID | None, name: str | None) -> Shown | None:
    return None if row_id is None else {"id": str(row_id), "name": name}


def _searched(q: str | None) -> str | None:
    return q.strip() if q is not None and is_filled(check_text(q, field="q", limit=NAME_LIMIT)) else None


def _digits(q: str) -> str:
    """A number is found however it is written: stored are digits, without the zero that countries put before."""
    digits = "".join(filter(str.isdigit, q))
    return digits.lstrip("0") if PHONE_LIKE.fullmatch(q) and len(digits) >= DIGITS_AT_LEAST else q
