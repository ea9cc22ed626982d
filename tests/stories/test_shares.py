"""What sharing is for, told through the API: loans that borrow a lead, a team that helps out, somebody who leaves."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from handsel.organizations.acting import Member, System, acting
from handsel.shares.sweeping import tell
from tests.cast import a_channel, a_member, a_team, an_organization, client_for
from tests.http.world import send

API = "/api/v1"
DAY = timedelta(days=1)


def ask(client: Client, method: str, path: str, body: Any = None) -> Any:
    answer = send(client, method, f"{API}{path}", body)
    return answer.json() if answer.content else answer.status_code


class Bank:
    """Home Loans has John, who also wants a personal loan: that is what Personal Loans sells."""

    def __init__(self) -> None:
        switches = {"sharing": True}
        self.organization = an_organization("Bank", time_zone="America/Montreal", switches=switches)
        self.home, self.personal = (
            a_team(self.organization, name) for name in ("Home Loans", "Personal Loans")
        )
        a_channel(self.organization, "Counter")
        self.hanna = self.seller("Hanna", [self.home])
        self.paul = self.seller("Paul", [self.personal])
        self.mia = client_for(a_member(self.organization, "Mia", roles=["manager"]))
        body = {"team": str(self.home.pk), "new_contact": {"name": "John", "phone": "+1 514 555 0100"}}
        self.john = ask(self.hanna[1], "POST", "/opportunities", body)["id"]
        self.card, self.shares = f"/opportunities/{self.john}", f"/opportunities/{self.john}/shares"

    def seller(self, name: str, teams: list[Any]) -> tuple[Member, Client]:
        member = a_member(self.organization, name, teams=teams)
        return member, client_for(member)

    def sweeps(self, at: str, *, later: timedelta) -> None:
        system = System(organization_id=self.organization.pk)
        with acting(system):
            tell(system, at=datetime.fromisoformat(at) + later)


def states(client: Client, path: str) -> list[tuple[str, str | None]]:
    return [(one["state"], one["cause"]) for one in ask(client, "GET", path)["items"]]


def test_a_lead_is_lent_for_three_days_and_taken_back(committing: str) -> None:
    """S1, S3, S7, S8, S9, S12: by hand; the end comes early, by somebody's word."""
    bank = Bank()
    (_, hanna), (paul_id, paul) = bank.hanna, bank.paul
    assert ask(paul, "GET", bank.card)["code"] == "opportunity_not_found"

    # Hanna looks first: until when, what Paul will see, and whether it would work at all.
    asked = {"member": str(paul_id.id), "days": 3, "access": "modify"}
    preview = ask(hanna, "POST", f"{bank.shares}/preview", asked)
    assert (preview["opens"]["contact"], preview["people"], preview["refusal"]) == (True, 1, None)
    share = ask(hanna, "POST", bank.shares, asked)
    assert (share["status"], share["state"], share["access"]) == ("completed", "active", "modify")

    # Paul has it: he reads and edits it, on his lists too; but owner, team, deletion and sharing on are not his.
    seen = ask(paul, "GET", bank.card)
    assert (seen["contact"]["phone"], seen["level"], seen["access_ends_at"]) == (
        "+15145550100",
        "modify",
        share["ends_at"],
    )
    may = seen["may"]
    assert (may["edit"], may["move"], may["add"]) == (True, True, True)
    assert (may["assign"], may["change_team"], may["delete"], may["share"]) == (False, False, False, False)
    assert ask(paul, "POST", f"{bank.card}/activities", {"type": "Call"})["type"] == "Call"
    assert [one["id"] for one in ask(paul, "GET", "/opportunities")["items"]] == [bank.john]

    # Three days will not do: he asks, and Hanna gives him one more, counted from the old end.
    wish = ask(paul, "POST", f"/shares/{share['id']}/more-time", {"days": 1, "note": "Papers come on Friday"})
    longer = ask(hanna, "POST", f"/shares/{share['id']}/extend", {"ends_at": wish["more_time"]["until"]})
    assert datetime.fromisoformat(longer["ends_at"]) - datetime.fromisoformat(share["ends_at"]) == DAY

    # The papers came at once. Hanna takes it back, and it is gone at once; the history keeps all of it.
    ask(hanna, "POST", f"/shares/{share['id']}/stop")
    assert ask(paul, "GET", bank.card)["code"] == "opportunity_not_found"
    assert ask(paul, "GET", "/opportunities")["items"] == []
    assert states(bank.mia, "/shares") == [("stopped", "stopped")]
    told = [one["type"] for one in ask(hanna, "GET", f"{bank.card}/timeline")["items"]]
    assert [one for one in told if one.startswith("share.")] == [
        "share.ended",
        "share.extended",
        "share.more_time_asked",
        "share.given",
    ]


def test_a_lead_is_lent_and_nobody_thinks_of_it_any_more(committing: str) -> None:
    """S3, S9: warned of the end, and told of it; the end itself needs nobody."""
    bank = Bank()
    share = ask(bank.hanna[1], "POST", bank.shares, {"member": str(bank.paul[0].id), "days": 10})

    for later in (-DAY - timedelta(hours=1), -DAY, timedelta(0), DAY):
        bank.sweeps(share["ends_at"], later=later)

    told = [one["type"] for one in ask(bank.hanna[1], "GET", f"{bank.card}/timeline")["items"]]
    assert [one for one in told if one.startswith("share.")] == ["share.ended", "share.ending", "share.given"]


def test_a_team_helps_out(committing: str) -> None:
    """S4, S5: whoever is of it when they look."""
    bank = Bank()
    hanna, paul = bank.hanna[1], bank.paul[1]
    pam_id, pam = bank.seller("Pam", [])
    ask(hanna, "POST", bank.shares, {"team": str(bank.personal.pk), "days": 3})
    to_paul = ask(hanna, "POST", bank.shares, {"member": str(bank.paul[0].id), "days": 1, "access": "modify"})

    # Paul has the best of both; Pam is not of the team, until she joins it.
    assert ask(paul, "GET", bank.card)["level"] == "modify"
    assert ask(pam, "GET", bank.card)["code"] == "opportunity_not_found"
    ada = client_for(a_member(bank.organization, "Ada", roles=["administrator"]))
    seat = f"/teams/{bank.personal.pk}/members"
    ask(ada, "PUT", f"{seat}/{pam_id.id}", {"sees": "own"})
    assert ask(pam, "GET", bank.card)["level"] == "view"

    # What was for Paul alone stops by itself, the team's stays; then he leaves the team, and has nothing left.
    ask(hanna, "POST", f"/shares/{to_paul['id']}/stop")
    assert ask(paul, "GET", bank.card)["level"] == "view"
    ask(ada, "DELETE", f"{seat}/{bank.paul[0].id}")
    assert ask(paul, "GET", bank.card)["code"] == "opportunity_not_found"
    assert ask(pam, "GET", bank.card)["level"] == "view"
    assert sorted(states(bank.mia, bank.shares)) == [("active", None), ("stopped", "stopped")]


def test_who_leaves_takes_nothing_along_and_finds_nothing_again(committing: str) -> None:
    """S2, S9: the deactivated user."""
    bank = Bank()
    hanna, (paul_id, paul) = bank.hanna[1], bank.paul
    ada = client_for(a_member(bank.organization, "Ada", roles=["administrator"]))
    ask(hanna, "POST", bank.shares, {"member": str(paul_id.id), "days": 30, "access": "modify"})

    # Paul leaves. His share ends with its cause; a new one is not given, and that is remembered.
    ask(ada, "POST", f"/members/{paul_id.id}/deactivate", {})
    assert send(paul, "GET", f"{API}{bank.card}").status_code == 401
    assert states(bank.mia, bank.shares) == [("stopped", "member_deactivated")]
    refused = ask(hanna, "POST", bank.shares, {"member": str(paul_id.id)})
    assert (refused["status"], refused["code"]) == (409, "member_inactive")
    failed = ask(hanna, "GET", f"/shares/{refused['share']['id']}")
    assert (failed["status"], failed["failure"]["code"]) == ("failed", "user_inactive")

    # He comes back. What he had does not come back with him.
    ask(ada, "POST", f"/members/{paul_id.id}/reactivate")
    again = client_for(paul_id)
    assert ask(again, "GET", bank.card)["code"] == "opportunity_not_found"
    assert ask(hanna, "POST", bank.shares, {"member": str(paul_id.id), "days": 1})["state"] == "active"
    assert ask(again, "GET", bank.card)["level"] == "view"
