"""What automations have under way, counted when /metrics is asked."""

from collections.abc import Iterator

from django.db import connections
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

OPEN = """
SELECT state, count(*) FROM automations_run WHERE state IN ('ready', 'waiting') GROUP BY state
"""
NAME, HELP = "handsel_automation_runs", "Runs of automations that have not come to their end"


class Runs(Collector):
    def describe(self) -> Iterator[Metric]:
        """Asked at registration, when there is no database yet."""
        yield GaugeMetricFamily(NAME, HELP, labels=["state"])

    def collect(self) -> Iterator[Metric]:
        with connections["system"].cursor() as cursor:
            cursor.execute(OPEN)
            counts = dict(cursor.fetchall())
        family = GaugeMetricFamily(NAME, HELP, labels=["state"])
        for state in ("ready", "waiting"):
            family.add_metric([state], counts.get(state, 0))
        yield family
