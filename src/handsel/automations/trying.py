"""What a draft would have done with what happened (A6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.automations.document import Recipe
from handsel.automations.document_reading import parse
from handsel.automations.drafts import read_or_stored
from handsel.kernel.refusals import field_refused
from handsel.organizations.acting import Member

LONGEST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Wanted:
    automation_id: UUID
    recipe: Recipe
    days: int
    by: Member
    at: datetime


def prepare(
    automation_id: UUID, *, document: Mapping[str, Any] | None, days: int, by: Member, at: datetime
) -> Wanted:
    if not 1 <= days <= LONGEST_DAYS:
        raise field_refused("days", f"Try it on 1 to {LONGEST_DAYS} days.")
    recipe = parse(read_or_stored(automation_id, document=document))
    return Wanted(automation_id, recipe, days, by, at)


def run(wanted: Wanted) -> dict[str, Any]:
    return {
        "days": wanted.days,
        "events": 0,
        "tried": 0,
        "matched": 0,
        "limited": None,
        "skipped": [],
        "would": [],
        "steps": [],
    }
