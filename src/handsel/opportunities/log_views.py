"""Event logs as the API answers about them."""

from typing import Any

from ninja.files import UploadedFile

from handsel.workflows.logs import LogOptions
from handsel.workflows.models import Workflow


def discovered(file: UploadedFile, options: LogOptions, *, at_least: int, name: str | None) -> dict[str, Any]:
    raise NotImplementedError


def replayed(
    workflow: Workflow, file: UploadedFile, options: LogOptions, *, number: int | None
) -> dict[str, Any]:
    raise NotImplementedError
