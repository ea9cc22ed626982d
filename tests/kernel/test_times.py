from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handsel.kernel.refusals import Invalid
from handsel.kernel.times import check_day, check_instant, in_days, write_instant

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-03-29T01:59", "2026-03-29T00:59:00Z"),
        ("2026-03-29T03:00", "2026-03-29T01:00:00Z"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00Z"),  # comes twice: the first
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30:00Z"),  # the second, said with its offset
        ("2026-07-01 12:00:30", "2026-07-01T10:00:30Z"),
        ("2026-07-01t12:00z", "2026-07-01T12:00:00Z"),
        ("2026-07-01T12:00:00.5Z", "2026-07-01T12:00:00.500000Z"),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), "2026-07-01T12:00:00Z"),
    ],
)
def test_a_local_time_is_that_of_the_zone(typed: object, instant: str) -> None:
    """I10: one that comes twice means the first."""
    assert write_instant(check_instant(typed, field="at", zone=BERLIN)) == instant


@pytest.mark.parametrize("typed", ["2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59:59"])
def test_a_local_time_that_a_clock_change_skips_is_refused_by_field(typed: str) -> None:
    """I10."""
    with pytest.raises(Invalid) as refused:
        check_instant(typed, field="follow_up_at", zone=BERLIN)

    assert [problem.name for problem in refused.value.fields] == ["follow_up_at"]


@pytest.mark.parametrize(
    "typed",
    [
        *("", "now", "2026-02-30T10:00", "2026-07-01", "2026-07-01T25:00", "2026-07-01T10:00+25:00"),
        *(
            "0001-01-01T00:00",
            "9999-12-31T23:59:59-12:00",
            "\uff12026-07-01T10:00",
            "20260701T1000",
            1,
            None,
            True,
            [],
        ),
    ],
)
def test_what_is_no_instant_is_refused(typed: object) -> None:
    with pytest.raises(Invalid):
        check_instant(typed, field="at", zone=BERLIN)


def test_a_day_is_iso_8601s() -> None:
    assert check_day(" 2028-02-29 ", field="day").isoformat() == "2028-02-29"
    for typed in ("2026-02-29", "29.02.2028", "2028-2-9", datetime(2028, 2, 29, tzinfo=UTC), 20280229, None):
        with pytest.raises(Invalid):
            check_day(typed, field="day")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-28T11:00:00Z", 1, "2026-03-29T10:00:00Z"),  # 23 hours: noon to noon
        ("2026-10-24T10:00:00Z", 1, "2026-10-25T11:00:00Z"),  # 25 hours
        ("2026-03-28T01:30:00Z", 1, "2026-03-29T01:30:00Z"),  # 02:30 is skipped: by the offset before, 03:30
        ("2026-10-24T00:30:00Z", 1, "2026-10-25T00:30:00Z"),  # 02:30 comes twice: the first
        ("2026-10-25T01:30:00Z", 0, "2026-10-25T00:30:00Z"),
    ],
)
def test_days_are_those_of_the_calendar(start: str, days: int, end: str) -> None:
    assert write_instant(in_days(datetime.fromisoformat(start), days, zone=BERLIN)) == end
