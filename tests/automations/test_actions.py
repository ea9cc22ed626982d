"""A3: each action is the ordinary command, as its author; what it does and what refuses it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from handsel.automations.actions.doing import Done
from handsel.automations.document import Branch, Step
from handsel.automations.document_reading import parse
from handsel.automations.paths import following
from handsel.automations.performing import perform
from handsel.automations.scene import NobodyThere, Occasion, Scene
from handsel.kernel.ids import new_id
from handsel.ledger.models import Event
from handsel.notifications.models import Notification
from handsel.opportunities.models import Activity, Grant, Note, Opportunity, Task
from handsel.opportunities.tasking import add_task
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Organization
from handsel.shares.giving import give
from handsel.shares.models import Share
from handsel.workflows.models import VersionStep
from tests.automations.recipes import a_document, a_step, an_id, note
from tests.cast import Acme, a_member, an_opportunity

NOON = datetime(2031, 3, 29, 11, tzinfo=UTC)
"""In Madrid, a day before the clocks go forward."""


def do(step: dict[str, Any], opportunity: UUID, *, by: Member, event: Occasion | None = None) -> Done:
    """As a run of its own."""
    scene = Scene(
        automation_id=AUTOMATION,
        run_id=new_id(),
        opportunity_id=opportunity,
        number=1,
        event=event or Occasion(id=1, type="opportunity.created", at=NOON),
    )
    [parsed] = parse(a_document(step)).steps
    with acting(by) as at:
        return perform(parsed, scene, by=by, at=at)


AUTOMATION = UUID(an_id("automation"))
IF = {"field": "title", "op": "filled"}


def values(done: Done) -> dict[str, Any]:
    return dict(done.lines[-1].values)


@pytest.fixture
def boat(db: None, acme: Acme) -> UUID:
    with acting(acme.ada):
        Organization.objects.filter(pk=acme.organization.pk).update(
            switches={"sharing": True, "share_automation": True}
        )
    return an_opportunity(acme.boats, by=acme.ben, title="Sail")


def test_share_lends_for_a_time_to_a_member_or_a_team(acme: Acme, boat: UUID) -> None:
    to_pia = a_step("share", to={"member": str(acme.pia.id)}, minutes=90, access="modify")
    to_loans = a_step("share", to={"team": str(acme.loans.pk)}, access="view")

    done = do(to_pia, boat, by=acme.ada)
    do(to_loans, boat, by=acme.ada)

    with acting(acme.ada):
        first, second = Grant.objects.order_by("starts_at", "id")
    assert (first.member_id, first.level, first.ends_at - first.starts_at) == (
        acme.pia.id,
        2,
        timedelta(minutes=90),
    )
    assert (second.team_id, second.level, (second.ends_at - second.starts_at).days) == (acme.loans.pk, 1, 90)
    assert (values(done)["to"], values(done)["access"]) == (str(acme.pia.id), "modify")


def test_share_that_is_refused_stays_in_the_history_with_its_reason(acme: Acme, boat: UUID) -> None:
    """S2."""
    done = do(a_step("share", to={"person": "owner"}, days=1, access="view"), boat, by=acme.ada)

    assert done.refusal is not None
    assert done.refusal.code == "owner_cannot_be_shared_with"
    with acting(acme.ada):
        assert list(Share.objects.values_list("status", "failure", "source")) == [
            ("failed", "is_owner", "manual")
        ]


def test_what_an_automation_asks_for_is_decided_in_its_step(acme: Acme, boat: UUID) -> None:
    """S2: so nobody ever finds it processing, and stopping it is ending a share; what waits is the run."""
    do(a_step("share", to={"member": str(acme.pia.id)}, days=1), boat, by=automated(acme.ada))
    do(a_step("share", to={"member": str(acme.ben.id)}, days=1), boat, by=automated(acme.ada))

    with acting(acme.ada):
        decided = Share.objects.order_by("asked_at").values_list("source", "status", "asked_at", "decided_at")
        each = [(source, status, asked == at) for source, status, asked, at in decided]
    assert each == [("automation", "completed", True), ("automation", "failed", True)]


def test_nobody_to_share_with_is_refused(acme: Acme, boat: UUID) -> None:
    with pytest.raises(NobodyThere):
        do(a_step("share", to={"person": "task_owner"}, access="view"), boat, by=acme.ada)


def automated(by: Member) -> Member:
    return replace(by, automation_id=AUTOMATION, run_id=new_id())


@pytest.mark.parametrize(
    ("whose", "left"),
    [("all", []), ("mine", ["Ben's"]), ("pia", ["mine to Loans"]), ("loans", ["mine", "Ben's"])],
)
def test_stop_sharing_ends_all_or_those_of_one_or_its_own(
    acme: Acme, boat: UUID, whose: str, left: list[str]
) -> None:
    """S7, A3."""
    ada, pia, loans = automated(acme.ada), acme.pia.id, acme.loans.pk
    given: dict[UUID, str] = {}
    wanted: list[tuple[str, Member, dict[str, Any]]] = [
        ("mine", ada, {"to_member": pia}),
        ("mine to Loans", ada, {"to_team": loans}),
        ("Ben's", acme.ben, {"to_member": pia}),
    ]
    for name, by, to in wanted:
        with acting(by) as at:
            given[give(boat, **to, by=by, at=at).share_id] = name
    target: Any = {"pia": {"member": str(pia)}, "loans": {"team": str(loans)}}.get(whose, whose)

    done = do(a_step("stop_sharing", whose=target), boat, by=ada)

    with acting(acme.ada):
        live = Grant.objects.filter(stopped_at=None).order_by("starts_at", "id")
        assert sorted(given[one.pk] for one in live) == sorted(left)
    assert values(done) == {"count": 3 - len(left)}


def test_to_stop_what_is_not_there_is_no_error(acme: Acme, boat: UUID) -> None:
    """S7."""
    assert values(do(a_step("stop_sharing", whose="mine"), boat, by=automated(acme.ada))) == {"count": 0}


def test_set_fields_fills_them_through_the_gate(acme: Acme, boat: UUID) -> None:
    step = a_step("set_fields", fields={"description": "{title} of {owner}, {contact}", "amount": "12.50"})

    done = do(step, boat, by=acme.ada)

    with acting(acme.ada):
        opportunity = Opportunity.objects.get(pk=boat)
        assert opportunity.contact is not None
        name = opportunity.contact.name
    assert (opportunity.description, str(opportunity.amount)) == (f"Sail of Ben, {name}", "12.50")
    assert values(done) == {"fields": ["amount", "description"]}


def test_what_is_so_already_is_no_event(acme: Acme, boat: UUID) -> None:
    """Else an automation on updates would set itself off."""
    step = a_step("set_fields", fields={"description": "x", "title": "Sail", "amount": "5"})
    for _ in range(2):
        do(step, boat, by=acme.ada)
        do(a_step("set_owner", member=str(acme.ben.id)), boat, by=acme.ada)

    with acting(acme.ada):
        kinds = Event.objects.filter(opportunity_id=boat).order_by("id").values_list("type", "data__fields")
        assert list(kinds) == [
            ("opportunity.created", None),
            ("opportunity.edited", ["amount", "description"]),
        ]


def test_move_takes_it_to_a_step_and_leaves_it_where_it_is_already(acme: Acme, boat: UUID) -> None:
    with acting(acme.ada):
        opportunity = Opportunity.objects.get(pk=boat)
        steps = dict(
            VersionStep.objects.filter(version_id=opportunity.workflow_version_id).values_list(
                "name", "step_id"
            )
        )
    here = opportunity.step_id
    there = next(step for name, step in steps.items() if step != here and name != "Lost")

    first = do(a_step("move", step=str(there)), boat, by=acme.ada)
    do(a_step("move", step=str(there)), boat, by=acme.ada)

    with acting(acme.ada):
        moved = Opportunity.objects.get(pk=boat)
    assert (moved.step_id, moved.revision) == (there, 2)
    assert values(first) == {"step": str(there)}


def test_set_owner_gives_it_to_a_member_a_person_or_nobody(acme: Acme, boat: UUID) -> None:
    max_ = a_member(acme.organization, "Max", teams=[acme.boats])
    actor = Occasion(id=1, type="opportunity.created", at=NOON, actor_kind="user", actor_id=acme.ben.id)
    owners = []
    for step in (
        a_step("set_owner", member=str(max_.id)),
        a_step("set_owner", person="actor"),
        a_step("set_owner", member=None),
    ):
        do(step, boat, by=acme.ada, event=actor)
        with acting(acme.ada):
            owners.append(Opportunity.objects.get(pk=boat).owner_id)

    assert owners == [max_.id, acme.ben.id, None]


def test_a_task_an_activity_and_a_note_are_its_authors(acme: Acme, boat: UUID) -> None:
    do(
        a_step("create_task", title="Call {contact}", due={"days": 1}, remind={"minutes": 30}),
        boat,
        by=acme.ada,
    )
    do(a_step("log_activity", type="Looked at", text="{title}"), boat, by=acme.ada)
    do(note("{number} stands on {step}"), boat, by=acme.ada)

    with acting(acme.ada):
        task, activity, written = Task.objects.get(), Activity.objects.get(), Note.objects.get()
        number = Opportunity.objects.get().lineage
    assert (task.author_id, task.owner_id, task.title[:8]) == (acme.ada.id, acme.ben.id, "Call Kim")
    assert task.due_at is not None
    assert task.remind_at == task.created_at + timedelta(minutes=30)
    assert (activity.type, activity.text, written.text) == ("Looked at", "Sail", f"{number} stands on New")


def test_the_owner_of_the_task_that_set_it_off_is_a_person(acme: Acme, boat: UUID) -> None:
    with acting(acme.ben) as at:
        task = add_task(boat, title="Call", due_at=None, remind_at=None, owner_id=None, by=acme.ben, at=at)
    event = Occasion(id=1, type="task.done", at=NOON, subject_id=task.pk)

    done = do(a_step("notify", to={"person": "task_owner"}, text="Well done"), boat, by=acme.ada, event=event)

    assert values(done) == {"count": 1, "left_out": 0}


def test_notify_tells_those_who_may_see_it_and_counts_the_others(acme: Acme, boat: UUID) -> None:
    """What an opportunity is called is not for those who may not see it."""
    a_member(acme.organization, "Gone", teams=[acme.boats])
    to_team = a_step("notify", to={"team": str(acme.boats.pk)}, text="{title} came in")
    to_role = a_step("notify", to={"role": "professional"}, text="{title}", called=2)

    first, second = do(to_team, boat, by=acme.ada), do(to_role, boat, by=acme.ada)

    with acting(acme.ada):
        told = Notification.objects.order_by("member__name", "at").values_list("member__name", "data__text")
        assert list(told) == [
            ("Ben", "Sail came in"),
            ("Ben", "Sail"),
            ("Gone", "Sail came in"),
            ("Gone", "Sail"),
        ]
    assert (values(first), values(second)) == ({"count": 2, "left_out": 0}, {"count": 2, "left_out": 1})


def test_nobody_to_tell_is_refused(acme: Acme, boat: UUID) -> None:
    with pytest.raises(NobodyThere):
        do(a_step("notify", to={"member": str(acme.pia.id)}, text="x"), boat, by=acme.ada)


@pytest.mark.parametrize(
    ("duration", "until"),
    [
        ({"minutes": 90}, NOON + timedelta(minutes=90)),
        ({"minutes": 24 * 60}, NOON + timedelta(hours=24)),
        ({"days": 1}, NOON + timedelta(hours=23)),
    ],
)
def test_a_wait_counts_days_by_the_calendar(
    acme: Acme, boat: UUID, duration: dict[str, int], until: datetime
) -> None:
    scene = Scene(
        automation_id=AUTOMATION, run_id=new_id(), opportunity_id=boat, number=1,
        event=Occasion(id=1, type="opportunity.created", at=NOON),
    )  # fmt: skip
    first, *_ = parse(a_document(a_step("wait", called=1, **duration), note(called=2))).steps
    with acting(acme.ada):
        assert perform(first, scene, by=acme.ada, at=NOON).until == until


def test_the_way_through_branches_comes_back_behind_them() -> None:
    inner = a_step("branch", called="i", **{"if": [IF], "then": [note(called="t")], "else": []})
    outer = a_step(
        "branch", called="o", **{"if": [IF], "then": [inner, note(called="u")], "else": [note(called="e")]}
    )
    steps = parse(a_document(note(called="a"), outer, note(called="z"))).steps

    def way(choices: str) -> list[str]:
        """Its choices: y or n."""
        chosen, seen = iter(choices), []
        here: Step | None = steps[0]
        while here is not None:
            seen.append(str(here.id))
            here = following(steps, here, chosen=next(chosen) == "y" if isinstance(here, Branch) else None)
        return seen

    def ids(names: str) -> list[str]:
        return [an_id(name) for name in names]

    assert way("yy") == ids("aoituz")
    assert way("yn") == ids("aoiuz")
    assert way("n") == ids("aoez")
