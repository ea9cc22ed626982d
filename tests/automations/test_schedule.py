"""Schedules (A2): at their instant in the organization's zone, once, for every opportunity that matches."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from handsel.automations import choosing, publishing, scheduling
from handsel.automations.document import Schedule
from handsel.automations.models import Automation
from handsel.automations.schedules import next_due
from handsel.ledger.models import Event
from handsel.organizations import editing
from handsel.organizations.acting import acting
from tests.automations.house import begin, publish, react, runs, told, work
from tests.automations.recipes import a_document, note
from tests.automations.test_running import notes
from tests.cast import Acme, an_opportunity
from tests.racing import together

MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2031, 5, 5, 10, tzinfo=UTC)  # a Monday, noon in Madrid
MINUTE = timedelta(minutes=1)


def daily(at: str) -> Schedule:
    return Schedule(every="day", at=at)


@pytest.mark.parametrize(
    ("schedule", "after", "due"),
    [
        (daily("12:00"), "2031-05-05T09:59:59Z", "2031-05-05T10:00:00Z"),
        (daily("12:00"), "2031-05-05T10:00:00Z", "2031-05-06T10:00:00Z"),
        (daily("00:00"), "2031-05-05T21:59:59Z", "2031-05-05T22:00:00Z"),
        (
            daily("02:30"),
            "2031-03-29T23:30:00Z",
            "2031-03-30T01:30:00Z",
        ),  # skipped: by the offset before, 03:30
        (daily("02:30"), "2031-03-30T01:30:00Z", "2031-03-31T00:30:00Z"),
        (daily("02:30"), "2031-10-25T23:00:00Z", "2031-10-26T00:30:00Z"),  # comes twice: the first …
        (daily("02:30"), "2031-10-26T00:30:00Z", "2031-10-27T01:30:00Z"),  # … and not again
        (Schedule(every="week", at="09:00", weekdays=(1, 5)), "2031-05-05T10:00:00Z", "2031-05-09T07:00:00Z"),
        (Schedule(every="week", at="09:00", weekdays=(1, 5)), "2031-05-09T07:00:00Z", "2031-05-12T07:00:00Z"),
        (Schedule(every="week", at="09:00", weekdays=(1,)), "2031-05-05T07:00:00Z", "2031-05-12T07:00:00Z"),
        (Schedule(every="month", at="09:00", day=31), "2031-04-01T00:00:00Z", "2031-04-30T07:00:00Z"),
        (Schedule(every="month", at="09:00", day=31), "2031-04-30T07:00:00Z", "2031-05-31T07:00:00Z"),
        (Schedule(every="month", at="09:00", day=29), "2031-02-01T00:00:00Z", "2031-02-28T08:00:00Z"),
        (Schedule(every="month", at="09:00", day=1), "2031-12-01T08:00:00Z", "2032-01-01T08:00:00Z"),
    ],
)
def test_a_schedule_is_a_local_time_on_the_days_it_names(schedule: Schedule, after: str, due: str) -> None:
    found = next_due(schedule, after=datetime.fromisoformat(after), zone=MADRID)

    assert found == datetime.fromisoformat(due)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    file = tmp_path / "clock"
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(file))

    def set_to(instant: datetime) -> None:
        file.write_text(instant.isoformat())

    set_to(NOON)
    return set_to


EVENING = {"type": "schedule", "every": "day", "at": "18:00"}
SIX = NOON + timedelta(hours=6)


def test_when_it_falls_due_each_opportunity_that_matches_gets_its_run(
    committing: str, acme: Acme, clock: Any
) -> None:
    begin()
    when = ({"field": "title", "op": "contains", "value": "sail"},)
    on = {**EVENING, "team": str(acme.boats.pk)}
    publish("Evening", a_document(note("{title}"), on=on, when=when), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben, title="Sail 1")
    an_opportunity(acme.boats, by=acme.ben, title="Row")
    an_opportunity(acme.boats, by=acme.ben, title="Sail 2")
    an_opportunity(acme.loans, by=acme.pia, title="Sail 3")

    clock(SIX - MINUTE)
    early = scheduling.sweep()
    clock(SIX)
    swept = [scheduling.sweep(), scheduling.sweep()]
    work()

    assert (early, swept) == (0, [1, 0])
    assert sorted(notes(acme.ada)) == ["Sail 1", "Sail 2"]
    with acting(acme.ada):
        [event] = Event.objects.filter(type="automation.due")
        assert Automation.objects.get().next_due_at == SIX + timedelta(days=1)
    assert event.data == {"instant": "2031-05-05T16:00:00Z"}
    assert {run.event_id for run in runs(acme.ada)} == {event.pk}


def test_what_was_missed_while_nothing_ran_falls_due_once(committing: str, acme: Acme, clock: Any) -> None:
    begin()
    publish("Evening", a_document(note("evening"), on=EVENING), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)

    clock(SIX + timedelta(days=4, hours=1))
    swept = [scheduling.sweep(), scheduling.sweep()]
    work()

    assert (swept, notes(acme.ada)) == ([1, 0], ["evening"])
    with acting(acme.ada):
        assert Automation.objects.get().next_due_at == SIX + timedelta(days=5)


def test_two_that_sweep_at_once_let_it_fall_due_once(committing: str, acme: Acme, clock: Any) -> None:
    begin()
    publish("Evening", a_document(note("evening"), on=EVENING), by=acme.ada)
    clock(SIX)

    swept = together([scheduling.sweep] * 4)

    with acting(acme.ada):
        assert Event.objects.filter(type="automation.due").count() == 1
    assert sum(swept) == 1


def test_more_than_ten_thousand_are_not_run_and_that_is_told(
    committing: str, acme: Acme, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "MOST", 2)
    begin()
    publish("Evening", a_document(note("evening"), on=EVENING), by=acme.ada)
    for _ in range(3):
        an_opportunity(acme.boats, by=acme.ben)
    clock(SIX)
    scheduling.sweep()
    work()

    told_of_none = [run for run in runs(acme.ada) if run.opportunity_id is None]
    assert notes(acme.ada) == ["evening", "evening"]
    assert [(run.state, told(run, by=acme.ada)) for run in told_of_none] == [
        ("cut", [("cut", "failed", "too_many")])
    ]


def test_when_nothing_matches_the_log_says_so(committing: str, acme: Acme, clock: Any) -> None:
    begin()
    publish("Evening", a_document(note("evening"), on=EVENING), by=acme.ada)
    clock(SIX)
    scheduling.sweep()
    work()

    assert [(run.state, told(run, by=acme.ada)) for run in runs(acme.ada)] == [
        ("skipped", [("cut", "no", "none_matched")])
    ]


def test_paused_it_does_not_fall_due_and_resumed_it_does_at_its_next_instant(
    committing: str, acme: Acme, clock: Any
) -> None:
    begin()
    evening = publish("Evening", a_document(note("evening"), on=EVENING), by=acme.ada)
    with acting(acme.ada) as at:
        publishing.pause(evening, by=acme.ada, at=at)
    clock(SIX + MINUTE)
    paused = scheduling.sweep()
    with acting(acme.ada) as at:
        publishing.resume(evening, by=acme.ada, at=at)
    resumed = scheduling.sweep()
    clock(SIX + timedelta(days=1))

    assert (paused, resumed, scheduling.sweep()) == (0, 0, 1)


def test_another_time_zone_is_another_instant(committing: str, acme: Acme, clock: Any) -> None:
    begin()
    publish("Evening", a_document(note("evening"), on=EVENING), by=acme.ada)
    with acting(acme.ada) as at:
        editing.edit({"time_zone": "America/Montreal"}, by=acme.ada, at=at)
    react("organization.edited", acme.ada)

    with acting(acme.ada):
        assert Automation.objects.get().next_due_at == datetime(2031, 5, 5, 22, tzinfo=UTC)
