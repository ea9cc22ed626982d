"""By what the history of shares is ordered (S8). The keys are those that the API and the page know."""

from dataclasses import replace

from handsel.opportunities.projection import TITLE
from handsel.opportunities.queries import Order, order_of

# As it stood when the first page was read: what starts, ends or is stopped since then neither comes twice nor is passed by.
_STAGE = """
CASE WHEN s.status = 'processing' THEN 0 WHEN s.status = 'failed' THEN 5
     WHEN g.stopped_at <= %(since)s::timestamptz THEN 4 WHEN g.starts_at > %(since)s::timestamptz THEN 2
     WHEN g.ends_at > %(since)s::timestamptz THEN 1 ELSE 3 END"""
# Those whose name is not for the reader stand behind the others, by their number: a place would tell of the name.
_NAME = f"""
CASE WHEN o.id IS NOT NULL AND l.level IS NOT NULL THEN '0' || handsel_fold(left({TITLE}, 200))
     ELSE '1' || lpad(s.number::text, 20, '0') END"""

ORDERS = {
    "asked": Order("s.asked_at", "timestamptz", descending=True),
    "starts": Order("coalesce(g.starts_at, s.starts_at)", "timestamptz", descending=True),
    "ends": Order("coalesce(g.ends_at, s.ends_at)", "timestamptz", descending=False),
    "opportunity": Order(_NAME, "text", descending=False),
    "with": Order("handsel_fold(left(coalesce(grantee.name, team.name, ''), 200))", "text", descending=False),
    "by": Order("handsel_fold(left(coalesce(giver.name, ''), 200))", "text", descending=False),
    "access": Order("s.level", "smallint", descending=True),
    "state": Order(_STAGE, "integer", descending=False),
    "status": Order(
        "CASE s.status WHEN 'processing' THEN 0 WHEN 'failed' THEN 1 ELSE 2 END", "integer", descending=False
    ),
    "source": Order("s.source", "text", descending=False),
}


def placed(sort: str) -> tuple[Order, str]:
    """The order, and what is joined for it. An index walks `asked`; all else is read as far as it is seen and filtered, and its
    place said once for each row: a page compares it twice."""
    order = order_of(sort, among=ORDERS)
    if order is ORDERS["asked"]:
        return order, ""
    joined = f"CROSS JOIN LATERAL (SELECT {order.expression} AS place OFFSET 0) k"
    return replace(order, expression="k.place"), joined


def beyond(order: Order, *, descending: bool) -> str:
    """The rows after the place %(after_value)s, %(after_id)s. Of equal ones the newest stands first, whichever way it goes."""
    ahead, value = "<" if descending else ">", f"%(after_value)s::{order.type}"
    return (
        f"{order.expression} {ahead}= {value} "
        f"AND ({order.expression} {ahead} {value} OR s.id < %(after_id)s::uuid)"
    )
