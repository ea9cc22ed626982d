"""The Maven layout on slices of the data set: what comes in, comes again, changes, breaks, and is cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handsel.contacts.models import Account
from handsel.imports import actions, bringing, running
from handsel.imports.models import Import, ImportRow
from handsel.imports.rules import ImportBroken, ImportNotReady, Work
from handsel.opportunities import importing, quick
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Membership, Team
from handsel.organizations.rules import CapabilityMissing
from tests.cast import Acme, a_member, as_now
from tests.imports.running_maven import HEADER, MAVEN, as_stored, checked, imported, maven, undone

ROW = "1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054"


@contextmanager
def reading(member: Member) -> Iterator[None]:
    with acting(member):
        yield


def count(run: Import) -> dict[str, int]:
    return {name: run.report[name] for name in ("create", "update", "same", "skipped", "problems")}


NOTHING = {"create": 0, "update": 0, "same": 0, "skipped": 0, "problems": 0}


def test_a_second_import_changes_nothing(db: None, acme: Acme) -> None:
    imported(maven(rows=300), by=acme.ada)
    with acting(acme.ada), connection.cursor() as cursor:
        before = everything(cursor)

    again = imported(maven(rows=300), by=acme.ada)

    assert count(again) == NOTHING | {"same": 300}
    with acting(acme.ada), connection.cursor() as cursor:
        assert everything(cursor) == before


def everything(cursor: Any) -> list[Any]:
    found = []
    for table in (
        "opportunities_opportunity", "contacts_account", "catalog_product", "organizations_membership",
        "organizations_team", "organizations_teamseat", "imports_original",
    ):  # fmt: skip
        cursor.execute(f"SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY id), '[]')::text FROM {table} t")
        found.append(cursor.fetchone())
    return found


def test_what_people_changed_here_stays_unless_it_changed_there(db: None, acme: Acme) -> None:
    imported(maven(pipeline=[ROW]), by=acme.ada)
    manager = a_member(acme.organization, "Max", roles=("manager",))
    with acting(manager) as at:
        one = Opportunity.objects.get()
        quick.set_amount(one.pk, amount="2000", by=manager, at=at)

    run = imported(maven(pipeline=[ROW.replace("Cancity", "Isdom")]), by=acme.ada)

    assert count(run) == NOTHING | {"update": 1}
    with acting(acme.ada):
        one = Opportunity.objects.select_related("account").get()
        assert one.account is not None
        assert (str(one.amount), one.account.name, one.revision) == ("2000.00", "Isdom", 3)

    imported(maven(pipeline=[ROW.replace("Cancity", "Isdom").replace("1054", "1055")]), by=acme.ada)

    with acting(acme.ada):
        assert str(Opportunity.objects.get().amount) == "1055.00"


def test_what_people_deleted_here_stays_away(db: None, acme: Acme) -> None:
    imported(maven(pipeline=[ROW]), by=acme.ada)
    with acting(acme.ada):
        Opportunity.objects.all().delete()

    run = imported(maven(pipeline=[ROW.replace("1054", "7")]), by=acme.ada)

    assert count(run) == NOTHING | {"skipped": 1}
    with acting(acme.ada):
        assert not Opportunity.objects.exists()


def test_a_changed_account_changes_in_that_attribute_alone(db: None, acme: Acme) -> None:
    imported(maven(pipeline=[ROW]), by=acme.ada)
    accounts = (MAVEN / "accounts.csv").read_text().replace("Cancity,retail,", "Cancity,trade,")

    run = imported(maven(pipeline=[ROW], accounts=accounts), by=acme.ada)

    assert run.report["kinds"]["account"] == {"create": 0, "update": 1}
    with acting(acme.ada):
        cancity = Account.objects.get(name="Cancity")
        assert (cancity.attributes["sector"], cancity.revision) == ("trade", 2)

    undone(run.pk, by=acme.ada)

    with acting(acme.ada):
        assert Account.objects.get(name="Cancity").attributes["sector"] == "retail"


def test_people_and_teams_that_are_there_are_used(db: None, acme: Acme) -> None:
    first = imported(maven(pipeline=[ROW]), by=acme.ada)
    with acting(acme.ada):
        made = set(Membership.objects.values_list("pk", flat=True))
        teams = set(Team.objects.values_list("pk", flat=True))
        ImportRow.objects.filter(run=first).delete()
        connection.cursor().execute("DELETE FROM imports_original")

    again = imported(maven(pipeline=[ROW.replace("1C1I7A6R", "OTHER")]), by=acme.ada)

    assert count(again) == NOTHING | {"create": 1}
    with acting(acme.ada):
        assert set(Membership.objects.values_list("pk", flat=True)) == made
        assert set(Team.objects.values_list("pk", flat=True)) == teams


def test_a_team_of_an_offices_name_with_another_workflow_is_left_alone(db: None, acme: Acme) -> None:
    with acting(acme.ada):
        Team.objects.filter(pk=acme.boats.pk).update(name="Central")

    imported(maven(pipeline=[ROW]), by=acme.ada)

    with acting(acme.ada):
        assert Opportunity.objects.select_related("team").get().team.name == "Central (Maven)"


def test_who_may_not_manage_people_is_refused_before_anything_is_made(db: None, acme: Acme) -> None:
    manager = a_member(acme.organization, "Max", roles=("manager",))

    with pytest.raises(CapabilityMissing):
        checked(maven(pipeline=[ROW]), by=manager)
    with pytest.raises(CapabilityMissing):
        checked(maven(pipeline=[ROW]), by=acme.ben)


@pytest.mark.parametrize(
    ("lines", "name", "word"),
    [
        (["A,Moses Frase,GTX Basic,Cancity,Dreaming,,,"], "sales_pipeline.csv:2 deal_stage", "Dreaming"),
        (["A,Moses Frase,GTX Basic,Cancity,Won,2017-02-30,2017-03-01,1"], "sales_pipeline.csv:2 engage_date", "date"),
        (["A,Moses Frase,GTX Basic,Cancity,Won,2017-02-03,soon,1"], "sales_pipeline.csv:2 close_date", "date"),
        (["A,Moses Frase,GTX Basic,Cancity,Won,,,1e400"], "sales_pipeline.csv:2 close_value", "amount"),
        (["A,Moses Frase,GTX Basic,Cancity,Won,,,-5"], "sales_pipeline.csv:2 close_value", "negative"),
        (["A,Moses Frase,GTX Basic,Cancity,Won,,,1.005"], "sales_pipeline.csv:2 close_value", "digits"),
        (["A,Moses Frase,GTX Basic,Cancity,Won,,,1", ROW, "A,Moses Frase,GTX Basic,Cancity,Won,,,2"],
         "sales_pipeline.csv:4 opportunity_id", "line 2"),
        ([",Moses Frase,GTX Basic,Cancity,Won,,,1"], "sales_pipeline.csv:2 opportunity_id", "empty"),
        (["A,Nobody Known,GTX Basic,Cancity,Won,,,1"], "sales_pipeline.csv:2 sales_agent", "Nobody Known"),
    ],
)  # fmt: skip
def test_a_broken_row_imports_nothing_and_names_its_line(
    db: None, acme: Acme, lines: list[str], name: str, word: str
) -> None:
    run = checked(maven(pipeline=lines), by=acme.ada)

    with pytest.raises(ImportBroken) as refused, acting(acme.ada) as at:
        actions.start(run.pk, Work.RUN, by=acme.ada, at=at)
    assert refused.value.fields[0].name == name
    assert word in refused.value.fields[0].message
    with acting(acme.ada):
        assert not Opportunity.objects.exists()
        assert not Account.objects.exists()
        assert Membership.objects.count() == 4


@pytest.mark.parametrize(
    ("pipeline", "name", "word"),
    [
        (HEADER.replace(",close_value", "") + "\n", "sales_pipeline.csv:1 close_value", "missing"),
        (f"{HEADER}\nA,B\n", "sales_pipeline.csv:2", "2 fields"),
        (f'{HEADER}\n"A,B\n', "sales_pipeline.csv:2", "well-formed"),
        (f"{HEADER}\n{ROW}\n{ROW}\0\n", "sales_pipeline.csv:3", "NUL"),
    ],
)
def test_a_broken_file_is_refused_at_once(db: None, acme: Acme, pipeline: str, name: str, word: str) -> None:
    with pytest.raises(ImportBroken) as refused:
        checked(maven(sales_pipeline=pipeline), by=acme.ada)

    assert refused.value.fields[0].name == name
    assert word in refused.value.fields[0].message
    with acting(acme.ada):
        assert not Import.objects.exists()


def test_a_missing_file_is_named(db: None, acme: Acme) -> None:
    uploads = [upload for upload in maven(rows=3) if upload.name != "accounts.csv"]

    with pytest.raises(ImportBroken) as refused, acting(acme.ada) as at:
        actions.begin(uploads, layout="maven", by=acme.ada, at=at)
    assert refused.value.fields[0].name == "accounts.csv"


def test_accounts_in_a_ring_are_a_problem(db: None, acme: Acme) -> None:
    accounts = (MAVEN / "accounts.csv").read_text().splitlines()[0]
    accounts += "\nCancity,,,,,,Isdom\nIsdom,,,,,,Cancity\n"

    run = checked(maven(pipeline=[ROW], accounts=accounts), by=acme.ada)

    assert run.report["problems"] == 2


def test_a_row_that_comes_twice_alike_comes_in_once(db: None, acme: Acme) -> None:
    run = imported(maven(pipeline=[ROW, ROW]), by=acme.ada)

    assert count(run) == NOTHING | {"create": 1, "skipped": 1}


def test_an_import_that_is_cut_off_goes_on_where_it_stood(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked(maven(rows=900), by=acme.ada)
    with acting(acme.ada) as at:
        actions.start(run.pk, Work.RUN, by=acme.ada, at=at)
    chunks = iter(range(100))
    real = importing.bring_in

    def killed_in_the_third_chunk(rows: Any, **more: Any) -> None:
        real(rows, **more)
        if next(chunks) == 2:
            raise SystemExit

    monkeypatch.setattr(bringing, "bring_in", killed_in_the_third_chunk)
    with pytest.raises(SystemExit):
        running.run(run.pk, by=acme.ada)
    monkeypatch.undo()
    with acting(acme.ada):
        assert Opportunity.objects.count() == 400

    running.run(run.pk, by=acme.ada)

    with acting(acme.ada), connection.cursor() as cursor:
        assert Opportunity.objects.count() == 900
        cursor.execute("SELECT count(*) FROM ledger_event WHERE type = 'opportunity.imported'")
        assert cursor.fetchone() == (900,)
    assert count(as_stored(run.pk, by=acme.ada)) == NOTHING | {"create": 900}


def test_undo_keeps_what_people_have_worked_with(db: None, acme: Acme) -> None:
    run = imported(maven(pipeline=[ROW, ROW.replace("1C1I7A6R", "OTHER")]), by=acme.ada)
    with acting(acme.ada) as at:
        one = Opportunity.objects.get(source_id="OTHER")
        quick.set_follow_up(one.pk, follow_up_at=None, by=as_now(acme.ada), at=at)

    gone = undone(run.pk, by=acme.ada)

    assert gone.report["kept"] > 0
    with acting(acme.ada):
        assert [one.source_id for one in Opportunity.objects.all()] == ["OTHER"]
        assert ImportRow.objects.get(run=run, kind="opportunity", outcome="kept").source_id == "OTHER"
    with pytest.raises(ImportNotReady):
        undone(run.pk, by=acme.ada)


def test_undone_it_can_come_in_again(db: None, acme: Acme) -> None:
    run = imported(maven(rows=20), by=acme.ada)
    undone(run.pk, by=acme.ada)

    again = imported(maven(rows=20), by=acme.ada)

    assert count(again) == NOTHING | {"create": 20}


def test_undo_of_a_change_puts_back_what_was_there(db: None, acme: Acme) -> None:
    imported(maven(pipeline=[ROW]), by=acme.ada)
    changed = ROW.replace("Won", "Lost").replace("1054", "0")
    second = imported(maven(pipeline=[changed]), by=acme.ada)
    with acting(acme.ada):
        assert str(Opportunity.objects.get().amount) == "0.00"

    undone(second.pk, by=acme.ada)

    with acting(acme.ada):
        assert str(Opportunity.objects.get().amount) == "1054.00"
    assert count(imported(maven(pipeline=[ROW]), by=acme.ada)) == NOTHING | {"same": 1}
    assert count(imported(maven(pipeline=[changed]), by=acme.ada)) == NOTHING | {"update": 1}


def test_a_chunk_costs_the_same_statements_however_many_rows_it_has(db: None, acme: Acme) -> None:
    imported(maven(pipeline=[ROW]), by=acme.ada)

    assert statements(3, acme.ada) == statements(190, acme.ada)


def statements(rows: int, member: Member) -> int:
    lines = [ROW.replace("1C1I7A6R", f"{rows}-{number}") for number in range(rows)]
    run = checked(maven(pipeline=lines), by=member)
    with acting(member) as at:
        actions.start(run.pk, Work.RUN, by=member, at=at)
    with CaptureQueriesContext(connection) as captured:
        running.run(run.pk, by=member)
    return len(captured)


def test_another_organization_sees_no_import(db: None, acme: Acme, otto: Member) -> None:
    imported(maven(pipeline=[ROW]), by=acme.ada)

    with acting(otto):
        assert not Import.objects.exists()
        assert not ImportRow.objects.exists()
        assert not Opportunity.objects.exists()
    imported(maven(pipeline=[ROW]), by=otto)
    with acting(otto):
        assert Opportunity.objects.count() == 1
