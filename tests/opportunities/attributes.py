"""A workflow with an attribute of every type, and what each takes (W16)."""

from dataclasses import dataclass
from typing import Any

from handsel.workflows.attributes import TYPES

EVERYTHING = (
    """\
workflow: Sales
mode: guided
sections:
  - name: All
    attributes:
"""
    + "".join(
        f"      - {{key: a_{kind}, label: A {kind}, type: {kind}"
        + (", options: [Red, Blue, Dark green]" if kind in {"choice", "choices"} else "")
        + "}\n"
        for kind in TYPES
    )
    + """\
stages:
  - {name: New, status: open}
  - {name: Won, status: won}
steps:
  - {name: Lead in, stage: New}
  - {name: Signed, stage: Won}
transitions:
  - {name: Again, from: Lead in, to: Lead in}
  - {name: Sign, from: Lead in, to: Signed}
entries: {new: Lead in}
"""
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`valid`: what is typed, and how it is stored. `$me` stands for the id of the member who asks."""

    valid: tuple[tuple[Any, Any], ...]
    invalid: tuple[Any, ...]
    filters: tuple[tuple[str, bool], ...]
    """OP:VALUE, and whether the first valid value is found by it."""


KINDS: dict[str, Kind] = {
    "text": Kind(
        (("Señor López", "Señor López"), (" as typed ", " as typed ")),
        (5, ["a"], "nul\x00", "x" * 5001),
        (
            ("is:senor LOPEZ", True),
            ("is:senor", False),
            ("contains:LOPEZ", True),
            ("contains:%", False),
            ("not:other", True),
            ("any:x,Señor López", True),
        ),
    ),
    "long_text": Kind(
        (("a\nb", "a\nb"), ("😀", "😀")),
        (5, "x" * 100_001),
        (("contains:A\nB", True), ("contains:c", False), ("is:a\nb", True)),
    ),
    "number": Kind(
        (("12.50", 12.5), (0, 0), ("-3", -3), (1e3, 1000)),
        ("12,5", "many", True, "1e400", "NaN"),
        (
            ("is:12.5", True),
            ("gt:9", True),
            ("gt:12.5", False),
            ("ge:12.5", True),
            ("lt:100", True),
            ("le:12.49", False),
            ("any:1,12.50", True),
            ("not:12.5", False),
        ),
    ),
    "money": Kind(
        (("1250.5", "1250.50"), (0, "0.00"), ("1250", "1250.00")),
        ("12.345", "-1", "much", True),
        (("is:1250.5", True), ("gt:999", True), ("lt:999", False), ("ge:1250.50", True), ("not:7", True)),
    ),
    "date": Kind(
        (("2027-03-14", "2027-03-14"), (" 2027-12-31 ", "2027-12-31")),
        ("14.03.2027", "2027-02-30", 5, "2027-03-14T10:00"),
        (
            ("is:2027-03-14", True),
            ("gt:2027-03-13", True),
            ("lt:2027-03-14", False),
            ("le:2027-03-14", True),
            ("any:2027-01-01,2027-03-14", True),
        ),
    ),
    "datetime": Kind(
        (
            ("2027-03-14T09:30", "2027-03-14T08:30:00Z"),
            ("2027-03-14T09:30:00.5Z", "2027-03-14T09:30:00.500000Z"),
        ),
        ("2027-03-28T02:30", "soon", 5, "2027-13-01T00:00Z"),
        (
            ("is:2027-03-14T08:30:00Z", True),
            ("is:2027-03-14T09:30", True),
            ("is:2027-03-14", True),
            ("gt:2027-03-14", False),
            ("gt:2027-03-13", True),
            ("ge:2027-03-14T08:30:00.000001Z", False),
            ("lt:2027-03-14T08:30:00.5Z", True),
            ("le:2027-03-13", False),
        ),
    ),
    "boolean": Kind(
        ((False, False), ("yes", True), ("0", False)),
        ("maybe", 2, []),
        (("is:no", True), ("is:true", False), ("not:yes", True), ("any:no", True)),
    ),
    "choice": Kind(
        (("Dark green", "Dark green"), ("Red", "Red")),
        ("red", "Yellow", ["Red"], 1),
        (("is:Dark green", True), ("not:Dark green", False), ("any:Red,Dark green", True), ("is:Red", False)),
    ),
    "choices": Kind(
        ((["Red", "Blue", "Red"], ["Red", "Blue"]), (["Blue"], ["Blue"])),
        ("Red", ["Yellow"], [1]),
        (
            ("is:Blue", True),
            ("contains:Red", True),
            ("is:Dark green", False),
            ("not:Dark green", True),
            ("any:Dark green,Red", True),
        ),
    ),
    "email": Kind(
        ((" Ana@Example.org ", "Ana@Example.org"),),
        ("ana", "a@b", "a b@example.org", 5, "a@\u200bexample.org"),
        (("is:ana@example.org", True), ("contains:EXAMPLE", True), ("contains:other", False)),
    ),
    "phone": Kind(
        (("600 123 456", "+34600123456"), ("+1 212 555 0123", "+12125550123")),
        ("call me", "12", 5),
        (("is:+34 600 123 456", True), ("contains:123456", True), ("is:600123457", False)),
    ),
    "link": Kind(
        (
            ("www.example.org/a", "https://www.example.org/a"),
            ("mailto:a@example.org", "mailto:a@example.org"),
        ),
        ("javascript:alert(1)", "nothing here", 5),
        (("is:https://www.example.org/a", True), ("contains:example", True), ("contains:other", False)),
    ),
    "user": Kind(
        (("$me", "$me"),),
        ("nobody", "00000000-0000-0000-0000-000000000000", 5),
        (("is:me", True), ("is:$me", True), ("not:me", False), ("any:$me", True)),
    ),
}
