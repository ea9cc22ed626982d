"""What is wrong with a recipe, on its place (A1, A4, A5). Errors bar publishing, warnings inform."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from uuid import UUID

from handsel.automations.document_reading import read
from handsel.automations.document_spots import Problem, Value
from handsel.automations.rules import AutomationErrors
from handsel.kernel.refusals import FieldProblem
from handsel.organizations.acting import Member

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is `trigger`, `conditions.0` or `steps.<id>`; `slot` what of it is meant, or empty.

    `values` are what `text` names, so that it can be told in other languages.
    """

    level: Level
    code: str
    place: str
    slot: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)


def check_document(document: Mapping[str, Any], *, automation_id: UUID, by: Member) -> list[Finding]:
    """As if `by` published it: they would be its author. Errors first."""
    reading = read(document)
    return [_of(problem) for problem in reading.problems]


def _of(problem: Problem) -> Finding:
    return Finding("error", problem.code, problem.place, problem.slot, problem.text, problem.values)


def check_publishable(document: Mapping[str, Any], *, automation_id: UUID, by: Member) -> None:
    found = check_document(document, automation_id=automation_id, by=by)
    errors = [one for one in found if one.level == "error"]
    if errors:
        raise AutomationErrors(
            f"This automation can't be published. {errors[0].text}",
            fields=[FieldProblem(f"{one.place}.{one.slot}".rstrip("."), one.text) for one in errors],
            findings=[asdict(one) for one in found],
        )
