"""What a workflow would have said to what happened (W17). Plain Python."""

from dataclasses import dataclass
from typing import IO

from handsel.workflows.graph import Graph
from handsel.workflows.logs import LogOptions


@dataclass(frozen=True, slots=True)
class ReplayRefusal:
    """`start` is None where a case's first activity is no step. `reason` is a sentence."""

    start: str | None
    to: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Replay:
    """`refusals` are by count, the most frequent first."""

    cases: int
    completed: int
    refused: int
    accepted: int
    refusals: tuple[ReplayRefusal, ...]


def replay(graph: Graph, stream: IO[bytes], options: LogOptions, *, most_bytes: int | None = None) -> Replay:
    """`most_bytes` bounds the unpacked log, for what comes from outside. Raises LogRefused."""
    raise NotImplementedError
