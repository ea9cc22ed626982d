"""Logs that are refused: by the column or the line at fault, before they cost much, and never with an error (W17)."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.workflows.logs import Bounds, LogOptions, LogRefused
from tests.workflows.logs import TWO, as_csv, as_xes, events_in, packed, refusal_of, xes


@pytest.mark.parametrize(
    ("content", "options", "told"),
    [
        (
            b"id,what\n1,a\n",
            LogOptions(),
            (
                "case",
                "No column holds the case. There are: id, what. Name the right one with the option case.",
            ),
        ),
        (
            b"case,Case ID,activity\n",
            LogOptions(),
            (
                "case",
                (
                    "It is not clear which column holds the case. There are: case, Case ID, activity. "
                    "Name the right one with the option case."
                ),
            ),
        ),
        (
            b"case,what\n",
            LogOptions(activity="nothing"),
            (
                "activity",
                (
                    "There is no column nothing. There are: case, what. "
                    "Name the right one with the option activity."
                ),
            ),
        ),
        (
            b"case,activity\n",
            LogOptions(time="at"),
            (
                "time",
                "There is no column at. There are: case, activity. Name the right one with the option time.",
            ),
        ),
        (
            b"case,activity\n",
            LogOptions(lifecycle="complete"),
            (
                "lifecycle_column",
                (
                    "No column holds the state of the life cycle. There are: case, activity. "
                    "Name the right one with the option lifecycle-column."
                ),
            ),
        ),
        (
            b"concept:name,concept:name,case\n",
            LogOptions(),
            (
                "activity",
                (
                    "Several columns are called concept:name. There are: concept:name, concept:name, case. "
                    "Name the right one with the option activity."
                ),
            ),
        ),
        (
            xes('<trace><event><string key="org:group" value="a"/><int key="n" value="1"/></event></trace>'),
            LogOptions(),
            (
                "activity",
                (
                    "No event has the text concept:name. There are: org:group. "
                    "Name the right one with the option activity."
                ),
            ),
        ),
        (
            as_xes(TWO),
            LogOptions(lifecycle="complete"),
            (
                "lifecycle_column",
                (
                    "No event has the text lifecycle:transition. There are: case:concept:name, concept:name. "
                    "Name the right one with the option lifecycle-column."
                ),
            ),
        ),
        (
            as_xes(TWO),
            LogOptions(case="dossier"),
            (
                "case",
                (
                    "No trace has the text dossier. There are: case:concept:name, concept:name. "
                    "Name the right one with the option case."
                ),
            ),
        ),
        (
            as_xes(TWO),
            LogOptions(time="at"),
            (
                "time",
                (
                    "No event has at. There are: case:concept:name, concept:name. "
                    "Name the right one with the option time."
                ),
            ),
        ),
    ],
)
def test_what_is_not_found_is_refused_with_what_there_is(
    content: bytes, options: LogOptions, told: tuple[str, str]
) -> None:
    """W17."""
    assert refusal_of(content, options) == told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (packed(b""), "The file is empty."),
        (
            b"PK\x03\x04rest",
            "This is a zip archive or a workbook. Unpack it, or save it as CSV.",
        ),
        (
            b"case,activity\na,b\na\n",
            "Line 3: This row has 1 fields, and the header has 2.",
        ),
        (
            b"case,activity\n\n\na,b,,\na,b,c\n",
            "Line 5: This row has 3 fields, and the header has 2.",
        ),
        (b'case,activity\na,"b\nc\n', "Line 2: This is no well-formed CSV: unexpected end of data."),
        (
            b"case,activity\na,\xe9\n",
            "Line 2: This is not UTF-8. Save the log as UTF-8.",
        ),
        (
            "case,activity\n".encode("utf-16"),
            "Line 1: This holds the character NUL, so it is no text. Save the log as CSV in UTF-8.",
        ),
        (
            b"case,activity\na," + b"x" * 200_000,
            "Line 2: This is no well-formed CSV: field larger than field limit (131072).",
        ),
        (
            b"case,activity\n" + b"x" * 4_000_001,
            "Line 2: This row is longer than 4,000,000 bytes; perhaps a quotation mark is left open.",
        ),
        (
            b"case,activity\n" + b'"x","y\n' * 600_000,
            "Line 2: This is no well-formed CSV: ',' expected after '\"'.",
        ),
        (
            b'case,activity\n"a\n' + b'b","a\n' * 700_000,
            "Line 666,669: This row is longer than 4,000,000 bytes; perhaps a quotation mark is left open.",
        ),
        (b"<html><p></html>", "Line 1: This is XML, but no XES: it begins with <html>, not with <log>."),
        (b"<log>\n<trace></log>", "Line 2: This is no well-formed XML: mismatched tag."),
        (b"<log>", "Line 1: This is no well-formed XML: no element found."),
        (
            b"<log>" + b"<list>" * 101,
            "Line 1: This is nested too deeply.",
        ),
        (
            b'<log>\n<string key="' + b"x" * 2_000_000,
            "Line 2: What begins here is too long, or names too many different things.",
        ),
        (
            b"<log>\n<!--" + b"x" * 2_000_000,
            "Line 2: What begins here is too long, or names too many different things.",
        ),
        (
            b"<log>" + b"".join(b"<a%d/>" % number for number in range(20_000)) + b"</log>",
            "Line 1: What begins here is too long, or names too many different things.",
        ),
    ],
)
def test_what_can_not_be_read_is_refused_by_its_line(content: bytes, told: str) -> None:
    """W17."""
    assert refusal_of(content) == ("file", told)


BOMB = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<log><trace><event><string key="concept:name" value="&b;"/></event></trace></log>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log>&a;</log>"""
FETCHED = '<!DOCTYPE log SYSTEM "http://127.0.0.1:9/xes.dtd"><log/>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, FETCHED, "<!DOCTYPE log><log/>"])
def test_no_document_type_is_accepted_so_there_are_no_entities(text: str) -> None:
    name, message = refusal_of(text.encode())

    assert (name, message.partition(": ")[2]) == (
        "file",
        "A document type (DOCTYPE) is not accepted. Take it out; XES needs none.",
    )


@pytest.mark.parametrize("encoding", ["TF-8", "big5", "hex", "undefined", "punycode", "x" * 5_000])
def test_a_declared_encoding_that_is_none_is_refused(encoding: str) -> None:
    content = as_xes(TWO).decode().replace("UTF-8", encoding).encode()

    assert refusal_of(content) == (
        "file",
        "Line 1: The encoding declared here is not known. Save the log as UTF-8.",
    )


def test_a_damaged_archive_is_refused() -> None:
    whole = packed(as_csv(TWO * 1_000))
    for content in (whole[:-20], whole[:60] + b"\xff" * 20 + whole[80:], whole + b"more", b"\x1f\x8b"):
        name, message = refusal_of(content)

        assert (name, message.partition(": ")[0]) == ("file", "This gzip file is damaged or cut off")


BOUNDS = Bounds(size=3_000_000, events=1_000_000)


@pytest.mark.parametrize("write", [as_csv, as_xes])
def test_what_unpacks_to_more_events_than_anybody_waits_for_is_refused(write: Callable[..., bytes]) -> None:
    few = Bounds(size=3_000_000, events=10)
    content = packed(write([["a"] * 5] * 2))

    assert len(events_in(content, bounds=few)) == 10
    assert refusal_of(packed(write([["a"] * 11])), bounds=few) == (
        "file",
        "A log has at most 10 events here. Larger ones are read on the command line.",
    )


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(b"case,activity\n" + b"a,b\n" * 5_000_000)

    told = refusal_of(bomb, bounds=BOUNDS)

    assert told == ("file", "Unpacked, a log has at most 3 MB here.")
    assert len(events_in(packed(as_csv(TWO)), bounds=BOUNDS)) == 3
    assert refusal_of(b"case,activity\n" + b"a,b\n" * 800_000, bounds=BOUNDS) == told


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"case,activity\n", b"<log>", b"\x1f\x8b\x08\0\0\0\0\0\0\0"]),
)
@settings(max_examples=300, deadline=None)
def test_whatever_comes_is_read_or_refused_never_an_error(content: bytes, start: bytes) -> None:
    try:
        events_in(start + content)
    except LogRefused:
        return


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_log_is_read_or_refused_never_an_error(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([as_csv(TWO), as_xes(TWO), packed(as_csv(TWO)), packed(as_xes(TWO))]))
    at = data.draw(st.integers(0, len(whole)))
    to = data.draw(st.integers(at, len(whole)))
    content = whole[:at] + data.draw(st.binary(max_size=5)) + whole[to:]
    try:
        events_in(content)
    except LogRefused:
        return
