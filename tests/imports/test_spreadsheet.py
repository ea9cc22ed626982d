"""Any table: guessed and chosen columns, contacts, owners, attributes, and what our own export writes."""

from typing import Any
from uuid import UUID

from handsel.board.export import export_board
from handsel.contacts.models import Contact
from handsel.imports.models import Import, ImportRow
from handsel.imports.reading import Upload
from handsel.kernel.ids import new_id
from handsel.kernel.sentences import sentence_of
from handsel.opportunities.models import Opportunity
from handsel.opportunities.queries import Filters
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.models import Team
from handsel.workflows.document import parse
from handsel.workflows.models import VersionStep
from handsel.workflows.publishing import make_workflow
from tests.cast import Acme, a_team, as_now
from tests.imports.running_maven import checked, imported, table, undone

GUIDED: dict[str, Any] = {
    "workflow": "Loans, guided",
    "mode": "guided",
    "sections": [
        {
            "name": "Need",
            "attributes": [
                {"key": "budget", "label": "Budget", "type": "money"},
                {"key": "kind", "label": "Kind", "type": "choice", "options": ["Car", "House"]},
                {"key": "extras", "label": "Extras", "type": "choices", "options": ["Fast", "Cheap"]},
                {"key": "adviser", "label": "Adviser", "type": "user"},
                {"key": "until", "label": "Until", "type": "date"},
            ],
        }
    ],
    "stages": [
        {"name": "New", "status": "open"},
        {"name": "Won", "status": "won"},
        {"name": "Lost", "status": "lost", "reasons": ["price"]},
    ],
    "steps": [
        {"name": "Lead in", "stage": "New"},
        {"name": "Signed", "stage": "Won"},
        {"name": "Gone", "stage": "Lost"},
    ],
    "transitions": [
        {"name": "Sign", "from": "Lead in", "to": "Signed", "required": ["budget", "contact.email"]},
        {"name": "Lose", "from": "Lead in", "to": "Gone"},
    ],
    "entries": {"new": "Lead in"},
}
DEAL = {
    "Deal ID": "7", "Deal name": "A boat", "Contact": "Tony Turner", "E-mail": "tony@example.com",
    "Phone": "+34 600 123 456", "Company": "Moveer", "Owner": "Ben", "Stage": "Proposal", "Value": "1,250.50",
    "Currency": "USD", "Created": "25/12/2026", "Follow-up": "2031-01-02", "Favorite color": "red",
}  # fmt: skip


def guided_team(acme: Acme, member: Member) -> Team:
    by = System(organization_id=acme.organization.pk)
    with acting(by) as at:
        workflow = make_workflow(
            "Loans, guided", document=parse(GUIDED, previous=None, new_id=new_id), by=by, at=at
        )
        workflow_id: UUID = workflow.pk
    return a_team(acme.organization, "Guided", workflow_id=workflow_id, members=[member])


def notes_of(run: Import) -> list[str]:
    rows = ImportRow.objects.filter(run=run).order_by("id")
    return [sentence_of(said["text"]) for row in rows for said in row.messages]


def test_a_table_is_mapped_by_its_headers_and_names_what_it_leaves_out(db: None, acme: Acme) -> None:
    run = imported([table([DEAL])], by=acme.ada, team="Boats")

    targets = {line["column"]: line["target"] for line in run.mapping}
    assert targets == {
        "Deal ID": "source_id", "Deal name": "title", "Contact": "contact.name", "E-mail": "contact.email",
        "Phone": "contact.phone", "Company": "account.name", "Owner": "owner", "Stage": "step", "Value": "amount",
        "Currency": "currency", "Created": "created_at", "Follow-up": "follow_up_at", "Favorite color": "",
    }  # fmt: skip
    assert "deals.csv: left out Favorite color." in [sentence_of(note) for note in run.report["notes"]]
    with acting(acme.ada):
        one = Opportunity.objects.select_related("contact", "account", "owner", "team").get()
        assert one.contact is not None
        assert one.account is not None
        assert one.owner is not None
        assert (one.title, one.contact.phone, one.account.name, one.owner.name, one.team.name) == (
            "A boat", "+34600123456", "Moveer", "Ben", "Boats",
        )  # fmt: skip
        assert (str(one.amount), one.currency, one.source, one.source_id) == ("1250.50", "USD", "csv", "7")
        assert one.contact.account_id == one.account_id
        # in Madrid: the day begins at midnight, a follow-up without a time is at nine
        assert one.created_at.isoformat() == "2026-12-24T23:00:00+00:00"
        assert one.follow_up_at is not None
        assert one.follow_up_at.isoformat() == "2031-01-02T08:00:00+00:00"


def test_the_same_person_is_found_again(db: None, acme: Acme) -> None:
    rows = [
        DEAL,
        DEAL | {"Deal ID": "8", "Contact": "T. Turner"},
        DEAL | {"Deal ID": "9", "E-mail": "", "Phone": ""},
    ]

    first = imported([table(rows)], by=acme.ada, team="Boats")
    imported([table([*rows, DEAL | {"Deal ID": "10", "E-mail": "", "Phone": ""}])], by=acme.ada, team="Boats")

    with acting(acme.ada):
        assert Opportunity.objects.count() == 4
        assert Contact.objects.count() == 2  # Tony by mail and phone; the Tony of Moveer who has neither
    undone(first.pk, by=acme.ada)
    with acting(acme.ada):
        assert [contact.phone for contact in Contact.objects.all()] == [None]  # the second import's


def test_a_changed_address_changes_the_contact_and_is_put_back(db: None, acme: Acme) -> None:
    imported([table([DEAL])], by=acme.ada, team="Boats")

    run = imported([table([DEAL | {"E-mail": "turner@example.com"}])], by=acme.ada, team="Boats")

    with acting(acme.ada):
        assert Contact.objects.get().email == "turner@example.com"
    undone(run.pk, by=acme.ada)
    with acting(acme.ada):
        assert Contact.objects.get().email == "tony@example.com"


def test_only_members_of_the_team_own_and_others_are_told(db: None, acme: Acme) -> None:
    rows = [
        DEAL | {"Deal ID": str(n), "Owner": owner}
        for n, owner in enumerate(("Pia", "Zoe", acme.ben.email, ""))
    ]

    run = imported([table(rows)], by=acme.ada, team="Boats")

    with acting(acme.ada):
        owners = Opportunity.objects.order_by("source_id").values_list("owner__name", flat=True)
        assert list(owners) == [None, None, "Ben", None]
        assert notes_of(run) == [
            "Pia is not in the team Boats, so it is Unassigned.",
            "Zoe is nobody here, so it is Unassigned.",
        ]


def test_attributes_are_checked_by_type_and_what_the_way_requires_is_told(db: None, acme: Acme) -> None:
    guided_team(acme, acme.pia)
    deal = {"id": "1", "stage": "Signed", "budget": "5000", "kind": "house", "extras": "cheap; fast", "adviser": "Pia",
            "until": "14.03.2027", "created": "2026-01-01", "closed": "2026-02-01"}  # fmt: skip

    run = imported([table([deal])], by=acme.ada, team="Guided")

    with acting(acme.ada):
        assert Opportunity.objects.get().attributes == {
            "budget": "5000.00", "kind": "House", "extras": ["Cheap", "Fast"], "adviser": str(acme.pia.id),
            "until": "2027-03-14",
        }  # fmt: skip
        assert notes_of(run) == ["The moves to Signed would have asked for: E-mail."]

    bad = checked(
        [table([deal | {"kind": "Boat", "until": "soon", "budget": "much"}])], by=acme.ada, team="Guided"
    )

    assert bad.report["problems"] == 3


def test_without_an_id_a_row_is_known_by_its_content(db: None, acme: Acme) -> None:
    rows = [
        {"title": "One", "stage": "New"},
        {"title": "One", "stage": "New"},
        {"title": "Two", "stage": "New"},
    ]

    imported([table(rows)], by=acme.ada, team="Boats")
    again = imported([table([*rows, {"title": "Three", "stage": "New"}])], by=acme.ada, team="Boats")

    assert (again.report["create"], again.report["same"]) == (1, 3)
    with acting(acme.ada):
        assert list(Opportunity.objects.order_by("title").values_list("title", flat=True)) == [
            "One",
            "One",
            "Three",
            "Two",
        ]
        assert set(Opportunity.objects.values_list("source_id", flat=True)) == {None}


def test_a_team_without_amounts_gets_none(db: None, acme: Acme) -> None:
    with acting(acme.ada):
        Team.objects.filter(pk=acme.boats.pk).update(deal_amount=False)

    run = imported([table([DEAL])], by=acme.ada, team="Boats")

    with acting(acme.ada):
        assert Opportunity.objects.get().amount is None
        assert notes_of(run) == ["Left out: Boats does not use amounts."]


def test_what_our_export_writes_reads_back_unchanged(db: None, acme: Acme) -> None:
    seller = as_now(acme.ada)
    odd = DEAL | {"Deal name": "=SUM(A1)\n'quoted'", "Company": "+49 GmbH", "Contact": "@tony"}
    imported([table([odd, DEAL | {"Deal ID": "8", "Deal name": "'x"}])], by=seller, team="Boats")
    with acting(seller) as at:
        written = export_board(acme.boats.pk, Filters(), member=seller, at=at)
        before = content(acme.boats)
        Opportunity.objects.all().delete()

    run = imported([Upload("board.csv", written.encode())], by=seller, team="Boats")

    assert run.report["create"] == 2
    with acting(seller):
        assert content(acme.boats) == before


def content(team: Team) -> list[tuple[object, ...]]:
    return list(
        Opportunity.objects.filter(team=team).order_by("title").values_list(
            "title", "contact_id", "account_id", "owner_id", "step_id", "amount", "currency", "follow_up_at",
            "description", "created_at", "closed_at", "attributes",
        )
    )  # fmt: skip


def test_an_owner_who_can_not_own_it_here_takes_it_from_nobody(db: None, acme: Acme) -> None:
    imported([table([DEAL])], by=acme.ada, team="Boats")

    run = imported([table([DEAL | {"Owner": "Pia", "Value": "7"}])], by=acme.ada, team="Boats")

    with acting(acme.ada):
        one = Opportunity.objects.select_related("owner").get()
        assert one.owner is not None
        assert (one.owner.name, str(one.amount)) == ("Ben", "7.00")
        assert notes_of(run) == ["Kept as it is here: Pia can't own it in the team Boats."]


def test_a_table_without_a_step_starts_where_new_opportunities_start(db: None, acme: Acme) -> None:
    deal = {column: value for column, value in DEAL.items() if column != "Stage"}

    imported([table([deal])], by=acme.ada, team="Boats")

    with acting(acme.ada):
        one = Opportunity.objects.get()
        assert VersionStep.objects.get(step_id=one.step_id).name == "New"
        assert one.closed_at is None
