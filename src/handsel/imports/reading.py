"""Files become tables of text: CSV and XLSX. What can't be read is refused by its line.

A cell keeps its text as typed. Only the guard is taken off that our export (like other careful ones) puts before what a
spreadsheet would take for a formula: `'=SUM(A1)` reads `=SUM(A1)`.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl

from handsel.imports.rules import LARGEST_FILES, MEGABYTE, MOST_ROWS, ImportBroken, broken
from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import Sentence, say

ENCODINGS = ("utf-8", "cp1252")
DELIMITERS = (",", ";", "\t", "|")
GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
LARGEST_UNPACKED = 400 * MEGABYTE
SAMPLE = 64 * 1024
UNREADABLE = say("This workbook can't be read. Save it anew, or as CSV in UTF-8.")
NOT_UTF8 = say("This is not UTF-8. Save the file as UTF-8, or choose the encoding Windows-1252 (cp1252).")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the caller's name for it, and its bytes."""

    name: str
    content: bytes


@dataclass(slots=True)
class Table:
    """`rows` are (line, cells): the line on which a row begins, as an editor counts; a cell for every column."""

    name: str
    columns: list[str]
    rows: list[tuple[int, list[str]]]
    notes: list[Sentence] = field(default_factory=list)

    def sample(self, column: int, *, count: int = 3) -> list[str]:
        found = dict.fromkeys(cells[column] for _, cells in self.rows[:500] if cells[column].strip())
        return list(found)[:count]


def check_size(uploads: Iterable[Upload]) -> None:
    size = sum(len(upload.content) for upload in uploads)
    if size > LARGEST_FILES:
        limit = LARGEST_FILES // MEGABYTE
        raise broken(
            [
                FieldProblem(
                    "files",
                    say(
                        "These are {size} MB; at most {limit} MB at once.", size=size // MEGABYTE, limit=limit
                    ),
                )
            ]
        )


def read_table(upload: Upload, *, encoding: str = "utf-8") -> Table:
    """Raises ImportBroken, which names file and line."""
    is_workbook = upload.content[:4] == b"PK\x03\x04"
    rows = _workbook(upload) if is_workbook else _separated(upload, encoding=encoding)
    header = next(rows, None)
    if header is None:
        raise _wrong(upload, 1, say("The file is empty."))
    columns, notes = _columns(header[1])
    table = Table(upload.name, columns, [], notes)
    width, ragged = len(columns), []
    for line, cells in rows:
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) != width:
            ragged.append(
                _problem(
                    upload,
                    line,
                    say("{count} fields, where the header has {width}.", count=len(cells), width=width),
                )
            )
            continue
        table.rows.append((line, cells))
        if len(table.rows) > MOST_ROWS:
            raise _wrong(
                upload,
                line,
                say("An import has at most {most:,} rows; split the file.", most=MOST_ROWS),
            )
    if ragged:
        raise broken(ragged)
    if not is_workbook and encoding != "utf-8":
        table.notes.append(say("{file} was read as {encoding}.", file=upload.name, encoding=encoding))
    return table


def unguard(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] and text[1:2] in GUARDED else text


def _separated(upload: Upload, *, encoding: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(upload, encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, [unguard(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise _wrong(upload, line, say("This is no well-formed CSV: {error}.", error=error)) from None


def _decoded(upload: Upload, encoding: str) -> str:
    content = upload.content.removeprefix(b"\xef\xbb\xbf")
    nul = content.find(b"\0")
    if nul >= 0:
        text = say("This holds the character NUL, so it is no text file. Save it as UTF-8 text.")
        raise _wrong(upload, _line_at(content, nul), text)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        text = NOT_UTF8 if encoding == "utf-8" else say("This is not {encoding} either.", encoding=encoding)
        raise _wrong(upload, _line_at(content, error.start), text) from None


def _line_at(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def _delimiter(text: str) -> str:
    """The one that parts the header into most fields, quotes minded; a comma where none does."""
    header = next((line for line in text[:SAMPLE].splitlines() if line.strip()), "")

    def fields(delimiter: str) -> int:
        try:
            return len(next(csv.reader([header], delimiter=delimiter)))
        except csv.Error:
            return 0

    return max(DELIMITERS, key=fields)


def _workbook(upload: Upload) -> Iterator[tuple[int, list[str]]]:
    """The first sheet that is shown; of formulas the values that were saved with them."""
    _check_archive(upload)
    try:
        yield from _sheet_rows(upload)
    except ImportBroken:
        raise
    except Exception as error:
        # a damaged workbook fails in many ways inside openpyxl, zipfile and expat
        raise _wrong(upload, 1, UNREADABLE) from error


def _sheet_rows(upload: Upload) -> Iterator[tuple[int, list[str]]]:
    book = openpyxl.load_workbook(
        io.BytesIO(upload.content), read_only=True, data_only=True, keep_links=False
    )
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise _wrong(upload, 1, say("This workbook has no sheet with rows."))
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_cell(value) for value in cells]
        if any("\0" in text for text in texts):
            raise _wrong(upload, line, say("This holds the character NUL."))
        if any(texts):
            yield line, texts


def _check_archive(upload: Upload) -> None:
    """A small archive may unpack to anything."""
    try:
        with zipfile.ZipFile(io.BytesIO(upload.content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise _wrong(upload, 1, UNREADABLE) from None
    if unpacked > LARGEST_UNPACKED:
        raise _wrong(
            upload,
            1,
            say(
                "This workbook unpacks to more than {most} MB.",
                most=LARGEST_UNPACKED // MEGABYTE,
            ),
        )


def _cell(value: Any) -> str:
    """Typed cells in the one spelling that every column check reads."""
    if value is None:
        return ""
    if isinstance(value, str):
        return unguard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _columns(cells: Sequence[str]) -> tuple[list[str], list[Sentence]]:
    """Every column gets a name of its own, so that it can be mapped or named as left out."""
    columns: list[str] = []
    notes: list[Sentence] = []
    for place, cell in enumerate(cells, start=1):
        name = cell.strip()
        if not name:
            name = f"column {place}"
            notes.append(say("Column {place} has no name.", place=place))
        twins = [one for one in columns if one == name or one.startswith(f"{name} (")]
        if twins:
            name = f"{name} ({len(twins) + 1})"
            notes.append(
                say("Column {place} is called like another one; here it is {name}.", place=place, name=name)
            )
        columns.append(name)
    return columns, notes


def _problem(upload: Upload, line: int, message: Sentence) -> FieldProblem:
    return FieldProblem(f"{upload.name}:{line}", message)


def _wrong(upload: Upload, line: int, message: Sentence) -> ImportBroken:
    return broken([_problem(upload, line, message)])
