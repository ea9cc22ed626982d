"""Adding, changing and retiring products. Whoever calls has decided that they may."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.catalog.events import ProductCreated, ProductEdited
from handsel.catalog.models import Product
from handsel.catalog.rules import ProductNotFound
from handsel.database.conflicts import refusing, taken
from handsel.kernel.money import check_amount, check_currency
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name, check_text
from handsel.ledger.record import record
from handsel.organizations.acting import Actor

LONGEST_NAME = 500  # one index entry holds it
NAME_TAKEN = say("Another product bears this name. Choose another name, or retire that one first.")
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def add(
    name: str,
    *,
    by: Actor,
    at: datetime,
    currency: str,
    price: str | float | Decimal | None = None,
    series: str = "",
    source: str = "",
    source_id: str | None = None,
) -> Product:
    currency = check_currency(currency)
    product = Product(
        organization_id=by.organization_id,
        name=check_name(name, field="name", limit=LONGEST_NAME),
        series=check_text(series, field="series", limit=LONGEST_NAME),
        price=check_amount(price, currency, field="price"),
        currency=currency,
        source=source,
        source_id=source_id,
        created_at=at,
    )
    with refusing(product_name_once=taken("name", NAME_TAKEN)):
        product.save(force_insert=True)
    record(ProductCreated(subject_id=product.pk), by=by, at=at)
    return product


def find_or_add(name: str, *, by: Actor, at: datetime, currency: str, **more: Any) -> tuple[Product, bool]:
    """The product in use that bears exactly this name, and whether it was added; also by two at once."""
    check_name(name, field="name", limit=LONGEST_NAME)
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"product {by.organization_id} {name}"])
    ours = Product.objects.filter(organization_id=by.organization_id, name=name, retired_at=None)
    known = ours.first()
    return (known, False) if known else (add(name, by=by, at=at, currency=currency, **more), True)


def edit(product_id: UUID, *, by: Actor, at: datetime, changes: Mapping[str, Any]) -> Product:
    """`changes` of name, series, price, currency, active. A retired product keeps its place in what names it."""
    product = _lock(product_id, by=by)

    wanted: dict[str, Any] = {}
    if "name" in changes:
        wanted["name"] = check_name(changes["name"], field="name", limit=LONGEST_NAME)
    if "series" in changes:
        wanted["series"] = check_text(changes["series"] or "", field="series", limit=LONGEST_NAME)
    if "price" in changes or "currency" in changes:
        wanted["currency"] = check_currency(changes.get("currency", product.currency))
        wanted["price"] = check_amount(changes.get("price", product.price), wanted["currency"], field="price")
    if "active" in changes and changes["active"] != (product.retired_at is None):
        wanted["retired_at"] = None if changes["active"] else at

    new = {column: value for column, value in wanted.items() if getattr(product, column) != value}
    if new:
        for column, value in new.items():
            setattr(product, column, value)
        with refusing(product_name_once=taken("name", NAME_TAKEN)):
            product.save(update_fields=list(new))
        fields = ("active" if column == "retired_at" else column for column in new)
        record(ProductEdited(subject_id=product.pk, fields=tuple(sorted(fields))), by=by, at=at)
    return product


def _lock(product_id: UUID, *, by: Actor) -> Product:
    ours = Product.objects.filter(organization_id=by.organization_id)
    product = ours.select_for_update(no_key=True).filter(pk=product_id).first()
    if product is None:
        raise ProductNotFound(say("No such product."))
    return product
