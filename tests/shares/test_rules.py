"""What a share may be, as tables; no database."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from handsel.kernel.refusals import Invalid
from handsel.kernel.sentences import as_it_is
from handsel.opportunities.rules import Level, NotAllowed
from handsel.organizations.rules import FeatureOff, MemberInactive, Role, capabilities_of
from handsel.shares.rules import (
    DEFAULT,
    FAILURES,
    Due,
    Lasting,
    OwnerCannotBeSharedWith,
    Terms,
    ToMember,
    ToTeam,
    due_after,
    due_first,
    extended,
    failure_of,
    refusal_of,
    span,
    stops_any,
    warns_at,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ON = {"sharing": True, "share_automation": True}


def terms(zone: str = "UTC", *, default: int = 90, maximum: int = 365) -> Terms:
    return Terms(default_days=default, maximum_days=maximum, zone=ZoneInfo(zone), switches=ON)


@dataclass(frozen=True)
class Change:
    """A change of clocks: the start as the people there read it, and how long the days between really last."""

    zone: str
    start: str
    days: int
    end: str
    hours: float


CLOCKS = [
    Change("America/Montreal", "2027-03-13T09:00", 1, "2027-03-14T09:00", 23),  # forward at 02:00 on the 14th
    Change("America/Montreal", "2027-11-06T09:00", 1, "2027-11-07T09:00", 25),  # back at 02:00 on the 7th
    Change("America/Montreal", "2027-03-10T09:00", 1, "2027-03-11T09:00", 24),
    Change(
        "America/Montreal", "2027-03-13T02:30", 1, "2027-03-14T03:30", 24
    ),  # skipped: by the offset before
    Change("America/Montreal", "2027-11-06T01:30", 1, "2027-11-07T01:30", 24),  # comes twice: the first
    Change("America/Montreal", "2027-03-01T09:00", 90, "2027-05-30T09:00", 90 * 24 - 1),
    Change("Europe/Paris", "2027-03-27T12:00", 1, "2027-03-28T12:00", 23),
    Change("Europe/Paris", "2027-03-27T02:30", 1, "2027-03-28T03:30", 24),
    Change("Europe/Paris", "2027-10-30T02:30", 1, "2027-10-31T02:30", 24),
    Change("Europe/Paris", "2027-10-30T03:00", 1, "2027-10-31T03:00", 25),
    Change("Europe/Paris", "2028-02-28T10:00", 2, "2028-03-01T10:00", 48),  # a leap year
    Change("Australia/Lord_Howe", "2027-10-02T12:00", 1, "2027-10-03T12:00", 23.5),  # half an hour forward
    Change("Australia/Lord_Howe", "2027-10-02T02:15", 1, "2027-10-03T02:45", 24),
    Change("Australia/Lord_Howe", "2027-04-03T12:00", 1, "2027-04-04T12:00", 24.5),
    Change("Australia/Lord_Howe", "2027-04-03T01:45", 1, "2027-04-04T01:45", 24),
]


@pytest.mark.parametrize("change", CLOCKS, ids=lambda c: f"{c.zone} {c.start}")
def test_a_day_is_the_same_time_of_day_tomorrow(change: Change) -> None:
    """S1: calendar days of the organization's zone, also when the clocks change."""
    zone = ZoneInfo(change.zone)
    start = datetime.fromisoformat(change.start).replace(tzinfo=zone).astimezone(UTC)

    begins, ends = span(Lasting(days=change.days), starts_at=None, terms=terms(change.zone), at=start)

    assert (begins, ends.astimezone(zone).replace(tzinfo=None)) == (start, datetime.fromisoformat(change.end))
    assert ends - begins == timedelta(hours=change.hours)


@pytest.mark.parametrize("change", CLOCKS, ids=lambda c: f"{c.zone} {c.start}")
def test_24_hours_are_24_hours(change: Change) -> None:
    """S1: minutes are minutes, whatever the clocks do."""
    start = datetime.fromisoformat(change.start).replace(tzinfo=ZoneInfo(change.zone)).astimezone(UTC)

    _, ends = span(Lasting(minutes=24 * 60), starts_at=None, terms=terms(change.zone), at=start)

    assert ends - start == DAY


@pytest.mark.parametrize("change", CLOCKS, ids=lambda c: f"{c.zone} {c.start}")
def test_extending_counts_days_from_the_old_end_likewise(change: Change) -> None:
    """S7: counted from the old end."""
    zone = ZoneInfo(change.zone)
    old_end = datetime.fromisoformat(change.start).replace(tzinfo=zone).astimezone(UTC)

    end = extended(
        Lasting(days=change.days), starts_at=old_end - DAY, ends_at=old_end, terms=terms(change.zone)
    )

    assert end - old_end == timedelta(hours=change.hours)


def test_without_a_word_it_lasts_as_long_as_the_organization_says() -> None:
    """S1: 90 days, unless the organization set another default."""
    assert span(DEFAULT, starts_at=None, terms=terms(), at=NOON) == (NOON, NOON + 90 * DAY)
    assert span(DEFAULT, starts_at=None, terms=terms(default=7), at=NOON) == (NOON, NOON + 7 * DAY)


def test_it_may_begin_later_and_end_at_an_instant() -> None:
    """S1."""
    later, end = NOON + DAY, NOON + 2 * DAY

    assert span(Lasting(minutes=1), starts_at=later, terms=terms(), at=NOON) == (later, later + MINUTE)
    assert span(Lasting(ends_at=end), starts_at=later, terms=terms(), at=NOON) == (later, end)
    assert span(Lasting(days=1), starts_at=NOON, terms=terms(), at=NOON) == (NOON, NOON + DAY)


LAST = datetime(9999, 12, 1, tzinfo=UTC)
REFUSED: list[tuple[Lasting, datetime | None, list[str]]] = [
    (Lasting(minutes=0), None, ["minutes"]),
    (Lasting(minutes=-5), None, ["minutes"]),
    (Lasting(minutes=1.5), None, ["minutes"]),  # type: ignore[arg-type]  # (as a program may send it)
    (Lasting(minutes="10"), None, ["minutes"]),  # type: ignore[arg-type]  # (as a program may send it)
    (Lasting(minutes=True), None, ["minutes"]),
    (Lasting(days=0), None, ["days"]),
    (Lasting(days=-1), None, ["days"]),
    (Lasting(days=1.0), None, ["days"]),  # type: ignore[arg-type]  # (as a program may send it)
    (Lasting(days=366), None, ["days"]),
    (Lasting(days=10**40), None, ["days"]),
    (Lasting(minutes=365 * 24 * 60 + 1), None, ["minutes"]),
    (Lasting(minutes=10**40), None, ["minutes"]),
    (Lasting(ends_at=NOON), None, ["ends_at"]),
    (Lasting(ends_at=NOON - MINUTE), None, ["ends_at"]),
    (Lasting(ends_at=NOON + DAY), NOON + DAY, ["ends_at"]),
    (Lasting(ends_at=NOON + 365 * DAY + MINUTE), None, ["ends_at"]),
    (Lasting(minutes=5, days=1), None, ["minutes", "days"]),
    (Lasting(days=1, ends_at=NOON + DAY), None, ["days", "ends_at"]),
    (Lasting(minutes=5), NOON - MINUTE, ["starts_at"]),
    (Lasting(days=365), LAST, ["starts_at"]),
]


@pytest.mark.parametrize(("lasting", "starts_at", "fields"), REFUSED)
def test_what_lasts_nothing_or_too_long_is_refused_by_its_field(
    lasting: Lasting, starts_at: datetime | None, fields: list[str]
) -> None:
    """S1: 0, negative, fractions, text, an end before the start, more than the organization's maximum."""
    with pytest.raises(Invalid) as refusal:
        span(lasting, starts_at=starts_at, terms=terms(), at=NOON)

    assert [field.name for field in refusal.value.fields] == fields


def test_the_longest_is_counted_from_the_start_also_when_it_is_extended() -> None:
    """S1, S7."""
    start, end = NOON - 300 * DAY, NOON + 60 * DAY

    assert extended(Lasting(days=5), starts_at=start, ends_at=end, terms=terms()) == start + 365 * DAY
    for lasting in (Lasting(days=6), Lasting(minutes=5 * 24 * 60 + 1), Lasting(ends_at=end + 6 * DAY)):
        with pytest.raises(Invalid):
            extended(lasting, starts_at=start, ends_at=end, terms=terms())


def test_an_extension_says_for_how_long_and_moves_the_end_on() -> None:
    with pytest.raises(Invalid):
        extended(DEFAULT, starts_at=NOON, ends_at=NOON + DAY, terms=terms())
    with pytest.raises(Invalid):
        extended(Lasting(ends_at=NOON + DAY), starts_at=NOON, ends_at=NOON + DAY, terms=terms())


BEN, PIA = UUID(int=1), UUID(int=2)
SELLER = capabilities_of([Role.PROFESSIONAL], licence=True)


def refused(
    grantee: ToMember | ToTeam = ToMember(id=PIA, active=True),  # noqa: B008 (frozen)
    *,
    level: Level = Level.WORK,
    automation: UUID | None = None,
    **switches: bool,
) -> str | None:
    refusal = refusal_of(
        grantee,
        level=level,
        owner_id=BEN,
        capabilities=SELLER,
        terms=replace(terms(), switches={**ON, **switches}),
        by_automation=automation,
    )
    return None if refusal is None else failure_of(refusal)


def test_only_who_works_it_shares_it() -> None:
    """S6, S12: who has it by a share never shares it on, so no grant exceeds its giver's, in verb or in time."""
    assert [refused(level=level) for level in Level] == ["not_allowed", "not_allowed", None]


def test_a_request_fails_with_its_reason() -> None:
    """S2: user inactive, feature off, owner, no right; S6: the owner can't be shared with."""
    assert refused() is None
    assert refused(ToTeam(id=uuid4())) is None
    assert refused(ToMember(id=PIA, active=False)) == "user_inactive"
    assert refused(ToMember(id=BEN, active=True)) == "is_owner"
    assert refused(sharing=False) == "feature_off"
    assert refused(level=Level.VIEW) == "not_allowed"


def test_automations_share_where_that_is_switched_on() -> None:
    """O6."""
    assert refused(automation=uuid4(), share_automation=False) == "feature_off"
    assert refused(automation=uuid4()) is None
    assert refused(share_automation=False) is None


def test_every_failure_has_words() -> None:
    kinds = (NotAllowed, FeatureOff, MemberInactive, OwnerCannotBeSharedWith)
    refusals = [kind(as_it_is("")) for kind in kinds]

    assert {failure_of(one) for one in refusals} <= FAILURES.keys()


def test_managers_and_administrators_stop_any_share() -> None:
    """S7."""
    stopping = {role for role in Role if stops_any(capabilities_of([role], licence=True))}

    assert stopping == {Role.ADMINISTRATOR, Role.MANAGER, Role.DIRECTOR}
    assert stops_any(capabilities_of([Role.ADMINISTRATOR], licence=False))


@pytest.mark.parametrize(
    ("lasts", "left"),
    [
        (90 * DAY, DAY),
        (4 * DAY, DAY),
        (3 * DAY, 18 * HOUR),
        (DAY, 6 * HOUR),
        (HOUR, 15 * MINUTE),
        (MINUTE, timedelta(seconds=15)),
    ],
)
def test_a_warning_comes_a_day_before_or_when_a_quarter_is_left(lasts: timedelta, left: timedelta) -> None:
    """S9."""
    assert warns_at(NOON, NOON + lasts) == NOON + lasts - left


def test_what_is_told_next() -> None:
    start, end = NOON + DAY, NOON + 11 * DAY

    assert due_first(start, end, at=NOON) == (Due.START, start)
    assert due_after(Due.START, start, end, at=start) == (Due.WARNING, end - DAY)
    assert due_after(Due.WARNING, start, end, at=end - DAY) == (Due.END, end)
    assert due_after(Due.END, start, end, at=end) is None
    assert due_first(NOON, end, at=NOON) == (Due.WARNING, end - DAY)


def test_nobody_is_warned_of_what_is_over_or_was_just_extended_by_little() -> None:
    start, end = NOON, NOON + 4 * DAY

    assert due_first(start, end, at=end - DAY) == (Due.END, end)
    assert due_after(Due.START, start, end, at=end) == (Due.END, end)
    assert due_after(Due.START, start, end, at=end - HOUR) == (Due.WARNING, end - DAY)
