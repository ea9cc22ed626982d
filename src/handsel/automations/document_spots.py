"""One place in a recipe's JSON, and how what stands there is read. Plain Python."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any
from uuid import UUID

from handsel.automations.document import SHADOWED
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import Sentence, say, word
from handsel.kernel.text import check_text, is_filled

LONGEST_NAME, LONGEST_TEXT = 500, 10_000
MOST_FIELDS = 100

Value = str | list[str]


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` is where it stands in the JSON; `place` and `slot` say it by the step's id: (`steps.<id>`, `to`)."""

    path: str
    place: str
    slot: str
    code: str
    text: Sentence
    values: Mapping[str, Value]
    bars_saving: bool


@dataclass(slots=True)
class Notes:
    problems: list[Problem] = field(default_factory=list)
    step_ids: set[UUID] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in the JSON; what is missing is a spot whose data is None."""

    data: Any
    path: str
    place: str
    slot: str
    notes: Notes

    def at(self, key: str | int) -> "Spot":
        data = None
        if isinstance(self.data, dict):
            data = self.data.get(key)
        elif isinstance(self.data, list) and isinstance(key, int):
            data = self.data[key]
        path = f"{self.path}.{key}" if self.path else str(key)
        if not self.place:
            return Spot(data, path, str(key), "", self.notes)
        return Spot(data, path, self.place, f"{self.slot}.{key}" if self.slot else str(key), self.notes)

    @property
    def is_blank(self) -> bool:
        """A form that was not filled in sends nothing, or an empty text."""
        return self.data is None or self.data == ""

    def has(self, key: str) -> bool:
        return not self.at(key).is_blank

    def named(self, *keys: str) -> list[str]:
        """Those that stand there, null or not."""
        return [key for key in keys if isinstance(self.data, dict) and key in self.data]

    def refuse(self, code: str, text: Sentence, **values: Value) -> None:
        self._note(code, text, values, bars_saving=False)

    def misshapen(self, text: Sentence) -> None:
        self._note("misshapen", text, {}, bars_saving=True)

    def missing(self, text: Sentence) -> None:
        self.refuse("missing", text)

    def _note(self, code: str, text: Sentence, values: Mapping[str, Value], *, bars_saving: bool) -> None:
        self.notes.problems.append(Problem(self.path, self.place, self.slot, code, text, values, bars_saving))

    def only(self, *keys: str) -> bool:
        if not isinstance(self.data, dict):
            self.misshapen(say("This must have the keys {keys}.", keys=", ".join(keys)))
            return False
        for key in self.data:
            if key not in keys:
                self.at(key).misshapen(say("Unknown key. Known here: {keys}.", keys=", ".join(keys)))
        return True

    def each(self, *, most: int) -> Iterator["Spot"]:
        if self.data is None:
            return
        if not isinstance(self.data, list):
            self.misshapen(say("This must be a list."))
        elif len(self.data) > most:
            self.misshapen(
                say("At most {most:,} here; these are {count:,}.", most=most, count=len(self.data))
            )
        else:
            yield from (self.at(place) for place in range(len(self.data)))

    def text(self, *, limit: int = LONGEST_TEXT) -> str | None:
        """As typed, None where it is not filled."""
        if self.data is None:
            return None
        try:
            typed = check_text(self.data, field=self.path, limit=limit)
        except Refusal as refusal:
            self.misshapen(refusal.detail)
            return None
        return typed if is_filled(typed) else None

    def needed_text(self, what: Sentence, *, limit: int = LONGEST_TEXT) -> str | None:
        before = len(self.notes.problems)
        typed = self.text(limit=limit)
        if typed is None and len(self.notes.problems) == before:
            self.missing(what)
        return typed

    def id(self) -> UUID | None:
        if self.is_blank:
            return None
        try:
            return UUID(self.data)
        except (ValueError, TypeError, AttributeError):
            self.misshapen(say("This must be an id."))
            return None

    def one_of(self, known: Sequence[str]) -> str | None:
        if self.is_blank:
            return None
        if self.data not in known:
            self.misshapen(
                say("{text!r:.80} is not known. Known: {known}.", text=self.data, known=", ".join(known))
            )
            return None
        return str(self.data)

    def whole_number(self, *, most: int) -> int | None:
        """What is typed may be wrong: a draft keeps it."""
        self._check_finite()
        if isinstance(self.data, bool) or not isinstance(self.data, int) or not 1 <= self.data <= most:
            self.refuse(
                "bad_number", say("Write a whole number from 1 to {most:,}.", most=most), most=str(most)
            )
            return None
        return self.data

    def check_value(self) -> None:
        if isinstance(self.data, str):
            self.text()
        elif isinstance(self.data, dict | list):
            self.misshapen(say("This must be a value, or a list of them."))
        else:
            self._check_finite()

    def _check_finite(self) -> None:
        """JSON knows no infinity, and so no draft can keep it."""
        if isinstance(self.data, float) and not isfinite(self.data):
            self.misshapen(say("This must be a number."))

    def mapping(self) -> dict[str, Any]:
        if self.data is None:
            return {}
        if not isinstance(self.data, dict) or len(self.data) > MOST_FIELDS:
            self.misshapen(say("This must hold values by their field, at most {most}.", most=MOST_FIELDS))
            return {}
        for key, value in self.data.items():
            if isinstance(value, list):
                for one in self.at(key).each(most=MOST_FIELDS):
                    one.check_value()
            else:
                self.at(key).check_value()
        return {key.removeprefix(SHADOWED): value for key, value in self.data.items()}

    def to_come(self, kind: str, waits_for: str) -> None:
        text = say(
            "{kind} is not available yet: it comes with {waits_for}.",
            kind=word(kind),
            waits_for=word(waits_for),
        )
        self.refuse("not_available", text, kind=kind, waits_for=waits_for)
