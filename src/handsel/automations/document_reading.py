"""JSON → a recipe, and everything that is wrong with it, by its place. Plain Python.

What not even a draft may hold (an unknown key, a step without its id) bars saving; what is only missing yet bars publishing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handsel.automations import document as shape
from handsel.automations.document import Recipe, Trigger
from handsel.automations.document_conditions import read_conditions
from handsel.automations.document_spots import LONGEST_NAME, MOST_FIELDS, Notes, Problem, Spot
from handsel.automations.document_steps import read_steps
from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.sentences import say

CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
WHOLE_WEEK, LONGEST_MONTH = 7, 31


class NotReady(Invalid):
    """What was to be run is not whole."""

    code = "automation_not_ready"


class DraftRefused(Invalid):
    """What not even a draft may hold."""

    code = "automation_refused"


@dataclass(frozen=True, slots=True)
class Reading:
    """`recipe` holds what could be read."""

    recipe: Recipe
    problems: Sequence[Problem]

    def whole(self) -> Recipe:
        if self.problems:
            raise NotReady(say("This automation is not ready to run."), fields=_fields(self.problems))
        return self.recipe


def parse(document: Mapping[str, Any]) -> Recipe:
    """Raises NotReady for what is not whole, with everything that is at fault."""
    return read(document).whole()


def check_savable(document: Any) -> None:
    barring = [one for one in read(document).problems if one.bars_saving]
    if barring:
        raise DraftRefused(
            say("This draft can't be saved. {why}", why=barring[0].text),
            fields=_fields(barring, prefix="document."),
        )


def read(document: Any) -> Reading:
    top = Spot(document, "", "", "", Notes())
    top.only("trigger", "conditions", "steps")
    trigger = _trigger(replace(top.at("trigger"), place="trigger", slot=""))
    conditions = read_conditions(top.at("conditions"), place="conditions")
    steps = read_steps(top.at("steps"), depth=0)
    if not top.has("steps") or top.at("steps").data == []:
        top.at("steps").refuse("no_step", say("An automation needs something to do. Add a step."))
    return Reading(Recipe(trigger, conditions, steps), top.notes.problems)


def _fields(problems: Sequence[Problem], *, prefix: str = "") -> list[FieldProblem]:
    return [FieldProblem(f"{prefix}{one.path}".rstrip("."), one.text) for one in problems]


def _trigger(spot: Spot) -> Trigger:
    if spot.data is None:
        spot.missing(say("Choose what sets this automation off."))
        return Trigger("")
    if not isinstance(spot.data, dict):
        spot.misshapen(say("This must have a type."))
        return Trigger("")
    kind = spot.data.get("type")
    if kind in (None, ""):
        spot.missing(say("Choose what sets this automation off."))
        return Trigger("")
    if isinstance(kind, str) and kind in shape.TRIGGERS_TO_COME:
        spot.to_come(kind, shape.TRIGGERS_TO_COME[kind])
        return Trigger("")
    if spot.at("type").one_of(tuple(shape.TRIGGERS)) is None or not spot.only(
        "type", "team", *shape.TRIGGERS[kind]
    ):
        return Trigger("")
    keys = (one.text(limit=LONGEST_NAME) for one in spot.at("fields").each(most=MOST_FIELDS))
    return Trigger(
        type=kind,
        team=spot.at("team").id(),
        fields=tuple(_heard(key) for key in keys if key is not None),
        activity_type=spot.at("activity_type").text(limit=LONGEST_NAME),
        from_id=spot.at("from").id(),
        to_id=spot.at("to").id(),
        status=spot.at("status").one_of(shape.STATUSES),
        cause=spot.at("cause").one_of(shape.CAUSES),
        schedule=_schedule(spot) if kind == shape.SCHEDULE else None,
    )


def _heard(key: str) -> str:
    bare = key.removeprefix(shape.SHADOWED)
    return bare if bare == key else shape.heard_as(bare)


def _schedule(spot: Spot) -> shape.Schedule | None:
    every = spot.at("every").one_of(shape.EVERY)
    if every is None:
        spot.at("every").missing(say("Choose how often: every day, week or month."))
    clock = spot.at("at").text(limit=5)
    if clock is None or not CLOCK.fullmatch(clock):
        spot.at("at").refuse("bad_time", say("Write the time of day like 09:30."))
    weekdays = [one.whole_number(most=WHOLE_WEEK) for one in spot.at("weekdays").each(most=WHOLE_WEEK)]
    day = spot.at("day").whole_number(most=LONGEST_MONTH) if spot.has("day") else None
    if every == "week" and not weekdays:
        spot.at("weekdays").missing(say("Choose the days of the week."))
    if every == "month" and day is None and not spot.has("day"):
        spot.at("day").missing(say("Choose the day of the month."))
    if every is None or clock is None:
        return None
    return shape.Schedule(
        every=every,
        at=clock,
        weekdays=tuple(sorted({one for one in weekdays if one is not None})) if every == "week" else (),
        day=day if every == "month" else None,
    )
