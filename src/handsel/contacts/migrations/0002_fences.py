from typing import ClassVar

from django.db import migrations

from handsel.database.fences import THIS_ORGANIZATION, tenant_table

ACCOUNT, CONTACT = "contacts_account", "contacts_contact"
SEARCH = [
    f"CREATE INDEX account_search ON {ACCOUNT} USING gin (organization_id, handsel_fold(name) gin_trgm_ops)",
    f"CREATE INDEX contact_search ON {CONTACT} USING gin (organization_id, "
    "handsel_fold(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')) gin_trgm_ops)",
]

# Trigrams are not leakproof, so under a policy they would read every row: candidates come from here.
FIND = f"""
CREATE FUNCTION contacts_search(q text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 50 AS $$
    SELECT c.id FROM contacts_contact c
     WHERE c.organization_id = {THIS_ORGANIZATION} AND c.erased_at IS NULL
       AND handsel_fold(c.name || ' ' || coalesce(c.email, '') || ' ' || coalesce(c.phone, ''))
           LIKE '%' || regexp_replace(handsel_fold(q), '([\\\\%_])', '\\\\\\1', 'g') || '%'
$$;
CREATE FUNCTION accounts_search(q text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 50 AS $$
    SELECT a.id FROM contacts_account a
     WHERE a.organization_id = {THIS_ORGANIZATION}
       AND handsel_fold(a.name) LIKE '%' || regexp_replace(handsel_fold(q), '([\\\\%_])', '\\\\\\1', 'g') || '%'
$$;
REVOKE ALL ON FUNCTION contacts_search(text), accounts_search(text) FROM public;
GRANT EXECUTE ON FUNCTION contacts_search(text), accounts_search(text) TO handsel_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contacts", "0001_tables"), ("organizations", "0002_fences")]
    operations: ClassVar = [
        *tenant_table(ACCOUNT, references={"parent_id": ACCOUNT}),
        *tenant_table(CONTACT, references={"account_id": ACCOUNT}),
        migrations.RunSQL([*SEARCH, FIND], migrations.RunSQL.noop),
    ]
