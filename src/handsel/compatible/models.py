from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from handsel.kernel.ids import new_id
from handsel.organizations.models import ApiKey, Membership, Organization


class Calls(models.Model):
    """The last calls of a key: as many as a window holds."""

    key = models.OneToOneField(ApiKey, primary_key=True, on_delete=models.CASCADE, db_constraint=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    at = ArrayField(models.DateTimeField())

    def __str__(self) -> str:
        return str(self.key_id)


class Request(models.Model):
    """One call that shared or revoked, and what became of each of its elements.

    `results`: `[{code, text}]`, both null where it was done.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, db_constraint=False)
    asked_at = models.DateTimeField()
    results = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(name="compatible_request_by_age", fields=["asked_at"])]

    def __str__(self) -> str:
        return self.id.hex
