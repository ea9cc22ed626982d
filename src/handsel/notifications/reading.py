"""Having looked at them."""

from datetime import datetime

from django.db import connection

from handsel.organizations.acting import Member


def mark_read(member: Member, *, until: datetime, at: datetime) -> None:
    """Those up to `until`; one that came meanwhile stays new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_notification SET read_at = %s "
            "WHERE organization_id = %s AND member_id = %s AND read_at IS NULL AND at <= %s",
            [at, member.organization_id, member.id, until],
        )
