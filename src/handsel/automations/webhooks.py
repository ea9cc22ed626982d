"""Webhooks of runs: signed as Standard Webhooks says (standardwebhooks.com), sent until somebody takes them, at most eight
times over some hours. The same message always carries the same id, so that who gets it twice can tell."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from procrastinate import Blueprint, RetryStrategy

tasks = Blueprint()
MOST_TRIES = 8
# After 5, 25, 125, 625 seconds, then most of an hour, four hours, and most of a day.
PATIENTLY = RetryStrategy(max_attempts=MOST_TRIES - 1, exponential_wait=5)
PREFIX = "whsec_"


def message_id(run_id: UUID, step_id: UUID) -> str:
    return f"msg_{uuid5(run_id, str(step_id)).hex}"


@tasks.task(name="deliver_webhook", retry=PATIENTLY)
def deliver(*, organization_id: str, run_id: str, step_id: str, body: dict[str, Any]) -> None:
    raise NotImplementedError


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
    return base64.b64decode(secret.removeprefix(PREFIX)) if secret.startswith(PREFIX) else secret.encode()


def write(body: dict[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
