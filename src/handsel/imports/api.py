"""Imports over HTTP. The worker does the work; what is small is checked while the caller waits."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from handsel.http.router import Router, asks
from handsel.imports import actions, queries, schemas
from handsel.imports.loading import get_import
from handsel.imports.reading import Upload
from handsel.imports.rules import LARGEST_FILES, Work, broken
from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import say
from handsel.organizations.acting import Member, member_of, require
from handsel.organizations.rules import Capability, Scope

router = Router(tags=["imports"])
ONE = "/imports/{uuid:import_id}"


def importer(request: HttpRequest) -> tuple[Member, Any]:
    member, at = member_of(request)
    require(member, to=Capability.IMPORT, scope=Scope.IMPORT)
    return member, at


@router.get("/imports/layouts", response=schemas.LayoutsOut)
def list_layouts(request: HttpRequest) -> dict[str, Any]:
    importer(request)
    return {"items": queries.layouts(), "next_cursor": None}


@router.get("/imports", response=schemas.ImportsOut)
def list_imports(request: HttpRequest, limit: int | None = None, cursor: str | None = None) -> dict[str, Any]:
    member, _ = importer(request)
    return queries.newest(member=member, limit=limit, cursor=cursor)


@router.post("/imports", response={201: schemas.ImportOut})
@asks(importer)
def begin_import(
    request: HttpRequest,
    files: File[list[UploadedFile]],
    *,
    layout: Form[str | None] = None,
    team: Form[str | None] = None,
    currency: Form[str | None] = None,
    source: Form[str | None] = None,
    encoding: Form[str | None] = None,
    date_order: Form[str | None] = None,
    decimal_sign: Form[str | None] = None,
) -> dict[str, Any]:
    member, at = member_of(request)
    given = {
        "team": team,
        "currency": currency,
        "source": source,
        "encoding": encoding,
        "date_order": date_order,
        "decimal_sign": decimal_sign,
    }
    options = {name: value for name, value in given.items() if value}
    run = actions.begin(_read(files), layout=layout, options=options, by=member, at=at)
    return queries.show(run.pk, member=member)


@router.get(ONE, response=schemas.ImportOut)
def get_one(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    member, _ = importer(request)
    return queries.show(import_id, member=member)


@router.put(ONE + "/mapping", response=schemas.ImportOut)
def map_columns(request: HttpRequest, import_id: UUID, body: schemas.MappingIn) -> dict[str, Any]:
    member, at = importer(request)
    wanted = [line.model_dump() for line in body.mapping]
    actions.remap(import_id, wanted=wanted, options=body.options.given(), by=member, at=at)
    return queries.show(import_id, member=member)


@router.post(ONE + "/check", response=schemas.ImportOut)
@asks(importer)
def check(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    """Checked at once where the files are small, else `checking` until the worker is through."""
    member, at = member_of(request)
    if actions.is_small(get_import(import_id)):
        actions.check_now(import_id, by=member, at=at)
    else:
        actions.start(import_id, Work.CHECK, by=member, at=at)
    return queries.show(import_id, member=member)


@router.post(ONE + "/run", response=schemas.ImportOut)
@asks(importer)
def run(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    actions.start(import_id, Work.RUN, by=member, at=at)
    return queries.show(import_id, member=member)


@router.post(ONE + "/undo", response=schemas.ImportOut)
@asks(importer)
def undo(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    member, at = member_of(request)
    actions.start(import_id, Work.UNDO, by=member, at=at)
    return queries.show(import_id, member=member)


@router.get(ONE + "/rows", response=schemas.ImportRowsOut)
def rows(
    request: HttpRequest,
    import_id: UUID,
    kind: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> dict[str, Any]:
    member, _ = importer(request)
    return queries.rows(import_id, member=member, kind=kind, limit=limit, cursor=cursor)


def _read(files: list[UploadedFile]) -> list[Upload]:
    """Refused by size before it is read into memory."""
    if sum(file.size or 0 for file in files) > LARGEST_FILES:
        raise broken([FieldProblem("files", say("These files are too large: at most 50 MB at once."))])
    return [Upload(file.name or "file", file.read()) for file in files]
