"""An import as it is stored, and what its files, mapping and options come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from handsel.imports.columns import DateOrder, DecimalSign
from handsel.imports.directory import read_directory
from handsel.imports.layouts import ATTRIBUTE, Layout
from handsel.imports.layouts.known import layout_called
from handsel.imports.layouts.spreadsheet import SPREADSHEET
from handsel.imports.mapping import apply
from handsel.imports.models import Import
from handsel.imports.reading import Table, Upload, read_table
from handsel.imports.records import Choices, Records, make_records
from handsel.imports.resolving import Default
from handsel.imports.rules import ImportNotFound
from handsel.kernel.sentences import say
from handsel.organizations.acting import Member
from handsel.workflows.graph import Graph


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
        raise ImportNotFound(say("There is no such import."))
    return run


def lock(import_id: UUID) -> Import:
    run = Import.objects.select_for_update().filter(pk=import_id).first()
    if run is None:
        raise ImportNotFound(say("There is no such import."))
    return run


@dataclass(frozen=True, slots=True)
class Fetched:
    """`types` of attributes that columns are mapped to, by target."""

    run: Import
    uploads: list[Upload]
    types: Mapping[str, str]


def fetch(run: Import, *, by: Member) -> Fetched:
    """The files as they came. Reading them takes longer than a transaction should: do it after."""
    uploads = [Upload(file.name, bytes(file.content)) for file in run.files.order_by("id")]
    return Fetched(run, uploads, _types(graphs_for(run.options, by=by)))


def graphs_for(options: Mapping[str, Any], *, by: Member) -> list[Graph]:
    """Of the chosen team, else of every team: whose attributes columns can be mapped to."""
    directory = read_directory(by, SPREADSHEET)
    place = directory.place_of(UUID(options["team"])) if options.get("team") else None
    return [place.graph] if place is not None else [one.graph for one in directory.places]


def load(fetched: Fetched, *, by: Member) -> Loaded:
    """ImportBroken where files and mapping don't fit the layout."""
    run, uploads = fetched.run, fetched.uploads
    layout = layout_called(run.layout)
    encoding = run.options.get("encoding") or "utf-8"
    tables = [read_table(upload, encoding=encoding) for upload in uploads]
    return Loaded(run, layout, default_of(run, by=by), records_of(run, layout, tables, fetched.types))


def _types(graphs: list[Graph]) -> dict[str, str]:
    """Where teams disagree about a key, its column is read as it is."""
    types: dict[str, set[str]] = {}
    for attribute in (one for graph in graphs for one in graph.attributes):
        types.setdefault(ATTRIBUTE + attribute.key, set()).add(attribute.type)
    return {target: found.pop() for target, found in types.items() if len(found) == 1}


def records_of(run: Import, layout: Layout, tables: list[Table], types: Mapping[str, str]) -> Records:
    choices = Choices(
        date_order=_chosen(DateOrder, run.options.get("date_order")),
        decimal_sign=_chosen(DecimalSign, run.options.get("decimal_sign")) or layout.decimal_sign,
        types=types,
    )
    return make_records(layout, tables, apply(layout, tables, run.mapping), choices)


def default_of(run: Import, *, by: Member) -> Default:
    team = run.options.get("team")
    return Default(team_id=UUID(team) if team else None, currency=run.options.get("currency") or by.currency)


C = TypeVar("C", DateOrder, DecimalSign)


def _chosen(kind: type[C], value: str | None) -> C | None:
    return kind(value) if value else None
