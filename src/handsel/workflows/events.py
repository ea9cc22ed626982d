from dataclasses import dataclass
from typing import ClassVar

from handsel.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowPublished(Fact):
    type: ClassVar[str] = "workflow.published"
    text: ClassVar[str] = "{actor} published version {number} of the workflow"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowDraftSaved(Fact):
    type: ClassVar[str] = "workflow.draft_saved"
    text: ClassVar[str] = "{actor} changed the draft of the workflow"
    draft_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowDeleted(Fact):
    type: ClassVar[str] = "workflow.deleted"
    text: ClassVar[str] = "{actor} deleted the workflow, of which nothing had been published"
