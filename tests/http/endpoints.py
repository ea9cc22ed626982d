"""How each endpoint is called so that it works: `$kind` stands for the id of that kind in the caller's world.

A new endpoint needs a row here; then Otto meets it, and so do ids of another organization.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from handsel.api import api

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Call:
    body: Any = None
    query: str = ""
    path: dict[str, str] = field(default_factory=dict)
    """Where it is not the thing of the parameter's own kind."""
    file: str = ""
    """A table to send as a form, as `file` and as `files`, with the body as its other fields."""
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """To try one field, others must go: {field: others}."""


NEW = {
    "team": "$team", "new_contact": {"name": "Bea"}, "channel": "$channel", "owner": "$member", "title": "T",
    "new_account": {"name": "Bea Ltd"},
}  # fmt: skip
TABLE = "name,title\nBea,A boat\n"
LOG = "case,activity,time\n1,New,2026-01-01\n1,Won,2026-01-02\n"
RECIPE = {
    "trigger": {"type": "opportunity_created"},
    "conditions": [{"field": "owner", "op": "filled"}],
    "steps": [{"id": "01980000-0000-7000-8000-000000000001", "do": "add_note", "text": "Hello"}],
}  # fmt: skip
SIMPLE = {
    "workflow": "Simple", "mode": "free",
    "stages": [{"name": "New", "status": "open"}],
    "steps": [{"name": "New", "stage": "New"}],
    "entries": {"new": "New"},
}  # fmt: skip
SHARE = {"team": "$other_team", "days": 3, "access": "view"}
TO_ONE = {"member": ("team",)}
BATCH = {"team": "$team", "stage": "$here_stage", "to_stage": "$stage"}
OTHERS = {"contact": ("new_contact",), "account": ("new_account",)}
ONE_TARGET = {
    "to_step": ("to_stage",), "owner": ("to_stage",), "opportunities": ("team", "stage"),
}  # fmt: skip

# Who goes first must leave what the next ones need.
CALLS: dict[str, Call] = {
    "GET /me": Call(),
    "PATCH /me": Call({"name": "Boss"}),
    "PUT /me/availability": Call({"state": "away"}),
    "GET /members/{member_id}/availability": Call(),
    "GET /organization": Call(),
    "PATCH /organization": Call({"currency": "EUR"}),
    "GET /members": Call(),
    "POST /members": Call(
        {"email": "new@example.org", "name": "New", "roles": ["professional"], "teams": ["$team", {"id": "$other_team"}]}
    ),
    "GET /members/{member_id}": Call(),
    "PATCH /members/{member_id}": Call({"name": "Mate"}),
    "POST /members/{member_id}/invitation": Call(path={"member_id": "$invited"}),
    "GET /teams": Call(),
    "POST /teams": Call({"name": "Cars", "workflow": "$workflow"}),
    "GET /teams/{team_id}": Call(),
    "PATCH /teams/{team_id}": Call({"workflow": "$workflow", "potential": True}, path={"team_id": "$empty_team"}),
    "PUT /teams/{team_id}/members/{member_id}": Call({"sees": "own"}),
    "GET /channels": Call(),
    "POST /channels": Call({"kind": "sms", "name": "SMS"}),
    "GET /channels/{channel_id}": Call(),
    "PATCH /channels/{channel_id}": Call({"name": "Desk"}),
    "GET /keys": Call(),
    "POST /keys": Call({"name": "K", "scopes": ["read"]}),
    "GET /workflows": Call(),
    "POST /workflows": Call({"name": "Free"}),
    "GET /workflows/{workflow_id}": Call(),
    "PUT /workflows/{workflow_id}/file": Call({"document": SIMPLE}, path={"workflow_id": "$unused_workflow"}),
    "GET /workflows/{workflow_id}/file": Call(query="version=1"),
    "GET /workflows/{workflow_id}/draft": Call(),
    "PUT /workflows/{workflow_id}/draft": Call(
        {"document": {**SIMPLE, "workflow": "Simpler"}, "revision": 2}, path={"workflow_id": "$unused_workflow"}
    ),
    "POST /workflows/{workflow_id}/draft/check": Call({}),
    "POST /workflows/{workflow_id}/draft/simulate": Call({"days": 30}),
    "POST /workflows/{workflow_id}/draft/publish": Call({"revision": 3}, path={"workflow_id": "$unused_workflow"}),
    "POST /workflows/{workflow_id}/draft/reset": Call({}),
    "GET /workflows/{workflow_id}/versions": Call(),
    "GET /workflows/{workflow_id}/versions/{number}": Call(path={"number": "1"}),
    "GET /workflows/{workflow_id}/compare": Call(query="from=1&to=draft"),
    "POST /workflows/logs/discover": Call({"min": "1"}, file=LOG),
    "POST /workflows/{workflow_id}/replay": Call({"version": "1"}, file=LOG),
    "GET /contacts": Call(),
    "POST /contacts": Call({"name": "Bea", "account": "$account"}),
    "GET /contacts/{contact_id}": Call(),
    "PATCH /contacts/{contact_id}": Call({"first_name": "Anna", "account": "$account"}),
    "GET /contacts/{contact_id}/opportunities": Call(),
    "GET /contacts/{contact_id}/vcard": Call(),
    "GET /accounts": Call(),
    "POST /accounts": Call({"name": "Daughter", "parent": "$account"}),
    "GET /accounts/{account_id}": Call(),
    "PATCH /accounts/{account_id}": Call({"parent": "$other_account"}),
    "GET /accounts/{account_id}/opportunities": Call(),
    "GET /accounts/{account_id}/contacts": Call(),
    "GET /products": Call(),
    "POST /products": Call({"name": "Trailer"}),
    "GET /products/{product_id}": Call(),
    "PATCH /products/{product_id}": Call({"series": "S"}),
    "GET /opportunities": Call(
        query="team=$team&stage=$here_stage&step=$here&owner=$member&contact=$contact&account=$account"
    ),
    "GET /opportunities/export.csv": Call(query="team=$team&owner=$member&columns=number&columns=attributes.x"),
    "POST /opportunities": Call(NEW, without=OTHERS),
    "GET /opportunities/{opportunity_id}": Call(),
    "PATCH /opportunities/{opportunity_id}": Call({"title": "New title", "owner": "$boss", "stage": "$here_stage"} | {"stage": None}),
    "GET /opportunities/{opportunity_id}/moves": Call(),
    "POST /opportunities/{opportunity_id}/move": Call({"step": "$step"}, without={"stage": ("step",), "transition": ("step",)}),
    "POST /opportunities/{opportunity_id}/follow-ons": Call({"follow_on": "$follow_on", "name": "Next"}),
    "GET /opportunities/{opportunity_id}/family": Call(),
    "PUT /opportunities/{opportunity_id}/owner": Call({"owner": "$member"}),
    "GET /opportunities/{opportunity_id}/team-change": Call(query="team=$other_team"),
    "PUT /opportunities/{opportunity_id}/follow-up": Call({"follow_up_at": "2030-01-01T10:00"}),
    "PUT /opportunities/{opportunity_id}/amount": Call({"amount": "5"}),
    "PUT /opportunities/{opportunity_id}/exclusion": Call({"excluded": False}),
    "GET /opportunities/{opportunity_id}/timeline": Call(),
    "GET /opportunities/{opportunity_id}/access": Call(query="member=$member"),
    "POST /opportunities/{opportunity_id}/notes": Call({"text": "N"}),
    "PATCH /notes/{note_id}": Call({"text": "M"}),
    "POST /opportunities/{opportunity_id}/activities": Call({"type": "Call"}),
    "PATCH /activities/{activity_id}": Call({"type": "Visit", "text": "T"}),
    "GET /opportunities/{opportunity_id}/tasks": Call(),
    "POST /opportunities/{opportunity_id}/tasks": Call({"title": "T", "owner": "$member"}),
    "GET /opportunities/{opportunity_id}/shares": Call(),
    "POST /opportunities/{opportunity_id}/shares": Call(SHARE, without=TO_ONE),
    "POST /opportunities/{opportunity_id}/shares/preview": Call(SHARE, without=TO_ONE),
    "GET /shares": Call(query="member=$member&team=$other_team&given_by=$boss&opportunity=$opportunity"),
    "GET /shares/export.csv": Call(query="member=$member&team=$other_team&given_by=$boss&opportunity=$opportunity"),
    "GET /shares/{share_id}": Call(),
    "POST /shares/{share_id}/extend": Call({"days": 1}),
    "POST /shares/{share_id}/more-time": Call({"days": 1, "note": "N"}, path={"share_id": "$share_with_boss"}),
    "POST /shares/{share_id}/more-time/decline": Call(path={"share_id": "$share_with_boss"}),
    "POST /shares/batch": Call({"items": [{"do": "share", "opportunity": "$opportunity", "member": "$boss"}]}),
    "POST /shares/{share_id}/stop": Call(),
    "POST /opportunities/{opportunity_id}/shares/stop": Call({"team": "$other_team"}, without=TO_ONE),
    "POST /shares/stop": Call({"team": "$other_team"}, without=TO_ONE),
    "GET /tasks": Call(),
    "PATCH /tasks/{task_id}": Call({"title": "T", "owner": "$member"}),
    "GET /search": Call(query="q=Sale"),
    "GET /board": Call(query="team=$team&owner=$member"),
    "GET /board/column": Call(query="team=$team&stage=$here_stage&owner=$member"),
    "GET /board/export.csv": Call(query="team=$team&owner=$member"),
    "POST /board/batch/preview": Call(BATCH, without=ONE_TARGET),
    "POST /board/batch": Call(BATCH, without=ONE_TARGET),
    "GET /views": Call(query="team=$team&kind=board"),
    "POST /views": Call({"name": "V", "team": "$team", "filters": {"owner": "me"}}),
    "GET /imports/layouts": Call(),
    "GET /imports": Call(),
    "GET /imports/{import_id}": Call(),
    "PUT /imports/{import_id}/mapping": Call({"options": {"team": "$team"}}),
    "POST /imports/{import_id}/check": Call(),
    "POST /imports/{import_id}/run": Call(),
    "GET /imports/{import_id}/rows": Call(),
    "POST /imports/{import_id}/undo": Call(),
    "GET /notifications": Call(),
    "PUT /notifications/read": Call({"until": "2020-01-01T00:00:00Z"}),
    "POST /imports": Call({"layout": "csv", "team": "$team"}, file=TABLE),
    "GET /automations": Call(),
    "PUT /automations/order": Call({"automations": ["$automation"]}),
    "POST /automations": Call({"name": "Another", "document": RECIPE}),
    "GET /automations/vocabulary": Call(),
    "GET /activity-types": Call(),
    "GET /automations/{automation_id}": Call(),
    "PATCH /automations/{automation_id}": Call({"name": "Renamed"}),
    "POST /automations/{automation_id}/draft/check": Call({"document": RECIPE}),
    "POST /automations/{automation_id}/draft/try": Call({"days": 30, "document": RECIPE}),
    "POST /automations/{automation_id}/publish": Call({"revision": 1}),
    "PUT /automations/{automation_id}/draft": Call({"document": RECIPE, "revision": 1}),
    "POST /automations/{automation_id}/pause": Call(),
    "POST /automations/{automation_id}/resume": Call(),
    "GET /automations/runs": Call(query="automation=$automation&opportunity=$opportunity"),
    "GET /automations/runs/{run_id}": Call(),
    "GET /automations/{automation_id}/runs": Call(query="opportunity=$opportunity"),
    "GET /automations/{automation_id}/versions": Call(),
    "GET /automations/{automation_id}/versions/{number}": Call(path={"number": "1"}),
    # what ends things comes last
    "PUT /opportunities/{opportunity_id}/team": Call({"team": "$other_team"}),
    "DELETE /notes/{note_id}": Call(),
    "DELETE /tasks/{task_id}": Call(),
    "DELETE /views/{view_id}": Call(),
    "DELETE /automations/{automation_id}": Call(),
    "DELETE /opportunities/{opportunity_id}": Call(path={"opportunity_id": "$spare_opportunity"}),
    "DELETE /contacts/{contact_id}": Call(path={"contact_id": "$spare_contact"}),
    "DELETE /channels/{channel_id}": Call(path={"channel_id": "$spare_channel"}),
    "DELETE /keys/{key_id}": Call(),
    "DELETE /workflows/{workflow_id}": Call(path={"workflow_id": "$draft_workflow"}),
    "DELETE /teams/{team_id}/members/{member_id}": Call(),
    "DELETE /teams/{team_id}": Call(path={"team_id": "$empty_team"}),
    "POST /members/{member_id}/deactivate": Call({"reassign_to": "$boss"}),
    "POST /members/{member_id}/reactivate": Call(),
}  # fmt: skip

ELSEWHERE = {
    "GET /stream": "outside Django; tests/realtime",
    "PUT /me/organization": "of the session, not of a key; tests/organizations/test_me_api.py",
    "GET /invitations/{token}": "public, known by a secret; tests/organizations/test_invitations.py",
    "POST /invitations/{token}/accept": "public, known by a secret; tests/organizations/test_invitations.py",
}


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document, as plain JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return plain


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """`POST /opportunities` with what the OpenAPI document says of it."""
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path.removeprefix(PREFIX)}", operation
