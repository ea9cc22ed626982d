"""Opportunities as a spreadsheet: what the viewer sees under their filters, without what they see only by a share (S12).

Safe to open (I4): a cell that a spreadsheet would take for a formula gets an apostrophe before it; our import takes it off
again.
"""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from handsel.board.events import OpportunitiesExported
from handsel.board.queries import find_team
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.kernel.sheets import guarded
from handsel.ledger.record import record
from handsel.opportunities.queries import Filters, read_own
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability

Cell = Callable[[dict[str, Any]], Any]


def _named(key: str, part: str = "name") -> Cell:
    def cell(one: dict[str, Any]) -> Any:
        value = one[key]
        return value[part] if isinstance(value, dict) else None

    return cell


CELLS: dict[str, Cell] = {
    "number": itemgetter("number"),
    "title": itemgetter("own_title"),
    "contact": _named("contact"),
    "email": _named("contact", "email"),
    "phone": _named("contact", "phone"),
    "account": _named("account"),
    "team": _named("team"),
    "stage": _named("stage"),
    "step": _named("step"),
    "status": itemgetter("status"),
    "owner": _named("owner"),
    "author": _named("author"),
    "amount": itemgetter("amount"),
    "currency": itemgetter("currency"),
    "follow_up_at": itemgetter("follow_up_at"),
    "created_at": itemgetter("created_at"),
    "updated_at": itemgetter("updated_at"),
    "entered_at": itemgetter("entered_at"),
    "closed_at": itemgetter("closed_at"),
    "lost_reason": itemgetter("lost_reason"),
    "description": itemgetter("description"),
    "source": itemgetter("source"),
    "source_number": itemgetter("source_number"),
    "channel": _named("channel"),
    "product": _named("product"),
    "excluded": itemgetter("excluded"),
}
OF_A_BOARD = (
    "number", "title", "contact", "email", "phone", "account", "stage", "step", "status", "owner", "amount", "currency",
    "follow_up_at", "created_at", "closed_at", "lost_reason", "description", "source", "source_number",
)  # fmt: skip
ATTRIBUTE = "attributes."
# What one has only by a share never leaves, so neither does until when: a view may show it, an export leaves it out (S12).
ONLY_SHOWN = frozenset({"access_ends_at"})
MOST, MOST_COLUMNS = 50_000, 100


def export_board(team_id: UUID, filters: Filters, *, member: Member, at: datetime) -> str:
    """With all the attributes that any of them has."""
    require(member, to=Capability.EXPORT)
    find_team(team_id, member=member, at=at)
    return _export(filters, OF_A_BOARD, member=member, at=at, more=True)


def export_table(filters: Filters, *, columns: Sequence[str], member: Member, at: datetime) -> str:
    """The columns that are named, in their order; without any, all of them."""
    require(member, to=Capability.EXPORT)
    check_columns(columns)
    named = tuple(name for name in columns if name not in ONLY_SHOWN)
    return _export(filters, named or tuple(CELLS), member=member, at=at, more=not columns)


def check_columns(columns: Sequence[str]) -> None:
    if len(columns) > MOST_COLUMNS:
        raise field_refused("columns", say("At most {most} columns.", most=MOST_COLUMNS))
    for name in columns:
        if name not in CELLS and name not in ONLY_SHOWN and not name.startswith(ATTRIBUTE):
            raise field_refused(
                "columns",
                say(
                    "There is no column {name:.80}. Known: {known}.",
                    name=name,
                    known=", ".join([*CELLS, f"{ATTRIBUTE}KEY"]),
                ),
            )


def _export(filters: Filters, columns: tuple[str, ...], *, member: Member, at: datetime, more: bool) -> str:
    """`more`: the attributes too, of whatever was found. What went out is recorded, by how much it was."""
    rows: list[tuple[list[Any], dict[str, Any]]] = []
    keys: dict[str, None] = {}
    for one in read_own(filters, member=member, at=at, most=MOST):
        keys |= dict.fromkeys(one["attributes"] if more else ())
        rows.append(([_cell(one, name) for name in columns], one["attributes"]))
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([*(name.removeprefix(ATTRIBUTE) for name in columns), *keys])
    for cells, attributes in rows:
        writer.writerow([guarded(value) for value in (*cells, *(attributes.get(key) for key in keys))])
    if rows:
        record(OpportunitiesExported(rows=len(rows), columns=[*columns, *keys]), by=member, at=at)
    return sheet.getvalue()


def _cell(one: dict[str, Any], name: str) -> Any:
    return CELLS[name](one) if name in CELLS else one["attributes"].get(name.removeprefix(ATTRIBUTE))
