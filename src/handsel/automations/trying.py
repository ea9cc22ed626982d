"""What a draft would have done with what happened in the last days, without any effect (A6).

Every event is tried by itself, in a transaction of its own that is always rolled back, so that nothing is held for long. A
schedule is tried on what it would be about now.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations.choosing import choose
from handsel.automations.document import SCHEDULE, Recipe
from handsel.automations.document_reading import parse
from handsel.automations.drafts import read_or_stored
from handsel.automations.naming import ids_in, names_of
from handsel.automations.runs import named
from handsel.automations.scene import Occasion
from handsel.automations.triggers import MAY_MATCH, Around, matches
from handsel.automations.trying_once import Tried, try_once
from handsel.automations.trying_past import MOST_READ, Past, chunks, events, read_past
from handsel.http.languages import in_words
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.opportunities.access import values, visible
from handsel.opportunities.projection import JOINS, TITLE
from handsel.organizations.acting import Member, acting

LONGEST_DAYS = 90
MOST_TRIED = 500
MOST_SHOWN, MOST_UNMET = 100, 20
LONGEST = 8.0  # seconds, after which what was not tried is left out, and said

NUMBERS = "SELECT id, lineage FROM opportunities_opportunity WHERE id = ANY(%s)"
NAMES = (
    f"SELECT o.id, {TITLE} FROM opportunities_opportunity o {JOINS} WHERE o.id = ANY(%(ids)s) AND {visible()}"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    automation_id: UUID
    recipe: Recipe
    days: int
    by: Member
    at: datetime


@dataclass(slots=True)
class Tally:
    """What became of them."""

    events: int = 0
    tried: list[Tried] = field(default_factory=list)
    limited: str | None = None


def prepare(
    automation_id: UUID, *, document: Mapping[str, Any] | None, days: int, by: Member, at: datetime
) -> Wanted:
    """Raises NotReady for a document that is not whole."""
    if not 1 <= days <= LONGEST_DAYS:
        raise field_refused("days", say("Try it on 1 to {most} days.", most=LONGEST_DAYS))
    _, written = read_or_stored(automation_id, document=document)
    return Wanted(automation_id, parse(written), days, by, at)


def run(wanted: Wanted) -> dict[str, Any]:
    """Outside of any transaction: it opens many, each for a moment."""
    over = time.monotonic() + LONGEST
    tally = Tally()
    is_schedule = wanted.recipe.trigger.type == SCHEDULE
    for past in _due_now(wanted, tally) if is_schedule else _that_matched(wanted, tally):
        if len(tally.tried) >= MOST_TRIED:
            tally.limited = "count"
            break
        if time.monotonic() > over:
            tally.limited = "time"
            break
        tally.tried.append(try_once(wanted.recipe, past, automation_id=wanted.automation_id, by=wanted.by))
    with acting(wanted.by) as at:
        return _told(wanted, tally, at=at)


def _that_matched(wanted: Wanted, tally: Tally) -> Iterator[Past]:
    """Newest first."""
    trigger = wanted.recipe.trigger
    types = [kind for kind, triggers in MAY_MATCH.items() if trigger.type in triggers]
    with acting(wanted.by):
        since = wanted.at - timedelta(days=wanted.days)
        found = events(wanted.by.organization_id, types=types, since=since)
    tally.events = min(len(found), MOST_READ)
    if len(found) > MOST_READ:
        tally.limited = "count"
    for chunk in chunks(found[:MOST_READ]):
        with acting(wanted.by):
            past = read_past(chunk)
        # Of one that is gone nobody knows the team any more.
        yield from (
            one
            for one in past
            if matches(trigger if one.number else replace(trigger, team=None), one, one.around)
        )


def _due_now(wanted: Wanted, tally: Tally) -> Iterator[Past]:
    """As if it fell due now."""
    by = wanted.by
    with acting(by) as at:
        chosen = choose(wanted.recipe, author_id=by.id, organization_id=by.organization_id, at=at)
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS, [chosen.ids[: MOST_TRIED + 1]])
            numbers = dict(cursor.fetchall())
    tally.events = 1
    event = Occasion(id=0, type="automation.due", at=at, subject_id=wanted.automation_id)
    for one, number in numbers.items():
        yield Past(event, {}, one, number, Around(), None, None, None)


def _told(wanted: Wanted, tally: Tally, *, at: datetime) -> dict[str, Any]:
    skipped = Counter(one.skipped for one in tally.tried if one.skipped)
    would = _shown([one for one in tally.tried if one.skipped is None])
    return {
        "days": wanted.days,
        "events": tally.events,
        "tried": len(tally.tried),
        "matched": len(tally.tried) - skipped.total(),
        "held": sum(one.held for one in tally.tried),
        "limited": tally.limited,
        "skipped": [{"reason": reason, "count": count} for reason, count in skipped.most_common()],
        "would": _named(would, by=wanted.by, at=at),
        "steps": _counts(tally.tried),
    }


def _shown(tried: Sequence[Tried]) -> list[Tried]:
    """The newest that would do something, and some of those whose conditions did not hold."""
    room = Counter({True: MOST_SHOWN, False: MOST_UNMET})
    found = []
    for one in tried:
        if room[one.held]:
            room[one.held] -= 1
            found.append(one)
    return found


def _named(tried: Sequence[Tried], *, by: Member, at: datetime) -> list[dict[str, Any]]:
    ids = {one.past.opportunity_id for one in tried}
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {**values(by, at), "ids": list(ids)})
        titles = dict(cursor.fetchall())
    said = [dict(line.values) for one in tried for line in one.lines]
    names = {str(one): name for one, name in names_of(ids_in(*said)).items()}
    return [
        {
            "event": {"type": one.past.type, "at": one.past.event.at},
            "opportunity": {"id": one.past.opportunity_id, "name": titles.get(one.past.opportunity_id, "")},
            "number": one.past.number,
            "held": one.held,
            "lines": [
                {
                    "what": line.what,
                    "step_id": line.step_id,
                    "outcome": line.outcome,
                    "code": line.code,
                    "text": {"key": line.key, "values": named(in_words(line.values), names)},
                    "at": None,
                }
                for line in one.lines
            ],
        }
        for one in tried
    ]


def _counts(tried: Sequence[Tried]) -> list[dict[str, Any]]:
    """In the order in which they first came up; lines of single conditions are not counted, only what came of all."""
    counted: dict[tuple[UUID | None, str], Counter[str]] = {}
    for one in tried:
        if one.skipped is None:
            counted.setdefault((None, "condition"), Counter())["yes" if one.held else "no"] += 1
        for line in one.lines:
            if line.what != "condition":
                counted.setdefault((line.step_id, line.what), Counter())[line.outcome] += 1
    return [
        {"step_id": step_id, "what": what, "outcomes": dict(outcomes)}
        for (step_id, what), outcomes in counted.items()
    ]
