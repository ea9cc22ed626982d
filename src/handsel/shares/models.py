from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handsel.kernel.ids import new_id
from handsel.organizations.models import Membership, Organization, Team

LEVELS = {"view": 1, "modify": 2}


class Share(models.Model):
    """A request to share, and what became of it (S2). Completed, there is a grant of the same id.

    `opportunity_id` is plain: the history outlives what it tells of. `minutes` and `days` say for how long it was asked;
    `starts_at` and `ends_at` are the instants that this came to. `due` is what is to be told next, at `due_at`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    opportunity_id = models.UUIDField()
    number = models.BigIntegerField()
    member = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    level = models.SmallIntegerField()
    source = models.TextField()
    given_by = models.ForeignKey(
        Membership,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_column="given_by",
    )
    automation_id = models.UUIDField(null=True)
    run_id = models.UUIDField(null=True)
    batch_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    minutes = models.IntegerField(null=True)
    days = models.IntegerField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.TextField()
    failure = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        Membership,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_column="stopped_by",
    )
    stopped_by_automation_id = models.UUIDField(null=True)
    more_time_until = models.DateTimeField(null=True)
    more_time_note = models.TextField(default="", blank=True)
    more_time_at = models.DateTimeField(null=True)
    more_time_by = models.ForeignKey(
        Membership,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_column="more_time_by",
    )
    due = models.TextField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="share_has_one_grantee", condition=Q(member__isnull=True) ^ Q(team__isnull=True)
            ),
            models.CheckConstraint(name="share_level_known", condition=Q(level__in=[1, 2])),
            models.CheckConstraint(name="share_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="share_source_known", condition=Q(source__in=["manual", "api", "automation"])
            ),
            models.CheckConstraint(
                name="share_is_decided_once",
                condition=Q(status="processing", decided_at__isnull=True, failure__isnull=True)
                | Q(status="completed", decided_at__isnull=False, failure__isnull=True)
                | Q(status="failed", decided_at__isnull=False, failure__isnull=False),
            ),
            models.CheckConstraint(
                name="share_due_is_known",
                condition=Q(due__isnull=True, due_at__isnull=True)
                | Q(due__in=["start", "warning", "end"], due_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="share_newest", fields=["organization", "-asked_at", "-id"]),
            models.Index(
                name="share_of_opportunity", fields=["organization", "opportunity_id", "-asked_at", "-id"]
            ),
            models.Index(name="share_of_member", fields=["organization", "member", "-asked_at", "-id"]),
            models.Index(name="share_of_team", fields=["organization", "team", "-asked_at", "-id"]),
            models.Index(
                name="share_waiting",
                fields=["organization", "batch_id", "opportunity_id"],
                condition=Q(status="processing"),
            ),
            models.Index(
                name="share_of_automation",
                fields=["organization", "automation_id", "-asked_at"],
                condition=Q(automation_id__isnull=False),
            ),
            models.Index(name="share_due", fields=["due_at"], condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.status}"
