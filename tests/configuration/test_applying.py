"""Configuration as a file (I14): made so, found unchanged, refused by line."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connections

from handsel.configuration import Kind, apply, apply_text, describe, preview
from handsel.kernel.written import FileRefused
from handsel.ledger.models import Event
from handsel.organizations.acting import System, acting
from handsel.organizations.models import User
from tests.workflows.boats import BOATS

FAMILY = """\
organizations:
  - name: Lake Boats East
    parent: Lake Boats
    channels:
      - {kind: email, name: East desk}
  - name: Lake Boats
    time_zone: America/Montreal
    currency: CAD
    locale: en-CA
    switches: {handover: true, sharing: true}
    people:
      - {email: Mei@Example.org, name: Mei Roy, roles: [administrator, manager], password: only-read}
      - {email: sam@example.org, name: Sam, roles: [professional], sales_licence: false}
    channels:
      - {kind: in_person, name: Counter}
    workflows:
      - {name: Boats, file: boats.yaml}
    teams:
      - {name: Boats, workflow: Boats, potential: true, members: [mei@example.org, {email: sam@example.org, sees: own}]}
      - {name: Loans, deal_amount: false}
"""


def inside(name: str) -> AbstractContextManager[datetime]:
    with connections["system"].cursor() as cursor:
        cursor.execute("SELECT id FROM organizations_organization WHERE name = %s", [name])
        return acting(System(organization_id=cursor.fetchone()[0]))


@pytest.fixture
def family(tmp_path: Path) -> Path:
    (tmp_path / "boats.yaml").write_text(BOATS)
    (tmp_path / "family.yaml").write_text(FAMILY)
    return tmp_path / "family.yaml"


def test_a_file_makes_all_that_it_describes(db: None, family: Path) -> None:
    changes = apply(family)

    assert [str(change) for change in changes] == [
        "+ Lake Boats: organization",
        "+ Lake Boats: person mei@example.org",
        "+ Lake Boats: person sam@example.org",
        "+ Lake Boats: channel Counter",
        "+ Lake Boats: workflow Boats",
        "+ Lake Boats: team Boats",
        "+ Lake Boats: team Loans",
        "+ Lake Boats East: organization",
        "+ Lake Boats East: channel East desk",
    ]
    assert User.objects.get(email="mei@example.org").check_password("only-read")


def test_the_same_file_again_changes_nothing_and_says_so(db: None, family: Path) -> None:
    apply(family)
    password = User.objects.get(email="mei@example.org").password

    assert {change.kind for change in apply(family)} == {Kind.UNCHANGED}
    assert User.objects.get(email="mei@example.org").password == password


def test_what_is_described_is_applied_without_a_change(db: None, family: Path, tmp_path: Path) -> None:
    apply(family)
    described = describe()

    again = apply_text(described, folder=tmp_path)

    assert {change.kind for change in again} == {Kind.UNCHANGED}
    assert describe() == described
    assert "only-read" not in described


def test_only_what_differs_is_changed(db: None, family: Path) -> None:
    apply(family)
    text = FAMILY.replace("currency: CAD", "currency: USD").replace("sees: own", "sees: all")
    text = text.replace("potential: true", "potential: false").replace("only-read", "another-one")
    (family.parent / "boats.yaml").write_text(BOATS.replace("probability: 10", "probability: 20"))

    changed = [str(one) for one in apply_text(text, folder=family.parent) if one.kind is not Kind.UNCHANGED]

    assert changed == [
        "~ Lake Boats: organization: currency CAD → USD",
        "~ Lake Boats: person mei@example.org: password as it was → as in the file",
        "~ Lake Boats: workflow Boats: version 1 → 2",
        "~ Lake Boats: team Boats: potential true → false, sam@example.org sees own → sees all",
    ]


def test_what_the_file_does_not_name_is_left_alone(db: None, family: Path) -> None:
    apply(family)
    before = describe()

    changes = apply_text("organizations: [{name: Lake Boats, teams: [{name: Boats}]}]", folder=family.parent)

    assert {change.kind for change in changes} == {Kind.UNCHANGED}
    assert describe() == before


def test_a_preview_changes_nothing(db: None, family: Path) -> None:
    assert {change.kind for change in preview(family)} == {Kind.MADE}
    assert describe() == "organizations: []\n"


def test_a_child_takes_what_its_file_says_of_the_parents_switches_only_as_they_hold(
    db: None, family: Path, tmp_path: Path
) -> None:
    apply(family)
    child = "organizations: [{{name: Lake Boats East, switches: {{handover: {}}}}}]"

    assert [one.kind for one in apply_text(child.format("true"), folder=tmp_path)] == [Kind.UNCHANGED]
    with pytest.raises(FileRefused) as refused:
        apply_text(child.format("false"), folder=tmp_path)
    assert refused.value.fields[0].name == "organizations[0].switches.handover (line 1)"


def test_an_organization_gets_a_parent_but_no_grandparent(db: None, family: Path, tmp_path: Path) -> None:
    apply(family)
    apply_text("organizations: [{name: Lake Boats West}]", folder=tmp_path)

    changes = apply_text("organizations: [{name: Lake Boats West, parent: Lake Boats}]", folder=tmp_path)

    assert [str(one) for one in changes] == ["~ Lake Boats West: organization: parent none → Lake Boats"]
    with pytest.raises(FileRefused, match="nothing was changed") as refused:
        apply_text("organizations: [{name: Other, parent: Lake Boats East}]", folder=tmp_path)
    assert "one level deep" in refused.value.fields[0].message


def test_who_was_let_go_stays_so_until_the_file_says_otherwise(
    db: None, family: Path, tmp_path: Path
) -> None:
    apply(family)
    sam = "organizations: [{{name: Lake Boats, people: [{{email: sam@example.org{}}}]}}]"

    let_go = apply_text(sam.format(", active: false"), folder=tmp_path)
    silent = apply_text(sam.format(""), folder=tmp_path)
    taken_back = apply_text(sam.format(", active: true"), folder=tmp_path)

    assert str(let_go[1]) == "~ Lake Boats: person sam@example.org: active true → false"
    assert [one.kind for one in silent] == [Kind.UNCHANGED] * 2
    assert str(taken_back[1]) == "~ Lake Boats: person sam@example.org: active false → true"


def test_administrators_change_in_one_file_whatever_its_order(db: None, family: Path, tmp_path: Path) -> None:
    apply(family)

    apply_text(
        "organizations: [{name: Lake Boats, people: [{email: mei@example.org, roles: [manager]}, "
        "{email: sam@example.org, roles: [administrator]}]}]",
        folder=tmp_path,
    )
    with pytest.raises(FileRefused, match="nothing was changed") as refused:
        apply_text(
            "organizations: [{name: Lake Boats, people: [{email: sam@example.org, roles: [manager]}]}]",
            folder=tmp_path,
        )

    assert "last administrator" in refused.value.fields[0].message


def test_events_tell_what_the_system_did(db: None, family: Path) -> None:
    apply(family)

    with inside("Lake Boats"):
        events = list(Event.objects.order_by("id").values_list("type", "actor_kind"))
    assert events[0] == ("organization.founded", "system")
    assert ("workflow.published", "system") in events


# Every problem is told at once, with its line, and nothing is kept.
BAD = {
    "file": "- {name: A}",
    "organizations (line 1)": "organizations: []",
    "people (line 2)": "organizations:\npeople: []",
    "organizations[0].nmae (line 1)": "organizations: [{name: A, nmae: B}]",
    "organizations[0].name (line 1)": "organizations: [{time_zone: UTC}]",
    "organizations[1].name (line 3)": "organizations:\n  - {name: A}\n  - {name: A}",
    "organizations[0].time_zone (line 2)": "organizations:\n- {name: A, time_zone: Mars/North}",
    "organizations[0].currency (line 1)": "organizations: [{name: A, currency: XAU}]",
    "organizations[0].locale (line 1)": "organizations: [{name: A, locale: tlh-QQ-x}]",
    "organizations[0].switches.handower (line 1)": "organizations: [{name: A, switches: {handower: true}}]",
    "organizations[0].switches.handover (line 1)": "organizations: [{name: A, switches: {handover: maybe}}]",
    "organizations[0].parent (line 1)": "organizations: [{name: A, parent: Nobody}]",
    "organizations[0].people[0].email (line 1)": "organizations: [{name: A, people: [{email: nobody, name: N, roles: [manager]}]}]",
    "organizations[0].people[1].email (line 4)": "organizations:\n- name: A\n  people: [{email: a@b.org, name: N, roles: [manager]},\n    {email: A@B.org, name: N, roles: [manager]}]",
    "organizations[0].people[0].roles[0] (line 1)": "organizations: [{name: A, people: [{email: a@b.org, name: N, roles: [boss]}]}]",
    "organizations[0].people[0].roles (line 1)": "organizations: [{name: A, people: [{email: a@b.org, name: N, roles: []}]}]",
    "organizations[0].people[0].name (line 1)": "organizations: [{name: A, people: [{email: a@b.org, roles: [manager]}]}]",
    "organizations[0].people[0].sales_licence (line 1)": "organizations: [{name: A, people: [{email: a@b.org, name: N, roles: [manager], sales_licence: 1}]}]",
    "organizations[0].channels[0].kind (line 1)": "organizations: [{name: A, channels: [{kind: pigeon, name: P}]}]",
    "organizations[0].workflows[0] (line 1)": "organizations: [{name: A, workflows: [{name: W}]}]",
    "organizations[0].workflows[0].file (line 1)": "organizations: [{name: A, workflows: [{name: W, file: none.yaml}]}]",
    "organizations[0].workflows[0].document.stages (line 1)": "organizations: [{name: A, workflows: [{name: W, document: {mode: free}}]}]",
    "bad.yaml: steps[0].stage (line 4)": "organizations: [{name: A, workflows: [{name: W, file: bad.yaml}]}]",
    "broken.yaml: file (line 2)": "organizations: [{name: A, workflows: [{name: W, file: broken.yaml}]}]",
    "organizations[0].teams[0].workflow (line 1)": "organizations: [{name: A, teams: [{name: T, workflow: W}]}]",
    "organizations[0].teams[0].members[0] (line 1)": "organizations: [{name: A, teams: [{name: T, members: [x@example.org]}]}]",
    "organizations[0].teams[0].members[0].sees (line 1)": "organizations: [{name: A, people: [{email: a@b.org, name: N, roles: [manager]}], teams: [{name: T, members: [{email: a@b.org, sees: some}]}]}]",
}  # fmt: skip


@pytest.mark.parametrize("place", BAD)
def test_a_bad_file_is_refused_by_line(db: None, tmp_path: Path, place: str) -> None:
    (tmp_path / "bad.yaml").write_text(
        "stages: [{name: New, status: open}]\nsteps:\n  - name: One\n    stage: Old\nentries: {new: One}\n"
    )
    (tmp_path / "broken.yaml").write_text("stages: [\n  }\n")

    with pytest.raises(FileRefused) as refused:
        apply_text(BAD[place], folder=tmp_path)

    assert [problem.name for problem in refused.value.fields][:1] == [place]
    assert describe() == "organizations: []\n"


def test_a_file_that_is_no_text_is_refused(db: None, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_bytes(b"organizations: [{name: \xff}]")

    with pytest.raises(FileRefused, match="not text in UTF-8"):
        apply(tmp_path / "odd.yaml")


def test_all_problems_are_told_at_once(db: None, tmp_path: Path) -> None:
    text = "organizations:\n  - {name: A, teams: [{name: T, workflow: W}]}\n  - {name: B, parent: C}\n"

    with pytest.raises(FileRefused) as refused:
        apply_text(text, folder=tmp_path)

    assert [problem.name for problem in refused.value.fields] == [
        "organizations[0].teams[0].workflow (line 2)",
        "organizations[1].parent (line 3)",
    ]
