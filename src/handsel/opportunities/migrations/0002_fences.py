"""Opportunities and what hangs on them are fenced; numbers come from one sequence; search knows its tenant."""

from typing import ClassVar

from django.db import migrations

from handsel.database.fences import THIS_ORGANIZATION, belongs, tenant_table

OPPORTUNITY, MEMBER, TEAM = "opportunities_opportunity", "organizations_membership", "organizations_team"

STEP = f"""
ALTER TABLE {OPPORTUNITY} ADD CONSTRAINT opportunity_stands_on_a_step_of_its_version
    FOREIGN KEY (organization_id, workflow_version_id, step_id)
    REFERENCES workflows_versionstep (organization_id, version_id, step_id);
CREATE SEQUENCE opportunities_lineage START 10001;
CREATE INDEX opportunity_search ON {OPPORTUNITY} USING gin (organization_id, handsel_fold(title) gin_trgm_ops)
    WHERE title IS NOT NULL;
CREATE INDEX opportunity_number ON {OPPORTUNITY} (organization_id, (lineage::text) text_pattern_ops);
"""

# ILIKE and trigrams are not leakproof, so under a policy they would read every row: candidates come from here.
SEARCH = f"""
CREATE FUNCTION opportunities_search(q text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 50 AS $$
    WITH asked AS (
        SELECT '%' || regexp_replace(handsel_fold(q), '([\\\\%_])', '\\\\\\1', 'g') || '%' AS pattern
    )
    SELECT o.id FROM asked, {OPPORTUNITY} o
     WHERE o.organization_id = {THIS_ORGANIZATION} AND handsel_fold(o.title) LIKE asked.pattern AND o.title IS NOT NULL
    UNION
    SELECT o.id FROM asked, contacts_contact c JOIN {OPPORTUNITY} o ON o.organization_id = c.organization_id AND o.contact_id = c.id
     WHERE c.organization_id = {THIS_ORGANIZATION} AND c.erased_at IS NULL
       AND handsel_fold(c.name || ' ' || coalesce(c.email, '') || ' ' || coalesce(c.phone, '')) LIKE asked.pattern
    UNION
    SELECT o.id FROM asked, contacts_account a JOIN {OPPORTUNITY} o ON o.organization_id = a.organization_id AND o.account_id = a.id
     WHERE a.organization_id = {THIS_ORGANIZATION} AND handsel_fold(a.name) LIKE asked.pattern
    UNION
    SELECT o.id FROM {OPPORTUNITY} o
     WHERE o.organization_id = {THIS_ORGANIZATION} AND o.lineage::text = ltrim(btrim(q), '#')
    UNION
    SELECT o.id FROM {OPPORTUNITY} o
     WHERE o.organization_id = {THIS_ORGANIZATION} AND o.source_id = btrim(q)
$$;
"""
CLOSED = """
REVOKE ALL ON FUNCTION opportunities_search(text) FROM public;
GRANT EXECUTE ON FUNCTION opportunities_search(text) TO handsel_app;
"""


def part(table: str, **references: str) -> list[migrations.RunSQL]:
    """A part of an opportunity: it goes when the opportunity goes."""
    return [
        *tenant_table(table, references=references),
        belongs(table, "opportunity_id", OPPORTUNITY, on_delete="CASCADE"),
    ]


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("opportunities", "0001_tables"),
        ("workflows", "0002_fences"),
        ("contacts", "0002_fences"),
        ("catalog", "0002_fences"),
    ]
    operations: ClassVar = [
        *tenant_table(
            OPPORTUNITY,
            references={
                "team_id": TEAM,
                "workflow_version_id": "workflows_workflowversion",
                "contact_id": "contacts_contact",
                "account_id": "contacts_account",
                "channel_id": "organizations_channel",
                "product_id": "catalog_product",
                "author_id": MEMBER,
                "owner_id": MEMBER,
            },
            system_reads=True,
        ),
        migrations.RunSQL([STEP, SEARCH, CLOSED], migrations.RunSQL.noop),
        *tenant_table(
            "opportunities_grant", references={"member_id": MEMBER, "team_id": TEAM}, system_reads=True
        ),
        belongs("opportunities_grant", "opportunity_id", OPPORTUNITY, on_delete="CASCADE"),
        *part("opportunities_note", author_id=MEMBER),
        *part("opportunities_activity", author_id=MEMBER),
        *part("opportunities_task", author_id=MEMBER, owner_id=MEMBER),
        migrations.RunSQL(
            [
                "GRANT SELECT ON opportunities_task TO handsel_system",
                "CREATE POLICY system_reads ON opportunities_task FOR SELECT TO handsel_system USING (true)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
