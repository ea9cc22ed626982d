"""Column types that Django lacks."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class Amount(models.DecimalField):  # type: ignore[type-arg]  # (subscripted by django-stubs only)
    """`numeric` without a scale of its own: the value keeps the scale of its currency, so `::text` is right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"max_digits": 19, "decimal_places": 4}))

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "numeric"

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return value


class TransactionId(models.BigIntegerField):  # type: ignore[type-arg]  # (likewise)
    """`xid8`: the transaction that wrote the row, known to PostgreSQL's snapshots."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8"

    def from_db_value(self, value: Any, *_: Any) -> int | None:
        return None if value is None else int(value)


def instant(value: datetime | None) -> str | None:
    """An instant as JSON writes it here: UTC, with `Z`."""
    return None if value is None else value.isoformat().replace("+00:00", "Z")
