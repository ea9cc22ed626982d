"""Which key calls: its secret as `secretKey`, and as `accessKey` its id, or the beginning of it that the page shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from ninja.errors import AuthenticationError

from handsel.compatible.limiting import count_call
from handsel.organizations.acting import Member
from handsel.organizations.authentication import KEY_PREFIX, Bearer, answering, hash_secret
from handsel.organizations.keys import SHOWN


def authenticate(request: Any) -> Bearer | None:
    """Counts the call in a transaction of its own, so that one which is refused is counted as well. None is answered 401."""
    access, secret = (_given(request, name) for name in ("accessKey", "secretKey"))
    if not secret.startswith(KEY_PREFIX):
        return None
    bearer = Bearer(hash_secret(secret), client=None)
    request.auth = bearer
    with answering(request) as at:
        member: Member = request.auth
        if member.key_id is None or not _belong(access, secret, key_id=str(member.key_id)):
            raise AuthenticationError
        count_call(member.key_id, by=member, at=at)
    return bearer


def _given(request: HttpRequest, name: str) -> str:
    """In the address, or as a header: `X-LSQ-AccessKey`, `X-LSQ-SecretKey`."""
    return request.GET.get(name) or request.headers.get(f"X-LSQ-{name}", "")


def _belong(access: str, secret: str, *, key_id: str) -> bool:
    named = access.strip().lower().encode(), access.strip().encode()
    return constant_time_compare(named[0], key_id.encode()) or constant_time_compare(
        named[1], secret[:SHOWN].encode()
    )
