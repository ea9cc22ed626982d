from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from handsel.contacts import editing, trees
from handsel.contacts.matching import find_or_make_account
from handsel.contacts.models import Account
from handsel.kernel.refusals import Invalid
from handsel.organizations.acting import Member, acting
from tests.contacts.people import a_member, an_organization
from tests.contacts.test_matching import at_once


def firms(member: Member, *names: str) -> list[UUID]:
    with acting(member) as at:
        return [find_or_make_account(member, name=name, at=at)[0].pk for name in names]


def hang(member: Member, account_id: UUID, below: UUID) -> str:
    with acting(member) as at:
        try:
            editing.edit_account(account_id, by=member, at=at, changes={"parent": below})
        except Invalid:
            return "refused"
        return "done"


def parents(member: Member) -> set[UUID | None]:
    with acting(member):
        return set(Account.objects.values_list("parent_id", flat=True))


def test_two_who_hang_firms_below_each_other_make_no_ring(committing: str) -> None:
    member = a_member(an_organization("Acme"))
    a, b = firms(member, "A", "B")

    answers = at_once(lambda: hang(member, a, b), lambda: hang(member, b, a))

    assert sorted(map(str, answers)) == ["done", "refused"]


def test_without_the_lock_they_would(committing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    member = a_member(an_organization("Acme"))
    a, b = firms(member, "A", "B")
    looked, check = Barrier(2), trees.check_parent

    def together(*arguments: Any, **values: Any) -> None:
        check(*arguments, **values)
        looked.wait()

    monkeypatch.setattr(trees, "LOCK", "SELECT %s::text")
    monkeypatch.setattr(editing, "check_parent", together)

    assert at_once(lambda: hang(member, a, b), lambda: hang(member, b, a)) == ["done", "done"]
    assert parents(member) == {a, b}
