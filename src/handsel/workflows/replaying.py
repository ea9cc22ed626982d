"""What a workflow would have said to what happened (W17). Plain Python.

A case stands on its first activity, whichever that is; from there only the successions are judged: whether some
transition joins the two steps, whoever may use it and whatever it requires. A case stops at its first refusal.
"""

from collections import Counter
from dataclasses import dataclass

from handsel.workflows.graph import Graph
from handsel.workflows.logs import Bounds, Case, Log, LogOptions, check_cases
from handsel.workflows.logs_reading import Readable, read_log

UNKNOWN_STEP, NO_TRANSITION = "unknown_step", "no_transition"
MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class ReplayRefusal:
    """`start` is None where a case's first activity is no step. `reason` is unknown_step or no_transition."""

    start: str | None
    to: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Replay:
    """`accepted` counts transitions, those of refused cases before their refusal too.

    `refusals` are by count, the most frequent first. Of a log unlike the workflow only so many different ones
    are listed; `unlisted` cases were refused for others.
    """

    cases: int
    completed: int
    refused: int
    accepted: int
    refusals: tuple[ReplayRefusal, ...]
    unlisted: int


def replay(graph: Graph, stream: Readable, options: LogOptions, *, bounds: Bounds | None = None) -> Replay:
    """Raises LogRefused."""
    return judge(graph, read_log(stream, options, bounds=bounds))


def judge(graph: Graph, log: Log) -> Replay:
    """One number per case; of a log with whole cases only that of the present one."""
    numbers = {step.name: number for number, step in enumerate(graph.steps)}
    leads_to = [_leads_to(graph, step.id, numbers) for step in graph.steps]
    stopped = len(leads_to)  # no step: nothing leads on from it
    standing: dict[Case, int] = {}
    refusals: Counter[tuple[int | None, str]] = Counter()
    cases = refused = accepted = unlisted = 0
    for case, activity in log:
        here = standing.get(case)
        to = numbers.get(activity)
        if here is None:
            cases += 1
            if log.has_whole_cases:
                standing.clear()
            check_cases(len(standing))
            if to is not None:
                standing[case] = to
                continue
        elif here == stopped:
            continue
        elif to in leads_to[here]:
            accepted += 1
            standing[case] = to
            continue
        standing[case] = stopped
        refused += 1
        if len(refusals) < MOST_LISTED or (here, activity) in refusals:
            refusals[here, activity] += 1
        else:
            unlisted += 1
    return Replay(
        cases=cases,
        completed=cases - refused,
        refused=refused,
        accepted=accepted,
        refusals=tuple(
            ReplayRefusal(
                start=None if here is None else graph.steps[here].name,
                to=activity,
                count=count,
                reason=NO_TRANSITION if activity in numbers else UNKNOWN_STEP,
            )
            for (here, activity), count in refusals.most_common()
        ),
        unlisted=unlisted,
    )


def _leads_to(graph: Graph, step_id: str, numbers: dict[str, int]) -> frozenset[int]:
    return frozenset(numbers[graph.step(one.to_id).name] for one in graph.transitions_from(step_id))
