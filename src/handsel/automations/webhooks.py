"""Webhooks of runs: signed as Standard Webhooks says (standardwebhooks.com), sent until somebody takes them, at most eight
times over a day. The same message always carries the same id, so that who gets it twice can tell."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection
from procrastinate import Blueprint, JobContext, RetryStrategy

from handsel.automations.document import Webhook
from handsel.automations.events import AutomationRan
from handsel.automations.keeping import lock, write
from handsel.automations.lines import Line
from handsel.automations.paths import find
from handsel.automations.recipes import recipe_of
from handsel.database.fields import instant
from handsel.kernel.refusals import Refusal
from handsel.ledger.record import record
from handsel.organizations.acting import System, acting
from handsel.outgoing.rules import AddressRefused, UrlRefused
from handsel.outgoing.sending import Answer, post

tasks = Blueprint()
QUEUE = "webhooks"
MOST_TRIES = 8
BASE = 5  # after 5, 25, 125, 625 seconds, most of an hour, some four hours, most of a day
PATIENTLY = RetryStrategy(max_attempts=MOST_TRIES - 1, exponential_wait=BASE)
PREFIX = "whsec_"
GONE = 410
"""The receiver wants no more of it."""

OF_RUN = """
SELECT r.automation_id, r.version_number, a.secret
FROM automations_run r JOIN automations_automation a ON a.id = r.automation_id WHERE r.id = %s
"""


class NotTaken(Exception):
    """The queue tries again."""


def message_id(run_id: UUID, step_id: UUID) -> str:
    return f"msg_{uuid5(run_id, str(step_id)).hex}"


@tasks.task(name="deliver_webhook", queue=QUEUE, retry=PATIENTLY, pass_context=True)
def deliver(
    context: JobContext, *, organization_id: str, run_id: str, step_id: str, body: dict[str, Any]
) -> None:
    """The line that tells how it went is written after the answer: who is killed between sends again, by the same id."""
    attempt = Attempt(System(organization_id=UUID(organization_id)), UUID(run_id), UUID(step_id))
    if not attempt.send(body, number=context.job.attempts + 1):
        raise NotTaken


@dataclass(frozen=True, slots=True)
class Attempt:
    by: System
    run_id: UUID
    step_id: UUID

    def send(self, body: dict[str, Any], *, number: int) -> bool:
        """False: it is to be tried again. One whose run is forgotten is not sent."""
        with acting(self.by) as at:
            found = self._look()
        if found is None:
            return True
        url, secret = found
        host = urlsplit(url).hostname
        written = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        signed = sign(secret, message_id=body["id"], at=at, body=written)
        try:
            headers = {"Content-Type": "application/json", **signed}
            answer = post(url, body=written, headers=headers, allowed=settings.OUTGOING_ALLOWED)
        except (UrlRefused, AddressRefused) as refusal:
            return self._failed(refusal.code, number, final=True, host=host, reason=refusal.detail)
        except Refusal as refusal:
            return self._failed(
                refusal.code, number, final=number >= MOST_TRIES, host=host, reason=refusal.detail
            )
        return self._answered(answer, number, host=host)

    def _answered(self, answer: Answer, number: int, *, host: str | None) -> bool:
        if answer.accepted:
            self._tell("delivered", None, host=host, status=answer.status, attempt=number)
            return True
        final = number >= MOST_TRIES or answer.status == GONE
        return self._failed("not_accepted", number, final=final, host=host, status=answer.status)

    def _failed(self, code: str, number: int, *, final: bool, **values: Any) -> bool:
        self._tell("failed", code, attempt=number, final=final, **values)
        return final

    def _look(self) -> tuple[str, str] | None:
        with connection.cursor() as cursor:
            cursor.execute(OF_RUN, [self.run_id])
            row = cursor.fetchone()
        if row is None:
            return None
        step = find(recipe_of(row[0], row[1]).steps, str(self.step_id))
        return (step.url, row[2]) if isinstance(step, Webhook) else None

    def _tell(self, outcome: str, code: str | None, **values: Any) -> None:
        with acting(self.by) as at:
            automation_id = lock(self.run_id)
            if automation_id is None:
                return
            if outcome == "failed" and not values["final"]:
                wait = timedelta(seconds=BASE ** values["attempt"])
                values |= {"again_at": instant(at + wait)}
            line = Line(
                what="action",
                outcome=outcome,
                code=code,
                step_id=self.step_id,
                key="automation.line.webhook",
                values=values,
            )
            write(self.run_id, [line], at=at)
            record(AutomationRan(subject_id=automation_id), by=self.by, at=at)


def sign(secret: str, *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers."""
    timestamp = str(int(at.timestamp()))
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    signature = base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))
