"""I3: nothing that people type leads into our own network, also not by a redirect or by a name that changes its mind."""

import socket
import ssl
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from handsel.outgoing import sending
from handsel.outgoing.rules import AddressRefused, UrlRefused, check_url
from handsel.outgoing.sending import MOST_READ, Answer, RedirectRefused, Unreachable, post
from tests.outgoing.receiver import LOOPBACK, Say, receiving

BODY = b'{"type":"test"}'


def send(url: str, **more: Any) -> Answer:
    given = {"allowed": LOOPBACK} | more
    return post(url, body=BODY, headers={"Content-Type": "application/json"}, **given)


def test_what_is_posted_arrives_as_it_is() -> None:
    with receiving(Say(200, body=b"thanks")) as receiver:
        answer = send(receiver.url + "?a=b")

    assert answer == Answer(200, b"thanks")
    assert answer.accepted
    [got] = receiver.got
    assert (got.path, got.body) == ("/hook?a=b", BODY)
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_never_asked_however_it_is_spelled(host: str) -> None:
    with receiving() as receiver, pytest.raises(AddressRefused):
        send(f"http://{host}:{receiver.port}/", allowed=())

    assert receiver.got == []


def test_only_what_the_operator_allowed_is_asked() -> None:
    with receiving() as receiver, pytest.raises(AddressRefused):
        send(f"http://[::1]:{receiver.port}/")

    assert receiver.got == []


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "//192.168.1.1/",
        "http://[::1]:8000/",
        "http://[fd00::1]/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_the_inside_is_refused(status: int, location: str) -> None:
    with receiving(Say(status, {"Location": location})) as receiver, pytest.raises(AddressRefused):
        send(receiver.url)

    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "location",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://a:b@example.org/",
        "http://[",
        "http://example.org:25/",
    ],
)
def test_a_redirect_to_what_is_none_of_the_web_is_refused(location: str) -> None:
    with receiving(Say(307, {"Location": location})) as receiver, pytest.raises(RedirectRefused):
        send(receiver.url)


def test_a_redirect_to_a_public_place_repeats_the_post() -> None:
    with receiving(Say(307, {"Location": "/moved?x=1"}), Say(204)) as receiver:
        answer = send(receiver.url)

    assert answer.status == 204
    assert [(got.path, got.body) for got in receiver.got] == [("/hook", BODY), ("/moved?x=1", BODY)]


def test_three_redirects_are_followed_and_no_fourth() -> None:
    again = Say(307, {"Location": "/again"})
    with receiving(again, again, again, Say(204)) as receiver:
        assert send(receiver.url).status == 204
    with receiving(again) as receiver, pytest.raises(RedirectRefused):
        send(receiver.url)

    assert len(receiver.got) == 4


def test_a_redirect_that_asks_for_something_else_is_not_followed() -> None:
    with receiving(Say(303, {"Location": "/elsewhere"})) as receiver:
        answer = send(receiver.url)

    assert (answer.status, answer.accepted, len(receiver.got)) == (303, False, 1)


def test_a_name_that_changes_its_mind_is_asked_once_and_connected_to_as_checked() -> None:
    """DNS rebinding: the first answer is fine, every later one leads inside. There is no later look-up."""
    asked: list[str] = []
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    with receiving() as receiver:
        answer = send(f"http://rebound.example:{receiver.port}/", resolve=resolve)

    assert (answer.status, asked) == (204, ["rebound.example"])
    assert receiver.got[0].headers["host"] == f"rebound.example:{receiver.port}"


def test_a_name_that_changes_its_mind_before_a_redirect_is_refused() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    with receiving(Say(307, {"Location": "/again"})) as receiver, pytest.raises(AddressRefused):
        send(f"http://rebound.example:{receiver.port}/", resolve=lambda *_: next(answers))

    assert len(receiver.got) == 1


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        send(receiver.url)

    assert (len(proxy.got), len(receiver.got)) == (0, 1)


def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    with receiving(Say(200, body=b"x" * (MOST_READ * 4))) as receiver:
        answer = send(receiver.url)

    assert len(answer.body) == MOST_READ


def test_an_answer_that_drips_in_is_given_up_at_the_deadline() -> None:
    with receiving(Say(200, body=b"x" * 1000, drips=0.05)) as receiver:
        began = time.monotonic()
        with pytest.raises(Unreachable):
            send(receiver.url, seconds=0.4)

    assert time.monotonic() - began < 20  # all of it takes fifty seconds


def test_a_look_up_that_takes_too_long_is_given_up_at_the_deadline() -> None:
    given_up = threading.Event()
    in_time: list[bool] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        in_time.append(given_up.wait(20))
        return ["127.0.0.1"]

    with pytest.raises(Unreachable):
        send("http://slow.example/", resolve=resolve, seconds=0.2)
    still_looking = in_time == []
    given_up.set()

    assert still_looking


def test_nobody_there_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(Unreachable):
            send(f"http://127.0.0.1:{port}/")


def test_a_name_that_nobody_has_is_unreachable() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror

    with pytest.raises(Unreachable):
        send("http://nobody.invalid/", resolve=resolve)


def test_https_asks_for_the_name_and_not_the_address() -> None:
    """A receiver without TLS fails the handshake: nothing is sent in the clear."""
    with receiving() as receiver, pytest.raises(Unreachable):
        send(f"https://127.0.0.1:{receiver.port}/", seconds=2)

    assert receiver.got == []
    assert sending._tls().verify_mode == ssl.CERT_REQUIRED
    assert sending._tls().check_hostname


def test_https_does_not_become_http_by_a_redirect() -> None:
    before = check_url("https://example.org/hook")

    with pytest.raises(RedirectRefused):
        sending._redirected(before, "http://example.org/hook")
    assert sending._redirected(before, "/other").scheme == "https"


def test_what_is_no_address_is_not_sent() -> None:
    with pytest.raises(UrlRefused):
        send("ftp://127.0.0.1/")
