from typing import ClassVar

from django.db import models

from handsel.kernel.ids import new_id
from handsel.organizations.models import Organization

KEY = r"left(btrim(regexp_replace(handsel_fold(normalize(%(expressions)s, NFKC)), '\s+', ' ', 'g')), 200)"


def key_of(name: models.F | models.Value) -> models.Func:
    """By which names are found and sorted: case, accents, width and repeated space aside. Stored in a column, because
    behind row-level security only plain columns are looked up by an index."""
    return models.Func(name, template=KEY, output_field=models.TextField())


class Account(models.Model):
    """A firm, perhaps a part of another one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    name = models.TextField()
    name_key = models.GeneratedField(
        expression=key_of(models.F("name")), output_field=models.TextField(), db_persist=True
    )
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="children", db_constraint=False
    )
    attributes = models.JSONField(default=dict)
    source = models.TextField(default="", blank=True)
    source_id = models.TextField(null=True)
    revision = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="account_source_once",
                fields=["organization", "source", "source_id"],
                condition=models.Q(source_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="account_by_name", fields=["organization", "name_key", "id"]),
            models.Index(name="account_by_parent", fields=["organization", "parent"]),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person. `phone` is E.164; `email_key` is what makes two spellings of an address the same."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    name = models.TextField()
    name_key = models.GeneratedField(
        expression=key_of(models.F("name")), output_field=models.TextField(), db_persist=True
    )
    first_name = models.TextField(default="", blank=True)
    last_name = models.TextField(default="", blank=True)
    other_names = models.JSONField(default=list)
    phone = models.TextField(null=True)
    phone_as_typed = models.TextField(null=True)
    email = models.TextField(null=True)
    email_key = models.TextField(null=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, db_constraint=False)
    source = models.TextField(default="", blank=True)
    source_id = models.TextField(null=True)
    revision = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="contact_source_once",
                fields=["organization", "source", "source_id"],
                condition=models.Q(source_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="contact_by_name",
                fields=["organization", "name_key", "id"],
                condition=models.Q(erased_at__isnull=True),
            ),
            models.Index(name="contact_by_phone", fields=["organization", "phone"]),
            models.Index(name="contact_by_email", fields=["organization", "email_key"]),
            models.Index(name="contact_of_account", fields=["organization", "account"]),
        ]

    def __str__(self) -> str:
        return self.name
