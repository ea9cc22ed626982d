"""`EntityAccess.svc`: existing integrations share, revoke and ask as they always did (S10)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from handsel.cleaning import forget_requests
from handsel.compatible.models import Request
from handsel.opportunities.models import Grant
from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Organization, Team
from handsel.shares.models import Share
from tests.cast import Acme, a_member, an_opportunity
from tests.compatible.calling import Program, an_element, kind_of, program_of
from tests.counting import counted

DONE = {
    "Status": "Success",
    "Message": {"ResponseText": "Request processed successfully."},
    "ResponseText": "Request processed successfully.",
    "ShareStatus": 6,
    "ShareStatusText": "Completed",
    "ErrorMessage": None,
}


@pytest.fixture
def boat(acme: Acme) -> UUID:
    with acting(acme.ada):
        Organization.objects.filter(pk=acme.organization.pk).update(switches={"sharing": True})
    return an_opportunity(acme.boats, by=acme.ben)


@pytest.fixture
def bens(boat: UUID, acme: Acme) -> Program:
    return program_of(acme.ben)


def grants(acme: Acme) -> list[Grant]:
    with acting(acme.ada):
        return list(Grant.objects.order_by("pk"))


def test_a_call_shares_for_so_many_minutes(bens: Program, acme: Acme, boat: UUID) -> None:
    """S10"""
    request_id = bens.share(an_element(boat, acme.pia, DurationInMinutes=30))

    (grant,) = grants(acme)
    assert (grant.opportunity_id, grant.member_id, grant.level, grant.given_by) == (
        boat,
        acme.pia.id,
        2,
        acme.ben.id,
    )
    assert grant.ends_at - grant.starts_at == timedelta(minutes=30)
    with acting(acme.ada):
        share = Share.objects.get()
        assert (share.source, share.status, share.batch_id) == ("api", "completed", UUID(request_id))
    assert bens.status(request_id) == DONE
    assert bens.status(str(UUID(request_id))) == DONE


def test_without_a_duration_it_lasts_as_long_as_the_organization_says(
    bens: Program, acme: Acme, boat: UUID
) -> None:
    """S1, S10: 90 days where nobody set another default."""
    bens.share(an_element(boat, acme.pia, AccessType=1))

    (grant,) = grants(acme)
    assert (grant.level, round((grant.ends_at - grant.starts_at) / timedelta(days=1))) == (1, 90)


def test_a_call_revokes_and_revoking_nothing_is_no_error(bens: Program, acme: Acme, boat: UUID) -> None:
    """S7, S10: AccessType may be left out."""
    cleo = a_member(acme.organization, "Cleo", teams=[acme.loans])
    bens.share(an_element(boat, acme.pia), an_element(boat, acme.pia, AccessType=1), an_element(boat, cleo))
    element = {key: value for key, value in an_element(boat, acme.pia).items() if key != "AccessType"}

    first, again = bens.revoke(element), bens.revoke(element)

    assert [(one.member_id == acme.pia.id, one.stopped_at is not None) for one in grants(acme)] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    assert (bens.status(first), bens.status(again)) == (DONE, DONE)
    assert bens.send("/Status/Get", Id=first).json() == DONE


def test_each_element_stands_alone_and_the_status_says_which_failed(
    bens: Program, acme: Acme, boat: UUID
) -> None:
    """S2, S10: what is hidden, unknown or the owner's fails with its reason and takes nothing else back."""
    pias = an_opportunity(acme.loans, by=acme.pia)

    request_id = bens.share(
        an_element(boat, acme.pia),
        an_element(pias, acme.ada),
        an_element(boat, acme.ben),
        {**an_element(boat, acme.pia), "UserId": str(uuid4())},
        an_element(boat, acme.pia, DurationInMinutes=10**9),
    )

    assert len(grants(acme)) == 1
    told = bens.status(request_id)
    assert (told["ShareStatus"], told["Message"]["ResponseText"]) == (6, "Request processed: 4 of 5 failed.")
    assert [part[:3] for part in told["ErrorMessage"].split("; ")] == ["[1]", "[2]", "[3]", "[4]"]
    assert "[1] There is no such opportunity." in told["ErrorMessage"]
    assert "[3] There is no such member." in told["ErrorMessage"]


def test_a_request_of_which_all_failed_has_failed(bens: Program, acme: Acme, boat: UUID) -> None:
    """S2"""
    told = bens.status(bens.share(an_element(uuid4(), acme.pia)))

    assert (told["ShareStatus"], told["ShareStatusText"]) == (7, "Failed")
    assert told["ErrorMessage"] == "[0] There is no such opportunity."


def test_switched_off_it_fails_and_says_so(acme: Acme) -> None:
    """O6, S2"""
    boat = an_opportunity(acme.boats, by=acme.ben)
    bens = program_of(acme.ben)

    told = bens.status(bens.share(an_element(boat, acme.pia)))

    assert (told["ShareStatusText"], grants(acme)) == ("Failed", [])
    with acting(acme.ada):
        assert Share.objects.get().failure == "feature_off"


INVALID, MISSING = "MXInvalidInputException", "MXMandatoryAttributeMissingException"
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"UserId": None}, MISSING, "'[0].UserId' is mandatory"),
    ({"EntityId": None}, MISSING, "'[0].EntityId' is mandatory"),
    ({"AccessType": None}, MISSING, "'[0].AccessType' is mandatory"),
    ({"UserId": "Pia"}, INVALID, "'[0].UserId' must be an id"),
    ({"UserId": 7}, INVALID, "'[0].UserId' must be an id"),
    ({"Entity": 1}, INVALID, "'[0].Entity' must be 5, an opportunity"),
    ({"EntityType": "3"}, INVALID, "'[0].EntityType' must be 3, a user"),
    ({"AccessType": 3}, INVALID, "'[0].AccessType' must be 1 (read) or 2 (read and write)"),
    ({"AccessType": True}, INVALID, "'[0].AccessType' must be 1 (read) or 2 (read and write)"),
]
DURATION = "'[0].DurationInMinutes' must be a whole number of minutes, at least 1"
NO_DURATIONS: list[Any] = [0, -1, 1.5, "30", True, []]
BAD += [({"DurationInMinutes": bad}, INVALID, DURATION) for bad in NO_DURATIONS]


@pytest.mark.parametrize(("change", "kind", "message"), BAD, ids=str)
def test_what_can_not_be_read_is_refused_by_its_name(
    bens: Program, acme: Acme, boat: UUID, change: dict[str, Any], kind: str, message: str
) -> None:
    """S1, S10: 400 in the vendor's shape, and nothing is done."""
    answer = bens.send("/Share", [{**an_element(boat, acme.pia), **change}])

    assert kind_of(answer) == (400, kind, message)
    assert grants(acme) == []


def test_a_body_that_is_no_list_of_elements_is_refused(bens: Program, acme: Acme, boat: UUID) -> None:
    element = an_element(boat, acme.pia)
    wanted = "The body must be a JSON array of 1 to 200 elements."

    assert kind_of(bens.send("/Share", element)) == (400, INVALID, wanted)
    assert kind_of(bens.send("/Share", [])) == (400, INVALID, wanted)
    assert kind_of(bens.send("/Share", [element] * 201)) == (400, INVALID, wanted)
    assert kind_of(bens.send("/Share", ["x", element, {}])) == (
        400,
        MISSING,
        "'[0]' must be an object; " + "; ".join(f"'[2].{name}' is mandatory" for name in element),
    )


def test_what_integrations_send_besides_does_not_matter(bens: Program, acme: Acme, boat: UUID) -> None:
    more = {"ContextEntity": 1, "ContextEntityId": str(uuid4())}

    assert bens.status(bens.share(an_element(boat, acme.pia, **more))) == DONE


def test_a_request_is_known_to_who_made_it(bens: Program, acme: Acme, boat: UUID, otto: Member) -> None:
    """O1, S10"""
    request_id = bens.share(an_element(boat, acme.pia))

    for stranger in (otto, acme.ada):
        answer = program_of(stranger).send("/Status/Get", id=request_id)
        assert kind_of(answer) == (404, INVALID, "There is no such request. Check the id.")
    assert kind_of(bens.send("/Status/Get", id="x"))[0] == 400


def test_otto_shares_nothing_of_ours_and_nothing_with_us(acme: Acme, boat: UUID, otto: Member) -> None:
    """O1: as if they did not exist."""
    ottos, own = program_of(otto), an_opportunity(_team_of(otto), by=otto)

    told = ottos.status(ottos.share(an_element(boat, otto), an_element(own, acme.pia)))

    assert (told["ShareStatus"], told["ErrorMessage"]) == (
        7,
        "[0] There is no such opportunity.; [1] There is no such member.",
    )
    assert ottos.status(ottos.revoke(an_element(boat, acme.pia)))["ShareStatus"] == 7
    assert grants(acme) == []


def test_what_became_of_a_request_is_known_for_ninety_days(bens: Program, acme: Acme, boat: UUID) -> None:
    old, new = bens.share(an_element(boat, acme.pia)), bens.share(an_element(boat, acme.pia))
    with acting(acme.ada) as at:
        Request.objects.filter(pk=UUID(old)).update(asked_at=at - timedelta(days=91))

    forget_requests()

    assert bens.send("/Status/Get", id=old).status_code == 404
    assert bens.status(new) == DONE
    assert len(grants(acme)) == 2


def _team_of(member: Member) -> Any:
    with acting(member):
        return Team.objects.get(pk=member.team_ids[0])


def test_asking_for_a_status_costs_the_same_for_three_elements_as_for_one(
    bens: Program, acme: Acme, boat: UUID
) -> None:
    costs = []
    for count in (1, 3):
        request_id = bens.share(*[an_element(boat, acme.pia)] * count)
        with counted() as statements:
            bens.status(request_id)
        costs.append(len(statements))

    assert costs[0] == costs[1]
