"""Which column is what. The layout says it, or the person does, after guesses by the headers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handsel.imports.layouts import ATTRIBUTE, LEFT_OUT, OPPORTUNITY, Layout, Sheet
from handsel.imports.layouts.spreadsheet import GUESSES
from handsel.imports.reading import Table
from handsel.imports.rules import Kind, broken
from handsel.kernel.refusals import FieldProblem, field_refused
from handsel.kernel.sentences import Sentence, as_stored, say
from handsel.kernel.text import fold
from handsel.workflows.graph import Graph

ONCE = say("Another column is mapped to this already.")


LEFT = say("left out")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One table with its columns' targets, in the order of the columns; `known_by` is the target of the source's id."""

    table: Table
    kind: Kind
    targets: tuple[str, ...]
    known_by: str

    def column_of(self, target: str) -> str:
        """Its header; a target that no column has is its own name."""
        return self.table.columns[self.targets.index(target)] if target in self.targets else target


def suggest(layout: Layout, tables: Sequence[Table], graphs: Sequence[Graph]) -> list[dict[str, Any]]:
    """JSON-plain: a line per column of every file, with samples and, where a column is left out, why."""
    suggested: list[dict[str, Any]] = []
    for table in tables:
        sheet = sheet_of(layout, table.name)
        guessed = _guesses(table.columns, graphs) if layout.is_free else {}
        for place, column in enumerate(table.columns):
            target = (sheet.columns if sheet is not None else guessed).get(column, LEFT_OUT)
            note = "" if target else as_stored(_why_left_out(layout, table.name))
            suggested.append(
                {
                    "file": table.name,
                    "column": column,
                    "target": target,
                    "sample": [text[:200] for text in table.sample(place)],
                    "note": note,
                }
            )
    return suggested


def targets_for(layout: Layout, graphs: Sequence[Graph]) -> list[dict[str, str]]:
    """What a column can be: key and label. The attributes are those of the teams' workflows."""
    if not layout.is_free:
        keys = {target: target for sheet in layout.sheets for target in sheet.columns.values()}
        keys = {key: OPPORTUNITY.get(key, key.split(".", 1)[-1]) for key in keys}
    else:
        attributes = {
            ATTRIBUTE + one.key: f"{one.label} ({one.section})" if one.section else one.label
            for graph in graphs
            for one in graph.attributes
        }
        keys = OPPORTUNITY | attributes
    return [{"key": LEFT_OUT, "label": say("Left out")}, *({"key": key, "label": keys[key]} for key in keys)]


def change(
    mapping: list[dict[str, Any]], wanted: Iterable[Mapping[str, str]], *, targets: Iterable[str]
) -> list[dict[str, Any]]:
    """Columns that `wanted` names get its targets, the others keep theirs."""
    known, allowed = {(line["file"], line["column"]): dict(line) for line in mapping}, set(targets)
    for place, line in enumerate(wanted):
        key = (line["file"], line["column"])
        if key not in known:
            raise field_refused(f"mapping.{place}.column", say("There is no such column."))
        if line["target"] not in allowed:
            raise field_refused(f"mapping.{place}.target", say("A column can't be mapped to this."))
        known[key] |= {"target": line["target"], "note": "" if line["target"] else as_stored(LEFT)}
    seen: set[tuple[str, str]] = set()
    for file, column in known:
        target = known[file, column]["target"]
        if target and (file, target) in seen:
            raise field_refused(f"mapping.{column}", ONCE)
        seen.add((file, target))
    return list(known.values())


def apply(layout: Layout, tables: Sequence[Table], mapping: Iterable[Mapping[str, Any]]) -> list[Mapped]:
    """Raises ImportBroken where a file or a column that the layout needs is missing. In the order of kinds."""
    targets = {(line["file"], line["column"]): line["target"] for line in mapping}
    problems, mapped = _missing_files(layout, tables), []
    for table in tables:
        sheet = sheet_of(layout, table.name)
        if sheet is None and not layout.is_free:
            continue
        chosen = tuple(targets.get((table.name, column), LEFT_OUT) for column in table.columns)
        if sheet is None:
            mapped.append(Mapped(table, Kind.OPPORTUNITY, chosen, "source_id"))
            continue
        problems += [
            FieldProblem(f"{table.name}:1 {column}", say("The column {column} is missing.", column=column))
            for column in sheet.columns
            if column not in table.columns
        ]
        mapped.append(Mapped(table, sheet.kind, chosen, sheet.known_by))
    if problems:
        raise broken(problems)
    return sorted(mapped, key=lambda one: list(Kind).index(one.kind))


def sheet_of(layout: Layout, file: str) -> Sheet | None:
    return next((sheet for sheet in layout.sheets if sheet.name == file.lower()), None)


def _missing_files(layout: Layout, tables: Sequence[Table]) -> list[FieldProblem]:
    given = {table.name.lower() for table in tables}
    return [
        FieldProblem(sheet.name, say("The file {file} is missing.", file=sheet.name))
        for sheet in layout.sheets
        if sheet.name not in given
    ]


def _guesses(columns: Sequence[str], graphs: Sequence[Graph]) -> dict[str, str]:
    """Target by column. Of several columns that could be one target, the one with the better header."""
    headers = {_plain(column): column for column in reversed(columns)}
    guessed: dict[str, str] = {}
    for target, known in GUESSES.items():
        column = next(
            (headers[one] for one in known if headers.get(one, LEFT_OUT) not in ("", *guessed)), None
        )
        if column is not None:
            guessed[column] = target
    for attribute in (one for graph in graphs for one in graph.attributes):
        target = ATTRIBUTE + attribute.key
        for header in (_plain(attribute.key), _plain(attribute.label)):
            if header in headers and headers[header] not in guessed and target not in guessed.values():
                guessed[headers[header]] = target
    return guessed


def _plain(header: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in fold(header)).split())


def _why_left_out(layout: Layout, file: str) -> Sentence:
    why = layout.left_out.get(file.lower())
    if why:
        return say("left out: {why}", why=why)
    return LEFT if layout.is_free else say("left out: the layout does not know it")
