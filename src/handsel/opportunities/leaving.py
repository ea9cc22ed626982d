"""An opportunity leaves: it is deleted now; later it goes into a pool, or into the custody of another organization. What must
end with it, rooms above say in `AppConfig.ready`; they are asked before it goes, while it is under lock."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from handsel.organizations.acting import Actor

DELETED = "opportunity_deleted"


class Leave(Protocol):
    def __call__(self, opportunity_id: UUID, *, cause: str, by: Actor, at: datetime) -> None: ...


_asked: list[Leave] = []


def register(leave: Leave) -> None:
    if leave not in _asked:
        _asked.append(leave)


def leaves(opportunity_id: UUID, *, cause: str, by: Actor, at: datetime) -> None:
    for leave in _asked:
        leave(opportunity_id, cause=cause, by=by, at=at)
