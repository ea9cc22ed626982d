"""An automation that stops ends all that it has under way, however much that is (A4)."""

from uuid import UUID

from handsel.automations.keeping import write
from handsel.automations.lines import cut
from handsel.automations.runs_models import Line, Run
from handsel.automations.stopping import stop_if_lost
from handsel.kernel.ids import new_id
from handsel.organizations import people
from handsel.organizations.acting import System, acting
from tests.automations.house import publish
from tests.automations.recipes import a_document, note
from tests.cast import Acme, a_member
from tests.counting import counted


def under_way(acme: Acme, automation_id: UUID, *, lines: int) -> None:
    """A run that has some lines already."""
    with acting(acme.ada) as at:
        run = Run.objects.create(
            organization=acme.organization, automation_id=automation_id, version_number=1, event_transaction=1, event_id=1,
            event_type="opportunity.created", event_at=at, opportunity_id=new_id(), position=0, depth=1, state="ready",
            created_at=at,
        )  # fmt: skip
        write(run.pk, [cut("too_many")] * lines, at=at)


def stop_with(acme: Acme, *, runs: int) -> tuple[UUID, int]:
    """An automation whose author leaves; how many statements it took."""
    author = a_member(acme.organization, f"Author {runs}", roles=("administrator", "manager"))
    automation_id = publish(f"Greet {runs}", a_document(note()), by=author)
    for number in range(runs):
        under_way(acme, automation_id, lines=number)
    with acting(acme.ada) as at:
        people.deactivate(author.id, by=acme.ada, at=at)
    system = System(organization_id=acme.organization.pk)
    with acting(system) as at, counted() as statements:
        stop_if_lost(automation_id, by=system, at=at)
    return automation_id, len(statements)


def test_ten_runs_are_stopped_by_as_many_statements_as_one(db: None, acme: Acme) -> None:
    (_, of_one), (automation_id, of_ten) = (stop_with(acme, runs=count) for count in (1, 10))

    with acting(acme.ada):
        states = list(Run.objects.filter(automation_id=automation_id).values_list("state", flat=True))
        lines = Line.objects.filter(run__automation_id=automation_id)
        last = list(lines.filter(code="author_gone").order_by("number").values_list("number", flat=True))
    assert of_ten == of_one
    assert states == ["stopped"] * 10
    assert last == list(range(1, 11))
