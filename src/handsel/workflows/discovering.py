"""A first draft from what happened (W17). Plain Python.

Every activity becomes a step, every succession that was seen often enough a transition, a repeated activity
one from a step to itself. Opportunities start where most cases did. A step that nothing leads on from, and that
no case began with, is an end: it stands in the won stage, everything else in the open one. It is for people to
say which ends are lost.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.sentences import Sentence, say
from handsel.kernel.text import check_name
from handsel.kernel.written import SIZE_LIMIT, write_yaml
from handsel.workflows.graph import NEW, Mode, Status
from handsel.workflows.logs import Bounds, Case, Columns, Log, LogOptions, check_cases
from handsel.workflows.logs_reading import Readable, read_log
from handsel.workflows.reading import MOST_STEPS, MOST_TRANSITIONS

OPEN_STAGE, WON_STAGE = "Open", "Done"
NARROW = say(
    "Keep only some with the option activities, like A_*, or name another column with the option activity."
)
FEWER = say("Raise the option min, or keep fewer activities with the option activities.")


class NoDraft(Invalid):
    """The log is readable, but makes no workflow; `fields` name the option to change."""

    code = "no_draft"


@dataclass(frozen=True, slots=True)
class ActivitySeen:
    """How often, and how many cases start and end with it."""

    name: str
    count: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Observed:
    """What one pass over a log counted. `activities` are in the order in which cases typically come to them.

    `successions` are by (from, to). `skipped` events were left out, by an option or because they say no activity.
    """

    cases: int
    events: int
    skipped: int
    activities: tuple[ActivitySeen, ...]
    successions: Mapping[tuple[str, str], int]
    columns: Columns


@dataclass(frozen=True, slots=True)
class Discovery:
    """`file` is the workflow file as JSON, `text` the same as YAML."""

    observed: Observed
    at_least: int
    file: dict[str, Any]
    text: str


def discover(
    stream: Readable,
    options: LogOptions,
    *,
    at_least: int,
    name: str,
    bounds: Bounds | None = None,
) -> Discovery:
    """Raises LogRefused and NoDraft."""
    return draft_from(observe(read_log(stream, options, bounds=bounds)), at_least=at_least, name=name)


def observe(log: Log) -> Observed:
    """One pass, and two numbers per case; of a log with whole cases only those of the present one."""
    numbers: dict[str, int] = {}
    counts, starts, ends, ranks, holders = (Counter[int]() for _ in range(5))
    successions: Counter[tuple[int, int]] = Counter()
    last: dict[Case, int] = {}
    met: dict[Case, int] = {}  # a bit for each activity
    for case, activity in log:
        here = numbers.setdefault(activity, len(numbers))
        if here >= MOST_STEPS:
            raise no_draft(
                "activities",
                say(
                    "A workflow has at most {most:,} steps; here are more. {narrow}",
                    most=MOST_STEPS,
                    narrow=NARROW,
                ),
            )
        counts[here] += 1
        before = last.get(case)
        if before is not None:
            successions[before, here] += 1
        else:
            starts[here] += 1
            if log.has_whole_cases:
                ends.update(last.values())
                last.clear()
                met.clear()
            check_cases(len(last))
        last[case] = here
        known = met.get(case, 0)
        if not known >> here & 1:
            ranks[here] += known.bit_count()
            holders[here] += 1
            met[case] = known | 1 << here
    ends.update(last.values())
    names = list(numbers)
    typical = sorted(counts, key=lambda one: (ranks[one] / holders[one], one))
    return Observed(
        cases=starts.total(),
        events=counts.total(),
        skipped=log.skipped,
        activities=tuple(ActivitySeen(names[one], counts[one], starts[one], ends[one]) for one in typical),
        successions={
            (names[start], names[to]): successions[start, to]
            for start in typical
            for to in typical
            if (start, to) in successions
        },
        columns=log.columns,
    )


def draft_from(observed: Observed, *, at_least: int, name: str) -> Discovery:
    """Never with an error of the check; what it warns of is for people to decide. Raises NoDraft."""
    if at_least < 1:
        raise no_draft("min", say("A succession is seen at least once: min is 1 or more."))
    if not observed.activities:
        raise no_draft(
            "activities", say("No event is left to learn from. Choose other options, or another log.")
        )
    lines = [line for line, count in observed.successions.items() if count >= at_least]
    if len(lines) > MOST_TRANSITIONS:
        problem = say(
            "A workflow has at most {most:,} transitions; these would be {count:,}. {fewer}",
            most=MOST_TRANSITIONS,
            count=len(lines),
            fewer=FEWER,
        )
        raise no_draft("min", problem)
    leads_on = {start for start, to in lines if start != to}
    first = max(observed.activities, key=lambda one: one.starts)
    ends = {one.name for one in observed.activities if not one.starts and one.name not in leads_on}
    stages = [{"name": OPEN_STAGE, "status": Status.OPEN.value}]
    stages += [{"name": WON_STAGE, "status": Status.WON.value}] if ends else []
    file = {
        "workflow": check_name(name, field="name"),
        "mode": Mode.GUIDED.value,
        "stages": stages,
        "steps": [
            {"name": one.name, "stage": WON_STAGE if one.name in ends else OPEN_STAGE}
            for one in observed.activities
        ],
        "transitions": [{"name": to, "from": start, "to": to} for start, to in lines],
        "entries": {NEW: first.name},
    }
    text = write_yaml(file)
    if len(text) > SIZE_LIMIT:
        problem = say(
            "The workflow file would have more than {most:,} characters. {fewer}",
            most=SIZE_LIMIT,
            fewer=FEWER,
        )
        raise no_draft("min", problem)
    return Discovery(observed, at_least, file, text)


def no_draft(option: str, problem: Sentence) -> NoDraft:
    return NoDraft(say("No workflow can be made of this log."), fields=[FieldProblem(option, problem)])
