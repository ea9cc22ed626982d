"""Open pages hear that runs of an automation have changed, once for a whole turn of them."""

from uuid import UUID

import pytest
from django.conf import settings

from handsel.automations import executing
from handsel.ledger.models import Event
from handsel.organizations.acting import Member, acting
from tests.automations.house import begin, make_due, publish, read_events, work
from tests.automations.recipes import a_document, a_step, note
from tests.automations.test_running import log
from tests.automations.test_webhooks import called, send
from tests.cast import Acme, an_opportunity
from tests.outgoing.receiver import LOOPBACK, Say, receiving

WON = {"field": "status", "op": "is", "value": "won"}


def news(by: Member) -> list[UUID | None]:
    """Of which automations, each time."""
    with acting(by):
        found = Event.objects.filter(type="automation.ran").order_by("pk")
        return list(found.values_list("subject_id", flat=True))


def test_however_many_runs_a_turn_takes_it_is_told_once_of_each_automation(
    committing: str, acme: Acme
) -> None:
    begin()
    said = publish("Note", a_document(note(), on="activity_added"), by=acme.ada)
    skipped = publish("Skipped", a_document(note(), on="activity_added", when=(WON,)), by=acme.ada)
    opportunity = an_opportunity(acme.boats, by=acme.ben)
    for _ in range(5):
        log(opportunity, by=acme.ben)

    read_events()
    before = news(acme.ada)
    executing.work_through()

    assert before == []
    assert sorted(map(str, news(acme.ada))) == sorted([str(said), str(skipped)])


def test_where_nothing_is_done_there_is_no_news(committing: str, acme: Acme) -> None:
    begin()
    publish("Note", a_document(note(), on="task_added"), by=acme.ada)
    log(an_opportunity(acme.boats, by=acme.ben), by=acme.ben)

    work()

    assert news(acme.ada) == []


def test_one_that_waits_is_news_when_it_begins_to_and_when_it_goes_on(committing: str, acme: Acme) -> None:
    begin()
    pause = a_step("wait", called="wait", days=1)
    waiting = publish("Wait", a_document(pause, note(), on="activity_added"), by=acme.ada)
    log(an_opportunity(acme.boats, by=acme.ben), by=acme.ben)

    work()
    first = news(acme.ada)
    make_due(acme.ada)
    work()

    assert (first, news(acme.ada)) == ([waiting], [waiting, waiting])


def test_each_try_of_a_webhook_is_news(committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OUTGOING_ALLOWED", LOOPBACK)
    with receiving(Say(500)) as receiver:
        job = called(acme, receiver.url)
        send(job)

    assert len(news(acme.ada)) == 2


def test_one_that_is_over_before_it_begins_is_news_as_well(committing: str, acme: Acme) -> None:
    """The ninth of a chain is never taken by the executor: eight turns, and the one that was cut."""
    begin()
    again = a_step("log_activity", type="{title}")
    around = publish(
        "Around", a_document(again, on="activity_added", when=({**WON, "value": "open"},)), by=acme.ada
    )
    log(an_opportunity(acme.boats, by=acme.ben), by=acme.ben)

    work()

    assert news(acme.ada) == [around] * 9
