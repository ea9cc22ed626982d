"""Shares of the past, of now and to come, and three automations: so that their pages have something to show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from handsel.automations import drafts, publishing
from handsel.demo.house import LEFT, House, at_work
from handsel.demo.lives import LEFT_AGO
from handsel.kernel.ids import new_id
from handsel.organizations.acting import Member
from handsel.organizations.models import Team
from handsel.shares import extending, giving, stopping, sweeping
from handsel.shares.rules import Lasting

ONE_IN = 16  # of what has an owner is lent once
TOLD_UNTIL = timedelta(days=1)
"""What falls due after that is left for the worker and the bell."""

# When it was last touched: a share comes after that, so that the history stays in order.
OWNED = """
SELECT o.id, o.owner_id, o.team_id, (SELECT max(e.at) FROM ledger_event e
    WHERE e.organization_id = o.organization_id AND e.opportunity_id = o.id)
FROM opportunities_opportunity o WHERE o.owner_id IS NOT NULL ORDER BY o.lineage
"""
NEXT = "SELECT min(due_at) FROM shares_share WHERE due_at < %s"

# For how long, and how often so.
LENGTHS = (
    (Lasting(minutes=240), 2), (Lasting(days=1), 3), (Lasting(days=3), 5), (Lasting(days=7), 4), (Lasting(days=30), 3),
    (Lasting(), 2),
)  # fmt: skip


def lend(house: House, *, now: datetime) -> None:
    """Inside the organization's transaction."""
    # By its place and not by chance: however few there are, one is lent.
    for opportunity_id, owner_id, team_id, touched in _owned()[::ONE_IN]:
        _lend(house, opportunity_id, owner_id, team_id, after=touched, now=now)
    while (due := _next_due(now - TOLD_UNTIL)) is not None:
        sweeping.tell(house.system, at=due)


def _owned() -> list[tuple[UUID, UUID, UUID, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]


def _next_due(before: datetime) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [before])
        found: datetime | None = cursor.fetchone()[0]
        return found


def _lend(
    house: House, opportunity_id: UUID, owner_id: UUID, team_id: UUID, *, after: datetime, now: datetime
) -> None:
    """By its owner or a manager, to somebody of another team or to that team; now and then to who has left since."""
    rng = house.rng
    at = at_work(rng, after + timedelta(hours=rng.uniform(1, 40)), house.zone)
    if at >= now:
        at = after + (now - after) * rng.uniform(0.2, 0.9)
    here = [one for one in house.members if one.email != LEFT or at < now - LEFT_AGO]
    by = next((one for one in here if one.id == owner_id and one.sales_licence), None) or house.chief()
    to = _somebody_else(house, here, owner_id=owner_id, team_id=team_id)
    if to is None:
        return
    starts_at = now + timedelta(days=rng.uniform(0.5, 6)) if rng.random() < 0.1 else None
    given = giving.give(
        opportunity_id,
        to_member=to.id if isinstance(to, Member) else None,
        to_team=to.pk if isinstance(to, Team) else None,
        lasting=rng.choices([one for one, _ in LENGTHS], [often for _, often in LENGTHS])[0],
        starts_at=starts_at,
        access=rng.choice(("view", "view", "modify")),
        by=by,
        at=at,
    )
    if given.refusal is None and starts_at is None:
        _change_mind(house, given.share_id, by=by, at=at, now=now)


def _change_mind(house: House, share_id: UUID, *, by: Member, at: datetime, now: datetime) -> None:
    """Some are stopped early, some extended."""
    later = at + timedelta(hours=house.rng.uniform(1, 3))
    chance = house.rng.random()
    if later >= now:
        return
    if chance < 0.15:
        stopping.stop(share_id, by=by, at=later)
    elif chance < 0.25:
        extending.extend(share_id, lasting=Lasting(days=2), by=by, at=later)


def _somebody_else(
    house: House, here: Sequence[Member], *, owner_id: UUID, team_id: UUID
) -> Member | Team | None:
    others = [team for team in house.teams if team.pk != team_id]
    people = [one for one in here if one.sales_licence and one.id != owner_id and team_id not in one.team_ids]
    if others and house.rng.random() < 0.3:
        return house.rng.choice(others)
    return house.rng.choice(people) if people else None


# -- automations, where teams lend to each other


def automate(house: House, *, by: Member, at: datetime) -> None:
    """Two that run and one that is still being written. `by` administers and sells."""
    teams = {team.name: team.pk for team in house.teams}
    live = {
        "Service yard sees boats after a sea trial": {
            "trigger": {"type": "activity_added", "activity_type": "Sea trial", "team": teams["New boats"]},
            "conditions": [],
            "steps": [
                _step("share", to={"team": teams["Service yard"]}, days=3, access="modify"),
                _step("add_note", text="The yard looks at it for three days."),
            ],
        },
        "The yard gives it back with the documents": {
            "trigger": {"type": "activity_added", "activity_type": "Document Collection"},
            "conditions": [],
            "steps": [_step("stop_sharing", whose={"team": teams["Service yard"]})],
        },
    }
    for name, document in live.items():
        automation_id = drafts.make(name, document=_plain(document), by=by, at=at)
        publishing.publish(automation_id, revision=1, by=by, at=at)
    drafts.make("Directors hear of big offers", document=_plain(_big_offers()), by=by, at=at)


def _big_offers() -> dict[str, Any]:
    return {
        "trigger": {"type": "opportunity_updated", "fields": ["amount"]},
        "conditions": [{"field": "amount", "op": "ge", "value": "100000"}],
        "steps": [_step("notify", to={"role": "director"}, text="{title} is at 100,000 or more now.")],
    }


def _step(do: str, **slots: Any) -> dict[str, Any]:
    return {"id": new_id(), "do": do, **slots}


def _plain(value: Any) -> Any:
    """As it would have come over the API."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value
