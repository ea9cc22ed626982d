"""Who gets in: sign-in, wrong passwords, lock-out, sign-out, a forgotten password (O8)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.house import PASSWORD, House, link_in

pytestmark = pytest.mark.browser


def fill(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_who_signs_in_comes_to_where_they_were_going(enter: Enter) -> None:
    page = enter(None, "/contacts?q=rosa")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    fill(page, "ben@harbor.example", PASSWORD)

    expect(page.get_by_role("heading", name="Contacts", level=1)).to_be_visible()
    assert page.url.endswith("/contacts?q=rosa")


def test_a_wrong_password_is_refused_in_plain_words_and_can_be_mended(enter: Enter) -> None:
    page = enter(None, "/sign-in")

    fill(page, "ben@harbor.example", "not this one")
    expect(page.get_by_role("alert")).to_have_text("The e-mail address or the password is wrong.")
    fill(page, "ben@harbor.example", PASSWORD)

    expect(page.get_by_test_id("board")).to_be_visible()


def test_guessing_is_locked_out_with_a_sentence(enter: Enter) -> None:
    page = enter(None, "/sign-in")

    for guess in range(6):
        fill(page, "ned@bare.example", f"guess number {guess}")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    fill(page, "ned@bare.example", PASSWORD)

    expect(page.get_by_role("alert")).to_have_text("Too many attempts. Wait some minutes and try again.")


def test_who_signs_out_is_out(enter: Enter) -> None:
    page = enter(None, "/sign-in")
    fill(page, "pia@harbor.example", PASSWORD)

    page.get_by_role("button", name="Account of Pia Wong").click()
    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/tasks")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_forgotten_password_is_replaced_by_the_link_in_a_mail(enter: Enter, house: House) -> None:
    page = enter(None, "/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="Reset your password")).to_be_visible()
    page.get_by_label("E-mail").fill("fay@bare.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("the link is on its way")).to_be_visible()

    page.goto(link_in(house.letter_to("fay@bare.example")))
    page.get_by_label("New password").fill(PASSWORD + "-2")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password was changed.")).to_be_visible()
    page.goto("/sign-in")
    fill(page, "fay@bare.example", PASSWORD + "-2")

    expect(page.get_by_role("button", name="Account of Fay Ford")).to_be_visible()
