"""`handsel workflow export | import`: one workflow as a file, and a file as its draft (W15)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from handsel.kernel.refusals import FieldProblem, NotFound, field_refused
from handsel.kernel.sentences import as_it_is
from handsel.kernel.text import check_name
from handsel.kernel.written import Part, read_yaml
from handsel.opportunities.republishing import StepInUse, republish_file
from handsel.opportunities.republishing_map import MapRefused, step_map
from handsel.organizations.acting import System, acting
from handsel.workflows.document import describe
from handsel.workflows.draft_views import describe_draft
from handsel.workflows.drafting import make_unpublished, read_draft, save
from handsel.workflows.drafts import stored_draft
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import make_workflow
from handsel.workflows.versions import VersionNotFound, WorkflowNotFound, newest_version, version_numbered

DRAFT = "draft"
ORGANIZATION = """
SELECT id, name FROM organizations_organization
WHERE CASE WHEN %(named)s::text IS NULL THEN parent_id IS NULL ELSE name = %(named)s OR id::text = %(named)s END
ORDER BY created_at, id LIMIT 1
"""


class NoSuchOrganization(NotFound):
    code = "no_such_organization"


def export_workflow(name: str, *, organization: str | None, which: str | None) -> str:
    """As YAML: a version by its number, `draft`, or the newest version. By default of the first parent organization."""
    organization_id, called = _organization(organization)
    with acting(System(organization_id=organization_id)):
        workflow = Workflow.objects.filter(name=name).first()
        if workflow is None:
            known = ", ".join(Workflow.objects.order_by("name").values_list("name", flat=True)) or "none"
            raise WorkflowNotFound(as_it_is(f"{called} has no workflow {name!r:.80}. It has: {known}."))
        return describe(_document(workflow, which))


def import_draft(text: str, *, organization: str | None, name: str | None) -> list[str]:
    """The file becomes the draft of the workflow that it names, or of a new one; told in lines."""
    organization_id, called = _organization(organization)
    written, wanted = _read(text, name)
    by = System(organization_id=organization_id)
    with acting(by) as at:
        workflow = Workflow.objects.filter(name=wanted).first()
        if workflow is None:
            document = read_draft(written, previous=None)
            workflow = make_unpublished(wanted, document=document, by=by, at=at)
            return [f"{called}: made the workflow {wanted} as a draft.", *_told(workflow)]
        before = describe_draft(workflow.pk)
        save(workflow, written=written, revision=None, by=by, at=at)
        lines = [f"{called}: the draft of {wanted} is as the file says."]
        if before["edited_at"] is not None:
            editor = before["edited_by"]["name"] if before["edited_by"] else "an import"
            lines.append(f"It replaced a draft that {editor} changed at {before['edited_at']}.")
        return [*lines, *_told(workflow)]


def import_published(
    text: str, *, organization: str | None, name: str | None, mapped: Sequence[tuple[str, str]] = ()
) -> list[str]:
    """The file is published at once; a draft that somebody changed stays, behind the new version.

    `mapped` says where opportunities on steps go that the file no longer has, each step by its name or id.
    """
    organization_id, called = _organization(organization)
    written, wanted = _read(text, name)
    places = _places(mapped)
    by = System(organization_id=organization_id)
    with acting(by) as at:
        workflow = Workflow.objects.filter(name=wanted).first()
        if workflow is None:
            document = read_draft(written, previous=None)
            step_map(places, newest=None, document=document)
            make_workflow(wanted, document=document, by=by, at=at)
            return [f"{called}: made the workflow {wanted}, version 1."]
        try:
            published = republish_file(workflow, written=written, mapped=places, by=by, at=at)
        except StepInUse as refused:
            raise _without_place(wanted, refused) from None
        if published is None:
            return [f"{called}: {wanted} is so already."]
        lines = [f"{called}: published version {published['version']} of {wanted}."]
        if places:
            lines.append(f"Opportunities moved off steps that are gone: {published['moved']}.")
        return lines


def _places(mapped: Sequence[tuple[str, str]]) -> dict[str, str]:
    places = dict(mapped)
    twice = [step for step, count in Counter(step for step, _ in mapped).items() if count > 1]
    if twice:
        raise MapRefused(
            as_it_is("A step has one place to go to."),
            fields=[
                FieldProblem(f"map.{step:.80}", as_it_is("This step stands here twice.")) for step in twice
            ],
        )
    return places


def _without_place(called: str, refused: StepInUse) -> StepInUse:
    """The same, in words for who has a command line."""
    standing = refused.extra["steps"]
    return StepInUse(
        as_it_is(
            f"{called} is not published: opportunities stand on steps that it would no longer have. Say for each where "
            "they go, like --map 'OLD STEP' 'NEW STEP', or keep the steps."
        ),
        fields=[FieldProblem(one["name"], as_it_is(f"{one['count']} standing here")) for one in standing],
        steps=standing,
    )


def _organization(named: str | None) -> tuple[UUID, str]:
    with connections["system"].cursor() as cursor:
        cursor.execute(ORGANIZATION, {"named": named})
        row: tuple[UUID, str] | None = cursor.fetchone()
    if row is None:
        missing = (
            as_it_is("There is no organization yet.")
            if named is None
            else as_it_is(f"There is no organization {named!r:.80}.")
        )
        raise NoSuchOrganization(missing)
    return row


def _document(workflow: Workflow, which: str | None) -> Mapping[str, Any]:
    if which == DRAFT:
        return stored_draft(workflow.pk).document
    if which is not None:
        if not which.isascii() or not which.isdigit():
            raise field_refused("version", as_it_is("Name a version by its number, or say draft."))
        return version_numbered(workflow.pk, number=int(which)).document
    newest = newest_version(workflow.pk)
    if newest is None:
        raise VersionNotFound(as_it_is(f"Nothing of {workflow.name} has been published; it has a draft."))
    return newest.document


def _read(text: str, name: str | None) -> tuple[Part, str]:
    """The file, called as wanted; what is wrong in it is told by line."""
    part = read_yaml(text)
    if isinstance(part.data, dict) and name is not None:
        part = Part({**part.data, "workflow": check_name(name, field="name")}, part.path, part.source)
    wanted = part.at("workflow").name()
    part.check(as_it_is("This workflow file can't be used."))
    return part, wanted or ""


def _told(workflow: Workflow) -> list[str]:
    findings = describe_draft(workflow.pk)["findings"]
    errors = sum(one["level"] == "error" for one in findings)
    lines = [
        f'{one["level"]}  {one["element"].replace("_", "-")} "{one["name"]}": {one["text"]}'
        for one in findings
    ]
    return [*lines, f"{errors} errors, {len(findings) - errors} warnings"]
