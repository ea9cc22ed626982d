"""The way through a recipe: which step comes first, which next. Plain Python. A step is named by its id, which the document
has once."""

from collections.abc import Sequence

from handsel.automations.document import Branch, Step, walk


def first(steps: Sequence[Step]) -> Step | None:
    return steps[0] if steps else None


def find(steps: Sequence[Step], step_id: str) -> Step | None:
    return next((each for each in walk(steps) if str(each.id) == step_id), None)


def following(steps: Sequence[Step], step: Step, *, chosen: bool | None = None) -> Step | None:
    """What comes after it; of a branch, the first of the way that was chosen, else what comes after the branch."""
    inside: Sequence[Step] = ()
    if isinstance(step, Branch) and chosen is not None:
        inside = step.then if chosen else step.otherwise
    return inside[0] if inside else _after(steps, step, then=None)


def _after(steps: Sequence[Step], step: Step, *, then: Step | None) -> Step | None:
    """`then` is what comes after all of `steps`."""
    for place, each in enumerate(steps):
        coming = steps[place + 1] if place + 1 < len(steps) else then
        if each is step:
            return coming
        if isinstance(each, Branch) and any(one is step for one in walk([each])):
            way = each.then if any(one is step for one in walk(each.then)) else each.otherwise
            return _after(way, step, then=coming)
    return None
