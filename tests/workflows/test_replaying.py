import io
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.workflows.discovering import discover, draft_from, observe
from handsel.workflows.document import default_free_document, parse
from handsel.workflows.graph import Graph, Mode, Stage, Status, Step, Transition, graph_of
from handsel.workflows.logs import MOST_CASES, LogOptions, LogRefused
from handsel.workflows.logs_reading import read_log
from handsel.workflows.replaying import MOST_LISTED, Replay, ReplayRefusal, judge, replay
from tests.workflows.boats import a_graph, counting
from tests.workflows.logs import SHARED, Traces, as_csv, as_xes, interleaved, opened, packed


def replayed(graph: Graph, content: bytes) -> Replay:
    return judge(graph, opened(content))


def test_cases_run_to_their_end_or_stop_at_their_first_refusal() -> None:
    """W17: roles and required attributes do not count, and any step may be the first."""
    cases = [
        ["Lead in", "Lead in", "Offer sent", "Signed"],
        ["Shelf", "Lead in", "Gone"],
        ["Offer revised", "Signed"],
        ["Signed"],
        ["Lead in", "Offer sent", "Gone", "Lead in", "Offer sent"],
        ["Offer sent", "Gone"],
        ["Lead in", "Moon", "Offer sent"],
        ["Moon", "Lead in"],
    ]

    assert replayed(a_graph(), as_csv(cases)) == Replay(
        cases=8,
        completed=4,
        refused=4,
        accepted=7,
        refusals=(
            ReplayRefusal("Offer sent", "Gone", 2, "no_transition"),
            ReplayRefusal("Lead in", "Moon", 1, "unknown_step"),
            ReplayRefusal(None, "Moon", 1, "unknown_step"),
        ),
        unlisted=0,
    )


def test_a_free_workflow_lets_every_other_step_follow() -> None:
    """W12: as its gate does; a step that repeats is no move."""
    graph = graph_of(default_free_document("Free", new_id=counting()))

    found = replayed(graph, as_csv([["New", "Won", "Archived", "New", "Lost"], ["New", "New"]]))

    assert (found.completed, found.accepted) == (1, 4)
    assert found.refusals == (ReplayRefusal("New", "New", 1, "no_transition"),)


def test_an_empty_log_has_no_cases() -> None:
    assert replayed(a_graph(), b"case,activity\n") == Replay(0, 0, 0, 0, (), 0)


def test_of_a_log_unlike_the_workflow_only_so_many_refusals_are_listed() -> None:
    found = replayed(a_graph(), as_csv([[f"A{number}"] for number in range(MOST_LISTED + 5)] + [["A3"]]))

    assert (found.refused, len(found.refusals), found.unlisted) == (MOST_LISTED + 6, MOST_LISTED, 5)
    assert found.refusals[0] == ReplayRefusal(None, "A3", 2, "unknown_step")


def judged_one_by_one(graph: Graph, cases: Traces) -> Replay:
    """The twin: each case as a list, each succession looked up among all transitions."""
    names = {step.id: step.name for step in graph.steps}
    lines = [(names[one.from_id], names[one.to_id]) for one in graph.transitions]
    refused: list[tuple[str | None, str]] = []
    accepted = 0
    for case in cases:
        if case[0] not in names.values():
            refused.append((None, case[0]))
            continue
        for pair in pairwise(case):
            if pair not in lines:
                refused.append(pair)
                break
            accepted += 1
    return Replay(
        cases=len(cases),
        completed=len(cases) - len(refused),
        refused=len(refused),
        accepted=accepted,
        refusals=tuple(
            ReplayRefusal(*pair, count, "no_transition" if pair[1] in names.values() else "unknown_step")
            for pair, count in Counter(refused).items()
        ),
        unlisted=0,
    )


STEPS = [
    Step(f"00000000-0000-7000-8000-00000000000{number}", name, "s") for number, name in enumerate("ABCD")
]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    ends = st.sampled_from([step.id for step in STEPS])
    lines = draw(st.lists(st.tuples(ends, ends), max_size=10))
    declared = tuple(
        Transition(f"t{number}", f"T{number}", start, to, roles=("director",), required=("amount",))
        for number, (start, to) in enumerate(lines)
    )
    mode = draw(st.sampled_from(Mode))
    return Graph("Any", mode, (Stage("s", "Open", Status.OPEN),), tuple(STEPS), declared)


@given(graphs(), st.lists(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=6), max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_replay_counts_what_judging_case_by_case_counts(graph: Graph, cases: Traces) -> None:
    """W17: whether cases come whole or interleaved."""
    expected = judged_one_by_one(graph, cases)

    for content in (as_xes(cases), as_csv(cases), interleaved(cases)):
        found = replayed(graph, content)

        assert (found.cases, found.completed, found.refused, found.accepted, found.unlisted) == (
            expected.cases,
            expected.completed,
            expected.refused,
            expected.accepted,
            expected.unlisted,
        )
        assert set(found.refusals) == set(expected.refusals)
        counts = [refusal.count for refusal in found.refusals]
        assert counts == sorted(counts, reverse=True)


@given(st.lists(st.lists(st.sampled_from("ABC"), min_size=1, max_size=6), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_a_draft_of_every_succession_accepts_its_own_log(cases: Traces) -> None:
    """W17."""
    draft = draft_from(observe(opened(as_csv(cases))), at_least=1, name="Own")

    found = replayed(graph_of(parse(draft.text, previous=None, new_id=counting())), as_csv(cases))

    assert (found.completed, found.accepted) == (len(cases), sum(map(len, cases)) - len(cases))


@pytest.mark.parametrize(
    ("name", "at_least", "figures"),
    [
        ("receipt.csv.gz", 5, (1434, 1384, 50, 6846)),
        ("receipt.csv.gz", 2, (1434, 1417, 17, 7022)),
        ("helpdesk.xes.gz", 5, (4580, 4540, 40, 16622)),
        ("helpdesk.xes.gz", 2, (4580, 4572, 8, 16736)),
        ("running-example.csv", 2, (6, 2, 4, 17)),
        ("running-example.csv", 1, (6, 6, 0, 36)),
    ],
)
def test_known_logs_replay_with_known_figures(
    name: str, at_least: int, figures: tuple[int, int, int, int]
) -> None:
    """W17: the figures were counted by a script that knows nothing of this project."""
    with (SHARED / name).open("rb") as stream:
        draft = discover(stream, LogOptions(), at_least=at_least, name="Known")
    graph = graph_of(parse(draft.text, previous=None, new_id=counting()))

    with (SHARED / name).open("rb") as stream:
        found = replay(graph, stream, LogOptions())

    assert (found.cases, found.completed, found.refused, found.accepted) == figures


class Written(io.RawIOBase):
    """A log as long as one likes, made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.rest = b""

    def read(self, size: int = -1, /) -> bytes:
        while len(self.rest) < size and (piece := next(self.pieces, b"")):
            self.rest += piece
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


def xes_of(cases: int) -> Iterator[bytes]:
    whole = as_xes([["A", "B", "C", "B", "C"]])
    head, trace = whole[: whole.index(b"<trace>")], whole[whole.index(b"<trace>") : whole.index(b"</log>")]
    yield head
    for _ in range(cases):
        yield trace
    yield b"</log>"


def csv_of(events: int) -> Iterator[bytes]:
    yield b"case,activity,more\n"
    for number in range(events):
        yield b"case %d,%s,some more text %d\n" % (number % 100, b"ABC"[number % 3 : number % 3 + 1], number)


@pytest.mark.parametrize(("made", "length"), [(xes_of, 2_000), (csv_of, 25_000)])
def test_memory_does_not_grow_with_the_log(made: Callable[[int], Iterator[bytes]], length: int) -> None:
    """W17: three times the log, the same memory."""
    graph = Graph("Any", Mode.FREE, (Stage("s", "Open", Status.OPEN),), tuple(STEPS))

    def peak(times: int) -> int:
        tracemalloc.start()
        judge(graph, read_log(Written(made(length * times)), LogOptions()))
        observe(read_log(Written(made(length * times)), LogOptions()))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    small, large = peak(1), peak(3)

    assert large < small + 100_000
    assert large < 4_000_000


def test_of_a_table_something_is_kept_of_each_case_so_there_may_not_be_too_many() -> None:
    graph = Graph("Any", Mode.FREE, (Stage("s", "Open", Status.OPEN),), tuple(STEPS))
    rows = (b"%d,A\n" % number for number in range(MOST_CASES + 1))
    content = packed(b"case,activity\n" + b"".join(rows))

    for read in (partial(judge, graph), observe):
        with pytest.raises(LogRefused) as refused:
            read(opened(content))

        assert [one.message for one in refused.value.fields] == [
            "A table has at most 1,000,000 cases. Cut it in parts, or save it as XES, where cases are whole."
        ]


def test_a_packed_log_is_replayed_without_unpacking_it_whole() -> None:
    content = packed(b"".join(csv_of(50_000)))
    graph = Graph("Any", Mode.FREE, (Stage("s", "Open", Status.OPEN),), tuple(STEPS))

    found = replay(graph, io.BytesIO(content), LogOptions())

    assert (found.cases, found.completed, found.accepted) == (100, 100, 49_900)
