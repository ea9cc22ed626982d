"""Saved filters of a board."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import MD5

from handsel.kernel.ids import new_id
from handsel.organizations.models import Membership, Organization, Team


class SavedView(models.Model):
    """Filters under a name, of a team's board or, without a team, of the table of all opportunities (B7)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, db_constraint=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, db_constraint=False)
    name = models.TextField()
    filters = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("organization", "member", "team", MD5("name"), name="view_name_once"),
            models.UniqueConstraint(
                "organization",
                "member",
                MD5("name"),
                name="table_view_name_once",
                condition=models.Q(team__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
