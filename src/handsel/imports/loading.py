"""An import as it is stored, and what its files, mapping and options come to."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from handsel.imports.columns import DateOrder, DecimalSign
from handsel.imports.layouts import Layout
from handsel.imports.layouts.known import layout_called
from handsel.imports.mapping import apply
from handsel.imports.models import Import
from handsel.imports.reading import Table, Upload, read_table
from handsel.imports.records import Choices, Records, make_records
from handsel.imports.resolving import Default
from handsel.imports.rules import ImportNotFound
from handsel.organizations.acting import Member


@dataclass(frozen=True, slots=True)
class Loaded:
    run: Import
    layout: Layout
    default: Default
    records: Records


def get_import(import_id: UUID) -> Import:
    """Of this organization: row-level security hides the others."""
    run = Import.objects.filter(pk=import_id).first()
    if run is None:
        raise ImportNotFound("There is no such import.")
    return run


def lock(import_id: UUID) -> Import:
    run = Import.objects.select_for_update().filter(pk=import_id).first()
    if run is None:
        raise ImportNotFound("There is no such import.")
    return run


def fetch(run: Import) -> list[Upload]:
    """The files as they came. Reading them takes longer than a transaction should: do it after."""
    return [Upload(file.name, bytes(file.content)) for file in run.files.order_by("id")]


def load(run: Import, uploads: list[Upload], *, by: Member) -> Loaded:
    """ImportBroken where files and mapping don't fit the layout."""
    layout = layout_called(run.layout)
    encoding = run.options.get("encoding") or "utf-8"
    tables = [read_table(upload, encoding=encoding) for upload in uploads]
    return Loaded(run, layout, default_of(run, by=by), records_of(run, layout, tables))


def records_of(run: Import, layout: Layout, tables: list[Table]) -> Records:
    choices = Choices(
        date_order=_chosen(DateOrder, run.options.get("date_order")),
        decimal_sign=_chosen(DecimalSign, run.options.get("decimal_sign")),
    )
    return make_records(layout, tables, apply(layout, tables, run.mapping), choices)


def default_of(run: Import, *, by: Member) -> Default:
    return Default(team=run.options.get("team"), currency=run.options.get("currency") or by.currency)


C = TypeVar("C", DateOrder, DecimalSign)


def _chosen(kind: type[C], value: str | None) -> C | None:
    return kind(value) if value else None
