"""What every other migration needs: a refusing trigger, folding of text, and the epoch of this database."""

from typing import ClassVar

from django.db import migrations

REFUSE = """
CREATE FUNCTION handsel_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""

# unaccent() itself is only STABLE, since its dictionary may change; ours does not.
FOLD = """
CREATE FUNCTION handsel_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(public.unaccent('public.unaccent'::regdictionary, value))
"""

# An instant as JSON writes it here; STABLE like to_char, so that it is inlined.
INSTANT = """
CREATE FUNCTION handsel_z(value timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN to_char(value AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
"""

# A restore makes a new epoch, so that cursors from before it answer `reset`.
EPOCH = """
CREATE TABLE database_epoch (one boolean PRIMARY KEY DEFAULT true CHECK (one), id uuid NOT NULL DEFAULT gen_random_uuid());
INSERT INTO database_epoch DEFAULT VALUES;
GRANT SELECT ON database_epoch TO handsel_system;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.RunSQL([REFUSE, FOLD, INSTANT], migrations.RunSQL.noop),
        migrations.RunSQL(EPOCH, migrations.RunSQL.noop),
    ]
