from typing import ClassVar

from django.db import models
from django.db.models.functions import MD5

from handsel.database.fields import Amount
from handsel.kernel.ids import new_id
from handsel.organizations.models import Organization


class Product(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    name = models.TextField()
    series = models.TextField(default="", blank=True)
    price = Amount(null=True)
    currency = models.CharField(max_length=3)
    source = models.TextField(default="", blank=True)
    source_id = models.TextField(null=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organization",
                MD5("name"),
                name="product_name_once",
                condition=models.Q(retired_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
