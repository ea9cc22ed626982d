"""An opportunity as its reader gets it, built by PostgreSQL. `o` is its row; the other letters come from `LEVEL` and `JOINS`."""

from handsel.opportunities.access import MANY, ONE, READER, access_ends, level, ties, visible


def close(sql: str) -> str:
    """Without indentation: what is longer than 4,096 characters, psycopg parses anew at each execution."""
    return " ".join(sql.split())


JOINS = close("""
JOIN organizations_team t ON t.id = o.team_id
JOIN workflows_versionstep s ON s.organization_id = o.organization_id AND s.version_id = o.workflow_version_id AND s.step_id = o.step_id
LEFT JOIN contacts_contact c ON c.id = o.contact_id
LEFT JOIN contacts_account a ON a.id = o.account_id
LEFT JOIN organizations_membership w ON w.id = o.owner_id
LEFT JOIN organizations_membership u ON u.id = o.author_id
LEFT JOIN organizations_channel h ON h.id = o.channel_id
LEFT JOIN catalog_product p ON p.id = o.product_id
LEFT JOIN opportunities_opportunity up ON up.id = o.parent_id
""")

# B15: the name given, else the contact's, else the account's, else its number in the source.
TITLE = "coalesce(nullif(o.title, ''), nullif(c.name, ''), a.name, o.source_id, '#' || o.lineage)"


def ref(row: str, *, name: str = "name") -> str:
    return f"handsel_ref({row}.id, {row}.{name})"


MAY = "(%(may)s::text[])[2 * coalesce(l.level, 1) + t.deal_amount::int]::json"

# More than fifty pairs would pass PostgreSQL's limit of arguments.
OUT = close(f"""
json_build_object(
    'id', o.id, 'number', o.lineage, 'title', {TITLE}, 'own_title', o.title,
    'contact', CASE WHEN c.id IS NOT NULL THEN json_build_object(
        'id', c.id, 'name', c.name, 'email', c.email, 'phone', c.phone,
        'first_name', c.first_name, 'last_name', c.last_name) END,
    'account', {ref("a")}, 'team', {ref("t")},
    'step', json_build_object('id', s.step_id, 'name', s.name),
    'stage', json_build_object('id', s.stage_id, 'name', s.stage_name, 'status', s.status), 'status', s.status,
    'owner', {ref("w")}, 'author', {ref("u")},
    'channel', CASE WHEN h.id IS NOT NULL THEN json_build_object('id', h.id, 'name', h.name, 'kind', h.kind) END,
    'product', {ref("p")},
    'amount', o.amount::text, 'currency', o.currency, 'deal_amount', t.deal_amount,
    'follow_up_at', handsel_z(o.follow_up_at), 'description', o.description,
    'source', o.source, 'source_number', o.source_id, 'excluded', o.excluded_at IS NOT NULL,
    'parent', CASE WHEN {visible(MANY, row="up")} THEN handsel_ref(up.id, coalesce(up.title, '#' || up.lineage)) END,
    'parent_deleted', o.parent_id IS NOT NULL AND up.id IS NULL,
    'attributes', o.attributes, 'fields', s.fields, 'lost_reason', o.lost_reason, 'revision', o.revision,
    'access_ends_at', handsel_z({access_ends(READER)}),
    'created_at', handsel_z(o.created_at), 'updated_at', handsel_z(o.updated_at),
    'closed_at', handsel_z(o.closed_at), 'entered_at', handsel_z(o.entered_at),
    'level', CASE l.level WHEN 3 THEN 'work' WHEN 2 THEN 'modify' ELSE 'view' END,
    'may', {MAY}
)""")

_FACTS = ", ".join(f"{value} AS {name}" for name, value in ONE.items())
LEVEL = close(f"""
CROSS JOIN (SELECT {_FACTS}) m
CROSS JOIN LATERAL (SELECT {ties(MANY)}) b
CROSS JOIN LATERAL (SELECT {level(READER)} AS level) l
""")
"""What the reader has, `l.level`. Their facts `m` and ties `b` are said once: at each place they would take too much room."""
