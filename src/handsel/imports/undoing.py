"""Undo of a whole import, newest first, in committed chunks. What people changed since is kept, and told.

What was made is deleted if nobody touched it; of what was changed, each column goes back where the import's value still
stands. Every row that is through is marked in the transaction that undid it, so a cut-off undo goes on where it stood.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from handsel.catalog import actions as catalog
from handsel.catalog.models import Product
from handsel.contacts.editing import edit_account, edit_contact
from handsel.contacts.models import Account, Contact
from handsel.imports.bringing import plain
from handsel.imports.directory import MADE_UP
from handsel.imports.events import ImportProgressed, ImportUndone
from handsel.imports.loading import lock
from handsel.imports.models import Import, ImportRow
from handsel.imports.originals import forget, forget_run, remember_again
from handsel.imports.rules import CHUNK, Kind, Outcome, State
from handsel.imports.running import Progress, Stand
from handsel.kernel.refusals import Refusal
from handsel.kernel.sentences import Sentence, as_stored, say, say_count
from handsel.ledger.facts import Fact
from handsel.ledger.record import record as record_fact
from handsel.opportunities.importing import Standing, change, lock_standing, take_back
from handsel.organizations import people
from handsel.organizations.acting import Member, acting, require
from handsel.organizations.events import MemberDeactivated, TeamDeleted
from handsel.organizations.models import Membership
from handsel.organizations.rules import Capability

UNDOABLE = (Outcome.CREATED.value, Outcome.UPDATED.value)
OPPORTUNITY = Kind.OPPORTUNITY.value
CONTACT = "contact"
TOUCHED = say("Somebody has worked with this since, so it is kept.")

NO_LONGER_OURS = """
SELECT u.email NOT LIKE %s OR m.last_seen_at IS NOT NULL, m.user_id
FROM organizations_membership m JOIN organizations_user u ON u.id = m.user_id WHERE m.id = %s
"""
DELETE: dict[str, tuple[str, ...]] = {
    # each statement gets the id; what is used somewhere is held by its foreign keys
    "contact": ("DELETE FROM contacts_contact WHERE id = %s",),
    "account": ("DELETE FROM contacts_account WHERE id = %s",),
    "product": ("DELETE FROM catalog_product WHERE id = %s",),
    "seat": ("DELETE FROM organizations_teamseat WHERE id = %s",),
    "member": (
        "DELETE FROM organizations_teamseat WHERE member_id = %s",
        "DELETE FROM organizations_membership WHERE id = %s",
    ),
    "team": (
        "DELETE FROM organizations_teamseat WHERE team_id = %s",
        "DELETE FROM organizations_team WHERE id = %s",
    ),
    "workflow": (
        "DELETE FROM workflows_versionstep s USING workflows_workflowversion v WHERE v.id = s.version_id AND v.workflow_id = %s",
        "DELETE FROM workflows_workflowversion WHERE workflow_id = %s",
        "DELETE FROM workflows_workflow WHERE id = %s",
    ),
}
STILL_UNTOUCHED = """
UPDATE imports_importrow made SET revision = put_back.now
FROM unnest(%s::uuid[], %s::int[], %s::int[]) AS put_back(id, before, now)
WHERE made.subject_id = put_back.id AND made.outcome IN ('created', 'updated') AND made.revision = put_back.before
"""
REVISIONS = {
    "contact": "SELECT revision FROM contacts_contact WHERE id = %s FOR UPDATE",
    "account": "SELECT revision FROM contacts_account WHERE id = %s FOR UPDATE",
}
FACTS: dict[str, Callable[[UUID], Fact]] = {
    "member": lambda member_id: MemberDeactivated(subject_id=member_id),
    "team": lambda team_id: TeamDeleted(subject_id=team_id),
}


def undo(import_id: UUID, *, by: Member, progress: Progress = lambda _done, _total: None) -> None:
    while True:
        with acting(by) as at:
            stand = undo_chunk(import_id, by=by, at=at)
        progress(stand.done, stand.total)
        if stand.is_over:
            return


def undo_chunk(import_id: UUID, *, by: Member, at: datetime) -> Stand:
    require(by, to=Capability.IMPORT)
    run = lock(import_id)
    if run.state != State.UNDOING:
        return Stand(run.done, run.total, is_over=True)
    waiting = ImportRow.objects.filter(run=run, outcome__in=UNDOABLE)
    rows = list(waiting.order_by("-id")[:CHUNK])
    if not rows:
        _finish(run, by=by, at=at)
        return Stand(run.done, run.total, is_over=True)
    _undo_opportunities([row for row in rows if row.kind == OPPORTUNITY], by=by, at=at)
    rest = [row for row in rows if row.kind != OPPORTUNITY]
    for row in sorted(rest, key=lambda row: row.kind != CONTACT):  # in the one order of locks: firms after
        _undo_one(row, by=by, at=at)
    ImportRow.objects.bulk_update(rows, ["outcome", "messages"])
    run.done = max(0, run.done - len(rows))
    run.updated_at = at
    run.save(update_fields=["done", "updated_at"])
    record_fact(ImportProgressed(subject_id=run.pk, done=run.done, total=run.total), by=by, at=at)
    return Stand(run.done, run.total, is_over=False)


def _finish(run: Import, *, by: Member, at: datetime) -> None:
    forget_run(run, by=by)
    count = ImportRow.objects.filter(run=run, outcome=Outcome.KEPT.value).count()
    note = say("Undone.")
    if count:
        note = say_count(
            "Undone. 1 row is kept, because people have worked with it since.",
            "Undone. {count:,} rows are kept, because people have worked with them since.",
            count=count,
        )
    run.state = State.UNDONE
    run.report = {**run.report, "notes": [*run.report.get("notes", []), as_stored(note)], "kept": count}
    run.done, run.updated_at = 0, at
    run.save(update_fields=["state", "report", "done", "updated_at"])
    run.files.update(content=b"")
    record_fact(ImportUndone(subject_id=run.pk, kept=count), by=by, at=at)


def _undo_opportunities(rows: list[ImportRow], *, by: Member, at: datetime) -> None:
    made = {row.subject_id: row for row in rows if row.subject_id and row.outcome == Outcome.CREATED.value}
    changed = [row for row in rows if row.subject_id and row.outcome == Outcome.UPDATED.value]
    standing = lock_standing([row.subject_id for row in rows if row.subject_id is not None])
    gone = take_back({subject: row.revision or 1 for subject, row in made.items()}, by=by, at=at)
    forget(gone, by=by)
    for subject, row in made.items():
        is_gone = subject in gone or subject not in standing
        _mark(row, Outcome.UNDONE if is_gone else Outcome.KEPT, None if is_gone else TOUCHED)
    changes = []
    for row in changed:
        there = standing.get(row.subject_id) if row.subject_id is not None else None
        if there is None:
            _mark(row, Outcome.UNDONE, None)
            continue
        back, kept = _columns_back(row, {name: plain(getattr(there, name)) for name in _columns(row)})
        if back:
            changes.append((there, back))
        _close(row, kept, by=by)
    change(changes, by=by, at=at)
    _touched_by_imports_alone(
        [(row, there) for row in changed if row.subject_id and (there := standing.get(row.subject_id))]
    )


def _touched_by_imports_alone(changed: list[tuple[ImportRow, Standing]]) -> None:
    """Put back before people came to it: for the import that made it, it counts as untouched."""
    rows = [(row, there) for row, there in changed if row.revision == there.revision]
    if rows:
        ids, now = [there.id for _, there in rows], [there.revision + 1 for _, there in rows]
        with connection.cursor() as cursor:
            cursor.execute(
                STILL_UNTOUCHED, [ids, [(row.before or {}).get("revision") for row, _ in rows], now]
            )


def _undo_one(row: ImportRow, *, by: Member, at: datetime) -> None:
    if row.subject_id is None:
        _mark(row, Outcome.UNDONE, None)
    elif row.outcome == Outcome.CREATED.value:
        is_gone = _delete(row.kind, row.subject_id, row.revision)
        if is_gone and row.kind in FACTS:
            record_fact(FACTS[row.kind](row.subject_id), by=by, at=at)
        _mark(row, Outcome.UNDONE if is_gone else Outcome.KEPT, None if is_gone else TOUCHED)
    else:
        kept = PUT_BACK[row.kind](row, row.subject_id, by, at)
        _close(row, kept, by=by)


def _delete(kind: str, subject_id: UUID, revision: int | None) -> bool:
    """Whether it is gone; what is used or was touched stays."""
    with connection.cursor() as cursor:
        if kind in REVISIONS:
            cursor.execute(REVISIONS[kind], [subject_id])
            found = cursor.fetchone()
            if found is None or found[0] != revision:
                return found is None
        user_id = None
        if kind == "member":
            cursor.execute(NO_LONGER_OURS, [f"%.{MADE_UP}", subject_id])
            is_theirs, user_id = cursor.fetchone() or (True, None)
            if is_theirs:
                return False
        try:
            with transaction.atomic():
                for statement in DELETE[kind]:
                    cursor.execute(statement, [subject_id])
                if user_id is not None:
                    cursor.execute("DELETE FROM organizations_user WHERE id = %s", [user_id])
        except IntegrityError:
            return False
    return True


def _put_back_account(row: ImportRow, account_id: UUID, by: Member, at: datetime) -> list[str]:
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return []
    now = {f"attributes.{key}": value for key, value in account.attributes.items()}
    now["parent"] = account.parent_id and str(account.parent_id)
    back, kept = _columns_back(row, now)
    changes: dict[str, Any] = {}
    if "parent" in back:
        changes["parent"] = back["parent"] and UUID(back["parent"])
    keys = {name: value for name, value in back.items() if name != "parent"}
    if keys:
        changes["attributes"] = {name.removeprefix("attributes."): value for name, value in keys.items()}
    try:
        edit_account(account_id, changes=changes, by=by, at=at)
    except Refusal:
        return [*kept, *back]
    return kept


def _put_back_contact(row: ImportRow, contact_id: UUID, by: Member, at: datetime) -> list[str]:
    contact = Contact.objects.filter(pk=contact_id, erased_at=None).first()
    if contact is None:
        return []
    back, kept = _columns_back(row, {name: getattr(contact, name) for name in _columns(row)})
    if back:
        edit_contact(contact_id, changes=back, by=by, at=at)
    return kept


def _put_back_product(row: ImportRow, product_id: UUID, by: Member, at: datetime) -> list[str]:
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        return []
    back, kept = _columns_back(row, {name: plain(getattr(product, name)) for name in _columns(row)})
    catalog.edit(product_id, changes=back, by=by, at=at)
    return kept


def _put_back_member(row: ImportRow, member_id: UUID, by: Member, at: datetime) -> list[str]:
    member = Membership.objects.filter(pk=member_id).first()
    if member is None:
        return []
    back, kept = _columns_back(row, {"roles": member.roles})
    if back:
        people.edit(member_id, changes={"roles": back["roles"]}, by=by, at=at)
    return kept


PUT_BACK: dict[str, Callable[[ImportRow, UUID, Member, datetime], list[str]]] = {
    "account": _put_back_account,
    "contact": _put_back_contact,
    "product": _put_back_product,
    "member": _put_back_member,
}


def _columns(row: ImportRow) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = (row.before or {}).get("columns", {})
    return columns


def _columns_back(row: ImportRow, now: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What goes back, and the names of what people changed since."""
    back: dict[str, Any] = {}
    kept: list[str] = []
    for name, (before, ours) in _columns(row).items():
        if now.get(name) == ours:
            back[name] = before
        else:
            kept.append(name)
    return back, kept


def _close(row: ImportRow, kept: list[str], *, by: Member) -> None:
    prints = (row.before or {}).get("prints")
    if prints is not None and row.subject_id is not None:
        remember_again(row.subject_id, prints, kind=row.kind, by=by)
    text = say("Changed here since, so it is kept: {kept}.", kept=", ".join(kept)) if kept else None
    _mark(row, Outcome.KEPT if kept else Outcome.UNDONE, text)


def _mark(row: ImportRow, outcome: Outcome, text: Sentence | None) -> None:
    row.outcome = outcome.value
    if text:
        row.messages = [*row.messages, {"column": "", "text": as_stored(text)}]
