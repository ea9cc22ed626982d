from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handsel.kernel.money import check_amount, check_currency, scale_of
from handsel.kernel.refusals import Invalid


@pytest.mark.parametrize(
    ("currency", "scale"),
    [
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("IQD", 3),
        ("LYD", 3),
        ("CLF", 4),
        ("UYW", 4),
        ("AFN", 2),
        ("ISK", 0),
    ],
)
def test_scales_are_iso_4217s(currency: str, scale: int) -> None:
    assert scale_of(currency) == scale


@pytest.mark.parametrize("code", ["EUR", "USD", "XOF", "ZWG"])
def test_currencies_in_use_are_known(code: str) -> None:
    assert check_currency(code) == code


@pytest.mark.parametrize("code", ["eur", "EURO", "XAU", "XXX", "DEM", "", None, 978, "E\0R"])
def test_other_codes_are_refused(code: object) -> None:
    with pytest.raises(Invalid) as refused:
        check_currency(code, field="currency")

    assert refused.value.fields[0].name == "currency"


@pytest.mark.parametrize(
    ("value", "currency", "amount"),
    [
        ("1250.5", "EUR", "1250.50"),
        (" 10 ", "EUR", "10.00"),
        ("10.000", "EUR", "10.00"),
        ("10.", "EUR", "10.00"),
        (".5", "EUR", "0.50"),
        ("007", "EUR", "7.00"),
        ("0", "EUR", "0.00"),
        ("-0", "EUR", "0.00"),
        ("1000", "JPY", "1000"),
        ("1.0", "JPY", "1"),
        ("1.234", "IQD", "1.234"),
        ("999999999999999.99", "USD", "999999999999999.99"),
        (12, "USD", "12.00"),
        (0.1, "USD", "0.10"),
        (Decimal("1E+3"), "USD", "1000.00"),
        (Decimal("0E+40"), "USD", "0.00"),
    ],
)
def test_an_amount_gets_the_currencys_digits(value: str, currency: str, amount: str) -> None:
    assert str(check_amount(value, currency, field="amount")) == amount


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            " ",
            "NaN",
            "sNaN",
            "Infinity",
            "-Infinity",
            "1e400",
            "1e3",
            "1_000",
            "\uff11\uff12",
            "1,5",
            "1.2.3",
            "+-1",
        ),
        *(
            "-1",
            "-0.01",
            "1.005",
            "1000000000000000",
            "0x10",
            "٣",
            "1\0",
            "1\u200b",
            "9" * 10_000,
            "1 000",
            ".",
        ),
        *(float("nan"), float("inf"), 1e400, 0.001, -1, 10**15, 10**5000, -(10**5000), True, [], {}),
        *(Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("1E-999999")),
        Decimal("1." + "0" * 60 + "1"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_exact_amount_is_refused_by_field(value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        check_amount(value, "EUR", field="amount")

    assert [problem.name for problem in refused.value.fields] == ["amount"]


def test_no_amount_is_not_zero() -> None:
    """B4: a bin that writes zero, which is a value."""
    assert check_amount(None, "EUR", field="amount") is None


@given(st.decimals(min_value=0, max_value=10**14, places=2))
def test_every_amount_of_two_places_is_kept_to_the_cent(amount: Decimal) -> None:
    assert check_amount(str(amount), "EUR", field="amount") == amount
