"""Generated opportunities for the measurements: set-based SQL as `handsel_owner`, in a database of its own.

200,000 opportunities are 50 organizations with 4 teams of 20 members and 1,000 opportunities each, of which a board
shows 180 open ones and 20 closed lately. 20,000 is a tenth of the organizations; 2,000,000 is ten times the history in
each of them. A board shows the same at every size, so what it costs should be the same too.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
MAKE_WORKFLOWS = "import django; django.setup(); from bench.workflows import make_workflows; make_workflows()"
MIGRATE = "import django; django.setup(); from handsel.database.migrating import migrate; migrate()"

TEAMS, MEMBERS, OPEN, LATELY = 4, 20, 180, 20  # per organization; per team; on a board


@dataclass(frozen=True, slots=True)
class Size:
    opportunities: int

    @property
    def organizations(self) -> int:
        return min(50, max(1, self.opportunities // 4_000))

    @property
    def teams(self) -> int:
        return self.organizations * TEAMS

    @property
    def database(self) -> str:
        return f"bench_{self.opportunities}"


def key_of(team: int) -> str:
    """The API key of the member who sees all of a team."""
    return f"hs_bench{team}"


def key_of_all(team: int) -> str:
    """The API key of the member who sees all of the team's organization, and configures it."""
    return f"hs_bench_all{1 + (team - 1) // TEAMS}"


def make(url: str, size: Size, *, keep: bool = False) -> float | None:
    """Make the database unless it is there already, as this very program makes it. Gives the seconds that it took.

    `keep` takes it as it is, also where tables were changed since.
    """
    digest = _digest()
    with psycopg.connect(url, autocommit=True) as server:
        row = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [size.database],
        ).fetchone()
        if row == (digest,) or (row and row[0] and keep):
            return None
        begun = time.monotonic()
        server.execute(f"DROP DATABASE IF EXISTS {size.database} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {size.database}")
    own = in_database(url, size.database)
    _python(MIGRATE, own)
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # foreign keys hold by how the rows are made
        connection.execute(
            "SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'"
        )
        connection.execute("SET ROLE handsel_owner")
        _fill(connection, size, tables=PEOPLE)
        _python(MAKE_WORKFLOWS, own)
        with _without_indexes(connection):
            _fill(connection, size, tables=OPPORTUNITIES)
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("RESET ROLE")
        connection.execute("CHECKPOINT")
        connection.execute(f"COMMENT ON DATABASE {size.database} IS '{digest}'")
    return time.monotonic() - begun


@contextlib.contextmanager
def _without_indexes(connection: psycopg.Connection) -> Iterator[None]:
    """One that is built of all rows at once takes a fraction of the time."""
    rows = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint) AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
        [
            [
                "contacts_contact",
                "contacts_account",
                "opportunities_opportunity",
                "ledger_event",
                "shares_share",
                "automations_run",
            ]
        ],
    ).fetchall()
    connection.execute("; ".join(f"DROP INDEX {name}" for name, _ in rows))
    yield
    begun = time.monotonic()
    connection.execute("; ".join(definition for _, definition in rows))
    print(f"  indexes: {time.monotonic() - begun:.1f} s", flush=True)


def in_database(url: str, name: str) -> str:
    before, _, query = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}?{query}"


def _digest() -> str:
    files = sorted([*ROOT.glob("src/handsel/**/migrations/*.py"), *ROOT.glob("src/handsel/database/*.py")])
    files += [Path(__file__), Path(__file__).with_name("workflows.py")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _python(program: str, url: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "handsel.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
    }
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)


def _fill(connection: psycopg.Connection, size: Size, *, tables: dict[str, str]) -> None:
    for name, statement in (HELPERS | tables).items():
        begun = time.monotonic()
        connection.execute(
            statement.replace("{organizations}", str(size.organizations))
            .replace("{teams}", str(size.teams))
            .replace("{opportunities}", str(size.opportunities))
            .replace("{contacts}", str(size.opportunities * 4 // 5))
            .replace("{accounts}", str(size.opportunities // 5))
            .replace("{open}", str(OPEN))
            .replace("{lately}", str(LATELY))
            .replace("{members}", str(MEMBERS))
            .replace("{per_organization}", str(TEAMS))
        )
        print(f"  {name}: {time.monotonic() - begun:.1f} s", flush=True)


HELPERS = {
    "helpers": """
CREATE OR REPLACE FUNCTION pg_temp.id(kind integer, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;

CREATE OR REPLACE FUNCTION pg_temp.first_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN (ARRAY['Ada','Ben','Pia','Leo','Otto','Ines','Tom','Mara','Noa','Iker','Lena','Hugo','Zoe','Max','Eva','Jon',
    'Sara','Paul','Nina','Karl','Rosa','Luis','Emma','Finn','Olga','Juan','Vera','Mika','Rita','Emil','Ruth'])[1 + n % 31];

CREATE OR REPLACE FUNCTION pg_temp.last_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN (ARRAY['Bel','Kor','Man','Tre','Sol','Ver','Gal','Har','Lin','Mor','Pel','Ros','Sten','Tal','Vog','Wen','Ald',
    'Bran','Cas','Dor','Fer','Gren','Hol','Jan','Kel','Lam','Nor','Ost','Pri','Quin'])[1 + (n * 7919 / 900) % 30]
    || (ARRAY['a','e','i','o','u','ar','en','il','on','un','ba','de','fi','go','ku','la','me','ni','po','ru','sa','te',
    'vi','wo','za','ber','den','fin','gor','kas'])[1 + (n * 7919 / 30) % 30]
    || (ARRAY['mann','son','sen','ez','ski','berg','feld','ley','ton','well','man','holm','quist','dal','ner','ler','ker',
    'zer','rup','by','stad','mar','rin','lin','ko','va','no','ti','ra','ne'])[1 + (n * 7919) % 30];
""",
}

PEOPLE = {
    "organizations": """
INSERT INTO organizations_organization (id, name, parent_id, time_zone, locale, currency, switches, created_at)
SELECT pg_temp.id(1, n), 'Organization ' || n, NULL, 'UTC', 'en', 'EUR', '{}', now() FROM generate_series(1, {organizations}) n
""",
    "people": """
INSERT INTO organizations_user (id, password, email, name, is_active, created_at, session_round)
SELECT pg_temp.id(2, n), '!', 'm' || n || '@bench.example', pg_temp.first_name(n) || ' ' || pg_temp.last_name(n), true, now(), 0
FROM generate_series(1, {teams} * {members}) n;
INSERT INTO organizations_membership (id, organization_id, user_id, name, roles, sales_licence, locale, availability,
    invited_at, joined_at, last_seen_at)
SELECT pg_temp.id(3, n), pg_temp.id(1, 1 + (n - 1) / ({per_organization} * {members})), pg_temp.id(2, n),
    pg_temp.first_name(n) || ' ' || pg_temp.last_name(n), '{professional}', true, '', 'available', now(), now(), now()
FROM generate_series(1, {teams} * {members}) n;
INSERT INTO organizations_channel (id, organization_id, kind, name, created_at)
SELECT pg_temp.id(4, 10 * n + k), pg_temp.id(1, n), (ARRAY['email', 'voice', 'in_person'])[k], 'Channel ' || k, now()
FROM generate_series(1, {organizations}) n, generate_series(1, 3) k;
INSERT INTO organizations_apikey (id, organization_id, member_id, name, prefix, secret_hash, scopes, created_at, last_used_at)
SELECT pg_temp.id(5, n), pg_temp.id(1, 1 + (n - 1) / {per_organization}), pg_temp.id(3, 1 + (n - 1) * {members}), 'bench', 'hs_bench',
    sha256(convert_to('hs_bench' || n, 'UTF8')), '{read,write}', now(), now() + interval '1 year'
FROM generate_series(1, {teams}) n;
UPDATE organizations_organization SET switches = '{"sharing": true}';
UPDATE organizations_membership SET roles = '{professional,administrator}'
WHERE id IN (SELECT pg_temp.id(3, n * {per_organization} * {members}) FROM generate_series(1, {organizations}) n);
INSERT INTO organizations_apikey (id, organization_id, member_id, name, prefix, secret_hash, scopes, created_at, last_used_at)
SELECT pg_temp.id(14, n), pg_temp.id(1, n), pg_temp.id(3, n * {per_organization} * {members}), 'bench', 'hs_bench',
    sha256(convert_to('hs_bench_all' || n, 'UTF8')), '{read,write,configure}', now(), now() + interval '1 year'
FROM generate_series(1, {organizations}) n;
""",
}

# A temporary table of what each team's opportunities stand on; `open` are its open steps in the order of the board.
OPPORTUNITIES = {
    "teams": """
CREATE TEMPORARY TABLE team AS
SELECT n, pg_temp.id(6, n) AS id, organization.id AS organization_id, w.id AS workflow_id, v.id AS version_id,
    steps.open, steps.won, steps.lost
FROM generate_series(1, {teams}) n
CROSS JOIN LATERAL (SELECT pg_temp.id(1, 1 + (n - 1) / {per_organization}) AS id) organization
JOIN workflows_workflow w ON w.organization_id = organization.id AND w.name = (ARRAY['Free', 'Guided'])[1 + n % 2]
JOIN workflows_workflowversion v ON v.workflow_id = w.id
CROSS JOIN LATERAL (
    SELECT array_agg(step_id ORDER BY position) FILTER (WHERE status = 'open') AS open,
        (array_agg(step_id) FILTER (WHERE status = 'won'))[1] AS won, (array_agg(step_id) FILTER (WHERE status = 'lost'))[1] AS lost
    FROM workflows_versionstep s WHERE s.organization_id = v.organization_id AND s.version_id = v.id) steps;
INSERT INTO organizations_team (id, organization_id, name, workflow_id, deal_amount, potential, automatic_assignment, created_at)
SELECT id, organization_id, 'Team ' || n, workflow_id, true, false, false, now() FROM team;
INSERT INTO organizations_teamseat (id, organization_id, team_id, member_id, sees)
SELECT pg_temp.id(7, n), pg_temp.id(1, 1 + (n - 1) / ({per_organization} * {members})), pg_temp.id(6, 1 + (n - 1) / {members}),
    pg_temp.id(3, n), CASE WHEN n % {members} IN (1, 2, 3) THEN 'all' ELSE 'own' END
FROM generate_series(1, {teams} * {members}) n;
""",
    "accounts and contacts": """
INSERT INTO contacts_account (id, organization_id, name, attributes, source, revision, created_at, updated_at)
SELECT pg_temp.id(8, n), pg_temp.id(1, 1 + n % {organizations}), pg_temp.last_name(n / {organizations} + n) || (ARRAY[' Ltd', ' & Co', ' GmbH', ' Boats'])[1 + n % 4],
    '{}', '', 1, now() - interval '1 year', now() - interval '1 year'
FROM generate_series(0, {accounts} - 1) n;
INSERT INTO contacts_contact (id, organization_id, name, first_name, last_name, other_names, phone, phone_as_typed, email, email_key,
    account_id, source, revision, created_at, updated_at)
SELECT pg_temp.id(9, n), pg_temp.id(1, 1 + n % {organizations}), pg_temp.first_name(n / 7) || ' ' || pg_temp.last_name(n * 3),
    pg_temp.first_name(n / 7), pg_temp.last_name(n * 3), '[]',
    '+1555' || lpad(n::text, 8, '0'), '555 ' || lpad(n::text, 8, '0'), 'c' || n || '@example.org', 'c' || n || '@example.org',
    CASE WHEN n % 3 > 0 THEN pg_temp.id(8, n % {accounts}) END, '', 1, now() - interval '1 year', now() - interval '1 year'
FROM generate_series(0, {contacts} - 1) n;
""",
    # Number g is the place-th of its team; the last ones are open. All teams arrive mixed, as in life.
    "opportunities": """
INSERT INTO opportunities_opportunity (id, organization_id, lineage, team_id, workflow_version_id, step_id, entry_kind, title,
    contact_id, account_id, channel_id, author_id, owner_id, amount, currency, follow_up_at, description, source, attributes,
    revision, created_at, updated_at, entered_at, closed_at, lost_reason)
SELECT pg_temp.id(10, g), t.organization_id, 10000 + g, t.id, t.version_id,
    CASE WHEN is_open THEN t.open[1 + place % cardinality(t.open)] WHEN is_won THEN t.won ELSE t.lost END, 'new',
    CASE WHEN g % 4 = 0 THEN 'Sloop ' || 20 + g % 37 || ' for ' || pg_temp.last_name(g) END,
    pg_temp.id(9, {organizations} * ((g / {organizations}) % ({contacts} / {organizations})) + organization),
    CASE WHEN g % 3 = 0 THEN pg_temp.id(8, {organizations} * ((g / {organizations}) % ({accounts} / {organizations})) + organization) END,
    pg_temp.id(4, 10 * (organization + 1) + 1 + g % 3), pg_temp.id(3, 1 + (t.n - 1) * {members} + g % {members}),
    CASE WHEN g % 11 > 0 THEN pg_temp.id(3, 1 + (t.n - 1) * {members} + g * 3 % {members}) END,
    CASE WHEN g % 5 > 0 THEN (g * 7919 % 90000)::numeric + 0.50 END, (ARRAY['EUR', 'EUR', 'EUR', 'USD'])[1 + g % 4],
    CASE WHEN is_open AND g % 3 > 0 THEN now() + (g % 400 - 100) * interval '1 hour' END, '', '',
    CASE WHEN g % 2 = 0 THEN jsonb_build_object('need', 'cruising', 'length', g % 60) ELSE '{}' END,
    2 + g % 4, entered - interval '30 days', entered, entered, CASE WHEN NOT is_open THEN entered END,
    CASE WHEN NOT is_open AND NOT is_won THEN 'Price' END
FROM generate_series(1, {opportunities}) g
JOIN team t ON t.n = 1 + g % {teams}
CROSS JOIN LATERAL (SELECT (t.n - 1) / {per_organization} AS organization, g / {teams} AS place, {opportunities} / {teams} AS all_of_team) x
CROSS JOIN LATERAL (SELECT place >= all_of_team - {open} AS is_open, place % 3 = 0 AS is_won) y
CROSS JOIN LATERAL (SELECT CASE
    WHEN is_open THEN now() - (all_of_team - place) * interval '3 hours'
    WHEN place >= all_of_team - {open} - {lately} THEN now() - (all_of_team - {open} - place) * interval '1 day'
    ELSE now() - interval '120 days' - (1.0 - place::float / all_of_team) * interval '4 years' END AS entered) z;
SELECT setval('opportunities_lineage', 10000 + {opportunities} + 1);
""",
    "grants, notes, tasks": """
INSERT INTO opportunities_grant (id, organization_id, opportunity_id, member_id, level, starts_at, ends_at)
SELECT pg_temp.id(11, g), o.organization_id, o.id, pg_temp.id(3, 1 + g * 13 % ({per_organization} * {members})
        + ((1 + g % {teams} - 1) / {per_organization}) * {per_organization} * {members}),
    1 + g % 2, now() - interval '90 days', now() + (g % 120 - 60) * interval '1 day'
FROM generate_series(1, {opportunities} / 10) n CROSS JOIN LATERAL (SELECT 10 * n - n / {teams} % 10 AS g) x
JOIN opportunities_opportunity o ON o.id = pg_temp.id(10, g);
INSERT INTO opportunities_note (id, organization_id, opportunity_id, author_id, text, created_at)
SELECT pg_temp.id(12, g), o.organization_id, o.id, o.author_id, 'They called back and want to see it on Saturday.', o.entered_at
FROM generate_series(1, {opportunities}, 2) g JOIN opportunities_opportunity o ON o.id = pg_temp.id(10, g);
INSERT INTO opportunities_task (id, organization_id, opportunity_id, author_id, owner_id, title, due_at, created_at, done_at)
SELECT pg_temp.id(13, g), o.organization_id, o.id, o.author_id, o.owner_id, 'Send the offer', o.entered_at + interval '3 days',
    o.entered_at, o.closed_at
FROM generate_series(1, {opportunities}, 4) g JOIN opportunities_opportunity o ON o.id = pg_temp.id(10, g);
""",
    # What is lent, and of each one that was refused.
    "shares": """
INSERT INTO shares_share (id, organization_id, opportunity_id, number, member_id, level, source, given_by, asked_at, starts_at, ends_at,
    status, failure, decided_at, more_time_note)
SELECT CASE WHEN refused THEN pg_temp.id(14, o.lineage) ELSE n.id END, o.organization_id, o.id, o.lineage, n.member_id, n.level, 'manual', o.owner_id,
    n.starts_at + o.lineage * interval '30 seconds', n.starts_at, n.ends_at,
    CASE WHEN refused THEN 'failed' ELSE 'completed' END, CASE WHEN refused THEN 'is_owner' END, n.starts_at, ''
FROM opportunities_grant n JOIN opportunities_opportunity o ON o.id = n.opportunity_id CROSS JOIN (VALUES (true), (false)) each(refused);
""",
    # Two automations for each organization; one has run for every opportunity, with a condition and an action.
    "automations": """
INSERT INTO automations_automation (id, organization_id, name, position, state, author_id, draft, draft_revision, version, secret, created_at)
SELECT pg_temp.id(15, 2 * n + k), pg_temp.id(1, n), (ARRAY['Follow up', 'Greet'])[1 + k], k, 'paused', pg_temp.id(3, n * {per_organization} * {members}),
    '{}', 1, 1, 'secret', now() FROM generate_series(1, {organizations}) n, generate_series(0, 1) k;
INSERT INTO automations_run (id, organization_id, automation_id, version_number, event_transaction, event_id, event_type, event_at, opportunity_id,
    number, position, depth, state, tries, started_at, ended_at, facts, created_at)
SELECT pg_temp.id(16, o.lineage), o.organization_id, pg_temp.id(15, 2 * (1 + (t.n - 1) / {per_organization}) + o.lineage % 2), 1, 3, o.lineage, 'opportunity.moved',
    o.entered_at, o.id, o.lineage, 1, 1, 'done', 0, o.entered_at, o.entered_at, '{}', o.entered_at
FROM opportunities_opportunity o JOIN team t ON t.id = o.team_id;
INSERT INTO automations_line (id, organization_id, run_id, number, what, outcome, text, at)
SELECT pg_temp.id(17, 2 * o.lineage + k), o.organization_id, pg_temp.id(16, o.lineage), k, (ARRAY['condition', 'action'])[1 + k], (ARRAY['yes', 'done'])[1 + k],
    jsonb_build_object('key', 'automation.line.owner_set', 'values', jsonb_build_object('member', o.owner_id)), o.entered_at
FROM opportunities_opportunity o, generate_series(0, 1) k;
""",
    # One created, one to four moved, and one for a note and for a task; those of one opportunity lie apart, as in life.
    "ledger": """
INSERT INTO ledger_event (transaction, organization_id, type, at, actor_kind, actor_id, opportunity_id, revision,
    workflow_version_id, subject_id, data)
SELECT '3'::xid8, o.organization_id,
    CASE WHEN k = 1 THEN 'opportunity.created' WHEN k <= o.revision THEN 'opportunity.moved' WHEN k = 11 THEN 'note.added' ELSE 'task.added' END,
    o.created_at + k * interval '1 hour', 'user', o.author_id, o.id, least(k, o.revision), o.workflow_version_id,
    CASE k WHEN 11 THEN pg_temp.id(12, o.lineage - 10000) WHEN 12 THEN pg_temp.id(13, o.lineage - 10000) END,
    CASE WHEN k = 11 THEN '{}'::jsonb WHEN k = 12 THEN jsonb_build_object('owner', o.owner_id)
         WHEN k = 1 THEN jsonb_build_object('team_id', o.team_id, 'owner_id', o.owner_id, 'author_id', o.author_id, 'step', o.step_id)
         ELSE jsonb_build_object('team_id', o.team_id, 'owner_id', o.owner_id, 'author_id', o.author_id,
             'from_step', t.open[1], 'step', o.step_id, 'transition', '', 'reason', NULL) END
FROM (VALUES (1), (2), (3), (4), (5), (11), (12)) step(k)
JOIN opportunities_opportunity o ON k <= o.revision OR (k = 11 AND o.lineage % 2 = 1) OR (k = 12 AND o.lineage % 4 = 1)
JOIN team t ON t.id = o.team_id
ORDER BY k, o.lineage;
""",
}
