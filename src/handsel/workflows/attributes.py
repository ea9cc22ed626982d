"""Attributes: the built-in ones, and which values each type takes (W16). Plain Python."""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import phonenumbers

from handsel.kernel.money import check_amount
from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say
from handsel.kernel.text import NAME_LIMIT, check_text, is_filled
from handsel.kernel.times import check_day, check_instant, write_instant
from handsel.workflows.graph import Attribute, Graph

BUILT_IN = {
    attribute.key: attribute
    for attribute in (
        Attribute("title", "Title", "text"),
        Attribute("amount", "Amount", "money"),
        Attribute("follow_up_at", "Follow-up", "datetime"),
        Attribute("description", "Description", "long_text"),
        Attribute("contact.first_name", "First name", "text"),
        Attribute("contact.last_name", "Last name", "text"),
        Attribute("contact.email", "E-mail", "email"),
        Attribute("contact.phone", "Phone", "phone"),
        Attribute("account.name", "Account", "text"),
    )
}
WITH_OPTIONS = frozenset({"choice", "choices"})

NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
LONGEST_NUMBER = 64
EXACT_DIGITS = 15  # what a JSON number (a double) carries unchanged
EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]+")
EMAIL_LIMIT = 254
LINK_LIMIT = 2_000
BARE_LINK = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#].*)?")
BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a value is judged by besides its attribute."""

    currency: str
    region: str | None  # ISO 3166 code of numbers typed without a country
    zone: tzinfo
    members: Container[str]  # ids of the active members


def attribute_for(graph: Graph, key: str) -> Attribute | None:
    """An attribute of the layout or a built-in one; None for a key that this workflow does not know."""
    return graph.attribute_by_key.get(key) or BUILT_IN.get(key)


def check_value(
    attribute: Attribute,
    value: object,
    *,
    field: str,
    currency: str,
    region: str | None,
    zone: tzinfo,
    members: Container[str],
) -> Any:
    """The value as it is stored: JSON-plain, one spelling per value. None and "" clear the attribute.

    Amounts, days and instants are strings, numbers are numbers; a list of choices is in the order given.
    """
    if value is None or value == "":
        return None
    check = CHECKS[attribute.type]
    return check(attribute, value, field, Setting(currency, region, zone, members))


def _text(_: Attribute, value: object, field: str, __: Setting) -> str:
    return check_text(value, field=field, limit=NAME_LIMIT)


def _long_text(_: Attribute, value: object, field: str, __: Setting) -> str:
    return check_text(value, field=field)


def _number(_: Attribute, value: object, field: str, __: Setting) -> int | float:
    """Exactly the number given, or refused: nothing is rounded on its way through JSON."""
    number = _decimal(value, field)
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if len(digits) > EXACT_DIGITS or (digits and abs(number.adjusted()) > EXACT_DIGITS):
        raise field_refused(field, say("A number has at most {most} digits.", most=EXACT_DIGITS))
    if not digits:
        return 0
    return int(number) if number == int(number) else float(number)


def _decimal(value: object, field: str) -> Decimal:
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER and NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_NUMBER:
        return Decimal(value)
    raise field_refused(field, say("Write a number in digits, like 12.5."))


def _money(_: Attribute, value: object, field: str, setting: Setting) -> str:
    if not isinstance(value, (str, int, float, Decimal)):
        raise field_refused(field, say("Write an amount, like 1250.50."))
    return str(check_amount(value, setting.currency, field=field))


def _date(_: Attribute, value: object, field: str, __: Setting) -> str:
    return check_day(value, field=field).isoformat()


def _datetime(_: Attribute, value: object, field: str, setting: Setting) -> str:
    return write_instant(check_instant(value, field=field, zone=setting.zone))


def _boolean(_: Attribute, value: object, field: str, __: Setting) -> bool:
    if isinstance(value, bool):
        return value
    found = BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None
    if found is None:
        raise field_refused(field, say("Say yes or no."))
    return found


def _choice(attribute: Attribute, value: object, field: str, _: Setting) -> str:
    if not isinstance(value, str) or value not in attribute.options:
        raise field_refused(field, say("Choose one of: {known}.", known=", ".join(attribute.options)))
    return value


def _choices(attribute: Attribute, value: object, field: str, setting: Setting) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise field_refused(field, say("Choose from: {options}.", options=", ".join(attribute.options)))
    return list(dict.fromkeys(_choice(attribute, item, field, setting) for item in value))


def _email(_: Attribute, value: object, field: str, __: Setting) -> str:
    typed = check_text(value, field=field).strip()
    visible = all(map(is_filled, typed))
    if len(typed) > EMAIL_LIMIT or not visible or ".." in typed or not EMAIL.fullmatch(typed):
        raise field_refused(field, say("This is no e-mail address."))
    return typed


def _phone(_: Attribute, value: object, field: str, setting: Setting) -> str:
    """E.164; an extension follows as in RFC 3966. Possible is enough: numbering plans change. Not without its area code."""
    typed = check_text(value, field=field)
    try:
        number = phonenumbers.parse(typed, setting.region)
    except phonenumbers.NumberParseException:
        raise field_refused(
            field, say("This is no phone number; try it with its country, like +1 …")
        ) from None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise field_refused(field, say("This phone number is too short or too long."))
    spelled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{spelled};ext={number.extension}" if number.extension else spelled


def _link(_: Attribute, value: object, field: str, __: Setting) -> str:
    """Only what is safe to click. A bare `www.example.org` is meant as https."""
    typed = check_text(value, field=field).strip()
    link = f"https://{typed}" if BARE_LINK.fullmatch(typed) else typed
    if len(link) > LINK_LIMIT or not all(map(is_filled, link)) or not _is_safe_link(link):
        raise field_refused(field, say("This is no link; it begins with https://, http:// or mailto:."))
    return link


def _is_safe_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname
        _ = parts.port  # raises where it is no port
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return EMAIL.fullmatch(parts.path) is not None
    return parts.scheme in {"http", "https"} and bool(host)


def _user(_: Attribute, value: object, field: str, setting: Setting) -> str:
    member = str(value).lower()
    if member not in setting.members:
        raise field_refused(field, say("There is no such active member."))
    return member


CHECKS: dict[str, Callable[[Attribute, object, str, Setting], Any]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "money": _money,
    "date": _date,
    "datetime": _datetime,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _choices,
    "email": _email,
    "phone": _phone,
    "link": _link,
    "user": _user,
}
TYPES = tuple(CHECKS)
