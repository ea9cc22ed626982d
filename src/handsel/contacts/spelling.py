"""One spelling per phone number, e-mail address and name, so that the same person is found again (C7).

Plain Python. Phones are E.164 by Google's metadata; what is refused names its field and says what to write.
"""

import re
import unicodedata
from typing import NamedTuple

import phonenumbers
from babel.core import get_global
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import joined, say
from handsel.kernel.text import check_text, is_filled

PHONE_LIMIT = 250
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets
LOCAL_LIMIT = 64
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
EMAIL = re.compile(
    r"(?P<local>[^@\s<>()\[\],;:\\\"]+)@(?P<domain>(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_])"
)

COUNTRY_NEEDED = say("Write the number with its country code, like +1 514 555 0123.")
PHONE_PROBLEMS = {
    ValidationResult.TOO_SHORT: say("This number is too short. Write all of it, with its area code."),
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: say("Write the number with its area code."),
    ValidationResult.TOO_LONG: say("This number is too long. Write one number only."),
    ValidationResult.INVALID_COUNTRY_CODE: say(
        "There is no such country code. Write it like +1 514 555 0123."
    ),
}


class Phone(NamedTuple):
    number: str
    """E.164, without the extension: colleagues behind one number are still two people."""
    extension: str
    typed: str


class Email(NamedTuple):
    address: str
    """As typed, without the space around it."""
    key: str


def region_for(locale: str, time_zone: str) -> str | None:
    """The country whose numbers need no country code: the locale's (`en-CA`), else that of the time zone."""
    for part in re.split(r"[-_]", locale)[1:]:
        if part.upper() in phonenumbers.SUPPORTED_REGIONS:
            return part.upper()
    canonical = get_global("zone_aliases").get(time_zone, time_zone)
    territory = get_global("zone_territories").get(canonical)
    return territory if territory in phonenumbers.SUPPORTED_REGIONS else None


def spell_phone(typed: object, *, region: str | None, field: str = "phone") -> Phone | None:
    """None for what is empty. Numbers need not be in use: ranges open faster than metadata follow."""
    text = check_text("" if typed is None else typed, field=field, limit=PHONE_LIMIT)
    if not is_filled(text):
        return None
    number = _parsed(text, region=region, field=field)
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != ValidationResult.IS_POSSIBLE:
        raise field_refused(field, PHONE_PROBLEMS.get(possible, say("This is no phone number.")))
    return Phone(
        phonenumbers.format_number(number, PhoneNumberFormat.E164), number.extension or "", _trimmed(text)
    )


def extension_of(number: str | None, typed: str | None) -> str:
    """Of a stored contact. Only what was typed keeps it."""
    if not number or not typed or typed == number:
        return ""
    region = phonenumbers.region_code_for_country_code(phonenumbers.parse(number).country_code or 0)
    return phonenumbers.parse(typed, region).extension or ""


def spell_email(typed: object, *, field: str = "email") -> Email | None:
    """None for what is empty. Who reads the address is not asked: only its form is checked."""
    text = _trimmed(check_text("" if typed is None else typed, field=field, limit=100_000))
    if not is_filled(text):
        return None
    found = EMAIL.fullmatch(text)
    if (
        found is None
        or len(found["local"].encode()) > LOCAL_LIMIT
        or any(unicodedata.category(character) in UNSEEN for character in text)
    ):
        raise field_refused(field, say("This is no e-mail address. Write it like name@example.com."))
    if len(text.encode()) > EMAIL_LIMIT:
        raise field_refused(field, say("An e-mail address has at most {most} bytes.", most=EMAIL_LIMIT))
    return Email(text, email_key(text))


def email_key(address: str) -> str:
    """Case and width do not matter. Not casefold: ß and ss are two letters of two addresses."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _trimmed(address)).lower())


def split_name(name: str) -> tuple[str, str]:
    """First and last name; a single word is a first name."""
    words = name.split()
    return (" ".join(words), "") if len(words) < 2 else (" ".join(words[:-1]), words[-1])  # noqa: PLR2004 (one word or more)


def join_name(first: str, last: str) -> str:
    return " ".join(filter(is_filled, (first, last)))


def _parsed(text: str, *, region: str | None, field: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException as problem:
        if problem.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            raise field_refused(field, COUNTRY_NEEDED) from None
        if problem.error_type == NumberParseException.TOO_LONG:
            raise field_refused(field, PHONE_PROBLEMS[ValidationResult.TOO_LONG]) from None
        raise field_refused(field, joined([say("This is no phone number."), COUNTRY_NEEDED])) from None


def _trimmed(text: str) -> str:
    """Also without the invisible characters that pasting brings along."""
    start, end = 0, len(text)
    while start < end and unicodedata.category(text[start]) in UNSEEN:
        start += 1
    while start < end and unicodedata.category(text[end - 1]) in UNSEEN:
        end -= 1
    return text[start:end]
