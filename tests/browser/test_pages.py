"""The other pages, other languages, the dark, the phone, and who may not."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.acts import board, card, drawer
from tests.browser.conftest import PHONE, Enter
from tests.browser.house import House, Person

pytestmark = pytest.mark.browser


def test_the_command_palette_finds_and_opens_an_opportunity(enter: Enter, ada: Person) -> None:
    team = ada.team()
    ada.opportunity(team, "Xanthippe Moor", title="The red boat")
    page = enter(ada, "/tasks")
    expect(page.get_by_role("heading", name="Tasks", level=1)).to_be_visible()

    page.keyboard.press("Control+k")
    page.keyboard.type("xanthippe")
    page.get_by_role("button", name="Xanthippe Moor · The red boat").click()

    expect(drawer(page).get_by_role("heading", name="Xanthippe Moor")).to_be_visible()
    assert page.url.split("?")[0].endswith("/tasks")


def test_what_is_typed_while_the_palette_is_on_its_way_is_kept(enter: Enter, ada: Person) -> None:
    page = enter(ada, "/tasks")
    expect(page.get_by_role("heading", name="Tasks", level=1)).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/Palette-*.js", hold)

    with page.expect_request("**/assets/Palette-*.js"):
        page.keyboard.press("Control+k")
    page.keyboard.type("contx")
    page.keyboard.press("Backspace")
    held[0].continue_()

    box = page.get_by_role("textbox", name="Search or jump to…")
    expect(box).to_be_focused()
    expect(box).to_have_value("cont")
    page.keyboard.type("acts")
    expect(box).to_have_value("contacts")


def test_the_page_speaks_spanish_and_remembers_it(enter: Enter, ada: Person) -> None:
    page = enter(ada, "/tasks")

    page.get_by_role("button", name="Language").click()
    page.get_by_role("menuitem", name="Español").click()

    expect(page.get_by_role("link", name="Tablero", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.reload()
    expect(page.get_by_role("heading", name="Tareas", level=1)).to_be_visible()


def test_what_the_server_refuses_is_said_in_the_language_of_the_page(enter: Enter, ada: Person) -> None:
    page = enter(ada, "/contacts")
    page.get_by_role("button", name="Language").click()
    page.get_by_role("menuitem", name="Español").click()

    page.get_by_role("button", name="Nuevo contacto").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Nombre").fill("Rosa")
    form.get_by_label("Teléfono").fill("12")
    form.get_by_role("button", name="Añadir contacto").click()

    expect(
        form.get_by_text("Este número es demasiado corto. Escríbalo entero, con su prefijo.")
    ).to_be_visible()


def test_who_reads_spanish_is_met_in_spanish(enter: Enter) -> None:
    page = enter(None, "/sign-in", locale="es-MX")

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_label("Contraseña", exact=True)).to_be_visible()


def test_the_dark_is_followed_switched_and_remembered(enter: Enter, ada: Person) -> None:
    page = enter(ada, "/tasks", color_scheme="dark")
    body = page.locator("body")
    expect(body).to_have_css("background-color", "rgb(15, 18, 22)")

    page.get_by_role("button", name="Light mode").click()
    expect(body).to_have_css("background-color", "rgb(246, 247, 249)")
    page.reload()

    expect(page.get_by_role("button", name="Dark mode")).to_be_visible()
    expect(body).to_have_css("background-color", "rgb(246, 247, 249)")


def test_a_phone_shows_one_stage_at_a_time_and_the_drawer_over_all(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa, theo = ada.opportunity(team, "Rosa Lind"), ada.opportunity(team, "Theo Kerr")
    ada.moves(theo, "Won")
    page = enter(ada, board(team), viewport=PHONE, has_touch=True, is_mobile=True)
    expect(card(page, rosa)).to_be_visible()
    expect(card(page, theo)).to_have_count(0)

    page.get_by_role("navigation", name="Stages").get_by_role("button", name="Won 1").click()
    expect(card(page, theo)).to_be_visible()
    expect(card(page, rosa)).to_have_count(0)
    card(page, theo).get_by_role("link").click()

    expect(drawer(page)).to_be_visible()
    box = drawer(page).bounding_box()
    assert box is not None
    assert (round(box["x"]), round(box["width"]), round(box["height"])) == (
        0,
        PHONE["width"],
        PHONE["height"],
    )
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.go_back()
    expect(drawer(page)).to_have_count(0)


def test_on_a_phone_a_held_card_goes_to_another_stage_over_its_name(enter: Enter, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(ada, board(team), viewport=PHONE)
    chip = page.get_by_role("navigation", name="Stages").get_by_role("button", name="Qualified")
    expect(card(page, rosa)).to_be_visible()
    a, b = card(page, rosa).bounding_box(), chip.bounding_box()
    assert a is not None
    assert b is not None

    page.mouse.move(a["x"] + 40, a["y"] + 60)
    page.mouse.down()
    page.mouse.move(a["x"] + 48, a["y"] + 50, steps=3)
    expect(chip).to_have_attribute("data-state", "open")
    page.mouse.move(b["x"] + 20, b["y"] + 15, steps=8)
    page.mouse.up()

    expect(chip).to_have_text("Qualified1")
    expect(card(page, rosa)).to_have_count(0)


def test_a_contact_shows_the_profile_and_all_opportunities(enter: Enter, ada: Person) -> None:
    team = ada.team()
    made = ada.opportunity(team, "Rosalind Okafor", title="Her first boat")
    page = enter(ada, "/contacts")

    page.get_by_role("searchbox", name="Search by name, e-mail or phone").fill("okafor")
    page.get_by_role("link", name="Rosalind Okafor").click()
    expect(page.get_by_role("heading", name="Rosalind Okafor", level=1)).to_be_visible()
    page.get_by_role("button", name="Edit the profile").click()
    page.get_by_label("E-mail").fill("rosalind@example.org")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="rosalind@example.org")).to_be_visible()
    page.get_by_role("link", name="Her first boat").click()

    expect(drawer(page).get_by_role("heading", name="Rosalind Okafor")).to_be_visible()
    assert ada.get(f"/contacts/{made['contact']['id']}")["email"] == "rosalind@example.org"


def test_an_account_shows_its_people_and_opportunities(enter: Enter, ada: Person) -> None:
    team = ada.team()
    ada.opportunity(team, "Ivo Marsh", new_account={"name": "Marsh Marine"}, title="Six boats", amount="600")
    page = enter(ada, "/accounts?q=marsh")

    page.get_by_role("link", name="Marsh Marine").first.click()

    expect(page.get_by_role("heading", name="Marsh Marine", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Six boats")).to_be_visible()
    expect(page.get_by_text("$600").first).to_be_visible()


def test_a_task_is_ticked_on_the_page_of_tasks_and_the_way_back_is_offered(enter: Enter, ada: Person) -> None:
    made = ada.opportunity(ada.team(), "Rosa Lind")
    ada.post(f"/opportunities/{made['id']}/tasks", title="Call the yard back", due_at="2020-01-01T12:00:00Z")
    page = enter(ada, "/tasks")
    box = page.get_by_role("checkbox", name="Done: Call the yard back")

    box.click()
    expect(box).to_have_count(0)
    page.get_by_role("button", name="Undo").first.click()

    expect(box).to_be_visible()
    expect(box).not_to_be_checked()


def test_a_lead_generator_is_offered_only_what_they_may(enter: Enter, house: House, ada: Person) -> None:
    team = ada.team("Leo Lane")
    leo = house.person("leo@harbor.example")
    rosa = leo.opportunity(team, "Rosa Lind")
    page = enter(leo, board(team, opp=rosa["id"]))

    expect(drawer(page).get_by_text("Read only")).to_be_visible()

    expect(drawer(page).get_by_role("button", name="Edit the opportunity")).to_have_count(0)
    expect(drawer(page).get_by_role("button", name="Stage: New")).to_be_visible()
    expect(card(page, rosa).get_by_role("button", include_hidden=True)).to_have_count(0)
    page.goto("/setup/members")
    expect(page.get_by_text("Only an administrator may change who belongs here.")).to_be_visible()
    expect(page.get_by_role("button", name="Invite")).to_have_count(0)
    page.goto("/import")
    expect(page.get_by_role("button", name="Choose files")).to_have_count(0)


def test_an_administrator_without_a_licence_sees_all_and_works_nothing(
    enter: Enter, house: House, ada: Person
) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(house.person("vic@harbor.example"), board(team, opp=rosa["id"]))

    expect(drawer(page).get_by_text("Read only")).to_be_visible()

    expect(drawer(page).get_by_role("button", name="Edit the opportunity")).to_have_count(0)
    expect(drawer(page).get_by_role("textbox", name="Write a note…")).to_have_count(0)
    drawer(page).get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Copy link", "Who could see it?"])


def test_of_another_organization_nothing_is_seen(enter: Enter, house: House, ada: Person) -> None:
    team = ada.team()
    rosa = ada.opportunity(team, "Rosa Lind")
    page = enter(house.person("otto@quay.example"), board(team, opp=rosa["id"]))

    expect(drawer(page).get_by_text("This opportunity is not here")).to_be_visible()

    expect(page.get_by_role("heading", name="Yachts", level=1, include_hidden=True)).to_have_count(1)
    expect(page.get_by_text("Rosa Lind")).to_have_count(0)
