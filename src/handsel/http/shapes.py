"""What bodies and answers of every room share."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """Takes dicts and rows as they are. Ninja's own passes every value of every object through Python, for managers and files
    that we never hand it, and read bodies twice: that took more time than all else of a long list."""

    model_config = ConfigDict(from_attributes=True)


class In(Schema):
    """A body. A key that nobody knows is refused by its name, so that a typing error is not taken for a wish."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """Only what the caller sent: absent means unchanged, null means empty."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Ref(Schema):
    id: UUID
    name: str
