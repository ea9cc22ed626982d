"""Drafts as the API shows them."""

from typing import Any
from uuid import UUID


def draft(workflow_id: UUID) -> dict[str, Any]:
    raise NotImplementedError


def checked(document: Any, *, workflow_id: UUID) -> dict[str, Any]:
    raise NotImplementedError


def showing_current(workflow_id: UUID) -> Any:
    raise NotImplementedError
