"""Firms that belong to firms: no firm may stand below itself."""

from uuid import UUID

from django.db import connection

from handsel.contacts.models import Account
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.organizations.acting import Actor

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
STANDS_BELOW = """
WITH RECURSIVE above AS (
    SELECT id, parent_id FROM contacts_account WHERE organization_id = %(organization)s AND id = %(parent)s
    UNION SELECT a.id, a.parent_id FROM contacts_account a JOIN above ON a.id = above.parent_id
)
SELECT EXISTS (SELECT FROM above WHERE id = %(account)s)
"""


def check_account(account_id: UUID | None, *, of: Actor, field: str = "account") -> None:
    """Refuses an account that is not there, or of another organization: both look alike."""
    if account_id is None:
        return
    if not Account.objects.filter(organization_id=of.organization_id, pk=account_id).exists():
        raise field_refused(field, say("There is no such account. Choose one of your organization."))


def check_parent(account_id: UUID, parent_id: UUID | None, *, of: Actor) -> None:
    """Two who hang firms below each other at once would close a ring, so an organization's tree grows one at a time."""
    check_account(parent_id, of=of, field="parent")
    if parent_id is None:
        return
    values = {"organization": of.organization_id, "account": account_id, "parent": parent_id}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"account {of.organization_id} tree"])
        cursor.execute(STANDS_BELOW, values)
        row = cursor.fetchone()
    if row == (True,):
        raise field_refused("parent", say("This account stands below it already. Choose another parent."))
