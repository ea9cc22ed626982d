"""What a recipe is checked against: people, teams, processes, switches and the other automations, as they are now."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from handsel.automations.document import Recipe
from handsel.automations.document_reading import read
from handsel.automations.loops import Named
from handsel.automations.loops_effects import Processes
from handsel.opportunities.filtering import attributes_called, current_graphs
from handsel.organizations.rules import has_licence, switches_of
from handsel.outgoing.rules import Network
from handsel.workflows.attributes import BUILT_IN
from handsel.workflows.graph import Attribute, Graph, Stage, Transition

AROUND = """
SELECT (SELECT json_object_agg(id, json_build_array(name, roles, sales_licence, joined_at IS NOT NULL AND deactivated_at IS NULL))
        FROM organizations_membership)::text,
       (SELECT json_object_agg(t.id, json_build_array(t.name, t.workflow_id, t.dissolved_at IS NULL,
                 ARRAY(SELECT seat.member_id FROM organizations_teamseat seat WHERE seat.team_id = t.id)))
        FROM organizations_team t)::text,
       (SELECT json_build_array(switches, share_maximum_days) FROM organizations_organization WHERE id = %s)::text
"""
LIVE = """
SELECT a.id, a.name, v.document::text FROM automations_automation a
JOIN automations_automationversion v ON v.automation_id = a.id AND v.number = a.version
WHERE a.state = 'live' AND a.deleted_at IS NULL AND a.id <> %s ORDER BY a.position, a.id
"""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    roles: frozenset[str]
    licence: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    workflow_id: UUID
    there: bool
    members: frozenset[UUID]


@dataclass(frozen=True)
class World:
    people: Mapping[UUID, Person]
    teams: Mapping[UUID, Group]
    switches: Mapping[str, bool]
    longest_share: int
    graphs: tuple[Graph, ...]
    allowed: tuple[Network, ...]
    """Networks that are not public, and that webhooks reach all the same."""

    @cached_property
    def processes(self) -> Processes:
        return Processes(self.graphs)

    @cached_property
    def stages(self) -> dict[UUID, Stage]:
        return {UUID(stage.id): stage for graph in self.graphs for stage in graph.stages}

    @cached_property
    def steps(self) -> dict[UUID, Graph]:
        return {UUID(step.id): graph for graph in self.graphs for step in graph.steps}

    @cached_property
    def transitions(self) -> dict[UUID, tuple[Graph, Transition]]:
        return {UUID(one.id): (graph, one) for graph in self.graphs for one in graph.declared}

    def attributes(self, key: str) -> list[Attribute]:
        """None for a key that no workflow has, and that is not built in."""
        if key in BUILT_IN or any(key in graph.attribute_by_key for graph in self.graphs):
            return attributes_called(key, self.graphs)
        return []

    def held_roles(self) -> Iterator[str]:
        for person in self.people.values():
            if person.active:
                yield from person.roles


def world_of(organization_id: UUID) -> World:
    with connection.cursor() as cursor:
        cursor.execute(AROUND, [organization_id])
        people, teams, own = (json.loads(text) if text else {} for text in cursor.fetchone())
    return World(
        people={
            UUID(one): Person(name, frozenset(roles), has_licence(roles, licence), active)
            for one, (name, roles, licence, active) in people.items()
        },
        teams={
            UUID(one): Group(name, UUID(workflow), there, frozenset(map(UUID, members)))
            for one, (name, workflow, there, members) in teams.items()
        },
        switches=switches_of(own[0], parent=None),
        longest_share=own[1],
        graphs=tuple(current_graphs()),
        allowed=tuple(settings.OUTGOING_ALLOWED),
    )


def live_besides(automation_id: UUID) -> list[Named]:
    """In their order."""
    with connection.cursor() as cursor:
        cursor.execute(LIVE, [automation_id])
        return [Named(row[0], row[1], _recipe(json.loads(row[2]))) for row in cursor.fetchall()]


def _recipe(document: Mapping[str, Any]) -> Recipe:
    return read(document).recipe
