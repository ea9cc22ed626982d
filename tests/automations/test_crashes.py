"""A5: once, across crashes: reader and executor are killed by `kill -9` inside and between their steps, again and again."""

import os
import subprocess
import sys

from django.db import connection

from handsel.notifications.models import Notification
from handsel.opportunities.models import Activity, Grant, Note, Task
from handsel.organizations.acting import acting
from handsel.organizations.models import Organization
from tests.automations.house import begin, publish, runs, told
from tests.automations.recipes import a_document, a_step, note
from tests.cast import Acme, an_opportunity


def lives_until_done(address: str) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.automations.dying"],
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_killed_again_and_again_every_step_is_done_once(committing: str, acme: Acme) -> None:
    with acting(acme.ada):
        Organization.objects.update(switches={"sharing": True, "share_automation": True})
    begin()
    publish(
        "A",
        a_document(
            note("one", called=1),
            a_step("share", called=2, to={"member": str(acme.pia.id)}, days=1, access="view"),
            a_step("create_task", called=3, title="Call"),
            a_step("notify", called=4, to={"person": "owner"}, text="Look"),
            a_step("webhook", called=5, url="https://example.org/hook"),
            a_step("log_activity", called=6, type="Told"),
        ),
        by=acme.ada,
    )
    publish("B", a_document(note("two"), on="activity_added"), by=acme.ada)
    an_opportunity(acme.boats, by=acme.ben)

    lives = lives_until_done(committing)

    with acting(acme.ada), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%deliver_webhook'")
        counts = {
            "notes": sorted(Note.objects.values_list("text", flat=True)),
            "shares": Grant.objects.count(),
            "tasks": Task.objects.count(),
            "told": Notification.objects.filter(kind="automation.notify").count(),
            "queued": cursor.fetchone()[0],
            "activities": Activity.objects.count(),
        }
    assert counts == {
        "notes": ["one", "two"], "shares": 1, "tasks": 1, "told": 1, "queued": 1, "activities": 1,
    }  # fmt: skip
    assert [run.state for run in runs(acme.ada)] == ["done", "done"]
    assert [len(told(run, by=acme.ada)) for run in runs(acme.ada)] == [6, 1]
    assert lives > 8  # it did die on the way
