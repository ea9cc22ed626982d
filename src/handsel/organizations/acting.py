"""Who acts, and the one opener of transactions."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from handsel.database.clock import read_clock
from handsel.database.mending import mend
from handsel.kernel.sentences import say
from handsel.organizations.rules import Capability, Scope, ScopeMissing, Sees, check_capability

OPEN = "SELECT set_config('handsel.organization', %s, true), set_config('handsel.member', %s, true), clock_timestamp()"
CLOSE = "SELECT set_config('handsel.organization', '', true), set_config('handsel.member', '', true)"


@dataclass(frozen=True, slots=True)
class TeamPlace:
    team_id: UUID
    sees: Sees


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A live membership as it was when the request came in. Facts, not a row: nothing is loaded later.

    An automation acts as its author, who stays `id`: `automation_id` and `run_id` say that it is not them.
    """

    id: UUID
    user_id: UUID
    organization_id: UUID
    name: str
    email: str
    time_zone: str
    locale: str
    currency: str
    roles: tuple[str, ...]
    sales_licence: bool
    capabilities: frozenset[Capability]
    teams: tuple[TeamPlace, ...]
    key_id: UUID | None = None
    scopes: frozenset[str] | None = None
    client: str | None = field(default=None, compare=False)
    automation_id: UUID | None = None
    run_id: UUID | None = None

    @property
    def kind(self) -> str:
        if self.automation_id is not None:
            return "automation"
        return "user" if self.key_id is None else "key"

    @property
    def actor_id(self) -> UUID:
        return self.automation_id or self.id

    @property
    def cause_id(self) -> UUID | None:
        return self.run_id

    @property
    def caller_id(self) -> UUID:
        return self.key_id or self.id

    @property
    def sees_everything(self) -> bool:
        return Capability.SEE_EVERYTHING in self.capabilities

    @property
    def team_ids(self) -> list[UUID]:
        return [place.team_id for place in self.teams]

    @property
    def teams_seen_whole(self) -> list[UUID]:
        return [place.team_id for place in self.teams if place.sees == Sees.ALL]

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A timer, a reader or the system itself, inside one organization."""

    organization_id: UUID
    kind: str = "system"
    actor_id: UUID | None = None
    client: str | None = None
    cause_id: UUID | None = None


Actor = Member | System


@contextmanager
def acting(actor: Actor) -> Generator[datetime]:
    """BEGIN; say who acts and read the clock, in one statement; COMMIT, or ROLLBACK on anything raised."""
    member = str(actor.id) if isinstance(actor, Member) else ""
    with entered(OPEN, [str(actor.organization_id), member]) as row:
        yield read_clock(row[2])


@contextmanager
def entered(statement: str, values: Sequence[Any]) -> Generator[Any]:
    """The same by any statement that says who acts: `acting` and the look-up of a key use it. Gives its row."""
    opened, row = _open(statement, values)
    with opened:
        try:
            yield row
        finally:
            _forget()


class _Opened:
    """An atomic block that was entered already."""

    def __init__(self, block: transaction.Atomic) -> None:
        self.block = block

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.block.__exit__(kind, error, trace)


def _open(statement: str, values: Sequence[Any]) -> tuple[_Opened, Any]:
    """A connection that died while it lay in the pool is replaced once: nothing has happened on it yet."""
    for attempt in (1, 2):
        nested = connection.in_atomic_block
        block = transaction.atomic()
        block.__enter__()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return _Opened(block), cursor.fetchone()
        except (OperationalError, InterfaceError) as error:
            block.__exit__(type(error), error, error.__traceback__)
            if attempt == 2 or nested:  # noqa: PLR2004 (the third time)
                raise
            mend(connection.alias)
        except BaseException as error:
            block.__exit__(type(error), error, error.__traceback__)
            raise
    raise AssertionError


def _forget() -> None:
    """COMMIT clears the settings by itself. Inside an outer transaction (a wrapped test) they would outlive this one."""
    if len(connection.savepoint_ids) and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute(CLOSE)


def member_of(request: Any) -> tuple[Member, datetime]:
    """Who sent the request, and the instant at which it is decided."""
    return request.auth, request.at


def configuring(request: Any) -> tuple[Member, datetime]:
    """Who sent it, where they may change the set-up."""
    member, at = member_of(request)
    require(member, to=Capability.CONFIGURE, scope=Scope.CONFIGURE)
    return member, at


def managing_people(request: Any) -> tuple[Member, datetime]:
    """Who sent it, where they may change who belongs here."""
    member, at = member_of(request)
    require(member, to=Capability.MANAGE_PEOPLE, scope=Scope.CONFIGURE)
    return member, at


def require(member: Member, *, to: Capability, scope: Scope | None = None) -> None:
    """Refuses with a sentence that says who can."""
    check_capability(member.capabilities, to)
    if scope is not None and member.scopes is not None and scope not in member.scopes:
        raise ScopeMissing(
            say("This API key lacks the scope {scope}. Make one that has it.", scope=scope), scope=scope.value
        )
