"""Row-level security under it all: what a forgotten filter would show."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from handsel.kernel.ids import new_id
from handsel.organizations.acting import System, acting
from handsel.organizations.models import Organization


def test_nothing_is_seen_outside_a_transaction_of_ours(db: None) -> None:
    organization_id = new_id()
    with acting(System(organization_id=organization_id)) as at:
        Organization.objects.create(id=organization_id, name="Acme", created_at=at)
        assert Organization.objects.count() == 1

    assert Organization.objects.count() == 0


def test_another_organization_sees_nothing_and_writes_nothing(db: None) -> None:
    acme, other = new_id(), new_id()
    with acting(System(organization_id=acme)) as at:
        Organization.objects.create(id=acme, name="Acme", created_at=at)

    with acting(System(organization_id=other)) as at:
        assert not Organization.objects.exists()
        assert Organization.objects.filter(pk=acme).update(name="Taken") == 0
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO organizations_organization (id, name, time_zone, locale, currency, switches, created_at) "
                "VALUES (%s, 'x', 'UTC', 'en', 'EUR', '{}', %s)",
                [acme, at],
            )


# Every other table is a tenant's.
WITHOUT_TENANT = {
    "organizations_user": "a person signs in once, whatever the organizations they belong to",
    "database_epoch": "one row: which life of this database it is",
    "ledger_reader": "how far readers of all organizations have come",
    "handsel_cache": "counts of failed sign-ins and other passing things",
    "django_session": "known before the organization is",
    "django_migrations": "which tables there are",
    "django_content_type": "what tables are called",
}
# What the kept libraries bring: sign-in and second factors, permissions that nobody uses, jobs.
OF_LIBRARIES = ("account_", "auth_", "mfa_", "socialaccount_", "usersessions_", "procrastinate_")
TREE = "organizations_organization"

TABLES = """
SELECT c.relname, c.relrowsecurity,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped)
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""
POLICIES = """
SELECT tablename, policyname, cmd, roles::text[], qual, with_check FROM pg_policies WHERE schemaname = 'public'
"""
REFERENCES = """
SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
       ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY AS n(number, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.number ORDER BY n.place)::text[]
FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
"""
COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'uuid'::regtype
  AND a.attname NOT IN ('id', 'organization_id')
"""
# An id that points at nothing the database holds, each with its reason.
FREE_IDS = {
    "ledger_event": {
        "actor_id",
        "cause_id",
        "opportunity_id",
        "subject_id",
        "workflow_version_id",
    },  # outlives what it tells of
    "http_idempotencykey": {"caller_id"},  # a member or a key; forgotten after a day
    "opportunities_opportunity": {
        "step_id",
        "parent_id",
        "follow_on_id",
    },  # with its version; a parent may be deleted; of its version's document
    "imports_importrow": {"subject_id"},  # of whatever table the row was for
    "imports_original": {
        "subject_id",
        "first_run_id",
    },  # likewise; what was before an import outlives its run
    "notifications_notification": {"subject_id"},  # a task or nothing; may be gone
    "opportunities_grant": {"given_by"},  # a member or an automation
    "opportunities_task": {"remind_run_id"},  # outlives the run; of a room above
    "shares_share": {
        "opportunity_id",
        "automation_id",
        "run_id",
        "batch_id",
        "stopped_by_automation_id",
    },  # outlives what it tells of; a batch is known by its rows alone
    "workflows_workflowversion": {"published_by"},  # a member or nobody
    "automations_automationversion": {"published_by"},  # a member
    "automations_run": {"opportunity_id", "cause_id"},  # the log outlives what it tells of
    "automations_line": {"step_id"},  # of the version's document
    "workflows_workflowdraft": {"edited_by"},  # likewise
    "workflows_versionstep": {"step_id", "stage_id"},  # of the version's document
}


def ask(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def tenant_tables() -> set[str]:
    named = (name for name, _, _ in ask(TABLES) if not name.startswith(OF_LIBRARIES))
    return set(named) - set(WITHOUT_TENANT)


def test_every_table_is_fenced_or_has_a_reason(db: None) -> None:
    fenced = {name: (secured, has_column) for name, secured, has_column in ask(TABLES)}

    assert set(WITHOUT_TENANT) <= set(fenced)
    assert {name for name in tenant_tables() if fenced[name] != (True, name != TREE)} == set()


def test_every_policy_keeps_reading_and_writing_inside(db: None) -> None:
    inside = {
        name: (set(roles), qual, check)
        for name, policy, _, roles, qual, check in ask(POLICIES)
        if policy == "inside"
    }
    others = {(policy, cmd, *roles) for _, policy, cmd, roles, _, _ in ask(POLICIES) if policy != "inside"}

    assert set(inside) == tenant_tables()
    for name, (roles, qual, check) in inside.items():
        column = "id" if name == TREE else "organization_id"
        ours = f"({column} = (NULLIF(current_setting('handsel.organization'::text, true), ''::text))::uuid)"
        assert (name, roles, qual, check) == (name, {"handsel_app"}, ours, ours)
    assert others == {("system_reads", "SELECT", "handsel_system")}


def test_every_reference_between_tenants_tables_is_composite(db: None) -> None:
    """A simple one accepts another tenant's row."""
    tenants = tenant_tables()
    simple = {
        f"{table}.{columns[0]} → {target}"
        for _, table, target, columns in ask(REFERENCES)
        if table in tenants and target in tenants - {TREE} and columns[0] != "organization_id"
    }

    assert simple == set()


def test_every_id_points_somewhere_or_has_a_reason(db: None) -> None:
    referring = {(table, column) for _, table, _, columns in ask(REFERENCES) for column in columns}
    free: dict[str, set[str]] = {}
    for table, column in ask(COLUMNS):
        if table in tenant_tables() and (table, column) not in referring:
            free.setdefault(table, set()).add(column)

    assert {table: ids - set(FREE_IDS.get(table, set())) for table, ids in free.items()} == {
        table: set() for table in free
    }


def test_no_row_changes_its_organization(db: None) -> None:
    stays = {
        name
        for (name,) in ask(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'organization_stays'"
        )
    }
    never_changed = {"ledger_event", "http_idempotencykey", TREE}

    assert tenant_tables() - stays - never_changed == set()


def test_the_roles_are_bound(db: None) -> None:
    bound = ask(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb, "
        "EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid) FROM pg_roles r "
        "WHERE rolname IN ('handsel_app', 'handsel_system') ORDER BY 1"
    )

    assert bound == [("handsel_app", False, False), ("handsel_system", False, False)]
    assert ask("SELECT current_user") == [("handsel_app",)]


def test_the_system_only_reads(db: None) -> None:
    writes = ask(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = 'handsel_system' AND privilege_type <> 'SELECT' AND table_schema = 'public'"
    )

    assert writes == []


def test_few_functions_see_two_organizations(db: None) -> None:
    """Those that run as their owner have a fixed search path; all but the tree's and the key's keep to one organization."""
    definers = ask(
        "SELECT proname, array_to_string(proconfig, ','), prosrc FROM pg_proc "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
    )
    wide = {name for name, _, body in definers if "current_setting('handsel.organization'" not in body}

    assert {name: path for name, path, _ in definers if path != "search_path=pg_catalog, public"} == {}
    assert wide == {"organizations_one_level", "organizations_enter"}
