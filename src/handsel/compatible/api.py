"""`/v2/EntityAccess.svc`: the routes under which other programs share opportunities already (S10).

Their keys are our API keys, their errors their own shape; the rules, the transaction and the ledger are the house's.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from handsel.compatible import answers, keys, sharing
from handsel.compatible.reading import BadCall, read_revocations, read_shares
from handsel.http.router import Api, Router
from handsel.kernel.sentences import as_it_is
from handsel.organizations.acting import member_of

api = Api(
    title="EntityAccess.svc",
    version="2",
    auth=keys.authenticate,
    urls_namespace="v2",
    openapi_url=None,
    docs_url=None,
)
answers.install(api)
router = Router()


@router.post("/Share")
def share(request: HttpRequest) -> Any:
    member, at = member_of(request)
    return answers.accepted(sharing.share(read_shares(request.body), by=member, at=at).pk)


@router.post("/Revoke")
def revoke(request: HttpRequest) -> Any:
    member, at = member_of(request)
    return answers.accepted(sharing.revoke(read_revocations(request.body), by=member, at=at).pk)


@router.get("/Status/Get")
def status(request: HttpRequest) -> Any:
    """`id` in small letters or large: programs write it both ways."""
    member, _ = member_of(request)
    try:
        request_id = UUID(next((str(request.GET[name]) for name in request.GET if name.lower() == "id"), ""))
    except ValueError:
        raise BadCall(as_it_is("'id' must be the Id that Share or Revoke answered.")) from None
    return answers.told(sharing.find_request(request_id, member=member))


api.add_router("/EntityAccess.svc", router)
