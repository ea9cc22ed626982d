"""`Idempotency-Key`: a POST that is sent twice is done once, and its twin gets the same answer.

The key is the first write of the command's transaction, so a concurrent twin waits for it; a refusal rolls it back.
What the answer tells is judged anew each time: see `mentioned`.
"""

import hashlib
import json
import re
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase

from handsel.kernel.refusals import Invalid, field_refused
from handsel.kernel.sentences import say

LONGEST = 200
REPLAYED = "Idempotency-Replayed"
AN_ID = re.compile(rb"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")

CLAIM = """
INSERT INTO http_idempotencykey (organization_id, caller_id, key, route, body_hash, created_at)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
LOOK = """
SELECT route, body_hash, status, answer, etag FROM http_idempotencykey
WHERE organization_id = %s AND caller_id = %s AND key = %s
"""
KEEP = """
UPDATE http_idempotencykey SET status = %s, answer = %s, etag = %s WHERE organization_id = %s AND caller_id = %s AND key = %s
"""


class IdempotencyKeyReused(Invalid):
    code = "idempotency_key_reused"


def answered_before(request: Any, *, key: str, at: datetime) -> HttpResponse | None:
    """The stored answer of this very request; None when it comes for the first time."""
    if not 0 < len(key) <= LONGEST or "\x00" in key:
        raise field_refused(
            "Idempotency-Key", say("An idempotency key has 1 to {most} characters.", most=LONGEST)
        )
    member, route, body = request.auth, f"{request.method} {request.path}", _hash(request)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [member.organization_id, member.caller_id, key, route, body, at])
        if cursor.rowcount == 1:
            return None
        cursor.execute(LOOK, [member.organization_id, member.caller_id, key])
        known_route, known_body, status, answer, etag = cursor.fetchone()
    if (known_route, bytes(known_body)) != (route, body):
        raise IdempotencyKeyReused(
            say("This idempotency key was used for another request. Send a new key with a new request.")
        )
    kind = "application/json" if status < HTTPStatus.BAD_REQUEST else "application/problem+json"
    again = HttpResponse(bytes(answer), status=status, content_type=kind)
    again[REPLAYED] = "true"
    if etag is not None:
        again["ETag"] = etag
    return again


def mentioned(request: Any, answer: HttpResponse) -> list[UUID]:
    """Every id in the address, then in the answer, each once: what the caller must still be allowed to see, whatever it is the
    id of, for the answer to be given again. An endpoint need not say what it tells of, and none is forgotten."""
    found = AN_ID.findall(request.path.encode()) + AN_ID.findall(answer.content)
    return [UUID(one.decode()) for one in dict.fromkeys(found)]


def keep_answer(request: Any, *, key: str, answer: HttpResponseBase) -> None:
    """`request.shown_once` names what the twin does not get: a secret is kept nowhere, not even for a day."""
    content = answer.content if isinstance(answer, HttpResponse) else b""
    if shown_once := getattr(request, "shown_once", ()):
        content = json.dumps(json.loads(content) | dict.fromkeys(shown_once, "")).encode()
    member = request.auth
    kept: list[Any] = [answer.status_code, content, answer.headers.get("ETag")]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [*kept, member.organization_id, member.caller_id, key])


def _hash(request: Any) -> bytes:
    digest = hashlib.sha256()
    try:
        digest.update(request.body)
    except RawPostDataException:  # a form with files was read as a stream
        digest.update(repr(sorted(request.POST.lists())).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name} {file.name} {file.size}".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    return digest.digest()
