"""Roles are presets over one table of capabilities. Code asks for a capability, never for a role (O3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from handsel.kernel.refusals import Conflict, FieldProblem, Forbidden, Invalid, NotFound, field_refused
from handsel.kernel.sentences import Sentence, in_a_row, say, say_count, word


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    DIRECTOR = "director"
    PROFESSIONAL = "professional"
    LEAD_GENERATOR = "lead_generator"


class Capability(StrEnum):
    CONFIGURE = "configure"  # organization, teams, channels, workflows, keys of others
    MANAGE_PEOPLE = "manage_people"
    SEE_EVERYTHING = "see_everything"  # of the organization
    WORK = "work"  # the sales licence
    CREATE = "create"
    REASSIGN = "reassign"
    EXCLUDE = "exclude"
    RESTRICTED_TRANSITIONS = "restricted_transitions"
    IMPORT = "import"
    EXPORT = "export"


_SELLS = frozenset({Capability.WORK, Capability.CREATE, Capability.EXPORT})
_MANAGES = _SELLS | {Capability.SEE_EVERYTHING, Capability.REASSIGN, Capability.EXCLUDE, Capability.IMPORT}

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Capability.CONFIGURE,
            Capability.MANAGE_PEOPLE,
            Capability.SEE_EVERYTHING,
            Capability.CREATE,
            Capability.IMPORT,
            Capability.EXPORT,
        }
    ),
    Role.MANAGER: _MANAGES,
    Role.DIRECTOR: _MANAGES | {Capability.RESTRICTED_TRANSITIONS},
    Role.PROFESSIONAL: _SELLS,
    Role.LEAD_GENERATOR: frozenset({Capability.CREATE}),
}

# What only a person with a sales licence may do, whatever the role says.
_NEEDS_LICENCE = frozenset({Capability.WORK, Capability.REASSIGN, Capability.EXCLUDE})
_LICENSED = frozenset({Role.MANAGER, Role.DIRECTOR, Role.PROFESSIONAL})


def has_licence(roles: Iterable[str], override: bool | None) -> bool:  # noqa: FBT001 (a flag of the membership)
    """A sales licence is a flag of the membership; director, manager and professional have it by default."""
    return override if override is not None else any(role in _LICENSED for role in roles)


def capabilities_of(roles: Iterable[str], *, licence: bool) -> frozenset[Capability]:
    found = frozenset().union(*(CAPABILITIES[Role(role)] for role in roles)) if roles else frozenset()
    return found | {Capability.WORK, Capability.CREATE} if licence else found - _NEEDS_LICENCE


class Switch(StrEnum):
    """Features that an organization switches on (O6)."""

    SHARING = "sharing"
    SHARE_AUTOMATION = "share_automation"
    HANDOVER = "handover"
    CROSS_SILO = "cross_silo"
    POTENTIAL = "potential"


SWITCHES_AT_FIRST = {switch.value: False for switch in Switch}
FROM_PARENT = frozenset({Switch.HANDOVER, Switch.CROSS_SILO})


class Availability(StrEnum):
    AVAILABLE = "available"
    ON_THE_PHONE = "on_the_phone"
    AWAY = "away"
    ON_LEAVE = "on_leave"


class Sees(StrEnum):
    """What a member sees of a team's opportunities."""

    OWN = "own"
    ALL = "all"


class ChannelKind(StrEnum):
    IN_PERSON = "in_person"
    WHATSAPP = "whatsapp"
    SMS = "sms"
    VOICE = "voice"
    EMAIL = "email"
    WEB_FORM = "web_form"
    ADF = "adf"
    LEAD_ADS = "lead_ads"
    SIMULATOR = "simulator"


class Scope(StrEnum):
    """What an API key may be used for; never more than its member may."""

    READ = "read"
    WRITE = "write"
    CONFIGURE = "configure"
    IMPORT = "import"


class CapabilityMissing(Forbidden):
    code = "capability_missing"


class ScopeMissing(Forbidden):
    code = "scope_missing"


class FeatureOff(Conflict):
    code = "feature_off"


MISSING: dict[Capability, Sentence] = {
    Capability.CONFIGURE: say("Only an administrator may change the set-up. Ask one of yours."),
    Capability.MANAGE_PEOPLE: say("Only an administrator may change who belongs here. Ask one of yours."),
    Capability.SEE_EVERYTHING: say("Only managers and administrators see the whole organization."),
    Capability.WORK: say("This needs a sales licence. An administrator can give you one."),
    Capability.CREATE: say("You may not create opportunities. Ask an administrator for a role that may."),
    Capability.REASSIGN: say("Only a manager may reassign this. Ask one of yours."),
    Capability.EXCLUDE: say(
        "Only a manager may exclude an opportunity from statistics, or include it again."
    ),
    Capability.RESTRICTED_TRANSITIONS: say("Only a director may do this."),
    Capability.IMPORT: say("Only managers and administrators may import."),
    Capability.EXPORT: say("You may not export."),
}


def check_capability(held: Iterable[str], wanted: Capability) -> None:
    if wanted not in held:
        raise CapabilityMissing(MISSING[wanted], capability=wanted.value)


Known = TypeVar("Known", bound=StrEnum)


def check_known(kind: type[Known], value: str, *, field: str) -> Known:
    """One of the values of `kind`; the refusal lists them."""
    try:
        return kind(value)
    except ValueError:
        raise field_refused(
            field, say("{text!r:.80} is not known. Known: {known}.", text=value, known=", ".join(kind))
        ) from None


def check_roles(roles: Iterable[str], *, field: str = "roles") -> list[str]:
    """In the order of `Role`, each once."""
    held = {check_known(Role, role, field=field) for role in roles}
    if not held:
        raise field_refused(field, say("Choose at least one role."))
    return [role.value for role in Role if role in held]


def check_scopes(
    scopes: Iterable[str], *, held: frozenset[str] | None = None, field: str = "scopes"
) -> list[str]:
    """`held`: what the key that makes this key may do; it never passes on more."""
    wanted = {check_known(Scope, scope, field=field) for scope in scopes}
    if not wanted:
        raise field_refused(field, say("Choose at least one scope."))
    if held is not None and not wanted <= held:
        raise field_refused(
            field,
            say("A key makes no key that may do more than itself: {held}.", held=", ".join(sorted(held))),
        )
    return [scope.value for scope in Scope if scope in wanted]


def check_switches(
    switches: Mapping[str, bool], *, is_root: bool, field: str = "switches"
) -> dict[str, bool]:
    """Two of them are the parent's, for both directions (O6)."""
    problems = [
        FieldProblem(f"{field}.{name}", message)
        for name in switches
        if (message := _switch_problem(name, is_root=is_root))
    ]
    if problems:
        raise Invalid(in_a_row(problem.message for problem in problems), fields=problems)
    return dict(switches)


LONGEST_SHARE = 3_650  # days


def check_share_terms(*, default_days: int, maximum_days: int, field: str = "shares") -> None:
    """How long a share lasts when nobody says, and at most, in calendar days (S1)."""
    problems = [
        FieldProblem(
            f"{field}.{name}",
            say("Write whole days from 1 to {most:,}.", most=LONGEST_SHARE),
        )
        for name, days in (("default_days", default_days), ("maximum_days", maximum_days))
        if not 1 <= days <= LONGEST_SHARE
    ]
    if not problems and default_days > maximum_days:
        message = say("A share can't last longer by default than it may at most.")
        problems = [FieldProblem(f"{field}.default_days", message)]
    if problems:
        raise Invalid(in_a_row(problem.message for problem in problems), fields=problems)


def _switch_problem(name: str, *, is_root: bool) -> Sentence | None:
    if name not in SWITCHES_AT_FIRST:
        return say("{name!r:.80} is no switch. Known: {known}.", name=name, known=", ".join(Switch))
    if not is_root and name in FROM_PARENT:
        return say("An administrator of the parent organization switches {name}.", name=word(name))
    return None


def switches_of(own: Mapping[str, bool], *, parent: Mapping[str, bool] | None) -> dict[str, bool]:
    """As they hold; `parent` is None for a root."""
    from_parent = {} if parent is None else SWITCHES_AT_FIRST | dict(parent)
    return {
        switch.value: bool(from_parent[switch])
        if parent is not None and switch in FROM_PARENT
        else bool(own.get(switch, False))
        for switch in Switch
    }


def check_switch(switches: Mapping[str, bool], switch: Switch, *, is_root: bool) -> None:
    """`switches` as they hold here."""
    if switches.get(switch):
        return
    raise FeatureOff(switched_off(switch, is_ours=is_root or switch not in FROM_PARENT), switch=switch.value)


def switched_off(switch: Switch, *, is_ours: bool = True) -> Sentence:
    if is_ours:
        return say(
            "{switch} is switched off. An administrator of your organization can switch it on.",
            switch=word(switch),
        )
    return say(
        "{switch} is switched off. An administrator of the parent organization can switch it on.",
        switch=word(switch),
    )


class LastAdministrator(Conflict):
    code = "last_administrator"


def check_keeps_administrator(others: int) -> None:
    """`others`: how many live administrators there are besides the one who would stop being one."""
    if not others:
        raise LastAdministrator(
            say("This is the last administrator. Make another member an administrator first.")
        )


class HoldsOpportunities(Conflict):
    code = "holds_opportunities"


def check_lets_go(count: int, *, is_reassigned: bool) -> None:
    """O7: nothing is released silently."""
    if count and not is_reassigned:
        held = say_count("1 open opportunity", "{count} open opportunities", count=count)
        raise HoldsOpportunities(
            say(
                "This member still holds {held}. Say who gets them (`reassign_to`; null leaves them Unassigned).",
                held=held,
            ),
            count=count,
        )


class TeamHoldsOpportunities(Conflict):
    code = "team_holds_opportunities"


def check_is_empty(count: int, *, to: Sentence) -> None:
    if count:
        held = say_count("1 opportunity", "{count} opportunities", count=count)
        raise TeamHoldsOpportunities(
            say("This team has {held}. Move them to another team before you {to}.", held=held, to=to),
            count=count,
        )


class MemberNotFound(NotFound):
    code = "member_not_found"


class TeamNotFound(NotFound):
    code = "team_not_found"


class ChannelNotFound(NotFound):
    code = "channel_not_found"


class KeyNotFound(NotFound):
    code = "key_not_found"


class MemberInactive(Conflict):
    code = "member_inactive"


INVITATION_LASTS = timedelta(days=14)


class Invited(Protocol):
    @property
    def invited_at(self) -> datetime | None: ...
    @property
    def joined_at(self) -> datetime | None: ...
    @property
    def deactivated_at(self) -> datetime | None: ...


class InvitationNotFound(NotFound):
    code = "invitation_not_found"


class InvitationUsed(Conflict):
    code = "invitation_used"


class InvitationExpired(Conflict):
    code = "invitation_expired"


def check_invitation(invited: Invited | None, *, sent_at: datetime, at: datetime) -> None:
    """`sent_at` is what the link says: a newer invitation ends the links of the older one."""
    if invited is None or invited.deactivated_at is not None:
        raise InvitationNotFound(say("This invitation was withdrawn. Ask who invited you for a new one."))
    if invited.joined_at is not None:
        raise InvitationUsed(say("This invitation was accepted already. Sign in."))
    if invited.invited_at != sent_at:
        raise InvitationNotFound(say("A newer invitation was sent. Use the link in the last mail."))
    if at >= sent_at + INVITATION_LASTS:
        raise InvitationExpired(
            say("This invitation is older than 14 days. Ask who invited you for a new one.")
        )
