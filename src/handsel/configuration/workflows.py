"""Workflows of a file: a new one gets its first version, a changed one the next.

One that is nothing but a draft yet is published as the file says; what the draft holds stays, behind that version.
"""

from collections.abc import Iterable

from handsel.configuration.changes import Run, refusing_at
from handsel.configuration.reading import WorkflowPart, merge_problems
from handsel.kernel.ids import new_id
from handsel.opportunities.republishing import is_same, republish, take_document
from handsel.workflows.document import read
from handsel.workflows.models import Workflow, WorkflowVersion
from handsel.workflows.publishing import make_workflow


def make_workflows(parts: Iterable[WorkflowPart], run: Run) -> None:
    known = {workflow.name: workflow for workflow in Workflow.objects.all()}
    for part in parts:
        with refusing_at(part.part):
            _make(part, known.get(part.name), run)


def _make(part: WorkflowPart, workflow: Workflow | None, run: Run) -> None:
    previous = take_document(workflow) if workflow else None
    problems = part.document.source.problems
    before = len(problems)
    document = read(part.document, previous=previous, new_id=new_id)
    is_bad = len(problems) > before
    if part.file is not None:
        merge_problems(part.document, part.part, file=part.file)
    if is_bad:
        return
    what = f"workflow {part.name}"
    if workflow is None:
        make_workflow(part.name, document=document, by=run.by, at=run.at)
        run.made(what)
    elif previous is not None and is_same(document, previous):
        run.compared(what, {})
    else:
        number = WorkflowVersion.objects.filter(workflow=workflow).count()
        version = republish(workflow, document=document, by=run.by, at=run.at)
        run.compared(what, {"version": (number, version.number)})
