"""The log of runs is kept for half a year."""

from datetime import timedelta

from django.db import connection, connections

from handsel.organizations.acting import System, acting

KEPT = timedelta(days=180)
AT_ONCE = 1_000
FORGET = """
DELETE FROM automations_run WHERE id IN (
    SELECT id FROM automations_run WHERE organization_id = %s AND ended_at < %s ORDER BY ended_at LIMIT %s)
"""


def forget_runs() -> None:
    """Those that ended, organization by organization."""
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT organization_id FROM automations_automation")
        organizations = [row[0] for row in cursor.fetchall()]
    for each in organizations:
        forgotten = AT_ONCE
        while forgotten == AT_ONCE:
            with acting(System(organization_id=each)) as at, connection.cursor() as cursor:
                cursor.execute(FORGET, [each, at - KEPT, AT_ONCE])
                forgotten = cursor.rowcount
