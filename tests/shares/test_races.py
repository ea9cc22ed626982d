"""What happens when two do it at once. Each of these fails without the lock that it names."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from handsel.ledger.models import Event
from handsel.opportunities import deleting, owning
from handsel.opportunities.models import Grant
from handsel.organizations import people, teams
from handsel.organizations.acting import Member, System, acting
from handsel.shares import batches, extending, giving, stopping
from handsel.shares.models import Share
from handsel.shares.rules import Lasting
from handsel.shares.sweeping import tell
from tests.cast import Acme, a_member, a_team
from tests.counting import counted
from tests.racing import DONE, overlapping, together
from tests.shares.lending import Lending, post
from tests.shares.lending import lending as lend

DAY = timedelta(days=1)
Act = Callable[[datetime], object]


@pytest.fixture
def house(committing: str, acme: Acme) -> Lending:
    """With real commits."""
    return lend(acme)


def give(house: Lending, *, by: Member | None = None, **more: Any) -> Act:
    to: dict[str, Any] = {} if "to_team" in more or "to_member" in more else {"to_member": house.acme.pia.id}

    def act(at: datetime) -> None:
        given = giving.give(house.opportunity_id, by=by or house.acme.ben, at=at, **to, **more)
        if given.refusal is not None:
            raise given.refusal

    return act


def live(house: Lending) -> int:
    with acting(house.acme.ada) as at:
        return Grant.objects.filter(stopped_at=None, ends_at__gt=at).count()


def told(house: Lending, *types: str) -> int:
    with acting(house.acme.ada):
        return Event.objects.filter(type__in=[f"share.{one}" for one in types]).count()


def test_who_is_being_deactivated_is_not_shared_with(house: Lending) -> None:
    """S9: the shared lock on the member in `lock_grantees`, in both orders."""
    gus = a_member(house.acme.organization, "Gus")

    def leave(who: Member) -> Act:
        return lambda at: people.deactivate(who.id, by=house.acme.ada, at=at)

    ada = house.acme.ada
    assert overlapping(give(house), leave(house.acme.pia), by=house.acme.ben, then_by=ada) == (DONE, DONE)
    late = overlapping(leave(gus), give(house, to_member=gus.id), by=ada, then_by=house.acme.ben)

    assert late == (DONE, "member_inactive")
    assert live(house) == 0
    assert (told(house, "given"), told(house, "ended")) == (1, 1)


def test_a_team_that_is_being_dissolved_is_not_shared_with(house: Lending) -> None:
    """S9: the shared lock on the team in `lock_grantees`, in both orders."""
    crews = [a_team(house.acme.organization, name).pk for name in ("One", "Two")]
    ada, ben = house.acme.ada, house.acme.ben

    def dissolve(team: UUID) -> Act:
        return lambda at: teams.dissolve(team, by=ada, at=at)

    first = overlapping(give(house, to_team=crews[0]), dissolve(crews[0]), by=ben, then_by=ada)
    second = overlapping(dissolve(crews[1]), give(house, to_team=crews[1]), by=ada, then_by=ben)

    assert (first, second) == ((DONE, DONE), (DONE, "invalid"))
    assert live(house) == 0


def test_what_is_being_deleted_is_not_shared(house: Lending) -> None:
    """S9: the lock of `take`."""
    ben = house.acme.ben

    def delete(at: datetime) -> None:
        deleting.delete(house.opportunity_id, by=ben, at=at)

    assert overlapping(delete, give(house), by=ben) == (DONE, "opportunity_not_found")
    assert (live(house), told(house, "given", "failed")) == (0, 0)


def test_what_is_being_shared_ends_when_it_is_deleted(house: Lending) -> None:
    """S9: the lock of `take`, in the other order."""
    ben = house.acme.ben

    def delete(at: datetime) -> None:
        deleting.delete(house.opportunity_id, by=ben, at=at)

    assert overlapping(give(house), delete, by=ben) == (DONE, DONE)
    assert (live(house), told(house, "ended")) == (0, 1)


def test_who_becomes_owner_is_not_shared_with(house: Lending) -> None:
    """S6: the lock of `take`; who was shared with before keeps it (S4)."""
    cleo = a_member(house.acme.organization, "Cleo", teams=[house.acme.boats])
    ben = house.acme.ben

    def own(who: Member) -> Act:
        return lambda at: owning.set_owner(house.opportunity_id, owner_id=who.id, by=ben, at=at)

    to_cleo = give(house, to_member=cleo.id)
    assert overlapping(own(cleo), to_cleo, by=ben) == (DONE, "owner_cannot_be_shared_with")
    assert overlapping(own(ben), to_cleo, by=ben) == (DONE, DONE)
    assert overlapping(to_cleo, own(cleo), by=ben) == (DONE, DONE)
    assert live(house) == 2


def test_of_stopping_and_extending_the_first_one_counts(house: Lending) -> None:
    """S7: the lock on the row of the share: what was stopped is not extended, what was extended is stopped."""
    ben = house.acme.ben
    shares = [UUID(house.given(days=3)["id"]) for _ in range(2)]

    def stop(share: UUID) -> Act:
        return lambda at: stopping.stop(share, by=ben, at=at)

    def extend(share: UUID) -> Act:
        return lambda at: extending.extend(share, lasting=Lasting(days=1), by=ben, at=at)

    assert overlapping(stop(shares[0]), extend(shares[0]), by=ben) == (DONE, "share_over")
    assert overlapping(extend(shares[1]), stop(shares[1]), by=ben) == (DONE, DONE)
    assert live(house) == 0
    assert (told(house, "ended"), told(house, "extended")) == (2, 1)
    with acting(ben):
        assert list(Share.objects.values_list("due_at", flat=True)) == [None, None]


def test_two_who_extend_at_once_both_add(house: Lending) -> None:
    """S7: the lock on the row: each counts from the end that the other has set."""
    ben, share = house.acme.ben, UUID(house.given(days=3)["id"])

    def extend(at: datetime) -> None:
        extending.extend(share, lasting=Lasting(minutes=60), by=ben, at=at)

    with acting(ben):
        before = Grant.objects.get(pk=share).ends_at
    assert overlapping(extend, extend, by=ben) == (DONE, DONE)
    with acting(ben):
        assert Grant.objects.get(pk=share).ends_at - before == timedelta(hours=2)


def test_two_who_stop_at_once_end_it_once(house: Lending) -> None:
    """S7: the second finds nothing, and that is recorded."""
    ben, share = house.acme.ben, UUID(house.given(days=3)["id"])

    def stop(at: datetime) -> None:
        stopping.stop(share, by=ben, at=at)

    assert overlapping(stop, stop, by=ben) == (DONE, DONE)
    assert (told(house, "ended"), told(house, "stop_missed")) == (1, 1)


def test_an_end_is_told_once_whoever_sweeps_and_stops(house: Lending) -> None:
    """S9: SKIP LOCKED: the second sweep leaves what the first holds; and what is being stopped does not end by time."""
    shares = [house.given(days=3) for _ in range(2)]
    system = System(organization_id=house.acme.organization.pk)
    over = datetime.fromisoformat(shares[0]["ends_at"]) + DAY

    def sweep(_: datetime) -> None:
        tell(system, at=over)

    def stop(at: datetime) -> None:
        stopping.stop(UUID(shares[1]["id"]), by=house.acme.ben, at=at)

    assert overlapping(stop, sweep, by=house.acme.ben, then_by=system) == (DONE, DONE)
    assert overlapping(sweep, sweep, by=system) == (DONE, DONE)
    assert (told(house, "ended"), live(house)) == (2, 1)


def test_many_sweeps_tell_each_end_once(house: Lending) -> None:
    """S9."""
    ends = [house.given(minutes=60)["ends_at"] for _ in range(20)]
    system = System(organization_id=house.acme.organization.pk)

    def sweep() -> None:
        for _ in range(3):
            with acting(system):
                tell(system, at=datetime.fromisoformat(ends[-1]) + DAY)

    together([sweep] * 4)

    assert told(house, "ended") == 20


def asked(house: Lending, count: int) -> UUID:
    item = {"do": "share", "opportunity": str(house.opportunity_id), "member": str(house.acme.pia.id)}
    answer = post(house.ben, "/api/v1/shares/batch", {"items": [item] * count, "later": True})
    return UUID(answer.json()["id"])


def test_two_workers_decide_a_batch_once(house: Lending) -> None:
    """S10: the lock of `take`, behind which each is read again."""
    ben, batch = house.acme.ben, asked(house, 5)
    chunk = partial(batches.run_chunk, batch, by=ben)

    def run(at: datetime) -> None:
        chunk(at=at)

    assert overlapping(run, run, by=ben) == (DONE, DONE)
    assert (live(house), told(house, "given")) == (5, 5)


def test_of_stopping_and_deciding_what_waits_the_first_one_counts(house: Lending) -> None:
    """S2: the lock on the row: it never starts, or it is stopped."""
    ben = house.acme.ben

    def stop(at: datetime) -> None:
        stopping.stop_of_opportunity(house.opportunity_id, by=ben, at=at)

    def decide(batch: UUID) -> Act:
        return lambda at: batches.run_chunk(batch, by=ben, at=at)

    assert overlapping(stop, decide(asked(house, 1)), by=ben) == (DONE, DONE)
    assert (live(house), told(house, "given"), told(house, "ended")) == (0, 0, 1)
    assert overlapping(decide(asked(house, 1)), stop, by=ben) == (DONE, DONE)
    assert (live(house), told(house, "given"), told(house, "ended")) == (0, 1, 2)


LOCKS = {
    "member": r"FROM organizations_membership .*FOR SHARE",
    "opportunity": r"FROM opportunities_opportunity o .*FOR UPDATE OF o",
    "share": r"FROM shares_share .*FOR UPDATE|INSERT INTO shares_share|INSERT INTO opportunities_grant",
}


@pytest.mark.parametrize("action", ["give", "extend", "batch", "decide"])
def test_locks_are_taken_in_one_order(acme: Acme, action: str) -> None:
    """Member, opportunity, share: who keeps to it never waits for somebody who waits for them."""
    house = lend(acme)
    share, batch, ben = UUID(house.given(days=3)["id"]), asked(house, 1), acme.ben
    item = batches.Item(index=0, is_stop=False, opportunity_id=house.opportunity_id, to_member=acme.pia.id)
    with acting(ben) as at:
        actions: dict[str, Callable[[], object]] = {
            "give": lambda: give(house)(at),
            "extend": lambda: extending.extend(share, lasting=Lasting(days=1), by=ben, at=at),
            "batch": lambda: batches.run_now([item], batch_id=share, by=ben, at=at),
            "decide": lambda: batches.run_chunk(batch, by=ben, at=at),
        }
        with counted() as statements:
            actions[action]()

    plain = [re.sub(r"\s+", " ", one.replace('"', "")) for one in statements]
    first = [
        next((i for i, one in enumerate(plain) if re.search(lock, one)), None) for lock in LOCKS.values()
    ]
    held = [place for place in first if place is not None]
    assert len(held) >= 2
    assert held == sorted(held)
