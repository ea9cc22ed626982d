"""A5: a chain is at most eight deep; a loop that could not be found at publishing is cut, and that is told."""

from datetime import timedelta
from uuid import UUID

from handsel.notifications.models import Notification
from handsel.notifications.sweeping import _take_tasks
from handsel.opportunities.models import Task
from handsel.opportunities.tasking import add_task, edit_task
from handsel.organizations.acting import Member, System, acting
from tests.automations.house import begin, publish, runs, told, work
from tests.automations.recipes import a_document, a_step
from tests.automations.test_running import log
from tests.cast import Acme, an_opportunity, client_for
from tests.shares.lending import ON, post, sweep, switch

OPEN = {"field": "status", "op": "is", "value": "open"}
EIGHT_AND_ONE_CUT = [*((depth, "done") for depth in range(1, 9)), (9, "cut")]


def a_loop(acme: Acme) -> None:
    """Whether it goes around depends on what only runs know."""
    again = a_step("log_activity", type="{title}")
    on = {"type": "activity_added"}
    publish("Around", a_document(again, on=on, when=(OPEN,)), by=acme.ada)


def test_a_loop_is_cut_after_eight_runs(committing: str, acme: Acme) -> None:
    begin()
    a_loop(acme)
    opportunity = an_opportunity(acme.boats, by=acme.ben)

    log(opportunity, by=acme.ben)
    work()

    found = runs(acme.ada)
    assert [run.depth for run in found] == list(range(1, 10))
    assert [run.state for run in found] == ["done"] * 8 + ["cut"]
    assert [run.cause_id for run in found] == [None, *(run.pk for run in found[:-1])]
    assert told(found[-1], by=acme.ada) == [("cut", "failed", "too_deep")]


def test_administrators_hear_of_it_once_a_day(committing: str, acme: Acme) -> None:
    begin()
    a_loop(acme)
    opportunity = an_opportunity(acme.boats, by=acme.ben)

    for _ in range(2):
        log(opportunity, by=acme.ben)
        work()

    with acting(acme.ada):
        heard = list(Notification.objects.filter(kind="automation.cut").values_list("member__name", "data"))
    assert [run.state for run in runs(acme.ada)].count("cut") == 2
    assert heard == [("Ada", {"automation": "Around"})]
    [shown] = [
        one
        for one in client_for(acme.ada).get("/api/v1/notifications").json()["items"]
        if one["kind"] == "automation.cut"
    ]
    assert (shown["opportunity"], shown["text"]["values"]) == (None, {"automation": "Around"})


def test_what_somebody_does_themselves_begins_a_new_chain(committing: str, acme: Acme) -> None:
    begin()
    again = a_step("add_note", text="n")
    publish("Note", a_document(again, on="activity_added"), by=acme.ada)
    opportunity = an_opportunity(acme.boats, by=acme.ben)

    for _ in range(10):
        log(opportunity, by=acme.ben)
    work()

    assert [(run.depth, run.state) for run in runs(acme.ada)] == [(1, "done")] * 10


def test_a_circle_through_a_reminder_is_cut_as_well(committing: str, acme: Acme) -> None:
    """What a run is to be reminded of goes on in its chain, whenever that is."""
    begin()
    opportunity = an_opportunity(acme.boats, by=acme.ben)
    again = a_step("create_task", title="Call", remind={"days": 1})
    publish("Again", a_document(again, on="task_reminded"), by=acme.ada)
    remember(opportunity, by=acme.ben)

    for _ in range(12):
        remind(acme)
        work()

    assert [(run.depth, run.state) for run in runs(acme.ada)] == EIGHT_AND_ONE_CUT


def test_who_sets_the_reminder_anew_begins_a_new_chain(committing: str, acme: Acme) -> None:
    begin()
    opportunity = an_opportunity(acme.boats, by=acme.ben)
    once = a_step("create_task", title="Call", remind={"days": 1})
    publish("Once", a_document(once, on={"type": "activity_added"}), by=acme.ada)
    publish("Reminded", a_document(a_step("add_note", text="n"), on="task_reminded"), by=acme.ada)
    log(opportunity, by=acme.ben)
    work()
    with acting(acme.ben) as at:
        task = Task.objects.get().pk
        edit_task(task, changes={"remind_at": at + timedelta(days=2)}, by=acme.ben, at=at)

    remind(acme)
    work()

    assert [(run.depth, run.cause_id) for run in runs(acme.ada)] == [(1, None), (1, None)]


def test_a_circle_through_the_clock_is_cut_as_well(committing: str, acme: Acme) -> None:
    """It lends again whatever ended by time: what a run lent ends in that run's chain."""
    switch(acme, **ON)
    begin()
    opportunity = an_opportunity(acme.boats, by=acme.ben)
    lends = a_step("share", to={"member": str(acme.pia.id)}, minutes=1, access="view")
    publish("Again", a_document(lends, on="share_ended", when=(OPEN,)), by=acme.ada)
    post(
        client_for(acme.ben),
        f"/api/v1/opportunities/{opportunity}/shares",
        {"member": str(acme.pia.id), "minutes": 1},
    )

    for _ in range(12):
        with acting(acme.ada) as at:
            pass
        sweep(acme, at=at + timedelta(minutes=2), times=2)
        work()

    assert [(run.depth, run.state) for run in runs(acme.ada)] == EIGHT_AND_ONE_CUT


def remember(opportunity: UUID, *, by: Member) -> None:
    with acting(by) as at:
        add_task(
            opportunity,
            title="Call",
            due_at=None,
            remind_at=at + timedelta(days=1),
            owner_id=None,
            by=by,
            at=at,
        )


def remind(acme: Acme) -> None:
    """As if some days had gone by."""
    system = System(organization_id=acme.organization.pk)
    with acting(system) as at:
        _take_tasks(system, at + timedelta(days=3))
