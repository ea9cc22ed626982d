"""What the organization has that a file can name: teams with their workflows, people, products.

Before a run the same directory also holds what the run will make, with None for an id: so check and run decide alike.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from handsel.contacts.matching import region_of
from handsel.imports.layouts import FreeWorkflow, Layout
from handsel.kernel.ids import new_id
from handsel.kernel.text import fold
from handsel.opportunities.importing import step_called
from handsel.organizations.acting import Member
from handsel.workflows.document import parse
from handsel.workflows.graph import Graph, graph_of
from handsel.workflows.versions import graph_of_version

MADE_UP = "import.invalid"
"""RFC 2606: no mail ever arrives below `.invalid`."""

PLACES = """
SELECT t.id, t.name, t.deal_amount, v.id FROM organizations_team t
JOIN LATERAL (SELECT id FROM workflows_workflowversion WHERE workflow_id = t.workflow_id
              ORDER BY number DESC LIMIT 1) v ON true
WHERE t.dissolved_at IS NULL
"""
PEOPLE = """
SELECT m.id, m.name, u.email, m.joined_at IS NOT NULL AND m.deactivated_at IS NULL, m.roles,
       array(SELECT s.team_id FROM organizations_teamseat s WHERE s.member_id = m.id)
FROM organizations_membership m JOIN organizations_user u ON u.id = m.user_id
"""
PRODUCTS = "SELECT id, name FROM catalog_product WHERE retired_at IS NULL ORDER BY created_at, id"


@dataclass(slots=True)
class Place:
    """A team, and the version of its workflow on which a row comes to stand."""

    id: UUID | None
    name: str
    deal_amount: bool
    version_id: UUID | None
    graph: Graph


@dataclass(slots=True)
class Somebody:
    id: UUID | None
    name: str
    email: str
    is_active: bool
    roles: list[str]
    teams: set[UUID | str]
    """Ids; of teams that are still to be made, the names."""

    def is_in(self, place: Place) -> bool:
        return (place.id or place.name) in self.teams


@dataclass(slots=True)
class Directory:
    zone: ZoneInfo
    region: str | None
    currency: str
    domain: str
    layout: Layout
    places: list[Place] = field(default_factory=list)
    people: list[Somebody] = field(default_factory=list)
    products: list[tuple[UUID | None, str]] = field(default_factory=list)
    _looked_up: dict[tuple[str, str], Any] = field(default_factory=dict)

    def place_called(self, name: str) -> Place | None:
        key = ("place", name)
        if key not in self._looked_up:
            wanted = fold(name)
            self._looked_up[key] = next((one for one in self.places if fold(one.name) == wanted), None)
        found: Place | None = self._looked_up[key]
        return found

    def office(self, name: str) -> tuple[Place | None, str]:
        """The team that stands for what a file calls so: one of that name, with the layout's stages where it has any;
        else None, and how to call the new one. A team of that name with another workflow is left alone."""
        key = ("office", name)
        if key not in self._looked_up:
            self._looked_up[key] = self._office(name)
        found: tuple[Place | None, str] = self._looked_up[key]
        return found

    def _office(self, office: str) -> tuple[Place | None, str]:
        workflow = self.layout.workflow
        if workflow is None:
            return self.place_called(office), office
        name = office
        for name in (office, f"{office} ({workflow.name})"):
            place = self.place_called(name)
            if place is None or has_stages(place.graph, workflow):
                return place, name
        return None, name

    def place_of(self, team_id: UUID) -> Place | None:
        return next((place for place in self.places if place.id == team_id), None)

    def people_called(self, name_or_email: str) -> list[Somebody]:
        """By e-mail, else by name; of several who bear a name, those that are active, then those whom an import made."""
        key = ("people", name_or_email)
        if key not in self._looked_up:
            self._looked_up[key] = self._people_called(fold(name_or_email))
        found: list[Somebody] = self._looked_up[key]
        return found

    def _people_called(self, wanted: str) -> list[Somebody]:
        found = [one for one in self.people if one.email == wanted]
        found = found or [one for one in self.people if fold(one.name) == wanted]
        if len(found) > 1:
            found = [one for one in found if one.is_active] or found
        if len(found) > 1:
            found = [one for one in found if one.email.endswith(MADE_UP)] or found
        return found

    def product_called(self, name: str) -> tuple[UUID | None, str] | None:
        """By its name, else by one that differs in space and case alone, if there is just one."""
        key = ("product", name)
        if key not in self._looked_up:
            self._looked_up[key] = self._product_called(name)
        found: tuple[UUID | None, str] | None = self._looked_up[key]
        return found

    def _product_called(self, name: str) -> tuple[UUID | None, str] | None:
        for spelled in (str, fold, _squashed):
            found = [product for product in self.products if spelled(product[1]) == spelled(name)]
            if len(found) == 1 or (found and spelled is not _squashed):
                return found[0]
        return None

    def add(self, *things: Place | Somebody) -> None:
        self._looked_up.clear()
        self.places += [one for one in things if isinstance(one, Place)]
        self.people += [one for one in things if isinstance(one, Somebody)]

    def add_product(self, product_id: UUID | None, name: str) -> None:
        self._looked_up.clear()
        self.products.append((product_id, name))

    def active_ids(self) -> set[str]:
        return {str(one.id) for one in self.people if one.is_active}

    def address_for(self, name: str) -> str:
        """Made up, of this organization alone, and not taken; `anna.snelling@….import.invalid`."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        local = ".".join(re.findall(r"[a-z0-9]+", plain))[:40] or "person"
        taken = {one.email for one in self.people}
        addresses = (f"{local}{number}@{self.domain}" for number in _numbers())
        return next(address for address in addresses if address not in taken)


def read_directory(member: Member, layout: Layout) -> Directory:
    """Three statements, whatever there is."""
    made = Directory(
        zone=ZoneInfo(member.time_zone),
        region=region_of(member),
        currency=member.currency,
        domain=f"{member.organization_id.hex[-12:]}.{MADE_UP}",
        layout=layout,
    )
    with connection.cursor() as cursor:
        cursor.execute(PLACES)
        rows = cursor.fetchall()
        cursor.execute(PEOPLE)
        made.people = [_somebody(*row) for row in cursor.fetchall()]
        cursor.execute(PRODUCTS)
        made.products = cursor.fetchall()
    made.places = [
        Place(team, name, amounts, version, graph_of_version(version))
        for team, name, amounts, version in rows
    ]
    return made


def _somebody(
    member_id: UUID,
    name: str,
    email: str,
    is_active: bool,  # noqa: FBT001 (a row of PEOPLE)
    roles: list[str],
    teams: list[UUID],
) -> Somebody:
    return Somebody(member_id, name, email, is_active, roles, set(teams))


def has_stages(graph: Graph, workflow: FreeWorkflow) -> bool:
    return all(step_called(graph, name) is not None for name, _ in workflow.stages)


def planned_place(name: str, layout: Layout) -> Place:
    assert layout.workflow is not None
    graph = graph_of(parse(layout.workflow.document(), previous=None, new_id=new_id))
    return Place(None, name, deal_amount=True, version_id=None, graph=graph)


def names_of(people: Iterable[Somebody]) -> str:
    return ", ".join(sorted(one.name for one in people))


def _squashed(name: str) -> str:
    return fold(name).replace(" ", "")


def _numbers() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield str(number)
        number += 1
