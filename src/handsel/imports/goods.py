"""Products of a file. One whose name differs from ours in space or case alone is the same product, and is told."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from handsel.catalog import actions
from handsel.catalog.models import Product
from handsel.imports.chunks import Chunk
from handsel.imports.directory import Directory
from handsel.imports.originals import Known
from handsel.imports.records import Record, Records
from handsel.imports.rules import Kind, Outcome
from handsel.kernel.money import check_amount
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import Sentence, joined, say, say_count

TOO_LONG = say("The name of a product has at most {most} characters.", most=actions.LONGEST_NAME)
COLUMNS = ("name", "series", "price")


def plan_products(records: Records, directory: Directory, *, currency: str) -> list[Sentence]:
    """Adds to the directory what a run will make; says which names are taken for which."""
    for record in records.of(Kind.PRODUCT):
        try:
            check_amount(record.values.get("product.price"), currency)
        except Refusal as refusal:
            said = record.said(
                "product.price",
                joined((str(record.values["product.price"]), refusal.detail), ": "),
            )
            records.problems.append((record, said))
        if len(record.values["product.name"]) > actions.LONGEST_NAME:
            records.problems.append((record, record.said("product.name", TOO_LONG)))
        if directory.product_called(record.values["product.name"]) is None:
            directory.add_product(None, record.values["product.name"])
    named = Counter(
        record.values["product"] for record in records.of(Kind.OPPORTUNITY) if record.values.get("product")
    )
    lines = []
    for name, count in named.items():
        found = directory.product_called(name)
        if found is None:
            lines.append(
                say_count(
                    "{name} is no product yet, so it is made, without a price (1 row).",
                    "{name} is no product yet, so it is made, without a price ({count:,} rows).",
                    count=count,
                    name=name,
                )
            )
            directory.add_product(None, name)
        elif found[1] != name:
            lines.append(
                say_count(
                    "{name} is taken for {product} (1 row).",
                    "{name} is taken for {product} ({count:,} rows).",
                    count=count,
                    name=name,
                    product=found[1],
                )
            )
    return lines


def bring_products(
    records: Sequence[Record], known: dict[str, Known], chunk: Chunk
) -> list[tuple[Record, UUID]]:
    became = []
    for record in records:
        before = known.get(record.source_id)
        if before is None:
            became.append((record, _find_or_make(record, chunk)))
        elif changed := before.changed_in(record):
            _change(record, before, changed, chunk)
            became.append((record, before.subject_id))
    return became


def product_id(name: str | None, record: Record, chunk: Chunk) -> UUID | None:
    """Of a row that names a product; one that nobody knows is made."""
    if name is None:
        return None
    found = chunk.directory.product_called(name)
    return found[0] if found is not None else _make(record, name.strip(), chunk)


def _find_or_make(record: Record, chunk: Chunk) -> UUID:
    found = chunk.directory.product_called(record.values["product.name"])
    if found is not None and found[0] is not None:
        return found[0]
    values = record.values
    return _make(
        record,
        values["product.name"],
        chunk,
        series=values.get("product.series") or "",
        price=values.get("product.price"),
        source_id=record.source_id,
    )


def _make(record: Record, name: str, chunk: Chunk, **columns: Any) -> UUID:
    product = actions.add(
        name, by=chunk.by, at=chunk.at, currency=chunk.default.currency, source=chunk.run.source, **columns
    )
    chunk.made(record, "product", product.pk)
    chunk.directory.add_product(product.pk, product.name)
    return product.pk


def _change(record: Record, known: Known, changed: set[str], chunk: Chunk) -> None:
    product = Product.objects.filter(pk=known.subject_id).first()
    if product is None:
        return
    old = {column: getattr(product, column) for column in COLUMNS}
    changes = {target.removeprefix("product."): record.values[target] for target in changed}
    try:
        edited = actions.edit(product.pk, changes=changes, by=chunk.by, at=chunk.at)
    except Refusal as refusal:
        chunk.told(record, Outcome.SKIPPED, [record.said("product.name", refusal.detail)])
        return
    before = {
        column: (_plain(old[column]), _plain(getattr(edited, column)))
        for column in COLUMNS
        if old[column] != getattr(edited, column)
    }
    if before:
        chunk.changed(record, "product", product.pk, before, prints=known.prints)


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
