"""What a record of an opportunity means here: its team, step, owner, checked values. Check and run decide by this alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from handsel.contacts.rules import Person
from handsel.contacts.spelling import spell_email, spell_phone
from handsel.imports.directory import Directory, Place, Somebody
from handsel.imports.layouts import ATTRIBUTE
from handsel.imports.records import Record, Said
from handsel.kernel.money import check_currency
from handsel.kernel.refusals import FieldProblem, Refusal
from handsel.kernel.sentences import Sentence, joined, say
from handsel.kernel.text import fold
from handsel.kernel.times import check_instant
from handsel.opportunities.importing import (
    Judge,
    check_typed,
    is_open,
    missing_on_the_way,
    step_called,
)
from handsel.workflows.attributes import attribute_for
from handsel.workflows.graph import NEW, Status, Step

NO_TEAM = say("This row names no team. Choose one for the whole file, or map a column to it.")
PLAIN = ("title", "description", "amount")
FOLLOW_UP = time(9)
"""A follow-up that names only a day."""
KEY_OF = {"title": "title", "description": "description", "amount": "amount", "follow_up_at": "follow_up_at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """What rows have that do not say it themselves."""

    team_id: UUID | None = None
    currency: str


@dataclass(slots=True)
class Wanted:
    """`values`: title, description, amount, follow_up_at, attributes as they are stored; created_at and closed_at are the
    file's, None where it says nothing. With `problems` nothing else counts."""

    record: Record
    place: Place | None = None
    step: Step | None = None
    owner: Somebody | None = None
    currency: str = ""
    person: Person | None = None
    values: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    created_at: datetime | None = None
    closed_at: datetime | None = None
    problems: list[Said] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)

    @property
    def account(self) -> str | None:
        return self.record.values.get("account.name")

    @property
    def product(self) -> str | None:
        return self.record.values.get("product")

    @property
    def lost_reason(self) -> str | None:
        return self.record.values.get("lost_reason")

    @property
    def is_open(self) -> bool:
        return self.place is not None and self.step is not None and is_open(self.place.graph, self.step.id)

    def wrong(self, target: str, text: Sentence) -> None:
        self.problems.append(self.record.said(target, text))

    def note(self, target: str, text: Sentence) -> None:
        self.notes.append(self.record.said(target, text))


def resolve(record: Record, directory: Directory, *, default: Default, place: Place | None = None) -> Wanted:
    """`place` is where a known opportunity stands already; a new one goes where the row says."""
    wanted = Wanted(record)
    wanted.place = place or _place(wanted, directory, default)
    wanted.currency = _currency(wanted, default)
    if wanted.place is None or not wanted.currency:
        return wanted
    wanted.step = _step(wanted, wanted.place)
    _check_values(wanted, wanted.place, directory)
    wanted.created_at = _instant(wanted, "created_at", zone=directory.zone)
    wanted.closed_at = _instant(wanted, "closed_at", zone=directory.zone)
    wanted.owner = _owner(wanted, wanted.place, directory)
    wanted.person = _person(wanted, directory)
    if wanted.step is not None and not wanted.problems:
        _tell(wanted, wanted.place, wanted.step)
    return wanted


def _place(wanted: Wanted, directory: Directory, default: Default) -> Place | None:
    place, name = default_place(wanted.record, directory, default)
    if place is None:
        wanted.wrong("team", say("There is no team {name}.", name=name) if name else NO_TEAM)
    return place


def default_place(record: Record, directory: Directory, default: Default) -> tuple[Place | None, str | None]:
    """The team that the row names, else the one for the whole file; and the name that nobody bears."""
    name = record.values.get("team")
    if name is not None:
        return directory.office(name)[0], name
    return (None if default.team_id is None else directory.place_of(default.team_id)), None


def _currency(wanted: Wanted, default: Default) -> str:
    given = wanted.record.values.get("currency")
    if given is None:
        return default.currency
    try:
        return check_currency(given.strip().upper())
    except Refusal as refusal:
        wanted.wrong("currency", joined((given, refusal.detail), ": "))
        return ""


def _step(wanted: Wanted, place: Place) -> Step | None:
    name = wanted.record.values.get("step")
    if name is None:
        wanted.note("step", say("No step is given, so it starts where new opportunities start."))
        return place.graph.step(place.graph.entries[NEW].step_id)
    step = step_called(place.graph, name)
    if step is None:
        known = ", ".join(stage.name for stage in place.graph.stages_on_board)
        wanted.wrong(
            "step",
            say(
                "{place} has no step or stage {name}. It has: {known}.",
                place=place.name,
                name=name,
                known=known,
            ),
        )
    return step


def _check_values(wanted: Wanted, place: Place, directory: Directory) -> None:
    values = wanted.record.values
    typed: dict[str, Any] = {key: values[key] for key in PLAIN if key in values}
    if typed.get("amount") is not None and not place.deal_amount:
        wanted.note("amount", say("Left out: {place} does not use amounts.", place=place.name))
        typed.pop("amount")
    if values.get("follow_up_at") is not None:
        typed["follow_up_at"] = _with_time(values["follow_up_at"], FOLLOW_UP)
    for target, value in values.items():
        if target.startswith(ATTRIBUTE):
            key = target.removeprefix(ATTRIBUTE)
            typed[key] = _as_typed(key, value, place, directory)
    judge = Judge(
        currency=wanted.currency,
        zone=directory.zone,
        region=directory.region,
        members=directory.active_ids() if any(map(_is_user(place), typed)) else (),
    )
    checked, problems = check_typed(place.graph, typed, judge=judge)
    for problem in problems:
        target = problem.name if problem.name in KEY_OF else ATTRIBUTE + problem.name
        wanted.wrong(target, joined((str(values.get(target)), problem.message), ": "))
    for key, value in checked.items():
        if key in KEY_OF:
            wanted.values[key] = value
        else:
            wanted.attributes[key] = value


def _is_user(place: Place) -> Any:
    def is_user(key: str) -> bool:
        attribute = attribute_for(place.graph, key)
        return attribute is not None and attribute.type == "user"

    return is_user


def _as_typed(key: str, value: str | None, place: Place, directory: Directory) -> Any:
    """A cell is text: options are found whatever their case, several are parted by `;`, people by name or e-mail."""
    attribute = attribute_for(place.graph, key)
    if attribute is None or value is None:
        return value
    options = {fold(option): option for option in attribute.options}
    if attribute.type == "choice":
        return options.get(fold(value), value)
    if attribute.type == "choices":
        parts = _parts(value)
        return [options.get(fold(part), part) for part in parts if part]
    if attribute.type == "user":
        found = directory.people_called(value)
        return str(found[0].id) if len(found) == 1 else value
    if attribute.type == "datetime":
        return _with_time(value.strip(), time())
    return value


def _parts(text: str) -> list[str]:
    """`a; b`, or a JSON list as our export writes it."""
    try:
        listed = json.loads(text)
    except ValueError:
        listed = None
    parts = listed if isinstance(listed, list) else text.split(";")
    return [str(part).strip() for part in parts]


def _with_time(text: str, at: time) -> str:
    return f"{text}T{at.isoformat()}" if len(text) == len("2027-03-14") else text


def _instant(wanted: Wanted, target: str, *, zone: ZoneInfo) -> datetime | None:
    """A day begins with its first instant in the organization's zone, also where the clock skips midnight."""
    text = wanted.record.values.get(target)
    if text is None:
        return None
    try:
        if len(text) == len("2027-03-14"):
            return datetime.combine(date.fromisoformat(text), time(), zone).astimezone(ZoneInfo("UTC"))
        return check_instant(text, field=target, zone=zone)
    except Refusal as refusal:
        wanted.wrong(target, joined((text, refusal.detail), ": "))
    except (OverflowError, ValueError):
        wanted.wrong(target, joined((text, say("This date is too far away.")), ": "))
    return None


def _owner(wanted: Wanted, place: Place, directory: Directory) -> Somebody | None:
    """Only an active member of the team can own it (B4); for anyone else it comes in Unassigned, and says so."""
    name = wanted.record.values.get("owner")
    if name is None:
        return None
    found = directory.people_called(name)
    if len(found) != 1:
        text = say("{name} is nobody here, so it is Unassigned.", name=name)
        if found:
            text = say("{name} is the name of several members, so it is Unassigned.", name=name)
        wanted.note("owner", text)
        return None
    if not found[0].is_active:
        wanted.note("owner", say("{name} is not active, so it is Unassigned.", name=name))
        return None
    if not found[0].is_in(place):
        wanted.note(
            "owner",
            say("{name} is not in the team {place}, so it is Unassigned.", name=name, place=place.name),
        )
        return None
    return found[0]


def _person(wanted: Wanted, directory: Directory) -> Person | None:
    values = wanted.record.values
    email = phone = None
    try:
        email = spell_email(values.get("contact.email"), field="contact.email")
    except Refusal as refusal:
        _take_over(wanted, refusal)
    try:
        phone = spell_phone(values.get("contact.phone"), region=directory.region, field="contact.phone")
    except Refusal as refusal:
        _take_over(wanted, refusal)
    name = values.get("contact.name") or (email and email.address) or (phone and phone.typed)
    return Person(name=name, phone=phone, email=email) if name else None


def _take_over(wanted: Wanted, refusal: Refusal) -> None:
    for problem in refusal.fields or [FieldProblem("contact.name", refusal.detail)]:
        wanted.wrong(
            problem.name,
            joined((str(wanted.record.values.get(problem.name)), problem.message), ": "),
        )


def _tell(wanted: Wanted, place: Place, step: Step) -> None:
    """What is taken as it is, and worth a word."""
    stage = place.graph.stage_of(step.id)
    if wanted.created_at is None:
        wanted.note("created_at", say("No date of creation, so it is that of the import."))
    if stage.status is Status.OPEN:
        if wanted.closed_at is not None:
            wanted.note(
                "closed_at", say("Left out: {stage} is open, so nothing has been closed.", stage=stage.name)
            )
    elif wanted.closed_at is None:
        wanted.note(
            "closed_at", say("{stage} without a date, so it is that of the import.", stage=stage.name)
        )
    elif wanted.created_at is not None and wanted.closed_at < wanted.created_at:
        wanted.note("closed_at", say("It was closed before it was created."))
    if stage.status is Status.LOST and stage.reasons and wanted.lost_reason is None:
        wanted.note("lost_reason", say("A move to {stage} would have asked for a reason.", stage=stage.name))
    if stage.status is not Status.LOST and wanted.lost_reason is not None:
        wanted.note("lost_reason", say("Left out: {stage} is not lost.", stage=stage.name))
    missing = missing_on_the_way(place.graph, step.id, _filled(wanted))
    if missing:
        labels = ", ".join(one.label for one in missing)
        wanted.note(
            "step", say("The moves to {step} would have asked for: {labels}.", step=step.name, labels=labels)
        )


def _filled(wanted: Wanted) -> Mapping[str, Any]:
    person = wanted.person
    return {
        **wanted.attributes,
        **wanted.values,
        "account.name": wanted.account,
        "contact.first_name": person and person.name,
        "contact.last_name": person and person.name,
        "contact.email": person and person.email and person.email.address,
        "contact.phone": person and person.phone and person.phone.number,
    }
