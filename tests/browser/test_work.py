"""How much work the page makes, counted and not timed: times vary with the machine, counts do not."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Response, expect

from tests.browser.acts import board
from tests.browser.conftest import Enter
from tests.browser.house import House, Person

pytestmark = pytest.mark.browser

CARDS = 500
NODES = 2_500
MOUNTED = 40
SCRIPT = 300 * 1024


@pytest.fixture(scope="module")
def crowd(house: House) -> dict[str, Any]:
    """A team with 500 cards in one column, brought in by an import: through the page's own API."""
    quinn = house.person("quinn@quay.example")
    team = quinn.team()
    rows = "".join(f"C-{n},Person {n},Boat {n},{team['name']},New,{n}\n" for n in range(1, CARDS + 1))
    quinn.brings_in("id,contact,title,team,stage,amount\n" + rows)
    return team


def test_a_column_of_500_cards_mounts_only_what_is_in_sight(
    enter: Enter, quinn: Person, crowd: dict[str, Any]
) -> None:
    page = enter(quinn, board(crowd))
    first = page.locator("section[data-stage]").first
    expect(first.locator("[data-testid^=count-]")).to_have_text(str(CARDS))
    expect(first.locator("article").first).to_be_visible()

    counts = [page.locator("article").count()]
    for _ in range(12):
        first.locator("ul").evaluate("list => { list.parentElement.scrollTop += 3_000 }")
        page.wait_for_function("() => document.querySelector('article') !== null")
        counts.append(page.locator("article").count())

    assert max(counts) <= MOUNTED
    assert page.evaluate("document.querySelectorAll('*').length") < NODES


def test_the_script_before_the_first_board_is_small(
    enter: Enter, quinn: Person, crowd: dict[str, Any]
) -> None:
    page = enter(quinn, "/sign-in")
    page.goto("about:blank")
    scripts: list[Response] = []
    page.on(
        "response",
        lambda answer: scripts.append(answer) if answer.request.resource_type == "script" else None,
    )

    page.goto(board(crowd))
    expect(page.locator("article").first).to_be_visible()

    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in scripts}
    assert sum(sizes.values()) <= SCRIPT, sizes
    assert {
        answer.headers.get("content-encoding") for answer in scripts if int(sizes[answer.url]) > 2_000
    } <= {"gzip", "br"}
