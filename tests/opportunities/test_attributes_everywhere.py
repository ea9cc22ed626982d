"""Every type of attribute on every surface that writes one: what is valid is stored in one spelling, what is not is
refused by its field and changes nothing, and null clears it (W16). Filters: test_filtering.py."""

from typing import Any

import pytest

from handsel.imports.models import ImportRow
from handsel.kernel.text import is_filled
from handsel.opportunities.models import Opportunity
from handsel.organizations.acting import acting
from tests.cast import Acme
from tests.imports.running_maven import checked, imported, table
from tests.opportunities.attributes import EVERYTHING, KINDS
from tests.opportunities.guided import Seller, a_seller, events_of

Card = dict[str, Any]


@pytest.fixture
def sol(acme: Acme) -> Seller:
    return a_seller(acme.organization, "Everything", EVERYTHING)


def said(value: Any, seller: Seller) -> Any:
    return str(seller.member.id) if value == "$me" else value


def created(seller: Seller, card: Card, typed: dict[str, Any]) -> Any:
    body = {"team": str(seller.team.pk), "new_contact": {"name": "Kim"}, "attributes": typed}
    return seller.ask("POST", "/opportunities", body)


def edited(seller: Seller, card: Card, typed: dict[str, Any]) -> Any:
    return seller.ask("PATCH", f"/opportunities/{card['id']}", {"attributes": typed})


def moved(seller: Seller, card: Card, typed: dict[str, Any]) -> Any:
    return seller.goes(card, "Again", attributes=typed)


SURFACES = {"create": created, "edit": edited, "move": moved}


@pytest.mark.parametrize("surface", SURFACES)
def test_a_valid_value_is_stored_in_one_spelling(sol: Seller, surface: str) -> None:
    card = sol.makes()
    stored, expected = [], []
    for kind, value, spelled in ((name, *pair) for name, one in KINDS.items() for pair in one.valid):
        answer = SURFACES[surface](sol, card, {f"a_{kind}": said(value, sol)})
        stored.append((kind, value, answer["attributes"].get(f"a_{kind}")))
        expected.append((kind, value, said(spelled, sol)))

    assert stored == expected
    assert [type(one) for _, _, one in stored] == [type(one) for _, _, one in expected]


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_invalid_value_is_refused_by_its_field_and_changes_nothing(
    sol: Seller, acme: Acme, kind: str, surface: str
) -> None:
    key = f"a_{kind}"
    card = sol.makes(attributes={key: said(KINDS[kind].valid[0][0], sol)})
    before = (sol.ask("GET", f"/opportunities/{card['id']}"), events_of(card["id"], by=acme.ada))

    answers = [
        SURFACES[surface](sol, card, {key: value, "a_text": "beside"} if key != "a_text" else {key: value})
        for value in KINDS[kind].invalid
    ]

    assert [(one["status"], [field["name"] for field in one["fields"]]) for one in answers] == [
        (422, [f"attributes.{key}"])
    ] * len(answers)
    after = (sol.ask("GET", f"/opportunities/{card['id']}"), events_of(card["id"], by=acme.ada))
    assert after == before
    with acting(acme.ada):
        assert Opportunity.objects.count() == 1


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.parametrize("surface", ["edit", "move"])
def test_null_clears_it(sol: Seller, surface: str, nothing: str | None) -> None:
    full = {f"a_{kind}": said(KINDS[kind].valid[0][0], sol) for kind in KINDS}
    card = sol.makes(attributes=full)

    cleared = SURFACES[surface](sol, card, dict.fromkeys(full, nothing))

    assert (sorted(card["attributes"]), cleared["attributes"]) == (sorted(full), {})


def test_all_that_is_wrong_is_named_at_once(sol: Seller) -> None:
    typed = {f"a_{kind}": KINDS[kind].invalid[0] for kind in KINDS} | {"a_nothing": 1}

    answer = edited(sol, sol.makes(), typed)

    assert sorted(field["name"] for field in answer["fields"]) == sorted(f"attributes.{key}" for key in typed)


CELLS: dict[str, tuple[str, Any, str]] = {
    "text": ("Señor López", "Señor López", "x" * 5001),
    "long_text": ("a\nb", "a\nb", "x" * 100_001),
    "number": ("12.5", 12.5, "many"),
    "money": ("1,250.50", "1250.50", "much"),
    "date": ("14.03.2027", "2027-03-14", "30.02.2027"),
    "datetime": ("2027-03-14T09:30", "2027-03-14T08:30:00Z", "soon"),
    "boolean": ("no", False, "maybe"),
    "choice": ("dark GREEN", "Dark green", "Yellow"),
    "choices": ("red; Blue", ["Red", "Blue"], "red; yellow"),
    "email": ("Ana@Example.org", "Ana@Example.org", "ana"),
    "phone": ("600 123 456", "+34600123456", "call me"),
    "link": ("www.example.org/a", "https://www.example.org/a", "javascript:alert(1)"),
    "user": ("Sol of Everything", "$me", "Nobody"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_import_checks_the_same_types(sol: Seller, acme: Acme, kind: str) -> None:
    """I12"""
    cell, stored, bad = CELLS[kind]
    row = {"id": "1", "title": "A boat", "stage": "Lead in", f"a_{kind}": cell}

    run = checked([table([row | {f"a_{kind}": bad}])], by=acme.ada, team="Everything")
    imported([table([row])], by=acme.ada, team="Everything")

    with acting(acme.ada):
        assert Opportunity.objects.get().attributes == {f"a_{kind}": said(stored, sol)}
        said_of = {one["column"] for row in ImportRow.objects.filter(run=run) for one in row.messages}
    assert (run.report["problems"] > 0, f"a_{kind}" in said_of) == (True, True)


# Every kind of white space, and what shows nothing though it is a letter or a mark to Unicode.
INVISIBLE = [
    *range(0x09, 0x0E), 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x7F, 0x85, 0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x1680,
    0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070),
    0x2800, 0x3000, 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC), 0x1D159, *range(0x1D173, 0x1D17B),
    0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE01EF,
]  # fmt: skip
VISIBLE = [*"0a.-é…漢", "\u0301", "😀", "\u00b7", "\u2022", "\u00a8"]

ASKING = EVERYTHING.replace("to: Signed}", "to: Signed, required: [a_text, a_number, a_boolean, a_choices]}")


def test_white_space_of_any_kind_is_not_filled_and_zero_and_no_are(acme: Acme) -> None:
    """W6"""
    sol = a_seller(acme.organization, "Asking", ASKING)
    card = sol.makes()
    rest = {"a_number": 0, "a_boolean": False, "a_choices": ["Red"]}

    for point in INVISIBLE:
        assert (hex(point), is_filled(chr(point))) == (hex(point), False)
    for text in ("".join(map(chr, INVISIBLE)), *(chr(point) for point in INVISIBLE[::9]), "  \u200b "):
        refused = sol.goes(card, "Sign", attributes={"a_text": text, **rest})
        assert (text, [one["key"] for one in refused["missing"]]) == (text, ["a_text"])
    for text in VISIBLE:
        assert (text, is_filled(f"\u200b{text}\u00a0")) == (text, True)
    signed = sol.goes(card, "Sign", attributes={"a_text": "0", **rest})

    assert signed["status"] == "won"
    assert signed["attributes"] == {"a_text": "0", **rest}


@pytest.mark.parametrize("empty", [{"a_choices": []}, {"a_number": None}, {"a_boolean": ""}])
def test_what_is_empty_is_asked_for(acme: Acme, empty: dict[str, Any]) -> None:
    sol = a_seller(acme.organization, "Asking", ASKING)
    full = {"a_text": "x", "a_number": 0, "a_boolean": "no", "a_choices": ["Red"]}

    refused = sol.goes(sol.makes(), "Sign", attributes={**full, **empty})

    assert [one["key"] for one in refused["missing"]] == list(empty)


BUILT_IN_CLEARED = {
    "title": None, "description": "", "amount": None, "follow_up_at": None, "contact.email": None,
    "contact.phone": None, "contact.last_name": "",
}  # fmt: skip


def test_built_in_fields_are_cleared_by_null_too(sol: Seller) -> None:
    person = {"name": "Ana Díaz", "email": "ana@example.org", "phone": "+34 600 000 001"}
    card = sol.makes(
        title="T", description="D", amount=5, follow_up_at="2031-01-01T00:00:00Z", new_contact=person
    )

    answer = edited(sol, card, dict.fromkeys(BUILT_IN_CLEARED))

    contact = answer["contact"]
    found = {
        "title": answer["own_title"], "description": answer["description"], "amount": answer["amount"],
        "follow_up_at": answer["follow_up_at"], "contact.email": contact["email"], "contact.phone": contact["phone"],
        "contact.last_name": contact["last_name"],
    }  # fmt: skip
    assert found == BUILT_IN_CLEARED


def test_the_name_of_a_firm_is_changed_and_never_cleared(sol: Seller) -> None:
    card = sol.makes(new_account={"name": "Firm"})

    renamed = edited(sol, card, {"account.name": "Firm Ltd"})
    refused = edited(sol, card, {"account.name": None})

    assert renamed["account"]["name"] == "Firm Ltd"
    assert [field["name"] for field in refused["fields"]] == ["attributes.account.name"]
