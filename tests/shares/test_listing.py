"""Share history (S8): what is listed, to whom, under which filters, at what cost."""

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from handsel.opportunities import naming
from handsel.opportunities.models import Grant
from handsel.organizations.acting import Member, acting
from handsel.shares.models import Share
from tests.cast import a_member, an_opportunity, client_for
from tests.counting import counted
from tests.shares.lending import API, Lending, instant, post, switch

DAY = timedelta(days=1)


def ids(shares: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in shares]


def test_the_history_says_with_whom_by_whom_from_until_and_what_became_of_it(lending: Lending) -> None:
    """S8."""
    share = lending.given(days=3, access="modify")

    (shown,) = lending.shares()

    assert {key: shown[key] for key in ("id", "number", "source", "access", "status", "state", "cause")} == {
        "id": share["id"],
        "number": lending.ben.get(lending.address).json()["number"],
        "source": "api",
        "access": "modify",
        "status": "completed",
        "state": "active",
        "cause": None,
    }
    assert shown["opportunity"] == {"id": str(lending.opportunity_id), "name": "Sloop"}
    assert (shown["member"], shown["team"]) == ({"id": str(lending.acme.pia.id), "name": "Pia"}, None)
    assert shown["given_by"]["name"] == "Ben"


def test_who_sees_it_only_by_a_share_sees_only_their_own(lending: Lending) -> None:
    """S8: not those of others, not a request that failed, not how many there are; afterwards still their own."""
    rae = a_member(lending.acme.organization, "Rae")
    mine, others = lending.given(days=3), lending.given(member=str(rae.id), days=3)
    lending.gives(member=str(lending.acme.ben.id))
    failed = lending.gives(days=1, member=str(lending.acme.ben.id)).json()["share"]["id"]

    of_it = lending.pia.get(f"{lending.address}/shares").json()
    assert (ids(of_it["items"]), of_it["may"]) == ([mine["id"]], {"share": False, "stop": False})
    assert ids(lending.shares(lending.pia)) == [mine["id"]]
    assert [lending.pia.get(f"{API}/shares/{one}").status_code for one in (others["id"], failed)] == [
        404,
        404,
    ]
    post(lending.ben, f"{API}/shares/{mine['id']}/stop")
    (after,) = lending.shares(lending.pia)
    assert (after["state"], after["opportunity"], after["number"]) == ("stopped", None, mine["number"])


def test_who_belongs_sees_all_of_them(lending: Lending) -> None:
    """S8: by team, as owner, as manager; who does not belong, none."""
    acme = lending.acme
    shares = [lending.given(days=3)["id"], lending.given(team=str(acme.loans.pk))["id"]]
    colleague = client_for(a_member(acme.organization, "Cleo", teams=[acme.boats]))
    own_only = client_for(a_member(acme.organization, "Oda", teams=[acme.boats], sees="own"))

    assert [sorted(ids(lending.shares(by))) for by in (lending.ben, colleague, lending.ada, own_only)] == [
        *[sorted(shares)] * 3,
        [],
    ]
    assert lending.ben.get(f"{lending.address}/shares").json()["may"] == {"share": True, "stop": True}
    assert colleague.get(f"{lending.address}/shares").json()["may"] == {"share": True, "stop": False}
    switch(acme, sharing=False)
    assert lending.ben.get(f"{lending.address}/shares").json()["may"] == {"share": False, "stop": True}


def test_nothing_of_another_organization(lending: Lending, otto: Member) -> None:
    lending.given(days=3)

    stranger = client_for(otto)

    assert stranger.get(f"{API}/shares").json()["items"] == []
    assert stranger.get(f"{lending.address}/shares").status_code == 404
    assert stranger.get(f"{API}/shares/export.csv").content.decode().count("\n") == 1


@pytest.fixture
def four(lending: Lending) -> dict[str, str]:
    """One of each state."""
    made = {
        "active": lending.given(days=3)["id"],
        "scheduled": lending.given(starts_at="2030-01-01T00:00:00Z", team=str(lending.acme.loans.pk))["id"],
        "stopped": lending.given(days=3, member=str(lending.acme.ada.id))["id"],
        "expired": lending.given(days=3)["id"],
        "failed": lending.gives(member=str(lending.acme.ben.id)).json()["share"]["id"],
    }
    post(lending.ben, f"{API}/shares/{made['stopped']}/stop")
    with acting(lending.acme.ada) as at:
        Grant.objects.filter(pk=made["expired"]).update(starts_at=at - 2 * DAY, ends_at=at - DAY)
    return made


def test_filters(lending: Lending, four: dict[str, str]) -> None:
    """S8: by user, status, source, state; each may come several times."""
    pia, ada, ben = (str(one.id) for one in (lending.acme.pia, lending.acme.ada, lending.acme.ben))

    def found(**filters: Any) -> set[str]:
        return {next(k for k, v in four.items() if v == one) for one in ids(lending.shares(**filters))}

    completed = set(four) - {"failed"}
    assert [found(state=state) for state in ("active", "scheduled", "stopped", "expired")] == [
        {"active"},
        {"scheduled"},
        {"stopped"},
        {"expired"},
    ]
    assert found(state=["active", "stopped"]) == {"active", "stopped"}
    assert (found(status="completed"), found(status="failed"), found(status="processing")) == (
        completed,
        {"failed"},
        set(),
    )
    assert (found(member=pia), found(member=[pia, ada])) == (
        {"active", "expired"},
        {"active", "expired", "stopped"},
    )
    assert found(team=str(lending.acme.loans.pk)) == {"scheduled"}
    assert (found(given_by=ben), found(given_by=ada)) == (set(four), set())
    assert (found(source="api"), found(source="automation")) == (set(four), set())
    assert (found(opportunity=str(lending.opportunity_id)), found(opportunity=str(uuid4()))) == (
        set(four),
        set(),
    )
    assert found(member=pia, state="expired") == {"expired"}
    assert lending.ada.get(f"{API}/shares", {"state": "over"}).status_code == 422


def test_search(lending: Lending, four: dict[str, str]) -> None:
    """By number, by the opportunity's name and by the grantee's; an opportunity that one may not see is not found by name."""
    number = lending.shares()[0]["number"]

    def found(q: str, by: Client | None = None) -> int:
        return len(lending.shares(by, q=q))

    assert [found(q) for q in (str(number), f"#{number}", "sloop", "pia", "LOANS", "ad", "%", "nothing")] == [
        5,
        5,
        5,
        2,
        1,
        1,
        0,
        0,
    ]
    post(lending.ben, f"{API}/shares/stop", {"member": str(lending.acme.pia.id)})
    assert (found("sloop", lending.pia), found(str(number), lending.pia)) == (0, 3)


def test_pages_and_orders(lending: Lending, four: dict[str, str]) -> None:
    ended = [instant(one["ends_at"]) for one in lending.shares(sort="ends")]
    asked = [instant(one["asked_at"]) for one in lending.shares()]

    seen, cursor = [], None
    while True:
        query: dict[str, Any] = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = lending.ada.get(f"{API}/shares", query).json()
        seen += ids(page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert (ended, asked) == (sorted(ended), sorted(asked, reverse=True))
    assert (seen, ids(lending.shares(sort="-asked"))) == (ids(lending.shares()), ids(lending.shares())[::-1])
    assert lending.ada.get(f"{API}/shares", {"sort": "name"}).status_code == 422
    other = lending.ada.get(f"{API}/shares", {"limit": 2}).json()["next_cursor"]
    assert lending.ada.get(f"{API}/shares", {"cursor": other, "sort": "ends"}).status_code == 422


def test_three_cost_as_many_statements_as_one(lending: Lending) -> None:
    lending.given(days=3)
    paths = [f"{API}/shares", f"{API}/shares?state=active&q=sloop", f"{lending.address}/shares"]

    def cost() -> list[int]:
        found = []
        for path in paths:
            lending.ada.get(path)
            with counted() as statements:
                assert lending.ada.get(path).status_code == 200
            found.append(len(statements))
        return found

    one = cost()
    for _ in range(2):
        lending.given(days=3)
    assert cost() == one


def test_what_automations_gave_is_named_by_the_room_that_makes_them(
    lending: Lending, monkeypatch: pytest.MonkeyPatch
) -> None:
    automation, share = uuid4(), lending.given(days=3)
    with acting(lending.acme.ada):
        Share.objects.filter(pk=share["id"]).update(automation_id=automation, source="automation")
    monkeypatch.setattr(naming.Naming, "names_of", lambda asked: dict.fromkeys(asked, "Lend to Loans"))

    (shown,) = lending.shares(automation=str(automation))

    assert shown["automation"] == {"id": str(automation), "name": "Lend to Loans"}


def test_the_export_is_safe_to_open_and_holds_no_one_elses(lending: Lending) -> None:
    """I4, S12: what one knows only as a grantee is not exported."""
    evil = a_member(lending.acme.organization, "=cmd()")
    lending.given(member=str(evil.id), days=3)
    lending.given(days=3)

    sheet = lending.ada.get(f"{API}/shares/export.csv", {"member": str(evil.id)})
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))

    assert sheet["Content-Disposition"] == 'attachment; filename="shares.csv"'
    assert [(row["member"], row["opportunity"], row["state"]) for row in rows] == [
        ("'=cmd()", "Sloop", "active")
    ]
    assert lending.pia.get(f"{API}/shares/export.csv").content.decode().count("\n") == 1
    assert client_for(lending.acme.leo).get(f"{API}/shares/export.csv").status_code == 403


def test_a_deleted_opportunity_leaves_its_history_to_who_sees_everything(lending: Lending) -> None:
    """S8: and to who gave it or had it."""
    lending.given(days=3)
    other = an_opportunity(lending.acme.boats, by=lending.acme.ben)
    cleo = client_for(a_member(lending.acme.organization, "Cleo", teams=[lending.acme.boats]))
    lending.ben.delete(lending.address)

    assert [len(lending.shares(by)) for by in (lending.ada, lending.ben, lending.pia, cleo)] == [1, 1, 1, 0]
    assert lending.ben.get(f"{API}/opportunities/{other}/shares").json()["items"] == []
