from typing import Any
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from handsel.catalog.models import Product
from handsel.catalog.rules import ProductNotFound
from handsel.http.paging import check_limit, read_cursor, write_cursor
from handsel.kernel.sentences import say
from handsel.kernel.text import check_text, is_filled
from handsel.organizations.acting import Member


def products_page(
    member: Member,
    *,
    q: str | None = None,
    active: bool | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> dict[str, Any]:
    """By name. `active` None: the retired ones too."""
    most, scope = check_limit(limit), f"products:{member.organization_id}:{q}:{active}"
    found = _ours(member).annotate(folded=_folded(F("name")))
    if active is not None:
        found = found.filter(retired_at__isnull=active)
    if q is not None and is_filled(check_text(q, field="q", limit=500)):
        wanted = _folded(Value(q.strip(), output_field=TextField()))
        found = found.annotate(wanted=wanted).filter(folded__contains=F("wanted"))
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        found = found.filter(Q(folded__gt=after[0]) | Q(folded=after[0], pk__gt=after[1]))
    rows = list(found.order_by("folded", "pk")[: most + 1])
    following = (
        write_cursor([rows[most - 1].folded, rows[most - 1].pk], scope=scope) if len(rows) > most else None
    )
    return {"items": rows[:most], "next_cursor": following}


def get_product(product_id: UUID, *, member: Member) -> Product:
    found = _ours(member).filter(pk=product_id).first()
    if found is None:
        raise ProductNotFound(say("No such product."))
    return found


def _ours(member: Member) -> QuerySet[Product]:
    return Product.objects.filter(organization_id=member.organization_id)


def _folded(text: Any) -> Func:
    return Func(text, function="handsel_fold", output_field=TextField())
