"""Many at once (S10): each element has its own result; what waits is decided by the worker, once."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from handsel import reactions
from handsel.kernel.ids import new_id
from handsel.opportunities.models import Grant
from handsel.organizations import people, teams
from handsel.organizations.acting import Member, System, acting
from handsel.shares import batches
from handsel.shares.jobs import decide_batch
from handsel.shares.models import Share
from handsel.shares.rules import Status
from tests.cast import a_member, a_team, an_opportunity, client_for, found_acme
from tests.counting import counted
from tests.shares.lending import API, Lending, instant, level, post, switch
from tests.shares.lending import lending as lend

DAY = timedelta(days=1)


def batch(lending: Lending, items: list[Any], by: Any = None, **more: Any) -> Any:
    answer = post(by or lending.ben, f"{API}/shares/batch", {"items": items, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def share(lending: Lending, **more: Any) -> dict[str, Any]:
    to = {} if "team" in more or "member" in more else {"member": str(lending.acme.pia.id)}
    return {"do": "share", "opportunity": str(lending.opportunity_id), **to, **more}


def stop(lending: Lending, **more: Any) -> dict[str, Any]:
    return {"do": "stop", "opportunity": str(lending.opportunity_id), **more}


def decide(lending: Lending, batch_id: str, by: Member | None = None) -> None:
    """As the worker does it."""
    decide_batch(
        batch_id=batch_id,
        member_id=str((by or lending.acme.ben).id),
        organization_id=str(lending.acme.organization.pk),
    )


def outcomes(answer: dict[str, Any]) -> list[tuple[int, str, bool, str | None]]:
    return [
        (one["index"], one["status"], one["share"] is not None, one["error"] and one["error"]["code"])
        for one in answer["items"]
    ]


def test_each_element_has_its_own_result(lending: Lending, otto: Member) -> None:
    """S10: one that is refused takes nothing else back; nothing of another organization is known."""
    other = an_opportunity(lending.acme.boats, by=lending.acme.ben)
    items = [
        share(lending, days=3),
        share(lending, opportunity=str(other), team=str(lending.acme.loans.pk), access="modify"),
        share(lending, member=str(lending.acme.ben.id)),
        share(lending, minutes=0),
        share(lending, member=str(otto.id)),
        share(lending, opportunity=str(uuid4())),
        {"do": "lend"},
        "nonsense",
        stop(lending),
    ]

    answer = batch(lending, items)

    assert outcomes(answer) == [
        (0, "completed", True, None),
        (1, "completed", True, None),
        (2, "failed", True, "owner_cannot_be_shared_with"),
        (3, "failed", False, "invalid"),
        (4, "failed", False, "invalid"),
        (5, "failed", False, "opportunity_not_found"),
        (6, "failed", False, "invalid"),
        (7, "failed", False, "invalid"),
        (8, "completed", False, None),
    ]
    assert [answer[count] for count in ("completed", "failed", "processing")] == [3, 6, 0]
    assert [field["name"] for field in answer["items"][3]["error"]["fields"]] == ["minutes"]
    assert [field["name"] for field in answer["items"][4]["error"]["fields"]] == ["member"]
    assert {one["status"] for one in lending.shares(batch=answer["id"])} == {"completed", "failed"}


def test_nothing_or_too_much_is_no_batch(lending: Lending) -> None:
    many = [share(lending)] * 5_001

    for items in ([], many):
        answer = post(lending.ben, f"{API}/shares/batch", {"items": items})
        assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "items")


def test_what_waits_is_processing_until_the_worker_decides(lending: Lending) -> None:
    """S2: and lasts as long as it was asked for, from when it is decided."""
    answer = batch(
        lending, [share(lending, days=3), share(lending, member=str(lending.acme.ben.id))], later=True
    )
    assert outcomes(answer) == [(0, "processing", True, None), (1, "processing", True, None)]
    assert lending.pia.get(lending.address).status_code == 404
    waiting = lending.shares(status="processing")
    assert [(one["state"], one["may"]["stop"]) for one in waiting] == [(None, True)] * 2

    decide(lending, answer["id"])

    by_status = {one["status"]: one for one in lending.shares()}
    assert by_status.keys() == {"completed", "failed"}
    done = by_status["completed"]
    assert instant(done["starts_at"]) > instant(done["asked_at"])
    assert instant(done["ends_at"]) - instant(done["starts_at"]) == 3 * DAY
    assert by_status["failed"]["failure"]["code"] == "is_owner"
    assert lending.pia.get(lending.address).json()["level"] == "view"
    assert sorted(lending.types()) == ["batch_begun", "failed", "given"]


def test_more_than_200_wait_and_are_decided_in_chunks(lending: Lending) -> None:
    """S10."""
    answer = batch(lending, [share(lending, days=3)] * 201)
    assert (answer["processing"], len(answer["items"])) == (201, 201)

    chunks = []
    for _ in range(6):
        with acting(lending.acme.ben) as at:
            chunks.append(batches.run_chunk(UUID(answer["id"]), by=lending.acme.ben, at=at))

    assert chunks == [50, 50, 50, 50, 1, 0]
    with acting(lending.acme.ben):
        assert Grant.objects.count() == 201


def test_stopping_one_that_waits_means_that_it_never_starts(lending: Lending) -> None:
    """S2."""
    answer = batch(lending, [share(lending, days=3)] * 2, later=True)
    first, _ = (one["share"] for one in answer["items"])

    stopped = post(lending.ben, f"{API}/shares/{first}/stop").json()
    post(lending.ben, f"{lending.address}/shares/stop")
    decide(lending, answer["id"])

    assert (stopped["status"], stopped["failure"]["code"], stopped["cause"]) == (
        "failed",
        "stopped",
        "never_started",
    )
    assert stopped["stopped_by"]["name"] == "Ben"
    assert {one["cause"] for one in lending.shares()} == {"never_started"}
    assert [fact["cause"] for fact in lending.facts("share.ended")] == ["never_started"] * 2
    assert lending.pia.get(lending.address).status_code == 404


def failures(lending: Lending) -> list[str]:
    return [one["failure"]["code"] for one in lending.shares(status="failed")]


def test_what_became_impossible_meanwhile_fails_with_its_reason(lending: Lending) -> None:
    """S2."""
    acme = lending.acme
    gone = an_opportunity(acme.boats, by=acme.ben)
    left, crew = a_member(acme.organization, "Gus"), a_team(acme.organization, "Crew")
    waiting = [
        share(lending, opportunity=str(gone)),
        share(lending, member=str(left.id)),
        share(lending, ends_at=lending.given(days=9)["ends_at"]),
        share(lending, team=str(crew.pk)),
    ]
    answer = batch(lending, waiting, later=True)
    lending.ben.delete(f"{API}/opportunities/{gone}")
    with acting(acme.ada) as at:
        people.deactivate(left.id, by=acme.ada, at=at)
        teams.dissolve(crew.pk, by=acme.ada, at=at)
        Share.objects.filter(pk=answer["items"][2]["share"]).update(starts_at=at - 2 * DAY, ends_at=at - DAY)
    assert len(failures(lending)) == 3

    decide(lending, answer["id"])

    assert sorted(failures(lending)) == ["grantee_gone", "opportunity_gone", "too_late", "user_inactive"]
    assert len(lending.facts("share.failed")) == 4


def test_who_asked_and_has_left_shares_nothing(lending: Lending) -> None:
    cleo = a_member(lending.acme.organization, "Cleo", teams=[lending.acme.boats])
    answer = batch(lending, [share(lending)], by=client_for(cleo), later=True)
    with acting(lending.acme.ada) as at:
        people.deactivate(cleo.id, by=lending.acme.ada, at=at)

    decide(lending, answer["id"], by=cleo)

    assert failures(lending) == ["not_allowed"]
    assert lending.told()[-1]["actor_kind"] == "system"


def test_a_switch_turned_off_meanwhile_holds(lending: Lending) -> None:
    """O6."""
    answer = batch(lending, [share(lending)], later=True)
    switch(lending.acme, sharing=False)

    decide(lending, answer["id"])

    assert failures(lending) == ["feature_off"]


def test_what_can_not_be_understood_does_not_wait(lending: Lending, otto: Member) -> None:
    items = [
        share(lending, days=400),
        share(lending, member=str(otto.id)),
        share(lending, opportunity=str(uuid4())),
    ]

    answer = batch(lending, [*items, stop(lending)], later=True)

    assert outcomes(answer) == [
        (0, "failed", False, "invalid"),
        (1, "failed", False, "invalid"),
        (2, "failed", False, "opportunity_not_found"),
        (3, "completed", False, None),
    ]
    assert lending.types() == ["stop_missed"]


def test_stops_do_not_wait_so_they_are_not_many(lending: Lending) -> None:
    answer = post(lending.ben, f"{API}/shares/batch", {"items": [stop(lending)] * 201})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "items")


def test_deciding_twice_changes_nothing_twice(lending: Lending) -> None:
    answer = batch(lending, [share(lending)] * 3, later=True)

    decide(lending, answer["id"])
    decide(lending, answer["id"])

    assert lending.types() == ["batch_begun", *["given"] * 3]


def test_a_waiting_batch_costs_few_statements_to_take_in(lending: Lending) -> None:
    def cost(count: int) -> int:
        with counted() as statements:
            batch(lending, [share(lending)] * count, later=True)
        return len(statements)

    cost(1)
    assert cost(3) == cost(1)


@pytest.mark.parametrize("place", [0, 1])
def test_a_worker_that_is_killed_goes_on_where_it_stood(committing: str, place: int) -> None:
    """Chunks commit one by one: what was cut off is decided by who comes next, and nothing twice."""
    lending = lend(found_acme())
    answer = batch(lending, [share(lending, days=3)] * 201)
    cut: list[int] = []

    class Killed(BaseException): ...

    def run() -> None:
        with acting(lending.acme.ben) as at:
            for chunk in range(place + 1):
                batches.run_chunk(UUID(answer["id"]), by=lending.acme.ben, at=at)
                cut.append(chunk)
            raise Killed

    with pytest.raises(Killed):
        run()
    decide(lending, answer["id"])

    with acting(lending.acme.ben):
        assert (Grant.objects.count(), Share.objects.filter(status=Status.COMPLETED).count()) == (201, 201)
    assert lending.types() == ["batch_begun", *["given"] * 201]


def test_the_reader_hands_a_batch_to_the_worker() -> None:
    """By the ledger, so that nothing is lost between commit and queue."""
    assert reactions.REACTIONS["share.batch_begun"]


def test_days_that_were_asked_for_are_the_organizations(lending: Lending) -> None:
    """S1: a start that was named stays."""
    answer = batch(lending, [share(lending, starts_at="2030-03-30T11:00:00Z", days=1)], later=True)

    decide(lending, answer["id"])

    (shown,) = lending.shares()
    assert [instant(shown[name]) for name in ("starts_at", "ends_at")] == [
        instant("2030-03-30T11:00:00Z"),
        instant("2030-03-31T10:00:00Z"),
    ]
    assert level(lending.opportunity_id, lending.acme.pia, at=instant("2030-03-31T09:59:59Z")) == "view"


def test_a_batch_of_another_organization_is_not_decided(lending: Lending, otto: Member) -> None:
    answer = batch(lending, [share(lending)], later=True)

    with acting(otto) as at:
        assert batches.run_chunk(UUID(answer["id"]), by=otto, at=at) == 0
    system = System(organization_id=otto.organization_id)
    with acting(system) as at:
        assert batches.run_chunk(new_id(), by=system, at=at) == 0
    assert lending.shares(status="processing")
