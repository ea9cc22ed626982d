"""Cursors: opaque to callers, bound to what they page through, so that one of another list or organization is refused."""

import base64
import hmac
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200


def write_cursor(values: Sequence[Any], *, scope: str) -> str:
    """`scope` names list, organization and filters; the signature covers it without carrying it."""
    body = json.dumps(list(values), default=str, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_sign(body, scope) + body).decode().rstrip("=")


def read_cursor(cursor: str | None, *, scope: str) -> list[Any] | None:
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        signature, body = raw[:8], raw[8:]
        values = json.loads(body) if hmac.compare_digest(signature, _sign(body, scope)) else None
    except (ValueError, UnicodeError):
        values = None
    if not isinstance(values, list):
        raise field_refused(
            "cursor", say("This cursor does not belong to this list. Begin again without one.")
        )
    return values


def check_limit(limit: int | None) -> int:
    if limit is None:
        return DEFAULT_LIMIT
    if not 1 <= limit <= LARGEST_LIMIT:
        raise field_refused("limit", say("A limit lies between 1 and {most}.", most=LARGEST_LIMIT))
    return limit


def _sign(body: bytes, scope: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"cursor\0" + scope.encode() + b"\0" + body, "sha256")[
        :8
    ]
