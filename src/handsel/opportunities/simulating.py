"""What publishing a draft would do."""

from typing import Any


def simulate(workflow: Any, **_: Any) -> dict[str, Any]:
    raise NotImplementedError
