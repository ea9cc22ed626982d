"""Versions as the API shows them."""

from typing import Any
from uuid import UUID

from handsel.organizations.acting import Member


def file_of(workflow_id: UUID, *, which: str | None, member: Member) -> tuple[str, str]:
    raise NotImplementedError


def versions(workflow_id: UUID, *, member: Member, limit: int | None, cursor: str | None) -> dict[str, Any]:
    raise NotImplementedError


def version(workflow_id: UUID, *, number: int) -> dict[str, Any]:
    raise NotImplementedError


def compared(workflow_id: UUID, *, start: str, to: str, member: Member) -> dict[str, Any]:
    raise NotImplementedError
