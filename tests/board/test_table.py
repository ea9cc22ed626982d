"""The table of all opportunities: its saved views and its export (B7, I4)."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from handsel.ledger.models import Event
from handsel.opportunities.models import Grant
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_channel, a_member, an_opportunity, client_for
from tests.counting import counted
from tests.http.test_query_counts import commands_of
from tests.opportunities.test_gate_api import post


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


def exported(client: Client, **query: Any) -> list[list[str]]:
    answer = client.get("/api/v1/opportunities/export.csv", query)
    assert answer.status_code == 200, answer.content
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


# -- views


def test_a_view_of_the_table_keeps_its_filters_columns_and_sort(ben: Client, acme: Acme) -> None:
    """B7"""
    filters = {
        "owner": ["me", "none"],
        "team": [str(acme.boats.pk)],
        "status": ["open"],
        "shared": "by_me",
        "columns": ["title", "amount", "access_ends_at", "attributes.budget"],
        "sort": "-amount",
    }

    made = post(ben, "/views", {"name": "Mine", "kind": "table", "filters": filters})
    again = post(ben, "/views", {"name": "Mine", "kind": "table", "filters": {"q": "x"}}).json()
    post(ben, "/views", {"name": "Mine", "team": str(acme.boats.pk), "filters": {"owner": "me"}})

    assert made.status_code == 201, made.content
    assert (made.json()["kind"], made.json()["team"], made.json()["filters"]) == ("table", None, filters)
    assert (again["id"], again["filters"]) == (made.json()["id"], {"q": "x"})
    for kind, found in (("table", [("table", None)]), ("board", [("board", str(acme.boats.pk))])):
        items = ben.get(f"/api/v1/views?kind={kind}").json()["items"]
        assert [(one["kind"], one["team"]) for one in items] == found
    assert len(ben.get("/api/v1/views").json()["items"]) == 2
    assert ben.get("/api/v1/views?kind=wall").status_code == 422
    assert ben.delete(f"/api/v1/views/{again['id']}").status_code == 204


BAD: list[tuple[dict[str, Any], str]] = [
    ({"kind": "table", "filters": {"closed": "all"}}, "filters.closed"),
    ({"kind": "table", "filters": {"sort": "weight"}}, "sort"),
    ({"kind": "table", "filters": {"columns": ["title", "secret"]}}, "columns"),
    ({"kind": "table", "filters": {"status": ["shut"]}}, "status"),
    ({"kind": "table", "filters": {"shared": "never"}}, "shared"),
    ({"kind": "table", "filters": {"weight": 1}}, "filters.weight"),
    ({"kind": "board"}, "team"),
    ({"kind": "board", "team": "$team", "filters": {"columns": ["title"]}}, "filters.columns"),
    ({"kind": "board", "team": "$team", "filters": {"owner": ["me"]}}, "filters.owner"),
    ({"kind": "board", "team": "$team", "filters": {"closed": "7"}}, "closed"),
    ({"kind": "wall"}, "kind"),
]


@pytest.mark.parametrize(("body", "field"), BAD)
def test_a_view_that_could_not_be_shown_is_not_kept(
    ben: Client, acme: Acme, body: dict[str, Any], field: str
) -> None:
    """B7: refused by its name."""
    given = {key: str(acme.boats.pk) if value == "$team" else value for key, value in body.items()}

    answer = post(ben, "/views", {"name": "V", **given})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, field), answer.content
    assert ben.get("/api/v1/views").json()["items"] == []


# -- export


def test_an_export_has_the_columns_that_were_chosen(ben: Client, acme: Acme) -> None:
    """I4"""
    an_opportunity(acme.boats, by=acme.ben, title="=SUM(A1)", amount=5)
    an_opportunity(acme.boats, by=acme.ben, title="Other", owner_id=None)

    rows = exported(ben, columns=["title", "amount", "team", "owner", "attributes.budget"], owner="me")

    assert rows == [["title", "amount", "team", "owner", "budget"], ["'=SUM(A1)", "5.00", "Boats", "Ben", ""]]
    assert len(exported(ben)) == 3


def test_what_one_has_only_by_a_share_is_never_exported(ben: Client, acme: Acme) -> None:
    """S12: whatever the level; from the board no more than from the table."""
    an_opportunity(acme.boats, by=acme.ben, title="own")
    lent = an_opportunity(acme.loans, by=acme.pia, title="lent")
    with acting(acme.pia) as at:
        Grant.objects.create(
            organization=acme.organization,
            opportunity_id=lent,
            member_id=acme.ben.id,
            level=2,
            starts_at=at,
            ends_at=at.replace(year=at.year + 1),
        )

    assert sorted(one["title"] for one in ben.get("/api/v1/opportunities").json()["items"]) == ["lent", "own"]
    assert exported(ben, columns=["title", "access_ends_at"]) == [["title"], ["own"]]
    board = ben.get("/api/v1/board/export.csv", {"team": str(acme.loans.pk)})
    assert (board.status_code, board.content.decode().count("\r\n")) == (200, 1)


def test_an_export_is_recorded(ben: Client, acme: Acme) -> None:
    """I4: how much and which columns; not what was searched for."""
    an_opportunity(acme.boats, by=acme.ben, title="Kim")

    exported(ben, columns=["title"], q="Kim")
    ben.get("/api/v1/board/export.csv", {"team": str(acme.boats.pk)})

    with acting(acme.ben):
        first, second = Event.objects.filter(type="opportunities.exported").order_by("pk")
        assert (first.actor_id, first.data) == (acme.ben.id, {"rows": 1, "columns": ["title"]})
        assert (second.data["rows"], second.data["columns"][:2]) == (1, ["number", "title"])


def test_an_export_costs_the_same_for_three_as_for_one(ben: Client, acme: Acme) -> None:
    costs = []
    exported(ben)  # a key's first use is told in statements of its own
    for name in "abc":
        an_opportunity(acme.boats, by=acme.ben, title=name)
        with counted() as statements:
            exported(ben)
        costs.append(len(commands_of(statements)))

    assert costs == [3, 3, 3]


def test_who_may_not_export_and_otto_get_nothing(acme: Acme, ben: Client, otto: Member) -> None:
    an_opportunity(acme.boats, by=acme.ben)
    guest = a_member(acme.organization, "Guest", roles=["lead_generator"])

    refused = client_for(guest).get("/api/v1/opportunities/export.csv")

    assert refused.status_code == 403
    assert exported(client_for(otto), columns="title") == [["title"]]
    bad = ben.get("/api/v1/opportunities/export.csv?columns=secret")
    assert (bad.status_code, bad.json()["fields"][0]["name"]) == (422, "columns")
