"""Mapped tables become records: one per row, its values plain and in one spelling. Reads no database.

What is wrong with a cell by itself, whatever the organization, is found here: dates, amounts, ids that come twice.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handsel.imports.columns import Cells, DateOrder, DecimalSign, Read, read_amounts, read_dates
from handsel.imports.layouts import AMOUNTS, DATES, LEFT_OUT, Layout
from handsel.imports.mapping import Mapped
from handsel.imports.reading import Table
from handsel.imports.rules import Kind
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import Sentence, as_stored, say
from handsel.kernel.text import NAME_LIMIT, check_name, check_text, fold, is_filled

NAMES = frozenset({"account.name", "person.name", "product.name", "contact.name"})


@dataclass(frozen=True, slots=True)
class Said:
    """What there is to say about a cell (or, without `column`, about the row)."""

    column: str
    text: Sentence

    def plain(self) -> dict[str, Any]:
        return {"column": self.column, "text": as_stored(self.text)}


@dataclass(slots=True)
class Record:
    """`values` by target; None where the cell is empty. `given_id` is false where the source has no id: then the row is
    known by its content."""

    kind: Kind
    file: str
    line: int
    source_id: str
    values: dict[str, Any]
    given_id: bool = True
    columns: dict[str, str] = field(default_factory=dict)
    """Headers by target: what messages name."""

    def said(self, target: str, text: Sentence) -> Said:
        return Said(self.columns.get(target, target), text)

    def prints(self) -> dict[str, str]:
        """A fingerprint per target: enough to see what changed in the source, too little to keep people's data."""
        return {target: _print(self.source_id, value) for target, value in self.values.items()}


@dataclass(slots=True)
class Records:
    """In the order in which they are brought in. `twins` are rows that repeat an earlier one word for word."""

    records: list[Record] = field(default_factory=list)
    problems: list[tuple[Record, Said]] = field(default_factory=list)
    twins: list[tuple[Record, Said]] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Record]:
        return [record for record in self.records if record.kind is kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person chose where files alone can't tell."""

    date_order: DateOrder | None = None
    decimal_sign: DecimalSign | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    """Of attributes, by target."""


def make_records(
    layout: Layout, tables: Sequence[Table], mapped: Sequence[Mapped], choices: Choices
) -> Records:
    made = Records()
    made.notes += [
        say("{file}: left out, because {why}.", file=name, why=why)
        for name, why in _left_out(layout, tables, mapped)
    ]
    for one in mapped:
        _add_table(made, one, choices)
        left_out = [
            column
            for column, target in zip(one.table.columns, one.targets, strict=True)
            if target == LEFT_OUT
        ]
        if left_out:
            made.notes.append(
                say("{table}: left out {left_out}.", table=one.table.name, left_out=", ".join(left_out))
            )
        made.notes += one.table.notes
    if layout.team_of_owner:
        _give_team_of_owner(made)
    return made


def _left_out(
    layout: Layout, tables: Sequence[Table], mapped: Sequence[Mapped]
) -> Iterable[tuple[str, Sentence]]:
    used = {one.table.name for one in mapped}
    for table in tables:
        if table.name not in used:
            yield table.name, layout.left_out.get(table.name.lower(), say("the layout does not know it"))


def _add_table(made: Records, mapped: Mapped, choices: Choices) -> None:
    headers = {
        target: column
        for column, target in zip(mapped.table.columns, mapped.targets, strict=True)
        if target != LEFT_OUT
    }
    records = [
        Record(mapped.kind, mapped.table.name, line, "", _values(mapped, cells), columns=headers)
        for line, cells in mapped.table.rows
    ]
    by_line = {record.line: record for record in records}
    for target, column in headers.items():
        read = _read_column(target, records, choices)
        if read is None:
            continue
        for line, record in by_line.items():
            record.values[target] = read.values.get(line)
        made.problems += [(by_line[line], by_line[line].said(target, text)) for line, text in read.problems]
        if read.note:
            made.notes.append(
                say(
                    "{table}: {column} is read with {note}.",
                    table=mapped.table.name,
                    column=column,
                    note=read.note,
                )
            )
    made.problems += [(record, said) for record in records for said in _check_texts(record)]
    identified = _identified(made, records, mapped)
    made.records += _parents_first(identified) if mapped.kind is Kind.ACCOUNT else identified


def _values(mapped: Mapped, cells: Sequence[str]) -> dict[str, Any]:
    return {
        target: (text if text[:1].isalnum() or is_filled(text) else None)
        for target, text in zip(mapped.targets, cells, strict=True)
        if target != LEFT_OUT
    }


def _read_column(target: str, records: Iterable[Record], choices: Choices) -> Read | None:
    cells: Cells = [
        (record.line, record.values[target]) for record in records if record.values[target] is not None
    ]
    kind = choices.types.get(target)
    if target in DATES or kind in ("date", "datetime"):
        return read_dates(cells, order=choices.date_order)
    if target in AMOUNTS or kind in ("money", "number"):
        return read_amounts(cells, sign=choices.decimal_sign)
    return None


def _check_texts(record: Record) -> Iterable[Said]:
    for target, value in record.values.items():
        if value is None:
            continue
        try:
            check_text(value, field=target)
            if target in NAMES:
                record.values[target] = check_name(value, field=target).strip()
        except Refusal as refusal:
            yield record.said(target, refusal.detail)


def _identified(made: Records, records: list[Record], mapped: Mapped) -> list[Record]:
    """Each with its id, once. A person or account is known by its name as people compare names."""
    seen: dict[str, Record] = {}
    copies: dict[str, int] = defaultdict(int)
    has_ids = mapped.known_by in mapped.targets
    for record in records:
        own = record.values.get(mapped.known_by)
        if has_ids and own is None:
            made.problems.append(
                (record, record.said(mapped.known_by, say("This is empty: the row has no id.")))
            )
            continue
        if own is None:
            record.source_id, record.given_id = _id_of_content(record, copies), False
        else:
            record.source_id = own.strip() if mapped.kind is Kind.OPPORTUNITY else fold(own)
            if len(record.source_id) > NAME_LIMIT:
                made.problems.append((record, record.said(mapped.known_by, say("This id is too long."))))
                continue
        twin = seen.setdefault(record.source_id, record)
        if twin is record:
            continue
        if twin.values == record.values:
            made.twins.append(
                (
                    record,
                    record.said(mapped.known_by, say("The same row stands on line {line}.", line=twin.line)),
                )
            )
        else:
            text = say("{own} stands on line {line} already, with other content.", own=own, line=twin.line)
            made.problems.append((record, record.said(mapped.known_by, text)))
    if not has_ids:
        made.notes.append(
            say(
                "{table}: no column is the source's own id, so a row is known by its content; "
                "one that is changed there comes in as a new one.",
                table=mapped.table.name,
            )
        )
    return list(seen.values())


def _parents_first(accounts: list[Record]) -> list[Record]:
    """So that each is made by its own row. Those in a ring come last; they are a problem anyway."""
    waiting, ordered = {record.source_id: record for record in accounts}, []
    while waiting:
        ready = [
            record
            for record in waiting.values()
            if (parent := record.values.get("account.parent")) is None or fold(parent) not in waiting
        ] or list(waiting.values())
        ordered += [waiting.pop(record.source_id) for record in ready]
    return ordered


def _id_of_content(record: Record, copies: dict[str, int]) -> str:
    """Rows alike to the letter may still be several opportunities: the first, the second, …"""
    content = _print("row", record.values, size=16)
    copies[content] += 1
    return f"{content}-{copies[content]}"


def _give_team_of_owner(made: Records) -> None:
    offices = {
        fold(one.values["person.name"]): one for one in made.of(Kind.PERSON) if one.values["person.name"]
    }
    for record in made.of(Kind.OPPORTUNITY):
        owner = record.values.get("owner")
        person = offices.get(fold(owner)) if owner is not None else None
        if person is None:
            text = (
                say("{owner} is not among the people.", owner=owner)
                if owner
                else say("This is empty, so the row has no team.")
            )
            made.problems.append((record, record.said("owner", text)))
            continue
        record.values["team"] = person.values["person.team"]


def _print(salt: str, value: Any, *, size: int = 6) -> str:
    content = json.dumps([salt, value], ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    return hashlib.blake2b(content, digest_size=size).hexdigest()
