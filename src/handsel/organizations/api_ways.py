"""Ways in: channels for customers, API keys for programs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from handsel.http.paging import check_limit
from handsel.http.router import Router, asks
from handsel.organizations import channels, keys, queries
from handsel.organizations.acting import Member, configuring, member_of
from handsel.organizations.models import ApiKey, Channel
from handsel.organizations.rules import Capability
from handsel.organizations.schemas import (
    ChannelIn,
    ChannelList,
    ChannelOut,
    KeyList,
    NewChannelIn,
    NewKeyIn,
    NewKeyOut,
)

router = Router(tags=["channels and keys"])


@router.get("/channels", response=ChannelList)
def list_channels(request: HttpRequest, *, all: bool = False) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """The open ones; with `all`, the closed ones too."""
    member, _ = member_of(request)
    found = queries.channels(only_open=not all)
    return {"items": [_channel(one, reader=member) for one in found], "next_cursor": None}


@router.post("/channels", response={201: ChannelOut})
@asks(configuring)
def add_channel(request: HttpRequest, body: NewChannelIn) -> dict[str, Any]:
    member, at = member_of(request)
    return _channel(channels.add(body.name, kind=body.kind, by=member, at=at), reader=member)


@router.get("/channels/{uuid:channel_id}", response=ChannelOut)
def read_channel(request: HttpRequest, channel_id: UUID) -> dict[str, Any]:
    member, _ = member_of(request)
    return _channel(queries.get_channel(channel_id), reader=member)


@router.patch("/channels/{uuid:channel_id}", response=ChannelOut)
def edit_channel(request: HttpRequest, channel_id: UUID, body: ChannelIn) -> dict[str, Any]:
    member, at = configuring(request)
    channel, given = queries.get_channel(channel_id), body.given()
    if "name" in given:
        channels.rename(channel, name=body.name, by=member, at=at)
    if "active" in given:
        change = channels.reopen if body.active else channels.close
        change(channel, by=member, at=at)
    return _channel(channel, reader=member)


@router.delete("/channels/{uuid:channel_id}", response=None)
def close_channel(request: HttpRequest, channel_id: UUID) -> None:
    member, at = configuring(request)
    channels.close(queries.get_channel(channel_id), by=member, at=at)


@router.get("/keys", response=KeyList)
def list_keys(request: HttpRequest, limit: int | None = None, cursor: str | None = None) -> dict[str, Any]:
    """One's own; for an administrator everybody's."""
    member, _ = member_of(request)
    page = queries.keys(
        member, limit=check_limit(limit), cursor=cursor, scope=f"keys:{member.organization_id}:{member.id}"
    )
    return {"items": [_key(one) for one in page.items], "next_cursor": page.next_cursor}


@router.post("/keys", response={201: NewKeyOut})
def make_key(request: Any, body: NewKeyIn) -> dict[str, Any]:
    """One's own. The secret is in this answer and nowhere else: the answer to a repetition has it empty."""
    member, at = member_of(request)
    request.shown_once = ("secret",)
    key, secret = keys.make(body.name, scopes=body.scopes, by=member, at=at)
    return _key(key) | {"secret": secret}


@router.delete("/keys/{uuid:key_id}", response=None)
def revoke_key(request: HttpRequest, key_id: UUID) -> None:
    member, at = member_of(request)
    keys.revoke(queries.get_key(key_id, member=member), by=member, at=at)


def _channel(channel: Channel, *, reader: Member) -> dict[str, Any]:
    return {
        "id": channel.pk,
        "kind": channel.kind,
        "name": channel.name,
        "active": channel.closed_at is None,
        "may": {"edit": reader.can(Capability.CONFIGURE)},
    }


def _key(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.pk,
        "name": key.name,
        "prefix": key.prefix,
        "scopes": key.scopes,
        "member": {"id": key.member_id, "name": key.member.name},
        "created_at": key.created_at,
        "last_used_at": key.last_used_at,
        "revoked_at": key.revoked_at,
    }
