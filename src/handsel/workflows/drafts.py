"""The form of a workflow that is being edited."""

from typing import Any


def make_unpublished(name: str, **_: Any) -> Any:
    raise NotImplementedError


def delete_unpublished(workflow: Any) -> None:
    raise NotImplementedError


def save(workflow: Any, **_: Any) -> None:
    raise NotImplementedError


def reset(workflow: Any, **_: Any) -> None:
    raise NotImplementedError


def read_or_stored(workflow: Any, *, written: Any) -> Any:
    raise NotImplementedError


def stored_draft(workflow_id: Any) -> Any:
    raise NotImplementedError
