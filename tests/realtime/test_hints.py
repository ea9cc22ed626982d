"""What can be told, and that nothing that happens is forgotten."""

import pytest

from handsel.ledger.facts import known_facts
from handsel.ledger.readers import Cursor
from handsel.realtime.hints import AUDIENCES, GONE, read_position, write_position

# Nobody can be listening when an organization is founded, and an export changes nothing that is shown.
TOLD_TO_NOBODY = {"organization.founded", "opportunities.exported"}


def test_every_fact_has_an_audience() -> None:
    ours = {name for name, fact in known_facts().items() if fact.__module__.startswith("handsel.")}

    assert ours - AUDIENCES.keys() == TOLD_TO_NOBODY


def test_every_hint_is_a_fact_of_ours() -> None:
    assert AUDIENCES.keys() - known_facts().keys() == {GONE}


def test_a_place_is_read_as_it_was_written() -> None:
    place = Cursor(2**40, 2**63 - 1)

    assert read_position(write_position("abc", place)) == ("abc", place)


@pytest.mark.parametrize(
    "text", ["", "abc", "abc.1", "abc.x.1", "abc.1.8000000000000000", "abc.-1.1", "a.b.c.d"]
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert read_position(text) is None
