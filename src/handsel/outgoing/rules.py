"""Which addresses may be asked for, and which may be connected to. Plain Python: nothing is looked up here."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from handsel.kernel.refusals import FieldProblem, Invalid
from handsel.kernel.sentences import said_of, say

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_URL = 2_000
LONGEST_HOST = 253
PORTS = {"http": 80, "https": 443}
FIRST_FREE_PORT = 1024
LAST_PORT = 65_535

# The IANA IPv4 special-purpose address registry: all that is not for everybody to reach. And multicast.
NOT_PUBLIC_4 = tuple(
    ipaddress.IPv4Network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
# The only IPv6 addresses that IANA has given out for everybody, less what is special in them: Teredo and 6to4 carry an IPv4
# address of anybody's choice. Mapped (::ffff:0:0/96) and translated (64:ff9b::/96) ones lie outside.
PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(each)
    for each in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
SPELLED_4 = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+)){0,3}")
LAST_BYTE = 255
ISATAP = frozenset({0x00005EFE, 0x02005EFE})


class UrlRefused(Invalid):
    code = "url_refused"


class AddressRefused(Invalid):
    """What a name leads to is not for us to reach."""

    code = "address_refused"


@dataclass(frozen=True, slots=True)
class Place:
    """Of a URL, what it takes to ask there. `host` is ASCII, an IPv6 address without its brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def check_url(url: str, *, field: str = "url") -> Place:
    """Refused by the name of the field: what is no http or https, carries credentials, or names a port of a service."""
    try:
        return _read(url)
    except ValueError as problem:
        message = said_of(problem)
        raise UrlRefused(message, fields=[FieldProblem(field, message)]) from None


def _read(url: str) -> Place:
    if len(url) > LONGEST_URL:
        raise ValueError(say("An address has at most {most} characters.", most=LONGEST_URL))
    if any(ord(one) <= ord(" ") or ord(one) == 127 for one in url):  # noqa: PLR2004 (DEL)
        raise ValueError(say("An address has no white space in it."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(say("Write an address like https://example.org/hook.")) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(say("Write an address that begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise ValueError(say("Leave name and password out of the address: what is sent is signed."))
    port = PORTS[parts.scheme] if port is None else port
    if port not in PORTS.values() and not FIRST_FREE_PORT <= port <= LAST_PORT:
        raise ValueError(
            say("Only the ports 80, 443 and those from {first} on can be asked.", first=FIRST_FREE_PORT)
        )
    target = _ascii(parts.path or "/") + (f"?{_ascii(parts.query)}" if parts.query else "")
    return Place(parts.scheme, _host(parts.hostname), port, target)


def _host(name: str) -> str:
    try:
        host = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        host = ""
    if not host or len(host) > LONGEST_HOST or any(one in host for one in "/\\@#?%<>[]"):
        raise ValueError(say("There is no such host."))
    return host


def _ascii(text: str) -> str:
    """Percent-encoded where it is not ASCII (RFC 3986, 2.1)."""
    return "".join(one if one.isascii() else "".join(f"%{byte:02X}" for byte in one.encode()) for one in text)


def is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_4)
    if address not in PUBLIC_6 or any(address in network for network in NOT_PUBLIC_6):
        return False
    return int(address) >> 32 & 0xFFFFFFFF not in ISATAP  # an IPv4 address in its lower half (RFC 5214)


def check_literal(place: Place, *, allowed: Iterable[Network]) -> None:
    """What needs no look-up is refused before anything is sent: an address, and what is always this machine (RFC 6761)."""
    check_addresses(_literal(place.host), host=place.host, allowed=allowed)


def _literal(host: str) -> list[str]:
    """Also as `2130706433` or `0x7f.1`, which the system reads as an address."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return ["127.0.0.1"]
    try:
        if ":" in host:
            return [str(ipaddress.IPv6Address(host.partition("%")[0]))]
        return [str(ipaddress.IPv4Address(_number_of(name)))] if SPELLED_4.fullmatch(name) else []
    except ValueError:
        return []


def _number_of(address: str) -> int:
    """As inet_aton(3) reads it: each part hexadecimal, octal or decimal; the last one fills what is left."""
    *leading, last = (int(part, _base(part)) for part in address.split("."))
    if any(part > LAST_BYTE for part in leading) or last >= 1 << 8 * (4 - len(leading)):
        raise ValueError(address)
    return last + sum(part << 8 * (3 - place) for place, part in enumerate(leading))


def _base(part: str) -> int:
    return 16 if part.startswith("0x") else 8 if part.startswith("0") else 10


def check_addresses(found: Iterable[str], *, host: str, allowed: Iterable[Network]) -> list[Address]:
    """All of them or none: a name that leads inside and outside at once is no mistake."""
    networks = list(allowed)
    addresses = [ipaddress.ip_address(each) for each in found]
    for address in addresses:
        inside = any(network.version == address.version and address in network for network in networks)
        if not inside and not is_public(address):
            raise AddressRefused(
                say(
                    "{host} leads to an address that is not public. Who operates this Handsel can allow it "
                    "(HANDSEL_OUTGOING_ALLOWED).",
                    host=host,
                )
            )
    return addresses
