"""What nobody needs any more, forgotten once a day."""

from datetime import timedelta

from django.db import connection, connections

from handsel.organizations.acting import System, acting

ANSWERS_KEPT = timedelta(hours=24)  # for the twin of a POST that comes late


def forget_answers() -> None:
    """Idempotency keys, organization by organization: even to clean up, nobody reaches over the fences."""
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT organization_id FROM http_idempotencykey")
        organizations = [row[0] for row in cursor.fetchall()]
    for each in organizations:
        with acting(System(organization_id=each)) as at, connection.cursor() as cursor:
            cursor.execute("DELETE FROM http_idempotencykey WHERE created_at < %s", [at - ANSWERS_KEPT])


def forget_sessions() -> None:
    """Those that have run out, by the clock that Django gives them; HANDSEL_CLOCK does not set it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE expire_date < clock_timestamp()")
