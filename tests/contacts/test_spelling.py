import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.contacts.spelling import (
    Email,
    email_key,
    extension_of,
    join_name,
    region_for,
    spell_email,
    spell_phone,
    split_name,
)
from handsel.kernel.refusals import Invalid

with (Path(__file__).parent.parent / "data" / "phone-examples.csv").open(newline="") as file:
    EXAMPLES = list(csv.DictReader(file))


def number(typed: str, region: str | None = "CA") -> str:
    phone = spell_phone(typed, region=region)
    assert phone is not None
    return phone.number


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda row: f"{row['region']}-{row['type']}")
def test_every_country_writes_its_numbers_its_way(example: dict[str, str]) -> None:
    assert number(example["national_format"], example["region"]) == example["e164"]
    assert number(example["international_format"], None) == example["e164"]
    assert number(example["e164"], "US") == example["e164"]


@pytest.mark.parametrize(
    "typed",
    [
        "514-555-0123",
        "  (514) 555.0123 ",
        "1 514 555 0123",
        "+1 (514) 555-0123",
        "011 1 514 555 0123",
        "tel:+1-514-555-0123",
        "５１４５５５０１２３",
        "\u202a+1 514 555 0123\u202c",
        "514 555 0123 ext. 7",
    ],
)
def test_one_number_has_one_spelling(typed: str) -> None:
    assert number(typed) == "+15145550123"


def test_an_extension_is_kept_apart() -> None:
    phone = spell_phone(" 514 555 0123 ext. 7 ", region="CA")

    assert phone == ("+15145550123", "7", "514 555 0123 ext. 7")
    assert extension_of("+15145550123", "514 555 0123 ext. 7") == "7"
    assert extension_of("+15145550123", "(514) 555-0123") == ""
    assert extension_of("+15145550123", None) == ""


@pytest.mark.parametrize(
    ("typed", "region", "says"),
    [
        ("555 0123", "CA", "area code"),
        ("12", "CA", "too short"),
        ("514 555 0123", None, "country code"),
        ("+999 514 555 0123", "CA", "country code"),
        ("514 555 0123 4567 8901", "CA", "too long"),
        ("9" * 300, "CA", "At most 250"),
        ("call me", "CA", "no phone number"),
        ("514\x00555", "CA", "NUL"),
        (5145550123, "CA", "must be text"),
    ],
)
def test_what_is_no_number_is_told_what_to_write(typed: object, region: str | None, says: str) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        spell_phone(typed, region=region, field="mobile")
    assert [problem.name for problem in refused.value.fields] == ["mobile"]


@pytest.mark.parametrize("typed", [None, "", "  ", "\u200b"])
def test_nothing_is_no_number_and_no_address(typed: str | None) -> None:
    assert spell_phone(typed, region="CA") is None
    assert spell_email(typed) is None


@pytest.mark.parametrize(
    ("locale", "time_zone", "region"),
    [
        ("en-CA", "Europe/Madrid", "CA"),
        ("fr_ca", "UTC", "CA"),
        ("zh-Hant-TW", "UTC", "TW"),
        ("en", "America/Montreal", "CA"),
        ("es-419", "America/Lima", "PE"),
        ("en", "Europe/Madrid", "ES"),
        ("en", "Asia/Calcutta", "IN"),
        ("en", "UTC", None),
        ("", "nowhere", None),
    ],
)
def test_the_country_is_the_locales_else_the_time_zones(
    locale: str, time_zone: str, region: str | None
) -> None:
    assert region_for(locale, time_zone) == region


@pytest.mark.parametrize(
    ("typed", "address", "key"),
    [
        (" Ann@Example.COM\n", "Ann@Example.COM", "ann@example.com"),
        ("\u200bann@example.com\u200b", "ann@example.com", "ann@example.com"),
        ("ａｎｎ@example.com", "ａｎｎ@example.com", "ann@example.com"),
        ("JOSE\u0301@EXAMPLE.com", "JOSE\u0301@EXAMPLE.com", "jos\xe9@example.com"),
        ("Straße@example.com", "Straße@example.com", "straße@example.com"),
        ("a+b.c_d'e@sub.example.co.uk", "a+b.c_d'e@sub.example.co.uk", "a+b.c_d'e@sub.example.co.uk"),
        ("пётр@почта.рф", "пётр@почта.рф", "пётр@почта.рф"),
        ("a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp", "a..b.@docomo.ne.jp"),
        ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_as_typed_and_known_by_its_key(typed: str, address: str, key: str) -> None:
    assert spell_email(typed) == Email(address, key)


@pytest.mark.parametrize(
    "typed",
    [
        "ann",
        "@example.com",
        "ann@",
        "ann@example",
        "ann@@example.com",
        "ann@example..com",
        "ann@-example.com",
        "ann@example.c0m-",
        "ann roy@example.com",
        "ann@example.com, bob@example.com",
        "Ann <ann@example.com>",
        "mailto:ann@example.com",
        "a\u200bnn@example.com",
        "ann@127.0.0.1",
        "a" * 65 + "@example.com",
        "a@" + "b" * 250 + ".com",
        "a@" + "é" * 125 + ".com",
        "a\x00@example.com",
    ],
)
def test_what_is_no_address_is_refused_by_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        spell_email(typed, field="contact.email")
    assert [problem.name for problem in refused.value.fields] == ["contact.email"]


@given(st.emails())
def test_every_address_that_programs_write_is_taken_once(address: str) -> None:
    try:
        spelled = spell_email(address.upper())
    except Invalid:
        return
    assert spelled is not None
    assert spelled.key == email_key(address) == email_key(spelled.key)


@given(
    st.text(alphabet="0123456789+-() x.#", max_size=25), st.sampled_from([None, "CA", "ES", "IT", "JP", "DE"])
)
def test_a_spelling_spells_itself(typed: str, region: str | None) -> None:
    try:
        phone = spell_phone(typed, region=region)
    except Invalid:
        return
    if phone is not None:
        assert number(phone.number, None) == phone.number
        assert extension_of(phone.number, phone.typed) == phone.extension


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ann Roy", "Ann", "Roy"),
        ("Ann  Marie Roy ", "Ann Marie", "Roy"),
        ("Cher", "Cher", ""),
        ("\tJosé\u00a0Gil", "José", "Gil"),
    ],
)
def test_a_name_has_two_parts(name: str, first: str, last: str) -> None:
    assert split_name(name) == (first, last)
    assert join_name(first, last) == " ".join(name.split())
