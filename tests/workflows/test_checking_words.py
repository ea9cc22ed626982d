"""What the check finds can be said in every language of the page (W13)."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from handsel.workflows.checking import Finding, check
from handsel.workflows.checking_findings import Code, Value
from tests.workflows.boats import BOATS, a_graph

LOCALES = Path(__file__).parents[2] / "web" / "src" / "locales" / "setup"
SIGN = "{name: Sign, from: Offer revised, to: Signed, roles: [manager]}"
SHELF = "{name: Shelf, stage: Archived}"
INVOICE = (SIGN, "{name: Sign, from: Offer revised, to: Signed, triggers: [create_invoice]}")
LETTER = (SIGN, "{name: Sign, from: Offer revised, to: Signed, communications: [{channel: sms}]}")

# What has to change in BOATS for the check to find it, and what the finding names.
FOUND: dict[Code, tuple[list[tuple[str, str]], dict[str, Value]]] = {
    "step_without_stage": ([(SHELF, "{name: Shelf}")], {"step": "Shelf"}),
    "no_entry": ([("{new: Lead in, ", "{")], {}),
    "entry_not_open": ([("new: Lead in", "new: Signed")], {"step": "Signed"}),
    "no_open_stage": ([("status: open", "status: archived")], {}),
    "trigger_order": ([INVOICE], {"transition": "Sign", "trigger": "create_invoice"}),
    "trigger_not_available": (
        [INVOICE],
        {"transition": "Sign", "trigger": "create_invoice", "comes_with": "documents"},
    ),
    "communication_not_available": ([LETTER], {"transition": "Sign", "communication": "sms"}),
    "unreachable_step": ([(SHELF, f"{SHELF}\n  - {{name: Moon, stage: Won}}")], {"step": "Moon"}),
    "dead_end": (
        [(SIGN, "{name: Ponder, from: Offer revised, to: Offer revised}")],
        {"step": "Offer revised"},
    ),
    "open_circle": (
        [
            ("Sign, from: Offer sent, to: Signed", "Offer again, from: Offer revised, to: Offer sent"),
            ("from: Offer sent, to: Signed", "from: Lead in, to: Signed"),
            (SIGN, "{name: Ponder, from: Offer revised, to: Offer revised}"),
        ],
        {"steps": ["Offer sent", "Offer revised"]},
    ),
    "no_way_to_won": ([("{name: Won, status: won}", "{name: Won, status: archived}")], {"step": "Lead in"}),
    "exit_from_lost": (
        [("{name: Wake, from: Shelf", "{name: Wake, from: Gone")],
        {"transition": "Wake", "from_step": "Gone", "to_step": "Lead in"},
    ),
    "required_never_displayed": (
        [
            ("required: [description]", "required: [trade_in]"),
            (SHELF, "{name: Shelf, stage: Archived, attributes: [budget]}"),
        ],
        {"transition": "Give up", "attributes": ["Trade-in"], "step": "Lead in"},
    ),
    "role_nobody_holds": (
        [],
        {"transition": "Shelve", "roles": ["director"], "others": ["administrator"]},
    ),
    "amount_switched_off": ([], {"transition": "Revise", "teams": ["Boats", "Loans"]}),
}


@pytest.mark.parametrize("code", get_args(Code))
def test_every_finding_tells_what_its_sentence_names(code: Code) -> None:
    assert found(code).values == FOUND[code][1]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", get_args(Code))
def test_every_finding_has_its_sentence(code: Code, language: str) -> None:
    said: dict[str, Any] = json.loads((LOCALES / f"{language}.json").read_text())["finding"]
    sentences = [said[code], said.get(f"{code}_none", "")]

    assert set(re.findall(r"{{(\w+)}}", " ".join(sentences))) <= FOUND[code][1].keys()


def found(code: Code) -> Finding:
    text = BOATS
    for old, new in FOUND[code][0]:
        text = text.replace(old, new)
    roles = ["administrator", "manager"]
    findings = check(a_graph(text), held_roles=roles, teams_without_amounts=["Boats", "Loans"])
    return next(one for one in findings if one.code == code)
