"""Of a share hear whom it is with and who belongs there, and nobody else who has it for a time (S8); its end takes it away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from handsel.ledger.models import Event
from handsel.ledger.readers import Cursor, Recorded
from handsel.organizations.acting import Member, acting
from handsel.realtime.audience import Viewers, tell
from tests.cast import Acme, a_member, as_now
from tests.shares.lending import Lending, instant, lending, post, sweep

MINUTE = timedelta(minutes=1)
LOST = ["share.ended", "opportunity.gone"]


@dataclass
class Listening:
    lent: Lending
    people: dict[str, Member]
    clock: Path
    heard_until: int = 0

    def hear(self, *, at: datetime | None = None) -> dict[str, list[str]]:
        """What each hears of shares since the last time, by access as it is at this instant: now unless another is set."""
        if at is not None:
            self.clock.write_text(at.isoformat())
        with acting(self.lent.acme.ada):
            rows = Event.objects.filter(type__startswith="share.", pk__gt=self.heard_until).order_by("pk")
            events = [recorded(row) for row in rows]
            told = tell(events, Viewers(self.people.values()), connection=connection.connection)
        self.heard_until = max((event.cursor.id for event in events), default=self.heard_until)
        names = {member.id: name for name, member in self.people.items()}
        heard: dict[str, list[str]] = {}
        for one in told:
            for member in one.members:
                heard.setdefault(names[member], []).append(one.hint["type"])
        return heard


def recorded(row: Event) -> Recorded:
    return Recorded(
        cursor=Cursor(1, row.pk), organization_id=row.organization_id, type=row.type, at=row.at, actor_kind=row.actor_kind,
        actor_id=row.actor_id, client=row.client, opportunity_id=row.opportunity_id, revision=row.revision,
        subject_id=row.subject_id, data=row.data,
    )  # fmt: skip


@pytest.fixture
def listening(acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Listening:
    """Mia has it for a day. Pia and Tom sit in Loans; Leo brings leads, but not this one."""
    lent, clock = lending(acme), tmp_path / "clock"
    with acting(acme.ada) as at:
        clock.write_text(at.isoformat())
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(clock))
    mia, tom = a_member(acme.organization, "Mia"), a_member(acme.organization, "Tom", teams=[acme.loans])
    lent.given(member=str(mia.id), days=1)
    people = {"Ada": acme.ada, "Ben": acme.ben, "Pia": acme.pia, "Tom": tom, "Mia": mia, "Leo": acme.leo}
    made = Listening(lent, {name: as_now(member) for name, member in people.items()}, clock)
    assert made.hear() == told("Ada", "Ben", "Mia", kind="given")
    return made


def ends(listening: Listening, share: dict[str, Any]) -> datetime:
    at = instant(share["ends_at"])
    listening.clock.write_text(at.isoformat())
    sweep(listening.lent.acme, at=at, times=3)
    return at


def told(*names: str, kind: str) -> dict[str, list[str]]:
    return {name: [f"share.{kind}"] for name in names}


def test_a_share_is_told_from_its_beginning_to_its_end(listening: Listening) -> None:
    """S3, S8"""
    begins = instant(listening.lent.shares()[0]["starts_at"]) + MINUTE
    share = listening.lent.given(starts_at=begins.isoformat(), minutes=2)

    given = listening.hear()
    sweep(listening.lent.acme, at=begins)
    started = listening.hear(at=begins)
    post(listening.lent.ben, f"/api/v1/shares/{share['id']}/extend", {"minutes": 60})
    extended = listening.hear()
    ends(listening, listening.lent.shares(member=str(listening.lent.acme.pia.id))[0])
    ended = listening.hear()

    assert given == told("Ada", "Ben", "Pia", kind="given")
    assert started == told("Ada", "Ben", "Pia", kind="started")
    assert extended == told("Ada", "Ben", "Pia", kind="extended")
    assert ended == told("Ada", "Ben", kind="ended") | {"Pia": LOST}


def test_a_share_with_a_team_is_told_to_its_people(listening: Listening) -> None:
    """S5"""
    share = listening.lent.given(team=str(listening.lent.acme.loans.pk), minutes=5)
    given = listening.hear()
    post(listening.lent.ben, f"/api/v1/shares/{share['id']}/stop")

    assert given == told("Ada", "Ben", "Pia", "Tom", kind="given")
    assert listening.hear() == told("Ada", "Ben", kind="ended") | {"Pia": LOST, "Tom": LOST}


def test_who_still_has_it_by_another_share_has_not_lost_it(listening: Listening) -> None:
    """S4"""
    listening.lent.given(days=2)
    one = listening.lent.given(minutes=5)
    listening.hear()
    post(listening.lent.ben, f"/api/v1/shares/{one['id']}/stop")

    assert listening.hear()["Pia"] == ["share.ended"]


def test_a_deletion_takes_it_from_those_it_was_shared_with(listening: Listening) -> None:
    """S9"""
    listening.lent.given(days=2)
    listening.hear()
    listening.lent.ben.delete(listening.lent.address)

    heard = listening.hear()

    assert (heard["Pia"], heard["Mia"]) == (LOST, LOST)


def test_with_whom_it_could_not_be_shared_does_not_hear_of_it(listening: Listening) -> None:
    """S2"""
    refused = listening.lent.gives(member=str(listening.lent.acme.ben.id))
    heard = listening.hear()

    assert refused.json()["code"] == "owner_cannot_be_shared_with"
    assert heard == told("Ada", "Ben", kind="failed")
