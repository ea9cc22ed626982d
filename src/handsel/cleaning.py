"""What nobody needs any more, forgotten once a day."""

from datetime import timedelta

from django.db import connection, connections

from handsel.organizations.acting import System, acting

ANSWERS_KEPT = timedelta(hours=24)  # for the twin of a POST that comes late
REQUESTS_KEPT = timedelta(days=90)  # for who asks what became of them; the shares themselves stay


def forget_answers() -> None:
    """Idempotency keys."""
    _forget("http_idempotencykey", "created_at", kept=ANSWERS_KEPT)


def forget_requests() -> None:
    """What programs asked for by the compatible routes."""
    _forget("compatible_request", "asked_at", kept=REQUESTS_KEPT)


def _forget(table: str, column: str, *, kept: timedelta) -> None:
    """Organization by organization: even to clean up, nobody reaches over the fences."""
    with connections["system"].cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT organization_id FROM {table}")
        organizations = [row[0] for row in cursor.fetchall()]
    for each in organizations:
        with acting(System(organization_id=each)) as at, connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE {column} < %s", [at - kept])


def forget_sessions() -> None:
    """Those that have run out, by the clock that Django gives them; HANDSEL_CLOCK does not set it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE expire_date < clock_timestamp()")
