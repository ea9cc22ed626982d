"""The floor: a bare program that sends the least SQL possible for the same answers over the same driver.

No framework, no rules, no row-level security: one statement finds the key's member, one does the work for what they may
see, and PostgreSQL writes the JSON. It promises what Handsel promises on disk, and nothing else: it checks no input,
decides no move, wakes no reader.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from psycopg_pool import ConnectionPool

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "src")]

Start = Callable[[str, list[tuple[str, str]]], object]
Answer = tuple[int, bytes]

POOL: ConnectionPool[Any] | None = None

MEMBER = """
SELECT m.id AS me, m.organization_id AS organization, coalesce(m.sales_licence, m.roles && '{professional,manager,director}') AS licence,
    m.roles && '{manager,director,administrator}' AS everything, u.email, g.currency, k.scopes,
    coalesce((SELECT array_agg(s.team_id) FROM organizations_teamseat s WHERE s.member_id = m.id AND s.sees = 'all'), '{}') AS whole,
    coalesce((SELECT array_agg(s.team_id) FROM organizations_teamseat s WHERE s.member_id = m.id), '{}') AS teams, now() AS at
FROM organizations_apikey k JOIN organizations_membership m ON m.id = k.member_id
JOIN organizations_user u ON u.id = m.user_id JOIN organizations_organization g ON g.id = m.organization_id
WHERE k.secret_hash = %s AND k.revoked_at IS NULL AND m.joined_at IS NOT NULL AND m.deactivated_at IS NULL
"""

GRANT = """
FROM opportunities_grant g WHERE g.organization_id = o.organization_id AND g.opportunity_id = o.id
  AND (g.member_id = %(me)s OR g.team_id = ANY(%(teams)s::uuid[])) AND g.stopped_at IS NULL AND g.starts_at <= %(at)s AND g.ends_at > %(at)s
"""
BELONGS = "(o.owner_id = %(me)s OR %(everything)s::boolean OR o.team_id = ANY(%(whole)s::uuid[]))"
VISIBLE = f"({BELONGS} OR EXISTS (SELECT {GRANT}))"
LEVEL = f"""CASE WHEN %(licence)s::boolean AND {BELONGS} THEN 3
    ELSE greatest(CASE WHEN {BELONGS} THEN 1 END, (SELECT max(g.level)::int {GRANT})) END"""

JOINS = """
JOIN organizations_team t ON t.id = o.team_id
JOIN workflows_versionstep s ON s.organization_id = o.organization_id AND s.version_id = o.workflow_version_id AND s.step_id = o.step_id
LEFT JOIN contacts_contact c ON c.id = o.contact_id LEFT JOIN contacts_account a ON a.id = o.account_id
LEFT JOIN organizations_membership w ON w.id = o.owner_id LEFT JOIN organizations_membership u ON u.id = o.author_id
LEFT JOIN organizations_channel h ON h.id = o.channel_id LEFT JOIN catalog_product p ON p.id = o.product_id
LEFT JOIN opportunities_opportunity parent ON parent.id = o.parent_id
"""
TITLE = "coalesce(nullif(o.title, ''), nullif(c.name, ''), a.name, o.source_id, '#' || o.lineage)"


def ref(row: str) -> str:
    return f"CASE WHEN {row}.id IS NOT NULL THEN json_build_object('id', {row}.id, 'name', {row}.name) END"


def z(value: str) -> str:
    return f"""to_char({value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


MAY = """json_build_object('edit', l.level >= 2, 'move', l.level >= 2, 'follow_up', l.level >= 2, 'amount', l.level >= 2 AND t.deal_amount,
    'add', l.level >= 2, 'assign', l.level = 3, 'change_team', l.level = 3, 'delete', l.level = 3, 'exclude', false)"""
OUT = f"""json_build_object('id', o.id, 'number', o.lineage, 'title', {TITLE}, 'own_title', o.title,
    'contact', CASE WHEN c.id IS NOT NULL THEN json_build_object('id', c.id, 'name', c.name, 'email', c.email, 'phone', c.phone,
        'first_name', c.first_name, 'last_name', c.last_name) END,
    'account', {ref("a")}, 'team', {ref("t")}, 'step', json_build_object('id', s.step_id, 'name', s.name),
    'stage', json_build_object('id', s.stage_id, 'name', s.stage_name, 'status', s.status), 'status', s.status,
    'owner', {ref("w")}, 'author', {ref("u")},
    'channel', CASE WHEN h.id IS NOT NULL THEN json_build_object('id', h.id, 'name', h.name, 'kind', h.kind) END,
    'product', {ref("p")}, 'amount', o.amount::text, 'currency', o.currency, 'deal_amount', t.deal_amount,
    'follow_up_at', {z("o.follow_up_at")}, 'description', o.description, 'source', o.source, 'source_number', o.source_id,
    'excluded', o.excluded_at IS NOT NULL,
    'parent', CASE WHEN parent.id IS NOT NULL THEN json_build_object('id', parent.id, 'name', parent.title) END,
    'attributes', o.attributes, 'fields', s.fields, 'lost_reason', o.lost_reason, 'revision', o.revision, 'access_ends_at', NULL,
    'created_at', {z("o.created_at")}, 'updated_at', {z("o.updated_at")}, 'closed_at', {z("o.closed_at")}, 'entered_at', {z("o.entered_at")},
    'level', CASE l.level WHEN 3 THEN 'work' WHEN 2 THEN 'modify' ELSE 'view' END, 'may', {MAY})"""

MOVED = """json_build_object('team_id', o.team_id, 'owner_id', o.owner_id, 'author_id', o.author_id,
    'from_step', o.from_step, 'step', o.step_id, 'transition', '', 'reason', NULL)"""

BOARD = f"""
WITH team AS MATERIALIZED (
    SELECT t.id, t.name, t.deal_amount, w.id AS workflow_id, w.name AS workflow_name, v.id AS version_id, v.number, v.document->>'mode' AS mode
    FROM organizations_team t JOIN workflows_workflow w ON w.id = t.workflow_id
    JOIN LATERAL (SELECT id, number, document FROM workflows_workflowversion WHERE workflow_id = w.id ORDER BY number DESC LIMIT 1) v ON true
    WHERE t.id = %(team)s AND (%(everything)s::boolean OR t.id = ANY(%(teams)s::uuid[]))
), stage AS MATERIALIZED (
    SELECT stage_id, stage_name, stage_position, status, array_agg(step_id) AS steps,
        json_agg(json_build_object('id', step_id, 'name', s.name) ORDER BY position) AS refs
    FROM team JOIN workflows_versionstep s ON s.organization_id = %(organization)s AND s.version_id = team.version_id
    GROUP BY 1, 2, 3, 4
), count AS MATERIALIZED (
    SELECT stage_id, currency, sum(number) AS number, sum(amount) AS amount FROM (
        SELECT o.step_id, o.currency, count(*) AS number, sum(o.amount) AS amount
        FROM team JOIN opportunities_opportunity o ON o.team_id = team.id
        WHERE o.organization_id = %(organization)s AND o.closed_at IS NULL AND {VISIBLE} GROUP BY 1, 2
        UNION ALL SELECT o.step_id, o.currency, count(*), sum(o.amount)
        FROM team JOIN opportunities_opportunity o ON o.team_id = team.id
        WHERE o.organization_id = %(organization)s AND o.closed_at > now() - interval '90 days' AND {VISIBLE} GROUP BY 1, 2) each
    JOIN stage ON each.step_id = ANY(stage.steps) GROUP BY 1, 2
), card AS MATERIALIZED (
    SELECT stage.stage_id, o.owner_id, o.at, o.id, json_build_object('id', o.id, 'number', o.lineage, 'contact', c.name, 'title', o.title,
        'account', a.name, 'amount', o.amount::text, 'currency', o.currency, 'step', o.step_id, 'owner', o.owner_id,
        'follow_up_at', {z("o.follow_up_at")}, 'channel', h.kind, 'revision', o.revision, 'entered_at', {z("o.at")},
        'excluded', o.excluded_at IS NOT NULL, 'move', {LEVEL} >= 2, 'source_number', o.source_id) AS json
    FROM team, stage CROSS JOIN LATERAL (
        (SELECT o.*, o.entered_at AS at FROM unnest(stage.steps) AS one(id) CROSS JOIN LATERAL (
            SELECT o.* FROM opportunities_opportunity o WHERE o.organization_id = %(organization)s AND o.team_id = team.id AND o.step_id = one.id
            AND o.closed_at IS NULL AND {VISIBLE} ORDER BY o.entered_at DESC, o.id DESC LIMIT 40) o
         WHERE stage.status = 'open' ORDER BY o.entered_at DESC, o.id DESC LIMIT 40)
        UNION ALL
        (SELECT o.*, o.closed_at AS at FROM unnest(stage.steps) AS one(id) CROSS JOIN LATERAL (
            SELECT o.* FROM opportunities_opportunity o WHERE o.organization_id = %(organization)s AND o.team_id = team.id AND o.step_id = one.id
            AND o.closed_at > now() - interval '90 days' AND {VISIBLE} ORDER BY o.closed_at DESC, o.id DESC LIMIT 40) o
         WHERE stage.status <> 'open' ORDER BY o.closed_at DESC, o.id DESC LIMIT 40)) o
    LEFT JOIN contacts_contact c ON c.id = o.contact_id LEFT JOIN contacts_account a ON a.id = o.account_id
    LEFT JOIN organizations_channel h ON h.id = o.channel_id
)
SELECT json_build_object('team', json_build_object('id', team.id, 'name', team.name, 'deal_amount', team.deal_amount),
    'workflow', json_build_object('id', workflow_id, 'name', workflow_name, 'version', number, 'mode', mode), 'now', {z("now()")}, 'closed', '90',
    'count', (SELECT sum(number) FROM count),
    'amounts', (SELECT json_agg(json_build_object('currency', currency, 'amount', amount::text)) FROM (SELECT currency, sum(amount) AS amount FROM count GROUP BY 1) x),
    'people', (SELECT json_agg(json_build_object('id', m.id, 'name', m.name, 'active', true) ORDER BY m.name)
        FROM organizations_teamseat s JOIN organizations_membership m ON m.id = s.member_id WHERE s.team_id = team.id),
    'columns', (SELECT json_agg(json_build_object(
        'stage', json_build_object('id', stage_id, 'name', stage_name, 'status', status, 'position', stage_position), 'steps', refs,
        'count', (SELECT sum(number) FROM count WHERE count.stage_id = stage.stage_id), 'share', 0,
        'amounts', (SELECT json_agg(json_build_object('currency', currency, 'amount', amount::text)) FROM count WHERE count.stage_id = stage.stage_id),
        'cards', (SELECT json_agg(json ORDER BY at DESC, id DESC) FROM card WHERE card.stage_id = stage.stage_id),
        'next_cursor', NULL) ORDER BY stage_position) FROM stage))::text, team.version_id
FROM team
"""
CHANGES = z("""(SELECT min(CASE WHEN g.starts_at > %(at)s THEN g.starts_at ELSE g.ends_at END) FROM opportunities_grant g
    WHERE g.organization_id = %(organization)s AND (g.member_id = %(me)s OR g.team_id = ANY(%(teams)s::uuid[]))
    AND g.stopped_at IS NULL AND g.ends_at > %(at)s)""")
LIST = f"""
SELECT json_build_object('items', (SELECT json_agg({OUT} ORDER BY o.updated_at DESC, o.id DESC) FROM (
    SELECT o.* FROM opportunities_opportunity o WHERE o.organization_id = %(organization)s AND {VISIBLE}
    ORDER BY o.updated_at DESC, o.id DESC LIMIT 50) o {JOINS} CROSS JOIN LATERAL (SELECT {LEVEL} AS level) l), 'next_cursor', NULL,
    'access_changes_at', {CHANGES}, 'total', least(1000, total), 'total_capped', total > 1000)::text
FROM (SELECT count(*) AS total FROM (SELECT FROM opportunities_opportunity o WHERE o.organization_id = %(organization)s AND {VISIBLE} LIMIT 1001) c) n
"""
SHARES = f"""
SELECT json_build_object('items', (SELECT json_agg(json ORDER BY asked_at DESC, id DESC) FROM (
    SELECT i.asked_at, i.id, json_build_object('id', i.id, 'number', i.number,
        'opportunity', CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'name', {TITLE}) END,
        'member', {ref("m")}, 'team', {ref("t")}, 'given_by', {ref("y")}, 'automation', NULL, 'source', i.source,
        'access', CASE i.level WHEN 2 THEN 'modify' ELSE 'view' END, 'asked_at', {z("i.asked_at")},
        'starts_at', {z("g.starts_at")}, 'ends_at', {z("g.ends_at")}, 'status', i.status,
        'state', CASE WHEN g.ends_at > %(at)s THEN 'active' ELSE 'expired' END, 'failure', i.failure,
        'ended_at', {z("CASE WHEN g.ends_at <= %(at)s THEN g.ends_at END")}, 'stopped_by', {ref("x")},
        'cause', CASE WHEN g.ends_at <= %(at)s THEN 'time' END, 'more_time', i.more_time_at, 'batch', i.batch_id,
        'may', json_build_object('stop', i.given_by = %(me)s, 'extend', {LEVEL} = 3, 'ask', i.member_id = %(me)s)) AS json
    FROM shares_share i LEFT JOIN opportunities_grant g ON g.id = i.id LEFT JOIN opportunities_opportunity o ON o.id = i.opportunity_id
    LEFT JOIN contacts_contact c ON c.id = o.contact_id LEFT JOIN contacts_account a ON a.id = o.account_id
    LEFT JOIN organizations_membership m ON m.id = i.member_id LEFT JOIN organizations_team t ON t.id = i.team_id
    LEFT JOIN organizations_membership y ON y.id = i.given_by LEFT JOIN organizations_membership x ON x.id = i.stopped_by
    WHERE i.organization_id = %(organization)s AND ({BELONGS} OR i.given_by = %(me)s OR i.member_id = %(me)s)
    ORDER BY i.asked_at DESC, i.id DESC LIMIT 50) x), 'next_cursor', NULL)::text
"""
RUNS = f"""
SELECT json_build_object('items', (SELECT json_agg(json ORDER BY created_at DESC, id DESC) FROM (
    SELECT r.created_at, r.id, json_build_object('id', r.id, 'automation', {ref("w")}, 'version', r.version_number,
        'opportunity', CASE WHEN o.id IS NOT NULL THEN json_build_object('id', o.id, 'name', {TITLE}) END, 'number', r.number,
        'event', json_build_object('id', r.event_id::text, 'type', r.event_type, 'at', {z("r.event_at")}), 'state', r.state,
        'depth', r.depth, 'caused_by', r.cause_id, 'started_at', {z("r.started_at")}, 'ended_at', {z("r.ended_at")}, 'due_at', {z("r.due_at")},
        'lines', (SELECT json_agg(json_build_object('what', l.what, 'step_id', l.step_id, 'outcome', l.outcome, 'code', l.code,
            'text', jsonb_set(l.text, '{{values,member}}', coalesce(to_jsonb((SELECT m.name FROM organizations_membership m
                WHERE m.id = (l.text->'values'->>'member')::uuid)), 'null')), 'at', {z("l.at")}) ORDER BY l.number)
            FROM automations_line l WHERE l.organization_id = r.organization_id AND l.run_id = r.id)) AS json
    FROM automations_run r JOIN automations_automation w ON w.id = r.automation_id
    LEFT JOIN opportunities_opportunity o ON o.id = r.opportunity_id AND {VISIBLE}
    LEFT JOIN contacts_contact c ON c.id = o.contact_id LEFT JOIN contacts_account a ON a.id = o.account_id
    WHERE r.organization_id = %(organization)s ORDER BY r.created_at DESC, r.id DESC LIMIT 50) x), 'next_cursor', NULL)::text
"""
SEARCH = f"""
WITH asked AS (SELECT '%%' || handsel_fold(%(q)s) || '%%' AS pattern), found AS (
    SELECT o.id FROM asked, opportunities_opportunity o WHERE o.organization_id = %(organization)s AND handsel_fold(o.title) LIKE pattern AND o.title IS NOT NULL
    UNION SELECT o.id FROM asked, contacts_contact c JOIN opportunities_opportunity o ON o.organization_id = c.organization_id AND o.contact_id = c.id
     WHERE c.organization_id = %(organization)s AND handsel_fold(c.name || ' ' || coalesce(c.email, '') || ' ' || coalesce(c.phone, '')) LIKE pattern
    UNION SELECT o.id FROM asked, contacts_account a JOIN opportunities_opportunity o ON o.organization_id = a.organization_id AND o.account_id = a.id
     WHERE a.organization_id = %(organization)s AND handsel_fold(a.name) LIKE pattern)
SELECT json_build_object(
    'opportunities', (SELECT json_agg(json_build_object('id', o.id, 'number', o.lineage, 'title', {TITLE}, 'contact', c.name, 'account', a.name,
        'stage', json_build_object('id', s.stage_id, 'name', s.stage_name, 'status', s.status), 'amount', o.amount::text, 'currency', o.currency))
        FROM (SELECT o.* FROM found JOIN opportunities_opportunity o ON o.id = found.id WHERE {VISIBLE}
              ORDER BY o.closed_at IS NOT NULL, o.updated_at DESC LIMIT 8) o {JOINS}),
    'contacts', (SELECT json_agg(json_build_object('id', id, 'name', name)) FROM (SELECT c.id, c.name FROM asked, contacts_contact c
        WHERE c.organization_id = %(organization)s AND handsel_fold(c.name || ' ' || coalesce(c.email, '') || ' ' || coalesce(c.phone, '')) LIKE pattern
        ORDER BY updated_at DESC LIMIT 5) x),
    'accounts', (SELECT json_agg(json_build_object('id', id, 'name', name)) FROM (SELECT a.id, a.name FROM asked, contacts_account a
        WHERE a.organization_id = %(organization)s AND handsel_fold(a.name) LIKE pattern ORDER BY updated_at DESC LIMIT 5) x))::text
"""
DETAIL = f"""
SELECT {OUT}::text, o.revision FROM opportunities_opportunity o {JOINS} CROSS JOIN LATERAL (SELECT {LEVEL} AS level) l
WHERE o.id = %(id)s AND o.organization_id = %(organization)s AND {VISIBLE}
"""
TIMELINE = f"""
SELECT json_build_object('items', (SELECT json_agg(json) FROM (
    SELECT json_build_object('id', e.id::text, 'kind', split_part(e.type, '.', 1), 'type', e.type, 'at', {z("e.at")},
        'actor', {ref("actor")}, 'actor_kind', e.actor_kind,
        'text', json_build_object('key', e.type, 'values', e.data || jsonb_build_object(
            'step', (SELECT name FROM workflows_versionstep s WHERE s.organization_id = e.organization_id AND s.version_id = e.workflow_version_id AND s.step_id = (e.data->>'step')::uuid),
            'from_step', (SELECT name FROM workflows_versionstep s WHERE s.organization_id = e.organization_id AND s.version_id = e.workflow_version_id AND s.step_id = (e.data->>'from_step')::uuid))),
        'body', n.text,
        'note', CASE WHEN n.id IS NOT NULL THEN json_build_object('id', n.id, 'text', n.text, 'created_at', {z("n.created_at")}, 'edited_at', {z("n.edited_at")}, 'mine', n.author_id = %(me)s) END,
        'activity', CASE WHEN v.id IS NOT NULL THEN json_build_object('id', v.id, 'type', v.type, 'text', v.text, 'at', {z("v.at")}) END,
        'task', CASE WHEN k.id IS NOT NULL THEN json_build_object('id', k.id, 'title', k.title, 'due_at', {z("k.due_at")}, 'done_at', {z("k.done_at")}) END) AS json
    FROM ledger_event e LEFT JOIN organizations_membership actor ON actor.id = e.actor_id
    LEFT JOIN opportunities_note n ON e.type = 'note.added' AND n.id = e.subject_id
    LEFT JOIN opportunities_activity v ON e.type = 'activity.added' AND v.id = e.subject_id
    LEFT JOIN opportunities_task k ON e.type LIKE 'task.%%' AND k.id = e.subject_id
    WHERE e.organization_id = o.organization_id AND e.opportunity_id = o.id ORDER BY e.revision DESC, e.id DESC LIMIT 50) x), 'next_cursor', NULL)::text
FROM opportunities_opportunity o WHERE o.id = %(id)s AND o.organization_id = %(organization)s AND {VISIBLE}
"""
# One statement: lock and check, change, record, show. It trusts that the step may be taken.
MOVE = f"""
WITH taken AS MATERIALIZED (
    SELECT o.id, o.step_id FROM opportunities_opportunity o
    WHERE o.id = %(id)s AND o.organization_id = %(organization)s AND o.revision = %(revision)s AND {LEVEL} >= 2 FOR UPDATE OF o
), changed AS (
    UPDATE opportunities_opportunity o SET step_id = %(step)s, entered_at = now(), updated_at = now(), lost_reason = NULL, revision = revision + 1
    FROM taken WHERE o.id = taken.id RETURNING o.*, taken.step_id AS from_step
), recorded AS (
    INSERT INTO ledger_event (transaction, organization_id, type, at, actor_kind, actor_id, opportunity_id, revision, workflow_version_id, data)
    SELECT pg_current_xact_id(), o.organization_id, 'opportunity.moved', now(), 'key', %(me)s::uuid, o.id, o.revision, o.workflow_version_id, {MOVED} FROM changed o
)
SELECT {OUT}::text, o.revision FROM changed o {JOINS} CROSS JOIN LATERAL (SELECT {LEVEL} AS level) l
"""


def app(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    status, body = answer(environ)
    start(f"{status} -", [("content-type", "application/json"), ("content-length", str(len(body)))])
    return [body]


def answer(environ: dict[str, Any]) -> Answer:  # noqa: PLR0911 (a table of addresses)
    path, key = environ["PATH_INFO"], environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    query = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    values: dict[str, Any] = {"key": hashlib.sha256(key.encode()).digest()}
    match path.split("/")[3:]:
        case ["board"]:
            return board(values | {"team": query["team"]})
        case ["opportunities"]:
            return one(LIST, values)
        case ["shares"]:
            return one(SHARES, values)
        case ["automations", "runs"]:
            return one(RUNS, values)
        case ["search"]:
            return one(SEARCH, values | {"q": query["q"]})
        case ["opportunities", number]:
            return one(DETAIL, values | {"id": number})
        case ["opportunities", number, "timeline"]:
            return one(TIMELINE, values | {"id": number})
        case ["opportunities", number, "move"]:
            asked = json.loads(environ["wsgi.input"].read())
            return one(MOVE, values | {"id": number, "step": asked["step"], "revision": asked["revision"]})
        case _:
            return 404, b"{}"


def one(statement: str, values: dict[str, Any]) -> Answer:
    row = run(statement, values)
    return (200, row[0].encode()) if row else (404, b"{}")


def run(statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
    """Two statements: who it is, so that the other one is planned for them, and the work."""
    with pool().connection() as connection, connection.cursor() as cursor:
        member = cursor.execute(MEMBER, [values["key"]]).fetchone()
        if member is None:
            return None
        given = {column.name: value for column, value in zip(cursor.description or (), member, strict=True)}
        found: tuple[Any, ...] | None = cursor.execute(statement, values | given).fetchone()
        return found


_moves: dict[Any, bytes] = {}


def board(values: dict[str, Any]) -> Answer:
    """Which moves are allowed never changes within a version: asked of Handsel's rules once, then kept as bytes."""
    row = run(BOARD, values)
    if row is None:
        return 404, b"{}"
    if row[1] not in _moves:
        _moves[row[1]] = _moves_of(row[1])
    return 200, b'%b, "moves": %b}' % (row[0].encode()[:-1], _moves[row[1]])


def _moves_of(version_id: Any) -> bytes:
    from handsel.workflows.graph import graph_of
    from handsel.workflows.rules import Facts, stage_moves

    with pool().connection() as connection:
        row = connection.execute(
            "SELECT document FROM workflows_workflowversion WHERE id = %s", [version_id]
        ).fetchone()
    assert row is not None
    graph, facts = graph_of(row[0]), Facts(roles=frozenset({"professional"}), values={})
    return json.dumps(
        {
            step.id: [
                {"stage": stage, "allowed": allowed, "code": code or None, "text": text or None}
                for stage, (allowed, code, text) in stage_moves(graph, step.id, facts).items()
            ]
            for step in graph.steps_on_board
        }
    ).encode()


def pool() -> ConnectionPool[Any]:
    global POOL  # noqa: PLW0603 (one for the process)
    if POOL is None:
        settings = {
            "autocommit": True,
            "prepare_threshold": 3,
            "options": "-c role=handsel_owner -c timezone=UTC -c plan_cache_mode=force_generic_plan",
        }
        POOL = ConnectionPool(os.environ["DATABASE_URL"], min_size=8, max_size=8, kwargs=settings, open=True)
    return POOL


def main() -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "bench.floor:app", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI, workers=1, blocking_threads=8,
        http=HTTPModes.http1, websockets=False, log_level=LogLevels.error,
    ).serve()  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
