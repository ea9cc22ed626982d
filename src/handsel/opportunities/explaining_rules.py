"""Why somebody could see an opportunity, and when: the access rule over histories. Plain Python, like `rules.level_of`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from handsel.opportunities.explaining_spans import ALWAYS, BEFORE, Span, Spans, both
from handsel.opportunities.rules import Level
from handsel.organizations.rules import Capability, Role, Sees, capabilities_of


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member is in the organization."""

    roles: tuple[str, ...]
    licence: bool

    @property
    def everything(self) -> bool:
        return Capability.SEE_EVERYTHING in capabilities_of(self.roles, licence=self.licence)

    @property
    def follows(self) -> bool:
        return Role.LEAD_GENERATOR in self.roles

    @property
    def belonging(self) -> Level:
        """What those have who own it, or see it by their team or role."""
        return Level.WORK if self.licence else Level.VIEW


@dataclass(frozen=True, slots=True)
class Lent:
    """A grant to the member, or to the team named. `given_by` is the author of an automation that gave it."""

    id: UUID
    team_id: UUID | None
    given_by: UUID | None
    automation_id: UUID | None
    span: Span[Level]


@dataclass(frozen=True, slots=True)
class Assumed:
    """What was so before the ledger first told of it is taken for granted. Without `before`, nothing has told of it yet."""

    what: str
    before: datetime | None
    team_id: UUID | None = None

    def covers(self, spans: Spans[Any]) -> bool:
        """Whether any of this lies before."""
        return any(span.start is None or self.before is None or span.start < self.before for span in spans)


@dataclass(frozen=True, slots=True)
class Person:
    """The member who is asked about. `there`: joined and not deactivated."""

    id: UUID
    there: Spans[bool]
    standing: Spans[Standing]
    seats: Mapping[UUID, Spans[Sees]]
    assumed: list[Assumed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Thing:
    """The opportunity. Its author never changes. It is there while it is in a team; then nobody sees it."""

    author_id: UUID | None
    owners: Spans[UUID | None]
    teams: Spans[UUID]
    deleted_at: datetime | None = None
    assumed: list[Assumed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reason:
    kind: str
    level: Level
    team_id: UUID | None = None
    roles: tuple[str, ...] = ()
    share_id: UUID | None = None
    given_by: UUID | None = None
    automation_id: UUID | None = None


def reasons_of(person: Person, thing: Thing, lent: Iterable[Lent]) -> list[Span[Reason]]:
    """All that ever gave them access, or will, by their start."""
    standing = both(person.there, person.standing, lambda _, standing: standing)
    life = both(thing.teams, ALWAYS, lambda _, there: there)
    known = both(life, standing, lambda _, standing: standing)
    owned = [span for span in thing.owners if span.value == person.id]
    found = [
        *both(owned, known, lambda _, now: Reason("owner", now.belonging)),
        *both(ALWAYS, known, lambda _, now: _by_role(now)),
        *(span for team_id in person.seats for span in _by_team(team_id, person, thing, known)),
        *(span for each in lent for span in both(by_share(each, person), life, lambda share, _: share)),
    ]
    if thing.author_id == person.id:
        found += both(ALWAYS, known, lambda _, now: Reason("author", Level.VIEW) if now.follows else None)
    return sorted(found, key=lambda span: span.start or BEFORE)


def _by_role(now: Standing) -> Reason | None:
    if not now.everything:
        return None
    seeing = (role for role in now.roles if Standing((role,), now.licence).everything)
    return Reason("role", now.belonging, roles=tuple(seeing))


def _by_team(team_id: UUID, person: Person, thing: Thing, known: Spans[Standing]) -> list[Span[Reason]]:
    """A lead generator without a licence sees of a team only what is theirs."""
    there = [span for span in thing.teams if span.value == team_id]
    seen = [span for span in person.seats[team_id] if span.value == Sees.ALL]
    whole = [span for span in known if span.value.licence or not span.value.follows]
    seated = both(there, seen, lambda _, sees: sees)
    return both(seated, whole, lambda _, now: Reason("team", now.belonging, team_id=team_id))


def by_share(lent: Lent, person: Person) -> list[Span[Reason]]:
    reason = Reason(
        "share",
        lent.span.value,
        team_id=lent.team_id,
        share_id=lent.id,
        given_by=lent.given_by,
        automation_id=lent.automation_id,
    )
    held = both([lent.span], person.there, lambda *_: reason)
    if lent.team_id is None:
        return held
    return both(held, person.seats.get(lent.team_id, []), lambda *_: reason)


def best(reasons: Iterable[Span[Reason]]) -> Level | None:
    return max((span.value.level for span in reasons), default=None)


def assumptions(person: Person, thing: Thing, lent: Iterable[Lent]) -> Iterator[Assumed]:
    """What of this opportunity's time, and theirs, rests on more than the ledger tells."""
    lent, known = list(lent), both(thing.teams, person.there, lambda team_id, _: team_id)
    for each in (*thing.assumed, *person.assumed):
        of_team = [span for span in known if each.team_id in (None, span.value)]
        by_share = [one.span for one in lent if each.team_id is not None and one.team_id == each.team_id]
        if each.covers(of_team) or each.covers(by_share):
            yield each
