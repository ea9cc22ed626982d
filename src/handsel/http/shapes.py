"""What bodies and answers of every room share."""

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict


class In(Schema):
    """A body. A key that nobody knows is refused by its name, so that a typing error is not taken for a wish."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """Only what the caller sent: absent means unchanged, null means empty."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Ref(Schema):
    id: UUID
    name: str
