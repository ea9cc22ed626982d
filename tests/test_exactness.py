"""S3: between its start and its end, to the instant, on every surface, and not a moment longer. No worker runs here."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from handsel.kernel.ids import new_id
from handsel.opportunities.models import Grant
from handsel.organizations.acting import Member, acting
from handsel.organizations.rules import Sees
from handsel.organizations.teams import seat, unseat
from tests.cast import Acme, a_member, client_for
from tests.exactness import API, END, HALFWAY, START, SURFACES, TICK, Lent, lend, share, shown_on, stop
from tests.http.endpoints import operations
from tests.http.world import send

HOUR = timedelta(hours=1)
NOWHERE: set[str] = set()
EVERYWHERE = set(SURFACES)


@pytest.fixture
def lent(acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lent:
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(tmp_path / "clock"))
    return lend(acme, tmp_path / "clock")


@pytest.mark.parametrize("grantee", ["member", "team"])
def test_every_surface_begins_and_ends_at_the_same_instants(lent: Lent, grantee: str) -> None:
    """S3, S5"""
    share(lent, to_team=grantee == "team")

    shown = {at: shown_on(lent, at=at) for at in (START - TICK, START, END - TICK, END, END + HOUR)}

    assert shown == {
        START - TICK: NOWHERE,
        START: EVERYWHERE,
        END - TICK: EVERYWHERE,
        END: NOWHERE,
        END + HOUR: NOWHERE,
    }


def test_every_surface_ends_when_a_share_is_stopped(lent: Lent) -> None:
    """S7"""
    share(lent)

    before = shown_on(lent, at=HALFWAY)
    stop(lent, at=HALFWAY)

    assert (before, shown_on(lent, at=HALFWAY), shown_on(lent, at=HALFWAY + TICK)) == (
        EVERYWHERE,
        NOWHERE,
        NOWHERE,
    )


def test_a_share_that_was_stopped_before_it_began_never_begins(lent: Lent) -> None:
    share(lent)
    stop(lent, at=START - TICK)

    assert shown_on(lent, at=START) == NOWHERE


# -- changes: (method, path, body)

CHANGES: dict[str, tuple[str, str, Any]] = {
    "PATCH /opportunities/{opportunity_id}": ("PATCH", "opportunities/{id}", {"title": "Ketch", "revision": 1}),
    "DELETE /opportunities/{opportunity_id}": ("DELETE", "opportunities/{id}", None),
    "POST /opportunities/{opportunity_id}/move": ("POST", "opportunities/{id}/move", {"stage": "{stage}"}),
    "POST /opportunities/{opportunity_id}/follow-ons": (
        "POST", "opportunities/{id}/follow-ons", {"follow_on": "Service", "name": "Next"},
    ),
    "PUT /opportunities/{opportunity_id}/owner": ("PUT", "opportunities/{id}/owner", {"owner": None}),
    "PUT /opportunities/{opportunity_id}/team": ("PUT", "opportunities/{id}/team", {"team": "{loans}"}),
    "PUT /opportunities/{opportunity_id}/follow-up": (
        "PUT", "opportunities/{id}/follow-up", {"follow_up_at": "2031-06-01T10:00"},
    ),
    "PUT /opportunities/{opportunity_id}/amount": ("PUT", "opportunities/{id}/amount", {"amount": "8.50"}),
    "PUT /opportunities/{opportunity_id}/exclusion": ("PUT", "opportunities/{id}/exclusion", {"excluded": True}),
    "POST /opportunities/{opportunity_id}/notes": ("POST", "opportunities/{id}/notes", {"text": "A long note"}),
    "POST /opportunities/{opportunity_id}/activities": (
        "POST", "opportunities/{id}/activities", {"type": "Visit", "text": "At the pier"},
    ),
    "POST /opportunities/{opportunity_id}/tasks": ("POST", "opportunities/{id}/tasks", {"title": "Call"}),
    "POST /opportunities/{opportunity_id}/shares": ("POST", "opportunities/{id}/shares", {"member": "{ada}"}),
    "PATCH /notes/{note_id}": ("PATCH", "notes/{notes}", {"text": "Better"}),
    "DELETE /notes/{note_id}": ("DELETE", "notes/{notes}", None),
    "PATCH /activities/{activity_id}": ("PATCH", "activities/{activities}", {"text": "Better"}),
    "PATCH /tasks/{task_id}": ("PATCH", "tasks/{tasks}", {"done": True}),
    "DELETE /tasks/{task_id}": ("DELETE", "tasks/{tasks}", None),
}  # fmt: skip
# What only reads, and what ends a share whoever one is.
OTHERS = {
    "POST /opportunities/{opportunity_id}/shares/preview",
    "POST /opportunities/{opportunity_id}/shares/stop",
}
HANGING = ("{opportunity_id}", "{note_id}", "{task_id}", "{activity_id}")


def test_every_change_of_an_opportunity_is_tried() -> None:
    known = {
        name
        for name, _ in operations()
        if not name.startswith("GET ") and any(part in name for part in HANGING)
    }

    assert known - OTHERS == set(CHANGES)


@pytest.mark.parametrize("name", CHANGES)
def test_who_sends_a_change_after_the_end_gets_back_what_they_typed(lent: Lent, name: str) -> None:
    """S3; to anybody else, and before it began, it does not exist."""
    share(lent)

    assert tried(lent, name, at=START - TICK)[:2] == (404, None)
    assert tried(lent, name, at=END) == (403, "share_ended", END, body_of(lent, name))
    lent.pia = client_for(a_member(lent.acme.organization, "Mia"))
    assert tried(lent, name, at=END)[:2] == (404, None)


def tried(lent: Lent, name: str, *, at: datetime) -> tuple[Any, ...]:
    lent.set_clock(at)
    method, path, _ = CHANGES[name]
    answer = send(lent.pia, method, f"{API}/{path.format(id=lent.id, **lent.ids)}", body_of(lent, name))
    said = answer.json()
    code = said["code"] if answer.status_code != 404 else None
    ended_at = datetime.fromisoformat(said["ended_at"]) if "ended_at" in said else None
    return answer.status_code, code, ended_at, said.get("typed")


def body_of(lent: Lent, name: str) -> Any:
    known = {"{stage}": lent.stage, "{loans}": str(lent.acme.loans.pk), "{ada}": str(lent.acme.ada.id)}
    body = CHANGES[name][2]
    return body and {
        key: known.get(value, value) if isinstance(value, str) else value for key, value in body.items()
    }


def test_a_share_that_was_stopped_is_told_by_when_it_was(lent: Lent) -> None:
    share(lent)
    stop(lent, at=HALFWAY)

    assert tried(lent, "PUT /opportunities/{opportunity_id}/amount", at=END + HOUR)[2] == HALFWAY


def test_a_share_that_never_began_was_none(lent: Lent) -> None:
    share(lent)
    stop(lent, at=START - TICK)

    assert tried(lent, "PUT /opportunities/{opportunity_id}/amount", at=END)[0] == 404


@pytest.mark.parametrize(
    ("joins", "leaves", "told"),
    [
        (START - HOUR, None, (403, "share_ended")),
        (HALFWAY, None, (403, "share_ended")),
        (END, None, (404, None)),
        (START - HOUR, HALFWAY, (404, None)),
    ],
    ids=["was there", "joined meanwhile", "joined later", "left before"],
)
def test_of_a_team_are_told_who_were_there_at_the_end(
    lent: Lent, joins: datetime, leaves: datetime | None, told: tuple[int, str | None]
) -> None:
    """S5"""
    share(lent, to_team=True)
    mia, loans, ada = a_member(lent.acme.organization, "Mia"), lent.acme.loans.pk, lent.acme.ada
    with acting(ada):
        seat(loans, member_id=mia.id, sees=Sees.OWN, by=ada, at=joins)
        if leaves is not None:
            unseat(loans, member_id=mia.id, by=ada, at=leaves)
    lent.pia = client_for(mia)

    assert tried(lent, "POST /opportunities/{opportunity_id}/notes", at=END + HOUR)[:2] == told


def test_who_may_still_look_is_told_why_they_may_not_change_any_more(lent: Lent) -> None:
    """S3: a share that would have been enough has ended; one that lets them look goes on."""
    share(lent)
    name = "PUT /opportunities/{opportunity_id}/amount"
    with acting(lent.acme.ada):
        (longer,) = Grant.objects.filter(opportunity_id=lent.id)
        longer.pk, longer.level, longer.ends_at = new_id(), 1, END + HOUR
        longer.save(force_insert=True)

    assert tried(lent, name, at=END)[:2] == (403, "share_ended")
    assert tried(lent, "DELETE /opportunities/{opportunity_id}", at=END)[:2] == (403, "not_allowed")


def test_otto_is_told_nothing(lent: Lent, otto: Member) -> None:
    share(lent)
    lent.pia = client_for(otto)

    assert tried(lent, "POST /opportunities/{opportunity_id}/notes", at=END)[:2] == (404, None)
