"""Filters by field over the API: every type, every operator, every surface, and nothing that a caller could break."""

from typing import Any

import pytest
from django.db import connection

from handsel.kernel.text import invisible_ranges, is_filled
from handsel.opportunities.filtering import _shows
from tests.cast import Acme, client_for
from tests.counting import counted
from tests.opportunities.attributes import EVERYTHING, KINDS
from tests.opportunities.guided import API, Seller, a_seller, publishes


@pytest.fixture
def sol(acme: Acme) -> Seller:
    return a_seller(acme.organization, "Everything", EVERYTHING)


def found(seller: Seller, *filters: str, **more: str) -> list[str]:
    answer = seller.client.get(f"{API}/opportunities", {"field": list(filters), "sort": "title", **more})
    assert answer.status_code == 200, answer.content
    return [one["title"] for one in answer.json()["items"]]


def refused(seller: Seller, *filters: str) -> tuple[int, str]:
    answer = seller.client.get(f"{API}/opportunities", {"field": list(filters)})
    return answer.status_code, answer.json()["fields"][0]["name"]


def meant(text: str, seller: Seller) -> str:
    return text.replace("$me", str(seller.member.id))


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_is_compared_as_its_type_is(sol: Seller, kind: str) -> None:
    key, value = f"a_{kind}", KINDS[kind].valid[0][0]
    sol.makes(title="with", attributes={key: meant(value, sol) if isinstance(value, str) else value})
    sol.makes(title="without")

    answers = {each: "with" in found(sol, f"{key}:{meant(each, sol)}") for each, _ in KINDS[kind].filters}

    assert answers == dict(KINDS[kind].filters)
    assert (found(sol, f"{key}:filled"), found(sol, f"{key}:empty:")) == (["with"], ["without"])


@pytest.mark.parametrize("kind", KINDS)
def test_not_finds_those_without_a_value_too(sol: Seller, kind: str) -> None:
    sol.makes(title="without")
    told = next((each for each, _ in KINDS[kind].filters if each.startswith("is:")), None)
    assert told is not None

    assert found(sol, f"a_{kind}:not:{meant(told[3:], sol)}") == ["without"]


BUILT_IN = [
    ("title:contains:BOAT", True),
    ("title:is:a boat", True),
    ("amount:gt:999", True),
    ("amount:lt:999", False),
    ("amount:is:1000", True),
    ("amount:filled", True),
    ("follow_up_at:is:2031-01-02", True),
    ("follow_up_at:gt:2031-01-02", False),
    ("follow_up_at:lt:2031-01-02T10:00:01Z", True),
    ("description:contains:blue", True),
    ("description:empty", False),
    ("contact.first_name:is:ana", True),
    ("contact.last_name:contains:diaz", True),
    ("contact.email:contains:@example", True),
    ("contact.phone:is:600 000 001", True),
    ("contact.phone:empty", False),
    ("account.name:contains:firm", True),
]


def test_built_in_fields_take_part(sol: Seller) -> None:
    """W16"""
    person = {"name": "Ana Díaz", "email": "ana@example.org", "phone": "+34 600 000 001"}
    sol.makes(
        title="A boat",
        new_contact=person,
        new_account={"name": "The Firm"},
        amount="1000",
        description="Blue",
        follow_up_at="2031-01-02T10:00:00Z",
    )

    answers = [(each, found(sol, each) == ["A boat"]) for each, _ in BUILT_IN]

    assert answers == BUILT_IN


BAD = [
    "nonsense", "a_text", "a_text:is", "a_text:like:x", ":is:x", "unknown:is:x", "a_text:gt:x", "a_number:is:many",
    "a_number:contains:1", "a_number:is:", "a_date:is:2027-02-30", "a_datetime:gt:soon", "a_datetime:is:9999-12-31",
 "a_boolean:is:maybe", "a_boolean:gt:true", "a_choice:is:Yellow", "a_choices:is:Yellow",
    "a_choices:gt:Red", "a_user:is:nobody", "a_phone:is:no phone", "a_text:contains:", "a_number:any:", "a_text:is:\x00",
    "amount:gt:much", "title:gt:a", "a_money:gt:1e400", "a_text:any:" + ",".join("x" * 60),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_what_means_nothing_is_refused_by_name(sol: Seller, bad: str) -> None:
    assert refused(sol, bad) == (422, "field")


def test_there_are_not_too_many(sol: Seller) -> None:
    assert refused(sol, *["a_text:is:x"] * 21) == (422, "field")


def test_several_filters_all_hold(sol: Seller) -> None:
    for place in range(3):
        sol.makes(title=f"{place}", attributes={"a_number": place, "a_choice": "Red" if place else "Blue"})

    assert found(sol, "a_number:ge:1", "a_choice:is:Red", "a_number:lt:2") == ["1"]


def test_what_was_stored_under_another_type_is_no_fault(sol: Seller) -> None:
    """A key whose type changed: old values stand aside, and nothing fails."""
    sol.makes(title="old", attributes={"a_text": "2027-99-99T00:00:00Z", "a_number": 5, "a_choices": ["Red"]})
    for kind in ("number", "money", "date", "datetime", "boolean", "choices"):
        publishes(
            sol.team,
            EVERYTHING.replace(
                "key: a_text, label: A text, type: text",
                f"key: a_text, label: A, type: {kind}" + (", options: [Red]" if kind == "choices" else ""),
            ),
        )
        value = {
            "boolean": "yes",
            "choices": "Red",
            "date": "2027-01-01",
            "datetime": "2027-01-01T00:00:00Z",
        }.get(kind, "1")

        assert (found(sol, f"a_text:is:{value}"), found(sol, f"a_text:not:{value}")) == ([], ["old"])


def test_a_key_of_two_types_is_read_as_either(sol: Seller, acme: Acme) -> None:
    other = a_seller(
        acme.organization,
        "Other",
        EVERYTHING.replace(
            "{key: a_number, label: A number, type: number}", "{key: a_number, label: A number, type: text}"
        ),
    )
    channel = sol.ask("GET", "/channels")["items"][0]["id"]
    sol.makes(title="number", attributes={"a_number": 5}, channel=channel)
    other.makes(title="text", attributes={"a_number": "5"}, channel=channel)
    ada = Seller(acme.organization, sol.team, member=acme.ada)

    assert found(ada, "a_number:is:5") == ["number", "text"]
    assert found(ada, "a_number:gt:4") == ["number"]
    assert found(ada, "a_number:contains:5") == ["text"]
    assert found(ada, "a_number:is:5", team=str(other.team.pk)) == ["text"]
    assert (
        ada.client.get(
            f"{API}/opportunities", {"field": "a_number:gt:4", "team": str(other.team.pk)}
        ).status_code
        == 422
    )


NOTHING_SHOWS = [
    "",
    " ",
    "\t\n",
    "\u00a0",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u3164",
    "\u2800",
    "\u00ad",
    "\u2028",
    "\U000e0020",
    "\u180e",
    "\u115f",
]


def test_empty_means_what_it_means_for_a_transition(sol: Seller, acme: Acme) -> None:
    """W6: white space of any kind, and what shows nothing; zero and no are values."""
    for text in NOTHING_SHOWS:
        sol.makes(title="nothing", attributes={"a_text": text}, description=text)
    sol.makes(
        title="zero",
        attributes={"a_text": "0", "a_number": 0, "a_boolean": False},
        description="\u200b.\u200b",
        amount=0,
    )

    for each in (
        "a_text:filled",
        "a_number:filled",
        "a_boolean:filled",
        "description:filled",
        "amount:filled",
    ):
        assert (each, found(sol, each)) == (each, ["zero"])
    assert len(found(sol, "a_text:empty", limit="100")) == len(NOTHING_SHOWS)


def test_the_database_and_the_rule_agree_on_every_character(db: None) -> None:
    points = [*range(1, 0xD800), *range(0xE000, 0x3000A), *range(0xE0000, 0xE2000), 0x10FFFD]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(chr(p) ~ %s ORDER BY place) FROM unnest(%s::int[]) WITH ORDINALITY AS t(p, place)",
            [_shows(), points],
        )
        told = cursor.fetchone()[0]

    assert [
        hex(point) for point, shown in zip(points, told, strict=True) if shown != is_filled(chr(point))
    ] == []
    assert all(not is_filled(chr(first) + chr(last)) for first, last in invisible_ranges())


@pytest.fixture
def two(sol: Seller) -> Seller:
    for place, color in enumerate(("Red", "Blue")):
        sol.makes(title=color, attributes={"a_choice": color, "a_number": place})
    return sol


def test_the_board_its_columns_and_its_file_are_filtered_alike(two: Seller, acme: Acme) -> None:
    """B7"""
    query: dict[str, str] = {"team": str(two.team.pk), "field": "a_choice:is:Red"}

    board = two.client.get(f"{API}/board", query).json()
    column = two.client.get(
        f"{API}/board/column", {**query, "stage": board["columns"][0]["stage"]["id"]}
    ).json()
    sheet = client_for(acme.ada).get(f"{API}/board/export.csv", query).content.decode()

    assert (board["count"], [card["title"] for card in column["cards"]]) == (1, ["Red"])
    assert ("Red" in sheet, "Blue" in sheet) == (True, False)
    for path in ("board", "board/export.csv", "board/column"):
        answer = client_for(acme.ada).get(
            f"{API}/{path}", {**query, "stage": board["columns"][0]["stage"]["id"], "field": "nothing:is:1"}
        )
        assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "field")


def test_a_batch_takes_only_what_the_filter_finds(two: Seller) -> None:
    board = two.client.get(f"{API}/board", {"team": str(two.team.pk)}).json()
    first, last = (column["stage"]["id"] for column in board["columns"])
    batch = {
        "team": str(two.team.pk),
        "stage": first,
        "to_stage": last,
        "filters": {"field": ["a_number:gt:0"]},
    }

    preview, done = two.ask("POST", "/board/batch/preview", batch), two.ask("POST", "/board/batch", batch)

    assert (preview["total"], done["changed"], found(two, status="won")) == (1, 1, ["Blue"])


def test_a_saved_view_keeps_its_filters_by_field(two: Seller) -> None:
    body: dict[str, Any] = {
        "name": "Red",
        "team": str(two.team.pk),
        "filters": {"field": ["a_choice:is:Red"]},
    }

    saved = two.ask("POST", "/views", body)
    bad = two.ask("POST", "/views", {**body, "filters": {"field": ["a_choice:is:Yellow"]}})

    assert saved["filters"] == {"field": ["a_choice:is:Red"]}
    assert bad["fields"][0]["name"] == "field"


def test_pages_of_one_filter_are_not_pages_of_another(two: Seller) -> None:
    first = two.ask("GET", "/opportunities", query="field=a_number:ge:0&limit=1")
    path = f"{API}/opportunities?limit=1&cursor={first['next_cursor']}&field=a_number:ge:"
    same, other = two.client.get(f"{path}0"), two.client.get(f"{path}1")

    assert (len(same.json()["items"]), other.status_code) == (1, 422)


def test_filters_cost_no_more_for_three_than_for_one(sol: Seller) -> None:
    costs = []
    for place in range(3):
        sol.makes(attributes={"a_number": place})
        found(sol, "a_number:ge:0", "contact.email:empty")
        with counted() as statements:
            assert len(found(sol, "a_number:ge:0", "contact.email:empty")) == place + 1
        costs.append(len(statements))

    assert costs[0] == costs[2]


NASTY = [
    "'; DROP TABLE opportunities_opportunity; --",
    "%(me)s",
    "%s",
    "%",
    "\\",
    "{0}",
    "$1",
    "a'b",
    '"',
    "\u202e",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_what_is_typed_is_never_part_of_a_statement(sol: Seller, nasty: str) -> None:
    sol.makes(title="nasty", attributes={"a_text": nasty})
    sol.makes(title="plain", attributes={"a_text": "plain"})

    assert found(sol, f"a_text:is:{nasty}") == ["nasty"]
    assert found(sol, f"a_text:contains:{nasty}") == ["nasty"]
    assert refused(sol, f"{nasty}:is:x") == (422, "field")
