"""A draft tried on what happened: what it would have done, and nothing of it done (A6)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from handsel.automations import trying
from handsel.automations.models import Automation
from handsel.opportunities.changing_team import change_team
from handsel.opportunities.deleting import delete
from handsel.opportunities.models import Opportunity
from handsel.opportunities.moving import move
from handsel.opportunities.noting import log_activity
from handsel.opportunities.owning import set_owner
from handsel.organizations.acting import Member, acting
from tests.automations.acme import an_automation, ask, switch_on
from tests.automations.recipes import a_document, a_step, an_id, note
from tests.cast import Acme, a_member, an_opportunity, client_for


def tried(
    acme: Acme, document: dict[str, Any], *, days: int = 30, by: Member | None = None
) -> dict[str, Any]:
    member = by or acme.ada
    with acting(member):
        known = Automation.objects.filter(name="Tried").first()
    automation = known.pk if known else an_automation("Tried", document, by=member)
    answer = ask(client_for(member), "POST", f"/{automation}/draft/try", {"days": days, "document": document})
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def outcomes(one: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(line["what"], line["outcome"], line["code"]) for line in one["lines"]]


def steps_of(opportunity_id: UUID, member: Member) -> list[str]:
    """Of its workflow, in the order of the board."""
    with acting(member):
        version = Opportunity.objects.get(pk=opportunity_id).workflow_version
        return [str(one.step_id) for one in version.steps.order_by("stage_position", "position")]


def test_it_says_what_each_step_would_have_done(acme: Acme) -> None:
    sale = an_opportunity(acme.boats, by=acme.ben, title="Trawler")
    document = a_document(
        note("Hello {title}", called="note"),
        a_step("set_owner", called="owner", member=str(acme.ben.id)),
        a_step("wait", called="wait", days=2),
        a_step("create_task", called="task", title="Call"),
        when=({"field": "title", "op": "is", "value": "trawler"},),
    )

    told = tried(acme, document)

    assert {key: told[key] for key in ("events", "tried", "matched", "held", "limited", "skipped")} == {
        "events": 1, "tried": 1, "matched": 1, "held": 1, "limited": None, "skipped": [],
    }  # fmt: skip
    [one] = told["would"]
    assert one["opportunity"] == {"id": str(sale), "name": "Trawler"}
    assert outcomes(one) == [
        ("condition", "yes", None),
        ("action", "done", None),
        ("action", "done", one["lines"][2]["code"]),
        ("wait", "waits", None),
        ("action", "done", None),
    ]
    assert one["lines"][3]["text"] == {"key": "automation.line.would_wait_days", "values": {"days": 2}}
    assert {"step_id": an_id("task"), "what": "action", "outcomes": {"done": 1}} in told["steps"]


def test_where_the_conditions_do_not_hold_nothing_would_be_done(acme: Acme) -> None:
    an_opportunity(acme.boats, by=acme.ben, title="Trawler")
    an_opportunity(acme.boats, by=acme.ben, title="Canoe")

    told = tried(acme, a_document(note(), when=({"field": "title", "op": "is", "value": "canoe"},)))

    assert (told["matched"], told["held"]) == (2, 1)
    assert [(one["opportunity"]["name"], one["held"]) for one in told["would"]] == [
        ("Canoe", True),
        ("Trawler", False),
    ]
    assert told["steps"][0] == {"step_id": None, "what": "condition", "outcomes": {"yes": 1, "no": 1}}


def test_a_refused_step_ends_it_with_its_reason(acme: Acme) -> None:
    an_opportunity(acme.boats, by=acme.ben)
    document = a_document(a_step("set_owner", member=str(acme.pia.id)), note(called=2))

    [one] = tried(acme, document)["would"]

    assert outcomes(one) == [("action", "refused", "owner_not_in_team")]


def test_step_owner_and_team_are_those_of_then(acme: Acme) -> None:
    """Judged, and worked on, as it stood when the event happened."""
    cara = a_member(acme.organization, "Cara", teams=[acme.boats])
    sale = an_opportunity(acme.boats, by=acme.ben, owner_id=acme.ben.id)
    begin, *_, last = steps_of(sale, acme.ada)
    with acting(acme.ada) as at:
        log_activity(sale, kind="Visit", text="", happened_at=None, by=acme.ada, at=at)
    with acting(acme.ada) as at:
        set_owner(sale, owner_id=cara.id, by=acme.ada, at=at)
        move(sale, step=last, by=acme.ada, at=at)
    with acting(acme.ada) as at:
        log_activity(sale, kind="Visit", text="", happened_at=None, by=acme.ada, at=at)
    with acting(acme.ada) as at:
        change_team(sale, team_id=acme.loans.pk, by=acme.ada, at=at)

    def told_where(*conditions: dict[str, Any], team: Any = acme.boats) -> list[bool]:
        on = {"type": "activity_added", "team": str(team.pk)}
        return [one["held"] for one in tried(acme, a_document(note(), on=on, when=conditions))["would"]]

    assert told_where({"field": "step", "op": "is", "value": begin}) == [False, True]
    assert told_where({"field": "step", "op": "is", "value": last}) == [True, False]
    assert told_where({"field": "owner", "op": "is", "value": str(acme.ben.id)}) == [False, True]
    assert told_where({"field": "owner", "op": "is", "value": str(cara.id)}) == [True, False]
    assert told_where(team=acme.loans) == []


def test_what_is_gone_since_is_counted_as_skipped(acme: Acme) -> None:
    sale = an_opportunity(acme.boats, by=acme.ben)
    with acting(acme.ada) as at:
        delete(sale, by=acme.ada, at=at)

    told = tried(acme, a_document(note()))

    assert (told["tried"], told["matched"], told["would"]) == (1, 0, [])
    assert told["skipped"] == [{"reason": "opportunity_gone", "count": 1}]


def test_only_the_days_asked_for_are_looked_at(acme: Acme) -> None:
    an_opportunity(acme.boats, by=acme.ben)
    automation = an_automation("Tried", a_document(note()), by=acme.ada)
    with acting(acme.ada) as at:
        wanted = trying.prepare(automation, document=None, days=1, by=acme.ada, at=at + timedelta(days=2))

    assert trying.run(wanted)["events"] == 0


@pytest.mark.parametrize("days", [0, 91])
def test_days_are_1_to_90(acme: Acme, days: int) -> None:
    automation = an_automation("Tried", a_document(note()), by=acme.ada)

    answer = ask(client_for(acme.ada), "POST", f"/{automation}/draft/try", {"days": days})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "days")


def test_a_draft_that_is_not_whole_is_refused_by_its_places(acme: Acme) -> None:
    automation = an_automation("Tried", a_document(a_step("wait")), by=acme.ada)

    answer = ask(client_for(acme.ada), "POST", f"/{automation}/draft/try", {"days": 1})

    assert (answer.status_code, answer.json()["code"]) == (422, "automation_not_ready")


def test_a_schedule_is_tried_on_what_it_would_be_about_now(acme: Acme) -> None:
    for title in ("Trawler", "Canoe"):
        an_opportunity(acme.boats, by=acme.ben, title=title)
    on = {"type": "schedule", "every": "day", "at": "09:00"}

    told = tried(acme, a_document(note(), on=on, when=({"field": "title", "op": "is", "value": "canoe"},)))

    assert [one["opportunity"]["name"] for one in told["would"]] == ["Canoe"]


def test_at_most_so_many_are_tried_the_newest_first(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("First", "Second", "Third"):
        an_opportunity(acme.boats, by=acme.ben, title=title)
    monkeypatch.setattr(trying, "MOST_TRIED", 2)

    told = tried(acme, a_document(note()))

    assert (told["events"], told["tried"], told["limited"]) == (3, 2, "count")
    assert [one["opportunity"]["name"] for one in told["would"]] == ["Third", "Second"]


def test_when_the_time_is_up_it_says_so(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    an_opportunity(acme.boats, by=acme.ben)
    monkeypatch.setattr(trying, "LONGEST", -1.0)

    told = tried(acme, a_document(note()))

    assert (told["tried"], told["limited"]) == (0, "time")


def test_it_acts_with_the_rights_of_who_tries_it(acme: Acme) -> None:
    """A4: who tries it would be its author."""
    zoe = a_member(acme.organization, "Zoe", roles=("administrator",))
    an_opportunity(acme.boats, by=acme.ben)

    [one] = tried(acme, a_document(note()), by=zoe)["would"]

    assert outcomes(one) == [("action", "refused", "not_allowed")]


EVERYTHING = """
SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
"""


def dump(address: str) -> dict[str, list[str]]:
    """Every row of every table, sign-in and jobs included."""
    with psycopg.connect(address) as database:
        tables = [row[0] for row in database.execute(EVERYTHING)]
        return {
            table: sorted(str(row[0]) for row in database.execute(f'SELECT t::text FROM "{table}" t'))
            for table in tables
        }


def test_trying_leaves_no_trace_in_any_table(committing: str, acme: Acme) -> None:
    """Every kind of step, on every kind of event that is at hand."""
    switch_on(acme.organization, "sharing", "share_automation", by=acme.ada)
    sale = an_opportunity(acme.boats, by=acme.ben, owner_id=acme.ben.id)
    last = steps_of(sale, acme.ada)[-1]
    with acting(acme.ada) as at:
        log_activity(sale, kind="Visit", text="", happened_at=None, by=acme.ada, at=at)
        move(sale, step=last, by=acme.ada, at=at)
    first = steps_of(sale, acme.ada)[0]
    deeds = [
        a_step("share", called=1, to={"member": str(acme.pia.id)}, days=1, access="modify"),
        a_step("stop_sharing", called=2, whose="all"),
        a_step("set_fields", called=3, fields={"title": "Changed", "contact.first_name": "Kim"}),
        a_step("set_owner", called=4, member=None),
        a_step("create_task", called=5, title="Call", owner={"member": str(acme.ben.id)}, remind={"days": 1}),
        a_step("log_activity", called=6, type="Visit"),
        note(called=7),
        a_step("notify", called=8, to={"member": str(acme.ben.id)}, text="Look"),
        a_step("webhook", called=9, url="https://example.org/in"),
        a_step("wait", called=10, days=1),
        a_step(
            "branch", called=11, **{"if": [{"field": "title", "op": "filled"}], "then": [note(called=12)]}
        ),
        a_step("move", called=13, step=first),
    ]
    automation = an_automation("Tried", a_document(*deeds), by=acme.ada)
    client = client_for(acme.ada)
    ask(client, "GET")  # tells when the key was last used
    before = dump(committing)

    told = [
        ask(
            client, "POST", f"/{automation}/draft/try", {"days": 1, "document": a_document(*deeds, on=on)}
        ).json()
        for on in ("opportunity_created", "activity_added", "step_changed", "opportunity_updated")
    ]

    after = dump(committing)
    assert {table for table in before if before[table] != after[table]} == set()
    assert all(
        {"refused", "failed"}.isdisjoint(one[1] for one in outcomes(each))
        for run in told[1:2]
        for each in run["would"]
    )
    assert [len(run["would"]) for run in told] == [1, 1, 1, 1]
