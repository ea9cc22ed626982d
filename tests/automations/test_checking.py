"""What is found in a recipe before it is published, on its place (A1, A4, A5)."""

from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from handsel.automations import drafts
from handsel.automations.vocabulary import describe_vocabulary
from handsel.kernel.ids import new_id
from handsel.kernel.written import plain_part
from handsel.organizations import people
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Organization
from handsel.organizations.rules import Sees
from handsel.organizations.teams import seat
from handsel.workflows.document import parse
from handsel.workflows.graph import graph_of
from handsel.workflows.publishing import make_workflow
from tests.automations.acme import a_live_one, an_automation, ask, findings, made, switch_on
from tests.automations.recipes import a_document, a_step, an_id, note
from tests.cast import Acme, a_member, a_team, an_organization, client_for

PLACE = f"steps.{an_id(1)}"
NOWHERE = str(new_id())


def found(*steps: dict[str, Any], by: Member, **more: Any) -> list[tuple[str, str, str, str]]:
    return findings(a_document(*steps, **more), by=by)


@pytest.fixture
def sharing(acme: Acme) -> Acme:
    switch_on(acme.organization, "sharing", "share_automation", by=acme.ada)
    return acme


def test_a_sound_recipe_has_no_findings(sharing: Acme) -> None:
    steps = [
        a_step("share", called=1, to={"member": str(sharing.ben.id)}, days=3),
        a_step("set_fields", called=2, fields={"title": "A", "amount": "12.50", "follow_up_at": None}),
        a_step("set_owner", called=3, member=str(sharing.ben.id)),
        a_step("create_task", called=4, title="Call {contact}", owner={"person": "owner"}),
        a_step("notify", called=5, to={"role": "professional"}, text="Look at {title}"),
        a_step("webhook", called=6, url="https://example.org/"),
        a_step(
            "branch",
            called=7,
            **{"if": [{"field": "amount", "op": "gt", "value": "5"}], "then": [note(called=8)]},
        ),
    ]
    when = ({"field": "team", "op": "is", "value": str(sharing.boats.pk)},)

    assert found(*steps, when=when, by=sharing.ada) == []


UNKNOWN: list[tuple[dict[str, Any], str, str]] = [
    (a_step("share", to={"member": NOWHERE}), "unknown_member", "to"),
    (a_step("share", to={"team": NOWHERE}), "unknown_team", "to"),
    (a_step("stop_sharing", whose={"member": NOWHERE}), "unknown_member", "whose"),
    (a_step("set_owner", member=NOWHERE), "unknown_member", "member"),
    (a_step("create_task", title="T", owner={"member": NOWHERE}), "unknown_member", "owner"),
    (a_step("notify", to={"team": NOWHERE}, text="T"), "unknown_team", "to"),
    (a_step("move", step=NOWHERE), "unknown_step", "step"),
    (a_step("move", stage=NOWHERE), "unknown_stage", "stage"),
    (a_step("move", transition=NOWHERE), "unknown_transition", "transition"),
    (a_step("set_fields", fields={"nonsense": 1}), "unknown_field", "fields.nonsense"),
    (a_step("set_fields", fields={"amount": "much"}), "bad_value", "fields.amount"),
    (a_step("set_fields", fields={"contact.email": "Ann"}), "bad_value", "fields.contact.email"),
    (a_step("branch", **{"if": [{"field": "nonsense", "op": "filled"}], "then": [note(called=2)]}), "unknown_field", "if.0"),
    (
        a_step("branch", **{"if": [{"field": "owner", "op": "is", "value": NOWHERE}], "then": [note(called=2)]}),
        "unknown_reference", "if.0.value",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("step", "code", "slot"), UNKNOWN)
def test_what_a_step_names_must_be_there(sharing: Acme, step: dict[str, Any], code: str, slot: str) -> None:
    assert found(step, by=sharing.ada) == [("error", code, PLACE, slot)]


def test_what_is_of_another_organization_looks_unknown(sharing: Acme) -> None:
    theirs = a_member(an_other(), "Theirs")

    assert found(a_step("set_owner", member=str(theirs.id)), by=sharing.ada) == [
        ("error", "unknown_member", PLACE, "member")
    ]
    when = ({"field": "team", "op": "is", "value": str(a_team(an_other("Third"), "T").pk)},)
    assert found(note(), when=when, by=sharing.ada) == [
        ("error", "unknown_reference", "conditions.0", "value")
    ]


def an_other(name: str = "Second") -> Organization:
    return an_organization(name)


@pytest.mark.parametrize(
    ("on", "code", "slot"),
    [
        ({"type": "opportunity_created", "team": NOWHERE}, "unknown_team", "team"),
        ({"type": "opportunity_updated", "fields": ["nonsense"]}, "unknown_field", "fields"),
        ({"type": "step_changed", "to": NOWHERE}, "unknown_step", "to"),
        ({"type": "stage_changed", "from": NOWHERE}, "unknown_stage", "from"),
    ],
)
def test_what_the_trigger_names_must_be_there(acme: Acme, on: dict[str, Any], code: str, slot: str) -> None:
    assert found(note(), on=on, by=acme.ada) == [("error", code, "trigger", slot)]


def test_a_condition_is_compared_as_its_type_can_be(acme: Acme) -> None:
    when = (
        {"field": "amount", "op": "gt", "value": "much"},
        {"any": [{"field": "title", "op": "filled"}, {"field": "status", "op": "gt", "value": "won"}]},
    )

    assert found(note(), when=when, by=acme.ada) == [
        ("error", "bad_condition", "conditions.0", ""),
        ("error", "bad_condition", "conditions.1", "any.1"),
    ]


NEED_A_LICENCE = [
    a_step("share", to={"person": "author"}),
    a_step("set_fields", fields={"title": "A"}),
    a_step("set_owner", member=None),
    a_step("create_task", title="T"),
    a_step("log_activity", type="T"),
    note(),
]


@pytest.mark.parametrize("step", NEED_A_LICENCE, ids=lambda step: step["do"])
def test_an_author_without_a_licence_only_looks(sharing: Acme, step: dict[str, Any]) -> None:
    """A4: an administrator sees everything and works nothing (O9)."""
    zoe = a_member(sharing.organization, "Zoe", roles=("administrator",))

    assert found(step, by=zoe) == [("error", "author_cannot", PLACE, "")]
    assert found(step, by=sharing.ada) == []


@pytest.mark.parametrize(
    "step",
    [
        a_step("stop_sharing", whose="all"),
        a_step("notify", to={"role": "manager"}, text="T"),
        a_step("webhook", url="https://example.org"),
        a_step("wait", days=1),
    ],
    ids=lambda step: step["do"],
)
def test_what_needs_no_licence_is_done_without_one(acme: Acme, step: dict[str, Any]) -> None:
    zoe = a_member(acme.organization, "Zoe", roles=("administrator",))

    assert found(step, by=zoe) == []


def test_both_switches_of_sharing_must_be_on(acme: Acme) -> None:
    """O6."""
    step = a_step("share", to={"member": str(acme.ben.id)})

    off = found(step, by=acme.ada)
    switch_on(acme.organization, "sharing", by=acme.ada)
    half = found(step, by=acme.ada)

    assert off == [("error", "feature_off", PLACE, "")] * 2
    assert half == [("error", "feature_off", PLACE, "")]


def test_nothing_is_shared_with_the_owner_whoever_that_is(sharing: Acme) -> None:
    """S6: of who owns it when the step is done."""
    first = a_step("set_owner", called="first", member=str(sharing.ben.id))

    assert found(first, a_step("share", to={"person": "owner"}), by=sharing.ada) == [
        ("error", "shared_with_owner", PLACE, "to")
    ]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "2130706433", "localhost"])
def test_a_webhook_to_the_inside_is_not_published(
    acme: Acme, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """I3: what needs no look-up is known before; unless who operates this Handsel allows it."""
    step = a_step("webhook", url=f"http://{host}:8080/hook")

    refused = found(step, by=acme.ada)
    monkeypatch.setattr(settings, "OUTGOING_ALLOWED", (ip_network("0.0.0.0/0"), ip_network("::/0")))

    assert (refused, found(step, by=acme.ada)) == ([("error", "address_refused", PLACE, "url")], [])


def test_nothing_is_shared_with_who_has_no_licence(sharing: Acme) -> None:
    """S1."""
    step = a_step("share", to={"member": str(sharing.leo.id)})

    assert found(step, by=sharing.ada) == [("error", "without_licence", PLACE, "to")]


def test_a_share_beyond_the_longest_is_warned_of(sharing: Acme) -> None:
    step = a_step("share", to={"member": str(sharing.ben.id)}, days=366)

    assert found(step, by=sharing.ada) == [("warning", "share_too_long", PLACE, "duration")]


def test_somebody_who_has_left_is_chosen_no_more(acme: Acme) -> None:
    with acting(acme.ada) as at:
        people.deactivate(acme.ben.id, by=acme.ada, at=at)

    assert found(a_step("set_owner", member=str(acme.ben.id)), by=acme.ada) == [
        ("error", "inactive_member", PLACE, "member")
    ]
    when = ({"field": "owner", "op": "is", "value": str(acme.ben.id)},)
    assert found(note(), when=when, by=acme.ada) == []


def test_an_owner_is_of_the_team(acme: Acme) -> None:
    """B4."""
    step = a_step("set_owner", member=str(acme.pia.id))

    of_boats = found(step, on={"type": "opportunity_created", "team": str(acme.boats.pk)}, by=acme.ada)
    nowhere = found(a_step("set_owner", member=str(acme.leo.id)), by=acme.ada)

    assert of_boats == nowhere == [("error", "owner_not_in_team", PLACE, "member")]
    assert found(step, by=acme.ada) == []


def test_persons_are_there_or_not_as_the_trigger_says(acme: Acme) -> None:
    to_owner_of_task = a_step("notify", to={"person": "task_owner"}, text="T")
    to_actor = a_step("notify", to={"person": "actor"}, text="T")

    assert found(to_owner_of_task, by=acme.ada) == [("error", "no_task", PLACE, "to")]
    assert found(to_owner_of_task, on="task_done", by=acme.ada) == []
    assert found(to_actor, by=acme.ada) == []
    by_itself = ("follow_up_due", "task_reminded", {"type": "share_ended", "cause": "time"})
    for on in by_itself:
        assert found(to_actor, on=on, by=acme.ada) == [("warning", "nobody_there", PLACE, "to")]
    assert found(to_actor, on={"type": "share_ended", "cause": "stopped"}, by=acme.ada) == []


def test_a_role_that_nobody_holds_is_warned_of(acme: Acme) -> None:
    step = a_step("notify", to={"role": "director"}, text="T")

    assert found(step, by=acme.ada) == [("warning", "role_nobody_holds", PLACE, "to")]


GUIDED = {
    "workflow": "Guided",
    "mode": "guided",
    "stages": [
        {"name": "Open", "status": "open"},
        {"name": "Lost", "status": "lost", "reasons": ["Price"]},
    ],
    "steps": [
        {"name": "New", "stage": "Open"},
        {"name": "Alone", "stage": "Open"},
        {"name": "Approved", "stage": "Open"},
        {"name": "Gone", "stage": "Lost"},
    ],
    "transitions": [
        {"name": "approve", "from": "New", "to": "Approved", "roles": ["director"], "required": ["amount"]},
        {"name": "lose", "from": "New", "to": "Gone"},
    ],
    "entries": {"new": "New"},
}


@pytest.fixture
def steps(acme: Acme) -> dict[str, str]:
    """Of a guided workflow, by name; transitions too."""
    document = parse(plain_part(GUIDED), previous=None, new_id=new_id)
    with acting(acme.ada) as at:
        make_workflow("Guided", document=document, by=acme.ada, at=at)
    graph = graph_of(document)
    return {one.name: one.id for one in graph.steps} | {one.name: one.id for one in graph.declared}


def test_a_transition_that_is_not_the_authors_is_an_error(acme: Acme, steps: dict[str, str]) -> None:
    """A4, W5."""
    director = a_member(acme.organization, "Dana", roles=("administrator", "director"))

    for target in ({"step": steps["Approved"]}, {"transition": steps["approve"]}):
        step = a_step("move", **target)
        assert found(step, by=acme.ada) == [("error", "author_cannot", PLACE, next(iter(target)))]
        assert found(step, by=director) == []


def test_the_vocabulary_names_what_each_transition_asks_for(acme: Acme, steps: dict[str, str]) -> None:
    """W6."""
    with acting(acme.ada):
        words = describe_vocabulary(member=acme.ada)

    asked = {one["id"]: one["asks"] for one in words["transitions"]}
    assert (asked[steps["approve"]], asked[steps["lose"]]) == (["amount"], [])


def test_a_step_to_which_nothing_leads_is_an_error(acme: Acme, steps: dict[str, str]) -> None:
    assert found(a_step("move", step=steps["Alone"]), by=acme.ada) == [("error", "no_way", PLACE, "step")]


def test_a_lost_stage_asks_for_its_reason(acme: Acme, steps: dict[str, str]) -> None:
    """W2."""
    assert found(a_step("move", step=steps["Gone"]), by=acme.ada) == [
        ("error", "reason_missing", PLACE, "reason")
    ]
    assert found(a_step("move", step=steps["Gone"], reason="Price"), by=acme.ada) == []


def test_a_circle_through_others_names_them(acme: Acme) -> None:
    """A5."""
    done = a_step("log_activity", called=1, type="Done")
    a_live_one("Log", a_document(done, on="task_added"), by=acme.ada)
    client = client_for(acme.ada)
    draft = made(client, "Ask", a_document(a_step("create_task", title="T"), on="activity_added"))
    paused = a_live_one("Paused", a_document(done, on="task_added"), by=acme.ada)
    ask(client, "POST", f"/{paused}/pause")

    [loop] = ask(client, "POST", f"/{draft['id']}/draft/check", {}).json()["findings"]

    assert (loop["level"], loop["code"], loop["place"]) == ("error", "loop", PLACE)
    assert loop["values"] == {"circle": ["Ask", "Log", "Ask"]}
    assert (
        loop["text"] == "This goes around without an end: Ask → Log → Ask. Make a condition stand in its way."
    )


def test_a_possible_circle_is_a_warning_and_bars_nothing(acme: Acme) -> None:
    step = a_step("log_activity", type="Done")
    when = ({"field": "amount", "op": "filled"},)

    assert found(step, on="activity_added", when=when, by=acme.ada) == [
        ("warning", "possible_loop", PLACE, "")
    ]
    assert isinstance(a_live_one("Log", a_document(step, on="activity_added", when=when), by=acme.ada), UUID)


def test_what_is_checked_may_be_sent_along_and_is_not_kept(acme: Acme) -> None:
    client = client_for(acme.ada)
    automation = made(client, "Greeting", a_document(note()))
    path = f"/{automation['id']}/draft/check"

    stored = ask(client, "POST", path, {}).json()
    sent = ask(client, "POST", path, {"document": a_document()}).json()

    assert (stored["errors"], stored["publishable"]) == (0, True)
    assert (sent["errors"], sent["publishable"]) == (1, False)
    assert ask(client, "GET", f"/{automation['id']}").json()["draft"] == a_document(note())


def test_a_seat_given_later_mends_it(acme: Acme) -> None:
    automation = an_automation("Own", a_document(a_step("set_owner", member=str(acme.leo.id))), by=acme.ada)
    with acting(acme.ada) as at:
        _, before = drafts.read_or_stored(automation, document=None)
        seat(acme.boats.pk, member_id=acme.leo.id, sees=Sees.ALL, by=acme.ada, at=at)

    assert findings(dict(before), by=acme.ada) == []
