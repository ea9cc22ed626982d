"""Requests that are wrong as such: the query, the cursor, the headers, the shape of the body, the address (I11)."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client

from handsel.organizations.acting import Member
from tests.cast import Acme, a_channel, client_for
from tests.http.problems import API, NOWHERE, assert_problem, body, created, stored
from tests.http.world import fingerprint, send


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


def test_an_old_revision_gets_the_current_state(ben: Client, acme: Acme) -> None:
    """B5, B9, I1: in the body or as If-Match."""
    made = created(ben, acme)
    path = f"{API}/opportunities/{made['id']}"
    send(ben, "PATCH", path, {"title": "Newer"})
    stage = ben.get(f"{path}/moves").json()["moves"][0]["stage"]["id"]

    stale: list[Callable[[], Any]] = [
        lambda: send(ben, "PATCH", path, {"title": "Older", "revision": 1}),
        lambda: send(ben, "POST", f"{path}/move", {"stage": stage, "revision": 1}),
        lambda: ben.put(f"{path}/amount", {"amount": 1}, "application/json", headers={"If-Match": '"1"'}),
        lambda: ben.put(f"{path}/owner", {"owner": None}, "application/json", headers={"If-Match": '"1"'}),
        lambda: ben.delete(path, headers={"If-Match": '"1"'}),
    ]
    for ask in stale:
        answer = ask()
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        assert (answer.json()["current"]["title"], answer.json()["current"]["revision"]) == ("Newer", 2)


@pytest.mark.parametrize("header", ["7", '"x"', '"', '"-1"', '"' + "9" * 30 + '"'])
def test_a_malformed_if_match_is_refused(ben: Client, acme: Acme, header: str) -> None:
    path = f"{API}/opportunities/{created(ben, acme)['id']}"

    answer = ben.patch(path, {"title": "x"}, "application/json", headers={"If-Match": header})

    assert_problem(answer, 422, "If-Match")


QUERIES = [
    ("opportunities", "cursor=abc", "cursor"),
    ("opportunities", "cursor=%00", "cursor"),
    ("opportunities", "cursor=é", "cursor"),
    ("opportunities", "limit=0", "limit"),
    ("opportunities", "limit=201", "limit"),
    ("opportunities", "limit=many", "limit"),
    ("opportunities", "sort=color", "sort"),
    ("opportunities", "status=closed", "status"),
    ("opportunities", "owner=ben", "owner"),
    ("opportunities", "team=boats", "team"),
    ("opportunities", "due=never", "due"),
    ("opportunities", "excluded=maybe", "excluded"),
    ("opportunities", "q=%00", "q"),
    ("opportunities", "q=" + "x" * 501, "q"),
    ("tasks", "due=never", "due"),
    ("tasks", "cursor=abc", "cursor"),
    ("board", "", "team"),
    ("board", "team=boats", "team"),
]


@pytest.mark.parametrize(("path", "query", "field"), QUERIES, ids=lambda it: it[:40])
def test_a_bad_query_is_refused_by_its_name(ben: Client, path: str, query: str, field: str) -> None:
    assert_problem(send(ben, "GET", f"{API}/{path}", query=query), 422, field)


LISTS = [
    "opportunities?limit=1",
    "opportunities?limit=1&sort=title",
    "tasks?limit=1",
    "contacts?limit=1",
    "members?limit=1",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_of_another_organization_or_list_is_refused(
    ben: Client, acme: Acme, otto: Member, path: str
) -> None:
    for name in ("Ana", "Bea"):
        made = created(ben, acme, new_contact={"name": name})
        send(ben, "POST", f"{API}/opportunities/{made['id']}/tasks", {"title": name})
    cursor = ben.get(f"{API}/{path}").json()["next_cursor"]
    assert cursor

    assert_problem(client_for(otto).get(f"{API}/{path}&cursor={cursor}"), 422, "cursor")
    other = next(one for one in LISTS if one.partition("?")[0] != path.partition("?")[0])
    assert_problem(ben.get(f"{API}/{other}&cursor={cursor}"), 422, "cursor")


BODIES = [
    (b"{", "application/json"),
    (b"", "application/json"),
    (b"[]", "application/json"),
    (b"null", "application/json"),
    (b'"text"', "application/json"),
    (b"\xff\xfe", "application/json"),
    (b"title=x", "application/x-www-form-urlencoded"),
    (b"<title/>", "text/xml"),
    (b"[" * 100_000 + b"]" * 100_000, "application/json"),
    (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
    (b'{"attributes": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}", "application/json"),
    (b'{"revision": ' + b"9" * 5_000 + b"}", "application/json"),
    (b'{"amount": 1e999}', "application/json"),
    (b'{"amount": NaN}', "application/json"),
    (b'{"title": "a", "title": 5}', "application/json"),
]


@pytest.mark.parametrize(("sent", "kind"), BODIES, ids=lambda it: repr(it)[:30])
def test_a_misshapen_body_is_a_problem_too(ben: Client, acme: Acme, sent: bytes, kind: str) -> None:
    made = created(ben, acme)
    before, path = stored(), f"{API}/opportunities/{made['id']}"

    for answer in (
        ben.generic("PATCH", path, sent, kind),
        ben.generic("POST", f"{API}/opportunities", sent, kind),
    ):
        assert answer.status_code in {400, 415, 422}, answer.content
        assert_problem(answer, answer.status_code, None)
    assert (stored(), ben.get(path).json()) == (before, made)


def test_a_form_that_does_not_say_where_its_parts_end_is_a_problem_too(ben: Client) -> None:
    answer = ben.generic("POST", f"{API}/imports", b"--x\r\n", "multipart/form-data")

    assert_problem(answer, 400, None)


@pytest.mark.parametrize("sent", [b"[" * 100_000, b'{"email": ' + b"9" * 5_000 + b"}"], ids=["deep", "long"])
def test_a_sign_in_that_can_not_be_read_is_a_problem_too(db: None, sent: bytes) -> None:
    answer = Client().generic("POST", "/_allauth/browser/v1/auth/login", sent, "application/json")

    assert_problem(answer, 400, None)


def test_five_megabytes_are_refused_in_few_words(ben: Client, acme: Acme) -> None:
    """A server in front refuses them by size (tests/runtime/test_bridge.py); here they meet the limits of texts."""
    many = {f"key {place}": "x" * 40 for place in range(100_000)}
    before = stored()

    for more in ({"description": "x" * 5_000_000}, {"attributes": many}):
        answer = send(ben, "POST", f"{API}/opportunities", body(acme, **more))
        assert answer.status_code == 422
        assert len(answer.content) < 100_000
    assert stored() == before


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_an_idempotency_key_has_its_limits(ben: Client, acme: Acme, key: str) -> None:
    answer = ben.post(
        f"{API}/opportunities", body(acme), "application/json", headers={"Idempotency-Key": key}
    )

    assert_problem(answer, 422, "Idempotency-Key")


def test_addresses_that_are_not_there_are_problems_too(ben: Client) -> None:
    for path in ("/nothing", "/opportunities/5", f"/opportunities/{NOWHERE}/nothing"):
        assert_problem(ben.get(API + path), 404, None)
    assert_problem(ben.delete(f"{API}/board"), 405, None)


def test_nobody_is_401_and_a_bad_key_too() -> None:
    for headers in (
        {},
        {"Authorization": "Bearer hs_wrong"},
        {"Authorization": "Basic xyz"},
        {"Authorization": ""},
    ):
        answer = Client(headers=headers).get(f"{API}/opportunities")
        assert_problem(answer, 401, None)


def test_nothing_of_it_is_stored_over_real_commits(committing: str, acme: Acme) -> None:
    """A refusal is rolled back before it becomes an answer, its idempotency key too, and may be retried."""
    a_channel(acme.organization, "Counter")
    client, headers = client_for(acme.ben), {"Idempotency-Key": "again"}
    client.get(f"{API}/me")
    before = fingerprint(committing)

    refused = client.post(
        f"{API}/opportunities", body(acme, amount="NaN"), "application/json", headers=headers
    )
    after = fingerprint(committing)
    with psycopg.connect(committing) as connection:
        kept = connection.execute("SELECT count(*) FROM http_idempotencykey").fetchone()
    retried = client.post(f"{API}/opportunities", body(acme), "application/json", headers=headers)

    assert (refused.status_code, after, kept, retried.status_code) == (422, before, (0,), 201)


@pytest.mark.parametrize(
    ("compared", "field"),
    [
        ("from=&to=1", "from"),
        ("from=1&to=", "to"),
        ("from=1&to=%D9%A3", "to"),
        ("from=99999999999&to=1", "from"),
    ],
)
def test_a_version_is_named_by_its_number(ben: Client, acme: Acme, compared: str, field: str) -> None:
    answer = ben.get(f"{API}/workflows/{acme.boats.workflow_id}/compare?{compared}")

    assert_problem(answer, 422, field)
