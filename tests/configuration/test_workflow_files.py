"""`handsel workflow export | import` (W15)."""

import pytest

from handsel.configuration.workflow_files import (
    NoSuchOrganization,
    export_workflow,
    import_draft,
    import_published,
)
from handsel.kernel.written import FileRefused
from handsel.opportunities.republishing import StepInUse
from handsel.opportunities.republishing_map import MapRefused
from handsel.organizations.acting import acting
from handsel.workflows.checking import NotPublishable
from handsel.workflows.drafts import stored_draft
from handsel.workflows.models import Workflow
from handsel.workflows.versions import VersionNotFound, WorkflowNotFound
from tests.cast import Acme
from tests.configuration.yard import YACHTS, Yard
from tests.workflows.boats import BOATS

RENAMED = YACHTS.replace("Shelf", "Rack")


@pytest.fixture
def yard(acme: Acme) -> Yard:
    return Yard(acme)


def exported(name: str = "Yachts", which: str | None = None) -> str:
    return export_workflow(name, organization="Acme", which=which)


def test_a_round_trip_changes_nothing(yard: Yard) -> None:
    before = yard.draft()

    said = import_draft(exported(), organization="Acme", name=None)

    assert said[0] == "Acme: the draft of Yachts is as the file says."
    assert yard.draft() == before
    assert import_published(exported(), organization="Acme", name=None) == ["Acme: Yachts is so already."]
    assert yard.numbers() == [1]


def test_a_file_becomes_the_draft_and_says_what_it_replaced(yard: Yard) -> None:
    yard.edit(milestones=["Deposit"])

    said = import_draft(YACHTS.replace("entries: {new: Lead}", "entries: {}"), organization="Acme", name=None)

    assert said[1].startswith("It replaced a draft that Ada changed at ")
    assert 'error  entry "New opportunity"' in "\n".join(said)
    assert said[-1].startswith("1 errors, ")
    assert (yard.draft().document["entries"], yard.numbers()) == ({}, [1])
    assert "entries" not in exported(which="draft")
    assert "entries" in exported(which="1")


def test_a_file_of_a_new_workflow_is_a_draft_until_it_is_published(yard: Yard) -> None:
    import_draft(BOATS, organization="Acme", name="Ferries")

    with pytest.raises(VersionNotFound):
        exported("Ferries")
    assert import_published(BOATS, organization="Acme", name="Ferries") == [
        "Acme: published version 1 of Ferries."
    ]
    assert exported("Ferries") == exported("Ferries", which="draft")
    with acting(yard.ada):
        assert stored_draft(Workflow.objects.get(name="Ferries").pk).based_on == 1


def test_a_published_file_keeps_a_changed_draft(yard: Yard) -> None:
    yard.edit(milestones=["Deposit"])

    said = import_published(YACHTS.replace("Park,", "Put away,"), organization="Acme", name=None)

    assert said == ["Acme: published version 2 of Yachts."]
    assert (yard.draft().document["milestones"], yard.draft().based_on) == (["Deposit"], 1)
    assert import_published(BOATS, organization="Acme", name="Barges") == [
        "Acme: made the workflow Barges, version 1."
    ]


def test_opportunities_on_a_step_that_the_file_drops_go_where_the_map_says(yard: Yard) -> None:
    """W14."""
    parked, elsewhere = yard.an_opportunity(), yard.an_opportunity()
    yard.move(parked, step=yard.step("Shelf"))
    shelf = yard.step("Shelf")

    said = import_published(RENAMED, organization="Acme", name=None, mapped=[("Shelf", "Rack")])

    assert said == [
        "Acme: published version 2 of Yachts.",
        "Opportunities moved off steps that are gone: 1.",
    ]
    assert [str(yard.get(one).step_id) for one in (parked, elsewhere)] == [
        yard.step("Rack"),
        yard.step("Lead"),
    ]
    assert yard.step("Rack") != shelf
    again = import_published(RENAMED, organization="Acme", name=None, mapped=[("Shelf", "Rack")])
    assert again == ["Acme: Yachts is so already."]


def test_who_has_no_place_in_the_new_version_is_named_and_nothing_is_published(yard: Yard) -> None:
    """W14."""
    for name in ("Shelf", "Shelf", "Gone"):
        yard.move(yard.an_opportunity(), step=yard.step(name))
    text = RENAMED.replace("Gone", "Away")

    with pytest.raises(StepInUse, match="--map 'OLD STEP' 'NEW STEP'") as refused:
        import_published(text, organization="Acme", name=None)
    with pytest.raises(StepInUse) as in_part:
        import_published(text, organization="Acme", name=None, mapped=[("Shelf", "Rack")])

    assert [(one.name, one.message) for one in refused.value.fields] == [
        ("Shelf", "2 standing here"),
        ("Gone", "1 standing here"),
    ]
    assert [one.name for one in in_part.value.fields] == ["Gone"]
    assert yard.numbers() == [1]


@pytest.mark.parametrize(
    ("file", "mapped", "told"),
    [
        (RENAMED, [("Shelf", "Nowhere")], ("map.Shelf", "The new version has no step 'Nowhere'.")),
        (RENAMED, [("Shelves", "Rack")], ("map.Shelves", "The newest version has no such step.")),
        (
            RENAMED,
            [("Lead", "Rack")],
            ("map.Lead", "Lead is still a step. Only from removed ones do opportunities go elsewhere."),
        ),
        (RENAMED, [("Shelf", "Rack"), ("Shelf", "Lead")], ("map.Shelf", "This step stands here twice.")),
        (
            RENAMED.replace("workflow: Yachts", "workflow: Ships"),
            [("Shelf", "Rack")],
            ("map.Shelf", "The newest version has no such step."),
        ),
    ],
)
def test_a_map_that_makes_no_sense_is_refused_by_the_step_that_it_names(
    yard: Yard, file: str, mapped: list[tuple[str, str]], told: tuple[str, str]
) -> None:
    with pytest.raises(MapRefused) as refused:
        import_published(file, organization="Acme", name=None, mapped=mapped)

    assert [(one.name, one.message) for one in refused.value.fields] == [told]
    assert yard.numbers() == [1]


def test_what_is_not_there_is_told(yard: Yard) -> None:
    with pytest.raises(WorkflowNotFound, match="It has: Boats, Loans, Yachts"):
        exported("Nothing")
    with pytest.raises(NoSuchOrganization):
        export_workflow("Yachts", organization="Nobody", which=None)
    with pytest.raises(VersionNotFound):
        exported(which="7")


def test_what_is_wrong_is_told_by_its_line(yard: Yard) -> None:
    with pytest.raises(FileRefused) as refused:
        import_draft(YACHTS.replace("stage: Won", "stage: Wun"), organization="Acme", name="Other")
    with pytest.raises(NotPublishable):
        import_published(
            YACHTS.replace("entries: {new: Lead}", "entries: {}"), organization="Acme", name=None
        )

    assert refused.value.fields[0].name == "steps[2].stage (line 10)"
