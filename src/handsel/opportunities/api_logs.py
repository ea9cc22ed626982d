"""Event logs over HTTP: a draft from what happened, and what a workflow would have said to it (W17)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from handsel.http.router import Router, works_long
from handsel.opportunities import draft_shapes as shapes
from handsel.opportunities import log_views
from handsel.opportunities.api_workflows import ONE
from handsel.organizations.acting import Member, require
from handsel.organizations.authentication import answering
from handsel.organizations.rules import Capability, Scope
from handsel.workflows.logs import LogOptions, patterns

router = Router(tags=["workflows"])
COLUMNS_AND_STATE = ("case", "activity", "time", "lifecycle", "lifecycle_column")


@router.post("/workflows/logs/discover", response=shapes.DiscoveryOut)
@works_long
def discover_log(
    request: HttpRequest, file: File[UploadedFile], form: Form[shapes.DiscoverIn]
) -> dict[str, Any]:
    """Nothing is kept."""
    member = _configuring(request)
    return log_views.discovered(file, _options(form), at_least=form.min, name=form.name, member=member)


@router.post(ONE + "/replay", response=shapes.ReplayOut)
@works_long
def replay_log(
    request: HttpRequest, workflow_id: UUID, file: File[UploadedFile], form: Form[shapes.ReplayIn]
) -> dict[str, Any]:
    """On a version, or on the draft as it is stored."""
    member = _configuring(request)
    return log_views.replayed(workflow_id, file, _options(form), number=form.version, member=member)


def _configuring(request: Any) -> Member:
    """In a transaction of a moment, in which a key is proven."""
    with answering(request) as at:
        request.at = at
    member: Member = request.auth
    require(member, to=Capability.CONFIGURE, scope=Scope.CONFIGURE)
    return member


def _options(form: shapes.LogIn) -> LogOptions:
    """What is sent empty is not said."""
    said = {name: getattr(form, name) or None for name in COLUMNS_AND_STATE}
    return LogOptions(**said, activities=patterns([form.activities or ""]))
