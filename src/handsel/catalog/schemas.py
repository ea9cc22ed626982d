from decimal import Decimal
from typing import Self
from uuid import UUID

from handsel.catalog.models import Product
from handsel.catalog.rules import may_edit
from handsel.http.shapes import In, Schema
from handsel.kernel.money import scale_of
from handsel.organizations.acting import Member


class NewProductIn(In):
    name: str
    series: str = ""
    price: str | int | float | None = None
    currency: str | None = None
    """The organization's own where it is absent."""


class ProductIn(In):
    name: str | None = None
    series: str | None = None
    price: str | int | float | None = None
    currency: str | None = None
    active: bool | None = None


class ProductMay(Schema):
    edit: bool


class ProductOut(Schema):
    id: UUID
    name: str
    series: str
    price: str | None
    currency: str
    active: bool
    may: ProductMay

    @classmethod
    def of(cls, product: Product, *, member: Member) -> Self:
        return cls(
            id=product.pk,
            name=product.name,
            series=product.series,
            price=None if product.price is None else _written(product.price, product.currency),
            currency=product.currency,
            active=product.retired_at is None,
            may=ProductMay(edit=may_edit(member.capabilities)),
        )


class ProductsOut(Schema):
    items: list[ProductOut]
    next_cursor: str | None


def _written(price: Decimal, currency: str) -> str:
    return f"{price:.{scale_of(currency)}f}"
