"""A5: what one event sets off runs in its listed order, each after the one before has ended or waits."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from handsel.automations import executing, ordering, performing, publishing, stepping
from handsel.automations.executing import Due
from handsel.automations.forgetting import forget_runs
from handsel.automations.models import Automation
from handsel.automations.runs_models import Line, Run
from handsel.opportunities.models import Note
from handsel.organizations import people
from handsel.organizations.acting import acting
from handsel.organizations.models import Team
from tests.automations.house import begin, make_due, publish, read_events, runs, work
from tests.automations.recipes import a_document, a_step, note
from tests.automations.test_running import WAIT, an_author, notes
from tests.cast import Acme, an_opportunity, as_now
from tests.racing import together


def test_of_several_the_first_in_the_list_comes_to_its_end_before_the_next_begins(
    committing: str, acme: Acme
) -> None:
    begin()
    one, two = (
        publish(name, a_document(note(f"{name} 1", called=1), note(f"{name} 2", called=2)), by=acme.ada)
        for name in ("A", "B")
    )
    with acting(acme.ada) as at:
        ordering.order([two, one], by=acme.ada, at=at)

    an_opportunity(acme.boats, by=acme.ben)
    an_opportunity(acme.boats, by=acme.ben)
    work()

    assert notes(acme.ada) == ["B 1", "B 2", "A 1", "A 2"] * 2


def test_one_that_waits_lets_the_next_go_before_it(committing: str, acme: Acme) -> None:
    begin()
    publish("A", a_document(note("A 1", called=1), WAIT, note("A 2", called=2)), by=acme.ada)
    publish("B", a_document(note("B 1")), by=acme.ada)

    an_opportunity(acme.boats, by=acme.ben)
    work()
    before = notes(acme.ada)
    make_due(acme.ada)
    work()

    assert (before, notes(acme.ada)) == (["A 1", "B 1"], ["A 1", "B 1", "A 2"])


def test_what_the_first_sets_off_comes_after_the_second(committing: str, acme: Acme) -> None:
    begin()
    publish("A", a_document(a_step("log_activity", type="Called by A"), note("A", called=2)), by=acme.ada)
    publish("B", a_document(note("B")), by=acme.ada)
    publish("C", a_document(note("C"), on="activity_added"), by=acme.ada)

    an_opportunity(acme.boats, by=acme.ben)
    work()

    assert notes(acme.ada) == ["A", "B", "C"]
    first, _, third = runs(acme.ada)
    assert (third.cause_id, third.depth) == (first.pk, 2)


def test_the_order_is_that_of_the_events_also_when_the_executor_was_away(committing: str, acme: Acme) -> None:
    begin()
    publish("A", a_document(note("{title} A")), by=acme.ada)
    publish("B", a_document(note("{title} B")), by=acme.ada)
    for title in ("1", "2", "3"):
        an_opportunity(acme.boats, by=acme.ben, title=title)
    read_events()
    work()

    assert notes(acme.ada) == ["1 A", "1 B", "2 A", "2 B", "3 A", "3 B"]


def test_one_that_is_tried_again_holds_up_the_next_of_its_event_and_no_other_event(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [ZeroDivisionError()]
    real = performing.DO["add_note"]

    def stumble(step: Any, doing: Any) -> Any:
        if faults and step.text.endswith("A"):
            raise faults.pop()
        return real(step, doing)

    monkeypatch.setitem(performing.DO, "add_note", stumble)
    monkeypatch.setattr(executing, "AT_ONCE", 1)
    begin()
    publish("A", a_document(note("{title} A")), by=acme.ada)
    publish("B", a_document(note("{title} B")), by=acme.ada)
    for title in ("1", "2"):
        an_opportunity(acme.boats, by=acme.ben, title=title)
    work()
    held_up = notes(acme.ada)
    make_due(acme.ada)
    work()

    assert held_up == ["2 A", "2 B"]
    assert notes(acme.ada) == ["2 A", "2 B", "1 A", "1 B"]


def test_two_executors_at_once_do_every_step_once(committing: str, acme: Acme) -> None:
    """Should the advisory lock be lost for a moment: the row's own lock keeps each step to one of them."""
    begin()
    steps = [note(f"{number}", called=number) for number in range(5)]
    made = publish("A", a_document(*steps), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)
    read_events()
    [run] = runs(acme.ada)
    due = Due(run.pk, made, acme.organization.pk, acme.ada.id)

    together([lambda: executing.go_on(due)] * 4)

    assert sorted(notes(acme.ada)) == ["0", "1", "2", "3", "4"]
    with acting(acme.ada):
        assert list(Line.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
        assert Run.objects.get().state == "done"


def during_a_step(acme: Acme, act: Callable[[UUID], None]) -> list[stepping.Then]:
    """`act` begins when a step has done everything but its commit, which comes a moment later. Gives what the next step
    came to."""
    begin()
    made = publish("A", a_document(note("1", called=1), note("2", called=2)), by=an_author(acme))
    an_opportunity(acme.boats, by=acme.ben)
    read_events()
    [run] = runs(acme.ada)
    with acting(acme.ada):
        author = as_now(Automation.objects.get().author_id)
    inside, go = threading.Event(), threading.Event()
    real = performing.DO["add_note"]
    after: list[stepping.Then] = []

    def slowly(step: Any, doing: Any) -> Any:
        done = real(step, doing)
        inside.set()
        go.wait(10)
        return done

    def step() -> None:
        stepping.take_step(run.pk, automation_id=made, author=author)  # its conditions
        performing.DO["add_note"] = slowly
        try:
            stepping.take_step(run.pk, automation_id=made, author=author)
        finally:
            performing.DO["add_note"] = real
        acted.wait(10)
        after.append(stepping.take_step(run.pk, automation_id=made, author=author))

    def meanwhile() -> None:
        inside.wait(10)
        threading.Timer(0.3, go.set).start()
        act(made)
        acted.set()

    acted = threading.Event()
    together([step, meanwhile])
    return after


def test_a_pause_that_comes_while_a_step_is_done_waits_for_it(committing: str, acme: Acme) -> None:
    """Whoever reads that it is paused finds that nothing more is done."""

    def pause(made: UUID) -> None:
        with acting(acme.ada) as at:
            publishing.pause(made, by=acme.ada, at=at)
            seen.append(Note.objects.count())

    seen: list[int] = []
    after = during_a_step(acme, pause)

    assert (seen, notes(acme.ada), after) == ([1], ["1"], [stepping.Then.LATER])


def test_a_deactivation_that_comes_while_a_step_is_done_waits_for_it(committing: str, acme: Acme) -> None:
    """A4: nothing is done in the name of who is deactivated."""

    def deactivate(made: UUID) -> None:
        with acting(acme.ada) as at:
            people.deactivate(Automation.objects.get(pk=made).author_id, by=acme.ada, at=at)
            seen.append(Note.objects.count())

    seen: list[int] = []
    after = during_a_step(acme, deactivate)

    assert (seen, notes(acme.ada), after) == ([1], ["1"], [stepping.Then.LOST])


def test_each_organization_has_its_turn(
    committing: str, acme: Acme, otto: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Much to do in one of them does not hold up another."""
    monkeypatch.setattr(executing, "AT_ONCE", 2)
    begin()
    publish("A", a_document(note("A")), by=acme.ada)
    publish("O", a_document(note("O")), by=otto)
    with acting(otto):
        cars = Team.objects.get()
    for _ in range(4):
        an_opportunity(acme.boats, by=acme.ben)
    an_opportunity(cars, by=otto)
    read_events()

    executing.work_through()

    assert sorted(run.state for run in runs(acme.ada)) == ["done", "done", "ready", "ready"]
    assert [run.state for run in runs(otto)] == ["done"]


def test_a_log_that_nobody_needs_any_more_is_forgotten(committing: str, acme: Acme) -> None:
    """After 180 days; what waits is kept, however old."""
    begin()
    publish("A", a_document(note("A")), by=acme.ada)
    publish("W", a_document(WAIT, note("A")), by=acme.ada)
    for _ in range(2):
        an_opportunity(acme.boats, by=acme.ben)
    work()
    done = [run for run in runs(acme.ada) if run.state == "done"]
    with acting(acme.ada) as at:
        Run.objects.filter(pk=done[0].pk).update(ended_at=at - timedelta(days=181))
        Run.objects.filter(pk=done[1].pk).update(ended_at=at - timedelta(days=179))

    forget_runs()

    assert sorted(run.state for run in runs(acme.ada)) == ["done", "waiting", "waiting"]
