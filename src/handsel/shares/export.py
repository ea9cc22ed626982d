"""The share history as a spreadsheet, safe to open (I4). What one knows only as a grantee stays out of it (S12)."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handsel.kernel.sheets import guarded
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability
from handsel.shares.queries import BELONGS, list_shares

COLUMNS = (
    "number", "opportunity", "member", "team", "given_by", "automation", "source", "access", "asked_at", "starts_at", "ends_at",
    "status", "failure", "state", "ended_at", "stopped_by", "stopped_by_automation", "cause",
)  # fmt: skip
MOST = 50_000


def export_shares(filters: Mapping[str, Any], *, member: Member, at: datetime) -> str:
    require(member, to=Capability.EXPORT)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    count, cursor = 0, None
    while count < MOST:
        page = json.loads(list_shares(filters, member=member, at=at, limit=200, cursor=cursor, seen=BELONGS))
        writer.writerows([guarded(_plain(one[name])) for name in COLUMNS] for one in page["items"])
        count, cursor = count + len(page["items"]), page["next_cursor"]
        if cursor is None:
            break
    return sheet.getvalue()


def _plain(value: object) -> object:
    """A reference by its name, a failure by its text."""
    return value.get("name", value.get("text")) if isinstance(value, dict) else value
