"""What every request gets: an id, a line in the log, a place in the metrics, and headers that keep browsers safe."""

import json
import logging
import re
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from handsel.http import metrics
from handsel.http.logs import request_id
from handsel.http.problems import problem
from handsel.kernel.ids import new_id
from handsel.kernel.sentences import say

Next = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger("handsel.requests")

# Inline styles are needed by the page's kit; scripts come from our own files only.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HEADERS_OF_API = {**HEADERS, "Cache-Control": "no-store"}
OF_API = ("/api/", "/v2/")
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestId:
    """Takes over a well-formed `X-Request-Id`, else makes one; says it in the answer, in problems and in the log."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        chosen = given if GIVEN_ID.fullmatch(given) else new_id().hex
        request.request_id = chosen  # type: ignore[attr-defined]  # (ours, on Django's)
        token, began = request_id.set(chosen), time.perf_counter()
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        seconds = time.perf_counter() - began
        response["X-Request-Id"] = chosen
        metrics.observe(request, response, seconds=seconds)
        if request.path.startswith(("/api/", "/v2/", "/_allauth/")):
            log.info(  # the path alone: what follows it may be a name, or a key
                "%s %s %d",
                request.method,
                request.path,
                response.status_code,
                extra={"fields": {"milliseconds": round(seconds * 1000, 1), "request_id": chosen}},
            )
        return response


class MethodAsProblem:
    """Django's own answer to a method that an address of the API does not have is a page; ours is a problem."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or not request.path.startswith("/api/"):
            return response
        allowed = response["Allow"]
        answer = problem(
            request, 405, "method_not_allowed", say("This address takes: {allowed}.", allowed=allowed)
        )
        answer["Allow"] = allowed
        return answer


class UnreadableBody:
    """allauth reads bodies by itself, and knows only some of those that can't be read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, _: Exception) -> HttpResponseBase | None:
        if not request.path.startswith("/_allauth/") or _is_json(request):
            return None
        return problem(request, 400, "bad_request", say("The request could not be read."))


def _is_json(request: HttpRequest) -> bool:
    try:
        json.loads(request.body)
    except (ValueError, RecursionError):
        return False
    return True


class Safety:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        wanted = HEADERS_OF_API if request.path.startswith(OF_API) else HEADERS
        for name, value in wanted.items():
            response.headers.setdefault(name, value)
        return response
