"""The live stream as a browser gets it: who hears what, from where on, and until when."""

import asyncio
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from handsel.ledger.record import record
from handsel.opportunities.deleting import delete
from handsel.opportunities.models import Grant
from handsel.opportunities.owning import set_owner
from handsel.opportunities.quick import set_amount
from handsel.organizations.acting import Member, acting
from handsel.organizations.events import KeyRevoked, TeamEdited
from handsel.organizations.models import ApiKey, TeamSeat, User
from handsel.organizations.people import deactivate
from handsel.realtime import hub, listeners, stream
from tests.cast import Acme, a_key, a_member, a_team, an_opportunity
from tests.realtime.browser import Said, Stream, do, open_for, play


def types(said: list[Said]) -> list[str]:
    return [str(one.data.get("type", one.name)) for one in said]


def amount(opportunity_id: Any, value: str, *, by: Member) -> None:
    with acting(by) as at:
        set_amount(opportunity_id, amount=value, by=by, at=at)


def give(opportunity_id: Any, to: Member, *, by: Member) -> None:
    with acting(by) as at:
        set_owner(opportunity_id, owner_id=to.id, by=by, at=at)


def remove(opportunity_id: Any, *, by: Member) -> None:
    with acting(by) as at:
        delete(opportunity_id, by=by, at=at)


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


def test_who_was_cut_off_misses_nothing_and_hears_nothing_twice(committing: str, acme: Acme) -> None:
    """Cut off again and again while somebody works on: the numbers of the revisions are all there, once."""
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    async def story() -> None:
        key, heard = await do(a_key, acme.ada), list[int]()
        working = asyncio.ensure_future(do(work))
        last = ""
        while len(heard) < 60:
            browser = Stream(key=key, last=last)
            async with browser:
                for _ in range(7):
                    if len(heard) < 60:
                        revision = (await browser.next()).data["revision"]
                        heard += [revision] if revision else []  # what the fixtures did may still come by
            last = browser.last
        await working

        assert heard == list(range(heard[0], heard[0] + 60))

    def work() -> None:
        for number in range(90):
            amount(opportunity_id, str(number), by=acme.ben)

    play(story)


def test_hello_names_the_place_from_which_to_resume(committing: str, acme: Acme) -> None:
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    async def story() -> None:
        async with await open_for(acme.ada) as first:
            pass
        await do(amount, opportunity_id, "1", by=acme.ben)
        async with await open_for(acme.ada, query=f"last_event_id={first.hello.id}") as second:
            caught_up = await second.next()
            assert await second.is_quiet()

        assert caught_up.data["type"] == "opportunity.amount_set"
        assert second.hello.id == first.hello.id

    play(story)


def test_catching_up_asks_for_access_as_it_is_now(committing: str, acme: Acme) -> None:
    cleo = a_member(acme.organization, "Cleo", teams=[acme.boats], sees="own")
    opportunity_id = an_opportunity(acme.boats, by=cleo)

    async def story() -> None:
        async with await open_for(cleo) as first:
            pass
        await do(amount, opportunity_id, "1", by=cleo)
        await do(give, opportunity_id, acme.ben, by=acme.ben)
        async with await open_for(cleo, last=first.last) as second:
            said = await second.next()
            assert await second.is_quiet()

        assert said.data["type"] == "opportunity.gone"

    play(story)


@pytest.mark.parametrize("last", ["of another kind", "0123456789ab.1.1", "..", "0123456789ab.-1.1"])
def test_a_place_that_is_not_known_is_answered_with_reset(committing: str, acme: Acme, last: str) -> None:
    async def story() -> None:
        async with await open_for(acme.ada, last=last) as ada:
            assert (await ada.next()).name == "reset"

    play(story)


def test_too_far_behind_is_answered_with_reset(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "TOO_FAR", 3)
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    async def story() -> None:
        async with await open_for(acme.ada) as first:
            pass
        for number in range(4):
            await do(amount, opportunity_id, str(number), by=acme.ben)
        async with await open_for(acme.ada, last=first.last) as second:
            assert (await second.next()).name == "reset"
            assert await second.is_quiet()

    play(story)


def test_the_stream_goes_on_when_the_database_comes_back(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "PAUSE", 0.01)
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    def cut() -> None:
        with psycopg.connect(committing, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    async def story() -> None:
        async with await open_for(acme.ada) as ada:
            await do(amount, opportunity_id, "1", by=acme.ben)
            before = await ada.next()
            await do(cut)
            await do(amount, opportunity_id, "2", by=acme.ben)
            after = await ada.next()

        assert (before.data["revision"], after.data["revision"]) == (2, 3)

    play(story)


def test_a_revoked_key_ends_its_stream(committing: str, acme: Acme) -> None:

    def revoke() -> None:
        with acting(acme.ada) as at:
            for key in ApiKey.objects.filter(member_id=acme.ben.id):
                key.revoked_at = at
                key.save(update_fields=["revoked_at"])
                record(KeyRevoked(subject_id=key.pk, member_id=acme.ben.id), by=acme.ada, at=at)

    async def story() -> None:
        async with await open_for(acme.ben) as ben, await open_for(acme.ada) as ada:
            await do(revoke)
            assert (await ada.next()).data["type"] == "key.revoked"
            await ben.until("bye")
            await ben.ended()

    play(story)


def test_a_session_opens_the_stream_and_its_end_ends_it(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when no event tells of it: sessions are asked again and again."""
    monkeypatch.setattr(stream, "CHECK_EVERY", 0.2)
    client = Client()
    client.force_login(User.objects.get(pk=acme.ben.user_id))

    async def story() -> None:
        async with Stream(cookie=client.cookies["sessionid"].value) as browser:
            await asyncio.sleep(0.5)
            was_open = not browser.is_over
            await do(client.logout)
            await browser.until("bye")

        assert was_open

    play(story)


def test_a_deactivated_member_hears_no_more(committing: str, acme: Acme) -> None:

    def leave() -> None:
        with acting(acme.ada) as at:
            deactivate(acme.pia.id, by=acme.ada, at=at)

    async def story() -> None:
        async with await open_for(acme.pia) as pia:
            await do(leave)
            await pia.until("bye")
            await pia.ended()

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


def test_a_slow_reader_gets_one_reset_instead_of_everything(
    committing: str, acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(listeners, "FULL", 3)
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    def work() -> None:
        with acting(acme.ben) as at:
            for number in range(5):
                set_amount(opportunity_id, amount=str(number), by=acme.ben, at=at)

    async def story() -> None:
        async with await open_for(acme.ada) as ada:
            await do(work)

            assert [said.name for said in await ada.some(2)] == ["reset", "hint"]
            assert await ada.is_quiet()

    play(story)


def test_a_silent_stream_is_pinged_and_moved_on(
    committing: str, acme: Acme, otto: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING_EVERY", 0.1)
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    async def story() -> None:
        async with await open_for(otto) as stranger:
            await do(amount, opportunity_id, "1", by=acme.ben)
            await asyncio.sleep(0.3)

        pings = [block for block in stranger.body.decode().split("\n\n") if block.startswith(": ping")]
        assert pings
        assert pings[-1].split("\n")[1] > f"id: {stranger.hello.id}"

    play(story)


def test_nobody_gets_in_unknown(committing: str, acme: Acme) -> None:
    async def story() -> None:
        for unknown in (Stream(), Stream(key="hs_wrong"), Stream(cookie="wrong")):
            await unknown.open()
            await unknown.ended()
            assert (unknown.status, unknown.headers["content-type"]) == (401, "application/problem+json")
        posted = await Stream(method="POST").open()
        assert posted.status == 405

    play(story)


def test_a_planned_stop_says_bye(committing: str, acme: Acme) -> None:
    async def story() -> None:
        async with await open_for(acme.ada) as ada, await open_for(acme.ben) as ben:
            stream.end_all()
            assert [(await ada.next()).name, (await ben.next()).name] == ["bye", "bye"]
            await ada.ended()

    play(story)


def test_an_unused_team_is_nobodys_business_but_its_own_organizations(
    committing: str, acme: Acme, otto: Member
) -> None:
    async def story() -> None:
        async with await open_for(otto) as stranger:
            await do(a_team, acme.organization, "Planes")
            assert await stranger.is_quiet()

    play(story)
