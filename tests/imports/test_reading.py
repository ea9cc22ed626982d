"""Files become tables; what can't be read names its line. No database."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from handsel.imports.reading import Upload, read_table, unguard
from handsel.imports.rules import ImportBroken
from handsel.kernel.sheets import guarded


def read(content: bytes | str, *, encoding: str = "utf-8") -> tuple[list[str], list[tuple[int, list[str]]]]:
    table = read_table(
        Upload("a.csv", content if isinstance(content, bytes) else content.encode()), encoding=encoding
    )
    return table.columns, table.rows


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n",
        "a;b\n1;2\n",
        "a\tb\r\n1\t2\r\n",
        "\ufeffa,b\n1,2",
        '"a","b"\n"1","2"\n',
        "a,b\n\n1,2\n,\n",
    ],
)
def test_a_table_reads_alike_however_it_is_written(content: str) -> None:
    columns, rows = read(content)

    assert columns == ["a", "b"]
    assert [cells for _, cells in rows] == [["1", "2"]]


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    assert read('a,b\n"one\ntwo",2\nx,y\n')[1] == [(2, ["one\ntwo", "2"]), (4, ["x", "y"])]


def test_a_column_without_a_name_and_a_second_one_of_a_name_get_names_of_their_own() -> None:
    assert read("a,,a\n1,2,3\n")[0] == ["a", "column 2", "a (2)"]


def test_windows_text_is_read_when_it_is_chosen_and_never_guessed() -> None:
    content = "name\nMüller\n".encode("cp1252")

    assert read(content, encoding="cp1252")[1] == [(2, ["Müller"])]
    with pytest.raises(ImportBroken) as refused:
        read(content)
    assert refused.value.fields[0].name == "a.csv:2"


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "a.csv:1", "empty"),
        (b"a,b\n1\n1,2\n1,2,3\n", "a.csv:2", "1 fields"),
        (b'a,b\n1,"2\n', "a.csv:2", "well-formed"),
        (b'a,b\n1,"2"x\n', "a.csv:2", "well-formed"),
        (b"a,b\n1,2\nx\0,3\n", "a.csv:3", "NUL"),
        (b"a,b\n1,\xff\n", "a.csv:2", "UTF-8"),
        (b"\xff\xfea\0,\0b\0", "a.csv:1", "NUL"),
        (b"PK\x03\x04 not a workbook", "a.csv:1", "workbook"),
    ],
)
def test_what_can_not_be_read_names_its_line(content: bytes, name: str, word: str) -> None:
    with pytest.raises(ImportBroken) as refused:
        read(content)

    assert refused.value.fields[0].name == name
    assert word in refused.value.fields[0].message


def test_the_cells_of_a_workbook_become_text_in_one_spelling() -> None:
    book, content = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["name", "when", "at", "amount", "whole", "yes"])
    sheet.append(["Ana", date(2027, 3, 14), datetime(2027, 3, 14, 9, 30), 12.5, 7.0, True])  # noqa: DTZ001 (a sheet knows no zones)
    sheet.append(["'=1+1", None, None, 0.1, -3, False])
    book.save(content)

    assert read(content.getvalue()) == (
        ["name", "when", "at", "amount", "whole", "yes"],
        [
            (2, ["Ana", "2027-03-14", "2027-03-14T09:30:00", "12.5", "7", "true"]),
            (3, ["=1+1", "", "", "0.1", "-3", "false"]),
        ],
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@a", "\ta", "'quoted", "'", "", "it's", "'=1"])
def test_what_our_export_guards_reads_back_unchanged(text: str) -> None:
    assert unguard(guarded(text)) == text
