"""Whose key calls these addresses, how often it may, and what nobody gets to know of it (S10)."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from handsel.compatible.limiting import TooManyCalls, count_call
from handsel.compatible.models import Calls
from handsel.organizations.acting import acting
from handsel.organizations.authentication import member_by_key
from handsel.organizations.models import ApiKey
from tests.cast import PASSWORD, Acme, a_key, a_member, browser_for, csrf
from tests.compatible.calling import HERE, Program, kind_of, program_of
from tests.racing import DONE, overlapping, together

NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
UNKNOWN = (
    401,
    "MXUnAuthorizedAccessException",
    "Invalid access credentials. Check your accessKey and secretKey.",
)
ABSENT = "There is no such request. Check the id."


def asks(program: Program) -> tuple[int, str, str]:
    return kind_of(program.send("/Status/Get", id="01a201af-4b0c-76aa-8000-000000000000"))


def test_a_key_is_its_secret_with_its_id_or_what_is_shown_of_it(acme: Acme) -> None:
    """S10"""
    program = program_of(acme.ben)
    with acting(acme.ben):
        key_id = str(ApiKey.objects.get().pk)

    for access in (program.access, key_id, key_id.upper()):
        assert asks(Program(access, program.secret))[2] == ABSENT


def test_keys_may_come_as_headers(acme: Acme) -> None:
    program = program_of(acme.ben)
    headers = {"x-LSQ-AccessKey": program.access, "x-LSQ-SecretKey": program.secret}

    answer = Client(headers=headers).get(f"{HERE}/Status/Get?id=01a201af-4b0c-76aa-8000-000000000000")

    assert kind_of(answer)[2] == ABSENT


def test_both_must_belong_together(acme: Acme) -> None:
    """S10: whatever is wrong, the answer is the same."""
    ben, pia = program_of(acme.ben), program_of(acme.pia)
    wrong = [
        Program("", ben.secret),
        Program(ben.access, ""),
        Program(pia.access, ben.secret),
        Program(ben.access, ben.access),
        Program(ben.access, ben.secret + "x"),
        Program(ben.access[:4], ben.secret),
        Program("é", ben.secret),
        Program(ben.access, "hs_\udcff".encode("utf-8", "replace").decode()),
    ]

    assert [asks(program) for program in wrong] == [UNKNOWN] * len(wrong)


def test_a_revoked_key_and_one_of_who_left_are_unknown(acme: Acme) -> None:
    ben, pia = program_of(acme.ben), program_of(acme.pia)
    with acting(acme.ada) as at:
        ApiKey.objects.filter(member_id=acme.ben.id).update(revoked_at=at)
        ApiKey.objects.filter(member_id=acme.pia.id).update(revoked_at=at)

    assert [asks(ben), asks(pia)] == [UNKNOWN, UNKNOWN]


def test_a_session_opens_nothing_here(acme: Acme) -> None:
    """No page may make its visitor call these: they look at keys alone."""
    browser = browser_for(a_member(acme.organization, "Vera", password=PASSWORD))

    answer = browser.post(f"{HERE}/Share", "[]", content_type="application/json", headers=csrf(browser))

    assert kind_of(answer) == UNKNOWN
    bearer = Client(headers={"Authorization": f"Bearer {a_key(acme.ben)}"})
    assert kind_of(bearer.get(f"{HERE}/Status/Get?id=x")) == UNKNOWN


def test_a_key_that_only_reads_shares_nothing(acme: Acme) -> None:
    status, kind, _ = kind_of(program_of(acme.ben, ("read",)).send("/Share", []))

    assert (status, kind) == (403, "MXUnAuthorizedAccessException")


@pytest.mark.parametrize("path", ["/Shares", "/Status", "/Share/1", "/status/get"])
def test_what_is_not_there_is_told_in_their_shape(acme: Acme, path: str) -> None:
    assert kind_of(program_of(acme.ben).send(path))[0] == 404
    assert kind_of(Client(enforce_csrf_checks=True).post(f"{HERE}{path}"))[0] == 404


def test_no_log_knows_a_secret(acme: Acme, caplog: pytest.LogCaptureFixture) -> None:
    """I11: it stands in the address, and an address is what logs like to keep."""
    program, before = program_of(acme.ben), logging.root.manager.disable
    logging.disable(logging.NOTSET)
    with caplog.at_level(logging.DEBUG):
        asks(program)
        asks(Program("", program.secret))
        program.send("/Share", {"Broken": True})
        program.send("/Nowhere", [])
    logging.disable(before)

    paths = [one.getMessage() for one in caplog.records if one.name == "handsel.requests"]
    assert paths[:2] == [f"GET {HERE}/Status/Get 404", f"GET {HERE}/Status/Get 401"]
    assert [one for one in caplog.records if program.secret in f"{one.getMessage()} {vars(one)}"] == []


# -- 25 calls in 5 seconds


def key_of(acme: Acme) -> Any:
    member = member_by_key(a_key(acme.ben))
    assert member is not None
    return member


def call(member: Any, at: datetime) -> str:
    try:
        count_call(member.key_id, by=member, at=at)
    except TooManyCalls as refusal:
        return f"after {refusal.extra['after']}"
    return DONE


def test_25_calls_in_5_seconds_and_no_more_wherever_they_begin(acme: Acme) -> None:
    """S10: the window slides; what is refused does not count."""
    member = key_of(acme)
    with acting(member):
        spread = [call(member, NOON + place * SECOND / 10) for place in range(25)]
        refused = [call(member, NOON + seconds * SECOND) for seconds in (2.4, 3, 4.999)]
        freed = [call(member, NOON + 5 * SECOND), call(member, NOON + 5 * SECOND)]
        later = call(member, NOON + 60 * SECOND)
        kept = Calls.objects.get().at

    assert spread == [DONE] * 25
    assert refused == ["after 3", "after 2", "after 1"]
    assert freed == [DONE, "after 1"]
    assert (later, kept) == (DONE, [NOON + 60 * SECOND])


def test_each_key_has_calls_of_its_own(acme: Acme) -> None:
    one, other = key_of(acme), key_of(acme)
    with acting(one):
        assert [call(one, NOON) for _ in range(26)][-2:] == [DONE, "after 5"]
        assert call(other, NOON) == DONE


def test_who_read_the_clock_first_and_came_second_opens_no_gap(acme: Acme) -> None:
    """Counted at the instant of who was before it: else a call that waited could make room that is not there."""
    member = key_of(acme)
    with acting(member):
        for _ in range(24):
            call(member, NOON)
        late, early = call(member, NOON + 6 * SECOND), call(member, NOON + SECOND)
        again = [call(member, NOON + 6 * SECOND) for _ in range(24)]

    assert (late, early) == (DONE, DONE)
    assert again == [DONE] * 23 + ["after 5"]


def test_the_26th_call_is_told_when_to_come_again(acme: Acme) -> None:
    """S10: a call that is refused for its body is a call, too."""
    program = program_of(acme.ben)
    member = member_by_key(program.secret)
    with acting(acme.ben) as at:
        for _ in range(24):
            call(member, at + timedelta(hours=1))  # so far ahead that it does not matter how fast we are

    answers = [program.send("/Share", {"bad": "body"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [400, 429]
    assert kind_of(answers[1])[1:] == (
        "MXAPIRateLimitExceededException",
        "API calls exceeded the limit of 25 in 5 second(s)",
    )
    assert answers[1].headers["Retry-After"] == "5"


def test_two_calls_for_the_last_place_are_one_too_many(committing: str, acme: Acme) -> None:
    member = key_of(acme)
    with acting(member):
        for _ in range(24):
            call(member, NOON)

    outcome = overlapping(
        lambda _: count_call(member.key_id, by=member, at=NOON),
        lambda _: count_call(member.key_id, by=member, at=NOON),
        by=member,
    )

    assert outcome == (DONE, "too_many_calls")


def test_many_at_once_are_counted_exactly(committing: str, acme: Acme) -> None:
    """S10: also the very first ones, that no row counts yet."""
    member = key_of(acme)

    def ten() -> list[str]:
        told = []
        for _ in range(10):
            with acting(member):
                told.append(call(member, NOON))
        return told

    outcomes = [one for each in together([ten] * 4) for one in each]

    assert sorted(outcomes) == ["after 5"] * 15 + [DONE] * 25
