"""What a whole column proves: the order of day and month, and which sign parts the decimals (I13). Plain Python.

Nothing is guessed by row: a column whose cells could mean two things is refused until somebody chooses.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from handsel.kernel.sentences import Sentence, say


class DateOrder(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class DecimalSign(StrEnum):
    POINT = "point"
    COMMA = "comma"


TIME = r"(?:[T ,]+(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?) ?(?P<half>[AaPp][Mm])? ?(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
YEAR_FIRST = re.compile(rf"(?P<year>[0-9]{{4}})[-/.](?P<month>[0-9]{{1,2}})[-/.](?P<day>[0-9]{{1,2}}){TIME}")
YEAR_LAST = re.compile(rf"(?P<one>[0-9]{{1,2}})[-/.](?P<two>[0-9]{{1,2}})[-/.](?P<year>[0-9]{{4}}){TIME}")
NAMED = re.compile(
    rf"(?:(?P<day>[0-9]{{1,2}})[ -](?P<name>[A-Za-z]{{3,9}})|(?P<name2>[A-Za-z]{{3,9}}) (?P<day2>[0-9]{{1,2}}))"
    rf"[ ,-]+(?P<year>[0-9]{{4}}){TIME}"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LAST_MONTH = 12
NOON = 12

POINT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|-?\.[0-9]+")
COMMA = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]*)?|-?,[0-9]+")
CODE = re.compile(r"^[A-Z]{3}(?=[-0-9.,])|(?<=[0-9.,])[A-Z]{3}$")
LONGEST = 64

NO_DATE = say("This is no date. Write it like 2027-03-14.")
NO_AMOUNT = say("This is no amount. Write it in digits, like 1250.50.")
CHOOSE_ORDER = say(
    "Nothing in this column tells which is the day and which the month. Choose day first or month first."
)
CHOOSE_SIGN = say(
    "Nothing in this column tells whether a comma or a point parts the decimals. Choose one of them."
)

ORDERS = {
    (DateOrder.DAY_FIRST, True): say("day first, chosen"),
    (DateOrder.DAY_FIRST, False): say("day first, as the column itself shows"),
    (DateOrder.MONTH_FIRST, True): say("month first, chosen"),
    (DateOrder.MONTH_FIRST, False): say("month first, as the column itself shows"),
}
COMMAS = {
    True: say("a comma before the decimals, chosen"),
    False: say("a comma before the decimals, as the column itself shows"),
}

Cells = Sequence[tuple[int, str]]


@dataclass(slots=True)
class Read:
    """Plain values by line, what is wrong by line, and what the column proved, for people."""

    values: dict[int, str] = field(default_factory=dict)
    problems: list[tuple[int, Sentence]] = field(default_factory=list)
    note: Sentence | None = None


def read_dates(cells: Cells, *, order: DateOrder | None = None) -> Read:
    """`2017-03-01`, or with a time `2017-03-01T09:30:00` and the offset that was written, if any."""
    read = Read()
    chosen = order or _proven_order(text for _, text in cells)
    ambiguous = [line for line, text in cells if _is_ambiguous(text)]
    if chosen is None and ambiguous:
        read.problems.append((ambiguous[0], CHOOSE_ORDER))
        return read
    for line, text in cells:
        found = _date(text.strip(), chosen or DateOrder.DAY_FIRST)
        if found is None:
            read.problems.append((line, NO_DATE))
        else:
            read.values[line] = found
    if chosen is not None:
        read.note = ORDERS[chosen, order is not None]
    return read


def read_amounts(cells: Cells, *, sign: DecimalSign | None = None) -> Read:
    """Digits with a point, without signs of currency or groups. Not negative, not rounded: that is for the gate."""
    read = Read()
    bare = [(line, _bare(text)) for line, text in cells]
    chosen = sign or _proven_sign([text for _, text in bare])
    if chosen is None:
        line = next(line for line, text in bare if _number(text, POINT, ",") != _number(text, COMMA, "."))
        read.problems.append((line, CHOOSE_SIGN))
        return read
    pattern, groups = (POINT, ",") if chosen is DecimalSign.POINT else (COMMA, ".")
    for line, text in bare:
        found = _number(text, pattern, groups)
        if found is None:
            read.problems.append((line, NO_AMOUNT))
        else:
            read.values[line] = found
    if chosen is DecimalSign.COMMA:
        read.note = COMMAS[sign is not None]
    return read


def _proven_order(texts: Iterable[str]) -> DateOrder | None:
    """Of a column that contradicts itself the order that fits more cells; the others are then no dates."""
    day_first = month_first = 0
    for text in texts:
        found = YEAR_LAST.fullmatch(text.strip())
        if found:
            day_first += int(found["one"]) > LAST_MONTH
            month_first += int(found["two"]) > LAST_MONTH
    if day_first == month_first == 0:
        return None
    return DateOrder.DAY_FIRST if day_first >= month_first else DateOrder.MONTH_FIRST


def _is_ambiguous(text: str) -> bool:
    found = YEAR_LAST.fullmatch(text.strip())
    return found is not None and int(found["one"]) != int(found["two"])


def _date(text: str, order: DateOrder) -> str | None:
    if found := YEAR_FIRST.fullmatch(text):
        month, day = int(found["month"]), int(found["day"])
    elif found := YEAR_LAST.fullmatch(text):
        pair = int(found["one"]), int(found["two"])
        day, month = pair if order is DateOrder.DAY_FIRST else pair[::-1]
    elif found := NAMED.fullmatch(text):
        name = (found["name"] or found["name2"])[:3].lower()
        month, day = MONTHS.index(name) + 1 if name in MONTHS else 0, int(found["day"] or found["day2"])
    else:
        return None
    try:
        on = date(int(found["year"]), month, day)
        if not found["time"]:
            return on.isoformat()
        at = datetime.combine(on, _time(found["time"], found["half"]))
    except ValueError:
        return None
    zone = (found["zone"] or "").replace("Z", "+00:00").replace("UTC", "+00:00")
    return at.isoformat() + (zone if ":" in zone or not zone else f"{zone[:3]}:{zone[3:]}")


def _time(text: str, half: str | None) -> time:
    hour, rest = text.split(":", 1)
    hours = int(hour)
    if half:
        if not 1 <= hours <= NOON:
            raise ValueError
        hours = hours % NOON + (NOON if half.lower() == "pm" else 0)
    return time.fromisoformat(f"{hours:02}:{rest}")


def _bare(text: str) -> str:
    """Without spaces, apostrophes and what names a currency; brackets mean less than zero."""
    kept = "".join(
        one for one in text if unicodedata.category(one) not in ("Zs", "Sc", "Cf") and one not in "'\u2019\t"
    )
    if kept.startswith("(") and kept.endswith(")"):
        kept = f"-{kept[1:-1]}"
    return CODE.sub("", kept)


def _proven_sign(texts: Sequence[str]) -> DecimalSign | None:
    """None: both signs fit and mean different amounts."""
    as_point = [_number(text, POINT, ",") for text in texts]
    as_comma = [_number(text, COMMA, ".") for text in texts]
    if as_point == as_comma:
        return DecimalSign.POINT
    misfits, misfits_comma = as_point.count(None), as_comma.count(None)
    if misfits == misfits_comma:
        return None
    return DecimalSign.POINT if misfits < misfits_comma else DecimalSign.COMMA


def _number(text: str, pattern: re.Pattern[str], groups: str) -> str | None:
    if len(text) > LONGEST or not pattern.fullmatch(text):
        return None
    plain = text.replace(groups, "").replace(",", ".")
    return format(Decimal(plain), "f")
