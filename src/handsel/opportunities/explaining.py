"""Who could see it, and why (S11): at any instant, from what the ledger and the grants tell."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.database.fields import instant
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.opportunities.access import lasting, values, visible
from handsel.opportunities.explaining_history import DELETED, lent_to, thing_of
from handsel.opportunities.explaining_people import person_of
from handsel.opportunities.explaining_rules import Assumed, Reason, assumptions, best, reasons_of
from handsel.opportunities.explaining_spans import Cause, Span
from handsel.opportunities.naming import names_of
from handsel.opportunities.rules import NotAllowed, OpportunityNotFound
from handsel.organizations.acting import Member

ASKED = f"""
SELECT (SELECT {lasting()} IS TRUE FROM opportunities_opportunity o WHERE o.id = %(opportunity)s AND {visible()}),
       %(everything)s AND EXISTS (
           SELECT FROM ledger_event e WHERE e.organization_id = %(organization)s AND e.opportunity_id = %(opportunity)s
               AND e.type = '{DELETED}'),
       (SELECT name FROM organizations_membership WHERE id = %(of)s)
"""
NAMES = """
SELECT id, name FROM organizations_membership WHERE id = ANY(%(ids)s::uuid[])
UNION ALL SELECT id, name FROM organizations_team WHERE id = ANY(%(ids)s::uuid[])
"""


def explain_access(
    opportunity_id: UUID, *, of: UUID, when: datetime, member: Member, at: datetime
) -> dict[str, Any]:
    """Who has it only by a share may ask about themselves alone; of what is deleted, who sees the whole organization."""
    name = _check_may_ask(opportunity_id, of=of, member=member, at=at)
    thing = thing_of(opportunity_id, organization_id=member.organization_id)
    person = person_of(of, organization_id=member.organization_id)
    lent = lent_to(person, opportunity_id, organization_id=member.organization_id)
    reasons, assumed = reasons_of(person, thing, lent), list(assumptions(person, thing, lent))
    holding = [span for span in reasons if span.holds(when)]
    level, names = best(holding), _names((span.value for span in reasons), assumed)
    return {
        "member": {"id": of, "name": name},
        "at": instant(when),
        "deleted_at": instant(thing.deleted_at),
        "known": all(when >= (each.before or at) for each in assumed),
        "allowed": level is not None,
        "level": None if level is None else level.name.lower(),
        "reasons": [_shape(span, name, names) for span in holding],
        "past": [_shape(span, name, names) for span in reasons if span not in holding],
        "assumed": [_assumed(each, name, names, at=at) for each in assumed],
    }


def _check_may_ask(opportunity_id: UUID, *, of: UUID, member: Member, at: datetime) -> str:
    with connection.cursor() as cursor:
        given = {"organization": member.organization_id, "opportunity": opportunity_id, "of": of}
        cursor.execute(ASKED, {**values(member, at), **given})
        is_lasting, may_ask_of_deleted, name = cursor.fetchone()
    if is_lasting is None and not may_ask_of_deleted:
        raise OpportunityNotFound(say("There is no such opportunity."))
    if name is None:
        raise field_refused("member", say("There is no such member."))
    if is_lasting is False and of != member.id:
        raise NotAllowed(say("This opportunity is shared with you: you may ask only about yourself."))
    found: str = name
    return found


def _names(reasons: Iterable[Reason], assumed: Iterable[Assumed]) -> dict[UUID, str]:
    reasons = list(reasons)
    ids = {each for one in reasons for each in (one.team_id, one.given_by)} | {one.team_id for one in assumed}
    automations = {one.automation_id for one in reasons if one.automation_id is not None}
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"ids": [each for each in ids if each is not None]})
        return dict(cursor.fetchall()) | (names_of(automations) if automations else {})


def _shape(span: Span[Reason], name: str, names: dict[UUID, str]) -> dict[str, Any]:
    reason = span.value
    told: dict[str, Any] = {"member": name}
    if reason.team_id is not None:
        told["team"] = names.get(reason.team_id)
    if reason.roles:
        told["roles"] = list(reason.roles)
    kind = "team_share" if reason.share_id is not None and reason.team_id is not None else reason.kind
    if reason.share_id is not None:
        giver = reason.automation_id or reason.given_by
        told["by"] = None if giver is None else names.get(giver)
    if reason.automation_id is not None:
        kind += "_automation"
    return {
        "kind": reason.kind,
        "text": {"key": f"access.{kind}", "values": told},
        "level": reason.level.name.lower(),
        "from": instant(span.start),
        "until": instant(span.end),
        "event": _event(span.cause),
        "share": reason.share_id,
    }


def _assumed(one: Assumed, name: str, names: dict[UUID, str], *, at: datetime) -> dict[str, Any]:
    team = {} if one.team_id is None else {"team": names.get(one.team_id)}
    text = {"key": f"access.assumed_{one.what}", "values": {"member": name, **team}}
    return {"text": text, "before": instant(one.before or at)}


def _event(cause: Cause | None) -> dict[str, Any] | None:
    return None if cause is None else {"id": str(cause.id), "type": cause.type, "at": instant(cause.at)}
