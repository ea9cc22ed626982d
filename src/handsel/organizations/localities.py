"""Time zones, languages and currencies that exist."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from handsel.kernel.refusals import field_refused

LONGEST = 35  # RFC 5646, section 4.4.1: long enough for every tag in use


def check_time_zone(zone: object, *, field: str = "time_zone") -> str:
    if not isinstance(zone, str) or zone not in _zones():
        raise field_refused(field, "This is no time zone; write its IANA name, like Europe/Madrid.")
    return zone


def check_locale(locale: object, *, field: str = "locale") -> str:
    """A language, with a region where formats differ: `en`, `es-MX`."""
    known = isinstance(locale, str) and len(locale) <= LONGEST and _is_locale(locale)
    if not known:
        raise field_refused(field, "This is no language we know; write its tag, like en or es-MX.")
    return str(locale)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_locale(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True
