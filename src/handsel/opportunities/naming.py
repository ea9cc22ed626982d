"""What automations are called, asked of the room above that makes them. While none has registered: nothing."""

from collections.abc import Callable, Collection
from uuid import UUID

NamesOf = Callable[[Collection[UUID]], dict[UUID, str]]
"""Of this organization, the deleted ones too."""


class Naming:
    names_of: NamesOf = staticmethod(lambda _: {})


def register(names_of: NamesOf) -> None:
    Naming.names_of = staticmethod(names_of)


def names_of(automation_ids: Collection[UUID]) -> dict[UUID, str]:
    return Naming.names_of(automation_ids)
