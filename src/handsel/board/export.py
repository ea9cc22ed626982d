"""A board as a spreadsheet: what the viewer sees under their filters, safe to open (I4).

A cell that a spreadsheet would take for a formula gets an apostrophe before it; our import takes it off again.
"""

import csv
import io
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.board.queries import find_team
from handsel.opportunities.queries import Filters, list_opportunities
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability

COLUMNS = (
    "number", "title", "contact", "email", "phone", "account", "stage", "step", "status", "owner", "amount", "currency",
    "follow_up_at", "created_at", "closed_at", "lost_reason", "description", "source", "source_number",
)  # fmt: skip
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "'")
MOST = 50_000


def export_board(team_id: UUID, filters: Filters, *, member: Member, at: datetime) -> str:
    require(member, to=Capability.EXPORT)
    find_team(team_id, member=member)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    keys: dict[str, None] = {}
    found: list[dict[str, Any]] = []
    cursor = None
    while len(found) < MOST:
        page = json.loads(
            list_opportunities(filters, member=member, at=at, sort="created", limit=200, cursor=cursor)
        )
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    for one in found:
        keys |= dict.fromkeys(one["attributes"])
    rows = [
        [guarded(value) for value in (*_plain(one), *(one["attributes"].get(key) for key in keys))]
        for one in found
    ]
    writer.writerow([*COLUMNS, *keys])
    writer.writerows(rows)
    return sheet.getvalue()


def guarded(value: object) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
    return f"'{text}" if text.startswith(DANGEROUS) and not _is_number(text) else text


def _plain(one: dict[str, object]) -> list[object]:
    def name_of(key: str, part: str = "name") -> object:
        value = one[key]
        return value[part] if isinstance(value, dict) else None

    return [
        one["number"], one["own_title"], name_of("contact"), name_of("contact", "email"), name_of("contact", "phone"),
        name_of("account"), name_of("stage"), name_of("step"), one["status"], name_of("owner"), one["amount"],
        one["currency"], one["follow_up_at"], one["created_at"], one["closed_at"], one["lost_reason"],
        one["description"], one["source"], one["source_number"],
    ]  # fmt: skip


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
