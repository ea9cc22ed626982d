from typing import ClassVar

from django.db import models
from django.db.models.expressions import Value

from handsel.kernel.ids import new_id
from handsel.opportunities.models import Opportunity
from handsel.organizations.models import Membership, Organization


class Notification(models.Model):
    """A line in a member's list. `because` is the event or due instant that caused it, so that it is told once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, db_constraint=False)
    kind = models.TextField()
    opportunity = models.ForeignKey(Opportunity, null=True, on_delete=models.CASCADE, db_constraint=False)
    subject_id = models.UUIDField(null=True)
    because = models.TextField()
    data = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    """What its words name: instants, causes, ids of people."""
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="notified_once", fields=["organization", "member", "kind", "because"]
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="notifications_of_member", fields=["organization", "member", "-at"])
        ]

    def __str__(self) -> str:
        return self.kind
