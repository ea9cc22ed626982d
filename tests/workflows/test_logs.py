"""Logs that are read: what a log is, which columns count, and which events are kept."""

import io
from collections import Counter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handsel.workflows.logs import Columns, Event, LogOptions, patterns
from handsel.workflows.logs_reading import read_log
from tests.workflows.logs import SHARED, TWO, an_event, as_csv, as_xes, events_in, opened, packed, table, xes

IN_CSV: list[Event] = [("c0", "Ask"), ("c0", "Answer"), ("c1", "Ask")]
IN_XES: list[Event] = [(1, "Ask"), (1, "Answer"), (2, "Ask")]


@pytest.mark.parametrize(
    ("content", "events"),
    [
        (as_csv(TWO), IN_CSV),
        (as_csv(TWO, delimiter=";"), IN_CSV),
        (as_csv(TWO, delimiter="\t"), IN_CSV),
        (b"\xef\xbb\xbf" + as_csv(TWO), IN_CSV),
        (as_csv(TWO).replace(b"\r\n", b"\n").rstrip(), IN_CSV),
        (b"\n\n" + as_csv(TWO).replace(b"\r\n", b"\r\n\r\n"), IN_CSV),
        (as_xes(TWO), IN_XES),
        (b"\xef\xbb\xbf" + as_xes(TWO), IN_XES),
        (as_xes(TWO).decode().replace("UTF-8", "UTF-16").encode("utf-16"), IN_XES),
        (as_xes(TWO).replace(b' xmlns="http://www.xes-standard.org/"', b""), IN_XES),
    ],
)
def test_the_first_bytes_tell_what_a_log_is(content: bytes, events: list[Event]) -> None:
    """W17."""
    assert events_in(content) == events
    assert events_in(packed(content)) == events
    assert events_in(packed(content[:40]) + packed(content[40:])) == events


any_name = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).map(
    lambda text: f"A{text}"
)
xml_name = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
).map(lambda text: f"A{text}")


@given(st.lists(st.lists(any_name, min_size=1)))
@settings(max_examples=100, deadline=None)
@example([["Line\nbreak", 'Quote "', "a,b", "=1+1", " spaces "]])
def test_every_activity_of_a_table_comes_as_it_is(traces: list[list[str]]) -> None:
    expected = [(f"c{number}", one) for number, trace in enumerate(traces) for one in trace]

    for delimiter in ",;\t":
        assert events_in(as_csv(traces, delimiter=delimiter)) == expected


@given(st.lists(st.lists(xml_name, min_size=1)))
@settings(max_examples=100, deadline=None)
def test_every_activity_of_xes_comes_as_it_is(traces: list[list[str]]) -> None:
    expected = [(number, one) for number, trace in enumerate(traces, start=1) for one in trace]

    assert events_in(as_xes(traces)) == expected


def test_cases_of_a_table_may_be_interleaved_and_the_order_of_the_file_stays() -> None:
    """W17: the time is named, and never sorts."""
    log = opened(
        table(
            [
                ("time:timestamp", "concept:name", "case:concept:name"),
                ("2027-03-02", "Ask", "b"),
                ("2027-03-01", "Ask", "a"),
                ("2027-01-01", "Answer", "b"),
            ]
        )
    )

    assert list(log) == [("b", "Ask"), ("a", "Ask"), ("b", "Answer")]
    assert log.columns == Columns(
        "case:concept:name",
        "concept:name",
        "time:timestamp",
        None,
        ("time:timestamp", "concept:name", "case:concept:name"),
    )


@pytest.mark.parametrize(
    ("header", "options", "columns"),
    [
        ("case_id,activity,timestamp,x", {}, ("case_id", "activity", "timestamp", None)),
        ("Case ID;Activity;State", {}, ("Case ID", "Activity", None, None)),
        ("Case ID;Task Name;Lifecycle", {}, ("Case ID", "Task Name", None, "Lifecycle")),
        (
            "case,activity,case:concept:name,concept:name",
            {},
            ("case:concept:name", "concept:name", None, None),
        ),
        ("id,what,at", {"case": "id", "activity": "what", "time": "at"}, ("id", "what", "at", None)),
        ("case,activity,time,timestamp", {}, ("case", "activity", None, None)),
        ("case,Case ID,activity", {"case": "Case ID"}, ("Case ID", "activity", None, None)),
    ],
)
def test_columns_are_found_by_their_usual_names_or_by_options(
    header: str, options: dict[str, Any], columns: tuple[str | None, ...]
) -> None:
    """W17: a standard name first; else one that is usual, if only one column fits."""
    found = opened(f"{header}\n".encode(), LogOptions(**options)).columns

    assert (found.case, found.activity, found.time, found.lifecycle) == columns


def test_long_names_of_cases_are_told_apart_and_not_kept() -> None:
    names = ["x" * 5_000 + end for end in "ab"]
    rows = [("case", "activity"), *((name, "go") for name in [*names, *names])]

    cases = [case for case, _ in events_in(table(rows))]

    assert cases == [cases[0], cases[1]] * 2
    assert cases[0] != cases[1]
    assert [len(str(case)) for case in cases] == [32] * 4


def test_only_texts_that_stand_directly_in_trace_and_event_count() -> None:
    """W17: what extensions, globals and classifiers say, or attributes of attributes, is not what happened."""
    name = '<string key="concept:name" value="{}"/>'.format
    inside = f"""
        <extension name="Concept" prefix="concept" uri="http://127.0.0.1:9/"/>
        <global scope="event">{name("__INVALID__")}<event>{name("no")}</event></global>
        <classifier name="Activity" keys="org:group"/>
        {name("the log")}
        <list key="l"><trace><event>{name("no")}</event></trace></list>
        <trace>
            <string key="concept:name" value="c1">{name("no")}<event>{name("no")}</event></string>
            <event>
                <list key="l"><values>{name("no")}</values></list>
                <string key="org:group" value="g">{name("no")}</string>
                <int key="concept:name" value="5"/>
                <string key="concept:name" value="Ask">{name("no")}</string>
                <container key="c">{name("no")}</container>
            </event>
            <list key="l"><event>{name("no")}</event></list>
            <event/>
            <event>{name("Answer")}</event>
        </trace>
        <trace/>
        <event>{name("no")}</event>
    """
    log = opened(xes(inside))

    assert list(log) == [(1, "Ask"), (1, "Answer")]
    assert log.skipped == 1
    assert log.columns.available == ("case:concept:name", "org:group", "concept:name")


def test_prefixed_elements_are_read_too() -> None:
    text = as_xes(TWO).decode().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    content = text.replace("xmlns=", "xmlns:x=").encode()

    assert events_in(content) == IN_XES


def test_traces_may_name_their_case_in_another_attribute() -> None:
    content = xes(
        "".join(
            f'<trace><string key="dossier" value="{dossier}"/>{an_event(activity)}</trace>'
            for dossier, activity in (("d1", "Ask"), ("d2", "Ask"), ("d1", "Answer"))
        )
        + f"<trace>{an_event('Ask')}</trace>"
    )
    for option in ("dossier", "case:dossier"):
        log = opened(content, LogOptions(case=option))

        assert list(log) == [("d1", "Ask"), ("d2", "Ask"), ("d1", "Answer")]
        assert (log.has_whole_cases, log.skipped, log.columns.case) == (False, 1, "case:dossier")


LIFE = [("Ask", "START"), ("Ask", "Complete"), ("Answer", "complete"), ("Answer", "")]


@pytest.mark.parametrize("state", ["complete", "COMPLETE", " Complete "])
def test_only_events_of_the_state_asked_for_are_kept(state: str) -> None:
    """W17: what is in no state is left out."""
    rows = table(
        [
            ("case", "activity", "lifecycle:transition", "phase"),
            *(("c1", activity, life, life) for activity, life in LIFE),
        ]
    )
    events = [
        an_event(activity, f'<string key="lifecycle:transition" value="{life}"/>' * bool(life))
        for activity, life in LIFE
    ]
    for content, options in (
        (rows, LogOptions(lifecycle=state)),
        (rows, LogOptions(lifecycle=state, lifecycle_column="phase")),
        (xes(f"<trace>{''.join(events)}</trace>"), LogOptions(lifecycle=state)),
    ):
        log = opened(content, options)

        assert [activity for _, activity in log] == ["Ask", "Answer"]
        assert log.skipped == 2


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (["A_*"], ["A_one", "A_two"]),
        (["A_*,W_*"], ["A_one", "A_two", "W_one"]),
        (["A_*", " W_* "], ["A_one", "A_two", "W_one"]),
        (["*one"], ["A_one", "W_one", "a_one"]),
        (["A_tw?"], ["A_two"]),
        ([], ["A_one", "A_two", "W_one", "a_one"]),
        ([" ,"], ["A_one", "A_two", "W_one", "a_one"]),
        (["nothing"], []),
    ],
)
def test_only_activities_like_the_patterns_are_kept(written: list[str], kept: list[str]) -> None:
    """W17: upper and lower case differ."""
    content = as_csv([["A_one", "A_two", "W_one", "a_one"]])

    log = opened(content, LogOptions(activities=patterns(written)))

    assert [activity for _, activity in log] == kept
    assert log.skipped == 4 - len(kept)


@given(st.text(st.sampled_from("*?[]!-^ab\\,."), max_size=12))
@settings(max_examples=300, deadline=None)
def test_any_pattern_is_one(written: str) -> None:
    for name in ("a", "ab", "]", "a" * 5_000):
        opened_with = LogOptions(activities=patterns([written, "*a*a*a*a*a*a*a*a*b"]))

        assert {activity for _, activity in events_in(as_csv([[name]]), opened_with)} <= {name}


def test_an_event_without_a_name_or_a_case_is_left_out() -> None:
    rows = [
        ("c", ""),
        ("c", " "),
        ("c", "\u200b"),
        ("", "Ask"),
        (" ", "Ask"),
        ("c", "x" * 5_001),
        ("c", "Ask"),
    ]

    log = opened(table([("case", "activity"), *rows]))

    assert list(log) == [("c", "Ask")]
    assert log.skipped == 6


def test_any_stream_will_do_however_little_it_gives_at_once() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 1, 3))

    for content, events in ((as_csv(TWO), IN_CSV), (as_xes(TWO), IN_XES), (packed(as_xes(TWO)), IN_XES)):
        assert list(read_log(Slow(content), LogOptions())) == events


@pytest.mark.parametrize(
    ("name", "cases", "events", "activities", "columns"),
    [
        (
            "receipt.csv.gz",
            1434,
            8577,
            27,
            ("case:concept:name", "concept:name", "time:timestamp", "lifecycle:transition"),
        ),
        ("helpdesk.xes.gz", 4580, 21348, 14, ("case:concept:name", "concept:name", "time:timestamp", None)),
        ("running-example.csv", 6, 42, 8, ("case:concept:name", "concept:name", "time:timestamp", None)),
    ],
)
def test_known_logs_are_read_whole(
    name: str, cases: int, events: int, activities: int, columns: tuple[str | None, ...]
) -> None:
    """W17."""
    log = opened((SHARED / name).read_bytes())

    found = list(log)

    assert len({case for case, _ in found}) == cases
    assert len(Counter(activity for _, activity in found)) == activities
    assert (len(found), log.skipped) == (events, 0)
    assert (log.columns.case, log.columns.activity, log.columns.time, log.columns.lifecycle) == columns
