"""The list of all opportunities: several values of a filter, shares, sorts both ways, a total (the table of Manage)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pydantic import TypeAdapter

from handsel.opportunities import queries
from handsel.opportunities.models import Grant, Opportunity
from handsel.opportunities.schemas import OpportunitiesOut
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_channel, a_member, a_team, an_opportunity, client_for
from tests.opportunities.test_gate_api import post


@pytest.fixture
def ada(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ada)


def listed(client: Client, **query: Any) -> dict[str, Any]:
    answer = client.get("/api/v1/opportunities", query)
    assert answer.status_code == 200, answer.content
    TypeAdapter(OpportunitiesOut).validate_json(answer.content)
    page: dict[str, Any] = answer.json()
    return page


def titles(client: Client, **query: Any) -> list[str]:
    return sorted(one["title"] for one in listed(client, **query)["items"])


def made(acme: Acme, title: str, **more: Any) -> UUID:
    team, by = more.pop("team", acme.boats), more.pop("by", acme.ben)
    return an_opportunity(team, by=by, title=title, **more)


def test_a_filter_takes_several_values(ada: Client, acme: Acme) -> None:
    """B7: any of them."""
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats])
    made(acme, "ben's"), made(acme, "cleo's", owner_id=cleo.id), made(acme, "nobody's", owner_id=None)
    pias = made(acme, "pia's", team=acme.loans, by=acme.pia)
    moves = client_for(acme.pia).get(f"/api/v1/opportunities/{pias}/moves").json()
    won = next(one["stage"]["id"] for one in moves["moves"] if one["stage"]["name"] == "Won")
    post(client_for(acme.pia), f"/opportunities/{pias}/move", {"stage": won})
    here = listed(ada, q="ben's")["items"][0]

    assert titles(ada, owner=["none", str(cleo.id)]) == ["cleo's", "nobody's"]
    assert titles(ada, team=[str(acme.boats.pk), str(acme.loans.pk)]) == [
        "ben's",
        "cleo's",
        "nobody's",
        "pia's",
    ]
    assert titles(ada, team=str(acme.loans.pk)) == ["pia's"]
    assert titles(ada, status=["won", "lost"]) == ["pia's"]
    assert titles(ada, status=["won", "open"]) == ["ben's", "cleo's", "nobody's", "pia's"]
    assert titles(ada, status="open", owner="none") == ["nobody's"]
    assert titles(ada, stage=[won, here["stage"]["id"]]) == ["ben's", "cleo's", "nobody's", "pia's"]
    assert titles(ada, step=[here["step"]["id"]], owner=str(acme.ben.id)) == ["ben's"]
    assert titles(client_for(acme.ben), owner="me") == ["ben's"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": ["open", "shut"]}, "status"),
        ({"owner": ["me", "somebody"]}, "owner"),
        ({"shared": "with_you"}, "shared"),
        ({"sort": "weight"}, "sort"),
        ({"owner": ["me"] * 101}, "owner"),
        ({"team": "boats"}, "team"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_by_name(
    ada: Client, query: dict[str, Any], field: str
) -> None:
    answer = ada.get("/api/v1/opportunities", query)

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, field)


def test_what_is_shared_now_is_found_by_whom_and_with_whom(ada: Client, acme: Acme, otto: Member) -> None:
    """S3: to the instant; scheduled, over and stopped shares are none."""
    boats = {
        name: made(acme, name) for name in ("with me", "with my team", "over", "stopped", "later", "alone")
    }
    with acting(acme.ada) as at:
        day = timedelta(days=1)
        spans = {"over": (-2 * day, -day), "later": (day, 2 * day)}
        for name, row_id in boats.items():
            start, end = spans.get(name, (-day, day))
            if name != "alone":
                Grant.objects.create(
                    organization=acme.organization,
                    opportunity_id=row_id,
                    member_id=None if name == "with my team" else acme.pia.id,
                    team_id=acme.loans.pk if name == "with my team" else None,
                    level=1,
                    starts_at=at + start,
                    ends_at=at + end,
                    given_by=acme.ben.id,
                    stopped_at=at if name == "stopped" else None,
                )
        Grant.objects.filter(opportunity_id=boats["with me"]).update(given_by=acme.ada.id)
    ben, pia = client_for(acme.ben), client_for(acme.pia)

    assert titles(pia, shared="with_me") == ["with me", "with my team"]
    assert titles(pia, shared="by_me") == []
    assert titles(ben, shared="by_me") == ["with my team"]
    assert titles(ben, shared="with_me") == []
    assert titles(ben, shared="any") == ["with me", "with my team"]
    assert titles(client_for(otto), shared="any") == []


def test_every_sort_pages_through_all_both_ways(ada: Client, acme: Acme) -> None:
    """No row twice and none left out, whatever is empty or equal."""
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats, a_team(acme.organization, "Bikes")])
    for place, owner in enumerate((acme.ben.id, cleo.id, None, acme.ben.id, None)):
        made(acme, f"t{place}", owner_id=owner, amount=place % 2 or None)
    made(acme, "u", team=acme.loans, by=acme.pia, new_account="Firm")

    for sort in queries.ORDERS:
        ways = {}
        for way in (sort, f"-{sort}"):
            seen: list[str] = []
            page = listed(ada, sort=way, limit=2)
            seen += [one["id"] for one in page["items"]]
            while page["next_cursor"]:
                page = listed(ada, sort=way, limit=2, cursor=page["next_cursor"])
                seen += [one["id"] for one in page["items"]]
            ways[way] = seen
        assert (len(ways[sort]), len(set(ways[sort])), ways[sort]) == (6, 6, ways[f"-{sort}"][::-1]), sort


def test_sorts_go_by_what_people_read(ada: Client, acme: Acme) -> None:
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats])
    made(acme, "b", owner_id=cleo.id), made(acme, "a", owner_id=None), made(acme, "c")
    made(acme, "d", team=acme.loans, by=acme.pia, new_account="Firm")

    def order(sort: str) -> list[str]:
        return [one["title"] for one in listed(ada, sort=sort)["items"]]

    assert order("owner") == ["a", "c", "b", "d"]
    assert order("-team")[0] == "d"
    assert order("-account")[0] == "d"
    assert order("number") == ["d", "c", "a", "b"]
    assert order("-created") == ["b", "a", "c", "d"]


def test_the_total_counts_what_is_found_and_no_further_than_a_thousand(
    ada: Client, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in "abc":
        made(acme, title)
    made(acme, "d", team=acme.loans, by=acme.pia)

    def total(client: Client, **query: Any) -> tuple[int, bool]:
        page = listed(client, **query)
        return page["total"], page["total_capped"]

    first = listed(ada, limit=1)
    assert (first["total"], first["total_capped"]) == (4, False)
    assert total(ada, limit=1, cursor=first["next_cursor"]) == (4, False)
    assert total(ada, q="nothing") == (0, False)
    assert total(client_for(acme.ben)) == (3, False)
    monkeypatch.setattr(queries, "PAGE", queries.PAGE.replace("LIMIT 1001", "LIMIT 3"))
    monkeypatch.setattr(queries, "COUNTED", 2)
    assert total(ada) == (2, True)


def test_the_table_finds_all_that_its_columns_show(ada: Client, acme: Acme) -> None:
    made(acme, "a")

    one = listed(ada)["items"][0]

    shown = {
        "number", "contact", "account", "team", "step", "stage", "owner", "amount", "currency", "follow_up_at",
        "created_at", "updated_at", "source", "channel", "attributes", "access_ends_at",
    }  # fmt: skip
    assert shown - set(one) == set()
    with acting(acme.ada):
        assert str(Opportunity.objects.get().pk) == one["id"]


def test_who_sees_no_team_whole_finds_all_that_is_theirs(ada: Client, acme: Acme) -> None:
    """O9, S3: their own, what they made, what is shared with them or a team of theirs; each once, however many ties."""
    cleo = a_member(
        acme.organization, "Cleo", roles=("professional", "lead_generator"), teams=[acme.boats], sees="own"
    )
    rows = {
        "owned": made(acme, "owned", owner_id=cleo.id),
        "made": made(acme, "made"),
        "others": made(acme, "others"),
    }
    rows |= {
        name: made(acme, name, team=acme.loans, by=acme.pia) for name in ("lent", "lent to the team", "over")
    }
    with acting(acme.ada) as at:
        Opportunity.objects.filter(pk__in=[rows["made"], rows["owned"]]).update(author_id=cleo.id)
        for name in ("lent", "lent to the team", "over", "owned"):
            Grant.objects.create(
                organization=acme.organization,
                opportunity_id=rows[name],
                member_id=None if name == "lent to the team" else cleo.id,
                team_id=acme.boats.pk if name == "lent to the team" else None,
                level=1,
                starts_at=at - timedelta(days=2),
                ends_at=at + timedelta(days=-1 if name == "over" else 1),
            )

    page = listed(client_for(cleo))

    assert sorted(one["title"] for one in page["items"]) == ["lent", "lent to the team", "made", "owned"]
    assert page["total"] == 4
