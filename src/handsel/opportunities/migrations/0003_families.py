"""Follow-ons (W11): whose child it is, set once; children are found by their parent.

A deleted parent's id stays where it is, so there is no foreign key: that it was one of the organization is checked when
the child is made.
"""

from typing import ClassVar

from django.db import migrations, models

OPPORTUNITY = "opportunities_opportunity"

FUNCTIONS = f"""
CREATE FUNCTION handsel_ref(id uuid, name text) RETURNS json LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN id IS NOT NULL THEN json_build_object('id', id, 'name', name) END
$$;
CREATE FUNCTION opportunity_parent_exists() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM FROM {OPPORTUNITY} p WHERE p.organization_id = NEW.organization_id AND p.id = NEW.parent_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a parent is an opportunity of the same organization' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TRIGGERS = f"""
CREATE TRIGGER parent_is_set_once BEFORE UPDATE OF parent_id, follow_on_id ON {OPPORTUNITY} FOR EACH ROW
    WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id OR OLD.follow_on_id IS DISTINCT FROM NEW.follow_on_id)
    EXECUTE FUNCTION handsel_refuse();
CREATE TRIGGER parent_exists BEFORE INSERT ON {OPPORTUNITY} FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION opportunity_parent_exists();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("opportunities", "0002_fences")]
    operations: ClassVar = [
        migrations.AddField("opportunity", "follow_on_id", models.UUIDField(null=True)),
        migrations.AddIndex(
            "opportunity",
            models.Index(
                name="opportunity_children",
                fields=["organization", "parent_id"],
                condition=models.Q(parent_id__isnull=False),
            ),
        ),
        migrations.RunSQL([FUNCTIONS, TRIGGERS], migrations.RunSQL.noop),
    ]
