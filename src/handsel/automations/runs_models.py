from typing import ClassVar

from django.db import models
from django.db.models import Q

from handsel.automations.models import Automation
from handsel.kernel.ids import new_id
from handsel.organizations.models import Organization

STATES = ("ready", "waiting", "done", "failed", "cut", "skipped", "stopped")
OPEN = ("ready", "waiting")


class Run(models.Model):
    """One automation, set off by one event of one opportunity: once, whatever dies (A5).

    `step` is what comes next, by its id; null before the conditions. `due_at` is when a waiting one goes on, or a ready one
    that failed is tried again. `depth` counts the runs that led here, this one included; `cause_id` is the run whose change
    the event is. The opportunity is named plainly: the log outlives it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    automation = models.ForeignKey(
        Automation, on_delete=models.PROTECT, related_name="runs", db_constraint=False
    )
    version_number = models.IntegerField()
    event_transaction = models.BigIntegerField()
    event_id = models.BigIntegerField()
    event_type = models.TextField()
    event_at = models.DateTimeField()
    opportunity_id = models.UUIDField(null=True)
    number = models.BigIntegerField(null=True)
    position = models.IntegerField()
    depth = models.SmallIntegerField()
    cause_id = models.UUIDField(null=True)
    state = models.TextField()
    step = models.TextField(null=True)
    due_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    """Of the event: its subject, who did it."""
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="run_once",
                fields=["organization", "automation", "event_id", "opportunity_id"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="run_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="run_is_open_or_ended", condition=Q(state__in=OPEN) ^ Q(ended_at__isnull=False)
            ),
            models.CheckConstraint(
                name="run_that_waits_is_due", condition=~Q(state="waiting") | Q(due_at__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="run_ready",
                fields=["organization", "event_transaction", "event_id", "position", "id"],
                condition=Q(state="ready"),
            ),
            models.Index(name="run_due", fields=["due_at"], condition=Q(state="waiting")),
            models.Index(name="run_open_of_automation", fields=["automation"], condition=Q(state__in=OPEN)),
            models.Index(name="run_newest", fields=["organization", "-created_at", "-id"]),
            models.Index(
                name="run_of_automation", fields=["organization", "automation", "-created_at", "-id"]
            ),
            models.Index(
                name="run_of_opportunity",
                fields=["organization", "opportunity_id", "-created_at", "-id"],
                condition=Q(opportunity_id__isnull=False),
            ),
            models.Index(
                name="run_ended", fields=["organization", "ended_at"], condition=Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.step or ''}"


class Line(models.Model):
    """What a run found, did or could not do. `text` is a key and its values; ids in it are named when it is read."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines", db_constraint=False)
    number = models.IntegerField()
    step_id = models.UUIDField(null=True)
    what = models.TextField()
    outcome = models.TextField()
    code = models.TextField(null=True)
    text = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="line_once", fields=["organization", "run", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.outcome}"
