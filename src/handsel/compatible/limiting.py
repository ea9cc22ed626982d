"""25 calls in 5 seconds for each key, over all processes: one statement decides, under the lock of the key's row."""

import math
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.kernel.refusals import TooMany
from handsel.kernel.sentences import as_it_is
from handsel.organizations.acting import Member

MOST, WINDOW = 25, timedelta(seconds=5)

# Who waited for the lock is counted at the instant of who was before it, if that is later: then no window of 5 seconds,
# wherever it begins, holds more.
COUNT = """
INSERT INTO compatible_calls AS c (organization_id, key_id, at) VALUES (%(organization)s, %(key)s, ARRAY[%(at)s::timestamptz])
ON CONFLICT (key_id) DO UPDATE
SET at = ARRAY(SELECT one FROM unnest(c.at) AS one WHERE one > greatest(%(at)s, c.at[cardinality(c.at)]) - %(window)s::interval
               ORDER BY one) || greatest(%(at)s, c.at[cardinality(c.at)])
WHERE (SELECT count(*) FROM unnest(c.at) AS one
       WHERE one > greatest(%(at)s, c.at[cardinality(c.at)]) - %(window)s::interval) < %(most)s
RETURNING true
"""
KEPT = "SELECT at FROM compatible_calls WHERE key_id = %s"


class TooManyCalls(TooMany):
    code = "too_many_calls"


def count_call(key_id: UUID, *, by: Member, at: datetime) -> None:
    """Refused with `after`, the seconds until there is room again. What is refused does not count."""
    given: dict[str, Any] = {
        "organization": by.organization_id,
        "key": key_id,
        "at": at,
        "window": WINDOW,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, given)
        if cursor.fetchone() is not None:
            return
        cursor.execute(KEPT, [key_id])
        (kept,) = cursor.fetchone()
    after = max(1, math.ceil((kept[0] + WINDOW - max(at, kept[-1])).total_seconds()))
    raise TooManyCalls(
        as_it_is(f"API calls exceeded the limit of {MOST} in {WINDOW.seconds} second(s)"), after=after
    )
