"""The page itself, and Django's own errors as problems."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from handsel.http.problems import problem
from handsel.kernel.sentences import say

NOT_BUILT = (
    "<!doctype html><title>Handsel</title><p>The page has not been built yet. "
    "Run <code>python3 bootstrap.py run</code>, or <code>npm run build</code> in <code>web/</code>."
)


@csrf_exempt  # it changes nothing, and what is not there is not there for anybody
def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Every address that is not an API address is a place in the page."""
    if path.startswith(("api/", "assets/", "_allauth/")) or request.method not in {"GET", "HEAD"}:
        return missing(request)
    index = Path(settings.WHITENOISE_ROOT) / "index.html"
    if not index.is_file():
        return HttpResponse(NOT_BUILT, status=503)
    response = FileResponse(index.open("rb"), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    answer = problem(request, 404, "not_found", say("There is nothing here."))
    # Unsaid, a 404 may be kept: a script asked for too early, in an upgrade, would be missing even when it is there.
    answer["Cache-Control"] = "no-store"
    return answer


def bad(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return problem(request, 400, "bad_request", say("The request could not be read."))


def broken(request: HttpRequest) -> HttpResponse:
    return problem(request, 500, "our_mistake", say("Something went wrong on our side. Nothing was changed."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(
        request,
        403,
        "csrf_failed",
        say("The request lacks a valid X-CSRFToken. Load the page again and repeat it."),
    )
