from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from handsel.catalog.models import Product
from handsel.contacts.models import Account, Contact
from handsel.database.fields import Amount
from handsel.kernel.ids import new_id
from handsel.organizations.models import Channel, Membership, Organization, Team
from handsel.workflows.models import WorkflowVersion


class Opportunity(models.Model):
    """A possible sale. Stage and status are derived from its step and stored nowhere (W4).

    `closed_at` is when it last left the open stages; `entered_at` when it came to its step. `lineage` names it across
    organizations and is the number that people see. `parent_id` is set once, and stays when the parent is deleted;
    `follow_on_id` is the follow-on of the parent's workflow that it was started by.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    lineage = models.BigIntegerField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_constraint=False)
    workflow_version = models.ForeignKey(WorkflowVersion, on_delete=models.PROTECT, db_constraint=False)
    step_id = models.UUIDField()
    entry_kind = models.TextField(default="new")
    title = models.TextField(null=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, db_constraint=False)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, db_constraint=False)
    channel = models.ForeignKey(Channel, null=True, on_delete=models.PROTECT, db_constraint=False)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, db_constraint=False)
    author = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    owner = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    amount = Amount(null=True)
    currency = models.CharField(max_length=3)
    follow_up_at = models.DateTimeField(null=True)
    follow_up_due_at = models.DateTimeField(null=True)
    description = models.TextField(default="", blank=True)
    source = models.TextField(default="", blank=True)
    source_id = models.TextField(null=True)
    lost_reason = models.TextField(null=True)
    excluded_at = models.DateTimeField(null=True)
    parent_id = models.UUIDField(null=True)
    follow_on_id = models.UUIDField(null=True)
    attributes = models.JSONField(default=dict)
    revision = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="lineage_once", fields=["organization", "lineage"]),
            models.UniqueConstraint(
                name="opportunity_source_once",
                fields=["organization", "source", "source_id"],
                condition=Q(source_id__isnull=False),
            ),
            models.CheckConstraint(name="amount_is_not_negative", condition=Q(amount__gte=0)),
        ]
        indexes: ClassVar = [
            models.Index(
                name="board_open",
                fields=["organization", "team", "step_id", "-entered_at", "-id"],
                include=["currency", "amount", "owner_id", "author_id", "excluded_at"],
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                name="board_closed",
                fields=["organization", "team", "step_id", "-closed_at", "-id"],
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(name="opportunity_updated", fields=["organization", "-updated_at", "-id"]),
            models.Index(name="opportunity_of_owner", fields=["organization", "owner", "-updated_at"]),
            models.Index(name="opportunity_of_author", fields=["organization", "author", "-updated_at"]),
            models.Index(name="opportunity_of_contact", fields=["organization", "contact"]),
            models.Index(name="opportunity_of_account", fields=["organization", "account"]),
            models.Index(
                name="opportunity_children",
                fields=["organization", "parent_id"],
                condition=Q(parent_id__isnull=False),
            ),
            models.Index(
                name="follow_up_due", fields=["follow_up_due_at"], condition=Q(follow_up_due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.lineage}"


class Grant(models.Model):
    """One reason why someone has access who is neither owner nor of the team: for a time, at a level.

    `level`: 1 view, 2 modify. It outlives its opportunity, which is then null.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    opportunity = models.ForeignKey(
        Opportunity, null=True, on_delete=models.SET_NULL, related_name="grants", db_constraint=False
    )
    member = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    level = models.SmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given_by = models.UUIDField(null=True)
    stopped_at = models.DateTimeField(null=True)
    cause = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="grant_has_one_holder", condition=Q(member__isnull=True) ^ Q(team__isnull=True)
            ),
            models.CheckConstraint(name="grant_level_known", condition=Q(level__in=[1, 2])),
            models.CheckConstraint(name="grant_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes: ClassVar = [
            models.Index(name="grant_of_opportunity", fields=["organization", "opportunity"]),
            models.Index(name="grant_of_member", fields=["organization", "member", "ends_at"]),
            models.Index(name="grant_of_team", fields=["organization", "team", "ends_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.level} until {self.ends_at}"


class Note(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, db_constraint=False)
    author = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    text = models.TextField()
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="note_of_opportunity", fields=["organization", "opportunity", "-created_at"])
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Activity(models.Model):
    """Something that was done, of a type that people name themselves: a visit, a document collected (B13)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, db_constraint=False)
    author = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    type = models.TextField()
    text = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(name="activity_of_opportunity", fields=["organization", "opportunity", "-at"])
        ]

    def __str__(self) -> str:
        return self.type


class Task(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, db_constraint=False)
    author = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    owner = models.ForeignKey(
        Membership, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    title = models.TextField()
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    remind_due_at = models.DateTimeField(null=True)
    remind_run_id = models.UUIDField(null=True)
    """The run of an automation that set the reminder, or none."""
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="task_of_opportunity", fields=["organization", "opportunity", "due_at"]),
            models.Index(
                name="task_of_owner",
                fields=["organization", "owner", "due_at"],
                condition=Q(done_at__isnull=True),
            ),
            models.Index(
                name="task_reminder_due", fields=["remind_due_at"], condition=Q(remind_due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title
