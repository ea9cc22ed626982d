from typing import ClassVar

from django.db import models

from handsel.database.fields import TransactionId

# Few beside what happens to opportunities, and asked for by whom they are about (S11).
OF_PEOPLE = (
    "member.invited", "member.joined", "member.edited", "member.deactivated", "member.reactivated", "team.edited",
)  # fmt: skip


class Event(models.Model):
    """A stored fact. Plain UUIDs without foreign keys: a tombstone outlives its row."""

    id = models.BigAutoField(primary_key=True)
    transaction = TransactionId()
    organization_id = models.UUIDField()
    type = models.TextField()
    at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    client = models.TextField(null=True)
    opportunity_id = models.UUIDField(null=True)
    revision = models.IntegerField(null=True)
    subject_id = models.UUIDField(null=True)
    workflow_version_id = models.UUIDField(null=True)
    cause_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="event_in_order", fields=["transaction", "id"]),
            models.Index(
                name="event_of_opportunity",
                fields=["organization_id", "opportunity_id", "-revision", "-id"],
                condition=models.Q(opportunity_id__isnull=False),
            ),
            models.Index(name="event_of_organization", fields=["organization_id", "transaction", "id"]),
            models.Index(
                name="event_of_people",
                fields=["organization_id", "at", "id"],
                condition=models.Q(type__in=OF_PEOPLE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class Reader(models.Model):
    """How far a reader of the ledger has come: the pair (transaction, id), never the id alone."""

    name = models.TextField(primary_key=True)
    transaction = TransactionId()
    event_id = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name
