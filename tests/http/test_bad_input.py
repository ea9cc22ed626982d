"""Bad input gets a problem answer with a code and the fields at fault, and nothing is stored (I11, and *Bad input gets*)."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client

from handsel.organizations.acting import Member
from tests.cast import Acme, a_channel, a_team, client_for
from tests.http.world import fingerprint, send

API = "/api/v1"
NOWHERE = "00000000-0000-7000-8000-000000000000"
LONG, LONGER = "é" * 5_000, "é" * 100_000  # two bytes each: limits count characters
NUL = "a\x00b"
HALF = "a\ud800b"
WHITE = " \t\u00a0\u2007\u200b\u3164"


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


def body(acme: Acme, **more: Any) -> dict[str, Any]:
    return {"team": str(acme.boats.pk), "new_contact": {"name": "Ana"}, **more}


def created(client: Client, acme: Acme, **more: Any) -> dict[str, Any]:
    answer = send(client, "POST", f"{API}/opportunities", body(acme, **more))
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def stored() -> list[int]:
    """How many rows and events there are, as the test's own transaction sees them."""
    from django.db import connection  # noqa: PLC0415

    tables = (
        "opportunities_opportunity", "opportunities_note", "opportunities_task", "opportunities_activity",
        "contacts_contact", "contacts_account", "board_savedview", "ledger_event",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        counts = []
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts.append(int(cursor.fetchone()[0]))
        cursor.execute("SET ROLE handsel_app")
        return counts


NEW = [
    ("title", {"title": NUL}, "title"),
    ("title", {"title": HALF}, "title"),
    ("title", {"title": WHITE}, "title"),
    ("title", {"title": LONG + "é"}, "title"),
    ("title", {"title": 5}, "title"),
    ("description", {"description": NUL}, "description"),
    ("description", {"description": LONGER + "é"}, "description"),
    ("contact", {"new_contact": {"name": WHITE}}, "new_contact.name"),
    ("contact", {"new_contact": {"name": NUL}}, "new_contact.name"),
    ("contact", {"new_contact": {"name": LONG + "é"}}, "new_contact.name"),
    ("contact", {"new_contact": {"name": "Ana", "email": "no address"}}, "new_contact.email"),
    ("contact", {"new_contact": {"name": "Ana", "phone": "12"}}, "new_contact.phone"),
    ("contact", {"new_contact": {"name": "Ana", "color": "red"}}, "new_contact.color"),
    ("contact", {"new_contact": None}, "contact"),
    ("account", {"new_account": {"name": WHITE}}, "new_account.name"),
    ("amount", {"amount": "1e400"}, "amount"),
    ("amount", {"amount": "NaN"}, "amount"),
    ("amount", {"amount": "Infinity"}, "amount"),
    ("amount", {"amount": -1}, "amount"),
    ("amount", {"amount": "-0.01"}, "amount"),
    ("amount", {"amount": "1.001"}, "amount"),
    ("amount", {"amount": "1.5", "currency": "JPY"}, "amount"),
    ("amount", {"amount": "1.0001", "currency": "BHD"}, "amount"),
    ("amount", {"amount": "1" * 16}, "amount"),
    ("amount", {"amount": True}, "amount"),
    ("amount", {"amount": [1]}, "amount"),
    ("amount", {"amount": "\uff11\uff12"}, "amount"),
    ("currency", {"currency": "XYZ"}, "currency"),
    ("currency", {"currency": "eur"}, "currency"),
    ("follow-up", {"follow_up_at": "tomorrow"}, "follow_up_at"),
    ("follow-up", {"follow_up_at": "2027-03-28T02:30"}, "follow_up_at"),  # skipped in Madrid
    ("follow-up", {"follow_up_at": "9999-12-31T23:59:59-12:00"}, "follow_up_at"),
    ("follow-up", {"follow_up_at": 1_800_000_000}, "follow_up_at"),
    ("attribute", {"attributes": {"nothing": 1}}, "attributes.nothing"),
    ("attribute", {"attributes": {"title": "x"}}, "attributes.title"),
    ("attribute", {"attributes": [1]}, "attributes"),
    ("unknown", {"colour": "red"}, "colour"),
    ("team", {"team": "boats"}, "team"),
    ("team", {"team": NOWHERE}, "team"),
    ("owner", {"owner": NOWHERE}, "owner"),
    ("channel", {"channel": NOWHERE}, "channel"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "field"), [(more, field) for _, more, field in NEW], ids=lambda it: repr(it)[:40]
)
def test_a_bad_new_opportunity_is_refused_by_its_field(
    ben: Client, acme: Acme, more: dict[str, Any], field: str
) -> None:
    before = stored()

    answer = send(ben, "POST", f"{API}/opportunities", body(acme, **more))

    assert_problem(answer, 422, field)
    assert stored() == before


def assert_problem(answer: Any, status: int, field: str | None) -> None:
    said = answer.json()
    assert answer.status_code == status, said
    assert answer["Content-Type"] == "application/problem+json"
    assert said["code"]
    assert said["detail"]
    if field is not None:
        assert [one["name"] for one in said["fields"]] == [field]
        assert all(one["message"] for one in said["fields"])


CHANGES: list[tuple[str, str, Any, str | None]] = [
    ("POST", "/move", {"step": "nowhere"}, "step"),
    ("POST", "/move", {"step": NOWHERE}, "step"),
    ("POST", "/move", {"stage": NUL}, "stage"),
    ("POST", "/move", {"transition": "x"}, "transition"),
    ("POST", "/move", {}, None),
    ("POST", "/move", {"step": 5}, "step"),
    ("POST", "/move", {"stage": "$lost", "reason": WHITE}, "reason"),
    ("POST", "/move", {"stage": "$lost", "reason": "because"}, "reason"),
    ("POST", "/move", {"stage": "$lost", "reason": "x" * 501}, "reason"),
    ("POST", "/move", {"stage": "$other", "attributes": {"amount": "NaN"}}, "attributes.amount"),
    ("POST", "/move", {"stage": "$other", "attributes": {"contact.email": "x"}}, "attributes.contact.email"),
    ("POST", "/move", {"stage": "$other", "revision": "first"}, "revision"),
    ("PATCH", "", {"title": NUL}, "title"),
    ("PATCH", "", {"title": WHITE}, "title"),
    ("PATCH", "", {"description": HALF}, "description"),
    ("PATCH", "", {"amount": "1e400"}, "amount"),
    ("PATCH", "", {"attributes": {"contact.phone": "12"}}, "attributes.contact.phone"),
    ("PATCH", "", {"attributes": {"contact.first_name": LONG + "x"}}, "attributes.contact.first_name"),
    ("PATCH", "", {"revision": 1.5}, "revision"),
    ("PUT", "/owner", {}, "owner"),
    ("PUT", "/owner", {"owner": "me"}, "owner"),
    ("PUT", "/team", {"team": None}, "team"),
    ("PUT", "/follow-up", {"follow_up_at": "31.12.2027"}, "follow_up_at"),
    ("PUT", "/amount", {"amount": "1,5"}, "amount"),
    ("PUT", "/amount", {"amount": True}, "amount"),
    ("POST", "/notes", {"text": WHITE}, "text"),
    ("POST", "/notes", {"text": LONGER + "x"}, "text"),
    ("POST", "/notes", {"text": NUL}, "text"),
    ("POST", "/activities", {"type": WHITE}, "type"),
    ("POST", "/activities", {"type": "Call", "text": HALF}, "text"),
    ("POST", "/activities", {"type": "Call", "at": "9999-12-31T23:59:59-12:00"}, "at"),
    ("POST", "/tasks", {"title": WHITE}, "title"),
    ("POST", "/tasks", {"title": "T", "due_at": "2027-03-28T02:30"}, "due_at"),
    ("POST", "/tasks", {"title": "T", "due_at": "9999-12-31T23:59:59-12:00"}, "due_at"),
    ("POST", "/tasks", {"title": "T", "remind_at": 5}, "remind_at"),
    ("POST", "/tasks", {"title": "T", "owner": NOWHERE}, "owner"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "tail", "change", "field"), CHANGES, ids=lambda it: repr(it)[:40])
def test_a_bad_change_is_refused_by_its_field(
    ben: Client, acme: Acme, method: str, tail: str, change: Any, field: str | None
) -> None:
    made = created(ben, acme)
    path = f"{API}/opportunities/{made['id']}"
    stages = {one["stage"]["name"]: one["stage"]["id"] for one in ben.get(f"{path}/moves").json()["moves"]}
    named = {"$lost": stages["Lost"], "$other": stages["Qualified"]}
    change = {
        key: named.get(value, value) if isinstance(value, str) else value for key, value in change.items()
    }
    before = stored()

    answer = send(ben, method, path + tail, change)

    assert_problem(answer, 422, field)
    assert (stored(), ben.get(path).json()) == (before, made)


def test_a_step_of_another_workflow_is_unknown(ben: Client, acme: Acme) -> None:
    made = created(ben, acme)
    team = a_team(acme.organization, "Cars")
    other = created(client_for(acme.ada), acme, team=str(team.pk), owner=None)

    for target in ({"step": other["step"]["id"]}, {"stage": other["stage"]["id"]}):
        answer = send(ben, "POST", f"{API}/opportunities/{made['id']}/move", target)
        assert_problem(answer, 422, next(iter(target)))


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


TEXTS = [
    "control \x01\x07\x1b[31m\x7f and tab\tline\nreturn\r",
    "right to left \u202e\u05e1\u05d5\u05e3\u202c \u200f\u061c",
    "<script>alert(1)</script> & <b>bold</b> &amp; \"quotes\" 'single'",
    "emoji 👩‍👩‍👧‍👦 🏴‍☠️ and \U0001d49c\U0001d4c8 \U0010ffff",
    "  outer space  ",
    "' OR 1=1; DROP TABLE x; -- %s %(id)s {curly} \\u0000 \\",
    LONG,
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda it: repr(it)[:20])
def test_any_other_text_is_kept_as_typed(ben: Client, acme: Acme, text: str) -> None:
    """I11"""
    made = created(ben, acme, title=text, description=text)
    path = f"{API}/opportunities/{made['id']}"
    note = send(ben, "POST", f"{path}/notes", {"text": text}).json()
    task = send(ben, "POST", f"{path}/tasks", {"title": text}).json()

    shown = ben.get(path).json()
    board = ben.get(f"{API}/board", {"team": str(acme.boats.pk)}).json()
    timeline = ben.get(f"{path}/timeline").json()["items"]
    listed = ben.get(f"{API}/opportunities?sort=title").json()["items"]

    assert (made["title"], shown["title"], shown["description"]) == (text, text, text)
    assert (note["text"], task["title"], timeline[1]["body"]) == (text, text, text)
    assert board["columns"][0]["cards"][0]["title"] == text
    assert listed[0]["title"] == text


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


def test_what_is_found_is_valid_json_whatever_was_typed(ben: Client, acme: Acme) -> None:
    made = created(ben, acme, title='"],}\\', new_contact={"name": '"\\\u2028\u2029'})

    for path in (
        f"opportunities/{made['id']}",
        "opportunities",
        f"board?team={acme.boats.pk}",
        "search?q=%5D%2C",
    ):
        json.loads(ben.get(f"{API}/{path}").content)


def test_currencies_keep_their_digits(ben: Client, acme: Acme) -> None:
    """D8"""
    shown = [
        created(ben, acme, amount=amount, currency=currency)["amount"]
        for amount, currency in (
            ("1500", "JPY"),
            ("1.5", "BHD"),
            ("1.50", "EUR"),
            (0, "EUR"),
            ("2.1234", "CLF"),
        )
    ]

    assert shown == ["1500", "1.500", "1.50", "0.00", "2.1234"]


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
