"""What an event sets off, and what becomes of it: as its author, once, and told line by line (A3, A4, A5)."""

from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError

from handsel.automations import drafts, executing, performing, publishing, running
from handsel.automations.models import Automation
from handsel.automations.runs_models import Run
from handsel.automations.triggers import MAY_MATCH
from handsel.ledger.listening import connect
from handsel.ledger.models import Event
from handsel.notifications.models import Notification
from handsel.opportunities.deleting import delete
from handsel.opportunities.models import Note
from handsel.opportunities.noting import log_activity
from handsel.organizations import people
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Team
from tests.automations.house import begin, make_due, publish, react, read_events, runs, told, work
from tests.automations.recipes import a_document, a_step, note
from tests.cast import Acme, a_member, an_opportunity, client_for

WAIT = a_step("wait", called="wait", days=1)


def notes(by: Member) -> list[str]:
    with acting(by):
        return list(Note.objects.order_by("created_at", "id").values_list("text", flat=True))


def log(opportunity_id: UUID, kind: str = "Call", *, by: Member) -> None:
    with acting(by) as at:
        log_activity(opportunity_id, kind=kind, text="", happened_at=None, by=by, at=at)


def test_an_event_sets_off_what_it_matches_once(committing: str, acme: Acme) -> None:
    """A5: once, however often reader and executor look."""
    begin()
    publish("Greet", a_document(note("Hello {number}")), by=acme.ada)
    publish("Tasks only", a_document(note("Never"), on="task_added"), by=acme.ada)

    an_opportunity(acme.boats, by=acme.ben)
    work()
    work()

    [run] = runs(acme.ada)
    assert (run.state, run.depth, run.event_type, run.number) == ("done", 1, "opportunity.created", 10001)
    assert told(run, by=acme.ada) == [("action", "done", None)]
    assert notes(acme.ada) == ["Hello 10001"]


def test_what_an_automation_does_is_its_authors_and_says_which_run_did_it(
    committing: str, acme: Acme
) -> None:
    """A4: the ordinary command; the event names automation and run."""
    begin()
    greet = publish("Greet", a_document(note()), by=acme.ada)

    an_opportunity(acme.boats, by=acme.ben)
    work()

    [run] = runs(acme.ada)
    with acting(acme.ada):
        [event] = Event.objects.filter(type="note.added")
        [written] = Note.objects.all()
    assert (event.actor_kind, event.actor_id, event.cause_id) == ("automation", greet, run.pk)
    assert written.author_id == acme.ada.id


def test_conditions_are_told_one_by_one_and_one_that_fails_skips_the_run(committing: str, acme: Acme) -> None:
    begin()
    when = (
        {"field": "team", "op": "is", "value": str(acme.boats.pk)},
        {
            "any": [
                {"field": "title", "op": "is", "value": "Sail"},
                {"field": "title", "op": "is", "value": "Row"},
            ]
        },
        {"field": "owner", "op": "empty"},
    )
    publish("Judge", a_document(note(), when=when), by=acme.ada)

    an_opportunity(acme.boats, by=acme.ben, title="Row")
    work()

    [run] = runs(acme.ada)
    outcomes = [outcome for _, outcome, _ in told(run, by=acme.ada)]
    assert (run.state, outcomes, notes(acme.ada)) == ("skipped", ["yes", "yes", "no", "yes", "no"], [])


def test_a_branch_goes_the_way_that_its_conditions_say(committing: str, acme: Acme) -> None:
    begin()
    branch = a_step(
        "branch",
        called="b",
        **{
            "if": [{"field": "title", "op": "is", "value": "Sail"}],
            "then": [note("sail", called=2), note("boat", called=3)],
            "else": [note("other", called=4)],
        },
    )
    publish("Sort", a_document(branch, note("after", called=5)), by=acme.ada)

    for title in ("Sail", "Row"):
        an_opportunity(acme.boats, by=acme.ben, title=title)
        work()

    assert notes(acme.ada) == ["sail", "boat", "after", "other", "after"]


def test_what_happened_before_it_was_published_sets_it_off_no_more(committing: str, acme: Acme) -> None:
    begin()
    an_opportunity(acme.boats, by=acme.ben)
    publish("Greet", a_document(note()), by=acme.ada)
    work()

    assert runs(acme.ada) == []


def test_what_happened_is_answered_in_the_version_that_was_published_then(
    committing: str, acme: Acme
) -> None:
    """Though a new one was published before the reader came to it."""
    begin()
    greet = publish("Greet", a_document(note("one")), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)
    with acting(acme.ada) as at:
        drafts.save(greet, document=a_document(note("two")), revision=1, by=acme.ada, at=at)
        publishing.publish(greet, revision=2, by=acme.ada, at=at)
    an_opportunity(acme.boats, by=acme.ben)
    work()

    assert [(run.version_number, run.state) for run in runs(acme.ada)] == [(1, "done"), (2, "done")]
    assert notes(acme.ada) == ["one", "two"]


def test_paused_it_is_set_off_by_nothing_and_what_waits_goes_on_when_it_is_resumed(
    committing: str, acme: Acme
) -> None:
    begin()
    greet = publish("Greet", a_document(WAIT, note()), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)
    work()
    with acting(acme.ada) as at:
        publishing.pause(greet, by=acme.ada, at=at)
    make_due(acme.ada)
    an_opportunity(acme.boats, by=acme.ben)
    work()
    while_paused = [run.state for run in runs(acme.ada)]
    an_opportunity(acme.boats, by=acme.ben)
    with acting(acme.ada) as at:
        publishing.resume(greet, by=acme.ada, at=at)
    work()

    assert (while_paused, [run.state for run in runs(acme.ada)]) == (["waiting"], ["done"])
    assert notes(acme.ada) == ["Hello"]


def test_a_step_that_is_refused_is_told_with_its_reason_and_stops_nobody_else(
    committing: str, acme: Acme
) -> None:
    """A5: what it did before stays; neither the others nor the change that set it off are held up."""
    begin()
    owner = a_step("set_owner", called="o", member=str(acme.pia.id))
    publish("Refused", a_document(note("before", called=1), owner, note("after", called=3)), by=acme.ada)
    publish("Goes on", a_document(note("other")), by=acme.ada)

    an_opportunity(acme.boats, by=acme.ben)
    work()

    refused, other = runs(acme.ada)
    answer = client_for(acme.ada).get(f"/api/v1/automations/runs/{refused.pk}").json()
    assert (refused.state, other.state, notes(acme.ada)) == ("failed", "done", ["before", "other"])
    assert [(line["outcome"], line["code"]) for line in answer["lines"]] == [
        ("done", None),
        ("refused", "owner_not_in_team"),
    ]
    assert answer["lines"][1]["text"]["values"]["reason"].startswith("Only an active member of the team")


def test_what_is_no_refusal_is_tried_again_and_fails_for_good_the_fifth_time(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    begin()
    publish("Breaks", a_document(note()), by=acme.ada)
    publish("Goes on", a_document(note("other")), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)
    real = performing.DO["add_note"]

    def break_down(step: Any, doing: Any) -> Any:
        if step.text == "Hello":
            tries.append(step.text)
            raise ZeroDivisionError
        return real(step, doing)

    monkeypatch.setitem(performing.DO, "add_note", break_down)
    read_events()
    executing.work_through()  # one turn: the next one could come late enough for the second try
    first, second = runs(acme.ada)
    put_off = (first.state, first.tries, second.state)
    for _ in range(6):
        make_due(acme.ada)
        work()

    first, second = runs(acme.ada)
    assert put_off == ("ready", 1, "ready")  # of one event: the second waits for the first
    assert (first.state, len(tries), told(first, by=acme.ada)) == (
        "failed",
        5,
        [("error", "failed", "error")],
    )
    assert (second.state, notes(acme.ada)) == ("done", ["other"])


def test_what_failed_once_is_done_when_it_is_tried_again(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after a lock that could not be had in time."""
    faults: list[Exception] = [
        OperationalError("canceling statement due to lock timeout"),
        ZeroDivisionError(),
    ]
    begin()
    publish("Greet", a_document(note("one", called=1), note("two", called=2)), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)
    real = performing.DO["add_note"]

    def stumble(step: Any, doing: Any) -> Any:
        done = real(step, doing)
        if step.text == "two" and faults:
            raise faults.pop()
        return done

    monkeypatch.setitem(performing.DO, "add_note", stumble)
    for _ in range(3):
        work()
        make_due(acme.ada)

    [run] = runs(acme.ada)
    assert (run.state, run.tries, notes(acme.ada)) == ("done", 0, ["one", "two"])


def test_a_run_ends_when_its_opportunity_was_deleted_meanwhile(committing: str, acme: Acme) -> None:
    begin()
    publish("Greet", a_document(WAIT, note()), by=acme.ada)
    early, late = (an_opportunity(acme.boats, by=acme.ben) for _ in range(2))
    read_events()
    with acting(acme.ben) as at:
        delete(early, by=acme.ben, at=at)
    work()
    with acting(acme.ben) as at:
        delete(late, by=acme.ben, at=at)
    make_due(acme.ada)
    work()

    assert [run.state for run in runs(acme.ada)] == ["skipped", "skipped"]
    assert [told(run, by=acme.ada)[-1] for run in runs(acme.ada)] == [("cut", "no", "opportunity_gone")] * 2


def an_author(acme: Acme) -> Member:
    return a_member(acme.organization, "Amy", roles=("administrator", "manager"))


def stopped(acme: Acme) -> tuple[str, str | None, list[str], list[tuple[str, str | None]]]:
    with acting(acme.ada):
        [automation] = Automation.objects.all()
        heard = Notification.objects.filter(kind="automation.stopped").values_list(
            "member__name", "data__cause"
        )
        states = [run.state for run in Run.objects.order_by("event_id")]
        return automation.state, automation.stopped_cause, states, sorted(heard)


@pytest.mark.parametrize("who_notices", ["reaction", "executor"])
def test_it_stops_when_its_author_is_deactivated_and_says_so(
    committing: str, acme: Acme, who_notices: str
) -> None:
    """A4: what waits ends with a line, administrators hear of it."""
    amy = an_author(acme)
    begin()
    publish("Greet", a_document(WAIT, note()), by=amy)
    an_opportunity(acme.boats, by=acme.ben)
    work()
    with acting(acme.ada) as at:
        people.deactivate(amy.id, by=acme.ada, at=at)
    if who_notices == "reaction":
        react("member.deactivated", acme.ada)
    else:
        make_due(acme.ada)
        executing.work_through()
    an_opportunity(acme.boats, by=acme.ben)
    work()

    assert stopped(acme) == ("stopped", "author_gone", ["stopped"], [("Ada", "author_gone")])
    assert told(runs(acme.ada)[0], by=acme.ada)[-1] == ("cut", "failed", "author_gone")
    assert notes(acme.ada) == []


def test_it_stops_when_its_author_may_not_configure_any_more(committing: str, acme: Acme) -> None:
    amy = an_author(acme)
    begin()
    publish("Greet", a_document(WAIT, note()), by=amy)
    an_opportunity(acme.boats, by=acme.ben)
    work()
    with acting(acme.ada) as at:
        people.edit(amy.id, changes=people.MemberChanges(roles=["manager"]), by=acme.ada, at=at)
    react("member.edited", acme.ada)

    assert stopped(acme) == ("stopped", "author_lost_right", ["stopped"], [("Ada", "author_lost_right")])


def test_the_rights_of_the_author_are_the_ceiling(committing: str, acme: Acme) -> None:
    """A4: an administrator without a sales licence sees, and changes nothing; nor does what they automated."""
    amy = a_member(acme.organization, "Amy", roles=("administrator",), sales_licence=False)
    begin()
    publish("Greet", a_document(note()), by=acme.ada)
    with acting(acme.ada):
        Automation.objects.update(author_id=amy.id)
    an_opportunity(acme.boats, by=acme.ben)
    work()

    [run] = runs(acme.ada)
    assert (run.state, told(run, by=acme.ada)[-1]) == ("failed", ("action", "refused", "not_allowed"))


def test_deleted_it_leaves_nothing_under_way(committing: str, acme: Acme) -> None:
    begin()
    greet = publish("Greet", a_document(WAIT, note()), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)
    work()
    with acting(acme.ada) as at:
        drafts.delete(greet, by=acme.ada, at=at)
    make_due(acme.ada)
    work()

    assert [(run.state, told(run, by=acme.ada)[-1][2]) for run in runs(acme.ada)] == [("stopped", "deleted")]


def test_nobody_elses_events_set_anything_off(committing: str, acme: Acme, otto: Member) -> None:
    begin()
    publish("Greet", a_document(note()), by=acme.ada)
    with acting(otto):
        cars = Team.objects.get()
    an_opportunity(cars, by=otto)
    work()

    assert (runs(acme.ada), runs(otto)) == ([], [])


def test_organizations_without_live_automations_cost_one_look_for_all_of_a_batch(
    committing: str, acme: Acme, otto: Member
) -> None:
    publish("Greet", a_document(note()), by=acme.ada)
    with connect() as connection:
        worth = running.worth_reading(connection, {acme.organization.pk, otto.organization_id})

    assert worth == {acme.organization.pk}


def test_an_import_sets_off_nothing() -> None:
    """I12: its facts are others."""
    assert not any("import" in kind for kind in MAY_MATCH)
