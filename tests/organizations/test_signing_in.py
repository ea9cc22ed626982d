"""Signing in as the page does it: by django-allauth's headless browser client."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from handsel.organizations.acting import Member, acting
from handsel.organizations.models import Membership
from tests.cast import PASSWORD, Acme, a_member, a_team, an_organization, browser_for, client_for, csrf
from tests.organizations.asking import patch, post

SIGN_IN = "/_allauth/browser/v1"


@pytest.fixture
def cy(acme: Acme) -> Member:
    """Ben's colleague, who has a password."""
    return a_member(acme.organization, "Cy", teams=[acme.boats], password=PASSWORD)


def a_browser(**headers: str) -> Client:
    client = Client(enforce_csrf_checks=True, headers=headers)
    assert client.get(f"{SIGN_IN}/config").status_code == 200
    return client


def ask(client: Client, path: str, body: Any, *, method: str = "post") -> Any:
    call = getattr(client, method)
    return call(f"{SIGN_IN}/{path}", body, content_type="application/json", headers=csrf(client))


def sign_in(client: Client, email: str, password: str) -> Any:
    return ask(client, "auth/login", {"email": email, "password": password})


def test_one_signs_in_works_and_signs_out(cy: Member) -> None:
    client = a_browser()
    assert client.get("/api/v1/me").status_code == 401
    assert client.get(f"{SIGN_IN}/auth/session").status_code == 401

    answer = sign_in(client, cy.email, PASSWORD)

    assert (answer.status_code, answer.json()["meta"]["is_authenticated"]) == (200, True)
    assert client.get(f"{SIGN_IN}/auth/session").status_code == 200
    assert client.get("/api/v1/me").json()["name"] == "Cy"
    answer = client.delete(f"{SIGN_IN}/auth/session", headers=csrf(client))
    assert (answer.status_code, answer.json()["meta"]["is_authenticated"]) == (401, False)
    assert client.get("/api/v1/me").status_code == 401


def test_an_unsafe_request_needs_the_token_of_the_page(cy: Member) -> None:
    browser, body = browser_for(cy), {"name": "Cyril"}

    bare = patch(browser, "me", body)
    answer = browser.patch("/api/v1/me", body, content_type="application/json", headers=csrf(browser))

    assert (bare.status_code, bare.json()["code"]) == (403, "csrf_failed")
    assert answer.json()["name"] == "Cyril"


def test_a_key_that_is_wrong_is_not_helped_by_a_session(cy: Member) -> None:
    browser = browser_for(cy)

    answer = browser.get("/api/v1/me", headers={"Authorization": "Bearer hs_wrong"})

    assert answer.status_code == 401


def test_wrong_names_and_wrong_passwords_look_alike(cy: Member) -> None:
    wrong = [
        sign_in(a_browser(), cy.email, "another password"),
        sign_in(a_browser(), "nobody@example.org", PASSWORD),
    ]

    assert [answer.status_code for answer in wrong] == [400, 400]
    assert wrong[0].json() == wrong[1].json()


def test_who_belongs_nowhere_any_more_does_not_sign_in(acme: Acme, cy: Member) -> None:
    post(client_for(acme.ada), f"members/{cy.id}/deactivate")

    answer = sign_in(a_browser(), cy.email, PASSWORD)

    assert answer.status_code == 400


def test_guessing_is_locked_out_by_address_whatever_host_is_claimed(cy: Member) -> None:
    """Five tries in five minutes; the right password does not help then, nor does another spelling or Host."""
    for turn in range(5):
        client = a_browser(host=f"host{turn}.example")
        assert sign_in(client, cy.email, f"guess number {turn}").status_code == 400

    late = sign_in(a_browser(host="another.example"), cy.email.upper(), PASSWORD)

    assert late.status_code in {400, 429}
    assert (
        late.json().get("errors", [{"code": "too_many_login_attempts"}])[0]["code"]
        == "too_many_login_attempts"
    )


def test_guessing_is_locked_out_by_the_address_of_the_caller(acme: Acme) -> None:
    """The bridge says who calls; a header that the caller writes does not count."""
    for turn in range(10):
        client = a_browser(**{"X-Forwarded-For": f"10.0.0.{turn}"})
        assert sign_in(client, f"nobody{turn}@example.org", "guess").status_code == 400

    late = sign_in(a_browser(**{"X-Forwarded-For": "10.0.0.99"}), "nobody@example.org", "guess")

    assert late.json()["errors"][0]["code"] == "too_many_login_attempts"
    other = a_browser()
    other.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert (
        sign_in(other, "nobody@example.org", "guess").json()["errors"][0]["code"] == "email_password_mismatch"
    )


def test_a_forgotten_password_is_replaced_by_mail(cy: Member) -> None:
    old, client = browser_for(cy), a_browser()

    asked = ask(client, "auth/password/request", {"email": cy.email.upper()})

    assert asked.status_code == 200, asked.content
    mail = ProcrastinateJob.objects.latest("id").args
    assert (mail["to"], mail["subject"]) == (cy.email, "Choose a new password")
    key = mail["body"].partition("http://localhost/reset/")[2].split()[0]
    poor = ask(client, "auth/password/reset", {"key": key, "password": "short"})
    assert (poor.status_code, poor.json()["errors"][0]["param"]) == (400, "password")
    done = ask(client, "auth/password/reset", {"key": key, "password": "a much better one"})
    assert done.status_code in {200, 401}
    assert sign_in(a_browser(), cy.email, "a much better one").status_code == 200
    assert sign_in(a_browser(), cy.email, PASSWORD).status_code == 400
    assert old.get("/api/v1/me").status_code == 401
    assert ask(client, "auth/password/reset", {"key": key, "password": "a third good one"}).status_code == 400


def test_the_mail_speaks_their_language(cy: Member) -> None:
    with acting(cy):
        Membership.objects.filter(pk=cy.id).update(locale="es")

    ask(a_browser(), "auth/password/request", {"email": cy.email})

    assert ProcrastinateJob.objects.latest("id").args["subject"] == "Elige una contraseña nueva"


def test_a_stranger_gets_no_mail_and_the_same_answer(cy: Member) -> None:
    before = ProcrastinateJob.objects.count()

    known = ask(a_browser(), "auth/password/request", {"email": cy.email})
    unknown = ask(a_browser(), "auth/password/request", {"email": "nobody@example.org"})

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert ProcrastinateJob.objects.count() == before + 1


@pytest.mark.parametrize(
    "path",
    [
        "auth/signup",
        "auth/email/verify",
        "auth/phone/verify",
        "auth/code/request",
        "account/email",
        "account/phone",
    ],
)
def test_what_is_not_offered_is_not_there(cy: Member, path: str) -> None:
    browser = browser_for(cy)

    answer = ask(browser, path, {"email": "other@example.org", "password": PASSWORD})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_password_is_changed(cy: Member) -> None:
    browser = browser_for(cy)
    body = {"current_password": PASSWORD, "new_password": "a much better one"}

    answer = ask(browser, "account/password/change", body)

    assert answer.status_code == 200, answer.content
    assert browser.get("/api/v1/me").status_code == 200
    assert sign_in(a_browser(), cy.email, PASSWORD).status_code == 400


def test_one_is_again_where_one_was_last(acme: Acme, cy: Member) -> None:
    second = an_organization("Second")
    there = a_member(second, "Cy", user_id=cy.user_id, teams=[a_team(second, "Cars")])
    assert browser_for(cy).get("/api/v1/me").json()["organization"]["name"] == "Acme"
    with acting(there) as at:
        Membership.objects.filter(pk=there.id).update(last_seen_at=at)

    assert browser_for(cy).get("/api/v1/me").json()["organization"]["name"] == "Second"


def test_who_is_let_go_in_one_organization_stays_signed_in_for_the_other(acme: Acme, cy: Member) -> None:
    second = an_organization("A second")
    a_member(second, "Cy", user_id=cy.user_id)
    browser = browser_for(cy)
    browser.get("/api/v1/me")

    post(client_for(acme.ada), f"members/{cy.id}/deactivate")

    assert browser.get("/api/v1/me").json()["organization"]["name"] == "A second"


def test_the_lock_out_holds_over_processes(cy: Member) -> None:
    """The count is in the database: a cache of one process would forget it."""
    with connection.cursor() as cursor:
        sign_in(a_browser(), cy.email, "guess")

        cursor.execute("SELECT count(*) FROM handsel_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone() == (2,)  # by caller and by address
