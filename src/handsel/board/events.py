"""What leaves the house is remembered."""

from dataclasses import dataclass
from typing import ClassVar

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunitiesExported(Fact):
    """How much, and which columns; not what they were filtered by, which may be a name."""

    type: ClassVar[str] = "opportunities.exported"
    text: ClassVar[str] = "{actor} exported {rows} opportunities"
    rows: int
    columns: list[str]


FACTS: tuple[type[Fact], ...] = (OpportunitiesExported,)
