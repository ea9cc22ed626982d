"""Problem details (RFC 9457): the five kinds of refusal, and everything else that can go wrong, each as one JSON answer."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db.utils import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from handsel.http.languages import in_words, spoken
from handsel.http.misshapen import TOO_DEEP, said_by_pydantic
from handsel.kernel.refusals import (
    Conflict,
    FieldProblem,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    TooMany,
    named,
)
from handsel.kernel.sentences import Sentence, as_it_is, say

MOST_FIELDS = 100  # named in one answer

log = logging.getLogger(__name__)

STATUS: dict[type[Refusal], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422, TooMany: 429}
TITLES = {
    400: say("Bad request"),
    401: say("Not signed in"),
    403: say("Not allowed"),
    404: say("Not found"),
    405: say("Method not allowed"),
    409: say("Conflict"),
    413: say("Too large"),
    422: say("Invalid"),
    429: say("Too many"),
    500: say("Our mistake"),
    503: say("Not available"),
}
REFUSED = say("Refused")


def problem(
    request: HttpRequest | None,
    status: int,
    code: str,
    detail: Sentence,
    *,
    fields: list[FieldProblem] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> HttpResponse:
    body = {
        "type": f"urn:handsel:problem:{code}",
        "title": spoken(TITLES.get(status, REFUSED)),
        "status": status,
        "code": code,
        "detail": spoken(detail),
        "fields": [{"name": field.name, "message": spoken(field.message)} for field in fields or []],
        "request_id": getattr(request, "request_id", None),
        **in_words(extra or {}),
    }
    return HttpResponse(json.dumps(body, default=str), status=status, content_type="application/problem+json")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    kind = next(kind for kind in type(refusal).__mro__ if kind in STATUS)
    extra = {**refusal.extra, "typed": _typed(request)} if refusal.gives_back else refusal.extra
    return problem(request, STATUS[kind], refusal.code, refusal.detail, fields=refusal.fields, extra=extra)


def _typed(request: HttpRequest) -> Any:
    """What came with the request; None for nothing."""
    try:
        return json.loads(request.body) if request.body else None
    except (ValueError, RawPostDataException):  # a form
        return dict(request.POST.items()) or None


def install(api: NinjaAPI) -> None:
    """Map what endpoints raise; the transaction has been rolled back before any of these runs."""
    handlers: dict[type[Exception], Callable[[Any, Any], HttpResponse]] = {
        Refusal: refused,
        ValidationError: _misshapen,
        AuthenticationError: _not_signed_in,
        HttpError: _http_error,
        Http404: _absent,
        RequestDataTooBig: _too_large,
        SuspiciousOperation: _bad_request,
        MultiPartParserError: _bad_request,
        DataError: _unstorable,
        OperationalError: _unavailable,
        InterfaceError: _unavailable,
        Exception: _our_mistake,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [
        FieldProblem(_as_written(_place(one)), said_by_pydantic(one)) for one in error.errors[:MOST_FIELDS]
    ]
    detail = named(fields) if fields else say("The request is not of the right form.")
    return problem(request, 422, "invalid", detail, fields=fields)


def _place(error: Mapping[str, Any]) -> Sequence[str | int]:
    """Of what is too deep, the field that it stands in: all the way down is a place that nobody can read."""
    loc: Sequence[str | int] = error["loc"]
    return loc[:3] if error["type"] == TOO_DEEP else loc


def _as_written(loc: Sequence[str | int]) -> str:
    """`("body", "body", "amount")` becomes `amount`, and so do `("form", "amount")` and `("query", "filters", "amount", 0)`."""
    where, *names = loc
    if where == "query":
        return str([name for name in names if isinstance(name, str)][-1])
    if where == "body" or (where == "form" and len(names) > 1):
        names = names[1:]
    return ".".join(map(str, names)) or "body"


def _not_signed_in(request: HttpRequest, _: Exception) -> HttpResponse:
    answer = problem(request, 401, "not_signed_in", say("Sign in, or send an API key that is valid."))
    answer["WWW-Authenticate"] = 'Bearer realm="handsel"'
    return answer


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == HTTPStatus.BAD_REQUEST:  # Ninja's own, of a body that is no JSON
        return problem(request, 400, "bad_request", say("The body is no JSON that can be read."))
    code = {403: "forbidden"}.get(error.status_code, "http_error")
    return problem(request, error.status_code, code, as_it_is(str(error)))


def _absent(request: HttpRequest, _: Exception) -> HttpResponse:
    return problem(request, 404, "not_found", say("There is nothing here."))


def _too_large(request: HttpRequest, _: Exception) -> HttpResponse:
    return problem(request, 413, "body_too_large", say("The request is larger than this address accepts."))


def _bad_request(request: HttpRequest, _: Exception) -> HttpResponse:
    return problem(request, 400, "bad_request", say("The request could not be read."))


def _unstorable(request: HttpRequest, error: DataError) -> HttpResponse:
    log.warning("a value reached the database that it refuses: %s", error)
    return problem(request, 422, "invalid", say("A value in this request can't be stored."))


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("database: %s", error)
    answer = problem(
        request,
        503,
        "unavailable",
        say("The database did not answer in time. Nothing was changed: try again."),
    )
    answer["Retry-After"] = "1"
    return answer


def _our_mistake(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("unexpected, at %s %s", request.method, request.path, exc_info=error)
    return problem(request, 500, "our_mistake", say("Something went wrong on our side. Nothing was changed."))
