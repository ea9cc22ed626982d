"""The board of a team: columns with true counts and sums, and slim cards, in few statements.

Counting walks a partial index of what is open, so it costs what the team has open, not its history; closed columns count and
show the last 90 days until *all* is chosen. Cards come per step, newest first, from an index in that very order.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language

from handsel.database.fields import instant
from handsel.http.languages import spoken
from handsel.http.paging import read_cursor, write_cursor
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.opportunities.access import READER, access_ends, changes, lent_of, values, visible
from handsel.opportunities.projection import LEVEL
from handsel.opportunities.queries import Filters, Where, where
from handsel.organizations.acting import Member
from handsel.organizations.rules import TeamNotFound
from handsel.workflows.graph import Graph, Stage, Status
from handsel.workflows.rules import Facts, stage_moves
from handsel.workflows.versions import graph_of_version
from handsel.workflows.ways import relevant_roles

PAGE = 40
RECENT = timedelta(days=90)
CLOSED = ("90", "all")


@dataclass(frozen=True, slots=True)
class Shown:
    """The team that a board shows, as its viewer may see it."""

    team_id: UUID
    name: str
    deal_amount: bool
    workflow_id: UUID
    workflow_name: str
    version_id: UUID
    version: int
    access_changes_at: str | None
    """When a share of the viewer's starts or ends next."""

    @property
    def graph(self) -> Graph:
        return graph_of_version(self.version_id)


TEAM = f"""
SELECT t.id, t.name, t.deal_amount, w.id, w.name, v.id, v.number, handsel_z({changes()})
FROM organizations_team t JOIN workflows_workflow w ON w.id = t.workflow_id
JOIN LATERAL (SELECT id, number FROM workflows_workflowversion WHERE workflow_id = w.id ORDER BY number DESC LIMIT 1) v ON true
WHERE t.id = %(team)s AND t.dissolved_at IS NULL AND (%(everything)s::boolean OR t.id = ANY(%(teams)s::uuid[]) OR {lent_of("t.id")})
"""

# What B7 shows of a card, no more.
CARD = """
json_build_object('id', o.id, 'number', o.lineage, 'contact', nullif(c.name, ''), 'title', o.title, 'account', a.name,
    'amount', o.amount::text, 'currency', o.currency, 'step', o.step_id, 'owner', o.owner_id,
    'follow_up_at', handsel_z(o.follow_up_at), 'channel', h.kind, 'revision', o.revision,
    'entered_at', handsel_z({order}), 'excluded', o.excluded_at IS NOT NULL, 'move', l.level >= 2, 'source_number', o.source_id,
    'product', p.name, 'access_ends_at', handsel_z({ends}))
"""

# Per step, so that the index gives the order; the best of each step are then merged into the column's order.
CARDS = """
SELECT {card}::text, o.step_id::text, {order}::text, o.id::text, o.owner_id::text
FROM unnest(%(steps)s::uuid[]) AS step(id)
CROSS JOIN LATERAL (
    SELECT o.* FROM opportunities_opportunity o
    WHERE o.organization_id = %(organization)s AND o.team_id = %(team)s AND o.step_id = step.id AND {is_open} AND {visible} {filters}
    ORDER BY {order} DESC, o.id DESC LIMIT {count}) o
{level}
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
LEFT JOIN organizations_channel h ON h.id = o.channel_id
LEFT JOIN catalog_product p ON p.id = o.product_id
ORDER BY {order} DESC, o.id DESC
"""
COUNTS = """
SELECT o.step_id::text, o.currency, count(*), sum(o.amount)::text
FROM opportunities_opportunity o
WHERE o.organization_id = %(organization)s AND o.team_id = %(team)s AND {is_open} AND {visible} {filters}
GROUP BY 1, 2
"""
PEOPLE = """
SELECT m.id::text, m.name, m.deactivated_at IS NULL AND s.id IS NOT NULL
FROM organizations_membership m
LEFT JOIN organizations_teamseat s ON s.member_id = m.id AND s.team_id = %(team)s
WHERE m.joined_at IS NOT NULL AND (m.id = ANY(%(owners)s::uuid[]) OR (s.id IS NOT NULL AND m.deactivated_at IS NULL))
ORDER BY handsel_fold(m.name)
"""

OPEN, SHUT = "o.closed_at IS NULL", "o.closed_at IS NOT NULL"
SINCE = "(o.closed_at IS NOT NULL AND o.closed_at > %(since)s)"


def find_team(team_id: UUID, *, member: Member, at: datetime) -> Shown:
    """A team that one is not in, does not see as a manager, and has nothing of by a share, is as absent as another's."""
    with connection.cursor() as cursor:
        cursor.execute(TEAM, {**values(member, at), "team": team_id})
        row = cursor.fetchone()
    if row is None:
        raise TeamNotFound(say("There is no such team, or you are not in it."))
    return Shown(*row)


def check_closed(closed: str) -> None:
    if closed not in CLOSED:
        raise field_refused("closed", say("Choose one of: {known}.", known=", ".join(CLOSED)))


def on_board(*, closed: str, is_open: bool) -> str:
    """The condition on `o`: open ones all, closed ones since `since` or all."""
    return OPEN if is_open else SHUT if closed == "all" else SINCE


def board(team_id: UUID, filters: Filters, *, closed: str, member: Member, at: datetime) -> bytes:
    """All of a team's board as JSON bytes."""
    check_closed(closed)
    shown = find_team(team_id, member=member, at=at)
    graph = shown.graph
    found = where(filters, member=member, at=at, graph=graph)
    counts = _counts(shown, found, closed=closed, member=member, at=at)
    total = sum(count for per_step in counts.values() for count, _ in per_step.values())
    cards = _cards_by_stage(shown, found, graph.stages_on_board, closed=closed, member=member, at=at)
    columns = [
        _column(
            stage,
            graph,
            counts=counts,
            total=total,
            page=cards[stage.id],
            scope=_scope(shown, stage, filters, closed, member),
        )
        for stage in graph.stages_on_board
    ]
    head = {
        "team": {"id": str(shown.team_id), "name": shown.name, "deal_amount": shown.deal_amount},
        "workflow": {
            "id": str(shown.workflow_id),
            "name": shown.workflow_name,
            "version": shown.version,
            "mode": graph.mode.value,
        },
        "now": instant(at),
        "closed": closed,
        "count": total,
        "amounts": _amounts([counts.get(step.id, {}) for step in graph.steps]),
        "people": _people(shown, [card for page in cards.values() for card in page]),
        "access_changes_at": shown.access_changes_at,
    }
    moves = _moves(graph, member=member)
    return b'%b, "moves": %b, "columns": [%b]}' % (json.dumps(head)[:-1].encode(), moves, b", ".join(columns))


def column(
    team_id: UUID,
    stage_id: UUID,
    filters: Filters,
    *,
    closed: str,
    cursor: str | None,
    member: Member,
    at: datetime,
) -> bytes:
    """The next cards of one column, as JSON bytes."""
    check_closed(closed)
    shown = find_team(team_id, member=member, at=at)
    graph = shown.graph
    if not graph.has_stage(str(stage_id)):
        raise field_refused("stage", say("This team's workflow has no such stage."))
    stage = graph.stage(str(stage_id))
    scope = _scope(shown, stage, filters, closed, member)
    after = read_cursor(cursor, scope=scope)
    page = _cards_by_stage(
        shown,
        where(filters, member=member, at=at, graph=graph),
        (stage,),
        closed=closed,
        member=member,
        at=at,
        after=after,
    )[stage.id]
    head = {"next_cursor": _next(page, scope), "access_changes_at": shown.access_changes_at}
    return with_cards(head, page)


@dataclass(frozen=True, slots=True)
class Card:
    """`json` as PostgreSQL wrote it; ids as text, since that is all they are needed for."""

    json: str
    step_id: str
    order: str
    id: str
    owner_id: str | None


def _cards_by_stage(
    shown: Shown,
    found: Where,
    stages: tuple[Stage, ...],
    *,
    closed: str,
    member: Member,
    at: datetime,
    after: list[Any] | None = None,
) -> dict[str, list[Card]]:
    """At most two statements: one for the open stages, one for the closed ones. One card more than a page says that more come."""
    graph, cards = shown.graph, dict[str, list[Card]]()
    for is_open in (True, False):
        wanted = [stage for stage in stages if (stage.status is Status.OPEN) == is_open]
        steps = [step.id for stage in wanted for step in graph.steps_of(stage.id)]
        rows = (
            _read_cards(
                shown, found, steps, is_open=is_open, closed=closed, member=member, at=at, after=after
            )
            if steps
            else []
        )
        for stage in wanted:
            own = {step.id for step in graph.steps_of(stage.id)}
            cards[stage.id] = [card for card in rows if card.step_id in own][: PAGE + 1]
    return cards


def _read_cards(
    shown: Shown,
    found: Where,
    steps: list[str],
    *,
    is_open: bool,
    closed: str,
    member: Member,
    at: datetime,
    after: list[Any] | None,
) -> list[Card]:
    order = "o.entered_at" if is_open else "o.closed_at"
    filters, given = found.sql, {**values(member, at), **found.values}
    if after is not None:
        filters += f" AND ({order}, o.id) < (%(after_value)s::timestamptz, %(after_id)s::uuid)"
        given |= {"after_value": after[0], "after_id": after[1]}
    query = CARDS.format(
        card=CARD.format(order=order, ends=access_ends(READER)),
        order=order,
        count=PAGE + 1,
        is_open=on_board(closed=closed, is_open=is_open),
        visible=visible(),
        filters=filters,
        level=LEVEL,
    )
    given |= {
        "organization": member.organization_id,
        "team": shown.team_id,
        "steps": steps,
        "since": at - RECENT,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return [Card(*row) for row in cursor.fetchall()]


Counts = dict[str, dict[str, tuple[int, str | None]]]


def _counts(shown: Shown, found: Where, *, closed: str, member: Member, at: datetime) -> Counts:
    """By step, then by currency: how many, and their sum."""
    counts: Counts = {}
    shown_cards = [on_board(closed=closed, is_open=is_open) for is_open in (True, False)]
    each = [COUNTS.format(is_open=one, visible=visible(), filters=found.sql) for one in shown_cards]
    given = {
        **values(member, at),
        **found.values,
        "organization": member.organization_id,
        "team": shown.team_id,
        "since": at - RECENT,
    }
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), given)
        for step_id, currency, count, amount in cursor.fetchall():
            counts.setdefault(step_id, {})[currency] = (count, amount)
    return counts


def _column(stage: Stage, graph: Graph, *, counts: Counts, total: int, page: list[Card], scope: str) -> bytes:
    """JSON: what is counted, and the cards as PostgreSQL wrote them."""
    steps = graph.steps_of(stage.id)
    per_step = [counts.get(step.id, {}) for step in steps]
    count = sum(number for each in per_step for number, _ in each.values())
    head = {
        "stage": {
            "id": stage.id,
            "name": stage.name,
            "status": stage.status.value,
            "position": graph.stages_on_board.index(stage),
        },
        "steps": [{"id": step.id, "name": step.name} for step in steps],
        "count": count,
        "share": round(count / total, 4) if total else 0,
        "amounts": _amounts(per_step),
        "next_cursor": _next(page, scope),
    }
    return with_cards(head, page)


def with_cards(head: dict[str, Any], page: list[Card]) -> bytes:
    cards = ", ".join(card.json for card in page[:PAGE])
    return f'{json.dumps(head)[:-1]}, "cards": [{cards}]}}'.encode()


def _amounts(per_step: list[dict[str, tuple[int, str | None]]]) -> list[dict[str, str]]:
    """One sum per currency, never mixed (D8)."""
    sums: dict[str, Decimal] = {}
    for each in per_step:
        for currency, (_, amount) in each.items():
            if amount is not None:
                sums[currency] = sums.get(currency, Decimal(0)) + Decimal(amount)
    return [{"currency": currency, "amount": str(amount)} for currency, amount in sorted(sums.items())]


def _people(shown: Shown, cards: list[Card]) -> list[dict[str, Any]]:
    """The team's active members, and whoever else owns a card that is shown."""
    owners = list({card.owner_id for card in cards if card.owner_id is not None})
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"team": shown.team_id, "owners": owners})
        return [{"id": row[0], "name": row[1], "active": row[2]} for row in cursor.fetchall()]


def _moves(graph: Graph, *, member: Member) -> bytes:
    """From each step, which stages are reachable for this person, and why not the others: asked before anybody drops.

    As JSON, kept with the graph, since it differs by nothing but the roles that this workflow names, and
    the language.
    """
    roles = relevant_roles(graph, frozenset(member.roles))
    kept_as = ("moves on a board", roles, get_language())
    known: bytes | None = graph.memory.get(kept_as)
    if known is None:
        known = graph.memory[kept_as] = json.dumps(_find_moves(graph, roles)).encode()
    return known


def _find_moves(graph: Graph, roles: frozenset[str]) -> dict[str, list[dict[str, Any]]]:
    facts = Facts(roles=roles, values={})
    return {
        step.id: [
            {"stage": stage_id, "allowed": allowed, "code": code, "text": text and spoken(text)}
            for stage_id, (allowed, code, text) in stage_moves(graph, step.id, facts).items()
        ]
        for step in graph.steps_on_board
    }


def _next(page: list[Card], scope: str) -> str | None:
    return write_cursor([page[PAGE - 1].order, page[PAGE - 1].id], scope=scope) if len(page) > PAGE else None


def _scope(shown: Shown, stage: Stage, filters: Filters, closed: str, member: Member) -> str:
    return f"board {member.organization_id} {member.id} {shown.team_id} {stage.id} {closed} {filters}"
