"""S3, I1: a request that is repeated with its key is done once, and tells nothing that its sender may not see any more."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from handsel.ledger.models import Event
from handsel.opportunities.deleting import delete
from handsel.organizations import people
from handsel.organizations.acting import acting
from tests.cast import Acme, a_member, as_now, client_for
from tests.exactness import API, END, HALFWAY, START, TICK, Lent, lend, share
from tests.http.world import FREE, send
from tests.shares.lending import switch
from tests.test_exactness import CHANGES, body_of

FOLLOW_ON = (
    "POST /opportunities/{opportunity_id}/follow-ons"  # refused to who has it by a share: nothing to repeat
)
REPEATED = [name for name in CHANGES if name.startswith("POST ")]


@pytest.fixture
def lent(acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lent:
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(tmp_path / "clock"))
    clock = tmp_path / "clock"
    clock.write_text((START - timedelta(days=2)).isoformat())
    with_follow_on = {**FREE, "workflow": "Boats", "follow_ons": [{"name": "Service", "step": "Won"}]}
    path = f"{API}/workflows/{acme.boats.workflow_id}/file"
    assert send(client_for(acme.ada), "PUT", path, {"document": with_follow_on}).status_code == 200
    switch(acme, sharing=True)
    return lend(acme, clock)


def body(lent: Lent, name: str) -> Any:
    if name.endswith("/move"):
        return {
            "stage": lent.ben.get(f"{API}/opportunities/{lent.id}/moves").json()["moves"][0]["stage"]["id"]
        }
    return body_of(lent, name)


def sent(lent: Lent, name: str, body: Any, *, at: datetime, by: Client | None = None) -> Any:
    lent.set_clock(at)
    path = f"{API}/{CHANGES[name][1].format(id=lent.id, **lent.ids)}"
    return (by or lent.pia).post(path, body, "application/json", headers={"Idempotency-Key": "once"})


def happened(lent: Lent) -> int:
    with acting(lent.acme.ada):
        return Event.objects.count()


def said(answer: Any) -> tuple[int, str | None, str | None]:
    code = answer.json()["code"] if answer.status_code >= 400 else None
    return answer.status_code, code, answer.headers.get("Idempotency-Replayed")


@pytest.mark.parametrize("name", [name for name in REPEATED if name != FOLLOW_ON])
def test_a_repeated_request_tells_no_more_than_may_be_seen_now(lent: Lent, name: str) -> None:
    """S3: on the last instant of the share the same answer again, on the next one what anybody is told after its end."""
    share(lent)
    typed = body(lent, name)

    first = sent(lent, name, typed, at=HALFWAY)
    count = happened(lent)
    again, after = sent(lent, name, typed, at=END - TICK), sent(lent, name, typed, at=END)

    assert first.status_code in (200, 201) or first.json()["code"] == "not_allowed"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert said(after) == (403, "share_ended", "true")
    assert (after.json()["typed"], after.json()["ended_at"]) == (
        typed,
        "2031-05-05T13:00:00Z",
    )
    assert happened(lent) == count


@pytest.mark.parametrize("name", REPEATED)
def test_who_lost_it_otherwise_is_told_that_there_is_none(lent: Lent, name: str) -> None:
    """O9: Mia worked it as a manager, and is none any more."""
    mia = a_member(lent.acme.organization, "Mia", roles=("manager", "professional"))
    client = client_for(mia)
    typed = body(lent, name)
    first = sent(lent, name, typed, at=HALFWAY, by=client)
    with acting(lent.acme.ada) as at:
        people.edit(mia.id, changes={"roles": ["professional"]}, by=lent.acme.ada, at=at)
    count = happened(lent)
    after = sent(lent, name, typed, at=HALFWAY, by=client)

    assert first.status_code in (200, 201), first.content
    assert said(after) == (404, "opportunity_not_found", "true")
    assert happened(lent) == count


def test_what_was_made_is_not_told_once_it_is_hidden_or_deleted(lent: Lent) -> None:
    """B6: of what nobody sees, nothing is told; with the address that made it there is nothing to hide."""
    lent.set_clock(HALFWAY)
    new = {"team": str(lent.acme.boats.pk), "new_contact": {"name": "Kim"}, "title": "Ketch"}
    headers = {"Idempotency-Key": "made"}
    made = [lent.ben.post(f"{API}/opportunities", new, "application/json", headers=headers) for _ in "12"]
    ben = as_now(lent.acme.ben)

    with acting(ben) as at:
        delete(made[0].json()["id"], by=ben, at=at)
    after = lent.ben.post(f"{API}/opportunities", new, "application/json", headers=headers)

    assert made[0].content == made[1].content
    assert said(after) == (404, "opportunity_not_found", "true")
    assert "Ketch" not in after.content.decode()


def test_who_may_not_see_what_they_made_is_told_of_it_until_somebody_changes_it(lent: Lent) -> None:
    """I1: the first answer may have been lost. Mia sees her own in Boats, and what she brings is Ben's."""
    lent.set_clock(HALFWAY)
    mia = client_for(a_member(lent.acme.organization, "Mia", teams=[lent.acme.boats], sees="own"))
    new = {"team": str(lent.acme.boats.pk), "new_contact": {"name": "Kim"}, "owner": str(lent.acme.ben.id)}
    headers = {"Idempotency-Key": "made"}
    made, again = (mia.post(f"{API}/opportunities", new, "application/json", headers=headers) for _ in "12")
    brought = f"{API}/opportunities/{made.json()['id']}"

    hidden = mia.get(brought).status_code
    send(lent.ben, "PATCH", brought, {"title": "Refit"})
    after = mia.post(f"{API}/opportunities", new, "application/json", headers=headers)

    assert (hidden, again.content) == (404, made.content)
    assert said(after) == (404, "opportunity_not_found", "true")


def test_a_share_is_not_told_again_with_the_name_of_what_is_hidden(lent: Lent) -> None:
    """S8: Pia asks for more time; the answer names the opportunity."""
    lent.set_clock(HALFWAY)
    given = lent.ben.post(
        f"{API}/opportunities/{lent.id}/shares",
        {"member": str(lent.acme.pia.id), "minutes": 60},
        "application/json",
    ).json()
    path, wish, headers = (
        f"{API}/shares/{given['id']}/more-time",
        {"minutes": 30},
        {"Idempotency-Key": "more"},
    )

    asked = lent.pia.post(path, wish, "application/json", headers=headers)
    lent.set_clock(HALFWAY + timedelta(hours=1))
    after = lent.pia.post(path, wish, "application/json", headers=headers)

    assert asked.json()["opportunity"]["id"] == lent.id
    assert said(after) == (403, "share_ended", "true")


def test_a_batch_that_took_things_out_of_sight_answers_again(lent: Lent) -> None:
    """I1: it repeats the ids that came with it, and tells nothing else of them."""
    lent.set_clock(HALFWAY)
    wanted = {"opportunities": [lent.id], "delete": True}
    answers = [
        lent.ben.post(f"{API}/board/batch", wanted, "application/json", headers={"Idempotency-Key": "gone"})
        for _ in "12"
    ]

    assert answers[0].content == answers[1].content
    assert answers[1].json()["changed"] == 1
    assert said(answers[1])[2] == "true"


def test_a_refusal_keeps_nothing_to_repeat(lent: Lent) -> None:
    """Who came too early may send the very same again."""
    share(lent)
    name = "POST /opportunities/{opportunity_id}/notes"

    early, later = (sent(lent, name, {"text": "A note"}, at=at) for at in (START - TICK, HALFWAY))

    assert (said(early), said(later)) == ((404, "opportunity_not_found", None), (201, None, None))
