"""The stream as OpenAPI describes it. It is served beside Django, by `stream.endpoint`."""

from django.http import HttpRequest, HttpResponse

from handsel.http.problems import problem
from handsel.http.router import Router
from handsel.kernel.sentences import say
from handsel.realtime.hints import HintOut

router = Router(tags=["stream"])


@router.get(
    "/stream",
    response=HintOut,
    summary="Server-sent events; the data of each `hint` has this shape",
    auth=None,
)
def stream(request: HttpRequest) -> HttpResponse:
    return problem(request, 501, "not_served_here", say("The stream is served by the ASGI application only."))
