"""The story of the room: a real data set comes in whole, comes again, changes in three rows, and is undone."""

from collections import Counter

from django.db import connection

from handsel.contacts.models import Account
from handsel.database.fields import instant
from handsel.imports.models import Import
from handsel.kernel.sentences import sentence_of
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import acting
from handsel.organizations.models import Membership, Team, TeamSeat
from handsel.workflows.versions import graph_of_version
from tests.cast import Acme
from tests.imports.running_maven import MAVEN, PIPELINE, imported, maven, undone


def test_a_team_moves_in_with_8800_opportunities(committing: str, acme: Acme) -> None:
    ada = acme.ada

    first = imported(maven(), by=ada)

    assert (first.state, first.done, first.total) == ("done", 8927, 8927)
    assert counts(first) == (8800, 0, 0, 0)
    assert "GTXPro is taken for GTX Pro (1,480 rows)." in [
        sentence_of(note) for note in first.report["notes"]
    ]
    assert "1,425 opportunities name no account." in [sentence_of(note) for note in first.report["notes"]]
    with acting(ada):
        they_stand_where_the_file_says()
        the_offices_have_their_people()
        the_firms_have_their_parents()
        the_ledger_tells_each_once()

    again = imported(maven(), by=ada)

    assert counts(again) == (0, 0, 8800, 0)
    with acting(ada):
        assert Opportunity.objects.count() == 8800
        assert not Opportunity.objects.exclude(revision=1).exists()
        the_ledger_tells_each_once()

    third = imported(maven(pipeline=three_rows_changed()), by=ada)

    assert counts(third) == (0, 3, 8797, 0)
    with acting(ada):
        assert Opportunity.objects.filter(revision=2).count() == 3
        changed = Opportunity.objects.get(source_id="1C1I7A6R")
        assert (str(changed.amount), status_of(changed), instant(changed.closed_at)) == (
            "999.00", "lost", "2017-03-01T23:00:00Z",
        )  # fmt: skip

    undone(third.pk, by=ada)
    gone = undone(first.pk, by=ada)

    assert (gone.state, gone.report["kept"]) == ("undone", 0)
    with acting(ada):
        assert not Opportunity.objects.exists()
        assert not Account.objects.exists()
        assert sorted(Team.objects.values_list("name", flat=True)) == ["Boats", "Loans"]
        assert sorted(Membership.objects.values_list("name", flat=True)) == ["Ada", "Ben", "Leo", "Pia"]


def counts(run: Import) -> tuple[int, int, int, int]:
    report = run.report
    return report["create"], report["update"], report["same"], report["problems"]


def they_stand_where_the_file_says() -> None:
    opportunities = Opportunity.objects.select_related("product", "account", "owner", "team")
    assert Counter(stage_of(one) for one in opportunities) == {
        "Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500,
    }  # fmt: skip
    assert Opportunity.objects.filter(account=None).count() == 1425
    assert Opportunity.objects.filter(amount=0).count() == 2473
    assert not Opportunity.objects.exclude(follow_up_due_at=None).exists()
    one = opportunities.get(
        source_id="Z063OYW0"
    )  # Darcel Schlecht,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4514
    assert one.product is not None
    assert one.account is not None
    assert one.owner is not None
    assert one.closed_at is not None
    assert (one.product.name, one.account.name, one.owner.name, one.team.name) == (
        "GTX Pro", "Isdom", "Darcel Schlecht", "Central",
    )  # fmt: skip
    assert (str(one.amount), one.currency, one.source) == ("4514.00", "EUR", "maven")
    # the day begins in Madrid
    assert one.created_at.isoformat() == "2016-10-24T22:00:00+00:00"
    assert one.closed_at.isoformat() == "2017-03-10T23:00:00+00:00"


def the_offices_have_their_people() -> None:
    seats = TeamSeat.objects.filter(team__name="Central").select_related("member__user")
    managers = {seat.member.name for seat in seats if seat.member.roles == ["manager"] and seat.sees == "all"}
    assert managers == {"Dustin Brinkmann", "Melvin Marxen"}
    assert {seat.sees for seat in seats if seat.member.roles == ["professional"]} == {"own"}
    anna = Membership.objects.select_related("user").get(name="Anna Snelling")
    assert anna.user.email.startswith("anna.snelling@")
    assert anna.user.email.endswith(".import.invalid")
    assert anna.joined_at is not None
    assert not anna.user.has_usable_password()


def the_firms_have_their_parents() -> None:
    assert Account.objects.count() == 85
    assert Account.objects.exclude(parent=None).count() == 15
    codehow = Account.objects.select_related("parent").get(name="Codehow")
    assert codehow.parent is not None
    assert codehow.parent.name == "Acme Corporation"
    assert codehow.attributes == {
        "sector": "software", "year_established": 1998, "revenue": "2714.9", "employees": 2641,
        "office_location": "United States",
    }  # fmt: skip


def the_ledger_tells_each_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, count(*), count(DISTINCT opportunity_id) FROM ledger_event "
            "WHERE opportunity_id IS NOT NULL GROUP BY type"
        )
        assert cursor.fetchall() == [("opportunity.imported", 8800, 8800)]


def three_rows_changed() -> list[str]:
    lines = (MAVEN / PIPELINE).read_text(encoding="utf-8").splitlines()[1:]
    lines[0] = "1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Lost,2016-10-20,2017-03-02,999"
    lines[1] = lines[1].replace(",4514", ",4515")
    lines[2] = lines[2].replace("MG Special", "MG Advanced")
    return lines


def stage_of(one: Opportunity) -> str:
    return graph_of_version(one.workflow_version_id).stage_of(str(one.step_id)).name


def status_of(one: Opportunity) -> str:
    return graph_of_version(one.workflow_version_id).stage_of(str(one.step_id)).status.value
