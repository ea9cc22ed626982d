"""One thing that the check found, on its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from handsel.automations.document_spots import Value
from handsel.kernel.sentences import Sentence

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is `trigger`, `conditions.0` or `steps.<id>`; `slot` what of it is meant, or empty.

    `values` are what `text` names, so that it can be told in other languages.
    """

    level: Level
    code: str
    place: str
    slot: str
    text: Sentence
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class At:
    """Where findings are noted."""

    place: str
    slot: str = ""

    def slotted(self, slot: str) -> "At":
        return At(self.place, f"{self.slot}.{slot}" if self.slot else slot)

    def error(self, code: str, text: Sentence, **values: Value) -> Finding:
        return Finding("error", code, self.place, self.slot, text, values)

    def warning(self, code: str, text: Sentence, **values: Value) -> Finding:
        return Finding("warning", code, self.place, self.slot, text, values)
