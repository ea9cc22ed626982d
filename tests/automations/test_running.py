"""What an event sets off, and what becomes of it: as its author, step by step, once (A3, A4, A5)."""

from datetime import timedelta
from typing import Any

import pytest

from handsel.automations import publishing
from handsel.automations.runs_models import Line, Run
from handsel.ledger.models import Event
from handsel.opportunities.deleting import delete
from handsel.opportunities.models import Note
from handsel.opportunities.noting import log_activity
from handsel.organizations.acting import Member, acting
from tests.automations.house import begin, publish, runs, told, work
from tests.automations.recipes import a_document, a_step, an_id, note
from tests.cast import Acme, an_opportunity


def notes(by: Member) -> list[str]:
    with acting(by):
        return list(Note.objects.order_by("created_at", "id").values_list("text", flat=True))


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
