"""Who sends this request: a bearer key decides alone; without one, session and CSRF; nobody is 401."""

import hashlib
import json
import secrets
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connections
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from ninja.utils import check_csrf

from handsel.database.mending import steady
from handsel.kernel.refusals import Forbidden
from handsel.organizations.acting import Member, TeamPlace
from handsel.organizations.models import User
from handsel.organizations.rules import Scope, ScopeMissing, Sees, capabilities_of, has_licence

ORGANIZATION_IN_SESSION = "organization"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_PREFIX = "hs_"

MEMBER = """
SELECT m.id, m.user_id, m.organization_id, m.name, u.email, o.time_zone, o.locale, o.currency, m.roles, m.sales_licence,
       u.password,
       (SELECT coalesce(json_agg(json_build_array(s.team_id, s.sees)), '[]') FROM organizations_teamseat s
         JOIN organizations_team t ON t.id = s.team_id AND t.dissolved_at IS NULL WHERE s.member_id = m.id)::text
       {more}
FROM organizations_membership m
JOIN organizations_user u ON u.id = m.user_id AND u.is_active
JOIN organizations_organization o ON o.id = m.organization_id
{join}
WHERE m.joined_at IS NOT NULL AND m.deactivated_at IS NULL AND {where}
"""
BY_USER = MEMBER.format(
    more="",
    join="",
    where="m.user_id = %s ORDER BY (m.organization_id::text = %s) DESC, o.parent_id IS NULL DESC, o.name LIMIT 1",
)
BY_KEY = MEMBER.format(
    more=", k.id, k.scopes",
    join="JOIN organizations_apikey k ON k.member_id = m.id AND k.revoked_at IS NULL",
    where="k.secret_hash = %s",
)
BY_ID = MEMBER.format(more="", join="", where="m.id = %s")


class CsrfFailed(Forbidden):
    code = "csrf_failed"


def authenticate(request: HttpRequest) -> Member | None:
    """The one auth callable of the API. None is answered 401."""
    authorization = request.headers.get("Authorization")
    client = request.headers.get("X-Client", "")[:64] or None
    if authorization is not None:
        kind, _, secret = authorization.partition(" ")
        member = member_by_key(secret.strip(), client=client) if kind.lower() == "bearer" else None
        if member is not None:
            _check_scope(member, request)
        return member
    member = member_by_session(request.session, client=client)
    if member is not None and check_csrf(request) is not None:
        raise CsrfFailed("The request lacks a valid X-CSRFToken. Load the page again and repeat it.")
    return member


def member_by_key(secret: str, *, client: str | None = None) -> Member | None:
    row = _one(BY_KEY, [hash_secret(secret)]) if secret.startswith(KEY_PREFIX) else None
    return None if row is None else _member(row, key_id=row[12], scopes=frozenset(row[13]), client=client)


def member_by_session(session: SessionBase, *, client: str | None = None) -> Member | None:
    """The member of the session's organization, or of another one of the same person when that one is gone."""
    user_id = steady("default", lambda: session.get(SESSION_KEY))
    if user_id is None:
        return None
    row = _one(BY_USER, [user_id, session.get(ORGANIZATION_IN_SESSION, "")])
    if row is None or not _session_is_valid(session, user_id, password=row[10]):
        return None
    return _member(row, client=client)


def member_by_id(member_id: UUID) -> Member | None:
    """For jobs and commands that act as somebody."""
    row = _one(BY_ID, [member_id])
    return None if row is None else _member(row)


def make_secret() -> str:
    return KEY_PREFIX + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> bytes:
    """256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _one(query: str, values: list[Any]) -> tuple[Any, ...] | None:
    def read() -> tuple[Any, ...] | None:
        with connections["system"].cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchone()

    return steady("system", read)


def _member(
    row: tuple[Any, ...],
    *,
    key_id: UUID | None = None,
    scopes: frozenset[str] | None = None,
    client: str | None = None,
) -> Member:
    licence = has_licence(row[8], row[9])
    return Member(
        id=row[0],
        user_id=row[1],
        organization_id=row[2],
        name=row[3],
        email=row[4],
        time_zone=row[5],
        locale=row[6],
        currency=row[7],
        roles=tuple(row[8]),
        sales_licence=licence,
        capabilities=capabilities_of(row[8], licence=licence),
        teams=tuple(TeamPlace(UUID(team), Sees(sees)) for team, sees in json.loads(row[11])),
        key_id=key_id,
        scopes=scopes,
        client=client,
    )


def _session_is_valid(session: SessionBase, user_id: str, *, password: str) -> bool:
    """A changed password ends the sessions that began with the old one."""

    expected = User(id=UUID(user_id), password=password).get_session_auth_hash()
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), expected)


def _check_scope(member: Member, request: HttpRequest) -> None:
    needed = Scope.READ if request.method in READING else Scope.WRITE
    held = member.scopes or frozenset()
    if needed not in held and not (needed == Scope.READ and Scope.WRITE in held):
        raise ScopeMissing(
            f"This API key lacks the scope {needed}. Make one that has it.", scope=needed.value
        )
