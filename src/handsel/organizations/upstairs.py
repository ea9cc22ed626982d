"""What organizations ask of the rooms above them, which they don't know. Filled in `AppConfig.ready` of those rooms.

`upstairs.register(holdings=…)`. While nobody has registered: nothing is held, there is no workflow, nothing is unread.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.organizations.acting import Actor, Member


class Holdings(Protocol):
    """What members and teams hold. Called inside a transaction of the organization."""

    def of_members(self, member_ids: Collection[UUID]) -> dict[UUID, int]:
        """How many open opportunities each owns; who owns none may be absent."""

    def of_team(self, team_id: UUID) -> int:
        """How many opportunities it has, closed ones too."""

    def reassign(self, member_id: UUID, *, to: UUID | None, by: Member, at: datetime) -> None:
        """All that `of_members` counts. `to` is a live member of the organization, or None for Unassigned."""


class Workflows(Protocol):
    def make_default(self, name: str, *, by: Actor, at: datetime) -> UUID:
        """The free workflow that a new team of this name gets (W12)."""

    def names_of(self, workflow_ids: Collection[UUID]) -> dict[UUID, str]:
        """Those of this organization; what is unknown is absent."""


class Inbox(Protocol):
    def unread(self, member: Member) -> int: ...


class Departures(Protocol):
    """What ends with somebody, or with a team. Called under the lock of their row."""

    def member_left(self, member_id: UUID, *, by: Actor, at: datetime) -> None: ...

    def team_dissolved(self, team_id: UUID, *, by: Actor, at: datetime) -> None: ...


class _Nothing:
    def of_members(self, member_ids: Collection[UUID]) -> dict[UUID, int]:
        return {}

    def of_team(self, team_id: UUID) -> int:
        return 0

    def reassign(self, member_id: UUID, *, to: UUID | None, by: Member, at: datetime) -> None: ...

    def make_default(self, name: str, *, by: Actor, at: datetime) -> UUID:
        raise field_refused("workflow", say("Choose the team's workflow."))

    def names_of(self, workflow_ids: Collection[UUID]) -> dict[UUID, str]:
        return {}

    def unread(self, member: Member) -> int:
        return 0

    def member_left(self, member_id: UUID, *, by: Actor, at: datetime) -> None: ...

    def team_dissolved(self, team_id: UUID, *, by: Actor, at: datetime) -> None: ...


class _Upstairs:
    holdings: Holdings = _Nothing()
    workflows: Workflows = _Nothing()
    inbox: Inbox = _Nothing()
    departures: Departures = _Nothing()


_upstairs = _Upstairs()


def register(
    *,
    holdings: Holdings | None = None,
    workflows: Workflows | None = None,
    inbox: Inbox | None = None,
    departures: Departures | None = None,
) -> None:
    """Each room brings what it knows."""
    _upstairs.holdings = holdings or _upstairs.holdings
    _upstairs.workflows = workflows or _upstairs.workflows
    _upstairs.inbox = inbox or _upstairs.inbox
    _upstairs.departures = departures or _upstairs.departures


def holdings() -> Holdings:
    return _upstairs.holdings


def workflows() -> Workflows:
    return _upstairs.workflows


def inbox() -> Inbox:
    return _upstairs.inbox


def departures() -> Departures:
    return _upstairs.departures
