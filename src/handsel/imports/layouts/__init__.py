"""Layouts are data: which files another system writes, and what their columns are here.

A target is a plain word. Of a person: `person.name`, `.manager`, `.team`; of a product: `product.name`, `.series`, `.price`;
of an account: `account.name`, `.parent`, `account.attribute.<key>`; of an opportunity those of `OPPORTUNITY` and
`attribute.<key>` of its team's workflow. `LEFT_OUT` is a target like the others: nothing is dropped silently (I13).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handsel.imports.columns import DecimalSign
from handsel.imports.rules import Kind
from handsel.kernel.sentences import Sentence

LEFT_OUT = ""
ATTRIBUTE = "attribute."
ACCOUNT_ATTRIBUTE = "account.attribute."

OPPORTUNITY: dict[str, str] = {
    "source_id": "Number in the source",
    "title": "Title",
    "contact.name": "Contact: name",
    "contact.email": "Contact: e-mail",
    "contact.phone": "Contact: phone",
    "account.name": "Account",
    "product": "Product",
    "owner": "Owner (e-mail or name)",
    "team": "Team",
    "step": "Step or stage",
    "amount": "Amount",
    "currency": "Currency",
    "created_at": "Created",
    "closed_at": "Closed",
    "follow_up_at": "Follow-up",
    "description": "Description",
    "lost_reason": "Reason for losing",
}
DATES = frozenset({"created_at", "closed_at", "follow_up_at"})
AMOUNTS = frozenset({"amount", "product.price"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file. `columns` maps headers to targets; all of them must be there. `known_by` is the target that holds the
    source's own id."""

    kind: Kind
    name: str
    columns: Mapping[str, str]
    known_by: str


@dataclass(frozen=True, slots=True)
class FreeWorkflow:
    """What teams of a layout get when there is no team of their name that has these stages."""

    name: str
    stages: tuple[tuple[str, str], ...]

    def document(self) -> dict[str, object]:
        stages = [{"name": name, "status": status} for name, status in self.stages]
        return {"workflow": self.name, "mode": "free", "stages": stages}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`sheets` is empty where the person maps the columns of a single file. `left_out` are files that say why."""

    name: str
    label: str
    source: str
    sheets: tuple[Sheet, ...] = ()
    workflow: FreeWorkflow | None = None
    team_of_owner: bool = False
    """Opportunities go to the team that the owner has in the layout's people."""
    left_out: Mapping[str, Sentence] = field(default_factory=dict)
    decimal_sign: DecimalSign | None = None
    """Where the system that writes the files is known to write them so."""

    @property
    def is_free(self) -> bool:
        return not self.sheets
