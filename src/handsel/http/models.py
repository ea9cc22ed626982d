from typing import ClassVar

from django.db import models


class IdempotencyKey(models.Model):
    """A POST that was answered, kept for a day, so that its twin gets the same answer."""

    pk = models.CompositePrimaryKey("organization_id", "caller_id", "key")
    organization_id = models.UUIDField()
    caller_id = models.UUIDField()
    key = models.TextField()
    route = models.TextField()
    body_hash = models.BinaryField()
    status = models.SmallIntegerField(null=True)
    answer = models.BinaryField(null=True)
    etag = models.TextField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="idempotency_by_age", fields=["created_at"])]

    def __str__(self) -> str:
        return self.key
