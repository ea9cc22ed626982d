"""Migration operations that fence a tenant's rows.

`fenced(table)` gives a table its row-level security; `belongs(table, column, target)` a composite foreign key
(organization_id, x_id), because a simple one accepts another tenant's row.
"""

from typing import Any

from django.db.migrations import RunSQL

THIS_ORGANIZATION = "nullif(current_setting('handsel.organization', true), '')::uuid"


def fenced(table: str, *, column: str = "organization_id", system_reads: bool = False) -> RunSQL:
    """Rows are seen and written only inside their organization; `system_reads` opens SELECT to `handsel_system`."""
    ours = f"{column} = {THIS_ORGANIZATION}"
    statements: list[str | Any] = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY inside ON {table} TO handsel_app USING ({ours}) WITH CHECK ({ours})",
    ]
    if system_reads:
        statements += [
            f"GRANT SELECT ON {table} TO handsel_system",
            f"CREATE POLICY system_reads ON {table} FOR SELECT TO handsel_system USING (true)",
        ]
    return RunSQL(statements, RunSQL.noop)


def unfenced(table: str) -> RunSQL:
    """The system reads a table that has no tenant."""
    return RunSQL(f"GRANT SELECT ON {table} TO handsel_system", RunSQL.noop)


def tenant_key(table: str) -> RunSQL:
    """What composite foreign keys point at."""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant UNIQUE (organization_id, id)", RunSQL.noop
    )


def belongs(table: str, column: str, target: str, *, on_delete: str = "NO ACTION") -> RunSQL:
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_tenant "
        f"FOREIGN KEY (organization_id, {column}) REFERENCES {target} (organization_id, id) ON DELETE {on_delete}",
        RunSQL.noop,
    )


def stays(table: str, column: str = "organization_id") -> RunSQL:
    """A row never changes its organization: row-level security and sharding both rest on that."""
    return RunSQL(
        f"CREATE TRIGGER organization_stays BEFORE UPDATE OF {column} ON {table} FOR EACH ROW "
        f"WHEN (OLD.{column} IS DISTINCT FROM NEW.{column}) EXECUTE FUNCTION handsel_refuse()",
        RunSQL.noop,
    )


def tenant_table(
    table: str, *, references: dict[str, str] | None = None, system_reads: bool = False
) -> list[RunSQL]:
    """The whole fence of one table: `references` maps a column to the table that it points at."""
    return [
        tenant_key(table),
        *(belongs(table, column, target) for column, target in (references or {}).items()),
        fenced(table, system_reads=system_reads),
        stays(table),
    ]
