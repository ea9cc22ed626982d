"""Short ways to ask the API, and a stand-in for the room above that knows who holds what."""

from collections.abc import Collection, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.test import Client

from handsel.ledger.models import Event
from handsel.organizations import upstairs
from handsel.organizations.acting import Member, acting


def post(client: Client, path: str, body: Any = None, **options: Any) -> Any:
    return client.post(f"/api/v1/{path}", body or {}, content_type="application/json", **options)


def patch(client: Client, path: str, body: Any) -> Any:
    return client.patch(f"/api/v1/{path}", body, content_type="application/json")


def put(client: Client, path: str, body: Any) -> Any:
    return client.put(f"/api/v1/{path}", body, content_type="application/json")


def facts_of(member: Member, about: str) -> list[str]:
    """The types recorded in the member's organization that begin with `about`, in their order."""
    with acting(member):
        told = Event.objects.filter(type__startswith=about).order_by("pk")
        return list(told.values_list("type", flat=True))


class Held:
    """`counts` says what members and teams hold."""

    def __init__(self, counts: dict[UUID, int]) -> None:
        self.counts = counts

    def of_members(self, member_ids: Collection[UUID]) -> dict[UUID, int]:
        return {one: self.counts[one] for one in member_ids if one in self.counts}

    def of_team(self, team_id: UUID) -> int:
        return self.counts.get(team_id, 0)

    def reassign(self, member_id: UUID, *, to: UUID | None, by: Member, at: datetime) -> None:  # noqa: ARG002 (the table's signature)
        count = self.counts.pop(member_id, 0)
        if to is not None:
            self.counts[to] = self.counts.get(to, 0) + count


@contextmanager
def holding(counts: dict[UUID, int]) -> Generator[Held]:
    before, stand_in = upstairs.holdings(), Held(counts)
    upstairs.register(holdings=stand_in)
    try:
        yield stand_in
    finally:
        upstairs.register(holdings=before)
