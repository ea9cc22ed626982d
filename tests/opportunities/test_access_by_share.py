"""What a share opens, and what it never does (S8, S12)."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from handsel.opportunities.models import Grant
from handsel.organizations.acting import acting
from tests.cast import Acme, a_member, client_for
from tests.http.world import FREE, send
from tests.shares.lending import Lending, instant, lending

API = "/api/v1"
MODIFYING = {"edit", "move", "follow_up", "amount", "add"}
NEVER = {"assign", "change_team", "delete", "exclude", "share"}


@pytest.fixture
def lent(acme: Acme) -> Lending:
    return lending(acme)


def read(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(f"{API}/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def made(client: Client, path: str, **body: Any) -> dict[str, Any]:
    answer = send(client, "POST", f"{API}/{path}", body)
    assert answer.status_code == 201, answer.content
    shown: dict[str, Any] = answer.json()
    return shown


@pytest.fixture
def kim(lent: Lending) -> dict[str, Any]:
    """A contact of a firm, with three opportunities of Ben's; the second is shared with Pia."""
    account = made(lent.ben, "accounts", name="Firm")
    contact = made(lent.ben, "contacts", name="Kim", account=account["id"])
    body = {"team": str(lent.acme.boats.pk), "contact": contact["id"]}
    all_three = [made(lent.ben, "opportunities", **body, title=title) for title in ("Sloop", "Ketch", "Yawl")]
    made(lent.ben, f"opportunities/{all_three[0]['id']}/tasks", title="Hidden")
    made(lent.ben, f"opportunities/{all_three[1]['id']}/shares", member=str(lent.acme.pia.id))
    return {
        "contact": contact["id"],
        "account": account["id"],
        "shared": all_three[1]["id"],
        "all": all_three,
    }


def test_it_opens_the_contact_and_the_account_and_nothing_else_of_theirs(
    lent: Lending, kim: dict[str, Any]
) -> None:
    """S12"""
    shown = read(lent.pia, f"opportunities/{kim['shared']}")
    listed = {
        path: [one["id"] for one in read(lent.pia, path)["items"]]
        for path in (
            "opportunities",
            f"contacts/{kim['contact']}/opportunities",
            f"accounts/{kim['account']}/opportunities",
        )
    }
    counts = [
        read(lent.pia, f"{kind}/{kim[kind[:-1]]}")["opportunities"] for kind in ("contacts", "accounts")
    ]
    found = read(lent.pia, "search", q="Kim")
    cards = read(lent.pia, "board", team=str(lent.acme.boats.pk))
    everything = json.dumps([shown, listed, found, cards, read(lent.pia, "tasks")])

    assert (shown["contact"]["name"], shown["account"]["name"]) == ("Kim", "Firm")
    assert list(listed.values()) == [[kim["shared"]]] * 3
    assert counts == [1, 1]
    assert [one["id"] for one in found["opportunities"]] == [kim["shared"]]
    assert cards["count"] == 1
    assert [one["id"] in everything for one in kim["all"]] == [False, True, False]


def test_its_family_is_told_as_far_as_one_sees_it(lent: Lending) -> None:
    """S12, W11"""
    document = {**FREE, "workflow": "Boats", "follow_ons": [{"name": "Service", "step": "Won"}]}
    path = f"{API}/workflows/{lent.acme.boats.workflow_id}/file"
    assert send(lent.ada, "PUT", path, {"document": document}).status_code == 200
    parent = str(lent.opportunity_id)
    child = made(lent.ben, f"opportunities/{parent}/follow-ons", follow_on="Service", name="Engine")
    made(lent.ben, f"opportunities/{child['id']}/shares", member=str(lent.acme.pia.id))

    shown = read(lent.pia, f"opportunities/{child['id']}")
    family = read(lent.pia, f"opportunities/{child['id']}/family")
    timeline = read(lent.pia, f"opportunities/{child['id']}/timeline")

    assert (shown["parent"], shown["parent_deleted"]) == (None, False)
    assert [one["id"] for one in family["members"]] == [child["id"]]
    assert parent not in json.dumps([shown, family, timeline])


@pytest.mark.parametrize(("access", "allowed"), [("view", set()), ("modify", MODIFYING)])
def test_a_level_is_what_it_says(lent: Lending, access: str, allowed: set[str]) -> None:
    """S12"""
    lent.given(access=access)
    shown = read(lent.pia, f"opportunities/{lent.opportunity_id}")

    assert (shown["level"], {name for name, may in shown["may"].items() if may}) == (access, allowed)
    assert set(shown["may"]) == MODIFYING | NEVER


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [
        ("PUT", "/owner", {"owner": None}),
        ("PATCH", "", {"owner": None}),
        ("PUT", "/team", {"team": "{loans}"}),
        ("DELETE", "", None),
        ("PUT", "/exclusion", {"excluded": True}),
        ("POST", "/shares", {"member": "{ada}"}),
        ("POST", "/follow-ons", {"follow_on": "Service", "name": "Engine"}),
    ],
)
def test_no_share_lets_one_give_it_away(lent: Lending, method: str, tail: str, body: Any) -> None:
    """S12: neither owner nor team, nor deleting, excluding, sharing on or following on."""
    lent.given(access="modify")
    known = {"{loans}": str(lent.acme.loans.pk), "{ada}": str(lent.acme.ada.id)}
    filled = body and {key: known.get(value, value) for key, value in body.items()}

    answer = send(lent.pia, method, lent.address + tail, filled)

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_what_one_has_only_by_a_share_is_not_exported(lent: Lending) -> None:
    """S12: by whoever it is, with whatever right to export."""
    own = made(lent.pia, "opportunities", team=str(lent.acme.loans.pk), new_contact={"name": "Lu"})
    lent.given(access="modify")

    sheets = [
        lent.pia.get(f"{API}/board/export.csv", {"team": str(lent.acme.boats.pk)}),
        lent.pia.get(f"{API}/opportunities/export.csv"),
        lent.ben.get(f"{API}/opportunities/export.csv"),
    ]

    assert [numbers(sheet) for sheet in sheets] == [
        [],
        [own["number"]],
        [read(lent.ben, f"opportunities/{lent.opportunity_id}")["number"]],
    ]


def numbers(sheet: Any) -> list[int]:
    assert sheet.status_code == 200, sheet.content
    text = b"".join(sheet.streaming_content) if sheet.streaming else sheet.content
    return [int(row["number"]) for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))]


def test_who_has_it_by_a_share_reads_of_no_other_share(lent: Lending) -> None:
    """S8: nor can one tell from the pages that there is more."""
    mia = a_member(lent.acme.organization, "Mia")
    for place in range(3):
        lent.given(minutes=place + 1, member=str(mia.id))
    lent.given(minutes=30)
    lent.given(minutes=60, team=str(lent.acme.loans.pk))

    assert shares_told(lent.pia, lent) == ["Loans", "Pia"]
    assert shares_told(client_for(mia), lent) == ["Mia", "Mia", "Mia"]
    assert shares_told(lent.ben, lent) == ["Loans", "Pia", "Mia", "Mia", "Mia"]


def shares_told(client: Client, lent: Lending) -> list[str]:
    """With whom it was shared, newest first, by pages of one: each page but the last is full."""
    told: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = read(client, f"opportunities/{lent.opportunity_id}/timeline", limit=1, cursor=cursor)
        assert len(page["items"]) == 1
        (item,) = page["items"]
        if item["type"] == "share.given":
            values = item["text"]["values"]
            told.append(values["to_member"] or values["to_team"])
        cursor = page["next_cursor"]
    return told


def everywhere(client: Client, acme: Acme) -> list[str | None]:
    team = str(acme.boats.pk)
    pages = [
        read(client, "opportunities"),
        read(client, "opportunities", q="nothing"),
        read(client, "search", q="Sloop"),
        read(client, "tasks"),
    ]
    if client.get(f"{API}/board", {"team": team}).status_code == 200:
        board = read(client, "board", team=team)
        stage = board["columns"][0]["stage"]["id"]
        pages += [board, read(client, "board/column", team=team, stage=stage)]
    return [page["access_changes_at"] for page in pages]


def test_the_next_change_of_what_one_sees_is_told(lent: Lending) -> None:
    """S3: the page asks again at that instant."""
    nothing = everywhere(lent.pia, lent.acme)
    first = lent.given(minutes=60)
    with acting(lent.acme.ada) as at:
        Grant.objects.filter(pk=first["id"]).update(starts_at=at + timedelta(minutes=10))
    to_start = everywhere(lent.pia, lent.acme)
    with acting(lent.acme.ada) as at:
        Grant.objects.filter(pk=first["id"]).update(starts_at=at - timedelta(minutes=10))
    to_end = everywhere(lent.pia, lent.acme)
    with acting(lent.acme.ada) as at:
        starts_at = Grant.objects.get(pk=first["id"]).starts_at
        Grant.objects.filter(pk=first["id"]).update(stopped_at=at)
    stopped = everywhere(lent.pia, lent.acme)

    assert (nothing, stopped) == ([None] * 4, [None] * 4)
    assert len(set(to_start)) == 1
    assert starts_at < instant(str(to_start[0])) < instant(first["ends_at"])
    assert [instant(str(each)) for each in to_end] == [instant(first["ends_at"])] * 6


def test_a_share_of_what_one_works_anyway_changes_nothing(lent: Lending) -> None:
    """Ben sees all of Boats: what is shared with the team, or with him, ends unseen."""
    lent.given(team=str(lent.acme.boats.pk), minutes=5)

    assert everywhere(lent.ben, lent.acme) == [None] * 6


def test_who_has_it_only_by_a_share_is_told_until_when(lent: Lending) -> None:
    ends = instant(lent.given(minutes=60)["ends_at"])
    team = str(lent.acme.boats.pk)

    for client, expected in ((lent.pia, ends), (lent.ben, None)):
        shown = [
            read(client, f"opportunities/{lent.opportunity_id}"),
            *read(client, "opportunities")["items"],
            *(card for column in read(client, "board", team=team)["columns"] for card in column["cards"]),
        ]
        told = [one["access_ends_at"] for one in shown]
        assert [each and instant(each) for each in told] == [expected] * 3


def test_who_was_of_a_team_when_it_was_dissolved_is_told_that_the_share_ended(lent: Lending) -> None:
    """S3, S9"""
    lent.given(team=str(lent.acme.loans.pk), access="modify")
    dissolved = lent.ada.delete(f"{API}/teams/{lent.acme.loans.pk}")

    answer = send(lent.pia, "POST", f"{lent.address}/notes", {"text": "Long"})

    assert dissolved.status_code == 204
    assert (answer.status_code, answer.json()["code"], answer.json()["typed"]) == (
        403,
        "share_ended",
        {"text": "Long"},
    )
