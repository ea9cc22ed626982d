"""Until when a stream is heard: it ends with the key, the session, the membership or the process."""

import asyncio

import pytest
from django.test import Client

from handsel.ledger.record import record
from handsel.organizations.acting import acting
from handsel.organizations.events import KeyRevoked
from handsel.organizations.models import ApiKey, User
from handsel.organizations.people import deactivate
from handsel.realtime import stream
from tests.cast import Acme
from tests.realtime.browser import Stream, do, open_for, play


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
