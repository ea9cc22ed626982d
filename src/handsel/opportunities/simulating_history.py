"""The moves of the last days, judged again by a draft (W14).

Moves are grouped in SQL and judged by the engine's own functions. What a move is judged by:

- its transition where the draft has it between the same two steps, else any transition between the two;
- the mover's roles as they are today. An automation, the system and who is no longer here are not asked for a role;
- required attributes only where the draft asks for more than the version under which the move was made, and by what the
  opportunity holds today: what it held then nobody knows. One that was deleted is not asked. Nor is a lost reason.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import Sentence, say
from handsel.workflows.graph import Graph, Transition
from handsel.workflows.rules import Facts, Incomplete, Position, UnknownStep, decide_move, missing_of
from handsel.workflows.versions import graph_of_version
from handsel.workflows.ways import may_use, relevant_roles

CHUNK = 2_000
EXAMPLES = 3
MOST_REFUSALS = 200

_OF_WORKFLOW = """
FROM ledger_event e
WHERE e.type = 'opportunity.moved' AND e.at > %(since)s
  AND e.workflow_version_id IN (SELECT id FROM workflows_workflowversion WHERE workflow_id = %(workflow)s)
"""
_KIND = """
e.data->>'from_step', e.data->>'step', coalesce(e.data->>'transition', ''), e.workflow_version_id,
CASE WHEN e.actor_kind IN ('user', 'key') THEN e.actor_id END
"""
# Any of them serve as examples: to have the ids in order would cost most of the time.
MOVES = f"""
SELECT {_KIND}, count(*), (array_agg(e.opportunity_id))[1:{EXAMPLES}] {_OF_WORKFLOW}
GROUP BY 1, 2, 3, 4, 5
"""
WHO_MOVED = f"""
SELECT {_KIND}, e.opportunity_id, count(*) {_OF_WORKFLOW}
  AND (e.data->>'from_step', e.data->>'step', coalesce(e.data->>'transition', '')) IN (
      SELECT * FROM unnest(%(from)s::text[], %(to)s::text[], %(transition)s::text[]))
GROUP BY 1, 2, 3, 4, 5, 6
"""
ROLES = """
SELECT id, roles FROM organizations_membership WHERE joined_at IS NOT NULL AND deactivated_at IS NULL
"""
VALUES = """
SELECT o.id, t.deal_amount, o.attributes::text, o.title, o.amount, o.follow_up_at::text, o.description,
       c.first_name, c.last_name, c.email, c.phone, a.name
FROM opportunities_opportunity o
JOIN organizations_team t ON t.id = o.team_id
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
WHERE o.id = ANY(%s)
"""
BUILT_IN = (
    "title", "amount", "follow_up_at", "description",
    "contact.first_name", "contact.last_name", "contact.email", "contact.phone", "account.name",
)  # fmt: skip
NUMBERS = "SELECT id, lineage FROM opportunities_opportunity WHERE id = ANY(%s)"

Kind = tuple[str, str, str, UUID, UUID | None]
"""Moves of one kind: from, to, the transition's id, the version, and the member who made them."""
Asked = list[tuple[Transition, tuple[str, ...]]]
"""Transitions that would do, each with what it asks for that the version then did not."""


@dataclass(slots=True)
class Tally:
    count: int = 0
    opportunities: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Why:
    """Steps are id and name; `transition` is the name under which they moved."""

    start: tuple[str, str]
    to: tuple[str, str]
    transition: str | None
    code: str
    text: Sentence


def judge_history(workflow_id: UUID, *, graph: Graph, days: int, at: datetime) -> dict[str, Any]:
    values = {"workflow": workflow_id, "since": at - timedelta(days=days)}
    roles = {member: frozenset(held) for member, held in _rows(ROLES, None)}
    refused: dict[Why, Tally] = {}
    asking: dict[Kind, Asked] = {}
    moves = 0
    for *kind, count, examples in _rows(MOVES, values):
        moves += count
        verdict = _judge(tuple(kind), graph, roles)
        if isinstance(verdict, Why):
            _add(refused, verdict, count, examples)
        elif verdict:
            asking[tuple(kind)] = verdict
    for why, opportunity_id, count in _judge_values(asking, graph, values):
        _add(refused, why, count, [opportunity_id])
    total = sum(tally.count for tally in refused.values())
    return {
        "moves": moves,
        "accepted": moves - total,
        "refused": total,
        "refusals": _described(refused),
    }


def _judge(kind: Kind, graph: Graph, roles: Mapping[UUID, frozenset[str]]) -> Why | Asked:
    """Why it would be refused, or what is still to be asked; nothing where it would go through."""
    start, to, transition_id, version_id, member = kind
    gone = [step for step in (start, to) if not graph.has_step(step)]
    if gone:
        return _why(
            kind,
            graph,
            UnknownStep(say("{step} is no longer a step.", step=_step_name(gone[0], version_id, graph))),
        )
    fitting = _fitting(graph, start, to, transition_id)
    held = None if member is None else roles.get(member)
    usable = fitting if held is None else [one for one in fitting if _may(one, graph, held)]
    if not usable:
        return _why(kind, graph, _refusal(graph, start, to, held or frozenset()))
    before = graph_of_version(version_id).transition(transition_id)
    known = frozenset(before.required if before else ())
    asked = [(one, tuple(key for key in one.required if key not in known)) for one in usable]
    return asked if all(keys for _, keys in asked) else []


def _fitting(graph: Graph, start: str, to: str, transition_id: str) -> list[Transition]:
    between = [one for one in graph.transitions_from(start) if one.to_id == to]
    return [one for one in between if one.id == transition_id] or between


def _may(transition: Transition, graph: Graph, held: frozenset[str]) -> bool:
    return may_use(transition, relevant_roles(graph, held))


def _refusal(graph: Graph, start: str, to: str, held: frozenset[str]) -> Refusal:
    """In the words of the gate."""
    try:
        decide_move(graph, Position(start), Facts(held, {}), step=to)
    except Refusal as refusal:
        return refusal
    raise AssertionError  # none is usable: that is why we ask


def _judge_values(
    asking: Mapping[Kind, Asked], graph: Graph, values: Mapping[str, Any]
) -> Iterator[tuple[Why, UUID, int]]:
    if not asking:
        return
    kinds = sorted({kind[:3] for kind in asking})
    columns = dict(zip(("from", "to", "transition"), map(list, zip(*kinds, strict=True)), strict=True))
    moves_of: dict[UUID, list[tuple[Kind, int]]] = {}
    for *kind, opportunity_id, count in _rows(WHO_MOVED, {**values, **columns}):
        if tuple(kind) in asking:
            moves_of.setdefault(opportunity_id, []).append((tuple(kind), count))
    for opportunity_id, held in _facts(sorted(moves_of)):
        for kind, count in moves_of[opportunity_id]:
            why = _lacking(kind, asking[kind], graph, held)
            if why is not None:
                yield why, opportunity_id, count


def _lacking(kind: Kind, asked: Asked, graph: Graph, held: Facts) -> Why | None:
    """What the first of them would still ask for; nothing where one is content."""
    missing = [(one, missing_of(graph, keys, held)) for one, keys in asked]
    if not all(found for _, found in missing):
        return None
    transition, lacked = missing[0]
    labels = ", ".join(attribute.label for attribute in lacked)
    return _why(
        kind,
        graph,
        Incomplete(say("{transition} would ask for: {labels}.", transition=transition.name, labels=labels)),
    )


def _facts(opportunities: Sequence[UUID]) -> Iterator[tuple[UUID, Facts]]:
    """Of those that are still there; the values of a few at a time."""
    for place in range(0, len(opportunities), CHUNK):
        few = [*opportunities[place : place + CHUNK]]
        for opportunity_id, deal_amount, attributes, *built_in in _rows(VALUES, [few]):
            values = {**json.loads(attributes), **dict(zip(BUILT_IN, built_in, strict=True))}
            unasked = frozenset[str]() if deal_amount else frozenset({"amount"})
            yield opportunity_id, Facts(frozenset(), values, unasked)


def _why(kind: Kind, graph: Graph, refusal: Refusal) -> Why:
    start, to, transition_id, version_id, _ = kind
    transition = graph_of_version(version_id).transition(transition_id)
    return Why(
        (start, _step_name(start, version_id, graph)),
        (to, _step_name(to, version_id, graph)),
        transition.name if transition else None,
        refusal.code,
        refusal.detail,
    )


def _step_name(step_id: str, version_id: UUID, graph: Graph) -> str:
    """As the draft calls it, else as it was called then."""
    then = graph_of_version(version_id)
    named = graph if graph.has_step(step_id) else then
    return named.step(step_id).name if named.has_step(step_id) else "?"


def _add(refused: dict[Why, Tally], why: Why, count: int, opportunities: Iterable[UUID]) -> None:
    tally = refused.setdefault(why, Tally())
    tally.count += count
    missing = EXAMPLES - len(tally.opportunities)
    fresh = [one for one in opportunities if one not in tally.opportunities]
    tally.opportunities += fresh[:missing]


def _described(refused: Mapping[Why, Tally]) -> list[dict[str, Any]]:
    """The most frequent first; examples are those that are still there."""
    most = sorted(refused.items(), key=lambda item: (-item[1].count, item[0].text))[:MOST_REFUSALS]
    numbers = dict(_rows(NUMBERS, [[one for _, tally in most for one in tally.opportunities]]))
    return [
        {
            "from": {"id": why.start[0], "name": why.start[1]},
            "to": {"id": why.to[0], "name": why.to[1]},
            "transition": why.transition,
            "code": why.code,
            "text": why.text,
            "count": tally.count,
            "examples": [
                {"id": one, "number": numbers[one]} for one in tally.opportunities if one in numbers
            ],
        }
        for why, tally in most
    ]


def _rows(query: str, values: Any) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        yield from cursor
