"""The log of runs, newest first, for who configures. Ids in its words are named; what is out of the reader's sight is not."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.conditions import FOUND
from handsel.automations.naming import SPELLED, names_of
from handsel.automations.rules import AutomationNotFound
from handsel.http.languages import spoken
from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.refusals import NotFound
from handsel.kernel.sentences import is_stored, say, sentence_of
from handsel.opportunities.access import values, visible
from handsel.opportunities.projection import TITLE
from handsel.organizations.acting import Member

# Ids and times as text: psycopg takes longer to make objects of them than PostgreSQL takes for all.
COLUMNS = f"""
SELECT r.id::text, r.automation_id::text, automation.name, r.version_number, o.id::text, {TITLE}, r.number, r.event_id, r.event_type,
       handsel_z(r.event_at), r.state, r.depth, r.cause_id::text, handsel_z(r.started_at), handsel_z(r.ended_at),
       handsel_z(CASE WHEN r.state IN ('ready', 'waiting') THEN r.due_at END), r.created_at::text
FROM automations_run r
JOIN automations_automation automation ON automation.id = r.automation_id
LEFT JOIN opportunities_opportunity o ON o.id = r.opportunity_id AND {visible()}
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
WHERE r.organization_id = %(organization)s
"""
CREATED = 16
PAGE = """
{columns} {filtered} AND (r.created_at, r.id) < (%(before)s, %(before_id)s)
ORDER BY r.created_at DESC, r.id DESC LIMIT %(count)s
"""
FILTERS = {
    "state": "AND r.state = ANY(%(state)s)",
    "automation": "AND r.automation_id = ANY(%(automation)s::uuid[])",
    "opportunity": "AND r.opportunity_id = %(opportunity)s",
}
FROM_THE_TOP = ("infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff")
# Their words once more, to look for ids in all of them at once.
LINES = """
SELECT json_agg(json_build_array(run_id, what, step_id, outcome, code, text, handsel_z(at)) ORDER BY run_id, number)::text,
       string_agg(text::text, ' ')
FROM automations_line WHERE run_id = ANY(%s::uuid[])
"""


class RunNotFound(NotFound):
    code = "run_not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Nothing means any."""

    state: Sequence[str] = ()
    automation: Sequence[UUID] = ()
    opportunity: UUID | None = None

    def given(self) -> dict[str, Any]:
        said = {
            "state": list(self.state),
            "automation": list(self.automation),
            "opportunity": self.opportunity,
        }
        return {name: value for name, value in said.items() if value}


def page(wanted: Wanted, *, member: Member, limit: int | None, cursor: str | None, at: datetime) -> bytes:
    """As JSON."""
    given = wanted.given()
    scope = f"runs {member.organization_id} {json.dumps(given, default=str)}"
    before, before_id = read_cursor(cursor, scope=scope) or FROM_THE_TOP
    count = check_limit(limit)
    query = PAGE.format(columns=COLUMNS, filtered=" ".join(FILTERS[name] for name in given))
    rows = _fetch(query, member, at, **given, before=before, before_id=before_id, count=count + 1)
    shown = rows[:count]
    following = write_cursor([shown[-1][CREATED], shown[-1][0]], scope=scope) if len(rows) > count else None
    return json.dumps({"items": _shown(shown), "next_cursor": following}).encode()


def one(run_id: UUID, *, member: Member, at: datetime) -> bytes:
    """As JSON."""
    rows = _fetch(f"{COLUMNS} AND r.id = %(id)s", member, at, id=run_id)
    if not rows:
        raise RunNotFound(say("There is no such run. Those that ended are forgotten after 180 days."))
    return json.dumps(_shown(rows)[0]).encode()


def check_there(automation_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM automations_automation WHERE id = %s AND deleted_at IS NULL", [automation_id]
        )
        if cursor.fetchone() is None:
            raise AutomationNotFound(say("There is no such automation."))


def _fetch(query: str, member: Member, at: datetime, **given: Any) -> list[tuple[Any, ...]]:
    bound = {**values(member, at), "organization": member.organization_id, **given}
    with connection.cursor() as cursor:
        cursor.execute(query, bound)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _shown(rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    lines = _lines([row[0] for row in rows], hidden={row[0] for row in rows if row[4] is None})
    return [
        {
            "id": row[0],
            "automation": {"id": row[1], "name": row[2]},
            "version": row[3],
            "opportunity": None if row[4] is None else {"id": row[4], "name": row[5]},
            "number": row[6],
            "event": {"id": str(row[7]), "type": row[8], "at": row[9]},
            "state": row[10],
            "depth": row[11],
            "caused_by": row[12],
            "started_at": row[13],
            "ended_at": row[14],
            "due_at": row[15],
            "lines": lines.get(row[0], []),
        }
        for row in rows
    ]


def _lines(run_ids: Sequence[str], *, hidden: Set[str]) -> dict[str, list[dict[str, Any]]]:
    """Of the hidden ones the opportunity is deleted since, or out of the reader's sight: what was found in it is left out."""
    with connection.cursor() as cursor:
        cursor.execute(LINES, [f"{{{','.join(run_ids)}}}"])
        lines, words = cursor.fetchone()
    rows = json.loads(lines or "[]")
    names = {str(one): name for one, name in names_of(_ids_in(words or "")).items()}
    found: dict[str, list[dict[str, Any]]] = {}
    for run_id, what, step_id, outcome, code, text, at in rows:
        if run_id in hidden:
            text["values"].pop(FOUND, None)
        found.setdefault(run_id, []).append(
            {
                "what": what,
                "step_id": step_id,
                "outcome": outcome,
                "code": code,
                "text": {"key": text["key"], "values": named(_said(text["values"]), names)},
                "at": at,
            }
        )
    return found


def _ids_in(words: str) -> set[UUID]:
    return {UUID(one) for one in set(SPELLED.findall(words))}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: spoken(sentence_of(one)) if is_stored(one) else one for name, one in values.items()}


def named(values: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """With the names of what ids stand for, also where several stand in one text; one that is unknown stays."""

    def with_names(value: Any) -> Any:
        if isinstance(value, str):
            return SPELLED.sub(lambda found: names.get(found[0].lower(), found[0]), value)
        return [with_names(each) for each in value] if isinstance(value, list) else value

    return {name: with_names(value) for name, value in values.items()}
