"""The story of the room: somebody is invited, gets a mail, joins, works, and leaves."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test import Client

from handsel import reactions
from handsel.runtime.worker import run_jobs
from tests.cast import PASSWORD, Acme, as_now, client_for, csrf
from tests.organizations.asking import facts_of, post


@contextmanager
def running(*loops: Callable[[threading.Event], None]) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=loop, args=(stop,)) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)


def until(found: Callable[[], object], *, seconds: float = 120) -> object:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.05)
    raise TimeoutError


def a_reader_stands_ready() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_reader")
        return bool(cursor.fetchone() != (0,))


def mail_to(address: str) -> str | None:
    mails = (file.read_text() for file in Path(os.environ["HANDSEL_TEST_DATA"], "mail").glob("*.log"))
    return next((mail for mail in mails if f"To: {address}" in mail), None)


def test_cy_is_invited_joins_works_and_leaves(committing: str, acme: Acme) -> None:
    ada, address = client_for(acme.ada), f"cy.{acme.organization.pk.hex}@example.org"
    with running(reactions.run_readers, run_jobs):
        until(a_reader_stands_ready)
        body = {"email": address, "name": "Cy", "roles": ["professional"], "teams": [str(acme.boats.pk)]}
        invited = post(ada, "members", body).json()
        mail = str(until(lambda: mail_to(address)))
    token = mail.partition("/invitation/")[2].split()[0]

    browser = Client(enforce_csrf_checks=True)
    assert browser.get(f"/api/v1/invitations/{token}").json()["organization"] == "Acme"
    assert post(browser, f"invitations/{token}/accept", {"password": PASSWORD}).json()["signed_in"]

    me = browser.get("/api/v1/me").json()
    assert (me["id"], [team["name"] for team in me["teams"]]) == (invited["id"], ["Boats"])
    key = post(browser, "keys", {"name": "robot", "scopes": ["read"]}, headers=csrf(browser)).json()
    robot = Client(headers={"Authorization": f"Bearer {key['secret']}"})
    assert robot.get("/api/v1/me").status_code == 200

    assert post(ada, f"members/{invited['id']}/deactivate").status_code == 200
    assert (browser.get("/api/v1/me").status_code, robot.get("/api/v1/me").status_code) == (401, 401)
    assert facts_of(as_now(acme.ada), "member.") == ["member.invited", "member.joined", "member.deactivated"]
