"""What leads where, whoever asks: steps that are cut off, and what no step before displays (W13). Plain Python."""

from collections.abc import Iterable, Iterator, Mapping

from handsel.kernel.sentences import all_of, say
from handsel.workflows.checking_findings import Finding, warning
from handsel.workflows.graph import NEW, Graph, Mode, Status

Lines = Mapping[str, list[str]]


def check_ways(graph: Graph) -> Iterator[Finding]:
    """Of a free workflow, where every step leads to every other, only what it can't come to."""
    lines: dict[str, list[str]] = {}
    back: dict[str, list[str]] = {}
    for transition in graph.transitions:
        lines.setdefault(transition.from_id, []).append(transition.to_id)
        back.setdefault(transition.to_id, []).append(transition.from_id)
    yield from _no_way_to_won(graph, lines)
    if graph.mode is Mode.GUIDED:
        yield from _unreachable(graph, lines)
        yield from _dead_ends(graph, lines)
        yield from _open_circles(graph, lines, back)
        yield from _exits_from_lost(graph)
        yield from _never_displayed(graph, back)


def _unreachable(graph: Graph, lines: Lines) -> Iterator[Finding]:
    starts = [entry.step_id for entry in graph.entries.values()]
    starts += [follow_on.step_id for follow_on in graph.follow_ons]
    if not starts:
        return  # that there is no entry says it all
    reached = _reached(starts, lines)
    for step in graph.steps:
        if step.id not in reached:
            text = say(
                "No way leads to {step}. Add a transition that does, or delete the step.", step=step.name
            )
            yield warning("unreachable_step", step, text, step=step.name)


def _dead_ends(graph: Graph, lines: Lines) -> Iterator[Finding]:
    for step in graph.steps:
        is_open = step.stage_id is not None and graph.stage(step.stage_id).status is Status.OPEN
        if is_open and not any(to != step.id for to in lines.get(step.id, ())):
            text = say(
                "Nothing leads on from {step}, and its stage is open. Add a transition, or close the stage.",
                step=step.name,
            )
            yield warning("dead_end", step, text, step=step.name)


def _open_circles(graph: Graph, lines: Lines, back: Lines) -> Iterator[Finding]:
    """Dead ends of more than one step, each told once, on its first one. What leads there needs no word of its own."""
    done = _reached((step.id for step in graph.steps if not _is_in(graph, step.id, Status.OPEN)), back)
    for step in graph.steps:
        if step.id in done:
            continue
        circle = _reached([step.id], lines)
        if len(circle) > 1 and circle <= _reached([step.id], back):
            done |= circle
            names = [one.name for one in graph.steps if one.id in circle]
            text = say(
                "{steps} lead only to each other, and their stages are open. "
                "Add a transition that leads out, or close a stage.",
                steps=all_of(names),
            )
            yield warning("open_circle", step, text, steps=names)


def _no_way_to_won(graph: Graph, lines: Lines) -> Iterator[Finding]:
    """Both entries on one step are told once."""
    told: set[str] = set()
    for kind in sorted(graph.entries, key=lambda kind: kind != NEW):
        entry = graph.entries[kind]
        if entry.step_id in told or any(
            _is_in(graph, step_id, Status.WON) for step_id in _reached([entry.step_id], lines)
        ):
            continue
        told.add(entry.step_id)
        step = graph.step(entry.step_id).name
        text = say(
            "From {step}, where opportunities start, no way leads to a won stage. "
            "Add the transition that is missing, or a won stage.",
            step=step,
        )
        yield warning("no_way_to_won", entry, text, step=step)


def _exits_from_lost(graph: Graph) -> Iterator[Finding]:
    for transition in graph.declared:
        to = graph.step(transition.to_id)
        comes_back = to.stage_id is not None and not _is_in(graph, to.id, Status.LOST)
        if comes_back and _is_in(graph, transition.from_id, Status.LOST):
            start = graph.step(transition.from_id).name
            text = say(
                "{transition} brings back what was lost, from {start} to {to}. "
                "Keep it if lost opportunities may come back.",
                transition=transition.name,
                start=start,
                to=to.name,
            )
            yield warning(
                "exit_from_lost",
                transition,
                text,
                transition=transition.name,
                from_step=start,
                to_step=to.name,
            )


def _never_displayed(graph: Graph, back: Lines) -> Iterator[Finding]:
    """What a step displays is as `versions.fields_of_step` has it: all of the layout where it names nothing."""
    everything = frozenset(graph.attribute_by_key)
    displayed = {step.id: frozenset(step.attributes) or everything for step in graph.steps}
    before: dict[str, frozenset[str]] = {}
    for transition in graph.declared:
        start = transition.from_id
        if start not in before:
            before[start] = frozenset().union(*(displayed[one] for one in _reached([start], back)))
        missing = [key for key in transition.required if key in everything and key not in before[start]]
        if missing:
            labels = [graph.attribute_by_key[key].label for key in missing]
            step = graph.step(start).name
            text = say(
                "{transition} requires {labels}, which no step before displays. "
                "Let {step} display it, or don't require it.",
                transition=transition.name,
                labels=all_of(labels),
                step=step,
            )
            yield warning(
                "required_never_displayed",
                transition,
                text,
                transition=transition.name,
                attributes=labels,
                step=step,
            )


def _is_in(graph: Graph, step_id: str, status: Status) -> bool:
    stage_id = graph.step(step_id).stage_id
    return stage_id is not None and graph.stage(stage_id).status is status


def _reached(starts: Iterable[str], lines: Lines) -> set[str]:
    """The starts too."""
    waiting = list(starts)
    found = set(waiting)
    while waiting:
        for to in lines.get(waiting.pop(), ()):
            if to not in found:
                found.add(to)
                waiting.append(to)
    return found
