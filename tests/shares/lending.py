"""An organization where sharing is on, and the calls that tests of shares make again and again."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from handsel.ledger.models import Event
from handsel.opportunities.gate import show
from handsel.opportunities.rules import OpportunityNotFound
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.models import Organization
from handsel.shares.sweeping import tell
from tests.cast import Acme, an_opportunity, as_now, client_for
from tests.http.world import send

API = "/api/v1"
ON = {"sharing": True, "share_automation": True}


@dataclass
class Lending:
    """Ben owns an opportunity of Boats; Pia, of Loans, sees nothing of it until it is shared."""

    acme: Acme
    opportunity_id: UUID
    ben: Client
    pia: Client
    ada: Client

    @property
    def address(self) -> str:
        return f"{API}/opportunities/{self.opportunity_id}"

    def gives(self, **body: Any) -> Any:
        """Ben, as an answer of the API; to Pia unless it says otherwise."""
        to = {} if "team" in body or "member" in body else {"member": str(self.acme.pia.id)}
        return post(self.ben, f"{self.address}/shares", {**to, **body})

    def given(self, **body: Any) -> dict[str, Any]:
        answer = self.gives(**body)
        assert answer.status_code == 201, answer.content
        shown: dict[str, Any] = answer.json()
        return shown

    def shares(self, by: Client | None = None, **filters: Any) -> list[dict[str, Any]]:
        answer = (by or self.ada).get(f"{API}/shares", filters)
        assert answer.status_code == 200, answer.content
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def facts(self, *names: str) -> list[dict[str, Any]]:
        """What the ledger tells of shares, in its order: those of the named types, or all."""
        return [event["data"] for event in self.told() if not names or event["type"] in names]

    def told(self) -> list[dict[str, Any]]:
        with acting(self.acme.ada):
            found = Event.objects.filter(type__startswith="share.").order_by("pk")
            events: list[Any] = list(found.values())
            return events

    def types(self) -> list[str]:
        return [event["type"].removeprefix("share.") for event in self.told()]

    def sees(self, member: Member, *, at: datetime) -> bool:
        return level(self.opportunity_id, member, at=at) is not None


def lending(acme: Acme) -> Lending:
    switch(acme, **ON)
    opportunity = an_opportunity(acme.boats, by=acme.ben, title="Sloop")
    return Lending(acme, opportunity, client_for(acme.ben), client_for(acme.pia), client_for(acme.ada))


def switch(acme: Acme, **switches: bool) -> None:
    with acting(acme.ada):
        held = Organization.objects.get(pk=acme.organization.pk).switches
        Organization.objects.filter(pk=acme.organization.pk).update(switches={**held, **switches})


def level(opportunity_id: UUID, member: Member, *, at: datetime) -> str | None:
    """What they have at that instant, as their page is told; None: nothing."""
    with acting(member):
        try:
            shown: str = json.loads(show(opportunity_id, member=as_now(member), at=at))["level"]
        except OpportunityNotFound:
            return None
        return shown


def post(client: Client, path: str, body: Any = None) -> Any:
    return send(client, "POST", path, {} if body is None else body)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def sweep(acme: Acme, *, at: datetime, times: int = 1) -> int:
    """As the worker does it, at a time of ours."""
    system = System(organization_id=acme.organization.pk)
    taken = 0
    for _ in range(times):
        with acting(system):
            taken += tell(system, at=at)
    return taken


SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)
