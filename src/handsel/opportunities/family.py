"""The family of an opportunity: all that follows from the same first one, as far as the reader may see it (W11)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.sentences import say
from handsel.opportunities.access import values
from handsel.opportunities.gate import Taken, look
from handsel.opportunities.projection import JOINS, LEVEL, TITLE, ref
from handsel.opportunities.queries import access_changes_at
from handsel.opportunities.rules import OpportunityNotFound, Permission, allows
from handsel.organizations.acting import Member
from handsel.organizations.rules import Capability
from handsel.workflows.attributes import attribute_for
from handsel.workflows.graph import FollowOn, Graph
from handsel.workflows.versions import describe_attribute, graph_of_version

DEEPEST = 200
MOST = 2_000

# Up to the first one there is, then down to everybody; those who may not be seen too, for what hangs on them. The nearest
# come first, should there be more than anybody reads. An amount that the team keeps unseen is none.
TREE = f"""
WITH RECURSIVE up AS (
    SELECT o.id, o.parent_id, 0 AS height FROM opportunities_opportunity o WHERE o.id = %(id)s
    UNION ALL
    SELECT o.id, o.parent_id, up.height + 1 FROM up
    JOIN opportunities_opportunity o ON o.organization_id = %(organization)s AND o.id = up.parent_id
    WHERE up.height < {DEEPEST}
), tree AS (
    (SELECT up.id, 0 AS depth FROM up ORDER BY up.height DESC LIMIT 1)
    UNION ALL
    SELECT o.id, tree.depth + 1 FROM tree
    JOIN opportunities_opportunity o ON o.organization_id = %(organization)s AND o.parent_id = tree.id
    WHERE tree.depth < {DEEPEST}
)
SELECT o.id, o.parent_id, o.follow_on_id::text, o.workflow_version_id, l.level IS NOT NULL,
    CASE WHEN t.deal_amount THEN o.amount END,
    json_build_object('id', o.id, 'number', o.lineage, 'title', {TITLE},
        'step', json_build_object('id', s.step_id, 'name', s.name),
        'stage', json_build_object('id', s.stage_id, 'name', s.stage_name, 'status', s.status), 'status', s.status,
        'amount', CASE WHEN t.deal_amount THEN o.amount::text END, 'currency', o.currency, 'owner', {ref("w")},
        'created_at', handsel_z(o.created_at))::text
FROM tree JOIN opportunities_opportunity o ON o.organization_id = %(organization)s AND o.id = tree.id {LEVEL} {JOINS}
ORDER BY o.id NOT IN (SELECT up.id FROM up), tree.depth, o.created_at, o.id LIMIT {MOST}
"""


@dataclass(frozen=True, slots=True)
class Relative:
    id: UUID
    parent_id: UUID | None
    follow_on_id: str | None
    version_id: UUID
    seen: bool
    amount: Decimal | None
    shown: dict[str, Any]


def family(opportunity_id: UUID, *, member: Member, at: datetime) -> dict[str, Any]:
    """Who may not be seen is as absent as who does not exist: their children hang on the nearest one above who may."""
    taken = look(opportunity_id, member=member, at=at)
    relatives = _read(opportunity_id, member=member, at=at)
    members = list(_told(relatives))
    own = relatives.get(opportunity_id)
    if own is None:
        raise OpportunityNotFound(say("There is no such opportunity."))  # deleted since we looked
    parent = next((one for one in members if one["id"] == str(own.parent_id)), None)
    may = allows(taken.level, Permission.FOLLOW_ON, capabilities=member.capabilities)
    return {
        "parent": parent,
        "parent_deleted": own.parent_id is not None and own.parent_id not in relatives,
        "members": members,
        "totals": _totals([one for one in relatives.values() if one.seen]),
        "follow_ons": [_on_offer(one, taken) for one in taken.graph.follow_ons],
        "may": {"follow_on": may and member.can(Capability.CREATE)},
        "access_changes_at": access_changes_at(member, at=at),
    }


def _read(opportunity_id: UUID, *, member: Member, at: datetime) -> dict[UUID, Relative]:
    given = {**values(member, at), "id": opportunity_id, "organization": member.organization_id}
    with connection.cursor() as cursor:
        cursor.execute(TREE, given)
        rows = cursor.fetchall()
    return {row[0]: Relative(*[*row[:-1], json.loads(row[-1])]) for row in rows}


def _told(relatives: dict[UUID, Relative]) -> Iterator[dict[str, Any]]:
    """Depth first; a loop instead of calls, since a chain may be long."""
    children: dict[UUID | None, list[Relative]] = {}
    for one in relatives.values():
        children.setdefault(one.parent_id if one.parent_id in relatives else None, []).append(one)
    waiting: list[tuple[Relative, UUID | None, int]] = [
        (one, None, 0) for one in _in_order(children.get(None, []))
    ]
    while waiting:
        one, above, depth = waiting.pop()
        below = (one.id, depth + 1) if one.seen else (above, depth)
        if one.seen:
            yield {
                **one.shown,
                "parent": None if above is None else str(above),
                "depth": depth,
                "follow_on": _name_of_follow_on(one, relatives),
            }
        waiting += [(child, *below) for child in _in_order(children.get(one.id, []))]


def _in_order(siblings: list[Relative]) -> list[Relative]:
    """The first made is the last on the pile, so the next to be told."""
    return sorted(siblings, key=lambda one: (one.shown["created_at"], str(one.id)), reverse=True)


def _name_of_follow_on(one: Relative, relatives: dict[UUID, Relative]) -> str | None:
    """As the parent's workflow calls it now; none where that may not be seen, or calls nothing so any more."""
    parent = None if one.parent_id is None else relatives.get(one.parent_id)
    if one.follow_on_id is None or (parent is not None and not parent.seen):
        return None
    graphs = [graph_of_version(known.version_id) for known in (parent, one) if known is not None]
    names = (
        follow_on.name
        for graph in graphs
        for follow_on in graph.follow_ons
        if follow_on.id == one.follow_on_id
    )
    return next(names, None)


def _totals(members: list[Relative]) -> list[dict[str, Any]]:
    """Per currency, never mixed (D8); `count` of those that have an amount."""
    amounts: dict[str, list[Decimal]] = {}
    for one in members:
        if one.amount is not None:
            amounts.setdefault(one.shown["currency"], []).append(one.amount)
    return [
        {"currency": currency, "amount": str(sum(given, Decimal(0))), "count": len(given)}
        for currency, given in sorted(amounts.items())
    ]


def _on_offer(one: FollowOn, taken: Taken) -> dict[str, Any]:
    graph: Graph = taken.graph
    found = (attribute_for(graph, key) for key in one.carry)
    step = graph.step(one.step_id)
    return {
        "id": one.id,
        "name": one.name,
        "step": {"id": step.id, "name": step.name},
        "carry": [
            describe_attribute(attribute)
            for attribute in found
            if attribute is not None and (attribute.key != "amount" or taken.deal_amount)
        ],
    }
