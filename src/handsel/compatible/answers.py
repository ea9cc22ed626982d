"""Refusals as programs that call these addresses read them: `{Status, ExceptionType, ExceptionMessage}`.

https://apidocs.leadsquared.com/error-handling/
"""

import json
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from handsel.compatible.limiting import TooManyCalls
from handsel.compatible.models import Request
from handsel.compatible.reading import Missing
from handsel.http.problems import STATUS
from handsel.kernel.refusals import Forbidden, Invalid, Refusal, TooMany

UNAUTHORIZED, INVALID = "MXUnAuthorizedAccessException", "MXInvalidInputException"
TYPES: dict[type[Refusal], str] = {
    Missing: "MXMandatoryAttributeMissingException",
    Forbidden: UNAUTHORIZED,
    TooMany: "MXAPIRateLimitExceededException",
}
STATUSES = STATUS | {Invalid: 400}

# Of `ShareStatus` the vendor's page tells one value: 6, of a request that was processed. The others are ours, as is the word.
COMPLETED, FAILED = (6, "Completed"), (7, "Failed")
TOLD = 20

log = logging.getLogger(__name__)


def accepted(request_id: UUID) -> HttpResponse:
    return _json({"Status": "Success", "Message": {"Id": request_id.hex}})


def told(request: Request) -> HttpResponse:
    """Failed where all of it failed. What failed is named by its place, with the reason. `ResponseText` stands in the message,
    as the vendor's page shows it, and beside the rest, as people describe it."""
    failed = [(place, one["text"]) for place, one in enumerate(request.results) if one["code"] is not None]
    count, all_of_them = len(failed), len(request.results)
    number, word = FAILED if count == all_of_them else COMPLETED
    text = "Request processed successfully."
    if failed:
        text = f"Request processed: {count} of {all_of_them} failed."
    message = "; ".join(f"[{place}] {reason}" for place, reason in failed[:TOLD])
    return _json(
        {
            "Status": "Success",
            "Message": {"ResponseText": text},
            "ResponseText": text,
            "ShareStatus": number,
            "ShareStatusText": word,
            "ErrorMessage": message or None,
        }
    )


def error(status: int, kind: str, message: str) -> HttpResponse:
    return _json({"Status": "Error", "ExceptionType": kind, "ExceptionMessage": message}, status=status)


def _json(body: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(body), status=status, content_type="application/json")


def missing(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    return error(
        404, "MXInvalidRequestException", "The API could not be found. Please check the API signature."
    )


def install(api: NinjaAPI) -> None:
    handlers: dict[type[Exception], Callable[[Any, Any], HttpResponse]] = {
        Refusal: _refused,
        AuthenticationError: _unknown_key,
        Http404: missing,
        RequestDataTooBig: _unreadable,
        SuspiciousOperation: _unreadable,
        OperationalError: _unavailable,
        InterfaceError: _unavailable,
        Exception: _our_mistake,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _refused(_: HttpRequest, refusal: Refusal) -> HttpResponse:
    family = type(refusal).__mro__
    status = next(STATUSES[kind] for kind in family if kind in STATUSES)
    kind = next((TYPES[kind] for kind in family if kind in TYPES), INVALID)
    answer = error(status, kind, refusal.detail)
    if isinstance(refusal, TooManyCalls):
        answer["Retry-After"] = str(refusal.extra["after"])
    return answer


def _unknown_key(*_: Any) -> HttpResponse:
    message = "Invalid access credentials. Check your accessKey and secretKey."
    return error(401, UNAUTHORIZED, message)


def _unreadable(*_: Any) -> HttpResponse:
    return error(400, INVALID, "The request could not be read.")


def _unavailable(_: HttpRequest, problem: Exception) -> HttpResponse:
    log.warning("database: %s", problem)
    answer = error(503, "MXServiceUnavailableException", "The database did not answer in time. Try again.")
    answer["Retry-After"] = "1"
    return answer


def _our_mistake(request: HttpRequest, problem: Exception) -> HttpResponse:
    log.error("unexpected, at %s %s", request.method, request.path, exc_info=problem)
    return error(500, "MXException", "Something went wrong on our side. Nothing was changed.")
