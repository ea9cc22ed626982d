"""The gate over HTTP: what people do all day."""

from functools import partial
from typing import Any

import pytest
from django.test import Client

from handsel.organizations.acting import Member
from tests.cast import Acme, a_channel, a_member, client_for


def post(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def put(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.put(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def patch(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.patch(f"/api/v1{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


def an_opportunity(client: Client, acme: Acme, **more: Any) -> dict[str, Any]:
    body = {
        "team": str(acme.boats.pk),
        "new_contact": {"name": "Ana Díaz", "email": "ana@example.org"},
        **more,
    }
    answer = post(client, "/opportunities", body)
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def test_a_new_opportunity_lands_on_the_entry_owned_by_its_maker(ben: Client, acme: Acme) -> None:
    """B1, B15, B17"""
    made = an_opportunity(ben, acme, amount="1500")

    assert (made["title"], made["stage"]["name"], made["status"]) == ("Ana Díaz", "New", "open")
    assert (made["owner"]["name"], made["amount"], made["currency"], made["revision"]) == (
        "Ben",
        "1500.00",
        "EUR",
        1,
    )
    assert made["may"]["move"] is True


def test_who_sees_only_their_own_may_make_an_unassigned_one(acme: Acme) -> None:
    """B17: they get what they made, and find it no more"""
    a_channel(acme.organization, "Counter")
    cleo = client_for(a_member(acme.organization, "Cleo", teams=[acme.boats], sees="own"))

    made = an_opportunity(cleo, acme, owner=None)

    assert (made["owner"], made["may"]["move"]) == (None, False)
    assert cleo.get(f"/api/v1/opportunities/{made['id']}").status_code == 404


def test_without_any_channel_the_answer_says_who_can_add_one(acme: Acme) -> None:
    """B1"""
    answer = post(
        client_for(acme.ben), "/opportunities", {"team": str(acme.boats.pk), "new_contact": {"name": "Ana"}}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "no_channel")
    assert "administrator" in answer.json()["detail"]


def test_a_move_is_compare_and_set(ben: Client, acme: Acme) -> None:
    """B9"""
    made = an_opportunity(ben, acme)
    stages = {
        one["step"]["name"]: one["step"]["id"]
        for one in ben.get(f"/api/v1/opportunities/{made['id']}/moves").json()["moves"]
    }

    first = post(ben, f"/opportunities/{made['id']}/move", {"step": stages["Qualified"], "revision": 1})
    second = post(ben, f"/opportunities/{made['id']}/move", {"step": stages["Won"], "revision": 1})

    assert (first.status_code, first.json()["stage"]["name"], first.json()["revision"]) == (
        200,
        "Qualified",
        2,
    )
    assert (second.status_code, second.json()["code"]) == (409, "conflict")
    assert second.json()["current"]["stage"]["name"] == "Qualified"


def test_a_lost_stage_asks_for_its_reason(ben: Client, acme: Acme) -> None:
    """W2, W6"""
    made = an_opportunity(ben, acme)
    path = f"/opportunities/{made['id']}"
    stages = {
        one["stage"]["name"]: one["stage"]["id"] for one in ben.get(f"/api/v1{path}/moves").json()["moves"]
    }

    refused = post(ben, path + "/move", {"stage": stages["Lost"], "revision": 1})
    moved = post(ben, path + "/move", {"stage": stages["Lost"], "revision": 1, "reason": "Price"})

    assert (refused.status_code, refused.json()["code"]) == (422, "incomplete")
    assert [field["name"] for field in refused.json()["fields"]] == ["reason"]
    assert (moved.json()["status"], moved.json()["lost_reason"]) == ("lost", "Price")
    assert moved.json()["closed_at"] is not None


@pytest.mark.parametrize("reason", ["", " ", "\u200b\u00a0"])
def test_a_reason_that_is_not_filled_is_none(ben: Client, acme: Acme, reason: str) -> None:
    """W2, W6: moved by itself or with an edit"""
    made = an_opportunity(ben, acme)
    path = f"/opportunities/{made['id']}"
    stages = {
        one["stage"]["name"]: one["stage"]["id"] for one in ben.get(f"/api/v1{path}/moves").json()["moves"]
    }

    refused = [
        send(path + way, {"stage": stages["Lost"], "revision": 1, "reason": reason})
        for send, way in ((partial(post, ben), "/move"), (partial(patch, ben), ""))
    ]
    won = post(ben, path + "/move", {"stage": stages["Won"], "revision": 1, "reason": reason})

    assert [one.json()["code"] for one in refused] == ["incomplete", "incomplete"]
    assert [one.json()["fields"][0]["message"] for one in refused] == ["Lost asks for a reason."] * 2
    assert (won.json()["status"], won.json()["lost_reason"]) == ("won", None)


def test_the_quick_controls_save_at_once(ben: Client, acme: Acme) -> None:
    """B4"""
    made = an_opportunity(ben, acme)
    path = f"/opportunities/{made['id']}"

    assert put(ben, path + "/owner", {"owner": None}).json()["owner"] is None
    assert put(ben, path + "/owner", {"owner": str(acme.ben.id)}).json()["owner"]["name"] == "Ben"
    assert put(ben, path + "/owner", {"owner": str(acme.pia.id)}).json()["code"] == "owner_not_in_team"
    assert put(ben, path + "/amount", {"amount": 0}).json()["amount"] == "0.00"
    assert put(ben, path + "/amount", {"amount": "1e400"}).status_code == 422
    assert put(ben, path + "/amount", {"amount": "NaN"}).json()["fields"][0]["name"] == "amount"
    follow_up = put(ben, path + "/follow-up", {"follow_up_at": "2030-01-05T10:00:00Z"}).json()["follow_up_at"]
    assert follow_up == "2030-01-05T10:00:00.000000Z"


def test_an_edit_saves_fields_of_the_contact_too(ben: Client, acme: Acme) -> None:
    """B5"""
    made = an_opportunity(ben, acme)

    answer = patch(
        ben,
        f"/opportunities/{made['id']}",
        {"description": "Wants red", "attributes": {"contact.email": "new@example.org"}},
    )

    assert answer.status_code == 200, answer.content
    assert (answer.json()["description"], answer.json()["contact"]["email"]) == (
        "Wants red",
        "new@example.org",
    )


def test_a_change_of_team_keeps_the_owner_only_if_a_member_there(ben: Client, acme: Acme) -> None:
    """B18"""
    made = an_opportunity(ben, acme)

    preview = ben.get(f"/api/v1/opportunities/{made['id']}/team-change?team={acme.loans.pk}")
    client = client_for(acme.ada)
    moved = put(client, f"/opportunities/{made['id']}/team", {"team": str(acme.loans.pk)}).json()

    assert preview.json()["owner_stays"] is False
    assert (moved["team"]["name"], moved["owner"]) == ("Loans", None)


def test_delete_is_gone_for_users(ben: Client, acme: Acme) -> None:
    """B6"""
    made = an_opportunity(ben, acme)

    assert ben.delete(f"/api/v1/opportunities/{made['id']}").status_code == 204
    assert ben.get(f"/api/v1/opportunities/{made['id']}").status_code == 404


def test_notes_tasks_and_the_timeline(ben: Client, acme: Acme) -> None:
    """B13"""
    made = an_opportunity(ben, acme)
    path = f"/opportunities/{made['id']}"

    note = post(ben, path + "/notes", {"text": "Called <b>twice</b>"})
    task = post(ben, path + "/tasks", {"title": "Send the offer", "due_at": "2030-01-01T09:00:00Z"})
    post(ben, path + "/activities", {"type": "Visit", "text": "At the harbor"})
    done = patch(ben, f"/tasks/{task.json()['id']}", {"done": True})
    timeline = ben.get(f"/api/v1{path}/timeline").json()

    assert (note.status_code, task.status_code, done.json()["done_at"] is not None) == (201, 201, True)
    assert [item["type"] for item in timeline["items"]] == [
        "task.done",
        "activity.added",
        "task.added",
        "note.added",
        "opportunity.created",
    ]
    assert timeline["items"][3]["body"] == "Called <b>twice</b>"
    assert timeline["items"][0]["actor"]["name"] == "Ben"


def test_lists_filter_and_page(ben: Client, acme: Acme) -> None:
    for name in ("Ana", "Bea", "Caro"):
        an_opportunity(ben, acme, new_contact={"name": name})

    first = ben.get("/api/v1/opportunities?limit=2&sort=title").json()
    second = ben.get(f"/api/v1/opportunities?limit=2&sort=title&cursor={first['next_cursor']}").json()
    found = ben.get("/api/v1/opportunities?q=bea").json()

    assert [item["title"] for item in first["items"] + second["items"]] == ["Ana", "Bea", "Caro"]
    assert [item["title"] for item in found["items"]] == ["Bea"]
    assert ben.get("/api/v1/opportunities?cursor=abc").json()["fields"][0]["name"] == "cursor"


def test_otto_sees_nothing(ben: Client, acme: Acme, otto: Member) -> None:
    made = an_opportunity(ben, acme)
    note = post(ben, f"/opportunities/{made['id']}/notes", {"text": "secret"}).json()
    task = post(ben, f"/opportunities/{made['id']}/tasks", {"title": "secret"}).json()
    client, path = client_for(otto), f"/opportunities/{made['id']}"

    for tail in ("", "/moves", "/timeline", "/tasks", "/access", f"/team-change?team={otto.team_ids[0]}"):
        answer = client.get(f"/api/v1{path}{tail}")
        assert answer.status_code == 404 or answer.json().get("items") == [], (tail, answer.content)
    assert post(client, path + "/move", {"stage": made["stage"]["id"]}).status_code == 404
    assert patch(client, path, {"title": "x"}).status_code == 404
    assert client.delete(f"/api/v1{path}").status_code == 404
    for tail, body in (
        ("owner", {"owner": None}),
        ("team", {"team": str(otto.team_ids[0])}),
        ("follow-up", {"follow_up_at": None}),
        ("amount", {"amount": 1}),
        ("exclusion", {"excluded": True}),
    ):
        assert put(client, f"{path}/{tail}", body).status_code == 404
    for tail, body in (("notes", {"text": "x"}), ("tasks", {"title": "x"}), ("activities", {"type": "x"})):
        assert post(client, f"{path}/{tail}", body).status_code == 404
    assert patch(client, f"/notes/{note['id']}", {"text": "x"}).status_code == 404
    assert patch(client, f"/tasks/{task['id']}", {"title": "x"}).status_code == 404
    assert client.get("/api/v1/opportunities").json()["items"] == []
    found: dict[str, Any] = {"opportunities": [], "contacts": [], "accounts": [], "access_changes_at": None}
    assert client.get("/api/v1/search?q=Ana").json() == found


def test_pia_of_another_team_sees_nothing_either(ben: Client, acme: Acme) -> None:
    """O4, O9"""
    made = an_opportunity(ben, acme)

    assert client_for(acme.pia).get(f"/api/v1/opportunities/{made['id']}").status_code == 404


def test_a_repeated_post_is_done_once(ben: Client, acme: Acme) -> None:
    """I1"""
    body = {"team": str(acme.boats.pk), "new_contact": {"name": "Ana"}}

    first = post(ben, "/opportunities", body, **{"Idempotency-Key": "k1"})
    again = post(ben, "/opportunities", body, **{"Idempotency-Key": "k1"})
    other = post(ben, "/opportunities", body | {"title": "other"}, **{"Idempotency-Key": "k1"})

    assert first.json()["id"] == again.json()["id"]
    assert len(ben.get("/api/v1/opportunities").json()["items"]) == 1
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
