from uuid import UUID

from django.http import HttpRequest

from handsel.catalog import actions, queries
from handsel.catalog.rules import check_may_edit
from handsel.catalog.schemas import NewProductIn, ProductIn, ProductOut, ProductsOut
from handsel.http.router import Router
from handsel.organizations.acting import member_of

router = Router(tags=["catalog"])


@router.get("/products", response=ProductsOut)
def products(
    request: HttpRequest,
    *,
    q: str | None = None,
    active: bool | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> ProductsOut:
    member, _ = member_of(request)
    page = queries.products_page(member, q=q, active=active, limit=limit, cursor=cursor)
    items = [ProductOut.of(product, member=member) for product in page["items"]]
    return ProductsOut(items=items, next_cursor=page["next_cursor"])


@router.post("/products", response={201: ProductOut})
def add_product(request: HttpRequest, new: NewProductIn) -> ProductOut:
    member, at = member_of(request)
    check_may_edit(member.capabilities)
    currency = new.currency or member.currency
    product = actions.add(new.name, by=member, at=at, currency=currency, price=new.price, series=new.series)
    return ProductOut.of(product, member=member)


@router.get("/products/{uuid:product_id}", response=ProductOut)
def product(request: HttpRequest, product_id: UUID) -> ProductOut:
    member, _ = member_of(request)
    return ProductOut.of(queries.get_product(product_id, member=member), member=member)


@router.patch("/products/{uuid:product_id}", response=ProductOut)
def edit_product(request: HttpRequest, product_id: UUID, change: ProductIn) -> ProductOut:
    member, at = member_of(request)
    check_may_edit(member.capabilities)
    edited = actions.edit(product_id, by=member, at=at, changes=change.given())
    return ProductOut.of(edited, member=member)
