"""One real server and one Chromium for the run; every page that a test opens must be free of errors at its end."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.house import House, Person, standing, standing_already

PATIENCE = int(
    os.environ.get("HANDSEL_PATIENCE", "20000")
)  # milliseconds; a loaded machine is slow, not wrong
expect.set_options(timeout=PATIENCE)

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none",
]  # fmt: skip
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# A refusal is an answer: Chromium writes each into the console, whatever the page makes of it.
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    if folder := os.environ.get("HANDSEL_BROWSER_HOUSE"):
        yield standing_already(Path(folder))
        return
    with tempfile.TemporaryDirectory(prefix="handsel-browser-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another account under root
        with standing(Path(folder) / "data") as house:
            yield house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("HANDSEL_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no Chromium: set HANDSEL_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def ada(house: House) -> Person:
    """Manages Harbor, and may do everything there."""
    return house.person("ada@harbor.example")


@pytest.fixture
def ben(house: House) -> Person:
    """Sells at Harbor."""
    return house.person("ben@harbor.example")


@pytest.fixture
def quinn(house: House) -> Person:
    """Manages Quay, where set-up is tried out."""
    return house.person("quinn@quay.example")


@pytest.fixture
def errors() -> list[str]:
    """What the pages complained of; a test that cuts the line takes from it what it caused."""
    return []


@pytest.fixture
def enter(
    house: House, browser: Browser, errors: list[str], request: pytest.FixtureRequest
) -> Iterator[Enter]:
    """`enter(who, path, **options of the context)`: a page of somebody's own browser, nobody's where who is None."""
    opened: list[BrowserContext] = []

    def enter(who: Person | None, path: str = "/", **options: Any) -> Page:
        usual = {
            "viewport": WIDE,
            "timezone_id": "America/Montreal",
            "locale": "en-CA",
            "reduced_motion": "reduce",
        }
        context = browser.new_context(base_url=house.url, **(usual | options))
        context.set_default_timeout(PATIENCE)
        context.set_default_navigation_timeout(60_000)
        opened.append(context)
        if who is not None:
            context.add_cookies(who.cookies())  # type: ignore[arg-type]  # (a TypedDict of Playwright's)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.extend(complaints(message)))
        page.goto(path)
        return page

    yield enter
    if shots := os.environ.get("HANDSEL_SHOTS"):
        for number, page in enumerate(page for context in opened for page in context.pages):
            page.screenshot(path=Path(shots) / f"{request.node.name[:80]}-{number}.png")
    for context in opened:
        context.close()
    assert errors == [], house.told()


def complaints(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type == "error" and not REFUSED.match(message.text) else []
