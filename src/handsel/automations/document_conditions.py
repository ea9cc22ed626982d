"""The conditions of a recipe or of a branch, read from JSON. Plain Python."""

from dataclasses import replace

from handsel.automations import document as shape
from handsel.automations.document_spots import LONGEST_NAME, Spot
from handsel.kernel.sentences import say
from handsel.opportunities.filtering import OPERATORS, WITHOUT_VALUE


def read_conditions(spot: Spot, *, place: str) -> shape.Conditions:
    """`place` is what the first of them is called by: `conditions.0`; inside a step its `if` is a slot."""
    found: list[shape.Condition | shape.AnyOf] = []
    for number, one in enumerate(spot.each(most=shape.MOST_CONDITIONS)):
        here = replace(one, place=f"{place}.{number}", slot="") if place else one
        if here.has("any"):
            here.only("any")
            among = [_condition(each) for each in here.at("any").each(most=shape.MOST_CONDITIONS)]
            found.append(shape.AnyOf(tuple(each for each in among if each is not None)))
        else:
            condition = _condition(here)
            found += [] if condition is None else [condition]
    return tuple(found)


def _condition(spot: Spot) -> shape.Condition | None:
    if not spot.only("field", "op", "value"):
        return None
    name = spot.at("field").needed_text(say("Choose a field."), limit=LONGEST_NAME)
    op = spot.at("op").one_of(OPERATORS)
    if op is None and not spot.has("op"):
        spot.at("op").missing(say("Choose how to compare it."))
    if name is None or op is None:
        return None
    if op in WITHOUT_VALUE:
        return shape.Condition(name, op)
    value = spot.at("value").needed_text(say("Write what to compare it with."))
    return None if value is None else shape.Condition(name, op, value)
