"""Something that is shared for an hour, and every surface on which Pia, of another team, can come across it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client

from handsel.kernel.ids import new_id
from handsel.ledger.readers import Cursor, Recorded
from handsel.notifications.models import Notification
from handsel.opportunities.models import Grant, Opportunity
from handsel.organizations.acting import acting
from handsel.realtime.audience import Viewers, tell
from tests.cast import Acme, a_channel, client_for
from tests.http.world import send

API = "/api/v1"
START = datetime(2031, 5, 5, 12, tzinfo=UTC)
END = START + timedelta(hours=1)
HALFWAY = START + timedelta(minutes=30)
TICK = timedelta(microseconds=1)


@dataclass
class Lent:
    acme: Acme
    clock: Path
    ben: Client
    pia: Client
    id: str
    contact: str
    account: str
    stage: str
    ids: dict[str, str] = field(default_factory=dict)
    """Of what hangs on it, and of Pia's own that it follows from."""

    def set_clock(self, at: datetime) -> None:
        self.clock.write_text(at.isoformat())

    def get(self, path: str, **query: str) -> Any:
        answer = self.pia.get(f"{API}/{path}", query)
        return answer.json() if answer.status_code == 200 else {}

    def is_read(self, path: str, **query: str) -> bool:
        status: int = self.pia.get(f"{API}/{path}", query).status_code
        assert status in (200, 404), (path, status)
        return status == 200


def lend(acme: Acme, clock: Path) -> Lent:
    """Ben's, in Boats; a child of one of Pia's. The share comes later."""
    clock.write_text((START - timedelta(days=1)).isoformat())
    a_channel(acme.organization, "Counter")
    ben, pia = client_for(acme.ben), client_for(acme.pia)
    account = _made(ben, "accounts", {"name": "Firm"})
    contact = _made(ben, "contacts", {"name": "Kim", "account": account["id"]})
    own = _made(pia, "opportunities", {"team": str(acme.loans.pk), "new_contact": {"name": "Lu"}})
    body = {"team": str(acme.boats.pk), "contact": contact["id"], "title": "Sloop", "amount": "7"}
    card = _made(ben, "opportunities", body)
    child = _child_of(own["id"], of=card["id"], acme=acme)
    lent = Lent(acme, clock, ben, pia, child, contact["id"], account["id"], card["stage"]["id"])
    for kind, text in (
        ("notes", {"text": "N"}),
        ("activities", {"type": "Visit"}),
        ("tasks", {"title": "T"}),
    ):
        lent.ids[kind] = _made(ben, f"opportunities/{child}/{kind}", text)["id"]
    lent.ids["own"] = own["id"]
    _notify(lent)
    return lent


def _made(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = send(client, "POST", f"{API}/{path}", body)
    assert answer.status_code == 201, answer.content
    made: dict[str, Any] = answer.json()
    return made


def _child_of(parent: str, *, of: str, acme: Acme) -> str:
    """A copy with a parent, in place of it: a parent is set once, when an opportunity is made."""
    with acting(acme.ben):
        row = Opportunity.objects.get(pk=of)
        Opportunity.objects.filter(pk=of).delete()
        row.pk, row.parent_id = new_id(), UUID(parent)
        row.save(force_insert=True)
    return str(row.pk)


def _notify(lent: Lent) -> None:
    with acting(lent.acme.pia) as at:
        Notification.objects.create(
            organization=lent.acme.organization,
            member_id=lent.acme.pia.id,
            kind="opportunity.follow_up_due",
            opportunity_id=lent.id,
            because="a test",
            at=at,
        )


def share(lent: Lent, *, to_team: bool = False, level: int = 2) -> None:
    with acting(lent.acme.ada):
        Grant.objects.create(
            organization=lent.acme.organization,
            opportunity_id=lent.id,
            member_id=None if to_team else lent.acme.pia.id,
            team_id=lent.acme.loans.pk if to_team else None,
            level=level,
            starts_at=START,
            ends_at=END,
        )


def stop(lent: Lent, *, at: datetime) -> None:
    with acting(lent.acme.ada):
        Grant.objects.filter(opportunity_id=lent.id).update(stopped_at=at, cause="stopped")


Surface = Callable[[Lent], bool]


def _listed(path: str, of: str = "items", **query: str) -> Surface:
    def shows(lent: Lent) -> bool:
        found = lent.get(path.format(**vars(lent), **lent.ids), **query)
        return lent.id in [one.get("id") for one in found[of]]

    return shows


def _counted(path: str, key: str) -> Surface:
    def shows(lent: Lent) -> bool:
        count = lent.get(path.format(**vars(lent)))[key]
        assert count in (0, 1), (path, count)
        return bool(count)

    return shows


def _read(path: str) -> Surface:
    return lambda lent: lent.is_read(path.format(**vars(lent)))


def by_the_board(lent: Lent) -> bool:
    found = lent.get("board", team=str(lent.acme.boats.pk))
    if not found:
        return False
    cards = [card["id"] for column in found["columns"] for card in column["cards"]]
    assert (found["count"], cards) == (1, [lent.id])
    assert found["amounts"] == [{"currency": "EUR", "amount": "7.00"}]
    return True


def by_a_column(lent: Lent) -> bool:
    found = lent.get("board/column", team=str(lent.acme.boats.pk), stage=lent.stage)
    return lent.id in [card["id"] for card in found.get("cards", [])]


def by_the_total(lent: Lent) -> bool:
    """Her own is the other one."""
    return bool(lent.get("opportunities")["total"] == 2)


def by_a_batch(lent: Lent) -> bool:
    """What a column would be moved."""
    body = {"team": str(lent.acme.boats.pk), "stage": lent.stage, "follow_up_at": None}
    answer = send(lent.pia, "POST", f"{API}/board/batch/preview", body).json()
    return bool(answer.get("total") == 1 and answer["will_change"] == 1)


def by_a_batch_of_names(lent: Lent) -> bool:
    body = {"opportunities": [lent.id], "follow_up_at": None}
    answer = send(lent.pia, "POST", f"{API}/board/batch/preview", body).json()
    return bool(answer["will_change"] == 1)


def by_tasks(lent: Lent) -> bool:
    return lent.id in [one["opportunity"]["id"] for one in lent.get("tasks")["items"]]


def by_notifications(lent: Lent) -> bool:
    (one,) = lent.get("notifications")["items"]
    return one["opportunity"] is not None


def by_its_parent(lent: Lent) -> bool:
    """Pia's own, from which it follows."""
    return lent.id in [one["id"] for one in lent.get(f"opportunities/{lent.ids['own']}/family")["members"]]


def by_a_workflow(lent: Lent) -> bool:
    rows = lent.get("workflows")["items"]
    counts = {one["id"]: one["opportunities"] for one in rows}
    return bool(counts[str(lent.acme.boats.workflow_id)])


def by_the_stream(lent: Lent) -> bool:
    """Whether she hears that it moved."""
    moved = Recorded(
        cursor=Cursor(1, 1), organization_id=lent.acme.organization.pk, type="opportunity.moved", at=START,
        actor_kind="user", actor_id=None, client=None, opportunity_id=UUID(lent.id), revision=2, subject_id=None, data={},
    )  # fmt: skip
    with acting(lent.acme.ada):
        told = tell([moved], Viewers([lent.acme.pia]), connection=connection.connection)
    return bool(told)


OWN = "opportunities/{id}"
SURFACES: dict[str, Surface] = {
    "detail": _read(OWN),
    "moves": _read(OWN + "/moves"),
    "timeline": _read(OWN + "/timeline"),
    "family": _read(OWN + "/family"),
    "family of its parent": by_its_parent,
    "its tasks": _read(OWN + "/tasks"),
    "its shares": _read(OWN + "/shares"),
    "who could see it": _read(OWN + "/access"),
    "list": _listed("opportunities"),
    "list of what is shared": _listed("opportunities", shared="with_me"),
    "total": by_the_total,
    "search": _listed("search?q=Sloop", of="opportunities"),
    "board": by_the_board,
    "column": by_a_column,
    "batch": by_a_batch,
    "batch of names": by_a_batch_of_names,
    "contact page": _listed("contacts/{contact}/opportunities"),
    "contact's count": _counted("contacts/{contact}", "opportunities"),
    "account page": _listed("accounts/{account}/opportunities"),
    "account's count": _counted("accounts/{account}", "opportunities"),
    "tasks": by_tasks,
    "notifications": by_notifications,
    "workflow's count": by_a_workflow,
    "stream": by_the_stream,
}


def shown_on(lent: Lent, *, at: datetime) -> set[str]:
    lent.set_clock(at)
    return {name for name, shows in SURFACES.items() if shows(lent)}
