from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.kernel.refusals import Refusal
from handsel.workflows.checking import Level, check
from handsel.workflows.discovering import ActivitySeen, Discovery, NoDraft, discover, draft_from, observe
from handsel.workflows.document import parse, to_file
from handsel.workflows.graph import graph_of
from handsel.workflows.logs import LogOptions, patterns
from tests.workflows.boats import counting
from tests.workflows.logs import SHARED, Traces, as_csv, as_xes, interleaved, opened

SALES = [
    *[["Ask", "Offer", "Sign"]] * 6,
    *[["Ask", "Offer", "Offer", "Offer", "Sign"]] * 3,
    *[["Ask", "Give up"]] * 5,
    *[["Call", "Ask", "Offer", "Sign"]] * 2,
    ["Sign", "Ask"],
]


def discovered(content: bytes, *, at_least: int = 5, options: LogOptions | None = None) -> Discovery:
    return draft_from(observe(opened(content, options)), at_least=at_least, name="Sales")


def lines_of(found: Discovery) -> set[tuple[str, str]]:
    return {(one["from"], one["to"]) for one in found.file["transitions"]}


def test_activities_become_steps_and_frequent_successions_transitions() -> None:
    """W17: in the order in which cases come to them; a repeated activity leads to itself."""
    found = discovered(as_csv(SALES))

    assert found.file == {
        "workflow": "Sales",
        "mode": "guided",
        "stages": [{"name": "Open", "status": "open"}, {"name": "Done", "status": "won"}],
        "steps": [
            {"name": "Call", "stage": "Open"},
            {"name": "Ask", "stage": "Open"},
            {"name": "Give up", "stage": "Done"},
            {"name": "Offer", "stage": "Open"},
            {"name": "Sign", "stage": "Open"},
        ],
        "transitions": [
            {"name": "Give up", "from": "Ask", "to": "Give up"},
            {"name": "Offer", "from": "Ask", "to": "Offer"},
            {"name": "Offer", "from": "Offer", "to": "Offer"},
            {"name": "Sign", "from": "Offer", "to": "Sign"},
        ],
        "entries": {"new": "Ask"},
    }
    assert found.observed.activities == (
        ActivitySeen("Call", count=2, starts=2, ends=0),
        ActivitySeen("Ask", count=17, starts=14, ends=1),
        ActivitySeen("Give up", count=5, starts=0, ends=5),
        ActivitySeen("Offer", count=17, starts=0, ends=0),
        ActivitySeen("Sign", count=12, starts=1, ends=11),
    )


def test_what_no_case_begins_with_and_nothing_leads_on_from_is_an_end() -> None:
    found = discovered(as_csv(SALES[:-1]))

    assert [step["name"] for step in found.file["steps"] if step["stage"] == "Done"] == ["Give up", "Sign"]


@pytest.mark.parametrize("at_least", [1, 2, 3, 5, 6, 11, 12, 100])
def test_a_succession_counts_from_as_often_as_it_is_asked_for(at_least: int) -> None:
    seen = Counter(pair for trace in SALES for pair in pairwise(trace))

    found = discovered(as_csv(SALES), at_least=at_least)

    assert lines_of(found) == {pair for pair, times in seen.items() if times >= at_least}


def test_xes_and_a_table_however_mixed_say_the_same() -> None:
    expected = discovered(as_csv(SALES))

    for content in (as_xes(SALES), interleaved(SALES)):
        found = discovered(content)

        assert sorted(found.observed.activities, key=str) == sorted(expected.observed.activities, key=str)
        assert (found.file["entries"], lines_of(found)) == (expected.file["entries"], lines_of(expected))


FEWER = "Raise the option min, or keep fewer activities with the option activities."


@pytest.mark.parametrize(
    ("content", "at_least", "activities", "told"),
    [
        (
            b"case,activity\n",
            5,
            "",
            ("activities", "No event is left to learn from. Choose other options, or another log."),
        ),
        (
            as_csv(SALES),
            5,
            "B_*",
            ("activities", "No event is left to learn from. Choose other options, or another log."),
        ),
        (as_csv(SALES), 0, "", ("min", "A succession is seen at least once: min is 1 or more.")),
        (
            as_csv([[f"A{number}" for number in range(501)]]),
            1,
            "",
            (
                "activities",
                (
                    "A workflow has at most 500 steps; here are more. Keep only some with the option activities, "
                    "like A_*, or name another column with the option activity."
                ),
            ),
        ),
        (
            as_csv([[f"A{number}", f"A{to}"] for number in range(72) for to in range(72)]),
            1,
            "",
            ("min", f"A workflow has at most 5,000 transitions; these would be 5,184. {FEWER}"),
        ),
        (
            as_csv([["A" * 4_000 + str(number)] for number in range(300)]),
            1,
            "",
            ("min", f"The workflow file would have more than 1,000,000 characters. {FEWER}"),
        ),
    ],
)
def test_what_makes_no_workflow_is_refused_with_the_option_to_change(
    content: bytes, at_least: int, activities: str, told: tuple[str, str]
) -> None:
    with pytest.raises(NoDraft) as refused:
        discovered(content, at_least=at_least, options=LogOptions(activities=patterns([activities])))

    assert [(one.name, one.message) for one in refused.value.fields] == [told]


def test_the_name_must_be_one() -> None:
    with pytest.raises(Refusal) as refused:
        draft_from(observe(opened(as_csv(SALES))), at_least=1, name=" ")

    assert [one.name for one in refused.value.fields] == ["name"]


ODD = [
    "no",
    "007",
    "~",
    "null",
    "a: b",
    "# x",
    "- a",
    "'",
    '"',
    "Open",
    "x\u0085y",
    "=1",
    "[",
    "{}",
    "&a",
    "*",
]
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
traces = st.lists(st.lists(st.sampled_from([*"ABCDE", *ODD]) | names, max_size=8), max_size=12)


@given(traces, st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_whatever_the_log_the_draft_can_be_published(cases: Traces, at_least: int) -> None:
    """W17: parsed as YAML and as JSON alike, and without an error of the check."""
    found = discovered(as_csv([["A"], *cases]), at_least=at_least)

    documents = [parse(written, previous=None, new_id=counting()) for written in (found.text, found.file)]

    assert documents[0] == documents[1]
    assert to_file(documents[0]) == {key: value for key, value in found.file.items() if value}
    assert [one.text for one in check(graph_of(documents[0])) if one.level is Level.ERROR] == []


@given(st.lists(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=8), max_size=12), st.integers(1, 3))
@settings(max_examples=200, deadline=None)
def test_what_is_counted_is_what_looking_at_every_case_finds(cases: Traces, at_least: int) -> None:
    """W17: against a twin that has all cases before it."""
    if not cases:
        return
    everything = {one for trace in cases for one in trace}
    seen = Counter(pair for trace in cases for pair in pairwise(trace))
    kept = {pair for pair, times in seen.items() if times >= at_least}
    ends = {
        one
        for one in everything
        if not any(trace[0] == one for trace in cases) and not any(start == one != to for start, to in kept)
    }
    for content in (interleaved(cases), as_csv(cases), as_xes(cases)):
        found = discovered(content, at_least=at_least)
        observed = found.observed

        assert (observed.cases, observed.events) == (len(cases), sum(map(len, cases)))
        assert {one.name: (one.count, one.starts, one.ends) for one in observed.activities} == {
            one: (
                sum(trace.count(one) for trace in cases),
                sum(trace[0] == one for trace in cases),
                sum(trace[-1] == one for trace in cases),
            )
            for one in everything
        }
        assert observed.successions == seen
        assert lines_of(found) == kept
        assert {step["name"] for step in found.file["steps"] if step["stage"] == "Done"} == ends


KNOWN: list[tuple[str, int, dict[str, Any]]] = [
    ("receipt.csv.gz", 5, {"steps": 27, "transitions": 44, "entry": "Confirmation of receipt"}),
    ("helpdesk.xes.gz", 5, {"steps": 14, "transitions": 28, "entry": "Assign seriousness"}),
    ("running-example.csv", 2, {"steps": 8, "transitions": 10, "entry": "register request"}),
]


@pytest.mark.parametrize(("name", "at_least", "figures"), KNOWN)
def test_known_logs_make_known_drafts(name: str, at_least: int, figures: dict[str, Any]) -> None:
    """W17."""
    with (SHARED / name).open("rb") as stream:
        found = discover(stream, LogOptions(), at_least=at_least, name="Known")

    assert figures == {
        "steps": len(found.file["steps"]),
        "transitions": len(found.file["transitions"]),
        "entry": found.file["entries"]["new"],
    }
