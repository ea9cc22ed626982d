from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handsel.kernel.refusals import Invalid
from handsel.workflows.attributes import BUILT_IN, TYPES, attribute_for, check_value
from handsel.workflows.graph import Attribute
from tests.workflows.boats import a_graph

MEMBER = "0190c1d0-0000-7000-8000-000000000001"


def checked(kind: str, value: object, *, currency: str = "EUR", region: str | None = "DE") -> Any:
    return check_value(
        Attribute("x", "X", kind, ("red", "blue") if kind.startswith("choice") else ()),
        value,
        field="attributes.x",
        currency=currency,
        region=region,
        zone=ZoneInfo("Europe/Berlin"),
        members={MEMBER},
    )


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("text", " <b>kept</b> \x07\u202e", " <b>kept</b> \x07\u202e"),
        ("long_text", "a\n" * 40_000, "a\n" * 40_000),
        ("number", 3, 3),
        ("number", "12.50", 12.5),
        ("number", " -7 ", -7),
        ("number", 0.1, 0.1),
        ("number", 2.0, 2),
        ("number", Decimal("1E+3"), 1000),
        ("number", "-0.0", 0),
        ("number", Decimal("0E+999999"), 0),
        ("number", "123456789.012345", 123456789.012345),
        ("money", "1250.5", "1250.50"),
        ("money", 0, "0.00"),
        ("date", "2027-03-14", "2027-03-14"),
        ("datetime", "2027-07-01T09:00", "2027-07-01T07:00:00Z"),
        ("datetime", "2027-07-01T09:00:00-05:00", "2027-07-01T14:00:00Z"),
        ("boolean", False, False),
        ("boolean", "Yes", True),
        ("choice", "red", "red"),
        ("choices", ["blue", "red", "blue"], ["blue", "red"]),
        ("choices", [], []),
        ("email", "  Ada.L@Example.ORG ", "Ada.L@Example.ORG"),
        ("email", "jörg@exämple.de", "jörg@exämple.de"),
        ("phone", "030 123456", "+4930123456"),
        ("phone", "+1 (202) 555-0143 ext. 12", "+12025550143;ext=12"),
        ("link", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("link", "www.example.org/x", "https://www.example.org/x"),
        ("link", "mailto:ada@example.org", "mailto:ada@example.org"),
        ("user", MEMBER.upper(), MEMBER),
    ],
)
def test_a_value_is_stored_in_one_spelling(kind: str, value: object, stored: object) -> None:
    """W16."""
    found = checked(kind, value)

    assert (found, type(found)) == (stored, type(stored))
    assert checked(kind, found) == found


REFUSED: dict[str, list[object]] = {
    "text": [5, True, [], {}, "a\0", "\ud800", "x" * 5_001],
    "long_text": [5, "x" * 100_001],
    "number": [
        *("NaN", "1e400", "1_0", "\uff11", True, [], " ", "1" * 16, 10**16, "1" * 9_999, 10**5000),
        *(float("nan"), float("inf"), Decimal("1E+99"), Decimal("1E-99"), Decimal("1." + "0" * 60 + "1")),
    ],
    "money": ["NaN", "-1", "1.005", "1e400", True, [], {}, " "],
    "date": ["2027-02-30", "14.03.2027", 5, "2027-03-14T00:00"],
    "datetime": ["2027-03-28T02:30", "2027-03-14", 5, "soon"],
    "boolean": [1, 0, "maybe", [], " "],
    "choice": ["Red", "green", ["red"], 1],
    "choices": ["red", ["green"], [["red"]], {"red": 1}, [None]],
    "email": [
        *("ada", "a@b", "a b@c.de", "a@b..de", "a@b.de\u200b", "<a@b.de>", "a@b.de, c@d.de", 5),
        *("a@" + "b" * 300 + ".de", "a@b.de\nBcc: c@d.de"),
    ],
    "phone": ["1", "12", "call me", "+49", "0" * 40, 5, "+999 123456"],
    "link": [
        *("javascript:alert(1)", "data:text/html,x", "https://", "//x.org", "ftp://x.org", 5, "x" * 2_001),
        *("https://x.org/a b", "java\nscript:alert(1)", "http://[x", "https://x.org:port"),
        *("mailto:", " JaVaScRiPt:alert(1)", "https://x.org/\u202e"),
    ],
    "user": ["0190c1d0-0000-7000-8000-000000000002", "me", 5, [MEMBER]],
}


@pytest.mark.parametrize("kind", TYPES)
def test_what_the_type_does_not_take_is_refused_by_field(kind: str) -> None:
    for value in REFUSED[kind]:
        with pytest.raises(Invalid) as refused:
            checked(kind, value)

        assert [problem.name for problem in refused.value.fields] == ["attributes.x"]


@pytest.mark.parametrize("kind", TYPES)
def test_nothing_clears_an_attribute(kind: str) -> None:
    assert checked(kind, None) is None
    assert checked(kind, "") is None


def test_a_local_phone_number_needs_a_region() -> None:
    with pytest.raises(Invalid):
        checked("phone", "030 123456", region=None)


def test_money_follows_the_currencys_scale() -> None:
    assert checked("money", "5", currency="JPY") == "5"
    with pytest.raises(Invalid):
        checked("money", "5.5", currency="JPY")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("kind", TYPES)
@given(value=anything)
@settings(max_examples=50, deadline=None)
def test_whatever_comes_is_stored_or_refused_never_an_error(kind: str, value: object) -> None:
    try:
        found = checked(kind, value)
    except Invalid:
        return
    assert checked(kind, found) == found


def test_built_in_attributes_take_part_like_the_others() -> None:
    """W16."""
    graph = a_graph()

    assert attribute_for(graph, "budget") == Attribute("budget", "Budget", "money", (), "Need")
    assert attribute_for(graph, "contact.email") == BUILT_IN["contact.email"]
    assert attribute_for(graph, "ghost") is None
    assert list(BUILT_IN) == [
        "title",
        "amount",
        "follow_up_at",
        "description",
        "contact.first_name",
        "contact.last_name",
        "contact.email",
        "contact.phone",
        "account.name",
    ]
