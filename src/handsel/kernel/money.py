"""Amounts are decimals of one currency (D8). Scales are ISO 4217's minor units, not CLDR's habits of display.

`iso4217.csv`: the currencies in use that have a minor unit, from the public-domain (PDDL) data package
https://github.com/datasets/currency-codes of the list that SIX publishes.
"""

import csv
import re
from decimal import Decimal
from functools import cache
from importlib.resources import files

from handsel.kernel.refusals import field_refused
from handsel.kernel.sentences import say, say_count

WHOLE_DIGITS = 15
LONGEST = 64
TYPED = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def check_currency(code: object, *, field: str = "currency") -> str:
    if not isinstance(code, str) or code not in _scales():
        raise field_refused(field, say("This is no currency in use; write its ISO 4217 code, like EUR."))
    return code


def scale_of(currency: str) -> int:
    """Digits after the point. Two for what is not in use any more: old amounts must stay readable."""
    return _scales().get(currency, 2)


def check_amount(
    value: str | float | Decimal | None, currency: str, *, field: str = "amount"
) -> Decimal | None:
    """With exactly the currency's digits; None stays None (no amount), zero stays zero (B4).

    Nothing is rounded: `10.000` is ten euros, `10.005` is refused.
    """
    if value is None:
        return None
    amount = _decimal(value, field)
    if amount < 0:
        raise field_refused(field, say("An amount is not negative."))
    if amount and amount.adjusted() >= WHOLE_DIGITS:
        raise field_refused(
            field,
            say("An amount has at most {most} digits before the point.", most=WHOLE_DIGITS),
        )
    scale = scale_of(currency)
    quantized = amount.copy_abs().quantize(Decimal(1).scaleb(-scale))
    if quantized != amount:
        digits = say("no digits")
        if scale:
            digits = say_count("one digit", "at most {count} digits", count=scale)
        raise field_refused(
            field, say("{currency} has {digits} after the point.", currency=currency, digits=digits)
        )
    return quantized


def _decimal(value: object, field: str) -> Decimal:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise field_refused(field, say("An amount is a number."))
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        # a whole number of thousands of digits is slow to write out; beyond the limit its size is all that counts
        return Decimal(value) if abs(value) < 10**LONGEST else Decimal(f"{'-' * (value < 0)}1e{LONGEST}")
    if not isinstance(value, str) or not value.strip():
        raise field_refused(field, say("Write an amount, like 1250.50."))
    typed = value.strip()
    if len(typed) > LONGEST or not TYPED.fullmatch(typed):
        raise field_refused(field, say("Write an amount in digits with a point, like 1250.50."))
    return Decimal(typed)


@cache
def _scales() -> dict[str, int]:
    table = files("handsel.kernel").joinpath("iso4217.csv").read_text(encoding="utf-8")
    return {row["code"]: int(row["minor_unit"]) for row in csv.DictReader(table.splitlines())}
