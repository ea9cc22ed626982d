"""How late the timers are, measured when /metrics is asked."""

from collections.abc import Iterator

from django.db import connections
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from handsel.database.clock import read_clock

OLDEST = """
SELECT clock_timestamp(), (SELECT min(follow_up_due_at) FROM opportunities_opportunity WHERE follow_up_due_at IS NOT NULL),
       (SELECT min(remind_due_at) FROM opportunities_task WHERE remind_due_at IS NOT NULL)
"""
NAME, HELP = "handsel_timer_late_seconds", "Seconds since the oldest reminder should have been sent"


class Lateness(Collector):
    def describe(self) -> Iterator[Metric]:
        """Asked at registration, when there is no database yet."""
        yield GaugeMetricFamily(NAME, HELP, labels=["timer"])

    def collect(self) -> Iterator[Metric]:
        with connections["system"].cursor() as cursor:
            cursor.execute(OLDEST)
            now, *oldest = cursor.fetchone()
        at, family = read_clock(now), GaugeMetricFamily(NAME, HELP, labels=["timer"])
        for name, due in zip(("follow_up", "task"), oldest, strict=True):
            late = 0.0 if due is None else max(0.0, (at - due).total_seconds())
            family.add_metric([name], late)
        yield family
