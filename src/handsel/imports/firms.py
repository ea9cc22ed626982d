"""Accounts of a file, with their parents and what else is told of them, and the accounts that rows name."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.contacts.editing import edit_account
from handsel.contacts.matching import find_or_make_account
from handsel.contacts.models import KEY, Account
from handsel.imports.chunks import Chunk
from handsel.imports.layouts import ACCOUNT_ATTRIBUTE
from handsel.imports.originals import Known
from handsel.imports.records import Record, Records
from handsel.imports.rules import Kind, Outcome
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import say
from handsel.kernel.text import fold

WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
FIND = f"""
SELECT id, name, source, source_id, parent_id, attributes::text FROM contacts_account
WHERE organization_id = %(organization)s
  AND ((source = %(source)s AND source_id = ANY(%(keys)s))
       OR name_key IN (SELECT {KEY % {"expressions": "named"}} FROM unnest(%(names)s::text[]) AS named))
ORDER BY created_at, id
"""


@dataclass(frozen=True, slots=True)
class Firm:
    id: UUID
    parent_id: UUID | None
    attributes: dict[str, Any]


def check_accounts(records: Records) -> None:
    """A firm that stands below itself, through whichever others, is a problem of its line."""
    accounts = {record.source_id: record for record in records.of(Kind.ACCOUNT)}
    for start, record in accounts.items():
        seen, above = {start}, record
        while (parent := above.values.get("account.parent")) is not None:
            key = fold(parent)
            if key == start:
                text = say("{name} would stand below itself.", name=record.values["account.name"])
                records.problems.append((record, record.said("account.parent", text)))
            if key in seen or key not in accounts:
                break
            seen.add(key)
            above = accounts[key]


def bring_accounts(
    records: Sequence[Record], known: dict[str, Known], chunk: Chunk
) -> list[tuple[Record, UUID]]:
    became = []
    for record in records:
        before = known.get(record.source_id)
        if before is None:
            became.append((record, _bring(record, chunk)))
        elif (changed := before.changed_in(record)) and _change(record, before, changed, chunk):
            became.append((record, before.subject_id))
    return became


def account_ids(named: Iterable[tuple[str, Record]], chunk: Chunk) -> dict[str, UUID]:
    """By folded name. One statement for those that are there; the others are made."""
    wanted = {fold(name): (name.strip(), record) for name, record in named}
    found = {key: firm.id for key, firm in _find([name for name, _ in wanted.values()], chunk).items()}
    for key, (name, record) in wanted.items():
        if key not in found:
            found[key] = _make(name, record, chunk)
    return found


def _bring(record: Record, chunk: Chunk) -> UUID:
    name, parent = record.values["account.name"], record.values.get("account.parent")
    parent_id = None if parent is None else account_ids([(parent, record)], chunk)[fold(parent)]
    attributes = {key: value for key, value in _attributes(record).items() if value is not None}
    there = _find([name], chunk).get(fold(name))

    def find_or_make(parent_id: UUID | None) -> tuple[Account, bool]:
        return find_or_make_account(
            chunk.by,
            name=name,
            parent_id=parent_id,
            attributes=attributes,
            source=chunk.run.source,
            source_id=record.source_id,
            at=chunk.at,
        )

    try:
        account, made = find_or_make(parent_id)
    except Refusal as refusal:  # here it stands above its parent already
        chunk.told(record, Outcome.NOTE, [record.said("account.parent", refusal.detail)])
        account, made = find_or_make(None)
    if made or there is None:
        chunk.made(record, "account", account.pk, revision=account.revision)
        return account.pk
    before = _differences(there, account)
    if before:
        chunk.changed(record, "account", account.pk, before)
    return account.pk


def _make(name: str, record: Record, chunk: Chunk) -> UUID:
    account, made = find_or_make_account(
        chunk.by, name=name, source=chunk.run.source, source_id=fold(name), at=chunk.at
    )
    if made:
        chunk.made(record, "account", account.pk, revision=account.revision)
    return account.pk


def _change(record: Record, known: Known, changed: set[str], chunk: Chunk) -> bool:
    there = Account.objects.filter(pk=known.subject_id).first()
    if there is None:
        text = say("This account was deleted here, so it stays away.")
        chunk.told(record, Outcome.SKIPPED, [record.said("account.name", text)])
        return False
    old = Firm(there.pk, there.parent_id, dict(there.attributes))
    changes: dict[str, Any] = {}
    if "account.parent" in changed:
        parent = record.values["account.parent"]
        changes["parent"] = None if parent is None else account_ids([(parent, record)], chunk)[fold(parent)]
    attributes = _attributes(record)
    keys = [
        target.removeprefix(ACCOUNT_ATTRIBUTE) for target in changed if target.startswith(ACCOUNT_ATTRIBUTE)
    ]
    if keys:
        changes["attributes"] = {key: attributes[key] for key in keys}
    try:
        account = edit_account(there.pk, changes=changes, by=chunk.by, at=chunk.at)
    except Refusal as refusal:
        chunk.told(record, Outcome.SKIPPED, [record.said("account.parent", refusal.detail)])
        return False
    before = _differences(old, account)
    if before:
        chunk.changed(record, "account", account.pk, before, prints=known.prints)
    return True


def _differences(old: Firm, new: Account) -> dict[str, tuple[Any, Any]]:
    before: dict[str, tuple[Any, Any]] = {}
    if old.parent_id != new.parent_id:
        before["parent"] = (old.parent_id and str(old.parent_id), new.parent_id and str(new.parent_id))
    for key in sorted({*old.attributes, *new.attributes}):
        pair = old.attributes.get(key), new.attributes.get(key)
        if pair[0] != pair[1]:
            before[f"attributes.{key}"] = pair
    return before


def _attributes(record: Record) -> dict[str, Any]:
    """Whole numbers as numbers; everything else as it stands in the file."""
    return {
        target.removeprefix(ACCOUNT_ATTRIBUTE): _plain(value)
        for target, value in record.values.items()
        if target.startswith(ACCOUNT_ATTRIBUTE)
    }


def _plain(value: str | None) -> str | int | None:
    return int(value) if value is not None and WHOLE.fullmatch(value) else value


def _find(names: Sequence[str], chunk: Chunk) -> dict[str, Firm]:
    """By folded name: the account that this source calls so, else one that bears the name and is no other of the source."""
    if not names:
        return {}
    keys = {fold(name) for name in names}
    source = chunk.run.source
    values: dict[str, Any] = {
        "organization": chunk.by.organization_id,
        "source": source,
        "keys": list(keys),
        "names": list(names),
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND, values)
        rows = cursor.fetchall()
    by_id: dict[str, Firm] = {}
    by_name: dict[str, Firm] = {}
    for account_id, name, its_source, source_id, parent_id, attributes in rows:
        firm = Firm(account_id, parent_id, json.loads(attributes))
        if its_source == source and source_id is not None:
            if source_id in keys:
                by_id.setdefault(source_id, firm)
        elif fold(name) in keys:
            by_name.setdefault(fold(name), firm)
    return by_name | by_id
