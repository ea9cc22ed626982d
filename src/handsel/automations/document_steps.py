"""The steps of a recipe, read from JSON. Plain Python.

A step that is not whole is noted and left out; a branch stays, for what stands in it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast
from uuid import UUID

from handsel.automations import document as shape
from handsel.automations.document import Duration, Step, Whom
from handsel.automations.document_conditions import read_conditions
from handsel.automations.document_spots import LONGEST_NAME, LONGEST_TEXT, Spot
from handsel.kernel.sentences import Sentence, say
from handsel.kernel.text import is_filled
from handsel.organizations.rules import Role
from handsel.outgoing.rules import UrlRefused, check_url

LONGEST_LINK = 2_000
LONGEST = {"minutes": 5_256_000, "days": 3_660}  # ten years
BRACES = re.compile(r"\{(\w+)\}")

Made = TypeVar("Made")


def read_steps(spot: Spot, *, depth: int) -> tuple[Step, ...]:
    if depth > shape.DEEPEST:
        spot.misshapen(say("Branches stand at most {deepest} deep in each other.", deepest=shape.DEEPEST))
        return ()
    steps = (_step(one, depth=depth) for one in spot.each(most=shape.MOST_STEPS))
    return tuple(step for step in steps if step is not None)


def _step(spot: Spot, *, depth: int) -> Step | None:
    step_id = spot.at("id").id() if isinstance(spot.data, dict) else None
    if step_id is None or step_id in spot.notes.step_ids:
        spot.at("id").misshapen(say("Each step needs an id of its own: a UUID that you make."))
        return None
    spot.notes.step_ids.add(step_id)
    if len(spot.notes.step_ids) > shape.MOST_STEPS:
        spot.misshapen(say("An automation has at most {most} steps.", most=shape.MOST_STEPS))
        return None
    return _of_its_kind(replace(spot, place=f"steps.{step_id}", slot=""), step_id, depth=depth)


def _of_its_kind(spot: Spot, step_id: UUID, *, depth: int) -> Step | None:
    kind = spot.data.get("do")
    if kind in (None, ""):
        spot.missing(say("Choose what to do."))
    elif isinstance(kind, str) and kind in shape.STEPS_TO_COME:
        spot.to_come(kind, shape.STEPS_TO_COME[kind])
    elif spot.at("do").one_of(tuple(shape.STEPS)) is not None:
        spot.only("id", "do", *shape.STEPS[kind])
        if kind == "branch":
            return _branch(spot, step_id, depth=depth)
        before = len(spot.notes.problems)
        step = READ[kind](spot, step_id)
        return step if len(spot.notes.problems) == before else None
    return None


def _branch(spot: Spot, step_id: UUID, *, depth: int) -> Step:
    """Also where something in it is not whole: what stands in it may still be read."""
    conditions = read_conditions(spot.at("if"), place="")
    if not conditions and not spot.data.get("if"):
        spot.at("if").missing(say("Say on what this depends."))
    then = read_steps(spot.at("then"), depth=depth + 1)
    otherwise = read_steps(spot.at("else"), depth=depth + 1)
    if not any(spot.data.get(way) for way in ("then", "else")):
        spot.at("then").refuse("no_step", say("Add a step to one of the ways."))
    return shape.Branch(id=step_id, conditions=conditions, then=then, otherwise=otherwise)


def _whom(spot: Spot, what: Sentence, *kinds: str) -> Whom | None:
    if spot.data is None:
        spot.missing(what)
        return None
    if not spot.only(*kinds):
        return None
    chosen = [key for key in kinds if spot.has(key)]
    if len(chosen) != 1:
        spot.missing(what)
        return None
    return Whom(**{chosen[0]: _of_kind(spot.at(chosen[0]), chosen[0])})


def _of_kind(spot: Spot, kind: str) -> Any:
    if kind == "person":
        return spot.one_of(shape.PERSONS)
    if kind == "role":
        return spot.one_of([role.value for role in Role])
    return spot.id()


def _duration(spot: Spot) -> Duration | None:
    """None where neither stands there."""
    named = [key for key in ("minutes", "days") if spot.has(key)]
    if not named:
        return None
    if len(named) > 1:
        spot.refuse("bad_duration", say("Say minutes or days, not both."))
        return None
    return Duration(**{named[0]: spot.at(named[0]).whole_number(most=LONGEST[named[0]])})


def _share(spot: Spot, step_id: UUID) -> Step:
    to = _whom(spot.at("to"), say("Choose with whom to share."), "member", "team", "person")
    access = spot.at("access").one_of(shape.ACCESS) or "view"
    return shape.Share(id=step_id, to=_read(to), duration=_duration(spot), access=access)


def _stop_sharing(spot: Spot, step_id: UUID) -> Step:
    whose = spot.at("whose")
    if whose.data in ("all", "mine"):
        return shape.StopSharing(id=step_id, whose=whose.data)
    return shape.StopSharing(
        id=step_id, whose=_read(_whom(whose, say("Choose which shares to stop."), "member", "team"))
    )


def _set_fields(spot: Spot, step_id: UUID) -> Step:
    fields = spot.at("fields").mapping()
    if not fields:
        spot.at("fields").missing(say("Choose a field to set."))
    return shape.SetFields(id=step_id, fields=fields)


def _move(spot: Spot, step_id: UUID) -> Step:
    where = [key for key in ("step", "stage", "transition") if spot.has(key)]
    if len(where) != 1:
        spot.missing(say("Choose one step, stage or transition."))
    return shape.Move(
        id=step_id,
        step=spot.at("step").id(),
        stage=spot.at("stage").id(),
        transition=spot.at("transition").id(),
        attributes=spot.at("attributes").mapping(),
        reason=spot.at("reason").text(limit=LONGEST_NAME),
    )


def _set_owner(spot: Spot, step_id: UUID) -> Step:
    """`member: null` is Unassigned, so it must stand there."""
    named = spot.named("member", "person")
    if len(named) != 1 or (named == ["person"] and not spot.has("person")):
        spot.missing(say("Choose the owner, or Unassigned."))
        return shape.SetOwner(id=step_id, to=None)
    person = spot.at("person").one_of(shape.PERSONS)
    member = spot.at("member").id()
    to = Whom(member=member, person=person) if member or person else None
    return shape.SetOwner(id=step_id, to=to)


def _create_task(spot: Spot, step_id: UUID) -> Step:
    owner = spot.at("owner")
    return shape.CreateTask(
        id=step_id,
        title=_read(_needed_words(spot.at("title"), say("Say what is to be done."), limit=LONGEST_NAME)),
        owner=None
        if owner.data is None
        else _whom(owner, say("Choose whose task it is."), "member", "person"),
        due=_after(spot.at("due")),
        remind=_after(spot.at("remind")),
    )


def _after(spot: Spot) -> Duration | None:
    if spot.data is None or not spot.only("minutes", "days"):
        return None
    duration = _duration(spot)
    if duration is None and not (spot.has("minutes") or spot.has("days")):
        spot.missing(say("Say after how many minutes or days."))
    return duration


def _log_activity(spot: Spot, step_id: UUID) -> Step:
    kind = spot.at("type").needed_text(say("Say which type of activity."), limit=LONGEST_NAME)
    return shape.LogActivity(id=step_id, type=_read(kind), text=_with_places(spot.at("text")) or "")


def _add_note(spot: Spot, step_id: UUID) -> Step:
    return shape.AddNote(id=step_id, text=_read(_needed_words(spot.at("text"), say("Write the note."))))


def _notify(spot: Spot, step_id: UUID) -> Step:
    to = _whom(spot.at("to"), say("Choose whom to notify."), "member", "person", "role", "team")
    words = _needed_words(spot.at("text"), say("Write what to tell them."))
    return shape.Notify(id=step_id, to=_read(to), text=_read(words))


def _webhook(spot: Spot, step_id: UUID) -> Step:
    url = spot.at("url").needed_text(say("Write the address to call."), limit=LONGEST_LINK)
    if url is not None:
        try:
            check_url(url)
        except UrlRefused as refusal:
            spot.at("url").refuse("bad_url", refusal.detail)
    return shape.Webhook(id=step_id, url=_read(url))


def _wait(spot: Spot, step_id: UUID) -> Step:
    duration = _duration(spot)
    if duration is None and not (spot.has("minutes") or spot.has("days")):
        spot.missing(say("Say how many minutes or days to wait."))
    return shape.Wait(id=step_id, duration=_read(duration))


def _needed_words(spot: Spot, what: Sentence, *, limit: int = LONGEST_TEXT) -> str | None:
    return spot.needed_text(what) if not is_filled(spot.data) else _with_places(spot, limit=limit)


def _with_places(spot: Spot, *, limit: int = LONGEST_TEXT) -> str | None:
    """A text in which {title} stands for something."""
    words = spot.text(limit=limit)
    unknown = [name for name in BRACES.findall(words or "") if name not in shape.PLACEHOLDERS]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in shape.PLACEHOLDERS)
        text = say("{{{unknown}}} stands for nothing here. Known: {known}.", unknown=unknown[0], known=known)
        spot.refuse("unknown_placeholder", text, placeholder=unknown[0], known=known)
    return words


def _read(made: Made | None) -> Made:
    """None only where a problem was noted, and then the whole step is left out."""
    return cast("Made", made)


READ: dict[str, Callable[[Spot, UUID], Step]] = {
    "share": _share,
    "stop_sharing": _stop_sharing,
    "set_fields": _set_fields,
    "move": _move,
    "set_owner": _set_owner,
    "create_task": _create_task,
    "log_activity": _log_activity,
    "add_note": _add_note,
    "notify": _notify,
    "webhook": _webhook,
    "wait": _wait,
}
