"""What a run says of itself, line by line. The page says `text` in the reader's language; ids in it are named when read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from handsel.kernel.sentences import Sentence, as_stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`what`: condition, action, wait, branch, cut or error. `outcome`: yes, no, done, refused, failed, waits, queued or
    delivered. `key` names the sentence."""

    what: str
    outcome: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    step_id: UUID | None = None
    code: str | None = None

    def text(self) -> dict[str, Any]:
        values = {
            name: as_stored(one) if isinstance(one, Sentence) else one for name, one in self.values.items()
        }
        return {"key": self.key, "values": values}


def cut(code: str, *, outcome: str = "failed", **values: Any) -> Line:
    """Why a run ended before its end."""
    return Line(what="cut", outcome=outcome, code=code, key=f"automation.line.{code}", values=values)
