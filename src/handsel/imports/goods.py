"""Products of a file. One whose name differs from ours in space or case alone is the same product, and is told."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from handsel.catalog.models import Product
from handsel.imports.chunks import Chunk
from handsel.imports.directory import Directory
from handsel.imports.originals import Known
from handsel.imports.records import Record, Records
from handsel.imports.rules import Kind
from handsel.kernel.money import check_amount
from handsel.kernel.refusals import Refusal


def plan_products(records: Records, directory: Directory, *, currency: str) -> list[str]:
    """Adds to the directory what a run will make; says which names are taken for which."""
    for record in records.of(Kind.PRODUCT):
        try:
            check_amount(record.values.get("product.price"), currency)
        except Refusal as refusal:
            said = record.said("product.price", f"{record.values['product.price']}: {refusal.detail}")
            records.problems.append((record, said))
        if directory.product_called(record.values["product.name"]) is None:
            directory.add_product(None, record.values["product.name"])
    named = Counter(
        record.values["product"] for record in records.of(Kind.OPPORTUNITY) if record.values.get("product")
    )
    lines = []
    for name, count in named.items():
        found = directory.product_called(name)
        if found is None:
            lines.append(f"{name} is no product yet, so it is made, without a price ({count:,} rows).")
            directory.add_product(None, name)
        elif found[1] != name:
            lines.append(f"{name} is taken for {found[1]} ({count:,} rows).")
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
    return found[0] if found is not None else _make(record, {"name": name.strip()}, chunk)


def _find_or_make(record: Record, chunk: Chunk) -> UUID:
    found = chunk.directory.product_called(record.values["product.name"])
    if found is not None and found[0] is not None:
        return found[0]
    return _make(record, _columns(record, chunk), chunk)


def _make(record: Record, columns: dict[str, Any], chunk: Chunk) -> UUID:
    product = Product.objects.create(
        organization_id=chunk.by.organization_id,
        currency=chunk.default.currency,
        source=chunk.run.source,
        created_at=chunk.at,
        **columns,
    )
    chunk.made(record, "product", product.pk)
    chunk.directory.add_product(product.pk, product.name)
    return product.pk


def _columns(record: Record, chunk: Chunk) -> dict[str, Any]:
    return {
        "name": record.values["product.name"],
        "series": record.values.get("product.series") or "",
        "price": check_amount(record.values.get("product.price"), chunk.default.currency),
        "source_id": record.source_id,
    }


def _change(record: Record, known: Known, changed: set[str], chunk: Chunk) -> None:
    product = Product.objects.select_for_update().filter(pk=known.subject_id).first()
    if product is None:
        return
    wanted = _columns(record, chunk)
    wanted = {target.removeprefix("product."): wanted[target.removeprefix("product.")] for target in changed}
    before = {column: (_plain(getattr(product, column)), _plain(value)) for column, value in wanted.items()}
    for column, value in wanted.items():
        setattr(product, column, value)
    product.save(update_fields=list(wanted))
    chunk.changed(record, "product", product.pk, before, prints=known.prints)


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
