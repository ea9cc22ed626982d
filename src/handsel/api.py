"""The roof over every room's endpoints: one API, one way to authenticate, one opener of transactions."""

from ninja import NinjaAPI

from handsel.http import problems
from handsel.http.router import Door
from handsel.organizations.acting import acting
from handsel.organizations.authentication import authenticate

Door.acting = staticmethod(acting)

api = NinjaAPI(
    title="Handsel",
    version="1",
    auth=authenticate,
    urls_namespace="v1",
    openapi_url="/openapi.json",
    docs_url=None,
)
problems.install(api)
