"""Which moves a workflow allows, and why not (W2, W5-W7, W10, W12). Plain Python.

A person's roles decide which transitions they may use; what the opportunity holds decides what a transition
still asks for. Everything that follows from graph and roles alone is kept with the graph, so a decision costs
microseconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handsel.kernel.refusals import Conflict, FieldProblem, Forbidden, Invalid
from handsel.kernel.sentences import Sentence, any_of, joined, say, say_count, word
from handsel.kernel.text import is_filled
from handsel.workflows.attributes import attribute_for
from handsel.workflows.graph import EXISTING_ACCOUNT, NEW, Attribute, Graph, Stage, Status, Step, Transition
from handsel.workflows.ways import Way, may_use, relevant_roles, ways_from

REASON = "reason"
"""The name under which a move brings the reason of a lost stage."""


class Incomplete(Invalid):
    """`fields` and `missing` name all that is missing; `reason_options` where a reason is among it (W2, W6)."""

    code = "incomplete"


class UnknownStep(Invalid):
    code = "unknown_step"


class UnknownStage(Invalid):
    code = "unknown_stage"


class UnknownTransition(Invalid):
    code = "unknown_transition"


class UnknownReason(Invalid):
    code = "unknown_reason"


class NoTarget(Invalid):
    code = "no_target"


class NoTransition(Conflict):
    """`path` holds the steps of the shortest legal way, without the present one; empty where there is none."""

    code = "no_transition"


class RoleRequired(Forbidden):
    """`roles` may; `path` as in NoTransition."""

    code = "role_required"


class SeveralTransitions(Conflict):
    """`choices` are the transitions that fit: id, name, step {id, name} (W5)."""

    code = "several_transitions"


@dataclass(frozen=True, slots=True)
class Position:
    step_id: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`values` by attribute key, the built-in ones too, as they will be when the move is saved. `unasked` are the keys
    that nobody can fill where it stands, so no transition asks for them: the amount, where a team has none (B4)."""

    roles: frozenset[str]
    values: Mapping[str, Any]
    unasked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    text: Sentence


@dataclass(frozen=True, slots=True)
class Move:
    """One step as seen from another (W7). `allowed` is what the specification calls reachable.

    `transitions` are those that fit, `barred` those that other roles may take; with several, `required` is what
    all of them ask for. `path` holds the ids of the steps on the shortest legal way, empty where there is none.
    """

    step: Step
    stage: Stage
    allowed: bool
    transitions: tuple[Transition, ...]
    barred: tuple[Transition, ...]
    required: tuple[str, ...]
    missing: tuple[Attribute, ...]
    reasons: tuple[Reason, ...]
    reason_options: tuple[str, ...]
    path: tuple[str, ...]

    @property
    def transition(self) -> Transition | None:
        return self.transitions[0] if len(self.transitions) == 1 else None


def moves_from(graph: Graph, position: Position, facts: Facts) -> list[Move]:
    """Every other step in the order of the board, and the present one where a transition leads back to it."""
    check_position(graph, position)
    return [
        _move(graph, position, way, facts)
        for way in ways_from(graph, position.step_id, relevant_roles(graph, facts.roles)).values()
        if way.step.id != position.step_id or way.usable or way.barred
    ]


def decide_move(
    graph: Graph,
    position: Position,
    facts: Facts,
    *,
    transition: str | None = None,
    step: str | None = None,
    stage: str | None = None,
    reason: str | None = None,
) -> Transition:
    """The one transition that is meant, allowed and complete; else the refusal that says why not (W5, W6).

    `reason` is asked for by a lost stage that has reasons; a lost stage without a list takes any.
    """
    check_position(graph, position)
    fitting = _fitting(graph, position, transition=transition, step=step, stage=stage)
    roles = relevant_roles(graph, facts.roles)
    usable = [one for one in fitting if may_use(one, roles)]
    if not usable:
        raise _refused(graph, position, fitting, roles, transition=transition, step=step, stage=stage)
    if len(usable) > 1:
        raise SeveralTransitions(
            say("More than one transition leads there. Choose one."),
            choices=[
                {
                    "id": one.id,
                    "name": one.name,
                    "step": {"id": one.to_id, "name": graph.step(one.to_id).name},
                }
                for one in usable
            ],
        )
    chosen = usable[0]
    check_complete(graph, chosen, facts, reason=reason)
    return chosen


def check_position(graph: Graph, position: Position) -> None:
    if not graph.has_step(position.step_id):
        raise UnknownStep(
            say("This workflow has no such step."), fields=[FieldProblem("step", say("Unknown step."))]
        )


def check_complete(graph: Graph, transition: Transition, facts: Facts, *, reason: str | None) -> None:
    """Names everything that is missing at once, a lost stage's reason too (W2, W6)."""
    options = reason_options(graph, transition)
    is_given = is_filled(reason)
    lost = graph.stage_of(transition.to_id).status is Status.LOST
    if is_given and (not lost or (options and reason not in options)):
        known = (
            say("Choose one of: {known}.", known=", ".join(options))
            if options
            else say("Only a lost stage takes a reason.")
        )
        raise UnknownReason(known, fields=[FieldProblem(REASON, known)], reason_options=list(options))
    missing = missing_of(graph, transition.required, facts)
    is_reason_missing = bool(options) and not is_given and _enters_stage(graph, transition)
    if not missing and not is_reason_missing:
        return
    stage = graph.stage_of(transition.to_id)
    asked = (
        [FieldProblem(REASON, say("{stage} asks for a reason.", stage=stage.name))]
        if is_reason_missing
        else []
    )
    raise incomplete(transition, missing, asked, reason_options=options if is_reason_missing else ())


def incomplete(
    transition: Transition,
    missing: Iterable[Attribute],
    asked: Iterable[FieldProblem] = (),
    *,
    reason_options: Iterable[str] = (),
) -> Incomplete:
    """The one body of W6, wherever a transition lacks something; `asked` for besides attributes."""
    listed = list(missing)
    fields = [
        FieldProblem(
            one.key, say("{label} is needed for {transition}.", label=one.label, transition=transition.name)
        )
        for one in listed
    ]
    fields += asked
    return Incomplete(
        say_count(
            "{transition} needs 1 more field.",
            "{transition} needs {count} more fields.",
            transition=transition.name,
            count=len(fields),
        ),
        fields=fields,
        missing=[_plain(one) for one in listed],
        reason_options=list(reason_options),
    )


def required_of(transition: Transition, facts: Facts) -> tuple[str, ...]:
    """What the transition asks for here."""
    return tuple(key for key in transition.required if key not in facts.unasked)


def missing_of(graph: Graph, required: Iterable[str], facts: Facts) -> tuple[Attribute, ...]:
    missing = []
    for key in required:
        attribute = attribute_for(graph, key)
        if attribute is not None and key not in facts.unasked and not is_filled(facts.values.get(key)):
            missing.append(attribute)
    return tuple(missing)


def reason_options(graph: Graph, transition: Transition) -> tuple[str, ...]:
    return graph.stage_of(transition.to_id).reasons


def entry_for(graph: Graph, *, existing_account: bool) -> Step:
    """Where an opportunity starts (W10). A published version always has an entry for new ones (W13)."""
    kind = EXISTING_ACCOUNT if existing_account and EXISTING_ACCOUNT in graph.entries else NEW
    return graph.step(graph.entries[kind].step_id)


def stage_moves(
    graph: Graph, step_id: str, facts: Facts
) -> dict[str, tuple[bool, str | None, Sentence | None]]:
    """For the board: per stage (allowed, code, text); code and text are None where it is allowed."""
    check_position(graph, Position(step_id))
    roles = relevant_roles(graph, facts.roles)
    known: dict[str, tuple[bool, str | None, Sentence | None]] | None = graph.memory.get(
        ("stages", step_id, roles)
    )
    if known is None:
        known = {stage.id: _stage_move(graph, step_id, stage, roles) for stage in graph.stages_on_board}
        graph.memory["stages", step_id, roles] = known
    return dict(known)


def _stage_move(
    graph: Graph, step_id: str, stage: Stage, roles: frozenset[str]
) -> tuple[bool, str | None, Sentence | None]:
    ways = ways_from(graph, step_id, roles)
    ways_there = [ways[step.id] for step in graph.steps_of(stage.id)]
    if any(way.usable for way in ways_there):
        return True, None, None
    reason = _why_not(graph, step_id, stage.name, ways_there)
    return False, reason.code, reason.text


def _move(graph: Graph, position: Position, way: Way, facts: Facts) -> Move:
    stage = graph.stage_of(way.step.id)
    required = _common([required_of(one, facts) for one in way.usable])
    enters = stage.id != graph.stage_of(position.step_id).id
    return Move(
        step=way.step,
        stage=stage,
        allowed=bool(way.usable),
        transitions=way.usable,
        barred=way.barred,
        required=required,
        missing=missing_of(graph, required, facts),
        reasons=() if way.usable else (_why_not(graph, position.step_id, way.step.name, [way]),),
        reason_options=stage.reasons if way.usable and enters else (),
        path=way.path,
    )


def _common(required: list[tuple[str, ...]]) -> tuple[str, ...]:
    if not required:
        return ()
    first, *others = required
    return tuple(key for key in first if all(key in other for other in others))


def _fitting(
    graph: Graph, position: Position, *, transition: str | None, step: str | None, stage: str | None
) -> list[Transition]:
    """What is named and leads on from here, whoever may use it."""
    if transition is None and step is None and stage is None:
        raise NoTarget(say("Name a transition, a step or a stage."))
    if step is not None and not graph.has_step(step):
        raise UnknownStep(
            say("This workflow has no such step."), fields=[FieldProblem("step", say("Unknown step."))]
        )
    if stage is not None and not graph.has_stage(stage):
        raise UnknownStage(
            say("This workflow has no such stage."), fields=[FieldProblem("stage", say("Unknown stage."))]
        )
    if transition is not None and graph.transition(transition) is None:
        raise UnknownTransition(
            say("This workflow has no such transition, or no longer."),
            fields=[FieldProblem("transition", say("Unknown transition."))],
        )
    return [
        one
        for one in graph.transitions_from(position.step_id)
        if (transition is None or one.id == transition)
        and (step is None or one.to_id == step)
        and (stage is None or graph.step(one.to_id).stage_id == stage)
    ]


def _refused(
    graph: Graph,
    position: Position,
    fitting: list[Transition],
    roles: frozenset[str],
    *,
    transition: str | None,
    step: str | None,
    stage: str | None,
) -> NoTransition | RoleRequired:
    named = graph.transition(transition or "")
    target = step or (named.to_id if named else None)
    ways = ways_from(graph, position.step_id, roles)
    targets = [ways[target]] if target else [ways[one.id] for one in graph.steps_of(stage or "")]
    name = graph.step(target).name if target else graph.stage(stage or "").name
    path = list(_shortest(targets))
    if fitting:
        reason = _why_not(graph, position.step_id, name, targets, barred=fitting)
        return RoleRequired(reason.text, roles=sorted(_roles_of(fitting)), path=path)
    if named is not None and named.from_id != position.step_id:
        here, there = graph.step(position.step_id).name, graph.step(named.from_id).name
        return NoTransition(
            say(
                "{transition} leads on from {there}; this stands on {here}.",
                transition=named.name,
                there=there,
                here=here,
            ),
            path=path,
        )
    return NoTransition(_why_not(graph, position.step_id, name, targets, barred=[]).text, path=path)


def _why_not(
    graph: Graph, step_id: str, name: str, ways: list[Way], *, barred: list[Transition] | None = None
) -> Reason:
    """Why none of these ways can be gone, and the shortest legal way there (W7)."""
    if barred is None:
        barred = [transition for way in ways for transition in way.barred]
    path = " → ".join(graph.step(one).name for one in _shortest(ways))
    way_there = [say("The way there: {path}.", path=path)] if path else []
    if barred:
        text = say(
            "{transitions} is only for: {roles}.",
            transitions=any_of(dict.fromkeys(transition.name for transition in barred)),
            roles=any_of(map(word, sorted(_roles_of(barred)))),
        )
        return Reason(RoleRequired.code, joined([text, *way_there]))
    text = say("No transition from {here} to {name}.", here=graph.step(step_id).name, name=name)
    return Reason(NoTransition.code, joined([text, *way_there]))


def _shortest(ways: list[Way]) -> tuple[str, ...]:
    return min((way.path for way in ways if way.path), key=len, default=())


def _roles_of(transitions: Iterable[Transition]) -> set[str]:
    return {role for transition in transitions for role in transition.roles}


def _plain(attribute: Attribute) -> dict[str, Any]:
    return {
        "key": attribute.key,
        "label": attribute.label,
        "type": attribute.type,
        "options": list(attribute.options),
        "section": attribute.section,
    }


def _enters_stage(graph: Graph, transition: Transition) -> bool:
    return graph.step(transition.from_id).stage_id != graph.step(transition.to_id).stage_id
