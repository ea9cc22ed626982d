"""How many opportunities hang on contacts and accounts, of those that the viewer may see. The room above brings it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from handsel.organizations.acting import Member


class Counting(Protocol):
    """One statement each; what has none may be absent."""

    def of_contacts(
        self, member: Member, contact_ids: Collection[UUID], *, at: datetime
    ) -> Mapping[UUID, int]: ...

    def of_accounts(
        self, member: Member, account_ids: Collection[UUID], *, at: datetime
    ) -> Mapping[UUID, int]: ...


class _Nothing:
    def of_contacts(self, *_: object, **__: object) -> Mapping[UUID, int]:
        return {}

    of_accounts = of_contacts


class _Above:
    counting: Counting = _Nothing()


def register(counting: Counting) -> None:
    """Called in `AppConfig.ready` of the room above."""
    _Above.counting = counting


def counting() -> Counting:
    return _Above.counting
