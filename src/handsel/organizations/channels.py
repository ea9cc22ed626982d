"""Ways in, as records: what flows through them belongs to conversations (C1)."""

from datetime import datetime

from handsel.database.conflicts import refusing, taken
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name
from handsel.ledger.record import record
from handsel.organizations.acting import Actor
from handsel.organizations.events import ChannelAdded, ChannelDeleted, ChannelEdited
from handsel.organizations.models import Channel
from handsel.organizations.rules import ChannelKind, check_known

NAME_TAKEN = say("There is an open channel of this name already. Choose another name.")


def add(name: str, *, kind: str, by: Actor, at: datetime) -> Channel:
    channel = Channel(
        organization_id=by.organization_id,
        kind=check_known(ChannelKind, kind, field="kind").value,
        name=check_name(name, field="name"),
        created_at=at,
    )
    with refusing(channel_name_once=taken("name", NAME_TAKEN)):
        channel.save(force_insert=True)
    record(ChannelAdded(subject_id=channel.pk, kind=channel.kind), by=by, at=at)
    return channel


def rename(channel: Channel, *, name: str, by: Actor, at: datetime) -> None:
    name = check_name(name, field="name")
    if name == channel.name:
        return
    channel.name = name
    with refusing(channel_name_once=taken("name", NAME_TAKEN)):
        channel.save(update_fields=["name"])
    record(ChannelEdited(subject_id=channel.pk, changed=["name"]), by=by, at=at)


def close(channel: Channel, *, by: Actor, at: datetime) -> None:
    """Nothing new comes in by it; what came in still names it."""
    if Channel.objects.filter(pk=channel.pk, closed_at=None).update(closed_at=at):
        channel.closed_at = at
        record(ChannelDeleted(subject_id=channel.pk), by=by, at=at)


def reopen(channel: Channel, *, by: Actor, at: datetime) -> None:
    with refusing(channel_name_once=taken("active", NAME_TAKEN)):
        reopened = Channel.objects.filter(pk=channel.pk).exclude(closed_at=None).update(closed_at=None)
    if reopened:
        channel.closed_at = None
        record(ChannelEdited(subject_id=channel.pk, changed=["active"]), by=by, at=at)
