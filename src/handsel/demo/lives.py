"""The life of one opportunity: created, worked, moved, won or lost, all through the gate with instants of the past."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from handsel.contacts.matching import find_or_make_contact
from handsel.demo.filling import amount_for, fill, title_for
from handsel.demo.house import LEFT, House, at_work
from handsel.opportunities import follow_ons, noting, owning, quick, tasking
from handsel.opportunities.creating import NewOpportunity, create
from handsel.opportunities.moving import move
from handsel.organizations.acting import Member
from handsel.organizations.models import Team
from handsel.organizations.rules import Role
from handsel.workflows.graph import Graph, Status, Transition
from handsel.workflows.rules import reason_options
from handsel.workflows.versions import current_version, graph_of_version
from handsel.workflows.ways import may_use, relevant_roles

# How an opportunity ends, as far as its time allows, and how old it may be.
ENDS = {"open": 50, "won": 21, "lost": 24, "archived": 5}
MOST_MOVES = 12
FADED_AFTER = timedelta(days=120)
LEFT_AGO = timedelta(days=45)


@dataclass(slots=True)
class Life:
    house: House
    team: Team
    graph: Graph
    now: datetime
    at: datetime
    end: str
    owner: Member | None
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def rng(self) -> Random:
        return self.house.rng

    @property
    def id(self) -> UUID:
        return UUID(self.shown["id"])

    @property
    def status(self) -> str:
        return str(self.shown["status"])

    def happens(self, chance: float) -> bool:
        return self.rng.random() < chance

    def actor(self) -> Member:
        """Its owner; while nobody owns it, or the owner has left, a manager."""
        return self.owner or self.house.chief()

    def pass_time(self, *, days: float) -> bool:
        """False when the next thing would lie in the future: then it has not happened yet."""
        moment = self.at + timedelta(days=self.rng.expovariate(1 / days), minutes=self.rng.randrange(2, 50))
        moment = at_work(self.rng, moment, self.house.zone)
        if moment >= self.now:
            return False
        self.at = moment
        return True


def plan(house: House, *, now: datetime, number: int) -> list[tuple[datetime, str]]:
    """When each begins and how it is to end, the oldest first: what is open is mostly young."""
    found = []
    for _ in range(number):
        end = house.rng.choices(list(ENDS), list(ENDS.values()))[0]
        days = house.rng.triangular(0.1, 80, 8) if end == "open" else house.rng.uniform(12, 380)
        moment = at_work(house.rng, now - timedelta(days=days), house.zone)
        found.append((min(moment, now - timedelta(minutes=house.rng.randrange(5, 55))), end))
    return sorted(found)


def live(house: House, *, at: datetime, end: str, now: datetime) -> None:
    team = house.team()
    graph = graph_of_version(current_version(team.workflow_id)[0])
    sellers = [one for one in house.sellers(team) if one.email != LEFT or at < now - LEFT_AGO]
    life = Life(house, team, graph, now, at, end, owner=house.rng.choice(sellers))
    is_unassigned = end == "open" and now - at < timedelta(days=12) and life.happens(0.35)
    _create(life, is_unassigned=is_unassigned)
    if not is_unassigned:
        _work(life)
        _sell_more(life)
    _leave_open_ends(life)


def _create(life: Life, *, is_unassigned: bool) -> None:
    """By its owner mostly; some by a lead generator or a manager, who gives it to its owner."""
    house, rng, team, owner = life.house, life.rng, life.team, life.owner
    scouts = house.scouts(team)
    by = owner or house.chief()
    if is_unassigned or life.happens(0.25):
        by = rng.choice(scouts) if scouts and life.happens(0.6) else house.chief()
    is_given_later = Role.LEAD_GENERATOR in by.roles or is_unassigned
    has_amount = team.deal_amount and life.happens(0.6)
    title = title_for(team.name, rng, life.at) if life.happens(0.75) else None
    known = house.someone_known()
    contact_id = known or _new_contact(life, by=by)
    new = NewOpportunity(
        team_id=team.pk,
        title=title,
        channel_id=rng.choice(house.channels),
        owner_id=None if is_given_later or owner is None else owner.id,
        amount=amount_for(team.name, title, rng) if has_amount else None,
        currency=house.manner.abroad if life.happens(0.08) else None,
        description=rng.choice(house.language().descriptions),
        account_id=rng.choice(house.accounts) if life.happens(0.08) else None,
        contact_id=contact_id,
    )
    life.shown = json.loads(create(new, by=by, at=life.at))
    if is_unassigned:
        life.owner = None
    elif is_given_later and owner is not None and life.pass_time(days=0.3):
        life.shown = json.loads(owning.set_owner(life.id, owner_id=owner.id, by=house.chief(), at=life.at))
    elif is_given_later:
        life.owner = None


def _new_contact(life: Life, *, by: Member) -> UUID:
    """A few of them come for a firm."""
    person = next(life.house.crowd)
    contact, _ = find_or_make_contact(
        by,
        name=person.name,
        phone=person.phone,
        email=person.email,
        account_id=life.rng.choice(life.house.accounts) if life.happens(0.2) else None,
        at=life.at,
    )
    life.house.contacts.append(contact.pk)
    return contact.pk


def _work(life: Life) -> None:
    """Step by step towards its end; what has not happened by now stays where it stands."""
    ended = {"open": 0.0, "won": 1.0, "lost": 0.45, "archived": 0.7}[life.end]
    moves = min(life.rng.randrange(6), life.rng.randrange(6)) if life.end == "open" else MOST_MOVES
    for taken in range(moves):
        _busy(life)
        if not life.pass_time(days=2.5 if life.end != "open" else 5):
            return
        _hand_on(life)
        is_ending = taken > 0 and life.happens(ended)
        chosen = _next(life, is_ending=is_ending)
        if chosen is None:
            return
        _move(life, chosen)
        if life.status != Status.OPEN:
            return


def _sell_more(life: Life) -> None:
    """Who has bought may want a berth, or a second boat (W11)."""
    offered = life.graph.follow_ons
    if not offered or life.status != Status.WON or not life.happens(0.3) or not life.pass_time(days=9):
        return
    if life.owner is None or life.owner.email == LEFT:
        return
    chosen = life.rng.choice(offered)
    follow_ons.start(life.id, follow_on=chosen.id, name=chosen.name, by=life.owner, at=life.at)


def _next(life: Life, *, is_ending: bool) -> Transition | None:
    """On along the board, or out to where it is to end."""
    here = life.shown["step"]["id"]
    places = {step.id: place for place, step in enumerate(life.graph.steps_on_board)}
    onward: list[Transition] = []
    out: list[Transition] = []
    elsewhere: list[Transition] = []
    for one in life.graph.transitions_from(here):
        status = life.graph.stage_of(one.to_id).status
        if status is Status.OPEN and places[one.to_id] > places[here]:
            onward.append(one)
        elif status == life.end:
            out.append(one)
        elif status in (Status.WON, Status.LOST):
            elsewhere.append(one)
    if out and (is_ending or not onward):
        return life.rng.choice(out)
    if not onward and life.end != Status.OPEN:
        return life.rng.choice(elsewhere) if elsewhere else None
    nearest = sorted(onward, key=lambda one: places[one.to_id])[:3]
    return life.rng.choices(nearest, range(1, len(nearest) + 1))[0] if nearest else None


def _move(life: Life, chosen: Transition) -> None:
    by = life.actor()
    if not may_use(chosen, relevant_roles(life.graph, frozenset(by.roles))):
        fitting = [
            one
            for one in life.house.members
            if may_use(chosen, relevant_roles(life.graph, frozenset(one.roles)))
        ]
        by = life.rng.choice([one for one in fitting if one.sees_everything])
    reasons = reason_options(life.graph, chosen)
    attributes = fill(
        chosen.required, life.shown, graph=life.graph, house=life.house, team=life.team.name, at=life.at
    )
    life.shown = json.loads(
        move(
            life.id,
            by=by,
            at=life.at,
            transition=chosen.id,
            attributes=attributes,
            reason=life.rng.choices(reasons, range(len(reasons), 0, -1))[0] if reasons else None,
            revision=life.shown["revision"],
        )
    )


def _hand_on(life: Life) -> None:
    """What somebody held who has left is given to a colleague."""
    if life.owner is None or life.owner.email != LEFT or life.at < life.now - LEFT_AGO:
        return
    life.owner = life.rng.choice([one for one in life.house.sellers(life.team) if one.email != LEFT])
    life.shown = json.loads(
        owning.set_owner(life.id, owner_id=life.owner.id, by=life.house.chief(), at=life.at)
    )


def _busy(life: Life) -> None:
    """What is done between two moves; of old ones only the moves are remembered, which halves the time to load."""
    if life.now - life.at > FADED_AFTER:
        return
    things: list[tuple[float, Callable[[Life], None]]] = [(0.17, _note), (0.2, _activity), (0.08, _task)]
    for chance, thing in things:
        if life.happens(chance) and life.pass_time(days=0.6):
            _hand_on(life)
            thing(life)


def _note(life: Life) -> None:
    text = life.rng.choice(life.house.language().notes)
    noting.add_note(life.id, text=text, by=life.actor(), at=life.at)


def _activity(life: Life) -> None:
    kind, text = life.rng.choice(life.house.language().activities)
    noting.log_activity(life.id, kind=kind, text=text, happened_at=None, by=life.actor(), at=life.at)


def _task(life: Life) -> None:
    """Done in time, mostly."""
    due = at_work(life.rng, life.at + timedelta(days=life.rng.uniform(1, 6)), life.house.zone)
    title = life.rng.choice(life.house.language().tasks)
    by = life.actor()
    task = tasking.add_task(
        life.id, title=title, due_at=due, remind_at=None, owner_id=None, by=by, at=life.at
    )
    if due < life.now and life.pass_time(days=1):
        tasking.edit_task(task.pk, changes={"done": True}, by=by, at=life.at)


def _leave_open_ends(life: Life) -> None:
    """Follow-ups and tasks that are overdue, for today and for later; a few left out of the figures."""
    rng, by = life.rng, life.actor()
    if life.status != Status.OPEN:
        if life.happens(0.03):
            quick.exclude(life.id, by=life.house.chief(), at=life.at)
        return
    if life.owner is not None and life.owner.email == LEFT:
        life.at = max(life.at, life.now - LEFT_AGO)
        _hand_on(life)
        by = life.actor()
    if life.owner is not None and life.happens(0.6):
        days = rng.choice((-9, -4, -2, -1, 0.1, 0.2, 1, 2, 3, 5, 8, 14, 30))
        when = at_work(rng, life.now + timedelta(days=days), life.house.zone)
        quick.set_follow_up(life.id, follow_up_at=max(when, life.at), by=by, at=life.at)
    if life.owner is not None and life.happens(0.3):
        due = at_work(
            rng, life.now + timedelta(days=rng.choice((-6, -2, -1, 0.1, 0.15, 1, 3, 7))), life.house.zone
        )
        remind = due - timedelta(hours=1) if due > life.now else None
        title = rng.choice(life.house.language().tasks)
        tasking.add_task(life.id, title=title, due_at=due, remind_at=remind, owner_id=None, by=by, at=life.at)
    if life.team.deal_amount and life.shown["amount"] is None and life.happens(0.5):
        quick.set_amount(
            life.id, amount=amount_for(life.team.name, life.shown["own_title"], rng), by=by, at=life.at
        )
