"""A chunk of opportunities: what is new comes in, what changed in the source changes here, and only that (I13)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any
from uuid import UUID

from handsel.database.fields import instant
from handsel.imports.chunks import Chunk
from handsel.imports.directory import Place
from handsel.imports.firms import account_ids
from handsel.imports.goods import product_id
from handsel.imports.layouts import ATTRIBUTE
from handsel.imports.originals import Known
from handsel.imports.persons import CONTACT, changed_contact_id, contact_id, lock_contacts
from handsel.imports.records import Record, Said
from handsel.imports.resolving import Wanted, default_place, resolve
from handsel.imports.rules import Kind, Outcome
from handsel.kernel.ids import new_id
from handsel.kernel.sentences import say
from handsel.kernel.text import fold
from handsel.kernel.times import check_instant
from handsel.opportunities.importing import (
    Incoming,
    Standing,
    bring_in,
    change,
    is_open,
    lock_owners,
    lock_standing,
)
from handsel.workflows.versions import graph_of_version

DELETED = say("It was deleted here, so it stays away.")

Seats = set[tuple[UUID, UUID]]


@dataclass(slots=True)
class Around:
    """What a chunk looked up once for all its rows."""

    seats: Seats
    accounts: Mapping[str, UUID]


@dataclass(frozen=True, slots=True)
class Stale:
    """A known opportunity whose record changed in the source."""

    record: Record
    known: Known
    changed: set[str]
    there: Standing
    wanted: Wanted


def bring_opportunities(
    records: Sequence[Record], known: dict[str, Known], chunk: Chunk
) -> list[tuple[Record, UUID]]:
    """Locks in the one order: members, then opportunities, contacts, firms, the rest."""
    fresh = [record for record in records if record.source_id not in known]
    stale = [
        (record, before, changed)
        for record in records
        if (before := known.get(record.source_id)) is not None and (changed := before.changed_in(record))
    ]
    if not fresh and not stale:
        return []
    named = [*fresh, *(record for record, _, _ in stale)]
    seats = _lock_owners(named, chunk)
    standing = lock_standing([before.subject_id for _, before, _ in stale])
    new = [resolve(record, chunk.directory, default=chunk.default) for record in fresh]
    changing = [
        _stale(record, before, changed, there, chunk)
        for record, before, changed in stale
        if (there := standing.get(before.subject_id)) is not None
    ]
    lock_contacts(
        [*((one, None) for one in new), *((one.wanted, one.there.contact_id) for one in changing)], chunk
    )
    accounts = account_ids(
        ((name, record) for record in named if (name := record.values.get("account.name")) is not None), chunk
    )
    around = Around(seats, accounts)
    became = _bring_fresh(new, around, chunk)
    for record, before, _ in stale:
        if before.subject_id not in standing:
            chunk.told(record, Outcome.SKIPPED, [Said("", DELETED)])
    changes: list[tuple[Standing, Mapping[str, Any]]] = []
    for one in changing:
        columns = _changes(one, around, chunk)
        if columns:
            changes.append((one.there, columns))
        became.append((one.record, one.there.id))
    change(changes, by=chunk.by, at=chunk.at)
    return became


def _stale(record: Record, known: Known, changed: set[str], there: Standing, chunk: Chunk) -> Stale:
    place = _place_of(record, changed, there, chunk)
    wanted = resolve(record, chunk.directory, default=chunk.default, place=place)
    return Stale(record, known, changed, there, wanted)


def _bring_fresh(new: Sequence[Wanted], around: Around, chunk: Chunk) -> list[tuple[Record, UUID]]:
    incoming: list[tuple[Record, Incoming]] = []
    for wanted in new:
        if wanted.problems:  # right when it was checked; a workflow or a team has changed since
            chunk.told(wanted.record, Outcome.PROBLEM, wanted.problems)
            continue
        incoming.append((wanted.record, _incoming(wanted, around, chunk)))
    bring_in([row for _, row in incoming], by=chunk.by, at=chunk.at)
    return [(record, row.id) for record, row in incoming]


def _incoming(wanted: Wanted, around: Around, chunk: Chunk) -> Incoming:
    record, place, step = wanted.record, wanted.place, wanted.step
    assert place is not None
    assert place.id is not None
    assert place.version_id is not None
    assert step is not None
    account_id = None if wanted.account is None else around.accounts[fold(wanted.account)]
    created_at = wanted.created_at or chunk.at
    closed_at = None if wanted.is_open else wanted.closed_at or chunk.at
    row = Incoming(
        id=new_id(),
        source=chunk.run.source,
        source_id=record.source_id if record.given_id else None,
        team_id=place.id,
        workflow_version_id=place.version_id,
        step_id=UUID(step.id),
        title=_title(wanted),
        contact_id=contact_id(wanted, account_id, chunk),
        account_id=account_id,
        product_id=product_id(wanted.product, record, chunk),
        owner_id=_owner_id(wanted, place, around),
        amount=_amount(wanted),
        currency=wanted.currency,
        follow_up_at=_follow_up(wanted),
        description=wanted.values.get("description") or "",
        lost_reason=None if wanted.is_open else wanted.lost_reason,
        attributes={key: value for key, value in wanted.attributes.items() if value is not None},
        created_at=created_at,
        entered_at=closed_at or created_at,
        closed_at=closed_at,
    )
    chunk.made(record, Kind.OPPORTUNITY.value, row.id, revision=1)
    chunk.trace[-1].messages = [said.plain() for said in wanted.notes]
    return row


def _changes(stale: Stale, around: Around, chunk: Chunk) -> dict[str, Any]:
    """Columns of what changed in the source. What can't be taken over stays as it is here, and is told."""
    record, changed, there, wanted = stale.record, stale.changed, stale.there, stale.wanted
    at_fault = {said.column for said in wanted.problems}
    if ("step" in changed and wanted.step is None) or not wanted.currency:
        changed = changed - {"step", "closed_at", "currency", "amount"}
    columns: dict[str, Any] = {}
    for target in sorted(changed, key=_order):
        if record.columns.get(target, target) not in at_fault:
            columns |= _columns_of(target, wanted, there, changed, around, chunk)
    columns = {name: value for name, value in columns.items() if getattr(there, name) != value}
    concerned = {record.columns.get(target, target) for target in changed}
    messages = [
        *(
            Said(one.column, say("Kept as it is here: {text}", text=one.text))
            for one in wanted.problems
            if one.column in concerned
        ),
        *(one for one in wanted.notes if one.column in concerned),
    ]
    if columns:
        before = _before(there, columns)
        chunk.changed(
            record,
            Kind.OPPORTUNITY.value,
            there.id,
            before,
            messages=messages,
            prints=stale.known.prints,
            revision=there.revision + 1,
        )
    elif messages:
        chunk.told(record, Outcome.NOTE, messages)
    return columns


def _place_of(record: Record, changed: set[str], there: Standing, chunk: Chunk) -> Place:
    """Where it stands here, whatever the file says, unless the team changed in the file."""
    if "team" in changed:
        place, _ = default_place(record, chunk.directory, chunk.default)
        if place is not None:
            return place
    here = chunk.directory.place_of(there.team_id)
    graph = graph_of_version(there.workflow_version_id)
    name, deal_amount = (here.name, here.deal_amount) if here else (say("this team"), False)
    return Place(there.team_id, name, deal_amount, there.workflow_version_id, graph)


def _columns_of(
    target: str, wanted: Wanted, there: Standing, changed: set[str], around: Around, chunk: Chunk
) -> dict[str, Any]:
    place = wanted.place
    assert place is not None
    if target.startswith(ATTRIBUTE):
        key = target.removeprefix(ATTRIBUTE)
        merged = {**there.attributes, **{one: wanted.attributes.get(one) for one in _attributes_in(changed)}}
        return (
            {"attributes": {name: value for name, value in merged.items() if value is not None}}
            if key
            else {}
        )
    if target.startswith(CONTACT):
        account_id = None if wanted.account is None else around.accounts[fold(wanted.account)]
        parts = [one for one in changed if one.startswith(CONTACT)]
        return {"contact_id": changed_contact_id(wanted, parts, there.contact_id, account_id, chunk)}
    simple: dict[str, Callable[[], dict[str, Any]]] = {
        "title": lambda: {"title": _title(wanted)},
        "description": lambda: {"description": wanted.values.get("description") or ""},
        "account.name": lambda: {
            "account_id": None if wanted.account is None else around.accounts[fold(wanted.account)]
        },
        "product": lambda: {"product_id": product_id(wanted.product, wanted.record, chunk)},
        "owner": lambda: _columns_of_owner(wanted, place, around),
        "team": lambda: _columns_of_team(wanted, there, place),
        "step": lambda: _columns_of_step(wanted, there, chunk),
        "closed_at": lambda: _columns_of_closing(wanted, there, changed),
        "created_at": lambda: {"created_at": wanted.created_at or there.created_at},
        "amount": lambda: {"amount": _amount(wanted), "currency": wanted.currency},
        "currency": lambda: {"amount": _amount(wanted), "currency": wanted.currency},
        "follow_up_at": lambda: {"follow_up_at": _follow_up(wanted)},
        "lost_reason": lambda: {"lost_reason": None if wanted.is_open else wanted.lost_reason},
    }
    return simple[target]() if target in simple else {}


def _columns_of_owner(wanted: Wanted, place: Place, around: Around) -> dict[str, Any]:
    """Whoever owns it here keeps it when the one named in the file can't."""
    owner_id = _owner_id(wanted, place, around)
    name = wanted.record.values.get("owner")
    if owner_id is None and name is not None:
        text = say(
            "Kept as it is here: {name} can't own it in the team {place}.", name=name, place=place.name
        )
        wanted.notes = [
            said for said in wanted.notes if said.column != wanted.record.columns.get("owner", "owner")
        ]
        wanted.note("owner", text)
        return {}
    return {"owner_id": owner_id}


def _columns_of_team(wanted: Wanted, there: Standing, place: Place) -> dict[str, Any]:
    """Onto the step that the row names, of the other team's workflow; the owner stays if a member there."""
    if place.id == there.team_id or place.id is None or wanted.step is None:
        return {}
    owner_id = wanted.owner.id if wanted.owner is not None else None
    return {
        "team_id": place.id,
        "workflow_version_id": place.version_id,
        "step_id": UUID(wanted.step.id),
        "owner_id": owner_id,
    }


def _columns_of_step(wanted: Wanted, there: Standing, chunk: Chunk) -> dict[str, Any]:
    if wanted.step is None:
        return {}
    closed_at = None if wanted.is_open else wanted.closed_at or there.closed_at or chunk.at
    return {
        "step_id": UUID(wanted.step.id),
        "entered_at": closed_at or chunk.at,
        "closed_at": closed_at,
        "lost_reason": None if wanted.is_open else wanted.lost_reason,
    }


def _columns_of_closing(wanted: Wanted, there: Standing, changed: set[str]) -> dict[str, Any]:
    """A date of closing without a move: only for what is closed here, too."""
    stands_open = is_open(graph_of_version(there.workflow_version_id), str(there.step_id))
    if "step" in changed or stands_open or wanted.closed_at is None:
        return {}
    return {"closed_at": wanted.closed_at}


def _attributes_in(changed: Iterable[str]) -> list[str]:
    return [target.removeprefix(ATTRIBUTE) for target in changed if target.startswith(ATTRIBUTE)]


def _order(target: str) -> tuple[bool, str]:
    """The team first: step and owner are those of the team where it goes."""
    return target != "team", target


def _lock_owners(records: Iterable[Record], chunk: Chunk) -> Seats:
    names = {name for record in records if (name := record.values.get("owner")) is not None}
    people = (one for name in names for one in chunk.directory.people_called(name))
    return lock_owners(one.id for one in people if one.id is not None)


def _owner_id(wanted: Wanted, place: Place, around: Around) -> UUID | None:
    owner = wanted.owner
    if owner is None or owner.id is None or place.id is None:
        return None
    return owner.id if (owner.id, place.id) in around.seats else None


def _title(wanted: Wanted) -> str | None:
    title: str | None = wanted.values.get("title")
    return title


def _amount(wanted: Wanted) -> Decimal | None:
    amount = wanted.values.get("amount")
    return None if amount is None else Decimal(amount)


def _follow_up(wanted: Wanted) -> Any:
    written = wanted.values.get("follow_up_at")
    return None if written is None else check_instant(written, field="follow_up_at", zone=UTC)


def _before(there: Standing, columns: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (plain(getattr(there, name)), plain(value)) for name, value in columns.items()}


def plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return instant(value)
    return str(value) if isinstance(value, UUID | Decimal) else value
