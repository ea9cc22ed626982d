"""An invitation: its mail, its link, and accepting it once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from handsel.database.conflicts import Taken
from handsel.ledger.models import Event
from handsel.ledger.readers import Cursor, Recorded
from handsel.organizations import invitations, people
from handsel.organizations.acting import Member, System, acting
from handsel.organizations.models import Membership, Organization
from handsel.organizations.rules import LastAdministrator
from tests.cast import PASSWORD, Acme, a_member, as_now, client_for, csrf
from tests.organizations.asking import facts_of, patch, post
from tests.racing import at_once


def an_invitation(acme: Acme, *, email: str = "cy@example.org", name: str = "Cy") -> tuple[UUID, str]:
    """The invited member, and the token that the mail carries."""
    with acting(acme.ada) as at:
        member = people.invite(email, name=name, roles=["professional"], by=acme.ada, at=at)
        return member.pk, invitations.write_token(member)


def the_mail(acme: Acme, member_id: UUID) -> dict[str, Any]:
    """What the reader leaves to the worker for the last invitation."""
    with acting(acme.ada) as at:
        event = Event.objects.filter(type="member.invited", subject_id=member_id).latest("pk")
        invitations.send_invitation(recorded(event), at)
        arguments: dict[str, Any] = ProcrastinateJob.objects.latest("id").args
        return arguments


def recorded(event: Event) -> Recorded:
    return Recorded(
        Cursor(event.transaction, event.pk),
        event.organization_id,
        event.type,
        event.at,
        event.actor_kind,
        event.actor_id,
        event.client,
        event.opportunity_id,
        event.revision,
        event.subject_id,
        event.data,
    )


def test_the_mail_brings_the_link(acme: Acme) -> None:
    member_id, token = an_invitation(acme)

    mail = the_mail(acme, member_id)

    assert (mail["to"], mail["subject"]) == ("cy@example.org", "Ada invites you to Acme")
    assert f"http://localhost/invitation/{token}" in mail["body"]


def test_a_spanish_organization_writes_spanish(acme: Acme) -> None:
    patch(client_for(acme.ada), "organization", {"locale": "es-MX"})
    member_id, _ = an_invitation(acme)

    assert the_mail(acme, member_id)["subject"] == "Ada te invita a Acme"


def test_a_name_writes_no_header(acme: Acme) -> None:
    with acting(acme.ada):
        Organization.objects.update(name="Acme\r\nBcc: all@example.org")
    member_id, _ = an_invitation(acme, name="C & <y>")

    mail = the_mail(acme, member_id)

    assert mail["subject"] == "Ada invites you to Acme Bcc: all@example.org"
    assert "Hello C & <y>," in mail["body"]


def test_nothing_is_sent_to_who_was_let_go_meanwhile(acme: Acme) -> None:
    member_id, _ = an_invitation(acme)
    with acting(acme.ada) as at:
        people.deactivate(member_id, by=acme.ada, at=at)
        before = ProcrastinateJob.objects.count()
        event = Event.objects.filter(type="member.invited").latest("pk")

        invitations.send_invitation(recorded(event), at)

        assert ProcrastinateJob.objects.count() == before


def test_somebody_new_chooses_a_password_and_is_in(acme: Acme) -> None:
    member_id, token = an_invitation(acme)
    browser = Client(enforce_csrf_checks=True)
    shown = browser.get(f"/api/v1/invitations/{token}").json()

    answer = post(browser, f"invitations/{token}/accept", {"name": "Cyril", "password": PASSWORD})

    assert shown == {"email": "cy@example.org", "organization": "Acme", "name": "Cy", "needs_password": True}
    assert answer.status_code == 200, answer.content
    assert answer.json()["signed_in"]
    me = browser.get("/api/v1/me").json()
    assert (me["id"], me["name"], me["organization"]["name"]) == (str(member_id), "Cyril", "Acme")
    assert facts_of(acme.ada, "member.") == ["member.invited", "member.joined"]


def test_who_has_a_password_only_confirms(acme: Acme, otto: Member) -> None:
    eve = a_member(acme.organization, "Eve", password=PASSWORD)
    with acting(System(organization_id=otto.organization_id)) as at:
        member = people.invite(eve.email, name="Eve", roles=["manager"], by=otto, at=at)
        token = invitations.write_token(member)
    browser = Client()
    assert not browser.get(f"/api/v1/invitations/{token}").json()["needs_password"]

    answer = post(browser, f"invitations/{token}/accept", {"password": "another password"})

    assert (answer.status_code, answer.json()["signed_in"]) == (200, False)
    assert browser.get("/api/v1/me").status_code == 401
    assert as_now(member.pk).roles == ("manager",)
    signed_in = sign_in(eve.email, PASSWORD)
    assert signed_in.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize("password", [None, "", "short", "password1234", "x\0yzxyzxyzxyz", "x" * 1001])
def test_a_poor_password_is_refused_and_the_invitation_stays_open(acme: Acme, password: str | None) -> None:
    _, token = an_invitation(acme)
    browser = Client()

    answer = post(browser, f"invitations/{token}/accept", {"password": password})

    assert (answer.status_code, answer.json()["fields"][0]["name"]) == (422, "password")
    assert browser.get(f"/api/v1/invitations/{token}").status_code == 200
    assert browser.get("/api/v1/me").status_code == 401


def test_it_counts_once(acme: Acme) -> None:
    _, token = an_invitation(acme)
    post(Client(), f"invitations/{token}/accept", {"password": PASSWORD})

    again = post(Client(), f"invitations/{token}/accept", {"password": "another password"})

    assert (again.status_code, again.json()["code"]) == (409, "invitation_used")
    assert Client().get(f"/api/v1/invitations/{token}").status_code == 409


def test_a_newer_invitation_ends_the_older(acme: Acme) -> None:
    member_id, older = an_invitation(acme)
    with acting(acme.ada) as at:
        newer = invitations.write_token(people.send_again(member_id, by=acme.ada, at=at))

    assert Client().get(f"/api/v1/invitations/{older}").status_code == 404
    assert Client().get(f"/api/v1/invitations/{newer}").status_code == 200


def test_it_ends_after_14_days_and_by_withdrawal(acme: Acme) -> None:
    member_id, _ = an_invitation(acme)
    with acting(acme.ada) as at:
        Membership.objects.filter(pk=member_id).update(invited_at=at - timedelta(days=14))
        old = invitations.write_token(Membership.objects.get(pk=member_id))
    assert Client().get(f"/api/v1/invitations/{old}").json()["code"] == "invitation_expired"

    post(client_for(acme.ada), f"members/{member_id}/deactivate")

    assert Client().get(f"/api/v1/invitations/{old}").json()["code"] == "invitation_not_found"


def test_a_made_up_link_is_unknown(acme: Acme) -> None:
    _, token = an_invitation(acme)

    for wrong in ("x", f"{token}x", token[:-1], "a:b", "%00", "é:é"):
        answer = Client().get(f"/api/v1/invitations/{wrong}")

        assert (answer.status_code, answer.json()["code"]) == (404, "invitation_not_found"), wrong


def test_another_site_accepts_nothing(acme: Acme) -> None:
    _, token = an_invitation(acme)

    answer = post(
        Client(),
        f"invitations/{token}/accept",
        {"password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "other_site")


def sign_in(email: str, password: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.get("/_allauth/browser/v1/config")
    body = {"email": email, "password": password}
    client.post(
        "/_allauth/browser/v1/auth/login", body, content_type="application/json", headers=csrf(client)
    )
    return client


def test_two_accepts_of_one_invitation_let_one_in(committing: str, acme: Acme) -> None:
    member_id, token = an_invitation(acme)
    link = invitations.read_token(token)

    def accept(password: str) -> str:
        with acting(System(organization_id=link.organization_id)) as at:
            invitations.accept(link, name=None, password=password, at=at)
        return password

    results = at_once(lambda: accept("first long password"), lambda: accept("second long password"))

    [winner] = [result for result in results if isinstance(result, str)]
    with acting(acme.ada):
        assert Membership.objects.get(pk=member_id).user.check_password(winner)
    assert facts_of(acme.ada, "member.joined") == ["member.joined"]


def test_one_address_is_invited_once(committing: str, acme: Acme) -> None:
    def invite() -> UUID:
        with acting(acme.ada) as at:
            return people.invite("cy@example.org", name="Cy", roles=["manager"], by=acme.ada, at=at).pk

    for _ in range(3):
        results = at_once(invite, invite)

        [member_id] = [one for one in results if isinstance(one, UUID)]
        assert [type(one) for one in results if one != member_id] == [Taken]
        with acting(acme.ada):
            Membership.objects.filter(pk=member_id).delete()


def test_the_last_two_administrators_do_not_both_leave(committing: str, acme: Acme) -> None:
    eve = a_member(acme.organization, "Eve", roles=["administrator"])

    def leave(member: Member) -> datetime:
        with acting(member) as at:
            people.deactivate(member.id, by=member, at=at)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.2)")
            return at

    for _ in range(3):
        results = at_once(lambda: leave(acme.ada), lambda: leave(eve))

        assert [isinstance(one, LastAdministrator) for one in results].count(True) == 1
        with acting(acme.ada):
            Membership.objects.update(deactivated_at=None)
