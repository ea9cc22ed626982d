"""The dry run: everything is checked before the first write, and said. Decides without a database what it looked up once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from handsel.imports.directory import Directory, read_directory
from handsel.imports.firms import check_accounts
from handsel.imports.goods import plan_products
from handsel.imports.layouts import Layout
from handsel.imports.originals import Known, read_known
from handsel.imports.people import plan_people
from handsel.imports.records import Record, Records, Said
from handsel.imports.resolving import Default, resolve
from handsel.imports.rules import Kind, broken
from handsel.kernel.refusals import FieldProblem
from handsel.kernel.sentences import Sentence, as_it_is, as_stored, joined, say_count
from handsel.organizations.acting import Member

MOST_NOTES = 200


@dataclass(slots=True)
class Looked:
    """What a check needs of the database, read in one short transaction."""

    directory: Directory
    known: dict[Kind, dict[str, Known]]


@dataclass(slots=True)
class Checked:
    """Counts of opportunities; `kinds` has those of the others. `told` are notes by record."""

    create: int = 0
    update: int = 0
    same: int = 0
    skipped: int = 0
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: list[tuple[Record, Said]] = field(default_factory=list)
    told: list[tuple[Record, list[Said]]] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        return {
            "create": self.create,
            "update": self.update,
            "same": self.same,
            "skipped": self.skipped,
            "problems": len(self.problems),
            "kinds": self.kinds,
            "notes": [as_stored(note) for note in self.notes],
        }

    def refuse_if_broken(self) -> None:
        if self.problems:
            raise broken(
                [
                    FieldProblem(f"{record.file}:{record.line} {said.column}".strip(), said.text)
                    for record, said in self.problems
                ]
            )


def look(records: Records, *, layout: Layout, source: str, by: Member) -> Looked:
    known = {kind: read_known(records.of(kind), kind=kind, source=source, by=by) for kind in Kind}
    return Looked(read_directory(by, layout), known)


def check(records: Records, looked: Looked, *, layout: Layout, default: Default, by: Member) -> Checked:
    """Refused as a whole to who may not make what the files need made."""
    checked = Checked(notes=list(records.notes))
    directory = looked.directory
    checked.notes += plan_people(records, directory, layout=layout, known=looked.known[Kind.PERSON], by=by)
    checked.notes += plan_products(records, directory, currency=default.currency)
    check_accounts(records)
    checked.notes += _without_account(records)
    for record in records.of(Kind.OPPORTUNITY):
        wanted = resolve(record, directory, default=default)
        checked.problems += [(record, said) for said in wanted.problems]
        if wanted.notes and record.source_id not in looked.known[Kind.OPPORTUNITY]:
            checked.told.append((record, wanted.notes))
    at_fault = {(record.file, record.line, said.column) for record, said in records.problems}
    checked.problems = [
        *records.problems,
        *(
            (record, said)
            for record, said in checked.problems
            if (record.file, record.line, said.column) not in at_fault
        ),
    ]
    _count(checked, records, looked)
    checked.notes += _summed(checked.told)
    checked.skipped = len(records.twins)
    checked.told += [(record, [said]) for record, said in records.twins]
    return checked


def _without_account(records: Records) -> list[Sentence]:
    """Kept as they are; only said when there is a column for it."""
    count = sum(record.values.get("account.name", "") is None for record in records.of(Kind.OPPORTUNITY))
    text = say_count(
        "1 opportunity names no account.", "{count:,} opportunities name no account.", count=count
    )
    return [text] if count else []


def _count(checked: Checked, records: Records, looked: Looked) -> None:
    for kind in Kind:
        create = update = same = 0
        for record in records.of(kind):
            known = looked.known[kind].get(record.source_id)
            if known is None:
                create += 1
            elif known.changed_in(record):
                update += 1
            else:
                same += 1
        if kind is Kind.OPPORTUNITY:
            checked.create, checked.update, checked.same = create, update, same
        elif create or update or same:
            checked.kinds[kind.value] = {"create": create, "update": update, "same": same}


def _summed(told: Sequence[tuple[Record, list[Said]]]) -> list[Sentence]:
    """The same word about many rows is said once, with their number."""
    counted = Counter((said.column, said.text) for _, notes in told for said in notes)
    lines = [
        joined((joined((as_it_is(column), text), ": "), _rows(count)))
        for (column, text), count in counted.most_common(MOST_NOTES)
    ]
    if len(counted) > MOST_NOTES:
        more = len(counted) - MOST_NOTES
        lines.append(
            say_count("And 1 more note: see the rows.", "And {count:,} more notes: see the rows.", count=more)
        )
    return lines


def _rows(count: int) -> Sentence:
    return say_count("(1 row)", "({count:,} rows)", count=count)
