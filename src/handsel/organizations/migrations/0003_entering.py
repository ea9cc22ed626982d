"""Entering an organization by an API key: who it is, their seats, the settings and the clock, in one statement."""

from typing import ClassVar

from django.db import migrations

ENTER = """
CREATE FUNCTION organizations_enter(secret_hash bytea) RETURNS TABLE (
    member_id uuid, user_id uuid, organization_id uuid, name text, email text, time_zone text, locale text, currency text,
    roles text[], sales_licence boolean, seats text, unused boolean, key_id uuid, scopes text[], at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 1 AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT set_config('handsel.member', m.id::text, true)::uuid, m.user_id,
           set_config('handsel.organization', m.organization_id::text, true)::uuid,
           m.name, u.email::text, o.time_zone, coalesce(nullif(m.locale, ''), o.locale), o.currency::text,
           m.roles, m.sales_licence,
           (SELECT coalesce(json_agg(json_build_array(s.team_id, s.sees)), '[]') FROM organizations_teamseat s
             JOIN organizations_team t ON t.id = s.team_id AND t.dissolved_at IS NULL WHERE s.member_id = m.id)::text,
           coalesce(k.last_used_at < clock_timestamp() - interval '5 minutes', true), k.id, k.scopes, clock_timestamp()
    FROM organizations_apikey k
    JOIN organizations_membership m ON m.id = k.member_id AND m.organization_id = k.organization_id
    JOIN organizations_user u ON u.id = m.user_id AND u.is_active
    JOIN organizations_organization o ON o.id = m.organization_id
    WHERE k.secret_hash = organizations_enter.secret_hash AND k.revoked_at IS NULL
      AND m.joined_at IS NOT NULL AND m.deactivated_at IS NULL;
END $$;
REVOKE ALL ON FUNCTION organizations_enter(bytea) FROM public;
GRANT EXECUTE ON FUNCTION organizations_enter(bytea) TO handsel_app, handsel_system;
COMMENT ON FUNCTION organizations_enter(bytea) IS
'Sees every organization, and answers for one: that of the key whose SHA-256 is given. Who can make the app role run any
statement could call set_config before this was here, and gains nothing by it: it takes the hash of a live key, which
nobody guesses, and gives no hash, no password, and no row but that of the key''s own member. See docs/adr/0014.';
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("organizations", "0002_fences")]
    operations: ClassVar = [
        migrations.RunSQL([ENTER], "DROP FUNCTION organizations_enter(bytea)"),
    ]
