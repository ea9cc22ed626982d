"""What applying a file did, line by line, and where a refusal is told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from handsel.kernel.refusals import Refusal
from handsel.kernel.written import Part
from handsel.organizations.acting import System


class Kind(StrEnum):
    MADE = "made"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


SIGNS = {Kind.MADE: "+", Kind.CHANGED: "~", Kind.UNCHANGED: "="}


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    organization: str
    organization_id: UUID
    what: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = f": {', '.join(self.details)}" if self.details else ""
        return f"{SIGNS[self.kind]} {self.organization}: {self.what}{told}"


@dataclass(slots=True, kw_only=True)
class Run:
    """The work on one organization. `at` is known once its transaction is open."""

    organization: str
    by: System
    at: datetime = field(init=False)
    changes: list[Change] = field(default_factory=list)

    def made(self, what: str) -> None:
        self.changes.append(Change(Kind.MADE, self.organization, self.by.organization_id, what))

    def compared(self, what: str, values: Mapping[str, tuple[Any, Any]]) -> None:
        """`values`: before and after, by what they are called."""
        told = tuple(
            f"{name} {_told(before)} → {_told(after)}"
            for name, (before, after) in values.items()
            if before != after
        )
        self.changes.append(
            Change(
                Kind.CHANGED if told else Kind.UNCHANGED,
                self.organization,
                self.by.organization_id,
                what,
                told,
            )
        )


@contextmanager
def refusing_at(part: Part) -> Iterator[None]:
    """What is refused inside is undone and told at the line of the key at fault; the rest of the file goes on."""
    try:
        with transaction.atomic():
            yield
    except Refusal as refusal:
        for problem in refusal.fields:
            _at_fault(part, problem.name).refuse(problem.message)
        if not refusal.fields:
            part.refuse(refusal.detail)


def _at_fault(part: Part, name: str) -> Part:
    """`shares.default_days` is told at its own line, or at that of `shares` when the file does not say it."""
    for key in name.split("."):
        if not part.has(key):
            break
        part = part.at(key)
    return part


def _told(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return " and ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
