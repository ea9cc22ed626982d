"""The roof: what follows from what, and when."""

import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from handsel import cleaning, reactions
from handsel.http.models import IdempotencyKey
from handsel.ledger.facts import known_facts
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, an_opportunity, client_for
from tests.ledger.bells import ENDS_WITHIN, begun, until


def test_every_reaction_is_to_a_fact_that_exists() -> None:
    assert reactions.REACTIONS.keys() <= known_facts().keys()


def test_a_timer_that_fails_holds_up_nobody_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []

    def fail() -> None:
        turns.append("fails")
        raise ZeroDivisionError

    monkeypatch.setattr(
        reactions,
        "TIMERS",
        (reactions.Timer(0.01, fail), reactions.Timer(0.01, lambda: turns.append("works"))),
    )
    stop = threading.Event()
    thread = threading.Thread(target=reactions.run_timers, args=[stop])
    thread.start()
    until(lambda: turns.count("works") > 1)
    stop.set()
    thread.join(ENDS_WITHIN)

    assert not thread.is_alive()
    assert turns[:4] == ["fails", "works", "fails", "works"]


def test_the_worker_tells_who_was_given_an_opportunity(committing: str, acme: Acme) -> None:
    """Readers as the worker runs them."""
    stop = threading.Event()
    thread = threading.Thread(target=reactions.run_readers, args=[stop])
    thread.start()
    try:
        until(lambda: begun("reactions"))
        an_opportunity(acme.boats, by=acme.ada, owner_id=acme.ben.id)
        ben = client_for(acme.ben)
        until(lambda: ben.get("/api/v1/me").json()["unread"])
    finally:
        stop.set()
        thread.join()

    assert ben.get("/api/v1/me").json()["unread"] == 1


def test_old_answers_are_forgotten_in_every_organization(db: None, acme: Acme, otto: Member) -> None:
    for member in (acme.ada, otto):
        with acting(member) as at:
            for key, age in (("old", 25), ("young", 23)):
                IdempotencyKey.objects.create(
                    organization_id=member.organization_id,
                    caller_id=member.id,
                    key=key,
                    route="POST /",
                    body_hash=b"",
                    created_at=at - timedelta(hours=age),
                )

    cleaning.forget_answers()

    for member in (acme.ada, otto):
        with acting(member):
            assert [row.key for row in IdempotencyKey.objects.all()] == ["young"]


def test_sessions_that_have_run_out_are_forgotten(db: None) -> None:
    now = timezone.now()
    for key, hours in (("over", -1), ("live", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))

    cleaning.forget_sessions()

    assert [row.session_key for row in Session.objects.all()] == ["live"]
