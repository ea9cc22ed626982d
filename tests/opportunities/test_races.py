"""What happens when two do it at once. Each of these fails without the lock or the constraint that it names."""

import json
import random
import re
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from handsel.contacts.models import Contact
from handsel.ledger.models import Event
from handsel.opportunities import changing_team, creating, deleting, editing, moving, noting, owning, tasking
from handsel.opportunities.gate import show
from handsel.opportunities.models import Opportunity
from handsel.organizations import people, teams
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Membership, Team
from tests.cast import Acme, a_channel, a_member, a_team, as_now, client_for
from tests.counting import counted
from tests.racing import DONE, overlapping, together, waits

Shown = dict[str, Any]


@pytest.fixture
def house(committing: str, acme: Acme) -> Acme:
    a_channel(acme.organization, "Counter")
    return acme


def made(acme: Acme, *, by: Member | None = None, **more: Any) -> Shown:
    member = by or acme.ben
    with acting(member) as at:
        shown: Shown = json.loads(creating.create(new(acme, **more), by=member, at=at))
    return shown


def new(acme: Acme, **more: Any) -> creating.NewOpportunity:
    typed = {"team_id": acme.boats.pk, "new_contact": creating.NewContact(name="Ana"), **more}
    return creating.NewOpportunity(**typed)


def now(acme: Acme, opportunity_id: str, *, by: Member | None = None) -> Shown:
    with acting(by or acme.ben) as at:
        shown: Shown = json.loads(show(UUID(opportunity_id), member=by or acme.ben, at=at))
    return shown


def stages(acme: Acme) -> list[str]:
    client = client_for(acme.ben)
    board = client.get("/api/v1/board", {"team": str(acme.boats.pk)}).json()
    return [column["stage"]["id"] for column in board["columns"] if column["stage"]["name"] != "Lost"]


def revisions(acme: Acme, opportunity_id: str) -> list[int]:
    with acting(acme.ada):
        told = Event.objects.filter(opportunity_id=opportunity_id).order_by("pk")
        return [revision for revision in told.values_list("revision", flat=True) if revision is not None]


def test_of_two_who_move_one_card_one_wins(house: Acme) -> None:
    """B9: the lock of `take`."""
    card, (_, second, third, *_) = made(house), stages(house)

    def to(stage: str) -> Any:
        return lambda at: moving.move(UUID(card["id"]), by=house.ben, at=at, stage=stage, revision=1)

    assert overlapping(to(second), to(third), by=house.ben) == (DONE, "conflict")
    assert (now(house, card["id"])["stage"]["id"], revisions(house, card["id"])) == (second, [1, 2])


def test_who_loses_sees_the_card_as_it_is(house: Acme) -> None:
    card, (_, second, third, *_) = made(house), stages(house)
    clients = {second: client_for(house.ben), third: client_for(house.ada)}

    answers = together([partial(move, clients[to], card["id"], to, 1) for to in clients])

    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code, lost.json()["code"]) == (200, 409, "conflict")
    assert lost.json()["current"]["stage"] == won.json()["stage"]


def move(client: Client, opportunity_id: str, stage: str, revision: int) -> Any:
    answer = client.post(
        f"/api/v1/opportunities/{opportunity_id}/move",
        {"stage": stage, "revision": revision},
        content_type="application/json",
    )
    connections.close_all()  # as the end of a request does; the test client leaves it to us
    return answer


def test_of_two_who_edit_one_field_one_wins(house: Acme) -> None:
    """B5: the lock of `take`."""
    card = made(house)

    def to(title: str) -> Any:
        typed = editing.Edit(fields={"title": title})
        return lambda at: editing.edit(UUID(card["id"]), edit=typed, by=house.ben, at=at, revision=1)

    assert overlapping(to("Mine"), to("Yours"), by=house.ben) == (DONE, "conflict")
    assert now(house, card["id"])["title"] == "Mine"


def test_edits_of_different_fields_without_a_revision_are_both_kept(house: Acme) -> None:
    """The lock of `take`: attributes are merged into what the other has just written."""
    card = made(house)

    def edit(**fields: Any) -> Any:
        return lambda at: editing.edit(
            UUID(card["id"]), edit=editing.Edit(fields=fields), by=house.ben, at=at
        )

    assert overlapping(edit(title="T"), edit(description="D"), by=house.ben) == (DONE, DONE)
    after = now(house, card["id"])
    assert (after["title"], after["description"], after["revision"]) == ("T", "D", 3)
    assert revisions(house, card["id"]) == [1, 2, 3]


def test_fifty_sessions_move_at_once(house: Acme) -> None:
    """B9: each accepted move is one revision and one event, and every card ends where its last move put it."""
    cards, targets = [made(house)["id"] for _ in range(8)], stages(house)[:4]
    clients = [client_for(house.ben) for _ in range(50)]

    def session(place: int) -> list[tuple[int, str, str]]:
        choose, accepted = random.Random(place), []
        for _ in range(3):
            card, stage = choose.choice(cards), choose.choice(targets)
            seen = clients[place].get(f"/api/v1/opportunities/{card}").json()
            if seen["stage"]["id"] == stage:
                continue
            answer = move(clients[place], card, stage, seen["revision"])
            assert answer.status_code in {200, 409}, answer.content
            if answer.status_code == 200:
                accepted.append((answer.json()["revision"], card, stage))
        return accepted

    everybody = together([partial(session, place) for place in range(50)])
    accepted = sorted(each for one in everybody for each in one)

    for card in cards:
        own = [(revision, stage) for revision, moved, stage in accepted if moved == card]
        after = now(house, card)
        assert [revision for revision, _ in own] == list(range(2, len(own) + 2))
        assert (after["revision"], revisions(house, card)) == (len(own) + 1, list(range(1, len(own) + 2)))
        assert not own or after["stage"]["id"] == own[-1][1]


def test_a_double_click_creates_one(house: Acme) -> None:
    """B2, I1: the primary key of the idempotency keys."""
    client = client_for(house.ben)
    body = {"team": str(house.boats.pk), "new_contact": {"name": "Ana"}}

    def click() -> Any:
        answer = client.post(
            "/api/v1/opportunities",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "once"},
        )
        connections.close_all()
        return answer

    answers = together([click] * 4)

    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert [answer["ETag"] for answer in answers] == ['"1"'] * 4
    with acting(house.ben):
        assert (Opportunity.objects.count(), Contact.objects.count()) == (1, 1)


def test_two_who_bring_the_same_person_make_one_contact(house: Acme) -> None:
    """C7: the lock on the phone number in `find_or_make_contact`."""
    person = creating.NewContact(name="Ana", phone="+34 600 000 001")

    def create(at: datetime) -> str:
        return creating.create(new(house, new_contact=person), by=house.ben, at=at)

    assert overlapping(create, create, by=house.ben) == (DONE, DONE)
    with acting(house.ben):
        assert (Opportunity.objects.count(), Contact.objects.count()) == (2, 1)


def test_nobody_is_given_to_who_is_being_deactivated(house: Acme) -> None:
    """B4, O7: the shared lock on the member, in both orders."""
    seller = a_member(house.organization, "Cleo", teams=[house.boats])
    cards = [made(house), made(house)]

    def give(card: Shown) -> Any:
        return lambda at: owning.set_owner(UUID(card["id"]), owner_id=seller.id, by=house.ada, at=at)

    def deactivate(at: datetime) -> object:
        return people.deactivate(seller.id, by=house.ada, at=at)

    assert overlapping(give(cards[0]), deactivate, by=house.ada) == (DONE, "holds_opportunities")
    give_back(house, cards[0])
    assert overlapping(deactivate, give(cards[1]), by=house.ada) == (DONE, "owner_not_in_team")
    assert owners_who_left(house) == 0


def give_back(acme: Acme, card: Shown) -> None:
    with acting(acme.ada) as at:
        owning.set_owner(UUID(card["id"]), owner_id=None, by=acme.ada, at=at)


def owners_who_left(acme: Acme) -> int:
    with acting(acme.ada):
        left = Membership.objects.exclude(deactivated_at=None)
        return Opportunity.objects.filter(owner__in=left, closed_at=None).count()


def test_a_new_one_is_not_owned_by_who_is_being_deactivated(house: Acme) -> None:
    seller = a_member(house.organization, "Cleo", teams=[house.boats])

    def create(at: datetime) -> str:
        return creating.create(new(house), by=seller, at=at)

    def deactivate(at: datetime) -> object:
        return people.deactivate(seller.id, by=house.ada, at=at)

    assert overlapping(deactivate, create, by=house.ada, then_by=seller) == (DONE, DONE)
    with acting(house.ada):
        assert Opportunity.objects.get().owner_id is None


def test_a_note_does_not_wait_for_the_end_of_its_author(house: Acme) -> None:
    """What only refers to a member passes the lock of who is being deactivated, so the two never wait in a circle."""
    seller = a_member(house.organization, "Cleo", teams=[house.boats])
    card = made(house)

    def leave(at: datetime) -> object:
        return people.deactivate(seller.id, by=house.ada, at=at)

    def write(at: datetime) -> object:
        return noting.add_note(UUID(card["id"]), text="Called", by=seller, at=at)

    assert not waits(leave, write, by=house.ada, then_by=seller)


LOCKS = {
    "workflow": r"FROM workflows_workflow\b.* FOR|JOIN workflows_workflow w .* FOR KEY SHARE",
    "member": r"FROM organizations_membership.* FOR SHARE",
    "opportunity": r"FROM opportunities_opportunity o .*FOR UPDATE OF o",
    "contact": r"FROM contacts_contact .*FOR NO KEY UPDATE",
    "firm": r"pg_advisory_xact_lock",
}


@pytest.mark.parametrize("action", ["owner", "edit", "team", "task", "edit_task", "create", "create_for"])
def test_locks_are_taken_in_one_order(acme: Acme, action: str) -> None:
    """Workflow, member, opportunity, contact, firm: who keeps to it never waits for somebody who waits for them."""
    a_channel(acme.organization, "Counter")
    seller = a_member(acme.organization, "Cleo", teams=[acme.boats, acme.loans])
    card = UUID(made(acme, by=seller)["id"])
    with acting(acme.ada) as at:
        todo: dict[str, Any] = {"title": "T", "due_at": None, "remind_at": None}
        task = tasking.add_task(card, **todo, owner_id=None, by=acme.ada, at=at)
        firm = {"account.name": "Firm", "contact.last_name": "Díaz"}
        typed = editing.Edit(owner=acme.ben.id, attributes=firm)
        known = Contact.objects.get().pk
        bringing = new(acme, new_contact=None, contact_id=known, new_account="Firm", owner_id=seller.id)
        actions: dict[str, Any] = {
            "owner": lambda: owning.set_owner(card, owner_id=seller.id, by=acme.ada, at=at),
            "edit": lambda: editing.edit(card, edit=typed, by=acme.ada, at=at),
            "team": lambda: changing_team.change_team(card, team_id=acme.loans.pk, by=acme.ada, at=at),
            "task": lambda: tasking.add_task(card, **todo, owner_id=seller.id, by=acme.ada, at=at),
            "edit_task": lambda: tasking.edit_task(task.pk, changes={"owner": seller.id}, by=acme.ada, at=at),
            "create": lambda: creating.create(new(acme, owner_id=seller.id), by=acme.ada, at=at),
            "create_for": lambda: creating.create(bringing, by=acme.ada, at=at),
        }
        with counted() as statements:
            actions[action]()

    plain = [re.sub(r"\s+", " ", statement.replace('"', "")) for statement in statements]
    first = [
        next((place for place, statement in enumerate(plain) if re.search(lock, statement)), None)
        for lock in LOCKS.values()
    ]
    held = [place for place in first if place is not None]
    assert len(held) >= 2
    assert held == sorted(held)


def test_what_is_deleted_is_not_moved(house: Acme) -> None:
    """B6: the lock of `take`."""
    _, second, *_ = stages(house)
    cards = [made(house), made(house)]

    def delete(card: Shown) -> Any:
        return lambda at: deleting.delete(UUID(card["id"]), by=house.ben, at=at)

    def move_on(card: Shown) -> Any:
        return lambda at: moving.move(UUID(card["id"]), by=house.ben, at=at, stage=second)

    assert overlapping(delete(cards[0]), move_on(cards[0]), by=house.ben) == (DONE, "opportunity_not_found")
    assert overlapping(move_on(cards[1]), delete(cards[1]), by=house.ben) == (DONE, DONE)
    assert [revisions(house, card["id"]) for card in cards] == [[1, 2], [1, 2, 3]]
    with acting(house.ben):
        assert Opportunity.objects.count() == 0


def test_nothing_lands_in_a_team_that_is_being_dissolved(house: Acme) -> None:
    """The shared lock on the team in `destination`, in both orders."""
    fresh = [a_team(house.organization, name) for name in ("One", "Two", "Three")]
    card = made(house)

    def dissolve(team: Team) -> Any:
        return lambda at: teams.dissolve(team.pk, by=house.ada, at=at)

    def create(team: Team) -> Any:
        return lambda at: creating.create(new(house, team_id=team.pk), by=house.ada, at=at)

    def change(team: Team) -> Any:
        return lambda at: changing_team.change_team(UUID(card["id"]), team_id=team.pk, by=house.ada, at=at)

    assert overlapping(dissolve(fresh[0]), create(fresh[0]), by=house.ada) == (DONE, "invalid")
    assert overlapping(create(fresh[1]), dissolve(fresh[1]), by=house.ada) == (
        DONE,
        "team_holds_opportunities",
    )
    assert overlapping(dissolve(fresh[2]), change(fresh[2]), by=house.ada) == (DONE, "invalid")
    with acting(house.ada):
        assert not Opportunity.objects.exclude(team__dissolved_at=None).exists()


def test_who_leaves_the_team_meanwhile_does_not_become_owner(house: Acme) -> None:
    """B4: the shared lock on the seat."""
    seller, card = a_member(house.organization, "Cleo", teams=[house.boats]), made(house)

    def leave(at: datetime) -> None:
        teams.unseat(house.boats.pk, member_id=seller.id, by=house.ada, at=at)

    def give(at: datetime) -> str:
        return owning.set_owner(UUID(card["id"]), owner_id=seller.id, by=house.ada, at=at)

    assert overlapping(leave, give, by=house.ada) == (DONE, "owner_not_in_team")
    assert as_now(seller).team_ids == []
