from typing import ClassVar

from django.db import models

from handsel.kernel.ids import new_id
from handsel.organizations.models import Membership, Organization


class Import(models.Model):
    """One run over some files. `state`: mapping, checking, checked, running, done, failed, undoing, undone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, db_constraint=False)
    layout = models.TextField()
    source = models.TextField()
    """Whose ids the rows have. Two imports of one source know each other's rows."""
    state = models.TextField(default="mapping")
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=list)
    report = models.JSONField(default=dict)
    done = models.IntegerField(default=0)
    """Records that are through, in their order: where a run that was cut off goes on."""
    total = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="imports_newest", fields=["organization", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.layout} {self.state}"


class ImportFile(models.Model):
    """The bytes as they came, under our name; the caller's file name is only shown. Emptied once the import is done."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="files", db_constraint=False)
    name = models.TextField()
    content = models.BinaryField()
    rows = models.IntegerField(default=0)
    columns = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """What became of a row: the report that people read, and the list that undo works through, newest first."""

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    file = models.TextField()
    line = models.IntegerField()
    source_id = models.TextField(default="", blank=True)
    outcome = models.TextField()
    messages = models.JSONField(default=list)
    kind = models.TextField(default="opportunity")
    subject_id = models.UUIDField(null=True)
    before = models.JSONField(null=True)
    revision = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="rows_of_import", fields=["organization", "run", "outcome", "id"])
        ]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.outcome}"


class Original(models.Model):
    """What a source's record was like when it was last imported: a fingerprint per target, and what it became here.

    Outlives what it became: a row that people deleted here does not come back.
    """

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    source = models.TextField()
    kind = models.TextField()
    source_id = models.TextField()
    subject_id = models.UUIDField()
    first_run_id = models.UUIDField()
    """The import that met it first: undone, it forgets."""
    prints = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="original_once", fields=["organization", "source", "kind", "source_id"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.source_id}"
