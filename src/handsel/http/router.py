"""A router whose every endpoint runs in the one transaction that `acting` opens, and answers a repeated POST once.

The answer is shaped inside the transaction, so that what was refused while shaping is rolled back too.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja import Router as NinjaRouter
from ninja.constants import NOT_SET
from pydantic import TypeAdapter

from handsel.http.idempotency import REPLAYED, answered_before, keep_answer, mentioned
from handsel.http.problems import refused
from handsel.kernel.refusals import Refusal

Answering = Callable[[Any], AbstractContextManager[datetime]]
Judge = Callable[[Any, list[UUID]], None]
Shape = Callable[[Any], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., Any])


class Router(NinjaRouter):
    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any
    ) -> None:
        """`auth=None` makes an endpoint public: it has no member, and opens its own transaction."""
        shape = _shape(options.get("response", NOT_SET))
        by_itself = options.get("auth", NOT_SET) is None or view_func in _work_long
        view = _shaped(view_func, shape) if by_itself else _in_one_transaction(view_func, shape)
        # As answers are written, so are they described.
        super().add_api_operation(path, methods, view, **{**options, "by_alias": True})


_work_long: set[Callable[..., Any]] = set()


def works_long(view: View) -> View:
    """Below the route of an endpoint that changes nothing and works for seconds: it opens `acting` itself, for moments, as
    an open transaction would stall the readers of the ledger."""
    _work_long.add(view)
    return view


_only_read: set[Callable[..., Any]] = set()


def only_reads(view: View) -> View:
    """Below the route of a POST that changes nothing, so that it may be repeated as it is. Its key is not kept: that would be
    a write, which stalls the readers of the ledger for as long as the endpoint works."""
    _only_read.add(view)
    return view


_names_only: set[Callable[..., Any]] = set()


def names_only(view: View) -> View:
    """Below the route of a POST whose answer repeats the ids that came with it and tells nothing of what they are: its twin
    gets it again, whatever became of them."""
    _names_only.add(view)
    return view


_asked: dict[Callable[..., Any], Callable[[Any], object]] = {}


def asks(may: Callable[[Any], object]) -> Callable[[View], View]:
    """Below the route of a POST that not everybody may use: `may(request)` refuses who may not, before it is done and before
    its answer is given again. Nothing else stands between somebody who has lost a role and what they were told in it."""

    def asking(view: View) -> View:
        @wraps(view)
        def asked(request: Any, **values: Any) -> Any:
            may(request)
            return view(request, **values)

        _asked[asked] = may
        return cast("View", asked)

    return asking


class Door:
    """Filled once by the roof: rooms below the organizations don't know who acts, nor what they may see."""

    answering: Answering
    check_still_seen: Judge
    """Refuses where one of the ids is of something that is hidden from the caller now."""


# Django tries one address after the other, a microsecond each.
ONE = "opportunities/<uuidstr:opportunity_id>"
ASKED_MOST = (
    "opportunities",
    ONE,
    f"{ONE}/timeline",
    f"{ONE}/move",
    "board",
    "search",
    "shares",
    "automations/runs",
)


def _turn(address: str) -> int:
    if address in ASKED_MOST:
        return ASKED_MOST.index(address)
    return len(ASKED_MOST) + (not address.startswith("opportunities/"))


class Api(NinjaAPI):
    def _get_urls(self) -> list[URLResolver | URLPattern]:
        return sorted(super()._get_urls(), key=lambda one: _turn(str(one.pattern)))

    def on_exception(self, request: HttpRequest, error: Any) -> HttpResponse:
        """Input is read before the transaction finds who sent it; who may not ask at all hears that first."""
        if getattr(request, "auth", None) is not None and not hasattr(request, "at"):
            try:
                with Door.answering(request):
                    pass
            except Exception as refusal:  # noqa: BLE001 (it is answered)
                error = refusal
        return super().on_exception(request, error)


def _in_one_transaction(view: Callable[..., Any], shape: Shape) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def run(request: Any, **values: Any) -> HttpResponseBase:
        with Door.answering(request) as at:
            request.at = at
            is_done_once = request.method == "POST" and view not in _only_read
            key = request.headers.get("Idempotency-Key") if is_done_once else None
            if key is None:
                return shape(view(request, **values))
            before = answered_before(request, key=key, at=at)
            if before is not None:
                return _told_again(request, before, view=view)
            answer = shape(view(request, **values))
            keep_answer(request, key=key, answer=answer)
            return answer

    return run


def _told_again(request: Any, before: HttpResponse, *, view: Callable[..., Any]) -> HttpResponse:
    """Not to who may not ask for it any more, nor to who may not see what it tells of: they are answered as if they came with
    it now, and it is not done twice."""
    try:
        if may := _asked.get(view):
            may(request)
        if view not in _names_only:
            Door.check_still_seen(request, mentioned(request, before))
    except Refusal as refusal:
        before = refused(request, refusal)
        before[REPLAYED] = "true"
    return before


def _shaped(view: Callable[..., Any], shape: Shape) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def run(request: HttpRequest, **values: Any) -> HttpResponseBase:
        return shape(view(request, **values))

    return run


def _shape(response: Any) -> Shape:
    """What an endpoint returns, as bytes of its declared `Out`; bytes from PostgreSQL pass as they are."""
    status, model = next(iter(response.items())) if isinstance(response, dict) else (200, response)
    adapter: TypeAdapter[Any] | None = None if model in (NOT_SET, None) else TypeAdapter(model)

    def shape(result: Any) -> HttpResponseBase:
        if isinstance(result, HttpResponseBase):
            return result
        if adapter is None:
            return HttpResponse(status=status if status != HTTPStatus.OK else HTTPStatus.NO_CONTENT)
        if not isinstance(result, bytes):
            result = adapter.dump_json(adapter.validate_python(result, from_attributes=True), by_alias=True)
        return HttpResponse(result, status=status, content_type="application/json")

    return shape
