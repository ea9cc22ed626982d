"""People of a file, and the teams that they are in. Regional offices become teams; the managers in the file manage them.

Somebody who is not known yet becomes an active member without a password, under a made-up address below `.invalid`, so that
opportunities can be theirs. The report names them: an administrator gives them their address and invites them later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from handsel.imports.chunks import Chunk
from handsel.imports.directory import (
    Directory,
    Place,
    Somebody,
    has_stages,
    names_of,
    planned_place,
)
from handsel.imports.layouts import FreeWorkflow, Layout
from handsel.imports.originals import Known
from handsel.imports.records import Record, Records, Said
from handsel.imports.rules import Kind, Outcome
from handsel.kernel.ids import new_id
from handsel.kernel.sentences import Sentence, say, say_count
from handsel.organizations import people, teams
from handsel.organizations.acting import Member
from handsel.organizations.rules import Capability, Role, Sees, check_capability
from handsel.workflows.document import parse
from handsel.workflows.models import Workflow
from handsel.workflows.publishing import make_workflow
from handsel.workflows.versions import current_version, graph_of_version, newest_version

MISSING = say("This is empty.")


@dataclass(frozen=True, slots=True)
class Part:
    """How somebody stands in a row: as the one who sells, or as the one who manages."""

    target: str
    role: Role
    sees: Sees


PARTS = (
    Part("person.name", Role.PROFESSIONAL, Sees.OWN),
    Part("person.manager", Role.MANAGER, Sees.ALL),
)


def plan_people(
    records: Records, directory: Directory, *, layout: Layout, known: dict[str, Known], by: Member
) -> list[Sentence]:
    """Adds to the directory what a run will make, problems to the records, and says it all. Refused to who may not
    manage people, where there is something to make."""
    offices: list[Place] = []
    made: list[Somebody] = []
    promoted: list[Somebody] = []
    for record in records.of(Kind.PERSON):
        problems = _problems(record, directory)
        records.problems += [(record, said) for said in problems]
        if problems or (record.source_id in known and not known[record.source_id].changed_in(record)):
            continue
        place, name = directory.office(record.values["person.team"])
        if place is None:
            place = planned_place(name, layout)
            offices.append(place)
            directory.add(place)
        for part in PARTS:
            _plan(record.values.get(part.target), part, place, directory, made=made, promoted=promoted)
    if offices or made or promoted:
        check_capability(by.capabilities, Capability.MANAGE_PEOPLE)
        check_capability(by.capabilities, Capability.CONFIGURE)
    return _said(offices, made, promoted)


def bring_people(
    records: Sequence[Record], known: dict[str, Known], chunk: Chunk
) -> list[tuple[Record, UUID]]:
    became = []
    for record in records:
        before = known.get(record.source_id)
        if before is not None and not before.changed_in(record):
            continue
        place = _team(record, chunk)
        ids = [
            _member(record, record.values[part.target], part, place, chunk)
            for part in PARTS
            if record.values.get(part.target) is not None
        ]
        became.append((record, ids[0]))
    return became


def _problems(record: Record, directory: Directory) -> list[Said]:
    needed = ("person.name", "person.team")
    found = [record.said(target, MISSING) for target in needed if record.values.get(target) is None]
    for part in PARTS:
        name = record.values.get(part.target)
        if name is not None and len(directory.people_called(name)) > 1:
            text = say(
                "Several members are called {name}. Rename them, so that they can be told apart.", name=name
            )
            found.append(record.said(part.target, text))
    return found


def _plan(
    name: str | None,
    part: Part,
    place: Place,
    directory: Directory,
    *,
    made: list[Somebody],
    promoted: list[Somebody],
) -> None:
    if name is None:
        return
    found = directory.people_called(name)
    somebody = found[0] if found else None
    if somebody is None:
        address = directory.address_for(name)
        somebody = Somebody(None, name, address, is_active=True, roles=[part.role.value], teams=set())
        directory.add(somebody)
        made.append(somebody)
    elif part.role is Role.MANAGER and not _manages(somebody):
        somebody.roles.append(part.role.value)
        if somebody not in made:
            promoted.append(somebody)
    somebody.teams.add(place.id or place.name)


def _said(offices: list[Place], made: list[Somebody], promoted: list[Somebody]) -> list[Sentence]:
    said = []
    if offices:
        names = ", ".join(place.name for place in offices)
        said.append(
            say(
                "Teams that are made: {names}, with the workflow {workflow}.",
                names=names,
                workflow=offices[0].graph.name,
            )
        )
    if made:
        said.append(
            say_count(
                "1 member is made, without a password and under a made-up address (…@{host}), until an "
                "administrator invites them: {names}.",
                "{count} members are made, without a password and under made-up addresses (…@{host}), until an "
                "administrator invites them: {names}.",
                count=len(made),
                host=made[0].email.split("@")[1],
                names=names_of(made),
            )
        )
    if promoted:
        said.append(say("Members who get the role manager: {names}.", names=names_of(promoted)))
    return said


def _manages(somebody: Somebody) -> bool:
    return Role.MANAGER in somebody.roles or Role.DIRECTOR in somebody.roles


def _team(record: Record, chunk: Chunk) -> Place:
    place, name = chunk.directory.office(record.values["person.team"])
    if place is not None:
        return place
    assert chunk.layout.workflow is not None
    workflow_id = _workflow(record, chunk.layout.workflow, chunk)
    team = teams.create(name, workflow_id=workflow_id, by=chunk.by, at=chunk.at)
    chunk.made(record, "team", team.pk)
    version_id, _ = current_version(workflow_id)
    place = Place(team.pk, name, team.deal_amount, version_id, graph_of_version(version_id))
    chunk.directory.add(place)
    return place


def _workflow(record: Record, wanted: FreeWorkflow, chunk: Chunk) -> UUID:
    """The one of an earlier import, else a new one; a workflow of that name with other stages is left alone."""
    name, number = wanted.name, 1
    while (there := Workflow.objects.filter(name=name).first()) is not None:
        newest = newest_version(there.pk)
        if newest is not None and has_stages(graph_of_version(newest.id), wanted):
            return there.pk
        number += 1
        name = f"{wanted.name} {number}"
    document = parse({**wanted.document(), "workflow": name}, previous=None, new_id=new_id)
    workflow = make_workflow(name, document=document, by=chunk.by, at=chunk.at)
    chunk.made(record, "workflow", workflow.pk)
    return workflow.pk


def _member(record: Record, name: str, part: Part, place: Place, chunk: Chunk) -> UUID:
    assert place.id is not None
    found = chunk.directory.people_called(name)
    if not found:
        return _enroll(record, name, part, place.id, chunk)
    somebody = found[0]
    assert somebody.id is not None
    if not somebody.is_active:
        text = say("{name} is not active here, and is left alone.", name=name)
        chunk.told(record, Outcome.NOTE, [record.said(part.target, text)])
        return somebody.id
    if part.role is Role.MANAGER and not _manages(somebody):
        roles = [*somebody.roles, part.role.value]
        people.edit(somebody.id, changes={"roles": roles}, by=chunk.by, at=chunk.at)
        chunk.changed(record, "member", somebody.id, {"roles": (somebody.roles, roles)})
        somebody.roles = roles
    if not somebody.is_in(place):
        seat = teams.seat(place.id, member_id=somebody.id, sees=part.sees, by=chunk.by, at=chunk.at)
        chunk.made(record, "seat", seat.pk)
        somebody.teams.add(place.id)
    return somebody.id


def _enroll(record: Record, name: str, part: Part, team_id: UUID, chunk: Chunk) -> UUID:
    address = chunk.directory.address_for(name)
    member = people.enroll(
        address,
        name=name,
        roles=[part.role.value],
        seats={team_id: part.sees},
        by=chunk.by,
        at=chunk.at,
    )
    chunk.made(record, "member", member.pk)
    chunk.directory.add(
        Somebody(member.pk, name, address, is_active=True, roles=[part.role.value], teams={team_id})
    )
    return member.pk
