"""A small guided workflow that the tests of rules share, and short ways to speak of it."""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import UUID

from handsel.workflows.document import parse
from handsel.workflows.graph import Graph, graph_of
from handsel.workflows.rules import Facts, Position

BOATS = """\
workflow: Boats
mode: guided
sections:
  - name: Need
    attributes:
      - {key: budget, label: Budget, type: money}
      - {key: trade_in, label: Trade-in, type: choice, options: [none, boat, trailer]}
stages:
  - {name: Won, status: won}
  - {name: New, status: open}
  - {name: Lost, status: lost, reasons: [price, other]}
  - {name: Proposed, status: open}
  - {name: Archived, status: archived}
steps:
  - {name: Lead in, stage: New, attributes: [budget], probability: 10, limit: 2 days}
  - {name: Offer sent, stage: Proposed, attributes: [budget, amount]}
  - {name: Offer revised, stage: Proposed}
  - {name: Signed, stage: Won}
  - {name: Gone, stage: Lost}
  - {name: Shelf, stage: Archived}
transitions:
  - {name: Call again, from: Lead in, to: Lead in}
  - {name: Offer, from: Lead in, to: Offer sent, required: [budget, contact.email]}
  - {name: Revise, from: Offer sent, to: Offer revised, required: [amount]}
  - {name: Sign, from: Offer sent, to: Signed, required: [amount, budget]}
  - {name: Sign by phone, from: Offer sent, to: Signed, required: [budget, contact.phone]}
  - {name: Sign, from: Offer revised, to: Signed, roles: [manager]}
  - {name: Give up, from: Lead in, to: Gone, required: [description]}
  - {name: Shelve, from: Lead in, to: Shelf, roles: [director, administrator]}
  - {name: Wake, from: Shelf, to: Lead in}
entries: {new: Lead in, existing_account: {step: Offer sent, name: Known firm}}
follow_ons:
  - {name: Second boat, step: Lead in, carry: [budget, description]}
milestones: [Deposit, Delivery, Survey]
"""


def counting() -> Callable[[], UUID]:
    numbers = count(1)
    return lambda: UUID(int=next(numbers))


def a_document(text: str = BOATS, **changes: Any) -> dict[str, Any]:
    return {**parse(text, previous=None, new_id=counting()), **changes}


def a_graph(text: str = BOATS) -> Graph:
    return graph_of(a_document(text))


def step_id(graph: Graph, name: str) -> str:
    return next(step.id for step in graph.steps if step.name == name)


def stage_id(graph: Graph, name: str) -> str:
    return next(stage.id for stage in graph.stages if stage.name == name)


def transition_id(graph: Graph, name: str, *, start: str) -> str:
    found = graph.transitions_from(step_id(graph, start))
    return next(transition.id for transition in found if transition.name == name)


def standing(graph: Graph, name: str) -> Position:
    return Position(step_id(graph, name))


def as_(*roles: str, **values: Any) -> Facts:
    """`contact__email` stands for `contact.email`."""
    return Facts(frozenset(roles), {key.replace("__", "."): value for key, value in values.items()})
