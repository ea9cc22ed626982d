"""Bad values get a problem answer with a code and the fields at fault, and nothing is stored (I11, and *Bad input gets*)."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.cast import Acme, a_channel, a_team, client_for
from tests.http.problems import API, LONG, LONGER, NOWHERE, assert_problem, body, created, stored
from tests.http.world import send

NUL = "a\x00b"
HALF = "a\ud800b"
WHITE = " \t\u00a0\u2007\u200b\u3164"


@pytest.fixture
def ben(acme: Acme) -> Client:
    a_channel(acme.organization, "Counter")
    return client_for(acme.ben)


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


CHANGES: list[tuple[str, str, Any, str | None]] = [
    ("POST", "/move", {"step": "nowhere"}, "step"),
    ("POST", "/move", {"step": NOWHERE}, "step"),
    ("POST", "/move", {"stage": NUL}, "stage"),
    ("POST", "/move", {"transition": "x"}, "transition"),
    ("POST", "/move", {"transition": NUL}, "transition"),
    ("PATCH", "", {"transition": HALF}, "transition"),
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
