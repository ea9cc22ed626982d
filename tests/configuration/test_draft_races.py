"""Two at once on one workflow (W1, W14). Each of these fails without the lock that it names."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from handsel.kernel.written import plain_part
from handsel.ledger.models import Event
from handsel.opportunities import changing_team, creating, moving
from handsel.opportunities.models import Opportunity
from handsel.opportunities.republishing import publish_draft, republish_file
from handsel.organizations.acting import acting
from handsel.workflows import drafting
from handsel.workflows.document import to_draft_document
from handsel.workflows.models import Workflow
from tests.cast import Acme, a_member, a_team, an_opportunity
from tests.configuration.yard import PARKED_IS_ARCHIVED, YACHTS, Yard
from tests.racing import DONE, overlapping
from tests.workflows.boats import a_document

Act = Callable[[datetime], object]


@pytest.fixture
def yard(committing: str, acme: Acme) -> Yard:
    return Yard(acme)


def saving(yard: Yard, milestone: str, *, revision: int) -> Act:
    document = {**to_draft_document(yard.draft().document), "milestones": [milestone]}
    return lambda at: drafting.save(
        yard.workflow, written=plain_part(document), revision=revision, by=yard.ada, at=at
    )


def publishing(yard: Yard, *, revision: int | None = None, mapped: dict[str, str] | None = None) -> Act:
    workflow = Workflow(pk=yard.workflow.pk, name=yard.workflow.name)
    return lambda at: publish_draft(workflow, revision=revision, mapped=mapped, over=None, by=yard.ada, at=at)


def standing(yard: Yard) -> set[tuple[int, str]]:
    with acting(yard.ada):
        found = Opportunity.objects.filter(workflow_version__workflow=yard.workflow)
        return {
            (one.workflow_version.number, str(one.step_id))
            for one in found.select_related("workflow_version")
        }


def test_of_two_who_save_at_once_one_wins_and_the_other_is_told(yard: Yard) -> None:
    """The lock of `hold_draft`."""
    mine, yours = saving(yard, "Mine", revision=1), saving(yard, "Yours", revision=1)

    assert overlapping(mine, yours, by=yard.ada) == (DONE, "draft_conflict")
    assert (yard.draft().document["milestones"], yard.draft().revision) == (["Mine"], 2)


def test_what_is_saved_while_it_is_published_is_a_conflict_in_either_order(yard: Yard) -> None:
    """The lock of `hold_draft`: a version is never made of half of two edits, nor an edit lost behind it."""
    yard.edit(milestones=["First"])

    assert overlapping(publishing(yard, revision=2), saving(yard, "Late", revision=2), by=yard.ada) == (
        DONE,
        "draft_conflict",
    )
    assert (yard.draft().revision, yard.draft().based_on, yard.draft().document["milestones"]) == (
        3,
        2,
        ["First"],
    )
    assert overlapping(saving(yard, "Early", revision=3), publishing(yard, revision=3), by=yard.ada) == (
        DONE,
        "draft_conflict",
    )
    assert (yard.numbers(), yard.draft().document["milestones"]) == ([1, 2], ["Early"])


def test_a_draft_that_is_saved_while_a_file_is_published_is_behind_and_kept(yard: Yard) -> None:
    """The lock of `hold_draft` in `follow`: otherwise the new version would overwrite the edit."""

    def file(at: datetime) -> object:
        return republish_file(yard.workflow, written=PARKED_IS_ARCHIVED, by=yard.ada, at=at)

    assert overlapping(saving(yard, "Mine", revision=1), file, by=yard.ada) == (DONE, DONE)
    assert (yard.draft().document["milestones"], yard.draft().based_on, yard.numbers()) == (
        ["Mine"],
        1,
        [1, 2],
    )


def test_of_two_who_publish_one_draft_one_makes_a_version(yard: Yard) -> None:
    """The lock on the workflow."""
    yard.edit(milestones=["First"])
    assert overlapping(publishing(yard, revision=2), publishing(yard, revision=2), by=yard.ada) == (
        DONE,
        "draft_conflict",
    )

    yard.edit(milestones=["Second"])
    assert overlapping(publishing(yard), publishing(yard), by=yard.ada) == (DONE, DONE)
    assert yard.numbers() == [1, 2, 3]


def test_a_workflow_is_called_as_the_version_that_was_published_last(yard: Yard) -> None:
    """The lock on the workflow, under which its name is read again."""
    yard.edit(milestones=["Mine"])  # called Yachts
    with acting(yard.ada):
        renaming, publishing_over = (Workflow.objects.get(pk=yard.workflow.pk) for _ in range(2))
    sloops = YACHTS.replace("workflow: Yachts", "workflow: Sloops")

    def rename(at: datetime) -> object:
        return republish_file(renaming, written=sloops, by=yard.ada, at=at)

    def publish_over(at: datetime) -> object:
        return publish_draft(publishing_over, revision=None, mapped=None, over=2, by=yard.ada, at=at)

    assert overlapping(rename, publish_over, by=yard.ada) == (DONE, DONE)
    with acting(yard.ada):
        assert Workflow.objects.get(pk=yard.workflow.pk).name == "Yachts"


def test_a_move_onto_a_step_that_is_being_removed_is_refused(yard: Yard) -> None:
    """The lock of `take`: the move waits for the publication and is judged by the new version."""
    one, shelf, lead = yard.an_opportunity(), yard.step("Shelf"), yard.step("Lead")
    yard.without("Shelf")

    def move(at: datetime) -> object:
        return moving.move(one, by=yard.yves, at=at, step=shelf)

    outcome = overlapping(publishing(yard, mapped={shelf: lead}), move, by=yard.ada, then_by=yard.yves)

    assert (outcome[0], outcome[1] != DONE) == (DONE, True)
    assert standing(yard) == {(2, lead)}


def test_what_moves_onto_it_just_before_is_moved_on(yard: Yard) -> None:
    """The lock on the opportunities: the figures that publishing decides by are those that it finds."""
    one, shelf, lead = yard.an_opportunity(), yard.step("Shelf"), yard.step("Lead")
    yard.without("Shelf")

    def move(at: datetime) -> object:
        return moving.move(one, by=yard.yves, at=at, step=shelf)

    assert overlapping(move, publishing(yard), by=yard.yves, then_by=yard.ada) == (DONE, "step_in_use")
    assert standing(yard) == {(1, shelf)}
    yard.move(one, step=lead)
    assert overlapping(move, publishing(yard, mapped={shelf: lead}), by=yard.yves, then_by=yard.ada) == (
        DONE,
        DONE,
    )
    assert standing(yard) == {(2, lead)}
    with acting(yard.ada):
        told = Event.objects.filter(opportunity_id=one).order_by("pk").values_list("type", "revision")
        assert list(told)[-1] == ("opportunity.migrated", 5)


def test_nothing_is_created_on_a_version_that_is_being_replaced(yard: Yard) -> None:
    """The lock on the workflow in `destination`, in both orders."""
    new = creating.NewOpportunity(team_id=yard.team.pk, new_contact=creating.NewContact(name="Kim"))

    def create(at: datetime) -> object:
        return creating.create(new, by=yard.yves, at=at)

    yard.edit(milestones=["First"])
    assert overlapping(publishing(yard), create, by=yard.ada, then_by=yard.yves) == (DONE, DONE)
    assert standing(yard) == {(2, yard.step("Lead"))}
    yard.edit(milestones=["Second"])
    assert overlapping(create, publishing(yard), by=yard.yves, then_by=yard.ada) == (DONE, DONE)
    assert standing(yard) == {(3, yard.step("Lead"))}


def test_nothing_changes_its_team_onto_a_version_that_is_being_replaced(yard: Yard, acme: Acme) -> None:
    """The lock on the workflow in `destination`, in both orders."""
    other = a_team(acme.organization, "Elsewhere")
    yvo = a_member(acme.organization, "Yvo", teams=[yard.team, other])
    first, second = an_opportunity(other, by=yvo), an_opportunity(other, by=yvo)

    def come(opportunity_id: UUID) -> Act:
        return lambda at: changing_team.change_team(opportunity_id, team_id=yard.team.pk, by=yvo, at=at)

    yard.edit(milestones=["First"])
    assert overlapping(publishing(yard), come(first), by=yard.ada, then_by=yvo) == (DONE, DONE)
    assert standing(yard) == {(2, yard.step("Lead"))}
    yard.edit(milestones=["Second"])
    assert overlapping(come(second), publishing(yard), by=yvo, then_by=yard.ada) == (DONE, DONE)
    assert standing(yard) == {(3, yard.step("Lead"))}


def test_a_draft_is_not_given_up_while_it_is_published(yard: Yard) -> None:
    """The lock on the workflow."""
    made = []
    for name in ("Ferries", "Barges"):
        with acting(yard.ada) as at:
            made.append(drafting.make_unpublished(name, document=a_document(), by=yard.ada, at=at))

    def publish(workflow: Workflow) -> Act:
        return lambda at: publish_draft(workflow, revision=None, mapped=None, over=None, by=yard.ada, at=at)

    def give_up(workflow: Workflow) -> Act:
        return lambda at: drafting.delete_unpublished(workflow, by=yard.ada, at=at)

    first, second = made
    assert overlapping(publish(first), give_up(first), by=yard.ada) == (DONE, "workflow_in_use")
    assert overlapping(give_up(second), publish(second), by=yard.ada) == (DONE, "workflow_not_found")
