"""What must not be published (W13). Plain Python; warnings will stand here too."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.workflows.graph import NEW, Graph, Status


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class NotPublishable(Invalid):
    code = "not_publishable"


@dataclass(frozen=True, slots=True)
class Finding:
    """`element` is `step`, `entry`, …; `id` the element's, or the kind of an entry."""

    level: Level
    code: str
    element: str
    id: str
    text: str


def check(graph: Graph) -> list[Finding]:
    return [*_homeless_steps(graph), *_entries(graph)]


def check_publishable(graph: Graph) -> None:
    errors = [finding for finding in check(graph) if finding.level is Level.ERROR]
    if errors:
        raise NotPublishable(
            f"{graph.name} can't be published. {errors[0].text}",
            fields=[FieldProblem(f"{error.element}.{error.id}", error.text) for error in errors],
        )


def _homeless_steps(graph: Graph) -> Iterator[Finding]:
    for step in graph.steps:
        if step.stage_id is None:
            yield Finding(Level.ERROR, "step_without_stage", "step", step.id, f"{step.name} has no stage.")


def _entries(graph: Graph) -> Iterator[Finding]:
    if NEW not in graph.entries:
        yield Finding(Level.ERROR, "no_entry", "entry", NEW, "There is no entry for new opportunities.")
    for kind, entry in graph.entries.items():
        step = graph.step(entry.step_id)
        if step.stage_id is None or graph.stage(step.stage_id).status is not Status.OPEN:
            text = f"Opportunities start on {step.name}, which is in no open stage."
            yield Finding(Level.ERROR, "entry_not_open", "entry", kind, text)
