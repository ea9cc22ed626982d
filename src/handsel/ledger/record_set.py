"""One event for each of a set of rows, in one statement, however many they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from handsel.kernel.sentences import as_it_is
from handsel.ledger.facts import Actor, Fact
from handsel.ledger.record import NoTransaction
from handsel.ledger.wake import wake

INSERT = """
WITH told AS ({rows})
INSERT INTO ledger_event (transaction, organization_id, type, at, actor_kind, actor_id, client,
                          opportunity_id, revision, subject_id, workflow_version_id, cause_id, data)
SELECT pg_current_xact_id(), %(told_organization)s, %(told_type)s, %(told_at)s, %(told_kind)s, %(told_actor)s,
       %(told_client)s, told.opportunity_id, told.revision, NULL, told.workflow_version_id,
       %(told_cause)s, told.data
FROM told
"""


def record_set(kind: type[Fact], *, rows: str, values: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """How many there were. `rows` is a statement, which may be the very UPDATE … RETURNING that makes the facts true; it
    gives opportunity_id, revision, workflow_version_id, and as `data` (jsonb) what the fact's own fields hold."""
    if not connection.in_atomic_block:
        raise NoTransaction(as_it_is("A fact is recorded only inside the transaction that makes it true."))
    told: dict[str, Any] = {
        "told_organization": by.organization_id,
        "told_type": kind.type,
        "told_at": at,
        "told_kind": by.kind,
        "told_actor": by.actor_id,
        "told_client": by.client,
        "told_cause": by.cause_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(rows=rows), {**values, **told})
        count: int = cursor.rowcount
    transaction.on_commit(wake)
    return count
