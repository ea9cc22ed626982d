"""`If-Match`: the revision that an edit was based on."""

import re

from django.http import HttpRequest

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say

QUOTED = re.compile(r'(?:W/)?"(\d{1,9})"')


def revision_of(request: HttpRequest, *, body: int | None = None) -> int | None:
    """What the body says of it counts first. None where the caller does not say, or says that any will do (`*`)."""
    if body is not None:
        return body
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    match = QUOTED.fullmatch(header.strip())
    if match is None:
        raise field_refused("If-Match", say('Send the ETag as you got it, like "7".'))
    return int(match[1])
