"""What a level of access allows. SQL finds which rows and at what level; this says what the level allows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from handsel.kernel.refusals import Conflict, Forbidden, Invalid, NotFound
from handsel.kernel.sentences import say
from handsel.organizations.rules import Capability


class Level(IntEnum):
    """How much of an opportunity somebody has (O9, S12)."""

    VIEW = 1
    MODIFY = 2
    WORK = 3


class Permission(StrEnum):
    READ = "read"
    EDIT = "edit"
    MOVE = "move"
    FOLLOW_UP = "follow_up"
    AMOUNT = "amount"
    ADD = "add"  # notes, activities, tasks
    ASSIGN = "assign"
    CHANGE_TEAM = "change_team"
    DELETE = "delete"
    EXCLUDE = "exclude"
    SHARE = "share"
    FOLLOW_ON = "follow_on"  # another opportunity, which would outlive a share


LEAST: dict[Permission, Level] = {
    Permission.READ: Level.VIEW,
    Permission.EDIT: Level.MODIFY,
    Permission.MOVE: Level.MODIFY,
    Permission.FOLLOW_UP: Level.MODIFY,
    Permission.AMOUNT: Level.MODIFY,
    Permission.ADD: Level.MODIFY,
    Permission.ASSIGN: Level.WORK,
    Permission.CHANGE_TEAM: Level.WORK,
    Permission.DELETE: Level.WORK,
    Permission.EXCLUDE: Level.WORK,
    Permission.SHARE: Level.WORK,
    Permission.FOLLOW_ON: Level.WORK,
}


class OpportunityNotFound(NotFound):
    code = "opportunity_not_found"


class NotAllowed(Forbidden):
    code = "not_allowed"


class ShareEnded(Forbidden):
    """They had it for a time, which ended at `ended_at`; what they typed goes back to them (S3)."""

    code = "share_ended"
    gives_back = True


class AmountsOff(Conflict):
    code = "deal_amount_off"


class Stale(Conflict):
    """Somebody else changed it since: `current` is the opportunity as it is now (B5, B9)."""

    code = "conflict"


class TransitionGone(Conflict):
    """An earlier version of the workflow had it. `typed` is what came with the move, `current` the opportunity (W14)."""

    code = "transition_gone"


class NoChannel(Invalid):
    code = "no_channel"


class NotOfTheTeam(Invalid):
    code = "owner_not_in_team"


def allows(
    level: Level, permission: Permission, *, capabilities: Iterable[str], deal_amount: bool = True
) -> bool:
    if permission == Permission.EXCLUDE and Capability.EXCLUDE not in capabilities:
        return False
    if permission == Permission.AMOUNT and not deal_amount:
        return False
    return level >= LEAST[permission]


def check_allowed(level: Level, permission: Permission, *, capabilities: Iterable[str]) -> None:
    if allows(level, permission, capabilities=capabilities):
        return
    if permission == Permission.EXCLUDE:
        raise NotAllowed(
            say("Only a manager may exclude an opportunity from statistics, or include it again.")
        )
    if level == Level.VIEW:
        raise NotAllowed(say("You may look at this opportunity, not change it. Ask its owner or a manager."))
    raise NotAllowed(say("This opportunity is shared with you: only its owner or a manager may do that."))


# The plain twin of the SQL in `access.py`; a property test holds the two together.


@dataclass(frozen=True, slots=True)
class Viewer:
    id: UUID
    licence: bool
    everything: bool
    follows_authored: bool
    whole_teams: frozenset[UUID]
    teams: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Held:
    """A grant: `holder` is a member or a team."""

    holder: UUID
    level: Level
    starts_at: datetime
    ends_at: datetime
    stopped_at: datetime | None


def level_of(
    viewer: Viewer,
    *,
    owner: UUID | None,
    author: UUID | None,
    team: UUID,
    grants: Iterable[Held],
    at: datetime,
) -> Level | None:
    """None: it does not exist for them. Ends by comparison, to the instant: `starts_at <= at < ends_at`."""
    belongs = owner == viewer.id or viewer.everything or team in viewer.whole_teams
    if belongs and viewer.licence:
        return Level.WORK
    levels = [Level.VIEW] if belongs or (viewer.follows_authored and author == viewer.id) else []
    for grant in grants:
        live = grant.stopped_at is None and grant.starts_at <= at < grant.ends_at
        if live and (grant.holder == viewer.id or grant.holder in viewer.teams):
            levels.append(grant.level)
    return max(levels, default=None)
