"""Webhooks of runs (A3, I3): queued with their step, signed, sent until somebody takes them, never to the inside."""

import base64
import hashlib
import hmac
import json
import socket
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from handsel.automations import webhooks
from handsel.automations.models import Automation
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import System, acting
from tests.automations.house import begin, publish, runs, told, work
from tests.automations.recipes import a_document, a_step, an_id, note
from tests.cast import Acme, an_opportunity, client_for
from tests.outgoing.receiver import LOOPBACK, Say, receiving


@pytest.fixture(autouse=True)
def inside_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator allows a receiver of their own."""
    monkeypatch.setattr(settings, "OUTGOING_ALLOWED", LOOPBACK)


def queued() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE queue_name = 'webhooks' ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def send(job: dict[str, Any], *, number: int = 1) -> bool:
    """As the queue does it; False when it tries again."""
    attempt = webhooks.Attempt(
        System(organization_id=UUID(job["organization_id"])), UUID(job["run_id"]), UUID(job["step_id"])
    )
    return attempt.send(job["body"], number=number)


def called(acme: Acme, url: str) -> dict[str, Any]:
    """What waits in the queue once an opportunity came in."""
    begin()
    publish("Call", a_document(a_step("webhook", url=url), note("after", called=2)), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben, title="Sail")
    work()
    [job] = queued()
    return job


def outcomes(acme: Acme) -> list[tuple[str, str | None]]:
    [run] = runs(acme.ada)
    return [(outcome, code) for _, outcome, code in told(run, by=acme.ada)]


def test_it_is_queued_with_its_step_and_the_run_goes_on(committing: str, acme: Acme) -> None:
    with receiving() as receiver:
        called(acme, receiver.url)

    [run] = runs(acme.ada)
    assert (run.state, receiver.got) == ("done", [])
    assert outcomes(acme) == [("queued", None), ("done", None)]


def test_what_is_sent_says_what_held_then_and_names_nobody(committing: str, acme: Acme) -> None:
    with receiving() as receiver:
        assert send(called(acme, receiver.url))

    [run], [got] = runs(acme.ada), receiver.got
    with acting(acme.ada):
        opportunity, automation = Opportunity.objects.get(), Automation.objects.get()
    body = json.loads(got.body)
    at = body.pop("timestamp")
    assert body == {
        "id": webhooks.message_id(run.pk, UUID(an_id(1))),
        "type": "automation.webhook",
        "data": {
            "automation": str(automation.pk),
            "run": str(run.pk),
            "opportunity": {
                "id": str(opportunity.pk),
                "number": opportunity.lineage,
                "step": str(opportunity.step_id),
                "stage": body["data"]["opportunity"]["stage"],
                "status": "open",
                "team": str(acme.boats.pk),
                "owner": str(acme.ben.id),
            },
            "event": {"type": "opportunity.created", "at": body["data"]["event"]["at"]},
        },
    }
    assert (got.headers["content-type"], at[-1]) == ("application/json", "Z")


def test_it_is_signed_as_standard_webhooks_says(committing: str, acme: Acme) -> None:
    with receiving() as receiver:
        send(called(acme, receiver.url))

    with acting(acme.ada):
        secret = Automation.objects.get().secret
    [got] = receiver.got
    signed = b".".join(
        (got.headers["webhook-id"].encode(), got.headers["webhook-timestamp"].encode(), got.body)
    )
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert got.headers["webhook-signature"] == f"v1,{expected}"
    assert got.headers["webhook-id"] == json.loads(got.body)["id"]


def test_a_receiver_that_is_down_gets_it_when_it_is_up_by_the_same_id(committing: str, acme: Acme) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    job = called(acme, f"http://127.0.0.1:{port}/hook")

    taken_at = [send(job, number=1)]
    with receiving(Say(500), Say(204), port=port) as receiver:
        taken_at += [send(job, number=2), send(job, number=3)]

    assert taken_at == [False, False, True]
    assert outcomes(acme)[2:] == [("failed", "unreachable"), ("failed", "not_accepted"), ("delivered", None)]
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert len({got.body for got in receiver.got}) == 1


def test_who_gets_it_twice_can_tell(committing: str, acme: Acme) -> None:
    """Killed after the answer and before the line, it is sent again."""
    with receiving() as receiver:
        job = called(acme, receiver.url)
        send(job)
        send(job)

    assert [got.headers["webhook-id"] for got in receiver.got] == [job["body"]["id"]] * 2


@pytest.mark.parametrize(
    ("say", "number", "then", "code"),
    [
        (Say(200), 1, "over", None),
        (Say(500), 1, "again", "not_accepted"),
        (Say(429), 7, "again", "not_accepted"),
        (Say(500), 8, "over", "not_accepted"),
        (Say(410), 1, "over", "not_accepted"),
        (Say(302, {"Location": "http://10.0.0.1/"}), 1, "over", "address_refused"),
        (Say(302, {"Location": "http://192.168.0.1/"}), 1, "over", "address_refused"),
        (Say(302, {"Location": "ftp://example.org/"}), 1, "again", "redirect_refused"),
    ],
)
def test_how_it_went_is_told_and_decides_whether_it_is_tried_again(
    committing: str, acme: Acme, say: Say, number: int, then: str, code: str | None
) -> None:
    with receiving(say) as receiver:
        assert send(called(acme, receiver.url), number=number) == (then == "over")

    assert outcomes(acme)[-1] == ("delivered" if code is None else "failed", code)
    assert len(receiver.got) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_the_inside_is_never_asked(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Also where it was still allowed when it was published."""
    monkeypatch.setattr(settings, "OUTGOING_ALLOWED", (*LOOPBACK, ip_network("::1")))
    with receiving() as receiver:
        job = called(acme, f"http://{host}:{receiver.port}/")
        monkeypatch.setattr(settings, "OUTGOING_ALLOWED", ())
        assert send(job)

    assert (receiver.got, outcomes(acme)[-1]) == ([], ("failed", "address_refused"))


def test_the_log_tells_each_try(committing: str, acme: Acme) -> None:
    with receiving(Say(500)) as receiver:
        send(called(acme, receiver.url), number=2)

    [run] = client_for(acme.ada).get("/api/v1/automations/runs").json()["items"]
    last = run["lines"][-1]
    again = last["text"]["values"].pop("again_at")
    assert last["text"] == {
        "key": "automation.line.webhook",
        "values": {"host": "127.0.0.1", "status": 500, "attempt": 2, "final": False},
    }
    assert again > last["at"]


def test_one_whose_run_is_forgotten_is_not_sent(committing: str, acme: Acme) -> None:
    with receiving() as receiver:
        job = called(acme, receiver.url)
        with acting(acme.ada), connection.cursor() as cursor:
            cursor.execute("DELETE FROM automations_run")
        assert send(job)

    assert receiver.got == []


def test_it_is_tried_at_most_eight_times() -> None:
    """The first, and seven more."""
    assert webhooks.PATIENTLY.max_attempts == webhooks.MOST_TRIES - 1
