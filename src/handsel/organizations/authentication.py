"""Who sends this request: a bearer key decides alone; without one, session and CSRF; nobody is 401.

Whose key it is, is found by the statement that opens the request's transaction (docs/adr/0014): until then `request.auth`
is a `Bearer`.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connections
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from ninja.errors import AuthenticationError
from ninja.utils import check_csrf

from handsel.database.clock import read_clock
from handsel.database.mending import steady
from handsel.kernel.refusals import Forbidden
from handsel.kernel.sentences import say
from handsel.organizations.acting import Member, TeamPlace, acting, entered
from handsel.organizations.models import User
from handsel.organizations.rules import Scope, ScopeMissing, Sees, capabilities_of, has_licence

ORGANIZATION_IN_SESSION = "organization"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_PREFIX = "hs_"

MEMBER = """
SELECT m.id, m.user_id, m.organization_id, m.name, u.email, o.time_zone,
       coalesce(nullif(m.locale, ''), o.locale), o.currency, m.roles, m.sales_licence,
       (SELECT coalesce(json_agg(json_build_array(s.team_id, s.sees)), '[]') FROM organizations_teamseat s
         JOIN organizations_team t ON t.id = s.team_id AND t.dissolved_at IS NULL WHERE s.member_id = m.id)::text{more}
FROM organizations_membership m
JOIN organizations_user u ON u.id = m.user_id AND u.is_active
JOIN organizations_organization o ON o.id = m.organization_id
WHERE m.joined_at IS NOT NULL AND m.deactivated_at IS NULL AND {where}
"""
BY_USER = MEMBER.format(
    more=", coalesce(m.last_seen_at < clock_timestamp() - interval '5 minutes', true), u.password, u.session_round",
    where="m.user_id = %s ORDER BY (m.organization_id::text = %s) DESC, o.parent_id IS NULL DESC, o.name LIMIT 1",
)
BY_ID = MEMBER.format(more="", where="m.id = %s")
BY_IDS = MEMBER.format(more="", where="m.id = ANY(%s)")

# The same columns by the hash of a key; inside a transaction it also says who acts.
ENTER = "SELECT * FROM organizations_enter(%s)"

# After what every member has: whether it is time to tell of them; then of a session …
STALE, PASSWORD, SESSION_ROUND = 11, 12, 13
# … or of a key.
KEY_ID, SCOPES, AT = 12, 13, 14

Row = tuple[Any, ...]


class CsrfFailed(Forbidden):
    code = "csrf_failed"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A key as it was sent, whosever it is."""

    secret_hash: bytes
    client: str | None


def authenticate(request: HttpRequest) -> Member | Bearer | None:
    """The one auth callable of the API. None is answered 401."""
    authorization = request.META.get("HTTP_AUTHORIZATION")
    client = request.META.get("HTTP_X_CLIENT", "")[:64] or None
    if authorization is not None:
        kind, _, secret = authorization.partition(" ")
        return _bearer(secret.strip(), client=client) if kind.lower() == "bearer" else None
    row = _row_of_session(request.session)
    if row is None:
        return None
    member = _member(row, client=client)
    if check_csrf(request) is not None:
        raise CsrfFailed(say("The request lacks a valid X-CSRFToken. Load the page again and repeat it."))
    if row[STALE]:
        _notice(member)
    return member


@contextmanager
def answering(request: Any) -> Generator[datetime]:
    """The transaction of one request, as the member who sent it; from here on `request.auth` is that member."""
    if isinstance(request.auth, Bearer):
        with _answering_bearer(request, request.auth) as at:
            yield at
    else:
        with acting(request.auth) as at:
            yield at


@contextmanager
def _answering_bearer(request: Any, bearer: Bearer) -> Generator[datetime]:
    stale = None
    try:
        with entered(ENTER, [bearer.secret_hash]) as row:
            request.auth = None
            if row is None:
                raise AuthenticationError
            request.auth = member = _member_of_key(row, client=bearer.client)
            _check_scope(member, request)
            stale = member if row[STALE] else None
            yield read_clock(row[AT])
    finally:
        if stale is not None:
            _notice(stale)


def member_by_key(secret: str, *, client: str | None = None) -> Member | None:
    """Outside a request's transaction."""
    bearer = _bearer(secret, client=client)
    row = None if bearer is None else _one(ENTER, [bearer.secret_hash])
    return None if row is None else _member_of_key(row, client=client)


def member_by_session(session: SessionBase, *, client: str | None = None) -> Member | None:
    """The member of the session's organization, or of another one of the same person when that one is gone."""
    row = _row_of_session(session)
    return None if row is None else _member(row, client=client)


def member_by_id(member_id: UUID) -> Member | None:
    """For jobs and commands that act as somebody."""
    row = _one(BY_ID, [member_id])
    return None if row is None else _member(row)


def members_by_id(member_ids: Collection[UUID]) -> dict[UUID, Member]:
    """Those of them who are live, in one query."""

    def read() -> list[Row]:
        with connections["system"].cursor() as cursor:
            cursor.execute(BY_IDS, [list(member_ids)])
            rows: list[Row] = cursor.fetchall()
            return rows

    return {row[0]: _member(row) for row in steady("system", read)}


def make_secret() -> str:
    return KEY_PREFIX + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> bytes:
    """256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _bearer(secret: str, *, client: str | None) -> Bearer | None:
    return Bearer(hash_secret(secret), client) if secret.startswith(KEY_PREFIX) else None


def _row_of_session(session: SessionBase) -> Row | None:
    user_id = steady("default", lambda: session.get(SESSION_KEY))
    if user_id is None:
        return None
    row = _one(BY_USER, [user_id, session.get(ORGANIZATION_IN_SESSION, "")])
    valid = row is not None and _session_is_valid(
        session, user_id, password=row[PASSWORD], session_round=row[SESSION_ROUND]
    )
    return row if valid else None


def _one(query: str, values: list[Any]) -> Row | None:
    def read() -> Row | None:
        with connections["system"].cursor() as cursor:
            cursor.execute(query, values)
            row: Row | None = cursor.fetchone()
            return row

    return steady("system", read)


def _member_of_key(row: Row, *, client: str | None) -> Member:
    return _member(row, client=client, key_id=row[KEY_ID], scopes=frozenset(row[SCOPES]))


def _member(
    row: Row, *, client: str | None = None, key_id: UUID | None = None, scopes: frozenset[str] | None = None
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
        teams=tuple(TeamPlace(UUID(team), Sees(sees)) for team, sees in json.loads(row[10])),
        key_id=key_id,
        scopes=scopes,
        client=client,
    )


def _session_is_valid(session: SessionBase, user_id: str, *, password: str, session_round: int) -> bool:
    """A changed password ends the sessions that began with the old one, and so does a new round."""
    user = User(id=UUID(user_id), password=password, session_round=session_round)
    expected = user.get_session_auth_hash()
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), expected)


def _check_scope(member: Member, request: HttpRequest) -> None:
    needed = Scope.READ if request.method in READING else Scope.WRITE
    held = member.scopes or frozenset()
    if needed not in held and not (needed == Scope.READ and Scope.WRITE in held):
        raise ScopeMissing(
            say("This API key lacks the scope {scope}. Make one that has it.", scope=needed),
            scope=needed.value,
        )


def _notice(member: Member) -> None:
    """When a member was last seen, or a key last used, told at most every five minutes, and never waited for."""
    table, column, row_id = (
        ("organizations_membership", "last_seen_at", member.id)
        if member.key_id is None
        else ("organizations_apikey", "last_used_at", member.key_id)
    )
    with acting(member) as at, connections["default"].cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE id = "
            f"(SELECT id FROM {table} WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED)",
            [at, row_id],
        )
