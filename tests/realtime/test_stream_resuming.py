"""From where on a stream is heard: who was away catches up, or is told to fetch everything again."""

import asyncio

import psycopg
import pytest

from handsel.opportunities.quick import set_amount
from handsel.organizations.acting import Member, acting
from handsel.realtime import hub, listeners, stream
from tests.cast import Acme, a_key, a_member, an_opportunity
from tests.realtime.browser import Stream, do, open_for, play
from tests.realtime.colleagues import amount, give


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


def last_ping(stream: Stream) -> str:
    """Its id; empty before the first one."""
    pings = [block for block in stream.body.decode().split("\n\n") if block.startswith(": ping")]
    return pings[-1].split("\n")[1] if pings else ""


def test_a_silent_stream_is_pinged_and_moved_on(
    committing: str, acme: Acme, otto: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING_EVERY", 0.1)
    opportunity_id = an_opportunity(acme.boats, by=acme.ben)

    async def story() -> None:
        async with await open_for(otto) as stranger:
            await do(amount, opportunity_id, "1", by=acme.ben)
            for _ in range(5000):  # other tests' transactions may hold it back
                if (moved := last_ping(stranger)) > f"id: {stranger.hello.id}":
                    break
                await asyncio.sleep(0.02)

        assert moved > f"id: {stranger.hello.id}"

    play(story)
