"""Filters by field, `KEY:OP:VALUE`: built-in attributes and those of a layout, compared as their type is (W16).

What is typed is only ever bound, never part of a statement. Days and instants are stored so that their spelling sorts as
they do, so nothing here can fail on a value that was stored when its attribute was of another type.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.contacts.matching import region_of
from handsel.database.fields import instant
from handsel.kernel.refusals import Refusal, field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import check_text, invisible_ranges
from handsel.kernel.times import DAY, check_day
from handsel.organizations.acting import Member
from handsel.workflows.attributes import BUILT_IN, check_value
from handsel.workflows.graph import Attribute, Graph
from handsel.workflows.versions import graph_of_version

MOST_FILTERS, MOST_VALUES, LONGEST = 20, 50, 500
FIELD = "field"

ORDERED = frozenset({"number", "money", "date", "datetime"})
WORDS = frozenset({"text", "long_text", "email", "phone", "link"})
FOLDED = frozenset({"text", "long_text", "email"})
COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
WITHOUT_VALUE = frozenset({"empty", "filled"})
OPERATORS = ("is", "not", *COMPARISONS, "contains", *sorted(WITHOUT_VALUE), "any")

# As they are stored; anything else is of another type.
JSON_TYPES = dict.fromkeys((*WORDS, "choice", "user"), "string") | {"number": "number", "boolean": "boolean"}
AMOUNT = "^[0-9]{1,40}([.][0-9]{1,20})?$"
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z$"

CURRENT = """
SELECT DISTINCT ON (v.workflow_id) v.id FROM workflows_workflowversion v
WHERE %(team)s::uuid IS NULL OR v.workflow_id = (SELECT workflow_id FROM organizations_team WHERE id = %(team)s)
ORDER BY v.workflow_id, v.number DESC
"""

_CONTACT = "(SELECT c.{} FROM contacts_contact c WHERE c.id = o.contact_id)"
COLUMNS = {
    "title": "o.title",
    "amount": "o.amount",
    "follow_up_at": "o.follow_up_at",
    "description": "o.description",
    "contact.first_name": _CONTACT.format("first_name"),
    "contact.last_name": _CONTACT.format("last_name"),
    "contact.email": _CONTACT.format("email"),
    "contact.phone": _CONTACT.format("phone"),
    "account.name": "(SELECT a.name FROM contacts_account a WHERE a.id = o.account_id)",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL over a row `o` with what is bound in it."""

    sql: str
    values: dict[str, Any]


@dataclass(slots=True)
class Scope:
    """Of one filter: whose words it is read by, and a name for each value that is bound."""

    member: Member
    prefix: str
    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        name = f"{self.prefix}{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


def conditions(
    filters: Sequence[str], *, member: Member, graph: Graph | None = None, team_id: UUID | None = None
) -> Iterator[Condition]:
    """Of the workflow of `graph`, else of the team's, else of any in the organization. Refused by the name `field`."""
    if not filters:
        return
    if len(filters) > MOST_FILTERS:
        raise field_refused(FIELD, say("At most {most} filters by field at once.", most=MOST_FILTERS))
    graphs = [graph] if graph is not None else current_graphs(team_id)
    for place, typed in enumerate(filters):
        key, operator, value = _parts(typed)
        yield compare(key, operator, value, graphs=graphs, member=member, prefix=f"field{place}_")


def compare(
    key: str, operator: str, value: str, *, graphs: Iterable[Graph], member: Member, prefix: str
) -> Condition:
    """One of them; `prefix` begins the name of everything that is bound in it. Refused by the name `field`."""
    scope = Scope(member, prefix)
    return Condition(_condition(key, operator, value, attributes_called(key, graphs), scope), scope.values)


def stored(key: str, *, prefix: str) -> Condition:
    """What a row holds of it, as JSON; columns as text, spelled as everywhere."""
    column = COLUMNS.get(key)
    if column is None:
        name = f"{prefix}key"
        return Condition(f"o.attributes->%({name})s", {name: key})
    return Condition(f"to_jsonb({_SPELLED.get(key, '{}::text').format(column)})", {})


_SPELLED = {"follow_up_at": "handsel_z({})"}


def _parts(typed: str) -> tuple[str, str, str]:
    check_text(typed, field=FIELD, limit=LONGEST * MOST_VALUES)
    key, first, rest = typed.partition(":")
    operator, second, value = rest.partition(":")
    if not first or operator not in OPERATORS or (not second and operator not in WITHOUT_VALUE):
        raise field_refused(
            FIELD, say("Write KEY:OP:VALUE, with OP one of {operators}.", operators=", ".join(OPERATORS))
        )
    return key, operator, value


def current_graphs(team_id: UUID | None = None) -> list[Graph]:
    """The newest version of each workflow, or of the team's."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT, {"team": team_id})
        return [graph_of_version(row[0]) for row in cursor.fetchall()]


def attributes_called(key: str, graphs: Iterable[Graph]) -> list[Attribute]:
    """One per type that the key has in some workflow, with the options of all."""
    found: dict[str, Attribute] = {}
    for graph in graphs:
        one = graph.attribute_by_key.get(key)
        if one is not None:
            options = (*(found[one.type].options if one.type in found else ()), *one.options)
            found[one.type] = Attribute(key, one.label, one.type, tuple(dict.fromkeys(options)))
    if not found and key in BUILT_IN:
        return [BUILT_IN[key]]
    if not found:
        raise field_refused(FIELD, say("No workflow has a field {key}.", key=key[:80]))
    return list(found.values())


def _condition(key: str, operator: str, value: str, attributes: list[Attribute], scope: Scope) -> str:
    """Where a key is of several types, any of them may fit, and only those that can't read the value stand aside."""
    if operator in WITHOUT_VALUE:
        filled = _filled(_Place(key, scope))
        return filled if operator == "filled" else f"NOT {filled}"
    asked = "is" if operator == "not" else operator
    fitting, refused = [], []
    for attribute in attributes:
        try:
            fitting.append(_compared(attribute, asked, value, scope))
        except Refusal as refusal:
            refused.append(refusal)
    if not fitting:
        raise refused[0]
    either = f"({' OR '.join(fitting)})"
    return f"{either} IS NOT TRUE" if operator == "not" else either


def _compared(attribute: Attribute, operator: str, value: str, scope: Scope) -> str:
    place, kind = _Place(attribute.key, scope), attribute.type
    if operator in COMPARISONS and kind in ORDERED:
        return _ordered(attribute, operator, value, place)
    if operator == "contains" and kind in WORDS:
        return f"handsel_fold({place.compared(kind)}) LIKE handsel_fold({scope.bind(_pattern(value))})"
    if operator == "is" or (operator == "contains" and kind == "choices"):
        return _equal(attribute, value, place)
    if operator == "any":
        each = _several(value)
        return f"({' OR '.join(_equal(attribute, one, place) for one in each)})"
    raise field_refused(
        FIELD, say("{label} can't be compared by {operator}.", label=attribute.label, operator=operator)
    )


def _several(value: str) -> list[str]:
    each = [one.strip() for one in value.split(",") if one.strip()]
    if not each or len(each) > MOST_VALUES:
        raise field_refused(
            FIELD, say("Write one to {most} values with commas between them.", most=MOST_VALUES)
        )
    return each


def _pattern(value: str) -> str:
    if not value:
        raise field_refused(FIELD, say("Write what it is to contain."))
    return "%" + re.sub(r"([\\%_])", r"\\\1", value) + "%"


def _equal(attribute: Attribute, value: str, place: "_Place") -> str:
    kind, bind = attribute.type, place.scope.bind
    if kind in FOLDED:
        return f"handsel_fold({place.compared(kind)}) = handsel_fold({bind(value)})"
    if kind == "choices":
        one = _read(attribute, [value], place.scope)[0]
        return f"CASE WHEN {place.type} = 'array' THEN jsonb_exists({place.json}, {bind(one)}) END"
    if kind == "datetime":
        start, end = _span(attribute, value, place.scope)
        at = place.instant
        return f"({at} >= {place.bind_instant(start)} AND {at} < {place.bind_instant(end)})"
    plain = _plain(attribute, value, place.scope)
    return f"{place.compared(kind)} = {bind(plain)}{_CASTS.get(kind, '')}"


def _ordered(attribute: Attribute, operator: str, value: str, place: "_Place") -> str:
    """A day is a span of instants: after it means after its end."""
    sign = COMPARISONS[operator]
    if attribute.type != "datetime":
        bound = place.scope.bind(_plain(attribute, value, place.scope))
        return f"{place.compared(attribute.type)} {sign} {bound}{_CASTS.get(attribute.type, '')}"
    start, end = _span(attribute, value, place.scope)
    edge, sign = {"lt": (start, "<"), "ge": (start, ">="), "gt": (end, ">="), "le": (end, "<")}[operator]
    return f"{place.instant} {sign} {place.bind_instant(edge)}"


_CASTS = {"number": "::numeric", "money": "::numeric"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row keeps the value: a column, or under its key among the attributes."""

    key: str
    scope: Scope

    @property
    def column(self) -> str | None:
        return COLUMNS.get(self.key)

    @property
    def text(self) -> str:
        return self.column or f"(o.attributes->>{self.scope.bind(self.key)})"

    @property
    def json(self) -> str:
        return f"(o.attributes->{self.scope.bind(self.key)})"

    @property
    def type(self) -> str:
        return f"jsonb_typeof({self.json})"

    def compared(self, kind: str) -> str:
        """Null for what was stored as another type."""
        if self.column:
            return self.column
        if kind in JSON_TYPES:
            cast = "::numeric" if kind == "number" else ""
            return f"CASE WHEN {self.type} = '{JSON_TYPES[kind]}' THEN {self.text}{cast} END"
        if kind == "money":
            return f"CASE WHEN {self.text} ~ '{AMOUNT}' THEN {self.text}::numeric END"
        return f"""CASE WHEN {self.text} ~ '{DATE}' THEN {self.text} END COLLATE "C\""""

    @property
    def instant(self) -> str:
        """Without its Z an instant sorts before the fractions of its second."""
        return (
            self.column
            or f"""CASE WHEN {self.text} ~ '{INSTANT}' THEN rtrim({self.text}, 'Z') END COLLATE "C\""""
        )

    def bind_instant(self, edge: datetime) -> str:
        spelled = (instant(edge) or "").removesuffix("Z")
        return f"{self.scope.bind(edge)}::timestamptz" if self.column else self.scope.bind(spelled)


def _plain(attribute: Attribute, value: str, scope: Scope) -> str:
    """As text, spelled as it is stored. Amounts are numbers here: each opportunity has its own currency."""
    if attribute.type == "user":
        return _member(value, scope.member)
    if attribute.type == "money":
        attribute = Attribute(attribute.key, attribute.label, "number")
    found = _read(attribute, value, scope)
    return str(found).lower() if isinstance(found, bool) else str(found)


def _member(value: str, member: Member) -> str:
    """Also of somebody who has left; nobody of that id finds nothing."""
    try:
        return str(member.id if value == "me" else UUID(value))
    except ValueError:
        raise field_refused(FIELD, say("Give a member's id, or `me`.")) from None


def _read(attribute: Attribute, value: object, scope: Scope) -> Any:
    found = check_value(
        attribute,
        value,
        field=FIELD,
        currency=scope.member.currency,
        region=region_of(scope.member),
        zone=ZoneInfo(scope.member.time_zone),
        members=(),
    )
    if found is None:
        raise field_refused(FIELD, say("Write a value, or use `empty`."))
    return found


def _span(attribute: Attribute, value: str, scope: Scope) -> tuple[datetime, datetime]:
    """From the first instant to before the last: one instant, or a day of the organization's zone."""
    try:
        if DAY.fullmatch(value.strip()):
            day = check_day(value, field=FIELD)
            return _midnight(day, scope), _midnight(day + timedelta(days=1), scope)
        at = datetime.fromisoformat(_read(attribute, value, scope))
        return at, at + timedelta(microseconds=1)
    except OverflowError:
        raise field_refused(FIELD, say("This date is too far away.")) from None


def _midnight(day: date, scope: Scope) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(scope.member.time_zone)).astimezone(UTC)


def _filled(place: _Place) -> str:
    """As `is_filled` says (W6): more than white space and what shows nothing; of a list, any of it."""
    if place.key in {"amount", "follow_up_at"}:
        return f"({place.column} IS NOT NULL)"
    shows = place.scope.bind(_shows())
    if place.column:
        return f"coalesce({place.column} ~ {shows}, false)"
    return f"""CASE {place.type}
        WHEN 'string' THEN {place.text} ~ {shows}
        WHEN 'array' THEN EXISTS (SELECT FROM jsonb_array_elements_text({place.json}) AS one WHERE one ~ {shows})
        WHEN 'number' THEN true WHEN 'boolean' THEN true ELSE false END"""


@cache
def _shows() -> str:
    """A regular expression for one character that shows; PostgreSQL keeps no NUL."""
    ranges = (f"{chr(max(first, 1))}-{chr(last)}" for first, last in invisible_ranges())
    return f"[^{''.join(ranges)}]"
