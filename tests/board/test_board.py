"""The board: true counts and sums, cards in pages, what may be dropped where (B7)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pydantic import TypeAdapter

from handsel.board.schemas import BoardOut
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import Member, acting
from tests.cast import Acme, a_channel, client_for
from tests.opportunities.test_gate_api import an_opportunity, post


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


def read(client: Client, acme: Acme, **query: Any) -> dict[str, Any]:
    answer = client.get("/api/v1/board", {"team": str(acme.boats.pk), **query})
    assert answer.status_code == 200, answer.content
    TypeAdapter(BoardOut).validate_json(answer.content)
    shown: dict[str, Any] = answer.json()
    return shown


def test_a_board_counts_and_sums_what_it_shows(ben: Client, acme: Acme) -> None:
    an_opportunity(ben, acme, amount="100.50")
    an_opportunity(ben, acme, amount="50")
    an_opportunity(ben, acme, amount="7", currency="USD")

    shown = read(ben, acme)
    new = shown["columns"][0]

    assert [column["stage"]["name"] for column in shown["columns"]] == [
        "New",
        "Qualified",
        "Proposal",
        "Negotiation",
        "Won",
        "Lost",
        "Archived",
    ]
    assert (new["count"], new["share"], shown["count"]) == (3, 1.0, 3)
    assert new["amounts"] == [{"currency": "EUR", "amount": "150.50"}, {"currency": "USD", "amount": "7.00"}]
    assert len(new["cards"]) == 3


def test_filters_hold_for_counts_too(ben: Client, acme: Acme) -> None:
    an_opportunity(ben, acme, owner=None)
    an_opportunity(ben, acme, new_contact={"name": "Zoë"})

    assert read(ben, acme, owner="none")["count"] == 1
    assert read(ben, acme, q="zoe")["columns"][0]["count"] == 1
    assert read(ben, acme, due="overdue")["count"] == 0


def test_a_column_is_paged_and_misses_nothing(ben: Client, acme: Acme) -> None:
    made = {an_opportunity(ben, acme, new_contact={"name": f"N{n}"})["id"] for n in range(45)}

    new = read(ben, acme)["columns"][0]
    rest = ben.get(
        "/api/v1/board/column",
        {"team": str(acme.boats.pk), "stage": new["stage"]["id"], "cursor": new["next_cursor"]},
    ).json()

    assert (len(new["cards"]), len(rest["cards"]), rest["next_cursor"]) == (40, 5, None)
    assert {card["id"] for card in new["cards"] + rest["cards"]} == made


def test_a_batch_previews_then_moves_through_the_gate(ben: Client, acme: Acme) -> None:
    an_opportunity(ben, acme), an_opportunity(ben, acme)
    columns = {one["stage"]["name"]: one["stage"]["id"] for one in read(ben, acme)["columns"]}
    body = {"team": str(acme.boats.pk), "stage": columns["New"], "to_stage": columns["Lost"]}

    before = post(ben, "/board/batch/preview", body).json()
    done = post(ben, "/board/batch", body | {"reason": "Price"}).json()

    assert (before["will_change"], before["incomplete"]) == (0, 2)
    assert done["changed"] == 2
    assert {one["stage"]["name"]: one["count"] for one in read(ben, acme)["columns"]}["Lost"] == 2


@pytest.mark.parametrize(
    "filters", [["title:is:Boat"], {"fields": ["title:is:Boat"]}, "all", {"field": "title"}]
)
def test_filters_that_are_not_understood_choose_nothing(ben: Client, acme: Acme, filters: Any) -> None:
    """They would otherwise choose the whole column."""
    an_opportunity(ben, acme)
    columns = {one["stage"]["name"]: one["stage"]["id"] for one in read(ben, acme)["columns"]}
    body = {
        "team": str(acme.boats.pk),
        "stage": columns["New"],
        "to_stage": columns["Won"],
        "filters": filters,
    }

    answers = [post(ben, path, body) for path in ("/board/batch/preview", "/board/batch")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert {answer.json()["fields"][0]["name"].split(".")[0] for answer in answers} == {"filters"}
    assert read(ben, acme)["columns"][0]["count"] == 1


def test_views_are_saved_and_deleted(ben: Client, acme: Acme) -> None:
    filters = {"owner": "me", "closed": "all"}

    made = post(ben, "/views", {"name": "Mine", "team": str(acme.boats.pk), "filters": filters})

    assert made.status_code == 201, made.content
    assert {key: value for key, value in made.json()["filters"].items() if value} == filters
    assert [view["name"] for view in ben.get("/api/v1/views").json()["items"]] == ["Mine"]
    assert ben.delete(f"/api/v1/views/{made.json()['id']}").status_code == 204


def test_an_export_holds_no_formulas(ben: Client, acme: Acme) -> None:
    """I4"""
    an_opportunity(ben, acme, title="=cmd|' /C calc'!A0")

    text = ben.get(f"/api/v1/board/export.csv?team={acme.boats.pk}").content.decode()

    assert "'=cmd" in text


def test_otto_has_no_board_here(ben: Client, acme: Acme, otto: Member) -> None:
    stage = read(ben, acme)["columns"][0]["stage"]["id"]
    other = client_for(otto)

    assert other.get("/api/v1/board", {"team": str(acme.boats.pk)}).status_code == 404
    assert other.get("/api/v1/board/column", {"team": str(acme.boats.pk), "stage": stage}).status_code == 404
    assert other.get("/api/v1/board/export.csv", {"team": str(acme.boats.pk)}).status_code == 404
    assert (
        post(other, "/board/batch", {"team": str(acme.boats.pk), "stage": stage, "owner": None}).status_code
        == 404
    )
    assert post(other, "/views", {"name": "x", "team": str(acme.boats.pk)}).status_code == 404


def test_pia_of_another_team_has_no_board_either(ben: Client, acme: Acme) -> None:
    assert client_for(acme.pia).get("/api/v1/board", {"team": str(acme.boats.pk)}).status_code == 404


def test_a_batch_reaches_what_its_column_shows(ben: Client, acme: Acme) -> None:
    made = an_opportunity(ben, acme)
    columns = {one["stage"]["name"]: one["stage"]["id"] for one in read(ben, acme)["columns"]}
    post(ben, f"/opportunities/{made['id']}/move", {"stage": columns["Won"]})
    with acting(acme.ben) as at:
        Opportunity.objects.update(closed_at=at - timedelta(days=91))
    body = {"team": str(acme.boats.pk), "stage": columns["Won"], "to_stage": columns["New"]}

    assert post(ben, "/board/batch/preview", body).json()["total"] == 0
    assert post(ben, "/board/batch", body | {"closed": "all"}).json()["changed"] == 1


def test_a_batch_to_what_does_not_exist_is_refused_as_a_whole(ben: Client, acme: Acme) -> None:
    an_opportunity(ben, acme)
    stage = read(ben, acme)["columns"][0]["stage"]["id"]
    body = {"team": str(acme.boats.pk), "stage": stage}

    for target in ({"to_stage": str(acme.boats.pk)}, {"to_step": stage}, {"owner": str(acme.pia.id)}):
        answer = post(ben, "/board/batch", body | target)
        assert (answer.status_code, [field["name"] for field in answer.json()["fields"]]) == (422, [*target])


def test_an_unknown_span_of_closed_cards_is_refused(ben: Client, acme: Acme) -> None:
    stage = read(ben, acme)["columns"][0]["stage"]["id"]

    for path in ("board", "board/column"):
        answer = ben.get(
            f"/api/v1/{path}", {"team": str(acme.boats.pk), "stage": stage, "closed": "yesterday"}
        )
        assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "closed")
