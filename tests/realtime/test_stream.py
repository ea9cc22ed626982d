"""The live stream as a browser gets it: who hears what."""

from pathlib import Path

import pytest
from django.conf import settings

from handsel.ledger.record import record
from handsel.opportunities.models import Grant
from handsel.opportunities.owning import set_owner
from handsel.organizations.acting import Member, acting
from handsel.organizations.events import TeamEdited
from handsel.organizations.models import TeamSeat
from tests.cast import Acme, a_member, a_team, an_opportunity
from tests.realtime.browser import Said, do, open_for, play
from tests.realtime.colleagues import amount, give, remove


def types(said: list[Said]) -> list[str]:
    return [str(one.data.get("type", one.name)) for one in said]


def test_what_a_colleague_changes_is_heard_at_once(committing: str, acme: Acme) -> None:
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    async def story() -> None:
        async with await open_for(acme.ada) as ada:
            await do(amount, opportunity_id, "12.50", by=acme.ben)
            said = await ada.next()

        assert ada.hello.name == "hello"
        assert said.name == "hint"
        assert said.data == {
            "type": "opportunity.amount_set",
            "opportunity": str(opportunity_id),
            "revision": 2,
            "team": str(acme.boats.pk),
            "actor": str(acme.ben.id),
            "client": None,
            "subject": None,
        }
        assert {
            name: ada.headers[name] for name in ("content-type", "content-encoding", "cache-control")
        } == {
            "content-type": "text/event-stream; charset=utf-8",
            "content-encoding": "identity",
            "cache-control": "no-store",
        }

    play(story)


def test_otto_hears_nothing_of_acme(committing: str, acme: Acme, otto: Member) -> None:
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    async def story() -> None:
        async with await open_for(otto) as stranger, await open_for(acme.ben) as ben:
            await do(amount, opportunity_id, "1", by=acme.ben)
            await do(remove, opportunity_id, by=acme.ben)
            await ben.until("opportunity.deleted")

            assert await stranger.is_quiet()

    play(story)


def test_somebody_who_sees_their_own_hears_only_of_their_own(committing: str, acme: Acme) -> None:
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats], sees="own")
    of_ben = an_opportunity(acme.boats, by=acme.ben)
    of_cleo = an_opportunity(acme.boats, by=cleo)

    async def story() -> None:
        async with await open_for(cleo) as stream_of_cleo:
            await do(amount, of_ben, "1", by=acme.ben)
            await do(amount, of_cleo, "2", by=acme.ben)
            await do(remove, of_ben, by=acme.ben)
            said = await stream_of_cleo.next()

            assert said.data["opportunity"] == str(of_cleo)
            assert await stream_of_cleo.is_quiet()

    play(story)


def test_who_loses_it_hears_once_that_it_is_gone(committing: str, acme: Acme) -> None:
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats], sees="own")
    opportunity_id = an_opportunity(acme.boats, by=cleo)

    async def story() -> None:
        async with await open_for(cleo) as stream_of_cleo:
            await do(give, opportunity_id, acme.ben, by=acme.ben)
            await do(amount, opportunity_id, "5", by=acme.ben)
            await do(remove, opportunity_id, by=acme.ben)
            said = await stream_of_cleo.next()

            assert said.data == {
                "type": "opportunity.gone",
                "opportunity": str(opportunity_id),
                "team": str(acme.boats.pk),
                "revision": None,
                "actor": None,
                "client": None,
                "subject": None,
            }
            assert await stream_of_cleo.is_quiet()

    play(story)


def test_passed_on_twice_in_one_breath_is_gone_once(committing: str, acme: Acme) -> None:
    """All three are one batch: what counts is what may be seen when it is told."""
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats], sees="own")
    opportunity_id = an_opportunity(acme.boats, by=cleo)

    def back_and_forth() -> None:
        with acting(acme.ada) as at:
            for owner in (acme.ben.id, cleo.id, acme.ben.id):
                set_owner(opportunity_id, owner_id=owner, by=acme.ben, at=at)

    async def story() -> None:
        async with await open_for(cleo) as stream_of_cleo:
            await do(back_and_forth)
            said = await stream_of_cleo.next()

            assert said.data["type"] == "opportunity.gone"
            assert await stream_of_cleo.is_quiet()

    play(story)


def test_a_grant_counts_at_the_instant_of_telling(
    committing: str, acme: Acme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the one clock: HANDSEL_CLOCK sets it."""
    clock = tmp_path / "clock"
    monkeypatch.setattr(settings, "HANDSEL_CLOCK", str(clock))
    clock.write_text("2031-01-01T12:00:00+00:00")
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)
    with acting(acme.ada) as at:
        Grant.objects.create(
            organization=acme.organization, opportunity_id=opportunity_id, member_id=acme.pia.id, level=1,
            starts_at=at, ends_at=at.replace(hour=13),
        )  # fmt: skip

    async def story() -> None:
        async with await open_for(acme.pia) as pia:
            await do(amount, opportunity_id, "1", by=acme.ben)
            heard = await pia.next()
            clock.write_text("2031-01-01T13:00:00+00:00")
            await do(amount, opportunity_id, "2", by=acme.ben)

            assert pia.hello.data == {"now": "2031-01-01T12:00:00Z"}
            assert heard.data["revision"] == 2
            assert await pia.is_quiet()

    play(story)


def test_who_sees_more_or_less_than_before_fetches_all_again(committing: str, acme: Acme) -> None:

    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    def seat_pia() -> None:
        with acting(acme.ada) as at:
            TeamSeat.objects.create(organization=acme.organization, team=acme.boats, member_id=acme.pia.id)
            fact = TeamEdited(
                subject_id=acme.boats.pk, changed=["members"], member_id=acme.pia.id, sees="all"
            )
            record(fact, by=acme.ada, at=at)

    async def story() -> None:
        async with await open_for(acme.pia) as pia, await open_for(acme.ben) as ben:
            await do(amount, opportunity_id, "1", by=acme.ben)
            await ben.until("opportunity.amount_set")
            await do(seat_pia)
            await ben.until("team.edited")
            await do(amount, opportunity_id, "2", by=acme.ben)

            assert types(await pia.some(3)) == ["reset", "team.edited", "opportunity.amount_set"]

    play(story)


def test_an_unused_team_is_nobodys_business_but_its_own_organizations(
    committing: str, acme: Acme, otto: Member
) -> None:
    async def story() -> None:
        async with await open_for(otto) as stranger:
            await do(a_team, acme.organization, "Planes")
            assert await stranger.is_quiet()

    play(story)
