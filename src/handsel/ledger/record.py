"""The one way in. Called by actions, inside their transaction."""

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import as_it_is
from handsel.ledger.facts import Actor, Fact
from handsel.ledger.wake import wake

INSERT = """
INSERT INTO ledger_event (transaction, organization_id, type, at, actor_kind, actor_id, client,
                          opportunity_id, revision, subject_id, workflow_version_id, cause_id, data)
VALUES (pg_current_xact_id(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
"""
MORE = ", (pg_current_xact_id(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"


class NoTransaction(Refusal):
    code = "no_transaction"


def record(*facts: Fact, by: Actor, at: datetime) -> None:
    """One statement for all of them; readers are woken once, after commit."""
    if not facts:
        return
    if not connection.in_atomic_block:
        raise NoTransaction(as_it_is("A fact is recorded only inside the transaction that makes it true."))
    values = [value for fact in facts for value in _row(fact, by=by, at=at)]
    with connection.cursor() as cursor:
        cursor.execute(INSERT + MORE * (len(facts) - 1), values)
    transaction.on_commit(wake)


def _row(fact: Fact, *, by: Actor, at: datetime) -> tuple[Any, ...]:
    return (
        by.organization_id,
        fact.type,
        at,
        by.kind,
        by.actor_id,
        by.client,
        fact.opportunity_id,
        fact.revision,
        fact.subject_id,
        fact.workflow_version_id,
        by.cause_id,
        json.dumps(fact.data()),
    )
