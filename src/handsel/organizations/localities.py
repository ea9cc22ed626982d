"""Time zones, languages and currencies that exist."""

import re
from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say

TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
NO_PLACES = frozenset({"Factory", "localtime"})  # in the database of zones, but nowhere on Earth


def check_time_zone(zone: object, *, field: str = "time_zone") -> str:
    if not isinstance(zone, str) or zone not in _zones():
        raise field_refused(field, say("This is no time zone; write its IANA name, like Europe/Madrid."))
    return zone


def check_locale(locale: object, *, field: str = "locale") -> str:
    """A language, with a region where formats differ: `en`, `es-MX`."""
    known = isinstance(locale, str) and TAG.fullmatch(locale) is not None and _is_locale(locale)
    if not known:
        raise field_refused(field, say("This is no language we know; write its tag, like en or es-MX."))
    return str(locale)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - NO_PLACES)


def _is_locale(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True
