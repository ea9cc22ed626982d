"""Channels for customers, keys for programs."""

from typing import Any

from django.test import Client

from handsel.organizations.acting import Member, acting
from handsel.organizations.models import ApiKey
from tests.cast import Acme, a_member, browser_for, client_for, csrf
from tests.counting import counted
from tests.organizations.asking import facts_of, patch, post


def test_channels_are_added_renamed_closed_and_reopened(acme: Acme) -> None:
    client = client_for(acme.ada)

    counter = post(client, "channels", {"kind": "in_person", "name": "Counter"})

    assert counter.status_code == 201
    path = f"channels/{counter.json()['id']}"
    assert counter.json() == {
        "id": counter.json()["id"],
        "kind": "in_person",
        "name": "Counter",
        "active": True,
        "may": {"edit": True},
    }
    assert patch(client, path, {"name": "Desk"}).json()["name"] == "Desk"
    assert client.delete(f"/api/v1/{path}").status_code == 204
    assert client.get("/api/v1/channels").json() == {"items": [], "next_cursor": None}
    assert [one["active"] for one in client.get("/api/v1/channels?all=true").json()["items"]] == [False]
    assert patch(client, path, {"active": True}).json()["active"]
    told = facts_of(acme.ada, "channel.")
    assert told == ["channel.added", "channel.edited", "channel.deleted", "channel.edited"]


def test_a_bad_channel_is_refused_by_field(acme: Acme) -> None:
    client = client_for(acme.ada)
    post(client, "channels", {"kind": "sms", "name": "Text"})
    cases = [
        ({"kind": "pigeon"}, 422, "kind"),
        ({"name": " "}, 422, "name"),
        ({"name": "Text"}, 409, "name"),
    ]

    for wrong, status, field in cases:
        answer = post(client, "channels", {"kind": "sms", "name": "Other"} | wrong)

        assert (answer.status_code, [one["name"] for one in answer.json()["fields"]]) == (status, [field]), (
            wrong
        )


def test_a_name_may_have_5000_characters_of_any_script(acme: Acme) -> None:
    """More than a B-tree takes as it is."""
    client, name = client_for(acme.ada), "".join(chr(0x4E00 + turn * 7919 % 20_000) for turn in range(5000))

    answers = [
        post(client, "channels", {"kind": "sms", "name": name}),
        post(client, "teams", {"name": name}),
        patch(client, "organization", {"name": name}),
        patch(client, "me", {"name": name}),
        post(client, "members", {"email": "cy@example.org", "name": name, "roles": ["manager"]}),
        post(client, "keys", {"name": name, "scopes": ["read"]}),
    ]

    assert [(answer.status_code, answer.json()["name"] == name) for answer in answers] == [
        (201, True),
        (201, True),
        (200, True),
        (200, True),
        (201, True),
        (201, True),
    ]
    assert post(client, "channels", {"kind": "sms", "name": name}).json()["code"] == "taken"
    assert len(client.get("/api/v1/members?limit=1").json()["next_cursor"]) < 1000


def test_a_closed_channels_name_may_have_gone(acme: Acme) -> None:
    client = client_for(acme.ada)
    first = post(client, "channels", {"kind": "sms", "name": "Text"}).json()
    client.delete(f"/api/v1/channels/{first['id']}")
    post(client, "channels", {"kind": "whatsapp", "name": "Text"})

    answer = patch(client, f"channels/{first['id']}", {"active": True})

    assert (answer.status_code, answer.json()["code"]) == (409, "taken")


def test_colleagues_see_channels_and_change_none(acme: Acme) -> None:
    channel = post(client_for(acme.ada), "channels", {"kind": "sms", "name": "Text"}).json()
    client, path = client_for(acme.ben), f"channels/{channel['id']}"

    assert client.get("/api/v1/channels").json()["items"] == [channel | {"may": {"edit": False}}]
    assert client.get(f"/api/v1/{path}").status_code == 200
    for answer in (
        post(client, "channels", {"kind": "sms", "name": "Mine"}),
        patch(client, path, {"name": "Mine"}),
        client.delete(f"/api/v1/{path}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "capability_missing")


def test_a_key_shows_its_secret_once(acme: Acme) -> None:
    client = client_for(acme.ben)

    made = post(client, "keys", {"name": "robot", "scopes": ["read"]})

    assert made.status_code == 201
    secret = made.json()["secret"]
    robot = Client(headers={"Authorization": f"Bearer {secret}"})
    assert robot.get("/api/v1/me").json()["name"] == "Ben"
    assert patch(robot, "me", {"name": "Robot"}).json()["code"] == "scope_missing"
    listed = client.get("/api/v1/keys")
    assert secret not in listed.content.decode()
    key = listed.json()["items"][0]
    assert (key["name"], key["scopes"], key["member"]["name"]) == ("robot", ["read"], "Ben")
    assert secret.startswith(key["prefix"])
    assert key["last_used_at"] is not None
    with acting(acme.ben):
        assert secret.encode() not in bytes(ApiKey.objects.get(name="robot").secret_hash)


def test_a_secret_is_not_kept_for_a_repeated_request(acme: Acme) -> None:
    client, body, once = (
        client_for(acme.ben),
        {"name": "robot", "scopes": ["read"]},
        {"Idempotency-Key": "one"},
    )

    first, again = (post(client, "keys", body, headers=once).json() for _ in range(2))

    assert (again.pop("secret"), bool(first.pop("secret"))) == ("", True)
    assert again == first


def test_a_revoked_key_is_nobody(acme: Acme) -> None:
    client = client_for(acme.ben)
    made = post(client, "keys", {"name": "robot", "scopes": ["read", "write"]}).json()

    revoked = [client.delete(f"/api/v1/keys/{made['id']}").status_code for _ in range(2)]

    assert revoked == [204, 204]
    assert Client(headers={"Authorization": f"Bearer {made['secret']}"}).get("/api/v1/me").status_code == 401
    assert facts_of(acme.ben, "key.") == ["key.made", "key.revoked"]


def test_keys_are_ones_own_but_an_administrator_sees_all(acme: Acme) -> None:
    ben, ada, pia = client_for(acme.ben), client_for(acme.ada), client_for(acme.pia)
    made = post(ben, "keys", {"name": "robot", "scopes": ["read"]}).json()

    assert {key["member"]["name"] for key in ben.get("/api/v1/keys").json()["items"]} == {"Ben"}
    assert {key["member"]["name"] for key in ada.get("/api/v1/keys").json()["items"]} == {"Ada", "Ben", "Pia"}
    assert pia.delete(f"/api/v1/keys/{made['id']}").status_code == 404
    assert ada.delete(f"/api/v1/keys/{made['id']}").status_code == 204


def test_a_key_makes_no_key_that_may_do_more(acme: Acme) -> None:
    client = client_for(acme.ada, ["read", "write"])

    answer = post(client, "keys", {"name": "more", "scopes": ["read", "configure"]})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "scopes")


def test_a_session_makes_keys_too(acme: Acme) -> None:
    browser = browser_for(a_member(acme.organization, "Cy", password="correct horse battery"))
    body = {"name": "robot", "scopes": ["read", "import"]}

    bare = post(browser, "keys", body)
    answer = post(browser, "keys", body, headers=csrf(browser))

    assert (bare.status_code, bare.json()["code"]) == (403, "csrf_failed")
    assert answer.status_code == 201


def test_a_bad_key_is_refused_by_field(acme: Acme) -> None:
    client = client_for(acme.ben)
    cases: list[tuple[dict[str, Any], str]]
    cases = [({"name": "\t"}, "name"), ({"scopes": []}, "scopes"), ({"scopes": ["all"]}, "scopes")]

    for wrong, field in cases:
        answer = post(client, "keys", {"name": "robot", "scopes": ["read"]} | wrong)

        assert (answer.status_code, [one["name"] for one in answer.json()["fields"]]) == (422, [field]), wrong


def test_the_lists_take_as_many_statements_for_three_as_for_one(acme: Acme) -> None:
    client = client_for(acme.ada)
    client.get("/api/v1/keys")
    for name in ("one", "two", "three"):
        post(client, "channels", {"kind": "sms", "name": name})
        post(client, "keys", {"name": name, "scopes": ["read"]})

    with counted() as for_one:
        client.get("/api/v1/keys?limit=1")
    with counted() as for_three:
        assert len(client.get("/api/v1/keys?limit=3").json()["items"]) == 3

    assert len(for_three) == len(for_one)


def test_otto_finds_neither_channel_nor_key(acme: Acme, otto: Member) -> None:
    ada, client = client_for(acme.ada), client_for(otto)
    channel = post(ada, "channels", {"kind": "sms", "name": "Text"}).json()["id"]
    key = post(ada, "keys", {"name": "robot", "scopes": ["read"]}).json()["id"]

    assert client.get("/api/v1/channels?all=true").json()["items"] == []
    assert [one["member"]["name"] for one in client.get("/api/v1/keys").json()["items"]] == ["Otto"]
    for answer in (
        client.get(f"/api/v1/channels/{channel}"),
        patch(client, f"channels/{channel}", {"name": "Mine"}),
        client.delete(f"/api/v1/channels/{channel}"),
        client.delete(f"/api/v1/keys/{key}"),
    ):
        assert answer.status_code == 404
