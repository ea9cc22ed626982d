"""A follow-on: a named entry for a child opportunity (W11)."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handsel.contacts.matching import region_of, take_contact
from handsel.kernel.refusals import FieldProblem, Invalid, Refusal
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.opportunities.changing_team import Destination, destination
from handsel.opportunities.creating import ME, Made, choose_owner, put_in
from handsel.opportunities.events import OpportunityFollowedOn
from handsel.opportunities.gate import Taken, check_revision, look_to, show_made, take
from handsel.opportunities.rules import Permission
from handsel.organizations.acting import Member, require
from handsel.organizations.rules import Capability
from handsel.workflows.attributes import BUILT_IN, check_value
from handsel.workflows.graph import FollowOn, Graph
from handsel.workflows.versions import graph_of_version

ENTRY_KIND = "follow_on"


class UnknownFollowOn(Invalid):
    """`choices` are those that there are: id and name."""

    code = "unknown_follow_on"


def start(parent_id: UUID, *, follow_on: str, name: str | None, by: Member, at: datetime) -> str:
    """The child as who started it sees it, as JSON text. `follow_on` is an id or a name of the parent's workflow.

    It has the parent's team, contact, account and channel and what the follow-on carries over; its owner is who starts
    it, if of the team. The parent stays as it is, its revision too.
    """
    require(by, to=Capability.CREATE)
    title = check_name(name or "", field="name")
    seen = look_to(parent_id, member=by, to=Permission.FOLLOW_ON, at=at)
    there = destination(seen.team_id)  # workflow, member, opportunity: the one order of locks
    owner_id = choose_owner(ME, team_id=there.team_id, by=by)
    parent = take(parent_id, member=by, to=Permission.FOLLOW_ON, at=at)
    if parent.team_id != there.team_id:
        check_revision(parent, seen.revision, member=by, at=at)
    graph = graph_of_version(there.version_id)
    chosen = _choose(graph, follow_on)
    carried = _carried(parent, chosen, there, by=by)
    contact = take_contact(parent.contact_id, by=by)
    made = Made(
        there=there,
        step_id=chosen.step_id,
        entry_kind=ENTRY_KIND,
        title=title,
        contact_id=None if contact is None else contact.pk,
        account_id=parent.account_id,
        channel_id=parent.channel_id,
        owner_id=owner_id,
        amount=carried.pop("amount", None),
        currency=parent.currency,
        follow_up_at=carried.pop("follow_up_at", None),
        description=carried.pop("description", ""),
        attributes=carried,
        parent_id=parent.id,
        follow_on_id=UUID(chosen.id),
    )
    created = put_in(made, by=by, at=at)
    about = parent.before() | {"revision": parent.revision}
    record(created, OpportunityFollowedOn(**about, child=made.id, follow_on=chosen.id), by=by, at=at)
    return show_made(made.id, member=by, at=at)


def _choose(graph: Graph, follow_on: str) -> FollowOn:
    for one in graph.follow_ons:
        if follow_on in (one.id, one.name):
            return one
    names = ", ".join(one.name for one in graph.follow_ons)
    message = (
        say("Choose one of: {known}.", known=names) if names else say("This workflow has no follow-ons.")
    )
    raise UnknownFollowOn(
        message,
        fields=[FieldProblem("follow_on", message)],
        choices=[{"id": one.id, "name": one.name} for one in graph.follow_ons],
    )


def _carried(parent: Taken, chosen: FollowOn, there: Destination, *, by: Member) -> dict[str, Any]:
    """By key, columns of its own among them. Contact and account come along anyway; an amount only where the team has
    amounts (B4)."""
    graph = graph_of_version(there.version_id)
    found = {
        key: parent.attributes[key]
        for key in chosen.carry
        if key in parent.attributes and _still_fits(graph, key, parent, by=by)
    }
    own = {"amount": parent.amount, "follow_up_at": parent.follow_up_at, "description": parent.description}
    columns = {key: value for key, value in own.items() if key in chosen.carry and value is not None}
    if not there.deal_amount:
        columns.pop("amount", None)
    return {**found, **columns}


def _still_fits(graph: Graph, key: str, parent: Taken, *, by: Member) -> bool:
    """It was checked when it was typed; since then its attribute may have gone, or become another type."""
    attribute = graph.attribute_by_key.get(key)
    if attribute is None or key in BUILT_IN:
        return False
    value, zone = parent.attributes[key], ZoneInfo(by.time_zone)
    try:
        checked = check_value(
            attribute,
            value,
            field=key,
            currency=parent.currency,
            region=region_of(by),
            zone=zone,
            members=Ids(),
        )
    except Refusal:
        return False
    return bool(checked == value)


class Ids:
    """Who was an active member when the value was typed may have left since: it stays said."""

    def __contains__(self, member_id: object) -> bool:
        try:
            return str(UUID(str(member_id))) == member_id
        except ValueError:
            return False
