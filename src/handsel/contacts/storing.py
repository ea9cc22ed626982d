"""Changed columns are written with the next revision; facts name them as people do."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from handsel.contacts.models import Account, Contact

FIELD_OF = {
    "phone_as_typed": "phone",
    "email_key": "email",
    "account_id": "account",
    "parent_id": "parent",
    "source_id": "source",
}


def store(row: Contact | Account, new: Mapping[str, object], *, at: datetime) -> None:
    for column, value in new.items():
        setattr(row, column, value)
    row.revision += 1
    row.updated_at = at
    row.save(update_fields=[*new, "revision", "updated_at"])


def fields_of(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({FIELD_OF.get(column, column) for column in columns}))
