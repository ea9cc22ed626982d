"""Tenants apart (O1), a tree of one level, and the names that a family knows."""

from typing import ClassVar

from django.db import migrations

from handsel.database.fences import THIS_ORGANIZATION, fenced, tenant_table, unfenced

ONE_LEVEL = """
CREATE FUNCTION organizations_one_level() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('handsel.tree', 0));
        IF NEW.parent_id = NEW.id
           OR EXISTS (SELECT FROM organizations_organization WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
           OR EXISTS (SELECT FROM organizations_organization WHERE parent_id = NEW.id) THEN
            RAISE EXCEPTION 'the tree of organizations is one level deep' USING ERRCODE = 'check_violation',
                CONSTRAINT = 'organization_tree_one_level';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tree_one_level BEFORE INSERT OR UPDATE OF parent_id ON organizations_organization
    FOR EACH ROW EXECUTE FUNCTION organizations_one_level();
"""

# One of the few functions that see two organizations: names and switches of a family, nothing more (O1, O6).
FAMILY = f"""
CREATE FUNCTION organizations_family() RETURNS TABLE (id uuid, name text, relation text, switches jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT other.id, other.name,
           CASE WHEN other.id = me.parent_id THEN 'parent' WHEN other.parent_id = me.id THEN 'child' ELSE 'sibling' END,
           CASE WHEN other.id = me.parent_id THEN other.switches ELSE '{{}}'::jsonb END
    FROM organizations_organization me
    JOIN organizations_organization other
      ON other.id <> me.id AND (other.id = me.parent_id OR other.parent_id = me.id OR other.parent_id = me.parent_id)
    WHERE me.id = {THIS_ORGANIZATION}
$$;
REVOKE ALL ON FUNCTION organizations_family() FROM public;
GRANT EXECUTE ON FUNCTION organizations_family() TO handsel_app;
"""

MEMBER, TEAM = "organizations_membership", "organizations_team"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("organizations", "0001_tables"), ("database", "0001_functions")]
    operations: ClassVar = [
        migrations.RunSQL([ONE_LEVEL, FAMILY], migrations.RunSQL.noop),
        fenced("organizations_organization", column="id", system_reads=True),
        unfenced("organizations_user"),
        *tenant_table(MEMBER, system_reads=True),
        *tenant_table("organizations_availabilitychange", references={"member_id": MEMBER}),
        *tenant_table(TEAM, system_reads=True),
        *tenant_table(
            "organizations_teamseat", references={"team_id": TEAM, "member_id": MEMBER}, system_reads=True
        ),
        *tenant_table("organizations_channel"),
        *tenant_table("organizations_apikey", references={"member_id": MEMBER}, system_reads=True),
    ]
