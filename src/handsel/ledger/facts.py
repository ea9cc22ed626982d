"""A fact is the typed thing that an action records; its stored row is an event."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Carries bare ids and numbers, never personal data: the ledger outlives what it tells of.

    `text` is its line in a timeline; `{names}` in it are its fields, with ids resolved to names by the reader.
    """

    type: ClassVar[str]
    text: ClassVar[str]

    opportunity_id: UUID | None = None
    revision: int | None = None
    workflow_version_id: UUID | None = None
    subject_id: UUID | None = None

    def data(self) -> dict[str, Any]:
        own = (field.name for field in fields(self) if field.name not in _COLUMNS)
        return {name: _plain(getattr(self, name)) for name in own}


class Actor(Protocol):
    """Who does it: a member, a member's key, an automation, or the system."""

    @property
    def kind(self) -> str: ...
    @property
    def actor_id(self) -> UUID | None: ...
    @property
    def organization_id(self) -> UUID: ...
    @property
    def client(self) -> str | None: ...
    @property
    def cause_id(self) -> UUID | None:
        """The run of an automation that does it; None for people."""


_COLUMNS = frozenset({"opportunity_id", "revision", "workflow_version_id", "subject_id"})
_known: dict[str, type[Fact]] = {}


def register(*facts: type[Fact]) -> None:
    """Called in `AppConfig.ready` of the room that defines them."""
    for fact in facts:
        if _known.setdefault(fact.type, fact) is not fact:
            message = f"two facts are called {fact.type}"
            raise ValueError(message)


def known_facts() -> dict[str, type[Fact]]:
    return dict(_known)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
