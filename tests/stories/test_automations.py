"""Lending by automation, as people use it: made, published and read through the API; reader and executor worked by hand."""

from typing import Any

import pytest
from django.test import Client

from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Organization
from tests.automations.house import begin, work
from tests.automations.recipes import a_document, a_step, note
from tests.cast import Acme, a_member, an_opportunity, client_for
from tests.http.world import send

ALL = {"sharing": True, "share_automation": True}


@pytest.fixture
def bank(committing: str, acme: Acme) -> Acme:
    """Acme lends homes and people: the team of Ben sells homes, that of Pia lends to people."""
    with acting(acme.ada):
        Organization.objects.filter(pk=acme.organization.pk).update(switches=ALL)
    begin()
    return acme


def ask(client: Client, method: str, path: str, body: Any = None) -> Any:
    answer = send(client, method, f"/api/v1{path}", body)
    assert answer.status_code < 500, answer.content
    return answer.json() if answer.content else None


def live(client: Client, name: str, document: dict[str, Any]) -> str:
    made = ask(client, "POST", "/automations", {"name": name, "document": document})
    published = ask(
        client, "POST", f"/automations/{made['id']}/publish", {"revision": made["draft_revision"]}
    )
    assert published["state"] == "live", published
    identity: str = made["id"]
    return identity


def logged(client: Client, opportunity: str, kind: str) -> None:
    ask(client, "POST", f"/opportunities/{opportunity}/activities", {"type": kind})
    work()


def sees(client: Client, opportunity: str) -> str | None:
    """With what access; None where it does not exist for them."""
    shown = ask(client, "GET", f"/opportunities/{opportunity}")
    level: str | None = shown.get("level")
    return level


def history(client: Client, opportunity: str) -> list[tuple[str, str | None, str | None]]:
    items = ask(client, "GET", f"/opportunities/{opportunity}/shares")["items"]
    return [(one["source"], one["state"] or one["failure"]["code"], one["cause"]) for one in items]


def outcomes(client: Client, automation: str) -> list[tuple[str, list[tuple[str, str, str | None]]]]:
    items = ask(client, "GET", f"/automations/{automation}/runs")["items"]
    return [
        (run["state"], [(line["what"], line["outcome"], line["code"]) for line in run["lines"]])
        for run in reversed(items)
    ]


def test_home_loans_lends_a_lead_to_personal_loans_until_its_documents_are_collected(bank: Acme) -> None:
    """S2, S7, A1, A2, A3: on a new activity of one kind it is lent for three days; another kind takes it back at once."""
    ada, ben, pia = (client_for(each) for each in (bank.ada, bank.ben, bank.pia))
    lend = live(
        ada,
        "Lend to Personal Loans",
        a_document(
            a_step("share", to={"member": str(bank.pia.id)}, days=3, access="modify"),
            a_step(
                "notify", called=2, to={"member": str(bank.pia.id)}, text="{title} is yours for three days"
            ),
            a_step("wait", called=3, days=30),
            a_step("stop_sharing", called=4, whose="mine"),
            on={"type": "activity_added", "activity_type": "Loan wanted", "team": str(bank.boats.pk)},
            when=({"field": "status", "op": "is", "value": "open"},),
        ),
    )
    home = str(an_opportunity(bank.boats, by=bank.ben, title="A house for Ana"))

    # A visit lends nothing; wanting a loan does, and Pia hears of it.
    logged(ben, home, "Visit")
    assert sees(pia, home) is None
    logged(ben, home, "Loan wanted")
    assert sees(pia, home) == "modify"
    bell = ask(pia, "GET", "/notifications")["items"]
    told = [one["text"]["values"] for one in bell if one["kind"] == "automation.notify"]
    assert told == [{"text": "A house for Ana is yours for three days"}]

    # She works on it, for as long as it lasts; the share says who gave it, and until when.
    ask(pia, "POST", f"/opportunities/{home}/notes", {"text": "Income is fine."})
    [share] = ask(ben, "GET", f"/opportunities/{home}/shares")["items"]
    assert (share["source"], share["state"], share["automation"]["name"]) == (
        "automation", "active", "Lend to Personal Loans",
    )  # fmt: skip
    assert (share["access"], share["member"]["id"]) == ("modify", str(bank.pia.id))

    # What she needed is collected: it ends there and then.
    until = live(
        ada,
        "Take it back",
        a_document(
            a_step("stop_sharing", whose={"member": str(bank.pia.id)}),
            on={"type": "activity_added", "activity_type": "Document Collection"},
        ),
    )
    logged(ben, home, "Document Collection")
    assert sees(pia, home) is None
    assert history(ben, home) == [("automation", "stopped", "stopped")]
    assert outcomes(ada, until) == [("done", [("action", "done", None)])]
    assert outcomes(ada, lend) == [
        (
            "waiting",
            [
                ("condition", "yes", None),
                ("action", "done", None),
                ("action", "done", None),
                ("wait", "waits", None),
            ],
        )
    ]


def test_access_ends_by_the_automation_that_gave_it_and_no_other_share_with_it(bank: Acme) -> None:
    """S4, S7: "those that this automation made", in one recipe with two branches."""
    ada, ben, pia = (client_for(each) for each in (bank.ada, bank.ben, bank.pia))
    kind = {"field": "description", "op": "is", "value": "collected"}
    lending = a_step(
        "branch",
        **{
            "if": [kind],
            "then": [a_step("stop_sharing", called=2, whose="mine")],
            "else": [a_step("share", called=3, to={"team": str(bank.loans.pk)}, days=3, access="view")],
        },
    )
    live(ada, "Lend and take back", a_document(lending, on="activity_added"))
    home = str(an_opportunity(bank.boats, by=bank.ben))
    ask(
        ben,
        "POST",
        f"/opportunities/{home}/shares",
        {"member": str(bank.pia.id), "days": 1, "access": "modify"},
    )

    logged(ben, home, "Loan wanted")
    lent = [state for _, state, _ in history(ben, home)]
    ask(ben, "PATCH", f"/opportunities/{home}", {"description": "collected"})
    logged(ben, home, "Document Collection")

    assert lent == ["active", "active"]
    assert set(history(ben, home)) == {("automation", "stopped", "stopped"), ("api", "active", None)}
    assert sees(pia, home) == "modify"


def test_a_team_gets_it_and_whoever_joins_the_team_with_it(bank: Acme) -> None:
    """S5: by automation as by hand."""
    ada = client_for(bank.ada)
    live(
        ada,
        "Everybody in Loans looks",
        a_document(a_step("share", to={"team": str(bank.loans.pk)}, days=3, access="view")),
    )
    home = str(an_opportunity(bank.boats, by=bank.ben))
    work()
    nora = a_member(bank.organization, "Nora")
    before = sees(client_for(nora), home)
    ask(ada, "PUT", f"/teams/{bank.loans.pk}/members/{nora.id}", {"sees": "own"})

    assert (before, sees(client_for(nora), home), sees(client_for(bank.pia), home)) == (None, "view", "view")


def test_who_was_deactivated_meanwhile_gets_nothing_and_the_log_says_why(bank: Acme) -> None:
    """S2, A5: the request stays in the history as failed; the run ends there, the next automation goes on."""
    ada, ben = client_for(bank.ada), client_for(bank.ben)
    pia = str(bank.pia.id)
    lend = live(
        ada,
        "Lend to Pia",
        a_document(a_step("share", to={"member": pia}, days=3, access="view"), note(called=2)),
    )
    other = live(ada, "Note it", a_document(note("noted")))
    ask(ada, "POST", f"/members/{pia}/deactivate", {})
    home = str(an_opportunity(bank.boats, by=bank.ben))
    work()

    assert outcomes(ada, lend) == [("failed", [("action", "refused", "member_inactive")])]
    assert outcomes(ada, other) == [("done", [("action", "done", None)])]
    assert history(ben, home) == [("automation", "user_inactive", None)]


def test_switched_off_share_automation_refuses_and_says_who_can_switch_it_on(bank: Acme) -> None:
    """O6."""
    ada = client_for(bank.ada)
    recipe = a_document(a_step("share", to={"member": str(bank.pia.id)}, days=3, access="view"))
    lend = live(ada, "Lend to Pia", recipe)
    with acting(bank.ada):
        Organization.objects.filter(pk=bank.organization.pk).update(
            switches=ALL | {"share_automation": False}
        )
    an_opportunity(bank.boats, by=bank.ben)
    work()

    assert outcomes(ada, lend) == [("failed", [("action", "refused", "feature_off")])]


def test_two_in_their_order_and_a_third_by_what_the_first_did(bank: Acme) -> None:
    """A5: and the log leads from the third back to the first."""
    ada = client_for(bank.ada)
    first = live(ada, "First", a_document(a_step("log_activity", type="Greeted"), note("first", called=2)))
    second = live(ada, "Second", a_document(note("second")))
    third = live(
        ada, "Third", a_document(note("third"), on={"type": "activity_added", "activity_type": "Greeted"})
    )
    ask(ada, "PUT", "/automations/order", {"automations": [second, first, third]})
    home = str(an_opportunity(bank.boats, by=bank.ben))
    work()

    timeline = ask(ada, "GET", f"/opportunities/{home}/timeline")["items"]
    assert [one["body"] for one in reversed(timeline) if one["kind"] == "note"] == [
        "second",
        "first",
        "third",
    ]
    [after] = ask(ada, "GET", f"/automations/{third}/runs")["items"]
    [before] = ask(ada, "GET", f"/automations/{first}/runs")["items"]
    assert (after["caused_by"], after["depth"], before["caused_by"]) == (before["id"], 2, None)


def test_two_that_set_each_other_off_are_cut_and_the_log_says_so(bank: Acme) -> None:
    """A5: whether they do is known only when they run."""
    ada, ben = client_for(bank.ada), client_for(bank.ben)
    is_open = {"field": "status", "op": "is", "value": "open"}
    ping = live(
        ada, "Ping", a_document(a_step("create_task", title="Again"), on="activity_added", when=(is_open,))
    )
    pong = live(
        ada, "Pong", a_document(a_step("log_activity", type="{title}"), on="task_added", when=(is_open,))
    )
    home = str(an_opportunity(bank.boats, by=bank.ben))

    logged(ben, home, "Call")

    runs = ask(ada, "GET", "/automations/runs")["items"]
    assert sorted(run["depth"] for run in runs) == list(range(1, 10))
    assert [run["state"] for run in runs if run["depth"] > 8] == ["cut"]
    assert {run["automation"]["id"] for run in runs} == {ping, pong}
    [shown] = [one for one in ask(ada, "GET", "/notifications")["items"] if one["kind"] == "automation.cut"]
    assert shown["text"]["values"] == {"automation": "Ping"}


def test_nobody_else_reads_the_log(bank: Acme, otto: Member) -> None:
    ada = client_for(bank.ada)
    made = live(ada, "Note it", a_document(note()))
    an_opportunity(bank.boats, by=bank.ben)
    work()
    [run] = ask(ada, "GET", "/automations/runs")["items"]

    assert send(client_for(bank.ben), "GET", "/api/v1/automations/runs").status_code == 403
    assert ask(client_for(otto), "GET", "/automations/runs")["items"] == []
    for path in (f"/automations/{made}/runs", f"/automations/runs/{run['id']}"):
        assert send(client_for(otto), "GET", f"/api/v1{path}").status_code == 404
