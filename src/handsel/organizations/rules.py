"""Roles are presets over one table of capabilities. Code asks for a capability, never for a role (O3)."""

from collections.abc import Iterable
from enum import StrEnum

from handsel.kernel.refusals import Forbidden


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


def has_licence(roles: Iterable[str], override: bool | None) -> bool:  # noqa: FBT001
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


class FeatureOff(Forbidden):
    code = "feature_off"


MISSING: dict[Capability, str] = {
    Capability.CONFIGURE: "Only an administrator may change the set-up. Ask one of yours.",
    Capability.MANAGE_PEOPLE: "Only an administrator may change who belongs here. Ask one of yours.",
    Capability.SEE_EVERYTHING: "Only managers and administrators see the whole organization.",
    Capability.WORK: "This needs a sales licence. An administrator can give you one.",
    Capability.CREATE: "You may not create opportunities. Ask an administrator for a role that may.",
    Capability.REASSIGN: "Only a manager may reassign this. Ask one of yours.",
    Capability.EXCLUDE: "Only a manager may exclude an opportunity from statistics, or include it again.",
    Capability.RESTRICTED_TRANSITIONS: "Only a director may do this.",
    Capability.IMPORT: "Only managers and administrators may import.",
    Capability.EXPORT: "You may not export.",
}


def check_capability(held: Iterable[str], wanted: Capability) -> None:
    if wanted not in held:
        raise CapabilityMissing(MISSING[wanted], capability=wanted.value)
