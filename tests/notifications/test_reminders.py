"""Follow-ups and tasks at their instant: once, to their owner, whoever sweeps and whatever dies (B4, B13)."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from handsel.ledger.models import Event
from handsel.notifications import sweeping
from handsel.notifications.models import Notification
from handsel.notifications.sweeping import remind_of_follow_ups, remind_of_tasks
from handsel.opportunities.models import Opportunity
from handsel.opportunities.quick import set_follow_up
from handsel.opportunities.tasking import add_task, edit_task
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, an_opportunity

NOON = datetime(2031, 5, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

SetClock = Callable[[datetime], None]


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """The one clock, as HANDSEL_CLOCK sets it; it begins at eleven."""
    file = tmp_path / "clock"
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(file))

    def put(at: datetime) -> None:
        file.write_text(at.isoformat())

    put(NOON - timedelta(hours=1))
    return put


def follow_up(opportunity_id: UUID, at: datetime | None, *, by: Member) -> None:
    with acting(by) as now:
        set_follow_up(opportunity_id, follow_up_at=at, by=by, at=now)


def reminded(member: Member) -> list[tuple[str, UUID | None]]:
    with acting(member):
        return list(
            Notification.objects.filter(member_id=member.id)
            .order_by("at", "id")
            .values_list("kind", "opportunity_id")
        )


def events(member: Member, kind: str) -> list[dict[str, Any]]:
    with acting(member):
        rows = Event.objects.filter(type=kind).order_by("id")
        return [dict(row) for row in rows.values("opportunity_id", "revision", "actor_kind")]


def test_the_owner_is_reminded_at_the_instant_and_once(db: None, acme: Acme, clock: SetClock) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    follow_up(mine, NOON, by=acme.ben)

    clock(NOON - timedelta(microseconds=1))
    early = remind_of_follow_ups()
    clock(NOON)
    due = remind_of_follow_ups()
    clock(NOON + MINUTE)
    again = remind_of_follow_ups()

    assert (early, due, again) == (0, 1, 0)
    assert reminded(acme.ben) == [("opportunity.follow_up_due", mine)]
    assert events(acme.ben, "opportunity.follow_up_due") == [
        {"opportunity_id": mine, "revision": 2, "actor_kind": "system"}
    ]
    assert len(events(acme.ben, "notification.added")) == 1


def test_it_is_told_to_who_owns_it_then(db: None, acme: Acme, clock: SetClock) -> None:
    """And to nobody when nobody does."""
    unassigned = an_opportunity(acme.boats, by=acme.ben, owner_id=None)
    follow_up(unassigned, NOON, by=acme.ben)

    clock(NOON)

    assert remind_of_follow_ups() == 1
    assert reminded(acme.ben) == []
    assert len(events(acme.ben, "opportunity.follow_up_due")) == 1


def test_one_that_was_cleared_or_put_off_reminds_nobody(db: None, acme: Acme, clock: SetClock) -> None:
    cleared, put_off = (an_opportunity(acme.boats, by=acme.ben) for _ in range(2))
    for each in (cleared, put_off):
        follow_up(each, NOON, by=acme.ben)
    follow_up(cleared, None, by=acme.ben)
    follow_up(put_off, NOON + MINUTE, by=acme.ben)

    clock(NOON)
    first = remind_of_follow_ups()
    clock(NOON + MINUTE)
    second = remind_of_follow_ups()

    assert (first, second) == (0, 1)
    assert reminded(acme.ben) == [("opportunity.follow_up_due", put_off)]


def test_set_again_it_reminds_again(db: None, acme: Acme, clock: SetClock) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)

    for minute in (1, 2):
        follow_up(mine, NOON + minute * MINUTE, by=acme.ben)
        clock(NOON + minute * MINUTE)
        remind_of_follow_ups()

    assert reminded(acme.ben) == [("opportunity.follow_up_due", mine)] * 2


def test_two_sweeps_at_once_remind_once(committing: str, acme: Acme, clock: SetClock) -> None:
    """Twenty of them, more than one transaction takes at once."""
    made = [an_opportunity(acme.boats, by=acme.ben) for _ in range(20)]
    for each in made:
        follow_up(each, NOON, by=acme.ben)
    clock(NOON)
    barrier, counts = threading.Barrier(4), list[int]()

    def sweep() -> None:
        barrier.wait()
        counts.append(remind_of_follow_ups())
        connections.close_all()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(counts) == 20
    assert sorted(reminded(acme.ben), key=str) == sorted(
        [("opportunity.follow_up_due", each) for each in made], key=str
    )


def test_what_dies_on_the_way_has_done_nothing_and_is_done_next_time(
    committing: str, acme: Acme, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    follow_up(mine, NOON, by=acme.ben)
    clock(NOON)
    monkeypatch.setattr(sweeping, "notify", _die)
    with pytest.raises(KeyboardInterrupt):
        remind_of_follow_ups()
    monkeypatch.undo()
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", None)

    with acting(acme.ben):
        Opportunity.objects.filter(pk=mine, follow_up_due_at__isnull=False).update(follow_up_due_at=_LONG_AGO)
    counts = [remind_of_follow_ups(), remind_of_follow_ups()]

    assert counts == [1, 0]
    assert reminded(acme.ben) == [("opportunity.follow_up_due", mine)]


def test_one_that_somebody_is_changing_waits_for_the_next_sweep(
    committing: str, acme: Acme, clock: SetClock
) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)
    follow_up(mine, NOON, by=acme.ben)
    clock(NOON)
    meanwhile: list[int] = []

    def sweep() -> None:
        meanwhile.append(remind_of_follow_ups())
        connections.close_all()

    with acting(acme.ben):
        Opportunity.objects.select_for_update().get(pk=mine)
        thread = threading.Thread(target=sweep)
        thread.start()
        thread.join()

    assert (meanwhile, remind_of_follow_ups()) == ([0], 1)


def test_a_task_reminds_its_owner_unless_it_is_done(db: None, acme: Acme, clock: SetClock) -> None:
    mine = an_opportunity(acme.boats, by=acme.ben)

    def task() -> UUID:
        with acting(acme.ben) as at:
            made = add_task(
                mine, title="Call", due_at=None, remind_at=NOON, owner_id=None, by=acme.ben, at=at
            )
            return made.pk

    open_one, done = task(), task()
    with acting(acme.ben) as at:
        edit_task(done, changes={"done": True}, by=acme.ben, at=at)
    clock(NOON)

    assert (remind_of_tasks(), remind_of_tasks()) == (1, 0)
    assert reminded(acme.ben) == [("task.reminded", mine)]
    with acting(acme.ben):
        assert list(Event.objects.filter(type="task.reminded").values_list("subject_id", flat=True)) == [
            open_one
        ]


_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def _die(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt
