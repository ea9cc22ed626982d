"""Who belongs to the organization: inviting, editing, letting go (O7) and taking back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import F, Q

from handsel.database.conflicts import Taken, refusing, taken
from handsel.kernel.refusals import Conflict, field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import check_name, check_text
from handsel.ledger.record import record
from handsel.organizations import upstairs
from handsel.organizations.acting import Actor, Member
from handsel.organizations.events import (
    MemberDeactivated,
    MemberEdited,
    MemberInvited,
    MemberJoined,
    MemberReactivated,
)
from handsel.organizations.models import ApiKey, Membership, Team, TeamSeat, User
from handsel.organizations.queries import organizations_of
from handsel.organizations.rules import (
    MemberInactive,
    MemberNotFound,
    Role,
    Sees,
    check_keeps_administrator,
    check_lets_go,
    check_roles,
    has_licence,
)

UNUSABLE = "!"  # what Django takes for no password
LONGEST_EMAIL = 254  # RFC 5321, by way of erratum 1690 of RFC 3696
BELONGS_ALREADY = say("Someone with this e-mail address belongs to the organization already.")


class AlreadyJoined(Conflict):
    code = "already_joined"


class MemberChanges(TypedDict, total=False):
    name: str
    roles: Iterable[str]
    sales_licence: bool | None


def invite(
    email: str,
    *,
    name: str,
    roles: Iterable[str],
    by: Actor,
    at: datetime,
    sales_licence: bool | None = None,
    seats: Mapping[UUID, Sees] | None = None,
) -> Membership:
    """A member from now on, who can act once they accept; the mail follows the fact."""
    member = _someone(email, name=name, roles=roles, sales_licence=sales_licence, by=by, at=at)
    member.invited_at = at
    _store(member)
    _seat(member, seats or {})
    record(_invited(member, seats=_told(seats)), by=by, at=at)
    return member


def enroll(
    email: str,
    *,
    name: str,
    roles: Iterable[str],
    by: Actor,
    at: datetime,
    sales_licence: bool | None = None,
    seats: Mapping[UUID, Sees] | None = None,
    password: str | None = None,
) -> Membership:
    """Joined at once, without a mail: for configuration files, imports and demonstrations. The password of somebody
    who has one already stays."""
    member = _someone(email, name=name, roles=roles, sales_licence=sales_licence, by=by, at=at)
    member.joined_at = at
    _store(member)
    if password is not None and not member.user.has_usable_password():
        member.user.set_password(password)
        member.user.save(update_fields=["password"])
    _seat(member, seats or {})
    licence = has_licence(member.roles, member.sales_licence)
    fact = MemberJoined(subject_id=member.pk, roles=member.roles, sales_licence=licence, seats=_told(seats))
    record(fact, by=by, at=at)
    return member


def send_again(member_id: UUID, *, by: Actor, at: datetime) -> Membership:
    """The links of the earlier mails end."""
    member = _locked(member_id)[member_id]
    if member.joined_at is not None:
        raise AlreadyJoined(say("{member} has joined already.", member=member.name))
    if member.deactivated_at is not None:
        raise MemberInactive(say("This invitation was withdrawn. Reactivate the member to send it again."))
    member.invited_at = at
    member.save(update_fields=["invited_at"])
    record(_invited(member, again=True), by=by, at=at)
    return member


def edit(member_id: UUID, *, changes: MemberChanges, by: Actor, at: datetime) -> Membership:
    locked = _locked(member_id)
    member = locked[member_id]
    wanted: dict[str, object] = {}
    if "name" in changes:
        wanted["name"] = check_name(changes["name"], field="name")
    if "roles" in changes:
        wanted["roles"] = check_roles(changes["roles"])
    if "sales_licence" in changes:
        wanted["sales_licence"] = changes["sales_licence"]
    changed = [name for name, value in wanted.items() if getattr(member, name) != value]
    if "roles" in changed and Role.ADMINISTRATOR not in check_roles(changes["roles"]):
        _check_not_last(member, locked)
    return _save(member, {name: wanted[name] for name in changed}, by=by, at=at)


def edit_self(
    member: Member,
    *,
    name: str | None = None,
    locale: str | None = None,
    time_zone: str | None = None,
    at: datetime,
) -> Membership:
    """What everybody may change of themselves; all of it is checked already."""
    row = Membership.objects.select_for_update(no_key=True).get(pk=member.id)
    wanted = {"name": name, "locale": locale, "time_zone": time_zone}
    changed = {
        key: value for key, value in wanted.items() if value is not None and getattr(row, key) != value
    }
    return _save(row, changed, by=member, at=at)


def deactivate(member_id: UUID, *, by: Actor, at: datetime) -> Membership:
    """Refused while they hold open opportunities (HoldsOpportunities, with the count)."""
    locked = _locked(member_id)
    count = upstairs.holdings().of_members([member_id]).get(member_id, 0)
    check_lets_go(count, is_reassigned=False)
    return _let_go(locked[member_id], locked, by=by, at=at)


def deactivate_and_reassign(member_id: UUID, *, to: UUID | None, by: Member, at: datetime) -> Membership:
    """What they hold goes `to` another live member, or is Unassigned when that is None."""
    locked = _locked(member_id, *([] if to is None else [to]))
    heir = locked.get(to) if to is not None else None
    if to is not None and (heir is None or to == member_id or not _is_live(heir)):
        raise field_refused("reassign_to", say("No such active member."))
    upstairs.holdings().reassign(member_id, to=to, by=by, at=at)
    return _let_go(locked[member_id], locked, by=by, at=at)


def reactivate(member_id: UUID, *, by: Actor, at: datetime) -> Membership:
    """Old sessions and keys stay ended; who had not joined yet is invited again."""
    member = _locked(member_id)[member_id]
    if member.deactivated_at is None:
        return member
    member.deactivated_at = None
    if member.joined_at is None:
        member.invited_at = at
    member.save(update_fields=["deactivated_at", "invited_at"])
    record(MemberReactivated(subject_id=member.pk), by=by, at=at)
    if member.joined_at is None:
        record(_invited(member, again=True), by=by, at=at)
    return member


def check_email(email: object, *, field: str = "email") -> str:
    """In the one spelling by which people are known here: lower case, without space around it."""
    checked = check_text(email, field=field, limit=LONGEST_EMAIL + 50).strip().lower()
    try:
        EmailValidator()(checked)
    except ValidationError:
        raise field_refused(field, say("This is no e-mail address.")) from None
    if len(checked) > LONGEST_EMAIL:
        raise field_refused(
            field,
            say("An e-mail address has at most {most} characters.", most=LONGEST_EMAIL),
        )
    return checked


def _someone(
    email: str, *, name: str, roles: Iterable[str], sales_licence: bool | None, by: Actor, at: datetime
) -> Membership:
    """A membership that is not stored yet. The user is made where the address is new; it has no password."""
    checked, name = check_email(email), check_name(name, field="name")
    roles = check_roles(roles)
    user, _ = User.objects.get_or_create(
        email=checked, defaults={"name": name, "created_at": at, "password": UNUSABLE}
    )
    known = Membership.objects.filter(user=user).first()
    if known is not None:
        raise _belongs(known)
    return Membership(
        organization_id=by.organization_id, user=user, name=name, roles=roles, sales_licence=sales_licence
    )


def _belongs(known: Membership) -> Taken:
    if known.deactivated_at is not None:
        return taken(
            "email",
            say("{member} belonged to the organization before: reactivate that member.", member=known.name),
        )
    if known.joined_at is None:
        return taken(
            "email", say("{member} is invited already. Send that invitation again.", member=known.name)
        )
    return taken("email", BELONGS_ALREADY)


def _store(member: Membership) -> None:
    with refusing(member_once=taken("email", BELONGS_ALREADY)):
        member.save(force_insert=True)


def _seat(member: Membership, seats: Mapping[UUID, Sees]) -> None:
    known = set(Team.objects.filter(pk__in=seats, dissolved_at=None).values_list("pk", flat=True))
    if not known.issuperset(seats):
        raise field_refused("teams", say("No such team."))
    TeamSeat.objects.bulk_create(
        TeamSeat(organization_id=member.organization_id, team_id=team_id, member=member, sees=sees.value)
        for team_id, sees in seats.items()
    )


def _told(seats: Mapping[UUID, Sees] | None) -> dict[str, str]:
    return {str(team_id): sees.value for team_id, sees in (seats or {}).items()}


def _invited(
    member: Membership, *, again: bool = False, seats: dict[str, str] | None = None
) -> MemberInvited:
    licence = has_licence(member.roles, member.sales_licence)
    return MemberInvited(
        subject_id=member.pk, roles=member.roles, sales_licence=licence, again=again, seats=seats
    )


def _locked(member_id: UUID, *others: UUID) -> dict[UUID, Membership]:
    """The member, and every administrator, because we count them; in one order, so that no two wait for each other.

    A lock that lets notes and moves of theirs pass: those only refer to them."""
    administrators = Q(roles__contains=[Role.ADMINISTRATOR.value])
    rows = Membership.objects.filter(Q(pk__in=[member_id, *others]) | administrators)
    found = {row.pk: row for row in rows.order_by("pk").select_for_update(no_key=True)}
    if member_id not in found:
        raise MemberNotFound(say("No such member."))
    return found


def _check_not_last(member: Membership, locked: Mapping[UUID, Membership]) -> None:
    if not _is_administrator(member):
        return
    check_keeps_administrator(sum(_is_administrator(row) for row in locked.values()) - 1)


def _is_administrator(member: Membership) -> bool:
    return _is_live(member) and Role.ADMINISTRATOR in member.roles


def _is_live(member: Membership) -> bool:
    return member.joined_at is not None and member.deactivated_at is None


def _save(member: Membership, changed: Mapping[str, object], *, by: Actor, at: datetime) -> Membership:
    if not changed:
        return member
    for name, value in changed.items():
        setattr(member, name, value)
    member.save(update_fields=list(changed))
    fact = MemberEdited(
        subject_id=member.pk,
        changed=list(changed),
        roles=member.roles,
        sales_licence=has_licence(member.roles, member.sales_licence),
    )
    record(fact, by=by, at=at)
    return member


def _let_go(member: Membership, locked: Mapping[UUID, Membership], *, by: Actor, at: datetime) -> Membership:
    if member.deactivated_at is not None:
        return member
    _check_not_last(member, locked)
    member.deactivated_at = at
    member.save(update_fields=["deactivated_at"])
    ApiKey.objects.filter(member=member, revoked_at=None).update(revoked_at=at)
    _end_sessions(member.user_id, organization_id=member.organization_id)
    record(MemberDeactivated(subject_id=member.pk), by=by, at=at)
    upstairs.departures().member_left(member.pk, by=by, at=at)
    return member


def _end_sessions(user_id: UUID, *, organization_id: UUID) -> None:
    """For good: taken back, one signs in again. Who also belongs elsewhere stays signed in there; here the membership,
    which every request asks for, is gone already."""
    if all(elsewhere == organization_id for elsewhere, _ in organizations_of(user_id)):
        User.objects.filter(pk=user_id).update(session_round=F("session_round") + 1)
