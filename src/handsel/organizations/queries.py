"""Reading organizations: every read stays inside the organization that `acting` opened, but for the two named so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, connections
from django.db.models import F, Func, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Left

from handsel.http.paging import read_cursor, write_cursor
from handsel.kernel.sentences import say
from handsel.kernel.text import check_text
from handsel.organizations.acting import Member
from handsel.organizations.models import (
    ApiKey,
    AvailabilityChange,
    Channel,
    Membership,
    Organization,
    Team,
    TeamSeat,
)
from handsel.organizations.rules import (
    Capability,
    ChannelNotFound,
    KeyNotFound,
    MemberNotFound,
    TeamNotFound,
    switches_of,
)

LIVE = Q(joined_at__isnull=False, deactivated_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Relative:
    """Another organization of the family: its name, and a parent's switches, are all that is known of it."""

    id: UUID
    name: str
    relation: str
    switches: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Any]
    next_cursor: str | None


def the_organization(organization_id: UUID) -> Organization:
    return Organization.objects.get(pk=organization_id)


def family() -> list[Relative]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, relation, switches::text::json FROM organizations_family() ORDER BY name"
        )
        return [Relative(*row) for row in cursor.fetchall()]


def switches_in(organization: Organization, relatives: Iterable[Relative]) -> dict[str, bool]:
    """As they hold here: two of them are read from the parent (O6)."""
    if organization.parent_id is None:
        return switches_of(organization.switches, parent=None)
    parent = next((one.switches for one in relatives if one.relation == "parent"), {})
    return switches_of(organization.switches, parent=parent)


def organizations_of(user_id: UUID) -> list[tuple[UUID, str]]:
    """Where a person is a live member. One of the few reads across organizations: of nobody but themselves."""
    with connections["system"].cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.name FROM organizations_membership m JOIN organizations_organization o "
            "ON o.id = m.organization_id WHERE m.user_id = %s AND m.joined_at IS NOT NULL "
            "AND m.deactivated_at IS NULL ORDER BY m.last_seen_at DESC NULLS LAST, o.parent_id IS NULL DESC, o.name",
            [user_id],
        )
        return list(cursor.fetchall())


def locale_of(user_id: UUID) -> str:
    """In which language to write to a person; across organizations, like `organizations_of`."""
    with connections["system"].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(nullif(m.locale, ''), o.locale) FROM organizations_membership m "
            "JOIN organizations_organization o ON o.id = m.organization_id WHERE m.user_id = %s "
            "ORDER BY m.last_seen_at DESC NULLS LAST LIMIT 1",
            [user_id],
        )
        row = cursor.fetchone()
    return "en" if row is None else str(row[0])


def get_member(member_id: UUID) -> Membership:
    found = Membership.objects.select_related("user").filter(pk=member_id).first()
    if found is None:
        raise MemberNotFound(say("No such member."))
    return found


def team_with_people(team_id: UUID) -> Team:
    found = _with_people(live_teams()).filter(pk=team_id).first()
    if found is None:
        raise TeamNotFound(say("No such team."))
    return found


def get_channel(channel_id: UUID) -> Channel:
    found = Channel.objects.filter(pk=channel_id).first()
    if found is None:
        raise ChannelNotFound(say("No such channel."))
    return found


def get_key(key_id: UUID, *, member: Member) -> ApiKey:
    """Others' keys are there for administrators only."""
    found = keys_for(member).filter(pk=key_id).first()
    if found is None:
        raise KeyNotFound(say("No such key."))
    return found


def live_members(member_ids: Collection[UUID]) -> list[Membership]:
    return list(Membership.objects.filter(LIVE, pk__in=member_ids))


def members(*, q: str | None, active: bool | None, limit: int, cursor: str | None, scope: str) -> Page:
    """By name. `active` None: everyone who ever belonged here, the invited included."""
    found = _with_seats(Membership.objects.select_related("user")).annotate(
        folded=_folded(F("name")), sorted_by=_sorted_by(F("name"))
    )
    if active is not None:
        found = found.filter(LIVE if active else ~LIVE)
    if q:
        check_text(q, field="q")
        wanted = _folded(Value(q, output_field=TextField()))
        found = found.annotate(wanted=wanted).filter(
            Q(folded__contains=F("wanted")) | Q(user__email__contains=q.strip().lower())
        )
    return _page(found, order=("sorted_by", "pk"), limit=limit, cursor=cursor, scope=f"{scope}:{q}:{active}")


def teams_for(member: Member) -> QuerySet[Team]:
    """Those whose board the member can open."""
    return live_teams() if member.sees_everything else live_teams().filter(pk__in=member.team_ids)


def live_teams() -> QuerySet[Team]:
    return Team.objects.filter(dissolved_at=None)


def teams_with_people(teams: QuerySet[Team], *, limit: int, cursor: str | None, scope: str) -> Page:
    found = _with_people(teams).annotate(sorted_by=_sorted_by(F("name")))
    return _page(found, order=("sorted_by", "pk"), limit=limit, cursor=cursor, scope=scope)


def _with_people(teams: QuerySet[Team]) -> QuerySet[Team]:
    seats = TeamSeat.objects.select_related("member").order_by("member__name", "pk")
    return teams.prefetch_related(Prefetch("seats", queryset=seats))


def channels(*, only_open: bool) -> list[Channel]:
    found = Channel.objects.filter(closed_at=None) if only_open else Channel.objects.all()
    return list(found.order_by("closed_at", "created_at", "pk"))


def keys_for(member: Member) -> QuerySet[ApiKey]:
    keys = ApiKey.objects.select_related("member")
    return keys if member.can(Capability.CONFIGURE) else keys.filter(member_id=member.id)


def keys(member: Member, *, limit: int, cursor: str | None, scope: str) -> Page:
    return _page(keys_for(member), order=("-created_at", "-pk"), limit=limit, cursor=cursor, scope=scope)


def availability_history(member_id: UUID, *, limit: int, cursor: str | None, scope: str) -> Page:
    """The newest first."""
    found = AvailabilityChange.objects.filter(member_id=member_id)
    return _page(found, order=("-at", "-pk"), limit=limit, cursor=cursor, scope=scope)


def member_with_seats(member_id: UUID) -> Membership:
    found = _with_seats(Membership.objects.select_related("user")).filter(pk=member_id).first()
    if found is None:
        raise MemberNotFound(say("No such member."))
    return found


def _with_seats(found: QuerySet[Membership]) -> QuerySet[Membership]:
    seats = (
        TeamSeat.objects.filter(team__dissolved_at=None)
        .select_related("team")
        .order_by("team__name", "team_id")
    )
    return found.prefetch_related(Prefetch("seats", queryset=seats))


def _folded(text: Any) -> Func:
    return Func(text, function="handsel_fold", output_field=TextField())


def _sorted_by(text: Any) -> Left:
    """By the beginning of a name: the whole of it, up to 5,000 characters, has no place in a cursor."""
    return Left(_folded(text), 100)


def _page(
    found: QuerySet[Any], *, order: tuple[str, str], limit: int, cursor: str | None, scope: str
) -> Page:
    """Keyset paging by two columns of one direction; the cursor is bound to the organization by `scope`."""
    first, second = (name.lstrip("-") for name in order)
    after = read_cursor(cursor, scope=scope)
    if after is not None:
        sign = "lt" if order[0].startswith("-") else "gt"
        found = found.filter(
            Q(**{f"{first}__{sign}": after[0]}) | Q(**{first: after[0], f"{second}__{sign}": after[1]})
        )
    rows = list(found.order_by(*order)[: limit + 1])
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    return Page(rows[:limit], write_cursor([_written(getattr(last, first)), last.pk], scope=scope))


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
