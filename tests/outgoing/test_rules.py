"""I3: which addresses may be asked for, and which may be connected to."""

from ipaddress import ip_address, ip_network

import pytest

from handsel.outgoing.rules import (
    AddressRefused,
    Place,
    UrlRefused,
    check_addresses,
    check_literal,
    check_url,
    is_public,
)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://example.org", Place("https", "example.org", 443, "/")),
        ("http://Example.org/a?b=c#d", Place("http", "example.org", 80, "/a?b=c")),
        ("https://example.org:8443/é", Place("https", "example.org", 8443, "/%C3%A9")),
        ("https://bücher.example", Place("https", "xn--bcher-kva.example", 443, "/")),
        ("http://[2606:4700::1111]:80/", Place("http", "2606:4700::1111", 80, "/")),
    ],
)
def test_an_address_is_read_into_where_to_ask(url: str, place: Place) -> None:
    assert check_url(url) == place


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org",
        "file:///etc/passwd",
        "gopher://example.org",
        "https://",
        "https:///path",
        "https://name:word@example.org",
        "https://name@example.org",
        "http://example.org\\@127.0.0.1/",
        "https://example.org:25",
        "https://example.org:22",
        "https://example.org:0",
        "https://example.org:99999",
        "https://exa mple.org",
        "https://example.org/\r\nHost: other",
        "https://[::1",
        "https://" + "a" * 2_000,
        "https://a%2e/",
    ],
)
def test_an_address_that_is_none_of_the_web_is_refused_by_its_field(url: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        check_url(url, field="steps.url")

    assert [problem.name for problem in refused.value.fields] == ["steps.url"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1",
        "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "2606:4700::5efe:7f00:1", "2606:4700::200:5efe:a00:1",
    ],
)  # fmt: skip
def test_what_is_not_for_everybody_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1"],
)
def test_what_is_for_everybody_is_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_name_that_leads_inside_and_outside_is_refused_as_a_whole() -> None:
    with pytest.raises(AddressRefused):
        check_addresses(["8.8.8.8", "10.0.0.1"], host="both.example", allowed=())


def test_an_operator_allows_a_network_of_their_own_and_no_other() -> None:
    allowed = [ip_network("10.1.0.0/16")]

    assert check_addresses(["10.1.2.3"], host="ours.example", allowed=allowed) == [ip_address("10.1.2.3")]
    with pytest.raises(AddressRefused):
        check_addresses(["10.2.2.3"], host="ours.example", allowed=allowed)


INSIDE = (
    "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1.", "10.0.0.1", "169.254.169.254",
    "192.168.1.1", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "localhost", "LocalHost", "localhost.",
    "a.localhost", "１２７.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_what_needs_no_look_up_is_refused_before_one(host: str) -> None:
    with pytest.raises(AddressRefused):
        check_literal(check_url(f"http://{host}:8080/"), allowed=())


@pytest.mark.parametrize(
    "host", ["1.1.1.1", "[2606:4700::1111]", "example.org", "localhost.example.org", "10.example.org"]
)
def test_names_and_public_addresses_are_not(host: str) -> None:
    check_literal(check_url(f"http://{host}/"), allowed=())


def test_what_the_operator_allows_is_allowed_as_it_is_typed() -> None:
    check_literal(check_url("http://10.1.2.3/"), allowed=[ip_network("10.0.0.0/8")])
    check_literal(check_url("http://localhost/"), allowed=[ip_network("127.0.0.0/8")])
