"""What kind of activity sets an automation off, and how who writes one down learns to spell it."""

from typing import Any

import pytest

from handsel.automations.triggers import Around, matches
from tests.automations.acme import a_live_one, an_automation, ask
from tests.automations.playing import Happened
from tests.automations.recipes import a_document, a_recipe, note
from tests.cast import Acme, a_member, client_for

API = "/api/v1"


def on(kind: str | None) -> dict[str, Any]:
    return {"type": "activity_added", **({} if kind is None else {"activity_type": kind})}


@pytest.mark.parametrize(
    ("wanted", "kind", "is_set_off"),
    [
        ("Document Collection", "Document Collection", True),
        ("Document Collection", "document collection", True),
        ("ÉTAT", "état", True),
        ("Document Collection", "Documents", False),
        (None, "Documents", True),
    ],
)
def test_a_kind_is_meant_as_it_is_said_in_small_letters_or_large(
    wanted: str | None, kind: str, is_set_off: bool
) -> None:
    """A2."""
    recipe = a_recipe(note(), on=on(wanted))

    assert matches(recipe.trigger, Happened("activity.added"), Around(activity_type=kind)) is is_set_off


def test_everybody_learns_which_kinds_live_automations_wait_for(acme: Acme) -> None:
    kinds = ["Document Collection", "Visit", "Visit", "Paused", None]
    made = [
        a_live_one(str(place), a_document(note(), on=on(kind)), by=acme.ada)
        for place, kind in enumerate(kinds)
    ]
    an_automation("Draft", a_document(note(), on=on("Draft")), by=acme.ada)
    ask(client_for(acme.ada), "POST", f"/{made[3]}/pause")

    answer = client_for(a_member(acme.organization, "Pat", roles=["professional"])).get(
        f"{API}/activity-types"
    )

    assert answer.json() == {"types": ["Document Collection", "Visit"]}
