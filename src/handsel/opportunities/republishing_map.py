"""Where opportunities on removed steps go (W14). Plain Python."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.sentences import say
from handsel.workflows.reading import canonical_id
from handsel.workflows.versions import Version


class MapRefused(Invalid):
    """`fields` name the entries at fault as they were written, like `map.<id of the step>`."""

    code = "map_refused"


def step_map(
    written: Mapping[str, str], *, newest: Version | None, document: Mapping[str, Any]
) -> dict[UUID, UUID]:
    """From steps of the newest version that the document lacks to steps that it has; each by its id or its name."""
    there = {step["id"]: step["name"] for step in (newest.document["steps"] if newest else ())}
    kept = {step["id"]: step["name"] for step in document["steps"]}
    formerly = {name: step_id for step_id, name in there.items()}
    named = {name: step_id for step_id, name in kept.items()}
    problems: list[FieldProblem] = []
    found: dict[UUID, UUID] = {}
    for key, wanted in written.items():
        step_id = formerly.get(key) or canonical_id(key)
        target = named.get(wanted) or canonical_id(wanted)
        problem = None
        if step_id is None or (step_id not in there and step_id not in kept):
            problem = say("The newest version has no such step.")
        elif step_id in kept:
            problem = say(
                "{step} is still a step. Only from removed ones do opportunities go elsewhere.",
                step=kept[step_id],
            )
        elif UUID(step_id) in found:
            problem = say("This step stands here twice.")
        elif target not in kept:
            problem = say("The new version has no step {wanted!r:.80}.", wanted=wanted)
        else:
            found[UUID(step_id)] = UUID(target)
        if problem:
            problems.append(FieldProblem(f"map.{key:.80}", problem))
    if problems:
        raise MapRefused(problems[0].message, fields=problems)
    return found
