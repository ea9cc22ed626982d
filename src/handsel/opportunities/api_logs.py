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


@router.post("/workflows/logs/discover", response=shapes.DiscoveryOut)
@works_long
def discover_log(
    request: HttpRequest,
    file: File[UploadedFile],
    *,
    min: Form[int] = 5,  # noqa: A002 (the name of the field)
    name: Form[str | None] = None,
    activities: Form[str | None] = None,
    lifecycle: Form[str | None] = None,
    lifecycle_column: Form[str | None] = None,
    case: Form[str | None] = None,
    activity: Form[str | None] = None,
    time: Form[str | None] = None,
) -> dict[str, Any]:
    """Nothing is kept. `activities` are patterns (`A_*`), parted by commas; `lifecycle` a state of XES (`COMPLETE`)."""
    member = _configuring(request)
    options = _options(
        activities,
        case=case,
        activity=activity,
        time=time,
        lifecycle=lifecycle,
        lifecycle_column=lifecycle_column,
    )
    return log_views.discovered(file, options, at_least=min, name=name, member=member)


@router.post(ONE + "/replay", response=shapes.ReplayOut)
@works_long
def replay_log(
    request: HttpRequest,
    workflow_id: UUID,
    file: File[UploadedFile],
    *,
    version: Form[int | None] = None,
    activities: Form[str | None] = None,
    lifecycle: Form[str | None] = None,
    lifecycle_column: Form[str | None] = None,
    case: Form[str | None] = None,
    activity: Form[str | None] = None,
    time: Form[str | None] = None,
) -> dict[str, Any]:
    """On a version, or on the draft as it is stored."""
    member = _configuring(request)
    options = _options(
        activities,
        case=case,
        activity=activity,
        time=time,
        lifecycle=lifecycle,
        lifecycle_column=lifecycle_column,
    )
    return log_views.replayed(workflow_id, file, options, number=version, member=member)


def _configuring(request: Any) -> Member:
    """In a transaction of a moment, in which a key is proven."""
    with answering(request) as at:
        request.at = at
    member: Member = request.auth
    require(member, to=Capability.CONFIGURE, scope=Scope.CONFIGURE)
    return member


def _options(activities: str | None, **named: str | None) -> LogOptions:
    """What is sent empty is not said."""
    said = {option: written for option, written in named.items() if written}
    return LogOptions(**said, activities=patterns([activities or ""]))
