"""What a whole column proves, and when it must be chosen. No database."""

import pytest

from handsel.imports.columns import (
    CHOOSE_ORDER,
    CHOOSE_SIGN,
    NO_AMOUNT,
    NO_DATE,
    DateOrder,
    DecimalSign,
    read_amounts,
    read_dates,
)


def dates(*texts: str, order: DateOrder | None = None) -> list[str]:
    read = read_dates(list(enumerate(texts, start=2)), order=order)
    assert not read.problems
    return [read.values[line] for line in sorted(read.values)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2017-03-01", "2017-03-01"),
        ("2017/3/1", "2017-03-01"),
        ("2019-04-04 18:47:01", "2019-04-04T18:47:01"),
        ("2018-12-18 18:20:30.829", "2018-12-18T18:20:30.829000"),
        ("2026-11-21T23:06:49Z", "2026-11-21T23:06:49+00:00"),
        ("2026-11-21T23:06:49+0100", "2026-11-21T23:06:49+01:00"),
        ("15 Apr, 2021 00:02:00", "2021-04-15T00:02:00"),
        ("April 15, 2021", "2021-04-15"),
        ("25/12/2017", "2017-12-25"),
        ("12/25/2017", "2017-12-25"),
        ("12/25/2017 1:05 pm", "2017-12-25T13:05:00"),
        ("4/4/2017", "2017-04-04"),
    ],
)
def test_a_date_that_means_one_thing_is_read(text: str, plain: str) -> None:
    assert dates(text) == [plain]


def test_one_cell_proves_the_order_for_the_whole_column() -> None:
    assert dates("03/04/2017", "25/04/2017") == ["2017-04-03", "2017-04-25"]
    assert dates("03/04/2017", "04/25/2017") == ["2017-03-04", "2017-04-25"]


def test_an_order_that_nothing_proves_must_be_chosen() -> None:
    assert read_dates([(2, "03/04/2017")]).problems == [(2, CHOOSE_ORDER)]
    assert dates("03/04/2017", order=DateOrder.MONTH_FIRST) == ["2017-03-04"]


@pytest.mark.parametrize(
    "text", ["soon", "2017-02-30", "31.04.2017", "2017-13-01", "17-03-01", "2017-03-01 25:00"]
)
def test_what_is_no_date_names_its_line(text: str) -> None:
    assert read_dates([(7, text)]).problems == [(7, NO_DATE)]


def test_a_column_that_contradicts_itself_names_the_lines_that_do_not_fit() -> None:
    cells = [(2, "25/12/2017"), (3, "26/12/2017"), (4, "12/27/2017")]

    assert read_dates(cells).problems == [(4, NO_DATE)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1054", "1054"), ("$22,700.00", "22700.00"), ("1.234,56 €", "1234.56"), ("EUR 1250.50", "1250.50"),
        ("1'234.50", "1234.50"), ("1 234,5", "1234.5"), ("(12)", "-12"), (".5", "0.5"),
    ],
)  # fmt: skip
def test_an_amount_that_means_one_thing_is_read(text: str, plain: str) -> None:
    assert read_amounts([(2, text)]).values == {2: plain}


def test_one_cell_proves_the_decimal_sign_for_the_whole_column() -> None:
    assert read_amounts([(2, "1,500"), (3, "1.5")]).values == {2: "1500", 3: "1.5"}
    assert read_amounts([(2, "1,500"), (3, "1,5")]).values == {2: "1.500", 3: "1.5"}


def test_a_decimal_sign_that_nothing_proves_must_be_chosen() -> None:
    assert read_amounts([(2, "7"), (3, "1,500")]).problems == [(3, CHOOSE_SIGN)]
    assert read_amounts([(3, "1,500")], sign=DecimalSign.POINT).values == {3: "1500"}


@pytest.mark.parametrize("text", ["abc", "1e400", "NaN", "1.2.3", "12 apples", "--1"])
def test_what_is_no_amount_names_its_line(text: str) -> None:
    assert read_amounts([(9, text), (10, "1.5")]).problems == [(9, NO_AMOUNT)]
