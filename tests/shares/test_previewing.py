"""What a share would come to, before it is given."""

from typing import Any

from handsel.opportunities.models import Grant, Opportunity
from handsel.organizations.acting import Member, acting
from handsel.shares.models import Share
from tests.cast import a_member, client_for
from tests.http.world import send
from tests.shares.lending import Lending, post


def preview(lending: Lending, **body: Any) -> Any:
    return post(lending.ben, f"{lending.address}/shares/preview", body).json()


def already(lending: Lending, member: Member) -> Any:
    return preview(lending, member=str(member.id), days=1)["already"]


def test_the_preview_says_what_it_would_come_to(lending: Lending) -> None:
    """It only reads: nothing is kept, refused or not."""
    send(lending.ben, "POST", f"{lending.address}/notes", {"text": "Likes blue"})
    a_member(lending.acme.organization, "Lou", teams=[lending.acme.loans])

    team = preview(lending, team=str(lending.acme.loans.pk), starts_at="2030-03-30T11:00:00Z", days=1)
    assert team == {
        "starts_at": "2030-03-30T11:00:00Z",
        "ends_at": "2030-03-31T10:00:00Z",
        "opens": {"contact": True, "account": False, "notes": 1, "activities": 0, "tasks": 0},
        "people": 2,
        "already": None,
        "refusal": None,
    }
    owner = preview(lending, member=str(lending.acme.ben.id), days=1)
    assert (owner["people"], owner["refusal"]["code"]) == (1, "owner_cannot_be_shared_with")
    long = preview(lending, member=str(lending.acme.pia.id), days=500)
    assert (long["ends_at"], long["refusal"]["fields"][0]["name"]) == (None, "days")
    nobody = preview(lending, days=1)
    assert (nobody["ends_at"] is None, nobody["refusal"]["fields"][0]["name"]) == (False, "member")
    stranger = post(lending.pia, f"{lending.address}/shares/preview", {"days": 1})
    with acting(lending.acme.ada):
        kept = (Share.objects.count(), Grant.objects.count())
    assert (stranger.status_code, kept) == (404, (0, 0))


def test_it_says_who_works_it_already(lending: Lending) -> None:
    """A manager, who sees all, and who sees all of its team; not who sees only their own there."""
    acme = lending.acme
    zoe = a_member(acme.organization, "Zoe", roles=("manager",))
    liv = a_member(acme.organization, "Liv", teams=[acme.boats])
    noa = a_member(acme.organization, "Noa", teams=[acme.boats], sees="own")

    has = [already(lending, member) for member in (zoe, liv, acme.ben, noa, acme.pia)]

    works = {"level": "work", "until": None}
    assert has == [works, works, works, None, None]


def test_it_says_what_other_shares_give_and_until_when(lending: Lending) -> None:
    """S4: the highest of them, by a team too; neither what is still to begin nor what is over."""
    acme = lending.acme
    lou = a_member(acme.organization, "Lou", teams=[acme.loans])
    lending.given(starts_at="2030-01-01T10:00:00Z", days=1)
    of_pia = [already(lending, acme.pia)]
    view = lending.given(days=9)
    modify = lending.given(days=3, access="modify")
    of_pia.append(already(lending, acme.pia))
    post(lending.ben, f"/api/v1/shares/{modify['id']}/stop")
    of_pia.append(already(lending, acme.pia))
    to_team = lending.given(team=str(acme.loans.pk), days=2)

    assert of_pia == [None, until("modify", modify), until("view", view)]
    assert already(lending, lou) == until("view", to_team)
    assert preview(lending, team=str(acme.loans.pk), days=1)["already"] == until("view", to_team)
    assert preview(lending, team=str(acme.boats.pk), days=1)["already"] is None


def until(level: str, share: dict[str, Any]) -> dict[str, Any]:
    return {"level": level, "until": share["ends_at"]}


def test_it_tells_of_others_only_who_may_share(lending: Lending) -> None:
    """S6, S11: neither to who has it for a time, nor to who only follows it; and not of who has left."""
    acme = lending.acme
    with acting(acme.ada):
        Opportunity.objects.update(author_id=acme.leo.id)
    lending.given(days=3, access="modify")
    asked = {"member": str(acme.ben.id), "days": 1}

    answers = [
        post(client, f"{lending.address}/shares/preview", asked).json()
        for client in (lending.pia, client_for(acme.leo), lending.ada)
    ]

    assert [answer["refusal"]["code"] for answer in answers] == [
        "not_allowed",
        "not_allowed",
        "owner_cannot_be_shared_with",
    ]
    assert [answer["already"] for answer in answers] == [None, None, {"level": "work", "until": None}]
