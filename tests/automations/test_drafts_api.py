"""Automations over HTTP: drafts, versions, order, and who may (A1)."""

from typing import Any

import pytest

from handsel.automations import drafts, publishing
from handsel.opportunities.quick import set_follow_up
from handsel.organizations import people
from handsel.organizations.acting import Member, acting
from tests.automations.acme import a_live_one, an_automation, ask, made
from tests.automations.house import begin, work
from tests.automations.recipes import a_document, a_step, note
from tests.cast import Acme, a_member, an_opportunity, client_for
from tests.counting import counted
from tests.racing import DONE, overlapping

GREETING = a_document(note())
LOOPING = a_document(a_step("create_task", title="Call"), on="task_added")


def codes(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_new_one_is_an_empty_draft_of_who_made_it(acme: Acme) -> None:
    automation = made(client_for(acme.ada), "Greeting")

    assert {key: automation[key] for key in ("name", "state", "version", "changed", "draft_revision")} == {
        "name": "Greeting",
        "state": "draft",
        "version": None,
        "changed": True,
        "draft_revision": 1,
    }
    assert automation["author"]["name"] == "Ada"
    assert automation["draft"] == {"trigger": None, "conditions": [], "steps": []}
    assert [one["code"] for one in automation["findings"]] == ["missing", "no_step"]
    assert automation["secret"].startswith("whsec_")


def test_a_draft_is_saved_by_compare_and_set(acme: Acme) -> None:
    client = client_for(acme.ada)
    automation = made(client, "Greeting")
    path = f"/{automation['id']}/draft"

    saved = ask(client, "PUT", path, {"document": GREETING, "revision": 1})
    again = ask(client, "PUT", path, {"document": GREETING, "revision": 2})
    old = ask(client, "PUT", path, {"document": a_document(), "revision": 1})

    assert (saved.status_code, saved.json()["draft_revision"], saved.json()["findings"]) == (200, 2, [])
    assert again.json()["draft_revision"] == 2
    assert codes(old) == (409, "draft_conflict")
    assert old.json()["current"] == {"draft": GREETING, "draft_revision": 2}


@pytest.mark.parametrize("revision", ["1", 1.0, True, None])
def test_a_revision_is_a_whole_number_and_nothing_like_one(acme: Acme, revision: Any) -> None:
    client = client_for(acme.ada)
    path = f"/{made(client, 'Greeting', GREETING)['id']}"

    saved = ask(client, "PUT", f"{path}/draft", {"document": GREETING, "revision": revision})
    published = ask(client, "POST", f"{path}/publish", {"revision": revision})

    assert [fields(one) for one in (saved, published)] == [(422, ["revision"])] * 2


def nested(depth: int) -> Any:
    """Branches in branches."""
    inner = note(called=0)
    for number in range(1, depth + 1):
        when = [{"field": "title", "op": "filled"}]
        inner = a_step("branch", called=number, **{"if": when, "then": [inner]})
    return a_document(inner)


def test_branches_stand_at_most_five_deep(acme: Acme) -> None:
    client = client_for(acme.ada)

    made(client, "Five", nested(5))
    six = ask(client, "POST", "", {"name": "Six", "document": nested(6)})

    assert codes(six) == (422, "automation_refused")
    assert fields(six)[1][0] == "document.steps.0.then.0.then.0.then.0.then.0.then.0.then"


@pytest.mark.parametrize("depth", [40, 250, 700, 20_000])
def test_what_is_deeper_than_anybody_means_is_refused_without_looking_into_it(acme: Acme, depth: int) -> None:
    client = client_for(acme.ada)
    path = f"/api/v1/automations/{made(client, 'Greeting')['id']}/draft"
    deep = f'{{"trigger": {"[" * depth}{"]" * depth}}}'

    def refused(method: str, path: str) -> Any:
        return client.generic(
            method, path, f'{{"document": {deep}, "revision": 1}}', content_type="application/json"
        )

    checked, saved = refused("POST", f"{path}/check"), refused("PUT", path)

    assert {checked.status_code, saved.status_code} <= {400, 422}
    assert max(len(name) for one in (checked, saved) for name in ["", *fields(one)[1]]) <= len("document")


def fields(answer: Any) -> tuple[int, list[str]]:
    return answer.status_code, [one["name"] for one in answer.json()["fields"]]


def test_what_is_no_recipe_is_refused_by_its_field(acme: Acme) -> None:
    client = client_for(acme.ada)
    automation = made(client, "Greeting")
    bad = a_document(a_step("explode"))

    answer = ask(client, "PUT", f"/{automation['id']}/draft", {"document": bad, "revision": 1})

    assert answer.status_code == 422
    assert [field["name"] for field in answer.json()["fields"]] == ["document.steps.0.do"]


def test_publishing_makes_versions_that_stay(acme: Acme) -> None:
    client = client_for(acme.ada)
    automation = made(client, "Greeting", GREETING)
    path = f"/{automation['id']}"

    first = ask(client, "POST", path + "/publish", {"revision": 1}).json()
    other = a_document(note("Bye"))
    ask(client, "PUT", path + "/draft", {"document": other, "revision": 1})
    between = ask(client, "GET", path).json()
    second = ask(client, "POST", path + "/publish", {"revision": 2}).json()
    versions = ask(client, "GET", path + "/versions").json()["items"]
    oldest = ask(client, "GET", path + "/versions/1").json()

    assert [(one["state"], one["version"], one["changed"]) for one in (first, between, second)] == [
        ("live", 1, False),
        ("live", 1, True),
        ("live", 2, False),
    ]
    assert between["document"] == GREETING
    assert [(one["number"], one["published_by"]["name"]) for one in versions] == [(2, "Ada"), (1, "Ada")]
    assert oldest["document"] == GREETING
    assert codes(ask(client, "GET", path + "/versions/3")) == (404, "version_not_found")


def test_errors_bar_publishing_and_an_old_revision_too(acme: Acme) -> None:
    client = client_for(acme.ada)
    automation = made(client, "Round", LOOPING)
    path = f"/{automation['id']}/publish"

    looping, old = (ask(client, "POST", path, {"revision": revision}) for revision in (1, 7))

    assert codes(looping) == (422, "automation_has_errors")
    assert [one["code"] for one in looping.json()["findings"]] == ["loop"]
    assert codes(old) == (409, "draft_conflict")


def test_who_publishes_is_the_author(acme: Acme) -> None:
    """A4."""
    other = a_member(acme.organization, "Zoe", roles=("administrator", "manager"))
    automation_id = a_live_one("Greeting", GREETING, by=acme.ada)

    answer = ask(client_for(other), "POST", f"/{automation_id}/publish", {"revision": 1})

    assert (answer.json()["author"]["name"], answer.json()["version"]) == ("Zoe", 2)


def test_it_is_paused_and_resumed(acme: Acme) -> None:
    client = client_for(acme.ada)
    draft = made(client, "Draft", GREETING)
    automation_id = a_live_one("Greeting", GREETING, by=acme.ada)

    states = [
        ask(client, "POST", f"/{automation_id}/{verb}").json()["state"]
        for verb in ("pause", "pause", "resume", "resume")
    ]

    assert states == ["paused", "paused", "live", "live"]
    assert codes(ask(client, "POST", f"/{draft['id']}/pause")) == (409, "automation_state")
    assert codes(ask(client, "POST", f"/{draft['id']}/resume")) == (409, "automation_state")


def test_it_is_not_resumed_into_a_circle(acme: Acme) -> None:
    """A5: what was published while it was paused may close one."""
    forth = a_document(a_step("set_fields", fields={"title": "forth"}), on="opportunity_updated")
    back = a_document(a_step("set_fields", fields={"title": "back"}), on="opportunity_updated")
    client = client_for(acme.ada)
    paused = a_live_one("Forth", forth, by=acme.ada)
    ask(client, "POST", f"/{paused}/pause")
    a_live_one("Back", back, by=acme.ada)

    answer = ask(client, "POST", f"/{paused}/resume")

    assert codes(answer) == (422, "automation_has_errors")
    assert answer.json()["findings"][0]["values"] == {"circle": ["Forth", "Back", "Forth"]}


def test_they_go_in_the_order_that_they_were_put_into(acme: Acme) -> None:
    """A5."""
    client = client_for(acme.ada)
    first, second, third = (made(client, name)["id"] for name in ("First", "Second", "Third"))

    ordered = ask(client, "PUT", "/order", {"automations": [third, first, second]})
    listed = [one["name"] for one in ask(client, "GET").json()["items"]]
    short = ask(client, "PUT", "/order", {"automations": [third, first]})
    twice = ask(client, "PUT", "/order", {"automations": [third, third, first, second]})

    assert (ordered.status_code, listed) == (200, ["Third", "First", "Second"])
    assert [short.status_code, twice.status_code] == [422, 422]
    assert short.json()["fields"][0]["name"] == "automations"


def test_one_that_is_deleted_is_shown_no_more_and_frees_its_name(acme: Acme) -> None:
    client = client_for(acme.ada)
    automation_id = a_live_one("Greeting", GREETING, by=acme.ada)

    gone = ask(client, "DELETE", f"/{automation_id}")

    assert gone.status_code == 204
    assert codes(ask(client, "GET", f"/{automation_id}")) == (404, "automation_not_found")
    assert codes(ask(client, "GET", f"/{automation_id}/versions")) == (404, "automation_not_found")
    assert ask(client, "GET").json()["items"] == []
    assert made(client, "Greeting")["name"] == "Greeting"


def test_a_name_stands_once_and_is_one(acme: Acme) -> None:
    client = client_for(acme.ada)
    made(client, "Greeting")
    other = made(client, "Other")

    assert codes(ask(client, "POST", "", {"name": "Greeting"})) == (409, "automation_name_taken")
    assert codes(ask(client, "PATCH", f"/{other['id']}", {"name": "Greeting"})) == (
        409,
        "automation_name_taken",
    )
    assert ask(client, "PATCH", f"/{other['id']}", {"name": "  "}).status_code == 422
    assert ask(client, "PATCH", f"/{other['id']}", {"name": "Third"}).json()["name"] == "Third"


@pytest.mark.parametrize("who", ["ben", "leo"])
def test_only_who_configures_sees_automations(acme: Acme, who: str) -> None:
    automation_id = a_live_one("Greeting", GREETING, by=acme.ada)
    client = client_for(getattr(acme, who))

    answers = [
        ask(client, "GET"),
        ask(client, "GET", "/vocabulary"),
        ask(client, "GET", f"/{automation_id}"),
        ask(client, "POST", "", {"name": "Mine"}),
        ask(client, "POST", f"/{automation_id}/pause"),
        ask(client, "POST", f"/{automation_id}/draft/try", {"days": 1}),
        ask(client, "DELETE", f"/{automation_id}"),
    ]

    assert {codes(answer) for answer in answers} == {(403, "capability_missing")}


def test_those_of_another_organization_do_not_exist(acme: Acme, otto: Member) -> None:
    automation_id = a_live_one("Greeting", GREETING, by=acme.ada)
    client = client_for(otto)

    assert ask(client, "GET").json()["items"] == []
    assert codes(ask(client, "GET", f"/{automation_id}")) == (404, "automation_not_found")
    assert codes(ask(client, "PUT", "/order", {"automations": [str(automation_id)]})) == (422, "invalid")


def test_ids_in_a_document_are_told_by_their_names(acme: Acme) -> None:
    document = a_document(
        a_step("set_owner", member=str(acme.ben.id)),
        on={"type": "opportunity_created", "team": str(acme.boats.pk)},
        when=({"field": "owner", "op": "any", "value": f"{acme.pia.id}, {acme.leo.id}"},),
    )

    automation = made(client_for(acme.ada), "Ben's", document)

    assert automation["names"] == {
        str(acme.ben.id): "Ben",
        str(acme.boats.pk): "Boats",
        str(acme.pia.id): "Pia",
        str(acme.leo.id): "Leo",
    }


def test_the_vocabulary_says_what_there_is_and_what_is_to_come(acme: Acme) -> None:
    words = ask(client_for(acme.ada), "GET", "/vocabulary").json()

    assert [one["name"] for one in words["teams"]] == ["Boats", "Loans"]
    assert {one["name"] for one in words["members"]} == {"Ada", "Ben", "Leo", "Pia"}
    assert [one["type"] for one in words["triggers"] if not one["available"]] == [
        "claimed", "handover_received", "message_received", "missed_call", "unanswered",
    ]  # fmt: skip
    assert {one["do"]: one["off"] for one in words["steps"] if one["off"]} == {
        "share": ["sharing", "share_automation"]
    }
    assert {"status", "amount", "contact.email"} <= {one["key"] for one in words["fields"]}
    assert len(words["stages"]) == len(words["workflow_steps"]) > 0


def test_the_list_costs_the_same_for_many(acme: Acme) -> None:
    client = client_for(acme.ada)
    a_live_one("One", GREETING, by=acme.ada)
    ask(client, "GET")
    with counted() as few:
        ask(client, "GET")
    for number in range(5):
        a_live_one(f"More {number}", GREETING, by=acme.ada)
    with counted() as many:
        ask(client, "GET")

    assert len(many) == len(few)


def test_two_that_are_published_at_once_make_no_circle(committing: str, acme: Acme) -> None:
    """A5: neither makes one alone."""
    forth = an_automation(
        "Forth",
        a_document(a_step("set_fields", fields={"title": "a"}), on="opportunity_updated"),
        by=acme.ada,
    )
    back = an_automation(
        "Back", a_document(a_step("set_fields", fields={"title": "b"}), on="opportunity_updated"), by=acme.ada
    )

    outcome = overlapping(
        lambda at: publishing.publish(forth, revision=1, by=acme.ada, at=at),
        lambda at: publishing.publish(back, revision=1, by=acme.ada, at=at),
        by=acme.ada,
    )

    assert outcome == (DONE, "automation_has_errors")


def test_of_two_who_save_one_draft_one_hears_of_the_other(committing: str, acme: Acme) -> None:
    automation = an_automation("Greeting", GREETING, by=acme.ada)

    def save(text: str) -> Any:
        return lambda at: drafts.save(
            automation, document=a_document(note(text)), revision=1, by=acme.ada, at=at
        )

    assert overlapping(save("a"), save("b"), by=acme.ada) == (DONE, "draft_conflict")


def test_who_is_deactivated_meanwhile_publishes_nothing(committing: str, acme: Acme) -> None:
    """A4: else a live one would have nobody to act for."""
    zoe = a_member(acme.organization, "Zoe", roles=("administrator", "manager"))
    automation = an_automation("Greeting", GREETING, by=zoe)

    outcome = overlapping(
        lambda at: people.deactivate(zoe.id, by=acme.ada, at=at),
        lambda at: publishing.publish(automation, revision=1, by=zoe, at=at),
        by=acme.ada,
        then_by=zoe,
    )

    assert outcome == (DONE, "author_gone")


def test_the_names_of_another_organizations_ids_stay_unknown(acme: Acme, otto: Member) -> None:
    document = a_document(a_step("set_owner", member=str(acme.ben.id)), when=())

    automation = made(client_for(otto), "Theirs", document)

    assert automation["names"] == {}
    assert [(one["code"], one["slot"]) for one in automation["findings"]] == [("unknown_member", "member")]


def test_the_list_counts_the_runs_of_a_day(committing: str, acme: Acme) -> None:
    """And those that failed among them. Setting a constant again is no change, so it ends there (A5)."""
    same = a_document(a_step("set_fields", fields={"description": "Seen"}), on="opportunity_updated")
    wrong = a_document(a_step("set_owner", member=str(acme.pia.id)))
    begin()
    a_live_one("Same", same, by=acme.ada)
    a_live_one("Wrong", wrong, by=acme.ada)
    sale = an_opportunity(acme.boats, by=acme.ben)
    with acting(acme.ben) as at:
        set_follow_up(sale, follow_up_at=None, by=acme.ben, at=at)
    work()

    listed = ask(client_for(acme.ada), "GET").json()["items"]

    assert [(one["name"], one["runs"]) for one in listed] == [
        ("Same", {"day": 2, "failed": 0}),
        ("Wrong", {"day": 1, "failed": 1}),
    ]
    assert all(one["last_run_at"] for one in listed)
